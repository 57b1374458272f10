"""The notes of a meeting: typed while it goes on, and read afterwards."""
