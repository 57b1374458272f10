"""The one way out of the house: small-number rules and `release`."""

from eyre.disclosure.base import Base, NoBase, Periods, say_periods
from eyre.disclosure.forms import Form
from eyre.disclosure.release import (
    DEFAULT_RULE,
    Audience,
    Released,
    SmallNumberRule,
    release,
    release_number,
)
from eyre.disclosure.table import MISSING, SUPPRESSED, Cell, Column, Suppressed, Table, say_cell

__all__ = [
    "Audience",
    "Base",
    "Cell",
    "Column",
    "DEFAULT_RULE",
    "Form",
    "MISSING",
    "NoBase",
    "Periods",
    "Released",
    "SUPPRESSED",
    "SmallNumberRule",
    "Suppressed",
    "Table",
    "release",
    "release_number",
    "say_cell",
    "say_periods",
]
