"""The body itself, and every record of it that has no table of its own yet."""
