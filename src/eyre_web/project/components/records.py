"""Patterns of our own in the same style: history of a record, two versions, filters of a list, how late a thing is."""

# ruff: noqa: A002 – options have the names that the design system and HTML give them

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from eyre_web.project.components.component import Options, component
from eyre_web.project.components.dates import PARTS, DatePartsWidget
from eyre_web.project.components.difference import compare_words
from eyre_web.project.components.fields import flat_choices
from eyre_web.project.components.text import gds_tag

# ---------------------------------------------------------------- history


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an event changed, in words: what it was called, what it said before and after."""

    name: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One event of a record's history.

    when: a day, or a moment. who: a post, or a person where the reader may know. words: as they were said, kept as they
    are. why: the reason given. link: where more of it is, with link_text for its words.
    """

    when: date | datetime
    what: str
    who: str = ""
    words: str = ""
    why: str = ""
    changes: Sequence[Change] = ()
    link: str = ""
    link_text: str = ""

    @property
    def has_time(self) -> bool:
        return isinstance(self.when, datetime)


@component
def eyre_timeline(events: Sequence[TimelineEvent], *, heading_level: int = 3, label: str = "") -> Options:
    """The history of a record, in the order given. heading_level: of each event's heading."""
    return {"label": label or _("History")}


# ---------------------------------------------------------------- two versions


@dataclass(frozen=True, slots=True)
class FieldVersions:
    """One field of a record in two versions, in words."""

    name: str
    before: str
    after: str


@component
def eyre_difference(
    fields: Sequence[FieldVersions], *, before_title: str = "", after_title: str = "", heading_level: int = 3
) -> Options:
    """Two versions of a record side by side, under one another on a phone; what is the same in both is said once."""
    return {
        "before_title": before_title or _("Before"),
        "after_title": after_title or _("After"),
        "side_level": heading_level + 1,
        "changed": [
            {"name": field.name, "sides": compare_words(field.before, field.after)}
            for field in fields
            if field.before != field.after
        ],
        "unchanged": [field for field in fields if field.before == field.after],
    }


# ---------------------------------------------------------------- how late


def eyre_due_tag(due: date | None, today: date, *, soon_days: int = 14) -> SafeString:
    """Say beside an open action how its date stands today: late, due today, due soon, in time, without a date.

    soon_days: a date at most this far ahead is soon. A thing that is closed has a status and no such tag.
    """
    if due is None:
        return gds_tag(_("No date"), classes="govuk-tag--grey")
    days = (due - today).days
    if days < 0:
        return gds_tag(
            ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}, classes="govuk-tag--red"
        )
    if days == 0:
        return gds_tag(_("Due today"), classes="govuk-tag--orange")
    look = "govuk-tag--yellow" if days <= soon_days else "govuk-tag--teal"
    return gds_tag(ngettext("Due in %(days)d day", "Due in %(days)d days", days) % {"days": days}, classes=look)


def eyre_status_tag(status: str) -> SafeString:
    """The status of an action (`eyre.cycle.ActionStatus`) as a tag. Raises KeyError for any other word."""
    names = {
        "open": (pgettext("status of an action", "Open"), "govuk-tag--blue"),
        "reported_complete": (pgettext("status of an action", "Reported complete"), "govuk-tag--purple"),
        "accepted": (pgettext("status of an action", "Accepted as done"), "govuk-tag--green"),
        "withdrawn": (pgettext("status of an action", "Withdrawn"), "govuk-tag--grey"),
        "superseded": (pgettext("status of an action", "Superseded"), "govuk-tag--grey"),
        "ordinary_business": (pgettext("status of an action", "Now ordinary business"), "govuk-tag--grey"),
    }
    words, look = names[status]
    return gds_tag(words, classes=look)


# ---------------------------------------------------------------- filters of a list


@component
def eyre_filter(
    form: BaseForm,
    *,
    heading: str = "",
    keep: Sequence[str] = (),
    open: bool | None = None,
    page_parameter: str = "page",
) -> Options:
    """The filters of a list: a form sent by GET, folded away; under it what is chosen, each with a way to remove it.

    form: bound to `request.GET`, with an `auto_id` of its own ("filter_%s") where the page has another form.
    keep: other parameters of the address that stay (how the list is sorted).
    open: unfolded or not; where it is not said, it is unfolded when a filter is wrong.
    """
    form.is_valid()  # so that what is chosen can be said in words
    query = form.data if isinstance(form.data, QueryDict) else QueryDict()
    return {
        "heading": heading or _("Choose what is shown"),
        "is_open": bool(form.errors) if open is None else open,
        "chosen": list(_chosen(form, query, page_parameter)),
        "kept": [(name, value) for name in keep for value in query.getlist(name)],
        "clear": "?" + _only(query, keep).urlencode(),
    }


def _only(query: QueryDict, names: Sequence[str]) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name in names:
        kept.setlist(name, query.getlist(name))
    return kept


def _chosen(form: BaseForm, query: QueryDict, page_parameter: str) -> Iterator[Options]:
    """One entry a chosen value: its words and the address without it."""
    for bound in form:
        names = _parameters(bound)
        if isinstance(bound.field.widget, DatePartsWidget):
            if typed := [query.get(name, "") for name in names if query.get(name, "")]:
                day = getattr(form, "cleaned_data", {}).get(bound.name)
                said = date_format(day, "j F Y") if day else " ".join(typed)
                yield _entry(bound, said, _without(query, names, page_parameter))
            continue
        for value in query.getlist(names[0]):
            if value:
                said = _said(bound, value)
                if bound.errors:  # the list is shown without it
                    said = _("%(said)s, left out") % {"said": said}
                yield _entry(bound, said, _without(query, names, page_parameter, value))


def _parameters(bound: BoundField) -> list[str]:
    if isinstance(bound.field.widget, DatePartsWidget):
        return [f"{bound.html_name}-{part}" for part in PARTS]
    return [bound.html_name]


def _entry(bound: BoundField, said: str, query: QueryDict) -> Options:
    return {"name": bound.label, "said": said, "href": "?" + query.urlencode()}


def _without(query: QueryDict, names: Sequence[str], page_parameter: str, value: str | None = None) -> QueryDict:
    rest = query.copy()
    rest.pop(page_parameter, None)  # another filter is another list, which begins at its first page
    for name in names:
        left = [other for other in rest.getlist(name) if value is not None and other != value]
        rest.setlist(name, left)
    return rest


def _said(bound: BoundField, value: str) -> str:
    """The words of a choice, where the value is one; a ticked box says yes."""
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return _("Yes")
    choices: Any = getattr(bound.field.widget, "choices", ())
    names = {str(own): str(label) for own, label in flat_choices(choices)}
    return names.get(value, value)
