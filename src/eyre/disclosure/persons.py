"""Columns and cells that point at a person: figures never need them, so a table that has them is refused.

A heading is taken apart into words; a cell is looked at for the shape of a postcode, an e-mail address or a telephone
number. Nothing of such a cell is repeated in the sentence that refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

# fmt: off
OF_A_PERSON = frozenset({
    "name", "names", "surname", "forename", "forenames", "firstname", "lastname", "fullname", "title", "initials",
    "postcode", "postcodes", "email", "emails", "mail", "phone", "telephone", "tel", "mobile", "landline", "address",
    "addresses", "street", "uprn", "dob", "birth", "birthdate", "nino", "passport",
})
OF_A_THING = frozenset({  # "area name" is not a person's
    "area", "force", "element", "crime", "measure", "group", "ward", "district", "lpa", "team", "unit", "survey",
    "questionnaire", "question", "series", "file", "offence", "stratum", "cluster", "wave",
})
# fmt: on
PAIRS = (("post", "code"), ("e", "mail"), ("national", "insurance"), ("full", "name"))
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"(?:\+44|\b0)(?:[\s-]?\d){9,10}\b")


def points_at_a_person(heading: str) -> bool:
    """Say whether a heading names something that is a person's: name, postcode, e-mail, telephone, address, birth."""
    words = [word for word in re.split(r"[^a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", heading).lower()) if word]
    if any(pair == both for both in pairwise(words) for pair in PAIRS):
        return True
    personal = OF_A_PERSON & set(words)
    if personal <= {"name", "names", "title"} and set(words) & OF_A_THING:
        return False
    return bool(personal)


def looks_personal(cells: Iterable[str]) -> bool:
    """Say whether any cell has the shape of a postcode, an e-mail address or a telephone number."""
    return any(_POSTCODE.search(cell) or _EMAIL.search(cell) or _PHONE.search(cell) for cell in cells)
