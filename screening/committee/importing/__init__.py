"""People from a spreadsheet: read in memory, shown row by row, and invited all or none (decision 5)."""
