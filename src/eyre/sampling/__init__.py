"""Dip samples: how many to draw, which, what was read of them, and what that proves."""
