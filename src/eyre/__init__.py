"""Eyre: what was said in the meeting, and what the figures then did. No clock, no network, no database server."""

__version__ = "0.1.0.dev0"
