"""What a register is to show, and what a person types to say what happened later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eyre.body.folder import BodyFolder
from eyre.cycle.events import EventKind
from eyre.cycle.words import MediaCoverage, Proceedings, RiskLevel, RiskTrend
from eyre.minutes.registers import BORNE_OUT, Entry
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.forms import Line, Words
from eyre_web.minutes.registers.says import LATER, choices


class RegisterForm(forms.Form):
    """Which records a register is to show. What cannot be read is left out, and said."""

    state = forms.ChoiceField(label=_("Kind or state"), required=False)
    matter = forms.ChoiceField(label=_("Matter"), required=False)
    meeting = forms.ChoiceField(label=_("Meeting"), required=False)
    post = forms.ChoiceField(label=_("Post or board"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    measure = forms.ChoiceField(label=_("Measure"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        entries: Sequence[Entry],
        states: Mapping[str, str],
        folder: BodyFolder,
        directory: Directory,
    ) -> None:
        super().__init__(data, auto_id="filter_%s")
        matters = {matter.key: matter.title for matter in folder.matters.matters}
        areas = {area.key: area.name for area in folder.body.areas}
        measures = {measure.key: measure.name for measure in folder.measures}
        meetings = {str(entry.meeting.reference): entry.meeting for entry in entries}
        self._offer("state", states)
        self._offer("matter", _named({entry.item.matter for entry in entries}, matters))
        self._offer("meeting", {key: f"{each.title}, {each.date:%d/%m/%Y}" for key, each in meetings.items()})
        self._offer("post", _named({post for entry in entries for post in entry.posts}, directory.titles))
        self._offer("area", _named({area for entry in entries for area in entry.areas}, areas))
        self._offer("measure", _named({each for entry in entries for each in entry.measures}, measures))

    def _offer(self, name: str, found: Mapping[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        if not found:
            del self.fields[name]
            return
        field.choices = [("", _("Any")), *found.items()]

    def chosen(self, entries: Iterable[Entry], state_of: Any) -> list[Entry]:
        """The entries that are wanted, in their order."""
        self.is_valid()
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        return [entry for entry in entries if all(_has(entry, name, value, state_of) for name, value in wanted.items())]


def _has(entry: Entry, name: str, value: str, state_of: Any) -> bool:
    if name == "state":
        return value in state_of(entry)
    if name == "matter":
        return entry.item.matter == value
    if name == "meeting":
        return str(entry.meeting.reference) == value
    found: frozenset[str] = {"post": entry.posts, "area": entry.areas, "measure": entry.measures}[name]
    return value in found


def _named(keys: set[str], names: Mapping[str, str]) -> dict[str, str]:
    found = {key: str(names.get(key, key)) for key in keys if key}
    return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))


# --- what happened later -------------------------------------------------------------------------------------------


class UpdateForm(forms.Form):
    words = Words(
        _("What has happened"),
        _("Say what has happened."),
        _("It is kept as you write it, with your post."),
    )


class EvidenceForm(forms.Form):
    document = Line(_("Which document"), _("Name the document."), _("Its name or number, so that anyone can find it."))
    words = Words(_("What it shows"), _("Say what the document shows."))


def _kind_field(label: Any, missing: Any, kinds: Iterable[EventKind]) -> forms.TypedChoiceField:
    offered = [(kind.value, LATER[kind]) for kind in kinds]
    return forms.TypedChoiceField(
        label=label, coerce=EventKind, choices=offered, widget=forms.RadioSelect, error_messages={"required": missing}
    )


class BorneOutForm(forms.Form):
    kind = _kind_field(_("What came of it"), _("Choose what came of it."), BORNE_OUT)
    words = Words(_("What shows that"), _("Say what shows that."), _("The statement itself stays as it was given."))


class AnswerForm(forms.Form):
    kind = _kind_field(
        _("Is it answered?"),
        _("Choose whether it is answered."),
        (EventKind.ANSWERED, EventKind.PART_ANSWERED, EventKind.NOT_ANSWERED),
    )
    words = Words(_("The answer"), _("Say what the answer is, or why there is none."))


class CheckForm(forms.Form):
    words = Words(
        _("What was looked at"),
        _("Say what was looked at."),
        _("Whether what will be published names or lets somebody guess a victim, a witness, a child or a person who is "
          "accused, and whether it could harm a case that is before a court."),
    )  # fmt: skip


class Choice(forms.TypedChoiceField):
    """One word of the record, or none."""

    def __init__(self, words: type[StrEnum], label: Any) -> None:
        offered = [("", _("Not said")), *choices(words)]
        super().__init__(label=label, coerce=words, empty_value=None, required=False, choices=offered)


class LookForm(forms.Form):
    """A look at a risk or an opportunity. The measures nearest to it are offered first."""

    level = Choice(RiskLevel, _("Level"))
    trend = Choice(RiskTrend, _("Trend since the last look"))
    measures = forms.MultipleChoiceField(
        label=_("Measures it rests on"), required=False, widget=forms.CheckboxSelectMultiple
    )
    another = forms.ChoiceField(label=_("Another measure it rests on"), required=False)
    coverage = Choice(MediaCoverage, _("Coverage in the media"))
    proceedings = Choice(Proceedings, _("Before a court"))
    inspection = forms.ChoiceField(label=_("Inspection it is about"), required=False)
    words = Words(_("In words"), "", _("What is seen and held of it today."), required=False)

    def __init__(self, *arguments: Any, folder: BodyFolder, entry: Entry, **more: Any) -> None:
        super().__init__(*arguments, **more)
        measures = sorted(((measure.key, measure.name) for measure in folder.measures), key=lambda pair: pair[1])
        near = _near(folder, entry)
        nothing = ("", _("None"))
        self._offer("measures", [pair for pair in measures if pair[0] in near])
        self._offer("another", [nothing, *(pair for pair in measures if pair[0] not in near)])
        self._offer("inspection", [nothing, *((each.key, each.title) for each in folder.inspections)])

    def _offer(self, name: str, offered: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered
        if offered in ([], [("", _("None"))]):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        another = typed.pop("another", "")
        typed["measures"] = (*typed.get("measures", ()), *((another,) if another else ()))
        return {"inspection": "", **typed}


def _near(folder: BodyFolder, entry: Entry) -> frozenset[str]:
    """The measures of a record, of its item and of its matter."""
    of_matter = {key for each in folder.matters.matters if each.key == entry.item.matter for key in each.measures}
    return entry.measures | set(entry.item.measures) | of_matter
