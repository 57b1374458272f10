"""The tracker: one judged row a series, in the order of attention."""

from eyre.tracker.build import Request, build_tracker
from eyre.tracker.row import Attention, Tracker, TrackerRow

__all__ = ["Attention", "Request", "Tracker", "TrackerRow", "build_tracker"]
