"""The one way out of the house: small-number rules, what gives a small number back, and `release`."""

from eyre.disclosure.base import Base, NoBase, Periods, say_periods
from eyre.disclosure.figures import Figure
from eyre.disclosure.forms import Form
from eyre.disclosure.inference import Bounds, bounds_of
from eyre.disclosure.ledger import Entry, Ledger, State, entries_of
from eyre.disclosure.release import (
    DEFAULT_RULE,
    SECONDARY_RULE,
    Audience,
    Released,
    SmallNumberRule,
    release,
    release_number,
    round_to,
)
from eyre.disclosure.secondary import Hiding, hide, hide_rounded, still_exposed
from eyre.disclosure.table import MISSING, SUPPRESSED, Cell, Column, Suppressed, Table, say_cell
from eyre.disclosure.wholes import PART, Wholes

__all__ = [
    "Audience",
    "Base",
    "Bounds",
    "Cell",
    "Column",
    "DEFAULT_RULE",
    "Entry",
    "Figure",
    "Form",
    "Hiding",
    "Ledger",
    "MISSING",
    "NoBase",
    "PART",
    "Periods",
    "Released",
    "SECONDARY_RULE",
    "SUPPRESSED",
    "SmallNumberRule",
    "State",
    "Suppressed",
    "Table",
    "Wholes",
    "bounds_of",
    "entries_of",
    "hide",
    "hide_rounded",
    "release",
    "release_number",
    "round_to",
    "say_cell",
    "say_periods",
    "still_exposed",
]
