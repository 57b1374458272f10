"""A document as one accessible page that works without script, on a phone and on paper."""

from eyre.writers.html.page import to_html

__all__ = ["to_html"]
