"""Make up an archive of any size, to measure with: invented pages of invented places, always the same."""
