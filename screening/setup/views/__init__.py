"""Pages of the set-up, by subject."""
