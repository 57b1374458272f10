"""What a person types to change an action, to choose among them, and to find something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.functional import Promise, lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from eyre.body.check import EVERYONE
from eyre.cycle.due import Due
from eyre.cycle.events import EventKind
from eyre.cycle.proof import PROOFS
from eyre.cycle.wording import order_words
from eyre.cycle.words import ActionDeliverable, Part
from eyre_web.accounts.access import Access
from eyre_web.accounts.forms import AnyDay
from eyre_web.accounts.models import Post
from eyre_web.body.models import KeptRecord
from eyre_web.meetings.answers import Answer
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.lists import Order, Wanted, query_of
from eyre_web.meetings.models import Action, Matter, Meeting
from eyre_web.meetings.new_actions import NewAction, on_another_day, proposals, without_a_day
from eyre_web.meetings.says import PARTS, STATES
from eyre_web.meetings.services import ClosingReason

DELIVERABLES = {
    ActionDeliverable.DOCUMENT: _("A document"),
    ActionDeliverable.MEETING: _("A meeting"),
    ActionDeliverable.PLAN: _("A plan"),
    ActionDeliverable.REVIEW: _("A review of a measure"),
    ActionDeliverable.PRODUCT_CHANGE: _("A change to a product"),
    ActionDeliverable.OTHER: _("Something else"),
}

ORDERS = {
    Order.DUE: _("The first due first"),
    Order.AGE: _("The oldest first"),
    Order.SLIPPED: _("The one moved most often first"),
}

LONGEST = 10_000
LONGEST_NUMBER = 19  # digits: what a database counts with has fewer

CLOSING = {
    ClosingReason.SUPERSEDED: _("Superseded: another action has taken its place"),
    ClosingReason.ORDINARY_BUSINESS: _("Now ordinary business: it is done anyway"),
}


class Words(forms.CharField):
    """Words that are kept as they were written."""

    def __init__(self, label: Any, missing: Any, help_text: Any = "", **more: Any) -> None:
        area = forms.Textarea(attrs={"class": "govuk-textarea", "rows": 5})
        super().__init__(label=label, help_text=help_text, max_length=LONGEST, widget=area, **more)
        self.error_messages["required"] = missing


class Line(forms.CharField):
    """A line of text."""

    def __init__(self, label: Any, missing: Any, help_text: Any = "", **more: Any) -> None:
        line = forms.TextInput(attrs={"class": "govuk-input"})
        super().__init__(label=label, help_text=help_text, max_length=200, widget=line, **more)
        self.error_messages["required"] = missing


class Day(AnyDay):
    """A day as people write it."""

    def __init__(self, label: Any, missing: Any, invalid: Any, help_text: Any = "", **more: Any) -> None:
        box = forms.DateInput(format="%d/%m/%Y", attrs={"class": "govuk-input--width-10"})
        super().__init__(label=label, help_text=help_text, widget=box, **more)
        self.error_messages |= {"required": missing, "invalid": invalid}


def number_sent(text: str) -> int | None:
    """A number in an address or a hidden field; None for anything else, and for one longer than any of ours."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else None


class SeenForm(forms.Form):
    """What every change asks. seen: the last event that the person had before them, 0 where there was none."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean(self) -> None:
        if "seen" in self.errors:  # hidden: what is wrong with it would be said where nobody reads
            self.add_error(None, _("This page was not sent whole. Load it again and send it once more."))


class ChangeForm(SeenForm):
    """What every change to an action asks."""

    def __init__(self, *arguments: Any, action: Action, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.action = action


class UpdateForm(ChangeForm):
    words = Words(
        _("What has happened"),
        _("Say what has happened."),
        _("It is kept as you write it, with your post and today's date."),
    )


class EvidenceForm(ChangeForm):
    document = Line(_("Which document"), _("Name the document."), _("Its name or number, so that anyone can find it."))
    words = Words(_("What it shows"), _("Say what the document shows."))


class AskDateForm(ChangeForm):
    to = Day(
        _("New date"),
        _("Give the new date."),
        _("Write the new date like 27/3/2026."),
        _("For example, 27/3/2026"),
    )
    reason = Words(
        _("Why the date has to move"),
        _("Say why the date has to move."),
        _("The due date stands until the oversight body sets another."),
    )


class RedateForm(AskDateForm):
    """The date that the body sets: the day that is asked for, if one is, until it is typed over."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["to"].initial = self.action.date_asked
        self.fields["reason"].help_text = _("The first date stays on record, and so does each later one.")


class CompleteForm(ChangeForm):
    words = Words(
        _("What was done"), _("Say what was done."), _("The action stays open until the oversight body accepts it.")
    )


class AcceptForm(ChangeForm):
    """What was seen; and, where the closing proof is not on record, why the action is accepted all the same."""

    words = Words(_("What was seen that shows it is done"), _("Say what was seen that shows it is done."))
    without_proof = Words(
        _("Why it is accepted without its closing proof"),
        _("Its closing proof is not on record. Record it first, or say why it is accepted without it."),
    )

    goes_on_as = Line(
        _("It goes on as the matter"),
        "",
        _("Its title: a new matter is opened, one that is there is joined, and both keep the link. Empty: it ends."),
        required=False,
    )

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        if self.action.is_proved:
            del self.fields["without_proof"]
        else:
            hint = _("Not on record is: %(proof)s.") % {"proof": self.action.closing_proof}
            self.fields["without_proof"].help_text = hint


class ProofForm(ChangeForm):
    """The closing proof of an action: what is asked hangs on what it was to bring about."""

    document = Line(_("Which document"), _("Name the document."), _("Its name or number, so that anyone can find it."))
    happened_on = Day(_("Day"), _("Give the day."), _("Write the day like 27/3/2026."), _("For example, 27/3/2026"))
    meeting = forms.ChoiceField(
        label=_("Which meeting read it"), error_messages={"required": _("Choose the meeting that read it.")}
    )
    measure = forms.ChoiceField(
        label=_("Which measure"), error_messages={"required": _("Choose the measure that was read.")}
    )
    words = Words(_("In words"), _("Say it in words."))

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        deliverable = ActionDeliverable(self.action.deliverable)
        asked = PROOF_ASKS[PROOFS[deliverable]] | MORE_OF.get(deliverable, {})
        for name in [name for name in self.fields if name != "seen" and name not in asked]:
            del self.fields[name]
        for name, (label, help_text) in asked.items():
            self.fields[name].label = label
            self.fields[name].help_text = help_text or self.fields[name].help_text
        if "meeting" in self.fields:
            others = Meeting.objects.filter(is_standing=True).exclude(reference=self.action.item.meeting.reference)
            held = others.order_by("-date").values_list("reference", "title")
            measures = [(row.value["key"], row.value["name"]) for row in KeptRecord.objects.filter(kind="measures")]
            self._offer("meeting", [("", _("Choose")), *held])
            self._offer("measure", [("", _("Choose")), *measures])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


# What is asked for each proof: the fields, each with its label and, where the usual one does not do, its hint.
PROOF_ASKS: Mapping[EventKind | None, dict[str, tuple[Any, Any]]] = {
    EventKind.DOCUMENT_RECEIVED: {
        "document": (_("Which document"), ""),
        "happened_on": (_("Received on"), ""),
        "words": (_("What was received"), _("Which version, from whom, and whether it is what was asked for.")),
    },
    EventKind.MEETING_HELD: {
        "happened_on": (_("Held on"), ""),
        "words": (_("Who was there and what came of it"), ""),
    },
    EventKind.READING_MINUTED: {
        "meeting": (_("Which meeting read it"), ""),
        "measure": (_("Which measure"), ""),
        "words": (_("The reading"), _("As the notes of that meeting have it.")),
    },
}


# A plan is more than a document: its proof says whose it is and what it sets out to do by when.
MORE_OF: Mapping[ActionDeliverable, dict[str, tuple[Any, Any]]] = {
    ActionDeliverable.PLAN: {
        "document": (_("Which plan"), _("Its name or number, so that anyone can find it.")),
        "words": (_("Its owner, its steps and its dates"), _("As the plan has them. What it leaves out, say too.")),
    },
}


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


# --- answers by link -----------------------------------------------------------------------------------------------

ANSWERS = {
    Answer.UPDATE: _("How far it is"),
    Answer.NEW_DATE: _("It needs a new date"),
    Answer.COMPLETE: _("It is done"),
}
LINK_DAYS = {7: _("7 days"), 14: _("14 days"), 28: _("28 days")}


class AnswerForm(forms.Form):
    """What a post without an account answers. seen: the last event of the action when the page was made."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What do you want to say?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you want to say.")},
    )
    to = Day(_("New date"), "", _("Write the new date like 27/3/2026."), _("For example, 27/3/2026"), required=False)
    words = Words(_("In words"), _("Say it in words."), _("It is kept as you write it."))
    document = Line(_("Document that shows it"), "", _("Its name or number."), required=False)

    def __init__(self, *arguments: Any, kinds: Sequence[Answer] = tuple(Answer), **more: Any) -> None:
        super().__init__(*arguments, **more)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(each, ANSWERS[each]) for each in kinds]

    def clean_kind(self) -> Answer:
        return Answer(self.cleaned_data["kind"])

    def clean(self) -> dict[str, Any]:
        """A new date is needed where one is asked for, and belongs to nothing else."""
        typed = super().clean() or {}
        if typed.get("kind") is not Answer.NEW_DATE:
            typed["to"] = None
        elif not typed.get("to") and "to" not in self.errors:
            self.add_error("to", _("Give the new date."))
        return typed


class LinkForm(forms.Form):
    """For whom a link is, and how long it works."""

    post = forms.ChoiceField(
        label=_("Who answers"),
        help_text=_("What is answered is written down as said by this post."),
        error_messages={"required": _("Choose who answers.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long the link works"), choices=[*LINK_DAYS.items()], coerce=int, initial=14
    )
    send_to = forms.EmailField(
        label=_("E-mail address to send it to"),
        help_text=_("Left empty, the link is shown once, for you to hand over."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Write the e-mail address like name@example.org.")},
    )

    def __init__(self, *arguments: Any, posts: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*arguments, **more)
        post = self.fields["post"]
        assert isinstance(post, forms.ChoiceField)
        post.choices = posts if len(posts) == 1 else [("", _("Choose")), *posts]


# --- an action that a meeting set ----------------------------------------------------------------------------------

NO_DAY, ANOTHER_DAY = "none", "other"


class NewActionForm(forms.Form):
    """What a person writes down of an action, and what Eyre asks back: an order, and which day is meant.

    seen: how many actions the meeting had when the page was made.
    """

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    words = Words(
        _("What is to be done"),
        _("Say what is to be done."),
        _("A request, or an agreed action, in the words of the meeting. They are never changed afterwards."),
    )
    kept_because = Line(_("Why it stays an order"), "", _("Your reason is kept with the action."), required=False)
    owners = forms.MultipleChoiceField(label=_("Who owns it"), required=False, widget=forms.CheckboxSelectMultiple)
    other_owner = forms.ChoiceField(label=_("An owner who was not there"), required=False)
    managing_officer = forms.ChoiceField(label=_("Managing officer"), required=False)
    due_words = Line(
        _("Due, in the words of the meeting"),
        "",
        _("For example: end of January, before the next meeting. Left empty, no date was said."),
        required=False,
    )
    due = forms.ChoiceField(label=_("Which day is meant"), required=False, widget=forms.RadioSelect)
    due_day = Day(_("Day"), "", _("Write the day like 27/3/2026."), _("For example, 27/3/2026"), required=False)
    deliverable = forms.ChoiceField(
        label=_("What it is to bring about"),
        choices=[*DELIVERABLES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is to bring about.")},
    )
    closes_when = Line(
        _("Another closing proof"),
        "",
        _("What the body has to see, where it is not what is said above."),
        required=False,
    )
    follows = Line(
        _("The action it follows"), "", _("Its reference, for example 2017-12/3. Only where one is."), required=False
    )
    reason = Words(
        _("Why it is set now"),
        _("Say why it is set now."),
        _("The notes of this meeting are agreed and stay as they are. The action is kept beside them."),
    )

    def __init__(self, *arguments: Any, meeting: Meeting, on: date, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.meeting = meeting
        posts = dict(Post.objects.values_list("key", "title"))
        known = Directory.load().posts_and_organisations
        there = [(key, known.get(key, key)) for key in meeting.present]
        everyone = [(EVERYONE, _("Everyone present"))] if there else []
        absent = [(key, title) for key, title in known.items() if key not in meeting.present]
        self._offer("owners", [*everyone, *there])
        self._offer("other_owner", [("", _("Nobody")), *absent])
        self._offer("managing_officer", [("", _("Nobody")), *posts.items()])
        typed = str(self.data.get(self.add_prefix("due_words"), "")).strip()
        self.proposals = proposals(typed, meeting, on) if typed else []
        self._offer("due", self._days() if typed else [])
        if not meeting.is_agreed:
            del self.fields["reason"]

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _days(self) -> list[tuple[str, Any]]:
        read = [(each.key, f"{date_format(each.day, 'l j F Y')}: {each.sense}") for each in self.proposals]
        return [*read, (ANOTHER_DAY, _("Another day")), (NO_DAY, _("No day: it stays without a date"))]

    @property
    def orders(self) -> tuple[str, ...]:
        """The words typed that read as an order."""
        return order_words(str(self.data.get(self.add_prefix("words"), "")))

    @property
    def asks_which_day(self) -> bool:
        return bool(self.fields["due"].choices)  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def closing_proofs(self) -> dict[str, str]:
        return {each.value: _("Closing proof: %(proof)s") % {"proof": each.closing_proof} for each in ActionDeliverable}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if self.orders and not typed.get("kept_because"):
            found = ", ".join(f'"{words}"' for words in self.orders)
            self.add_error(
                "kept_because",
                _("This reads as an order (%(found)s). Word it as a request, or say why it stays an order.")
                % {"found": found},
            )
        if "owners" not in self.errors and not (typed.get("owners") or typed.get("other_owner")):
            self.add_error("owners", _("Choose who owns it."))
        if typed.get("due_words") and not typed.get("due") and "due" not in self.errors:
            self.add_error("due", _("Say which day is meant."))
        if typed.get("due") == ANOTHER_DAY and not typed.get("due_day") and "due_day" not in self.errors:
            self.add_error("due_day", _("Give the day."))
        return typed

    def see(self, number: int) -> None:
        """Let the form be sent again by somebody who has seen so many actions of the meeting."""
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        self.data["seen"] = str(number)  # type: ignore[index]

    def new(self) -> NewAction:
        """The action as it was written down."""
        typed = self.cleaned_data
        others = [typed["other_owner"]] if typed["other_owner"] else []
        return NewAction(
            words=typed["words"],
            owners=tuple(dict.fromkeys((*typed["owners"], *others))),
            due=self._due(),
            managing_officer=typed["managing_officer"],
            deliverable=ActionDeliverable(typed["deliverable"]),
            closes_when=typed["closes_when"],
            follows=f"action {typed['follows'].removeprefix('action ')}" if typed["follows"] else "",
            kept_because=typed["kept_because"] if self.orders else "",
            reason=typed.get("reason", ""),
        )

    def _due(self) -> Due | None:
        words, chosen = self.cleaned_data["due_words"], self.cleaned_data["due"]
        if not words:
            return None
        if chosen == NO_DAY:
            return without_a_day(words)
        if chosen == ANOTHER_DAY:
            return on_another_day(words, self.cleaned_data["due_day"])
        return next(each.due for each in self.proposals if each.key == chosen)


# --- what a list shows ---------------------------------------------------------------------------------------------


class PartForm(forms.Form):
    """Which part a post is to play, and why."""

    post = forms.ChoiceField(label=_("Post"), error_messages={"required": _("Choose the post.")})
    part = forms.ChoiceField(
        label=_("What it does"),
        choices=[*PARTS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it does.")},
    )
    reason = Words(_("Why"), _("Say why."))

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        post = self.fields["post"]
        assert isinstance(post, forms.ChoiceField)
        post.choices = [("", _("Choose")), *Post.objects.values_list("key", "title")]

    def clean_part(self) -> Part:
        return Part(self.cleaned_data["part"])


def _capital(says: str | Promise) -> Any:
    """What a choice says, with a capital; in the language of whoever looks."""
    return lazy(lambda: capfirst(str(says)), str)()


class FilterForm(forms.Form):
    """Which actions a list is to show. What cannot be read is left out, and said.

    Of matters and meetings those are offered that the person may know of.
    """

    owner = forms.ChoiceField(label=_("Post"), required=False)
    part = forms.ChoiceField(label=_("Its part"), required=False, choices=[("", _("Owns or manages")), *PARTS.items()])
    matter = forms.ChoiceField(label=_("Matter"), required=False)
    meeting = forms.ChoiceField(label=_("Meeting"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Any")), *((key, _capital(says)) for key, says in STATES.items())],
    )
    overdue = forms.BooleanField(label=_("Late only"), required=False)
    undated = forms.BooleanField(label=_("Without a date only"), required=False)
    asking = forms.BooleanField(label=_("New date asked for only"), required=False)
    unowned = forms.BooleanField(label=_("Without an owner only"), required=False)
    order = forms.ChoiceField(label=_("In which order"), required=False, choices=ORDERS.items())

    CHOSEN: ClassVar = ("owner", "part", "matter", "meeting", "state", "order")

    def __init__(self, *arguments: Any, access: Access, **more: Any) -> None:
        super().__init__(*arguments, **more)
        anything = [("", _("Any"))]
        posts = Directory.load().posts_and_organisations
        matters = Matter.objects.for_user(access).values_list("key", "title")
        meetings = Meeting.objects.standing().known_to(access).order_by("-date").values_list("reference", "title")
        self._offer("owner", [*anything, *posts.items()])
        self._offer("matter", [*anything, *matters])
        self._offer("meeting", [*anything, *meetings])
        for name in self.CHOSEN:
            self.fields[name].widget.attrs["class"] = "govuk-select"
            self.fields[name].error_messages["invalid_choice"] = _("“%(value)s” is no choice here, and is left out.")

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def said(self) -> list[tuple[str, str]]:
        """What was chosen, in words: the name of each filter and its choice."""
        self.is_valid()
        names = {name: dict(field.choices) for name, field in self.fields.items() if hasattr(field, "choices")}
        return [
            (str(self.fields[name].label), str(names[name].get(value, value)) if name in names else "")
            for name, value in self.cleaned_data.items()
            if value
        ]

    def wanted(self) -> Wanted:
        """What was asked for, as far as it could be read."""
        self.is_valid()
        return Wanted(**self.cleaned_data)


class KeepFilterForm(forms.Form):
    """Under which name a person keeps a choice of actions. query: the choice, as the address of the list has it."""

    name = forms.CharField(
        label=_("Keep this choice under a name"),
        help_text=_("For you alone. It then stands above the list."),
        max_length=80,
        error_messages={"required": _("Give the choice a name.")},
    )
    query = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, access: Access, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.access = access

    def clean_query(self) -> str:
        """What of it can be read, and nothing else."""
        return query_of(FilterForm(QueryDict(self.cleaned_data["query"]), access=self.access).wanted())
