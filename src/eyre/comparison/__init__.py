"""Areas beside one another: rates with intervals, and places that an interval allows."""

from eyre.comparison.places import Place, places

__all__ = ["Place", "places"]
