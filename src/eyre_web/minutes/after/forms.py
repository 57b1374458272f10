"""What a person types to take the notes a step further."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eyre_web.meetings.forms import Words


class SetAsideForm(forms.Form):
    reason = Words(
        _("Why it can stay as it is"),
        _("Say why it can stay as it is."),
        _("It is kept with your post and today's date. A loose end that changes is asked about again."),
    )


class SendForm(forms.Form):
    words = Words(
        _("A word to go with it"), "", _("For instance by when comments are wanted. It may stay empty."), required=False
    )


class AgreeForm(forms.Form):
    """despite: asked only where loose ends are open. seen: the last change of the notes that the person could read."""

    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    words = Words(
        _("How they were agreed"),
        _("Say how they were agreed."),
        _("For instance: agreed at the meeting of 30 January 2018."),
    )
    despite = Words(
        _("Why they are agreed though loose ends are open"),
        _("Say why they are agreed though loose ends are open."),
        _("It is kept with the notes. You can also go back and settle them, or set each aside."),
    )

    def __init__(self, *arguments: Any, ends: int, **more: Any) -> None:
        super().__init__(*arguments, **more)
        if not ends:
            del self.fields["despite"]


class PublishForm(forms.Form):
    words = Words(_("A word to go with it"), "", _("It may stay empty."), required=False)


class CorrectForm(forms.Form):
    reason = Words(
        _("What is wrong with them"),
        _("Say what is wrong with them."),
        _("What was agreed stays as it is. A new version begins as a draft, and is sent and agreed again."),
    )
