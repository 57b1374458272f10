"""Matters and commitments over the years: their pages, and what the figures say of them."""
