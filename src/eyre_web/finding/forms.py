"""The box of the search."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from eyre_web.meetings.forms import Line
from eyre_web.search.terms import read_query


class SearchForm(forms.Form):
    q = Line(
        _("What to look for"),
        _("Say what to look for."),
        _(
            "A word is found by its beginning: burgl finds burglary. "
            "Put words in quotation marks to find them together."
        ),
    )
    q.widget.input_type = "search"

    def clean_q(self) -> str:
        asked: str = self.cleaned_data["q"]
        if not read_query(asked):
            raise forms.ValidationError(_("Say what to look for, in letters or figures."))
        return asked
