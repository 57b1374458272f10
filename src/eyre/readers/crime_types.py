"""The crime types of police.uk, and what they were called before May 2013.

Source: data.police.uk/about and its changelog.
"""

from __future__ import annotations

import re
from functools import cache

from eyre.core import Month

TYPES = (
    "Anti-social behaviour",
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other crime",
    "Other theft",
    "Possession of weapons",
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
)
ALL_TYPES_SINCE = Month(2013, 5)  # before it some of the fourteen were parts of others, so no row is no zero
RENAMED = {"Violent crime": "Violence and sexual offences"}  # May 2013; the others were split, and have no one heir
SPLIT = {"Public disorder and weapons": "public order, or possession of weapons"}


@cache
def type_key(name: str) -> str:
    """A type's key as a measure: Theft from the person -> theft_from_the_person."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


KEYS = {name: type_key(name) for name in TYPES} | {old: type_key(new) for old, new in RENAMED.items()}
ASB = KEYS["Anti-social behaviour"]


def why_unknown(name: str) -> str:
    """What to say of a type that cannot be counted."""
    if name in SPLIT:
        return f'crime type "{name}" was split in May 2013 ({SPLIT[name]}). Fetch the month again from data.police.uk.'
    return f'"{name}" is not a crime type. Types: {", ".join(TYPES)}.'
