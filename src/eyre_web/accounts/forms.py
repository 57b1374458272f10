"""What an administrator types to make an account and change its roles, and what anybody types to make a token."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eyre_web.accounts.models import Post, TokenKind
from eyre_web.accounts.roles import ROLES

LINE = {"class": "govuk-input"}
CHOICE = {"class": "govuk-select"}
DAYS = ("%d/%m/%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d")  # as people write a day

FIRST_YEAR, LAST_YEAR = 1900, 2200  # beyond the last the days of a calendar come to an end


# What each kind of token is for, as a page says it.
OPENS = {
    TokenKind.API: _("A program that reads the API"),
    TokenKind.SHEET: _("Tables in Excel, by an address of your own"),
    TokenKind.CALENDAR: _("A calendar of due dates and meetings, by an address of your own"),
}
GOOD_FOR = {30: _("30 days"), 90: _("90 days"), 365: _("A year")}


def _check_year(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(
            _("Write a year from %(first)d to %(last)d."), params={"first": FIRST_YEAR, "last": LAST_YEAR}
        )


class AnyDay(forms.DateField):
    """A day as people write it, of a year in which somebody could mean something by it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(input_formats=DAYS, validators=[_check_year], **more)


class AccountForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The person signs in with it."),
        widget=forms.EmailInput(attrs={**LINE, "autocomplete": "off"}),
        error_messages={
            "required": _("Give the e-mail address."),
            "invalid": _("Write the e-mail address like name@example.org."),
        },
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(key, role.name) for key, role in ROLES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )
    post = forms.ChoiceField(
        label=_("Post"),
        help_text=_("A post that nobody holds is held by this person from today on."),
        required=False,
        widget=forms.Select(attrs=CHOICE),
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Left empty, it is the person who holds the post."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=LINE),
    )

    invited = forms.BooleanField(
        label=_("Send an invitation: the person sets the password by a link"),
        help_text=_("Without it, a password is shown to you once."),
        required=False,
    )

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        post = self.fields["post"]
        assert isinstance(post, forms.ChoiceField)
        post.choices = [("", _("None")), *Post.objects.values_list("key", "title")]


class RolesForm(forms.Form):
    """Which roles an account has from today on, and why."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(key, role.name) for key, role in ROLES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    why = forms.CharField(
        label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the roles change.")},
    )  # fmt: skip


def _day(label: Any, missing: Any, **more: Any) -> AnyDay:
    box = forms.DateInput(format="%d/%m/%Y", attrs={"class": "govuk-input--width-10"})
    return AnyDay(
        label=label, widget=box,
        error_messages={"required": missing, "invalid": _("Write the day like 27/3/2026.")}, **more,
    )  # fmt: skip


def _why() -> forms.CharField:
    return forms.CharField(
        label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )  # fmt: skip


class HolderForm(forms.Form):
    """Who comes into a post, from when, and in which way."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("Written as on the page of people where the person is known. One name is one person."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give the name.")},
    )
    how = forms.ChoiceField(
        label=_("In which way"),
        choices=[
            ("holds", _("Holds the post")),
            ("temporary", _("Holds its rank for a time (temporary)")),
            ("acting", _("Acts for whoever holds it")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose in which way.")},
    )
    first_day = _day(_("First day"), _("Give the first day."), help_text=_("For example, 27/3/2026"))
    last_day = _day(_("Last day"), "", help_text=_("Left empty, until somebody writes one down."), required=False)
    why = _why()


class LastDayForm(forms.Form):
    """The last day of somebody in a post, and why they leave it."""

    last_day = _day(_("Last day"), _("Give the last day."), help_text=_("For example, 27/3/2026"))
    why = _why()


class PostForm(forms.Form):
    """A post that the body did not have."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("For example, Assistant chief constable (crime)."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give the title.")},
    )
    abbreviation = forms.CharField(
        label=_("Abbreviation"),
        help_text=_("As the notes write it, for example ACC."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        help_text=_("Where it is neither of the body nor of its force."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    collective = forms.BooleanField(
        label=_("Several people hold it at once"), help_text=_("For example, service managers."), required=False
    )
    first_day = _day(
        _("First day of the post"), "", help_text=_("Left empty, it has always been there."), required=False
    )
    why = _why()


class TokenForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What it is for"),
        choices=[("", _("Choose")), *OPENS.items()],
        error_messages={"required": _("Choose what it is for.")},
    )
    name = forms.CharField(
        label=_("What you call it"),
        help_text=_("So that you know later which one to revoke, for example: Phone."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give it a name.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long it is good for"),
        choices=list(GOOD_FOR.items()),
        coerce=int,
    )
    own_only = forms.BooleanField(
        label=_("Calendar: only what a post of yours owns or manages"),
        required=False,
    )
    with_words = forms.BooleanField(
        label=_("Calendar: the words of actions, too"),
        help_text=_("Without this a calendar has references, titles and links, because calendars leave the house."),
        required=False,
    )

    def clean_kind(self) -> TokenKind:
        return TokenKind(self.cleaned_data["kind"])
