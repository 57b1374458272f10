"""The body folder: the open form of everything a body owns. Records, loads, what was known when, and their checks."""
