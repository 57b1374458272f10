"""The box of the search, and what its results may be narrowed to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eyre_web.accounts.access import Access
from eyre_web.finding.finding import KINDS, RECORD_KINDS, Wanted
from eyre_web.finding.indexing import Findable
from eyre_web.meetings.forms import Day, Line
from eyre_web.meetings.models import Matter
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


DAY = _("Write the day as 31/12/2025.")
OF_A_RECORD = [(kind, said) for kind, said in RECORD_KINDS.items() if kind not in KINDS]
OF_THE_REST = [(str(kind), said) for kind, said in KINDS.items() if kind != Findable.RECORD]


class NarrowForm(forms.Form):
    """To what the results are narrowed: a kind, a matter that the person may know of, some days."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any")), *OF_THE_REST, *OF_A_RECORD])
    matter = forms.ChoiceField(label=_("Matter"), required=False)
    first = Day(_("From"), "", DAY, required=False)
    last = Day(_("To"), "", DAY, required=False)

    def __init__(self, *arguments: Any, access: Access, **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = self.fields["matter"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Any")), *Matter.objects.for_user(access).values_list("key", "title")]
        for name in ("kind", "matter"):
            self.fields[name].widget.attrs["class"] = "govuk-select"

    def clean(self) -> None:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first. Write a later one."))

    def wanted(self) -> Wanted:
        """What was asked for, as far as it could be read."""
        self.is_valid()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})
