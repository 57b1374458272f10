"""Eyre: what was said in the meeting, and what the figures then did."""

__version__ = "0.1.0.dev0"
