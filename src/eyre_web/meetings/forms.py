"""What a person types to change an action, and to choose among them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from eyre_web.accounts.models import Organisation, Post
from eyre_web.meetings.lists import Wanted
from eyre_web.meetings.models import Matter, Meeting
from eyre_web.meetings.says import STATES
from eyre_web.meetings.services import ClosingReason

LONGEST = 10_000
DAYS = ("%d/%m/%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d")

CLOSING = {
    ClosingReason.SUPERSEDED: _("Superseded: another action has taken its place"),
    ClosingReason.ORDINARY_BUSINESS: _("Now ordinary business: it is done anyway"),
}


class Words(forms.CharField):
    """Words that are kept as they were written."""

    def __init__(self, label: Any, missing: Any, help_text: Any = "") -> None:
        area = forms.Textarea(attrs={"class": "govuk-textarea", "rows": 5})
        super().__init__(label=label, help_text=help_text, max_length=LONGEST, widget=area)
        self.error_messages["required"] = missing


class Line(forms.CharField):
    """A line of text."""

    def __init__(self, label: Any, missing: Any, help_text: Any = "", **more: Any) -> None:
        line = forms.TextInput(attrs={"class": "govuk-input"})
        super().__init__(label=label, help_text=help_text, max_length=200, widget=line, **more)
        self.error_messages["required"] = missing


class ChangeForm(forms.Form):
    """What every change asks. seen: the last event that the person had before them, 0 where there was none."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class UpdateForm(ChangeForm):
    words = Words(
        _("What has happened"),
        _("Say what has happened."),
        _("It is kept as you write it, with your post and today's date."),
    )


class EvidenceForm(ChangeForm):
    document = Line(_("Which document"), _("Name the document."), _("Its name or number, so that anyone can find it."))
    words = Words(_("What it shows"), _("Say what the document shows."))


class RedateForm(ChangeForm):
    to = forms.DateField(
        label=_("New date"),
        help_text=_("For example, 27/3/2026"),
        input_formats=DAYS,
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"class": "govuk-input govuk-input--width-10"}),
        error_messages={
            "required": _("Give the new date."),
            "invalid": _("Write the new date like 27/3/2026."),
        },
    )
    reason = Words(
        _("Why the date has to move"),
        _("Say why the date has to move."),
        _("The first date stays on record, and so does each later one."),
    )


class CompleteForm(ChangeForm):
    words = Words(
        _("What was done"), _("Say what was done."), _("The action stays open until the oversight body accepts it.")
    )


class AcceptForm(ChangeForm):
    words = Words(_("What was seen that shows it is done"), _("Say what was seen that shows it is done."))


class ReasonForm(ChangeForm):
    reason = Words(_("Why"), _("Say why."))


class CloseForm(ChangeForm):
    why = forms.ChoiceField(
        label=_("How it ends"),
        choices=[("", _("Choose")), *CLOSING.items()],
        error_messages={"required": _("Choose how it ends.")},
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )
    successor = Line(
        _("The action in its place"), "", _("Its reference, for example 2017-12/3. Only where one is."), required=False
    )
    reason = Words(_("Why"), _("Say why."))

    def clean_why(self) -> ClosingReason:
        return ClosingReason(self.cleaned_data["why"])


class FilterForm(forms.Form):
    """Which actions a list is to show. What cannot be read is left out, and said."""

    owner = forms.ChoiceField(label=_("Owner or managing officer"), required=False)
    matter = forms.ChoiceField(label=_("Matter"), required=False)
    meeting = forms.ChoiceField(label=_("Meeting"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), *STATES.items()])
    overdue = forms.BooleanField(label=_("Late only"), required=False)
    undated = forms.BooleanField(label=_("Without a date only"), required=False)

    CHOSEN: ClassVar = ("owner", "matter", "meeting", "state")

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        anything = [("", _("Any"))]
        posts = [*Post.objects.values_list("key", "title"), *Organisation.objects.values_list("key", "key")]
        meetings = Meeting.objects.filter(is_standing=True).order_by("-date").values_list("reference", "title")
        self._offer("owner", [*anything, *posts])
        self._offer("matter", [*anything, *Matter.objects.values_list("key", "title")])
        self._offer("meeting", [*anything, *meetings])
        for name in self.CHOSEN:
            self.fields[name].widget.attrs["class"] = "govuk-select"

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def wanted(self) -> Wanted:
        """What was asked for, as far as it could be read."""
        self.is_valid()
        return Wanted(**self.cleaned_data)
