"""What a person types about a document, and to choose among them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from eyre_web.accounts.forms import AnyDay
from eyre_web.accounts.models import Post
from eyre_web.documents.models import MARKINGS, OFFICIAL, Document, DocumentQuerySet
from eyre_web.files.uploads import ArrivingFileField
from eyre_web.meetings.forms import Line, SeenForm, Words

SELECT = {"class": "govuk-select"}


class DayField(AnyDay):
    """A day as people write it."""

    def __init__(self, label: Any, missing: Any = "", **more: Any) -> None:
        look = forms.DateInput(format="%d/%m/%Y", attrs={"class": "govuk-input govuk-input--width-10"})
        said = {"invalid": _("Write the day like 27/3/2026."), **({"required": missing} if missing else {})}
        super().__init__(
            label=label, help_text=_("For example, 27/3/2026"), widget=look, error_messages=said, **more,
        )  # fmt: skip


class PostField(forms.ChoiceField):
    """A post of the body. Its choices are looked up when a form is made."""

    def __init__(self, label: Any, missing: Any = "", **more: Any) -> None:
        said = {"required": missing} if missing else {}
        super().__init__(label=label, widget=forms.Select(attrs=SELECT), error_messages=said, **more)


class MarkingField(forms.ChoiceField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Marking"),
            help_text=_("A document marked OFFICIAL-SENSITIVE is seen by those only whose role lets them."),
            choices=[(marking, marking) for marking in MARKINGS],
            initial=OFFICIAL,
            widget=forms.Select(attrs=SELECT),
        )


class OfPosts(forms.Form):
    """A form that offers the posts of the body wherever it asks for one."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        posts = [("", _("Choose")), *Post.objects.values_list("key", "title")]
        for field in self.fields.values():
            if isinstance(field, PostField):
                field.choices = posts


class DocumentForm(OfPosts, SeenForm):
    """What every change to a document asks. document: what it is about; today: the day it is made."""

    def __init__(self, *arguments: Any, document: Document, today: date, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.document, self.today = document, today
        self.offer()

    def offer(self) -> None:
        """Offer what fits the document."""


def _version() -> Line:
    return Line(_("Version"), _("Say which version it is."), _("As the document says it, for example 1 or 0.2 draft."))


def _state() -> Line:
    return Line(_("State"), "", _("For example draft, fed back, agreed."), required=False)


def _file() -> ArrivingFileField:
    return ArrivingFileField(label=_("File"), required=False)


class AskForm(OfPosts):
    """Asking for a document that the register does not have."""

    title = Line(_("Title"), _("Say what you ask for."), _("As it will be called, so that anyone can find it."))
    kind = Line(_("Kind"), "", _("For example paper, briefing note, strategy."), required=False)
    marking = MarkingField()
    asked_of = PostField(_("Asked of"), _("Choose the post that is asked."))
    asked_for_on = DayField(_("Asked for on"), _("Give the day on which it was asked for."))
    due_on = DayField(_("By when it is to come"), required=False)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "govuk-textarea", "rows": 3}),
    )


class AskAgainForm(DocumentForm):
    asked_of = PostField(_("Asked of"), _("Choose the post that is asked."))
    asked_for_on = DayField(_("Asked for on"), _("Give the day on which it was asked for."))
    due_on = DayField(_("By when it is to come"), required=False)

    def offer(self) -> None:
        self.fields["asked_for_on"].initial = self.today


class ReceiveForm(DocumentForm):
    received_on = DayField(_("Received on"), _("Give the day on which it came."))
    version = _version()
    state = _state()
    held_by = PostField(_("Who holds it now"), required=False)
    file = _file()

    def offer(self) -> None:
        self.fields["received_on"].initial = self.today


class VersionForm(DocumentForm):
    version = _version()
    dated = DayField(_("Dated"), _("Give the day it bears."))
    state = _state()
    file = _file()

    def offer(self) -> None:
        self.fields["dated"].initial = self.today


class HandOverForm(DocumentForm):
    post = PostField(_("Who holds it"), _("Choose the post that holds it."))
    version = forms.ChoiceField(
        label=_("Version"), widget=forms.Select(attrs=SELECT), error_messages={"required": _("Choose a version.")}
    )
    since = DayField(_("Since"), _("Give the day since when it holds it."))

    def offer(self) -> None:
        version = self.fields["version"]
        assert isinstance(version, forms.ChoiceField)
        version.choices = [(each.version, each.version) for each in reversed(self.document.versions.all())]
        self.fields["since"].initial = self.today


class MarkingForm(DocumentForm):
    marking = MarkingField()
    reason = Words(_("Why"), _("Say why."))


# --- on an action --------------------------------------------------------------------------------------------------


class ActionFileForm(SeenForm):
    """A file as evidence on an action."""

    title = Line(_("Title"), _("Give the document a title."), _("It is found in the register of documents under it."))
    marking = MarkingField()
    words = Words(_("What it shows"), _("Say what the document shows."))
    file = ArrivingFileField(label=_("File"), error_messages={"required": _("Choose a file.")})


class ActionDocumentForm(SeenForm):
    """A document of the register that came, on the action that asked for it."""

    document = forms.ModelChoiceField(
        label=_("Which document"),
        queryset=Document.objects.none(),
        to_field_name="key",
        empty_label=_("Choose"),
        widget=forms.Select(attrs=SELECT),
        help_text=_("Those that were asked for and have not come."),
        error_messages={
            "required": _("Choose the document."),
            "invalid_choice": _("Choose a document that is waited for."),
        },
    )
    received_on = DayField(_("Received on"), _("Give the day on which it came."))
    version = _version()
    words = Words(_("What came"), _("Say what came."))
    file = _file()

    def __init__(self, *arguments: Any, waiting: DocumentQuerySet, today: date, **more: Any) -> None:
        super().__init__(*arguments, **more)
        document = self.fields["document"]
        assert isinstance(document, forms.ModelChoiceField)
        document.queryset = waiting
        self.fields["received_on"].initial = today


# --- filters -------------------------------------------------------------------------------------------------------


class DocumentFilterForm(OfPosts):
    """Which documents a list is to show. What cannot be read is left out, and said."""

    post = PostField(_("Asked of, or held by"), required=False)
    marking = forms.ChoiceField(
        label=_("Marking"), required=False, choices=[("", _("Any")), *((marking, marking) for marking in MARKINGS)],
        widget=forms.Select(attrs=SELECT),
    )  # fmt: skip
    waiting = forms.BooleanField(label=_("Waited for only"), required=False)
    late = forms.BooleanField(label=_("Late only"), required=False)

    CHOSEN: ClassVar = ("post", "marking", "waiting", "late")

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        post = self.fields["post"]
        assert isinstance(post, PostField)
        post.choices = [("", _("Any")), *list(post.choices)[1:]]  # type: ignore[arg-type]

    def filtered(self, seen: DocumentQuerySet, on: date) -> DocumentQuerySet:
        """The documents wanted of those seen, as far as it could be read, what waits longest first."""
        self.is_valid()
        wanted = self.cleaned_data
        if post := wanted.get("post"):
            seen = seen.of_posts(post)
        if marking := wanted.get("marking"):
            seen = seen.filter(marking=marking)
        if wanted.get("waiting"):
            seen = seen.waiting()
        if wanted.get("late"):
            seen = seen.late(on)
        return seen.by_age()
