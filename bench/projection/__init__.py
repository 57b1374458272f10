"""`make bench-projection`: how good projections are, and how fast, beside statsforecast in the same run."""
