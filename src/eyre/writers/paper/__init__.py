"""A document laid out for paper: what PDF and Word share, so that both print the same words in the same order."""

from eyre.writers.paper.flow import flow_of

__all__ = ["flow_of"]
