"""The personal confidentiality statement (law.md P-85); a changed text gets a new version."""

STATEMENT_VERSION = "1"
