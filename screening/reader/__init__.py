"""A reader from outside, borrowed when two neutral pairs of eyes are missing (decision 22; law.md P-86)."""
