"""A date in a form: three boxes for day, month and year, in numbers or with the name of the month."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from eyre_web.project.components.choices import gds_date_input

PARTS = ("day", "month", "year")
Typed = tuple[str, str, str]  # day, month and year as they were typed

# Whole sentences, because other languages do not put them together as English does.
_MISSING = {
    ("day",): _("The date must include a day."),
    ("month",): _("The date must include a month."),
    ("year",): _("The date must include a year."),
    ("day", "month"): _("The date must include a day and a month."),
    ("day", "year"): _("The date must include a day and a year."),
    ("month", "year"): _("The date must include a month and a year."),
}


def in_parts(value: object) -> Typed:
    """What stands in the boxes: what was typed, or the parts of a date."""
    if isinstance(value, date):
        return str(value.day), str(value.month), str(value.year)
    if isinstance(value, tuple | list) and len(value) == 3:
        return value[0], value[1], value[2]
    return "", "", ""


class DatePartsWidget(forms.Widget):
    """Three boxes named `<name>-day`, `<name>-month` and `<name>-year`."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        day, month, year = (str(data.get(f"{name}-{part}", "")).strip() for part in PARTS)
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in PARTS)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day" if id_ else id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        typed = dict(zip(PARTS, in_parts(value), strict=True))
        return gds_date_input((attrs or {}).get("id") or name, name_prefix=name, values=typed)


class DateField(forms.Field):
    """A date typed in three parts. What is wrong is said of the part: `code` names the parts, with commas between."""

    widget = DatePartsWidget
    default_error_messages: ClassVar[dict[str, Any]] = {
        "year": _("The year must have four numbers, as in 2027."),
        "invalid": _("This must be a real date, as in 27 3 2027."),
    }

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        typed = in_parts(value)
        if not any(typed):
            return None
        if missing := tuple(part for part, text in zip(PARTS, typed, strict=True) if not text):
            raise ValidationError(_MISSING[missing], code=",".join(missing))
        day, month, year = typed
        if not (year.isdecimal() and len(year) == 4):
            raise ValidationError(self.error_messages["year"], code="year")
        try:
            return date(int(year), _month_number(month), int(day))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


def _month_number(text: str) -> int:
    """The number of a month written as a number, or by the first three letters or more of its name.

    Names are those of the language of the page. Raises ValueError for what is neither.
    """
    if text.isdecimal():
        return int(text)
    begins = text.lower().rstrip(".")
    found = [number for number, name in MONTHS.items() if str(name).lower().startswith(begins)]
    if len(begins) < 3 or len(found) != 1:
        raise ValueError(text)
    return found[0]
