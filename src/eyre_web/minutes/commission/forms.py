"""What a person types to put a question beforehand, to send the request, and to write down what came back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eyre.body.meeting import Question
from eyre.cycle.states import QuestionStatus
from eyre_web.accounts.models import Post
from eyre_web.documents.forms import DayField, OfPosts, PostField
from eyre_web.meetings.forms import SeenForm, Words
from eyre_web.meetings.models import Line, Meeting
from eyre_web.minutes.agenda.forms import MeetingDay, offer, say_day
from eyre_web.minutes.commission.services import Asked

ANSWERED = {
    QuestionStatus.ANSWERED: _("Answered"),
    QuestionStatus.PART: _("Answered in part"),
    QuestionStatus.NOT_ANSWERED: _("Not answered"),
    QuestionStatus.NOT_REACHED: _("Not reached: there was no time for it"),
}
LONGEST_SHOWN = 140  # letters of a commitment in the list to choose from


class QuestionForm(OfPosts, forms.Form):
    """A question, to whom it is put, and what is to come with the answer."""

    item = forms.ChoiceField(
        label=_("Under which item"),
        widget=forms.Select(attrs={"class": "govuk-!-width-full"}),
        error_messages={"required": _("Choose the item."), "invalid_choice": _("Choose an item of this agenda.")},
    )
    words = Words(_("What is asked"), _("Say what is asked."), _("In the words that the meeting will hear."))
    addressed_to = forms.MultipleChoiceField(
        label=_("Put to"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who is asked.")},
        help_text=_("Where several are chosen, the request goes to the first in the list."),
    )
    asked_by = PostField(_("Asked by"), required=False)
    asks_whether = Words(_("Its parts, where it has several"), "", _("One a line."), required=False)
    evidence_wanted = Words(
        _("Evidence wanted"), "", _("What is to be shown: figures, samples, a document."), required=False
    )
    paper_due = MeetingDay(_("Paper due"), required=False)
    tests = forms.MultipleChoiceField(
        label=_("Which commitments it tests"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, meeting: Meeting, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["paper_due"].help_text = _(
            "By when a paper is to come. Left empty, the answer is heard in the room. Where a weekday is given, it is"
            " checked."
        )
        offer(self, "item", [("", _("Choose")), *((str(item.pk), str(item)) for item in meeting.items.all())])
        offer(self, "addressed_to", Post.objects.values_list("key", "title"))
        offer(self, "tests", open_commitments(meeting.date))

    def asked(self) -> Asked:
        typed = self.cleaned_data
        return Asked(
            words=typed["words"],
            addressed_to=tuple(typed["addressed_to"]),
            asked_by=typed["asked_by"],
            evidence_wanted=typed["evidence_wanted"],
            asks_whether=tuple(line.strip() for line in typed["asks_whether"].splitlines() if line.strip()),
            paper_due=typed["paper_due"],
            tests=tuple(typed["tests"]),
        )

    @staticmethod
    def initial_of(line: Line, question: Question) -> dict[str, Any]:
        due = question.paper_due.date if question.paper_due else None
        return {
            "item": str(line.item_id),
            "words": question.words,
            "addressed_to": question.addressed_to,
            "asked_by": question.asked_by,
            "asks_whether": "\n".join(question.asks_whether),
            "evidence_wanted": question.evidence_wanted,
            "paper_due": say_day(due) if due else "",
            "tests": [str(reference) for reference in question.tests],
            "seen": line.version,
        }


def open_commitments(before: date) -> list[tuple[str, str]]:
    """The commitments of meetings before a day, the newest first, with how each begins."""
    lines = Line.objects.filter(kind="commitment", item__meeting__date__lt=before, item__meeting__is_standing=True)
    found = lines.order_by("-item__meeting__date", "item__place", "place").values_list("reference", "words")
    return [(reference, f"{reference.removeprefix('commitment ')}: {_shortened(words)}") for reference, words in found]


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN].rsplit(' ', 1)[0]} …"


class SendForm(forms.Form):
    sent_on = DayField(_("Sent on"), _("Give the day on which it was sent."))


class ReplyForm(SeenForm):
    """What was answered. A post that replies for itself is not asked when."""

    words = Words(_("Reply"), _("Say what was answered."), _("It is kept as you write it."))
    replied_on = DayField(_("Received on"), _("Give the day on which it came."))

    def __init__(self, *arguments: Any, today: date, for_office: bool, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.today = today
        if not for_office:
            del self.fields["replied_on"]

    def clean(self) -> None:
        super().clean()
        if "replied_on" not in self.fields:
            self.cleaned_data["replied_on"] = self.today


class SettleForm(SeenForm):
    status = forms.TypedChoiceField(
        label=_("Was it answered?"),
        choices=list(ANSWERED.items()),
        coerce=QuestionStatus,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it was answered.")},
    )
    answered_by = forms.MultipleChoiceField(
        label=_("Who answered"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, answers: Sequence[QuestionStatus], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["status"].choices = [(answer, ANSWERED[answer]) for answer in answers]  # type: ignore[attr-defined]
        offer(self, "answered_by", Post.objects.values_list("key", "title"))

    def clean(self) -> None:
        super().clean()
        typed = self.cleaned_data
        if typed.get("status") in (QuestionStatus.ANSWERED, QuestionStatus.PART) and not typed.get("answered_by"):
            self.add_error("answered_by", _("Say who answered."))
