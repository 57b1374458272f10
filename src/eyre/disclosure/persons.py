"""Columns and cells that point at a person: figures and samples never need them, so a table that has them is refused.

A heading is taken apart into words. A cell is looked at for the shape of a postcode, an e-mail address or a telephone
number. Nothing of such a cell is ever repeated in the sentence that refuses it. Names under an innocent heading cannot
be known by their look.

Case references are the one thing a sample cannot do without, and some have the shape of something else: eleven digits
that begin with 07, or M12AB. So in the column of references, digits in one run are a reference and never a telephone
number, and one reference like a postcode without its space is let pass. What no numbering of cases makes is refused
there too: a number written as telephones are, with spaces, brackets or +44; a postcode with its space; an e-mail
address; postcodes in more than half of the rows. What slips through is a frame whose references are people's telephone
numbers written without a space: to refuse it would be to refuse every force that numbers its cases with eleven digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

# fmt: off
WORDS = frozenset({  # wherever they stand in a heading
    "surname", "forename", "forenames", "firstname", "lastname", "fullname", "initials", "postcode", "postcodes",
    "email", "emails", "mail", "phone", "phones", "telephone", "tel", "mobile", "landline", "address", "addresses",
    "addr", "street", "uprn", "usrn", "easting", "eastings", "northing", "northings", "latitude", "longitude", "dob",
    "birth", "birthday", "birthdate", "dateofbirth", "born", "nhs", "nino", "passport", "collar", "nominal",
})
NAMES = frozenset({"name", "names", "title"})  # unless they are of a thing
THINGS = frozenset({  # "area name" is not a person's
    "area", "force", "element", "crime", "measure", "group", "ward", "district", "lpa", "team", "unit", "survey",
    "questionnaire", "question", "series", "file", "offence", "stratum", "cluster", "wave", "station", "beat",
    "region", "county", "division", "department", "standard", "sample", "outcome", "type", "category", "source",
})
PEOPLE = frozenset({
    "victim", "victims", "complainant", "complainants", "suspect", "suspects", "offender", "offenders", "witness",
    "witnesses", "person", "persons", "officer", "officers", "caller", "informant", "occupier", "resident",
    "aggrieved", "injured", "reporter",
})
OF_PEOPLE = frozenset({"name", "names", "id", "initials", "details", "contact"})
PAIRS = frozenset({
    ("post", "code"), ("postal", "code"), ("zip", "code"), ("first", "name"), ("last", "name"), ("full", "name"),
    ("middle", "name"), ("maiden", "name"), ("given", "name"), ("family", "name"), ("e", "mail"),
    ("house", "number"), ("house", "no"), ("national", "insurance"), ("contact", "number"),
})
ALONE = frozenset({"zip", "lat", "lon", "lng", "long", "ni"}) | PEOPLE  # as the whole heading
RUN_ON = ("postcode", "surname", "forename", "firstname", "lastname", "fullname", "dateofbirth", "birthdate",
          "telephone", "phonenumber", "homeaddress", "emailaddress", "postaladdress", "victimaddress")
# fmt: on

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_INWARD = "[ABD-HJLNP-UW-Z]{2}"  # the last two letters of a postcode are never C, I, K, M, O or V
POSTCODE = re.compile(rf"\b(?:GIR ?0AA|[A-Z]{{1,2}}\d[A-Z\d]?\s+\d{_INWARD})\b", re.IGNORECASE)
RUN_TOGETHER = re.compile(rf"\b[A-Z]{{1,2}}\d[A-Z\d]?\d{_INWARD}\b", re.IGNORECASE)
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
# Areas 1 and 2, non-geographic 3, mobile 7; other numbers are of businesses. A date or a longer reference is no number.
PHONE = re.compile(
    r"(?<![\d/.-])(?:(?:\+|00)44 ?(?:\(0\) ?)?|\(?0 ?)[1-37](?:\d{1,4}\)?[ -]?\d{3,4}[ -]?\d{3,4}|(?: ?\d){8,9})"
    r"(?!\d|[/.-]\d)"
)
DIGITS_OF_A_PHONE = range(10, 15)  # with its 0, or with 44 or 0044 before it


def points_at_a_person(heading: str) -> bool:
    """Say whether a heading, however written, names something of a person: name, postcode, telephone, birth."""
    words = [word for word in re.split(r"[^a-z0-9]+", _HUMP.sub("_", heading).lower()) if word]
    there, run_together = set(words), "".join(words)
    return (
        run_together in ALONE
        or not WORDS.isdisjoint(there)
        or not PAIRS.isdisjoint(pairwise(words))
        or (not NAMES.isdisjoint(there) and THINGS.isdisjoint(there))
        or (not PEOPLE.isdisjoint(there) and not OF_PEOPLE.isdisjoint(there))
        or any(run_together == who + what for who in PEOPLE for what in OF_PEOPLE)
        or any(word in run_together for word in RUN_ON)
    )


def first_personal(cells: Sequence[str], *, are_references: bool = False) -> tuple[int, str] | None:
    """Return the first cell that points at a person, by its place, and what it looks like; None where none does.

    are_references: the column names the cases; see above for what is let pass there.
    """
    for at, cell in enumerate(cells):
        if what := looks_like(cell, is_reference=are_references):
            return at, what
    alike = [at for at, cell in enumerate(cells) if RUN_TOGETHER.fullmatch(cell)]
    return (alike[0], "a postcode") if len(alike) > len(cells) / 2 else None


def looks_like(cell: str, *, is_reference: bool = False) -> str:
    """Say what a cell looks like, where that points at a person: "a postcode"; nothing where it does not."""
    if POSTCODE.search(cell) or (not is_reference and RUN_TOGETHER.search(cell)):
        return "a postcode"
    if EMAIL.search(cell):
        return "an e-mail address"
    found = PHONE.search(cell)
    if found and not (is_reference and cell.isdigit()) and _digits(found[0]) in DIGITS_OF_A_PHONE:
        return "a telephone number"
    return ""


def _digits(text: str) -> int:
    return sum(mark.isdigit() for mark in text)
