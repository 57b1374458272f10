"""What is typed beside the lines: a line by its parts, who is there, when it began, ended and meets next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from eyre.body import meeting as said
from eyre.core import is_in_force
from eyre.cycle.words import ApologiesRecorded, AttendanceState
from eyre.minutes.lines import LineSetting, ReadLine, compose_line, read_line
from eyre.minutes.lines.forms import NOTE, WORDS
from eyre_web.accounts.forms import SinceForm
from eyre_web.accounts.models import Post
from eyre_web.meetings.forms import Day, Line, Words
from eyre_web.meetings.models import Meeting
from eyre_web.minutes.notes.attending import Attendance, apologies_of, stamp, usual_at

WHO: Mapping[str, Any] = {
    "speakers": _("Who said it"),
    "asked_by": _("Who asks"),
    "addressed_to": _("Who is asked"),
    "owners": _("Who owns it"),
    "given_by": _("Who gives it"),
    "relied_on_by": _("Who relies on it"),
    "received_by": _("Who receives it"),
    "quoted_by": _("Who quotes it"),
    "by": _("Whose it is"),
    "with_whom": _("With whom"),
}
STATES: Mapping[str, Any] = {
    "": _("Not on the list"),
    AttendanceState.PRESENT: _("Present"),
    AttendanceState.APOLOGIES: _("Apologies"),
    AttendanceState.PART: _("For a part of it"),
    AttendanceState.OBSERVER: _("Observer"),
    AttendanceState.BY_INVITATION: _("By invitation"),
}
WEEKDAYS = {
    "Monday": _("Monday"),
    "Tuesday": _("Tuesday"),
    "Wednesday": _("Wednesday"),
    "Thursday": _("Thursday"),
    "Friday": _("Friday"),
    "Saturday": _("Saturday"),
    "Sunday": _("Sunday"),
}
TIMES = ("%H:%M", "%H.%M", "%H%M", "%I:%M%p", "%I.%M%p", "%I%p", "%I:%M %p", "%I.%M %p", "%I %p", "%H")


class PartsForm(forms.Form):
    """A line by its parts, for whoever does not type the grammar. `line` is what it comes to."""

    token = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    chosen = forms.ChoiceField(label=_("Of which kind"), required=False)
    who = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    who_else = Line(_("Anybody else"), "", required=False)
    whom = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    whom_else = Line(_("Anybody else"), "", required=False)
    due = Line(
        _("By when"), "", _("In the words that were said: by 30 January, before Christmas, at the next meeting"),
        required=False,
    )  # fmt: skip
    words = Words(_("What was said"), _("Write what was said."))

    def __init__(self, *arguments: Any, word: str, setting: LineSetting, posts: Mapping[str, str], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.word, self.setting = word, setting
        form = None if word == NOTE else WORDS[word][0]
        self._name("who", form.who if form else "", posts)
        self._name("whom", form.whom if form else "", posts)
        if not (form and form.due):
            del self.fields["due"]
        if not (form and form.head_choice):
            del self.fields["chosen"]
        else:
            self._offer("chosen", [("", _("Not said")), *_said(form.head_choice.kind)])

    def _name(self, name: str, attribute: str, posts: Mapping[str, str]) -> None:
        if not attribute:
            del self.fields[name], self.fields[f"{name}_else"]
            return
        self.fields[name].label = WHO[attribute]
        self.fields[f"{name}_else"].help_text = _("As they are called in the notes, with commas between.")
        self._offer(name, list(posts.items()))

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> None:
        super().clean()
        if not self.errors:
            for fault in self.read.faults:
                self.add_error(None, fault)

    @property
    def line(self) -> str:
        """The line that the parts make."""
        typed = self.cleaned_data
        if self.word == NOTE:
            return f"{NOTE}: {' '.join(typed['words'].split())}"
        return compose_line(
            self.word, typed["words"], chosen=typed.get("chosen", ""), who=self._names("who"),
            whom=self._names("whom"), due=typed.get("due", ""),
        )  # fmt: skip

    @property
    def read(self) -> ReadLine:
        return read_line(self.line, self.setting)

    def _names(self, name: str) -> str:
        called = [self.setting.names.posts.call(key) for key in self.cleaned_data.get(name, ())]
        return ", ".join(filter(None, (*called, self.cleaned_data.get(f"{name}_else", "").strip())))


def _said(kind: type[StrEnum]) -> Iterator[tuple[str, str]]:
    for each in kind:
        yield each.value, each.value.replace("_", " ").capitalize()


# --- who is there --------------------------------------------------------------------------------------------------

LONGEST_CAPACITY = 200
FEW = 8  # so many more rows are not folded away


@dataclass(frozen=True, slots=True)
class Seat:
    """How a post attends, as its row of the form has it: a body may have hundreds, and a row is written by hand.

    options: of how it attends, as markup. now: what is on record, where that is another than what was sent.
    """

    key: str
    title: str
    options: str
    capacity: str
    now: str


def _options(chosen: str) -> str:
    marks = ((state, mark_safe(" selected") if state == chosen else "", said) for state, said in STATES.items())
    return format_html_join("", '<option value="{}"{}>{}</option>', marks)


class AttendanceForm(forms.Form):
    """Each post with how it attends and in which capacity; apologies; who chairs, and who writes."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    apologies = forms.ChoiceField(
        label=_("If nobody is marked as having sent apologies"),
        widget=forms.RadioSelect,
        choices=[
            (ApologiesRecorded.NONE_RECORDED, _("None were sent")),
            (ApologiesRecorded.NOT_RECORDED, _("It is not recorded whether any were sent")),
        ],
    )
    chair = forms.ChoiceField(label=_("Chair"), required=False)
    minute_taker = forms.ChoiceField(
        label=_("Minute taker"), required=False, help_text=_("Apart from the list: they need not be on it.")
    )

    def __init__(self, *arguments: Any, meeting: Meeting, **more: Any) -> None:
        self.meeting = meeting
        seated = [seat["post"] for seat in meeting.kept.get("attendance", ())]
        known = {*seated, meeting.kept.get("chair"), meeting.kept.get("minute_taker")}
        self.posts = {
            key: title
            for key, title, begun, ended in Post.objects.values_list("key", "title", "from_date", "to_date")
            if key in known or is_in_force(begun, ended, meeting.date)
        }
        super().__init__(*arguments, **{**more, "initial": self._initial()})
        self.keys = list(dict.fromkeys((*seated, *self.posts)))
        for name in ("chair", "minute_taker"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Not recorded")), *self.posts.items()]

    def _initial(self) -> dict[str, Any]:
        kept = self.meeting.kept
        none_sent = kept.get("apologies") == ApologiesRecorded.NONE_RECORDED
        start: dict[str, Any] = {
            "seen": stamp(self.meeting),
            "apologies": ApologiesRecorded.NONE_RECORDED if none_sent else ApologiesRecorded.NOT_RECORDED,
            "chair": kept.get("chair", ""),
            "minute_taker": kept.get("minute_taker", ""),
        }
        for seat in kept.get("attendance", ()):
            start[f"state_{seat['post']}"] = seat.get("state", AttendanceState.PRESENT)
            start[f"capacity_{seat['post']}"] = seat.get("capacity", "")
        return start

    def seats(self) -> dict[str, list[Seat]]:
        """The rows: `first` those that are usual here, on record or filled in, then `others`; few are never parted."""
        options = {state: _options(state) for state in STATES}
        usual = usual_at(self.meeting)
        first: list[Seat] = []
        others: list[Seat] = []
        for key in self.keys:
            state, capacity, now = self._typed(f"state_{key}"), self._typed(f"capacity_{key}"), self._on_record(key)
            title = self.posts.get(key, key)
            seat = Seat(key, title, options.get(state, options[""]), capacity, now)
            (first if key in usual or state or capacity or now else others).append(seat)
        if not first or len(others) <= FEW:
            return {"first": [*first, *others], "others": []}
        return {"first": first, "others": others}

    def _typed(self, name: str) -> str:
        """What stands in a box of a row: fields of a thousand boxes would take longer than the page may."""
        return str((self.data if self.is_bound else self.initial).get(name, ""))

    def clean(self) -> None:
        """The rows, which have no fields of their own."""
        for key in self.keys:
            post = {"post": self.posts.get(key, key)}
            if self._typed(f"state_{key}") not in STATES:
                self.add_error(None, _("%(post)s: choose from the list how they attend.") % post)
            capacity = self._typed(f"capacity_{key}")
            if len(capacity) > LONGEST_CAPACITY or "\0" in capacity:
                self.add_error(None, _("%(post)s: write the capacity in at most 200 characters, as text.") % post)

    def _on_record(self, key: str) -> str:
        sent = self._typed(f"state_{key}")
        now = str(self.initial.get(f"state_{key}", ""))
        return str(STATES[now]) if self.is_bound and sent != now else ""

    def see(self, meeting: Meeting) -> None:
        """Let the form be sent again by somebody who has seen the attendance as it is now."""
        self.meeting = meeting
        self.initial = self._initial()
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        self.data["seen"] = stamp(meeting)  # type: ignore[index]

    def attendance(self) -> Attendance:
        typed = self.cleaned_data
        seats = tuple(
            said.Attendance(post=key, state=AttendanceState(state), capacity=self._typed(f"capacity_{key}").strip())
            for key in self.keys
            if (state := self._typed(f"state_{key}"))
        )
        none_sent = typed["apologies"] == ApologiesRecorded.NONE_RECORDED
        return Attendance(seats, apologies_of(seats, none_sent), typed["chair"], typed["minute_taker"])


# --- when ----------------------------------------------------------------------------------------------------------


class TimeOfDay(forms.TimeField):
    """A time as people write it."""

    def __init__(self, label: Any, **more: Any) -> None:
        box = forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"})
        super().__init__(label=label, input_formats=TIMES, widget=box, required=False, **more)
        self.error_messages["invalid"] = _("Write the time like 10:30.")


class TimesForm(SinceForm):
    start = TimeOfDay(_("Began at"), help_text=_("For example, 10:00"))
    end = TimeOfDay(_("Ended at"))

    def clean(self) -> None:
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and end <= start:
            self.add_error("end", _("It ends before it begins. Change one of the two times."))


class NextMeetingForm(SinceForm):
    """When it meets next, as it was said in the meeting."""

    date = Day(_("Day"), "", _("Write the day like 30/1/2018."), _("For example, 30/1/2018"), required=False)
    weekday = forms.ChoiceField(
        label=_("Day of the week, if it was said"), required=False, choices=[("", _("Not said")), *WEEKDAYS.items()]
    )
    starts = TimeOfDay(_("Begins at"))
    venue = Line(_("Venue"), "", required=False)
    words = Line(_("What else was said of it"), "", required=False)

    def __init__(self, *arguments: Any, meeting: Meeting, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.meeting = meeting

    def clean(self) -> None:
        day: date | None = self.cleaned_data.get("date")
        weekday = self.cleaned_data.get("weekday")
        if day and weekday and f"{day:%A}" != weekday:
            named = {"day": f"{day.day} {day:%B %Y}", "is": WEEKDAYS[f"{day:%A}"], "said": WEEKDAYS[weekday]}
            self.add_error("weekday", _("%(day)s is a %(is)s, not a %(said)s. Change one of the two.") % named)
        if day and day <= self.meeting.date:
            self.add_error("date", _("The next meeting comes after this one. Give a later day."))

    def following(self) -> said.NextMeeting | None:
        typed = self.cleaned_data
        found = said.NextMeeting(
            date=typed["date"], weekday=typed["weekday"], start=typed["starts"], venue=typed["venue"].strip(),
            words=typed["words"].strip(),
        )  # fmt: skip
        return None if found == said.NextMeeting() else found


def said_now(form: forms.Form) -> list[str]:
    """What stands in the fields of a form, each with its label, for whoever typed something else."""
    shown = ((field, field.value()) for field in form if not field.is_hidden)
    return [f"{field.label}: {field.field.widget.format_value(value)}" for field, value in shown if value]


def times_of(meeting: Meeting) -> dict[str, Any]:
    """The times of a meeting as its form shows them."""
    return {name: time_of(meeting.kept.get(name)) for name in ("start", "end")}


def next_of(meeting: Meeting) -> dict[str, Any]:
    """What is on record of the next meeting, as its form shows it."""
    kept = meeting.kept.get("next_meeting") or {}
    day = kept.get("date")
    return {**kept, "date": date.fromisoformat(day) if day else None, "starts": time_of(kept.get("start"))}


def time_of(kept: str | None) -> time | None:
    return time.fromisoformat(kept) if kept else None
