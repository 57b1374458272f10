"""Columns that point at a person, by their heading or by what stands in them. Such a file is refused, never read on.

A sample needs references and nothing else: whoever must open a case finds it by its reference. A heading that says
name, address or date of birth is enough; postcodes, telephone numbers and e-mail addresses are also known by their
look, whatever the heading says. Names that stand under an innocent heading cannot be known by their look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from eyre.core import Fault, raise_if_any
from eyre.sampling.sheet import Sheet

# Words that point at a person wherever they stand in a heading.
WORDS = frozenset(
    [
        "postcode",
        "postcodes",
        "surname",
        "forename",
        "firstname",
        "lastname",
        "fullname",
        "dob",
        "birth",
        "birthday",
        "birthdate",
        "born",
        "dateofbirth",
        "address",
        "addresses",
        "addr",
        "email",
        "emails",
        "phone",
        "phones",
        "telephone",
        "mobile",
        "landline",
        "nhs",
        "nino",
        "passport",
        "uprn",
        "usrn",
        "easting",
        "northing",
        "eastings",
        "northings",
        "latitude",
        "longitude",
        "collar",
        "nominal",
    ]
)
# Pairs of words that do.
PAIRS = ("post_code", "postal_code", "zip_code", "first_name", "last_name", "full_name", "middle_name", "maiden_name",
         "given_name", "family_name", "e_mail", "house_number", "house_no", "national_insurance", "contact_number",
         "tel_no", "tel_number")  # fmt: skip
# Words that do also where a heading is written without spaces.
RUN_ON = ("postcode", "surname", "forename", "firstname", "lastname", "fullname", "dateofbirth", "birthdate",
          "telephone", "phonenumber", "homeaddress", "emailaddress", "postaladdress", "victimaddress")  # fmt: skip
PEOPLE = frozenset(
    [
        "victim",
        "victims",
        "complainant",
        "complainants",
        "suspect",
        "suspects",
        "offender",
        "offenders",
        "witness",
        "witnesses",
        "person",
        "persons",
        "officer",
        "officers",
        "caller",
        "informant",
        "occupier",
        "resident",
        "aggrieved",
        "injured",
        "reporter",
    ]
)
OF_PEOPLE = frozenset(["name", "names", "id", "initials", "details", "contact"])
ALONE = frozenset(["name", "names", "initials", "zip", "lat", "lon", "lng", "long", "tel", "street", "ni"]) | PEOPLE

POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE)
RUN_TOGETHER = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][ABD-HJLNP-UW-Z]{2}", re.IGNORECASE)
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
PHONE = re.compile(r"(?<![\d/.-])(?:(?:\+|00)44 ?(?:\(0\) ?)?|\(?0)[1-37]\d{1,4}\)?[ -]?\d{3,4}[ -]?\d{3,4}(?![\d/.-])")
LOOKS = (("a postcode", POSTCODE), ("an e-mail address", EMAIL), ("a telephone number", PHONE))
DIGITS_OF_A_PHONE = (10, 13)  # with its 0, or with 44 or 0044 before it
WHAT_TO_DO = "A sample takes references only: leave the column out and draw again from what remains."


def check_no_person(sheet: Sheet, may: Sequence[str] = ()) -> None:
    """Raise BadInput for every column that points at a person. may: headings that are allowed all the same."""
    raise_if_any([fault for name in sheet.columns for fault in _faults(sheet, name, name in may)])


def _faults(sheet: Sheet, name: str, is_allowed: bool) -> Iterator[Fault]:
    if not is_allowed and says_a_person(name):
        yield Fault(sheet.where, f'the column "{name}" points at a person by its name. {WHAT_TO_DO}')
        return
    for row, cell in enumerate(sheet.columns[name]):
        if looks_like := look(cell):
            yield Fault(sheet.at(row), f'the column "{name}" holds what looks like {looks_like}. {WHAT_TO_DO}')
            return
    run_together = sum(RUN_TOGETHER.fullmatch(cell) is not None for cell in sheet.columns[name])
    if run_together > len(sheet) / 2:  # one alone may be a reference of that shape
        yield Fault(sheet.where, f'the column "{name}" holds what looks like postcodes. {WHAT_TO_DO}')


def says_a_person(heading: str) -> bool:
    """Say whether a heading, in the spelling of a sheet, points at a person."""
    words = heading.split("_")
    run_together = heading.replace("_", "")
    return (
        heading in ALONE
        or not WORDS.isdisjoint(words)
        or any(pair in f"_{heading}_" for pair in (f"_{pair}_" for pair in PAIRS))
        or (not PEOPLE.isdisjoint(words) and not OF_PEOPLE.isdisjoint(words))
        or any(run_together == who + what for who in PEOPLE for what in OF_PEOPLE)
        or any(word in run_together for word in RUN_ON)
    )


def look(cell: str) -> str:
    """What a cell looks like, where that points at a person: "a postcode"; nothing where it does not."""
    for what, pattern in LOOKS:
        found = pattern.search(cell)
        if found and (pattern is not PHONE or _has_digits_of_a_phone(found[0])):
            return what
    return ""


def _has_digits_of_a_phone(text: str) -> bool:
    least, most = DIGITS_OF_A_PHONE
    return least <= sum(mark.isdigit() for mark in text) <= most
