"""Where a reference leads: the page of its record, else its line in the notes of its meeting."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from eyre_web.meetings.models import NO_LABEL, address_of_action

OWN_PAGE = ("matter", "meeting", "document")  # what is called by one name


def address_of(reference: str) -> str:
    """The page that says most of a record."""
    kind, _space, rest = reference.partition(" ")
    home, _stroke, label = rest.partition("/")
    if kind == "action":
        return address_of_action(reference)
    if kind in OWN_PAGE:
        return reverse(kind, args=[rest])
    if kind == "commitment" and label:
        return reverse("commitment", args=[home, label])
    try:
        return reverse("record", args=[kind, home, label or NO_LABEL])
    except NoReverseMatch:
        return f"{reverse('meeting', args=[home])}#{kind}-{label}" if label else reverse("meeting", args=[home])
