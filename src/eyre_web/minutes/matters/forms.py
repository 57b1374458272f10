"""Which promises a list is to show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eyre.commitments.promises import Promise
from eyre.tracker.commitments import CommitmentStanding
from eyre_web.minutes.matters.rows import is_due, is_off_course
from eyre_web.minutes.matters.says import STANDS

ALSO = {"due": _("due and not decided"), "off": _("off course"), "missed": _("missed")}


class PromiseFilterForm(forms.Form):
    """A choice of promises. What cannot be read is left out."""

    matter = forms.ChoiceField(label=_("Matter"), required=False)
    stands = forms.ChoiceField(
        label=_("How it stands"), required=False, choices=[("", _("Any")), *ALSO.items(), *STANDS.items()]
    )

    def __init__(self, *arguments: Any, matters: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = self.fields["matter"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Any")), *matters]
        for each in self.fields.values():
            each.widget.attrs["class"] = "govuk-select"
        self.is_valid()

    @property
    def is_any(self) -> bool:
        return not any(self.cleaned_data.values())

    def wants(self, promise: Promise, standing: CommitmentStanding | None, on: date) -> bool:
        """Say whether a promise is among those asked for, as far as is known of it."""
        matter, stands = self.cleaned_data.get("matter"), self.cleaned_data.get("stands")
        if matter and promise.item.matter != matter:
            return False
        if stands == "due":
            return is_due(promise, on)
        if stands == "off":
            return is_off_course(standing)
        if stands == "missed":
            return bool(promise.misses) and promise.decision is None
        return not stands or (standing is not None and standing.stands == stands)
