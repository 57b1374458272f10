"""What a person types to plan a meeting, to build its agenda, to keep a series, and what somebody asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from eyre.body.settings import MeetingSeries
from eyre.core import say_date
from eyre.cycle.dates import check_weekday
from eyre.cycle.rhythm import read_rhythm
from eyre.cycle.words import SeriesKind, StandingHeading
from eyre.minutes.building import Level, level
from eyre_web.accounts.forms import AnyDay
from eyre_web.accounts.models import Post
from eyre_web.body.models import KeptRecord, body_value
from eyre_web.documents.forms import DayField, OfPosts, PostField
from eyre_web.meetings.forms import Day, Line, SeenForm, Words
from eyre_web.meetings.models import Item, Matter, Meeting
from eyre_web.minutes.agenda.items import TOGETHER, NewItem
from eyre_web.minutes.agenda.planning import Header
from eyre_web.minutes.agenda.says import SERIES_KINDS, say_heading
from eyre_web.minutes.agenda.series import SeriesSaid

SELECT: Final = {"class": "govuk-!-width-full"}
LINES: Final = 40  # days that a series may have written down
_LEADING_WORD = re.compile(r"^\s*(?P<word>[A-Za-z]+),?\s+(?=\d)")
_WEEKDAY = re.compile(r"(mon|tues?|wed(nes)?|thur?s?|fri|sat(ur)?|sun)(day)?", re.IGNORECASE)


def say_day(day: date) -> str:
    """A day with its weekday, as the field for it takes it back."""
    return f"{day:%A} {say_date(day)}"


class MeetingDay(Day):
    """A day as people write it, with or without its weekday; a weekday that is not the day's is said, not guessed."""

    def __init__(self, label: Any, missing: Any = "", **more: Any) -> None:
        super().__init__(
            label,
            missing,
            _("Write the day like 30/1/2018, or Tuesday 30 January 2018."),
            _("For example, Tuesday 30 January 2018. Where a weekday is given, it is checked."),
            **more,
        )
        self.widget = forms.TextInput(attrs={"class": "govuk-input--width-20"})

    def to_python(self, value: Any) -> date | None:
        words = str(value or "").strip()
        found = _LEADING_WORD.match(words)
        if found and not _WEEKDAY.fullmatch(found["word"]):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        day: date | None = super().to_python(words[found.end() :] if found else words)
        if day is not None and found and (doubt := check_weekday(day, found["word"])):
            raise ValidationError(doubt.what)
        return day


AN_HOUR = _("For example, 10:30")


class Clock(forms.TimeField):
    """An hour as people write it."""

    def __init__(self, label: Any, example: Any = AN_HOUR, **more: Any) -> None:
        super().__init__(
            label=label,
            help_text=example,
            input_formats=("%H:%M", "%H.%M", "%H:%M:%S", "%I:%M%p", "%I.%M%p", "%I%p", "%I:%M %p", "%I %p"),
            widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"}),
            error_messages={"invalid": _("Write the hour like 10:30.")},
            **more,
        )


class HeaderForm(OfPosts, forms.Form):
    """The header of a meeting. Empty is what is not known yet."""

    title = Line(_("Title"), _("Give the meeting a title."))
    date = MeetingDay(_("Day"), _("Give the day."))
    start = Clock(_("Starts"), required=False)
    end = Clock(_("Ends"), _("For example, 12:30"), required=False)
    venue = Line(_("Venue"), "", required=False)
    chair = PostField(_("Chair"), required=False)
    minute_taker = PostField(
        _("Minute taker"), required=False, help_text=_("Taking the minutes is not attending: they stand apart.")
    )

    def header(self) -> Header:
        return Header(**{name: self.cleaned_data[name] for name in Header.__slots__})

    @staticmethod
    def initial_of(header: Header) -> dict[str, Any]:
        return {name: getattr(header, name) for name in Header.__slots__} | {"date": say_day(header.date)}


class PlanForm(HeaderForm):
    """The header of a meeting that is planned. stands_for: the day that the series had for it."""

    stands_for = AnyDay(required=False, widget=forms.HiddenInput)


class ChangeHeaderForm(HeaderForm, SeenForm):
    pass


class SeenReasonForm(SeenForm):
    reason = Words(_("Why"), _("Say why."))


class IssueForm(SeenForm):
    words = Words(
        _("To whom it goes, and with what"),
        "",
        _("It is kept with the day on which the agenda was issued."),
        required=False,
    )


class ApologiesForm(SeenForm):
    """Who said beforehand that they will not be there."""

    posts = forms.MultipleChoiceField(
        label=_("Who will not attend"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who was there is for the notes to say. Whoever is asked a question and is away is warned about."),
    )

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        offer(self, "posts", Post.objects.values_list("key", "title"))


# --- the agenda ----------------------------------------------------------------------------------------------------


class TakeForm(SeenForm):
    """What of the offers is ticked, and how it stands on the agenda."""

    offer = forms.MultipleChoiceField(required=False)
    under = forms.ChoiceField(label=_("How it stands on the agenda"), required=False, widget=forms.Select(attrs=SELECT))
    signals = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, marks: Sequence[str], items: Iterable[Item], **more: Any) -> None:
        super().__init__(*arguments, **more)
        offer(self, "offer", [(mark, mark) for mark in marks])
        self.fields["offer"].error_messages["invalid_choice"] = _(
            "Something that was ticked is offered no more. Look at the list again."
        )
        under = [
            (str(item.pk), _now("Under %(item)s") % {"item": item})
            for item in items
            if level(item.number) is Level.ITEM
        ]
        ways = [("", _("Each as an item of its own")), (TOGETHER, _("One item for each matter"))]
        offer(self, "under", [*ways, *under])


class ItemForm(SeenForm):
    """What an item says."""

    title = forms.CharField(
        label=_("Title"),
        max_length=1000,
        widget=forms.TextInput(),
        error_messages={"required": _("Give the item a title.")},
    )
    matter = forms.ChoiceField(
        label=_("Matter"),
        required=False,
        widget=forms.Select(attrs=SELECT),
        help_text=_("The thread over several meetings that it belongs to."),
    )
    objective = forms.ChoiceField(
        label=_("Plan objective"),
        required=False,
        widget=forms.Select(attrs=SELECT),
        help_text=_("Only where it is not that of the matter."),
    )
    areas = forms.MultipleChoiceField(label=_("Areas"), required=False, widget=forms.CheckboxSelectMultiple)
    measures = forms.MultipleChoiceField(label=_("Measures"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        body = body_value()
        matters = Matter.objects.values_list("key", "title")
        objectives = [(each["key"], each["title"]) for each in body.get("objectives", ())]
        areas = [(each["key"], f"{each['name']} ({each['kind'].replace('_', ' ')})") for each in body.get("areas", ())]
        measures = [(row.value["key"], row.value["name"]) for row in KeptRecord.objects.filter(kind="measures")]
        offer(self, "matter", [("", _("None")), *matters])
        offer(self, "objective", [("", _("That of the matter")), *objectives])
        offer(self, "areas", areas)
        offer(self, "measures", measures)

    def new(self) -> NewItem:
        typed = self.cleaned_data
        return NewItem(
            title=" ".join(typed["title"].split()),
            matter=typed["matter"],
            objective=typed["objective"],
            areas=tuple(typed["areas"]),
            measures=tuple(typed["measures"]),
        )


class AddItemForm(ItemForm):
    heading = forms.ChoiceField(
        label=_("Under which heading"),
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": _("Choose the heading.")},
    )
    field_order = ("heading", "title", "matter", "objective", "areas", "measures")

    def __init__(self, *arguments: Any, meeting: Meeting, **more: Any) -> None:
        super().__init__(*arguments, **more)
        headings = [(str(item.pk), str(item)) for item in meeting.items.all() if level(item.number) is not Level.ITEM]
        offer(self, "heading", [("", _("Choose")), *headings])


# --- what somebody asks for ----------------------------------------------------------------------------------------


class AskForForm(forms.Form):
    """That somebody, or another board, wants a matter before a meeting; or that a matter goes to another board."""

    goes_out = forms.TypedChoiceField(
        label=_("Which way"),
        choices=[("in", _("Somebody asks for it to come before a meeting")), ("out", _("It is sent to another board"))],
        coerce=lambda way: way == "out",
        initial="in",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which way it goes.")},
    )
    words = Line(_("What is asked for"), _("Say what is asked for."), _("As it would stand on an agenda."))
    asked_by = Line(_("Who asks"), _("Say who asks."), _("A post, or who it is in words: not a person's name."))
    asked_on = DayField(_("On which day"), _("Give the day."))
    board = Line(
        _("Another board"), "", _("Where it comes from or goes to another board, for example Executive Board."),
        required=False,
    )  # fmt: skip
    matter = forms.ChoiceField(label=_("Matter"), required=False, widget=forms.Select(attrs=SELECT))
    heading = forms.TypedChoiceField(
        label=_("Under which heading it would stand"),
        choices=[(each.value, say_heading(each)) for each in StandingHeading if each != StandingHeading.NEXT_MEETING],
        coerce=StandingHeading,
        initial=StandingHeading.PLAN_PERFORMANCE.value,
        widget=forms.Select(attrs=SELECT),
    )
    why = Words(_("Why"), "", required=False)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        offer(self, "matter", [("", _("None")), *Matter.objects.values_list("key", "title")])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("goes_out"):
            if not typed.get("board"):
                self.add_error("board", _("Say which board it is sent to."))
            if not typed.get("matter"):
                self.add_error("matter", _("Choose the matter that is sent."))
        return typed


class DeclineForm(forms.Form):
    reason = Words(_("Why it is not taken"), _("Say why it is not taken."))


# --- series --------------------------------------------------------------------------------------------------------


class SeriesForm(OfPosts, forms.Form):
    """What is kept of a series of meetings."""

    title = Line(_("Title"), _("Give the series a title."))
    kind = forms.TypedChoiceField(
        label=_("Kind"),
        choices=[(kind.value, said) for kind, said in SERIES_KINDS.items()],
        coerce=SeriesKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of series it is.")},
    )
    aliases = Line(_("Other names"), "", _("With commas between them."), required=False)
    rhythm = Line(
        _("Rhythm"),
        "",
        _("For example: last Tuesday of each month; third Thursday of January, May and September"),
        required=False,
    )
    planned = Words(
        _("Days that are fixed"), "", _("One a line. Where a weekday is given, it is checked."), required=False
    )
    start = Clock(_("Starts"), required=False)
    venue = Line(_("Venue"), "", required=False)
    chair = PostField(_("Chair"), required=False)
    minute_taker = PostField(_("Minute taker"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_rhythm(self) -> str:
        words: str = self.cleaned_data["rhythm"].strip()
        read = read_rhythm(words)
        says_no_day = not re.search(r"\d|day\b", words)  # "monthly" says how often and not on which day: that may be
        if words and read.rhythm is None and not says_no_day:
            raise ValidationError(read.fault)
        return words

    def clean_planned(self) -> tuple[date, ...]:
        """Every line a day; what is wrong with any of them is said at once."""
        lines = [line.strip() for line in self.cleaned_data["planned"].splitlines() if line.strip()]
        if len(lines) > LINES:
            raise ValidationError(_("Give at most %(most)d days."), params={"most": LINES})
        field, days, wrong = MeetingDay("", required=True), [], []
        for line in lines:
            try:
                days.append(field.clean(line))
            except ValidationError as fault:
                wrong.append(f"{line}: {' '.join(fault.messages)}")
        if wrong:
            raise ValidationError([ValidationError(each) for each in wrong])
        return tuple(days)

    def said(self) -> SeriesSaid:
        typed = self.cleaned_data
        aliases = tuple(dict.fromkeys(name.strip() for name in typed["aliases"].split(",") if name.strip()))
        return SeriesSaid(
            title=typed["title"],
            kind=typed["kind"],
            aliases=aliases,
            rhythm=typed["rhythm"],
            start=typed["start"],
            venue=typed["venue"],
            chair=typed["chair"],
            minute_taker=typed["minute_taker"],
            planned=typed["planned"],
        )

    @staticmethod
    def initial_of(series: MeetingSeries) -> dict[str, Any]:
        return {
            "title": series.title,
            "kind": series.kind.value,
            "aliases": ", ".join(series.aliases),
            "rhythm": series.rhythm,
            "planned": "\n".join(say_day(day) for day in series.planned),
            "start": series.start or None,
            "venue": series.venue,
            "chair": series.chair,
            "minute_taker": series.minute_taker,
        }


class ClosesForm(SeenForm):
    """What came of the meeting that an action asked for, as the proof of that action."""

    words = Words(_("Who was there and what came of it"), _("Say who was there and what came of it."))
    accepts = forms.BooleanField(
        label=_("The action is done: accept it as well"),
        required=False,
        help_text=_("Left open, the proof is recorded and the action waits."),
    )


def offer(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    """Give a field of a form its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
