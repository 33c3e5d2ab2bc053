"""The rehearsal party: everything can be tried, nothing leaves, one click starts again (decision 34)."""
