"""Sheets that came back."""
