"""The action log as a sheet that goes out, is filled in, and comes back to be accepted row by row."""
