"""A field of a Django form as the component that suits it, and every error of a form at the top of its page.

The widget decides: give a field `forms.RadioSelect` and it becomes radios. What the widget's attributes say of
autocomplete, inputmode, class, rows and data-* is taken over; `required` and `maxlength` are not, since a browser that
stops people says less than our own message, and one that cuts off what was pasted loses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BaseFormSet, BoundField
from django.forms.widgets import ChoiceWidget, Input
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eyre_web.project.components.choices import gds_checkboxes, gds_date_input, gds_radios
from eyre_web.project.components.component import Options
from eyre_web.project.components.component import classes as joined
from eyre_web.project.components.dates import PARTS, DatePartsWidget, in_parts
from eyre_web.project.components.inputs import (
    gds_character_count,
    gds_error_list,
    gds_file_upload,
    gds_input,
    gds_password_input,
    gds_select,
    gds_textarea,
)

_TAKEN_BY_NAME = {"class", "autocomplete", "autocapitalize", "inputmode", "rows", "cols", "spellcheck", "id", "type"}
_LEFT_TO_OUR_MESSAGES = {"required", "maxlength", "minlength", "min", "max", "step", "pattern", "aria-describedby"}
_HINT_IN_THE_WAY = {"placeholder"}  # it goes when typing begins, and is too pale to read
_NOT_PASSED_ON = _TAKEN_BY_NAME | _LEFT_TO_OUR_MESSAGES | _HINT_IN_THE_WAY

# A number for each plural form that a language may have, so that the script has the words for it.
_PLURALS = {"one": 1, "two": 2, "few": 3, "many": 6, "other": 10}

SHOW_COUNT_FROM = 75  # per cent of the limit


def gds_field(
    bound: BoundField,
    *,
    label: str = "",
    hint: str = "",
    size: str = "s",
    is_page_heading: bool = False,
    classes: str = "",
    prefix: str = "",
    suffix: str = "",
    rows: int | None = None,
    hints: Mapping[str, str] | None = None,
    mark_optional: bool = True,
    **reveal: object,
) -> SafeString:
    """Write a bound field with its label, hint, error and what was typed.

    size: of label or legend: "s", "m", "l", "xl" (all bold), or "" (plain).
    hints: a hint for each choice, by its value.
    reveal_<value>=form.other: the field that is asked when this choice is taken; without script it is seen always.
    Raises TypeError for a widget without a component.
    """
    name = str(label or bound.label)
    if mark_optional and not bound.field.required and not isinstance(bound.field.widget, forms.CheckboxInput):
        name = _("%(label)s (optional)") % {"label": name}
    field = _Field(
        bound,
        name={"text": name, "is_page_heading": is_page_heading},
        size=size,
        hint=str(hint or bound.help_text),
        look=joined(bound.field.widget.attrs.get("class", ""), classes),
        hints=hints or {},
        revealed={of.removeprefix("reveal_"): _revealed(inner) for of, inner in reveal.items()},
    )
    match bound.field.widget:
        case forms.HiddenInput() | forms.MultipleHiddenInput():
            return mark_safe(bound.as_hidden())
        case DatePartsWidget():
            return field.date()
        case forms.CheckboxSelectMultiple() | forms.SelectMultiple():
            return field.checkboxes()
        case forms.RadioSelect():
            return field.radios()
        case forms.Select():
            return field.select()
        case forms.CheckboxInput():
            return field.checkbox()
        case forms.FileInput():
            return field.file()
        case forms.Textarea():
            return field.textarea(rows)
        case forms.PasswordInput():
            return field.password()
        case Input():
            return field.line(prefix, suffix)
        case widget:
            raise TypeError(
                f"No component is known for {type(widget).__name__}, the widget of {bound.name!r}. "
                "Give the field another widget, or write the component in the template."
            )


def gds_fields(form: BaseForm, *, size: str = "s", mark_optional: bool = True) -> SafeString:
    """Write every field of a form in its order, the hidden ones too."""
    return format_html_join("\n", "{}", ((gds_field(bound, size=size, mark_optional=mark_optional),) for bound in form))


def _revealed(inner: object) -> object:
    return gds_field(inner, size="") if isinstance(inner, BoundField) else inner


def target_id(bound: BoundField) -> str:
    """The id of the control; of the first one, where there are several."""
    return bound.auto_id or bound.html_name


@dataclass(frozen=True, slots=True)
class _Field:
    bound: BoundField
    name: Options
    size: str
    hint: str
    look: str
    hints: Mapping[str, str]
    revealed: Mapping[str, object]

    def line(self, prefix: str, suffix: str) -> SafeString:
        field, widget = self.bound.field, self.bound.field.widget
        is_number = isinstance(widget, forms.NumberInput)  # GOV.UK: a number is text with a numeric keyboard
        digits = "decimal" if isinstance(field, forms.FloatField | forms.DecimalField) else "numeric"
        kind = "text" if is_number else str(widget.input_type)
        return gds_input(
            **self._common(),
            type=kind,
            value=self._text(),
            prefix=prefix,
            suffix=suffix,
            inputmode=widget.attrs.get("inputmode", digits if is_number else ""),
            autocomplete=widget.attrs.get("autocomplete", ""),
            autocapitalize=widget.attrs.get("autocapitalize", ""),
            spellcheck=False if kind in {"email", "url"} or is_number else widget.attrs.get("spellcheck"),
        )

    def textarea(self, rows: int | None) -> SafeString:
        attributes = self.bound.field.widget.attrs
        height = rows or int(attributes.get("rows") or 5)
        limit = getattr(self.bound.field, "max_length", None)
        if not limit:
            return gds_textarea(
                **self._common(), value=self._text(), rows=height, autocomplete=attributes.get("autocomplete", "")
            )
        return gds_character_count(
            **{key: value for key, value in self._common().items() if key != "disabled"},
            value=self._text(),
            rows=height,
            maxlength=limit,
            threshold=SHOW_COUNT_FROM,
            characters_under_limit_text={form: _left(number) for form, number in _PLURALS.items()},
            characters_at_limit_text=_("You have 0 characters remaining"),
            characters_over_limit_text={form: _over(number) for form, number in _PLURALS.items()},
        )

    def password(self) -> SafeString:
        return gds_password_input(
            **self._common(),
            autocomplete=self.bound.field.widget.attrs.get("autocomplete", "current-password"),
            show_password_text=_("Show"),
            hide_password_text=_("Hide"),
            show_password_aria_label_text=_("Show password"),
            hide_password_aria_label_text=_("Hide password"),
            password_shown_announcement_text=_("Your password is visible"),
            password_hidden_announcement_text=_("Your password is hidden"),
        )

    def file(self) -> SafeString:
        return gds_file_upload(
            **self._common(), multiple=bool(getattr(self.bound.field.widget, "allow_multiple_selected", False))
        )

    def select(self) -> SafeString:
        chosen = self._chosen()
        return gds_select(**self._common(), items=[_option(value, label, chosen) for value, label in self._choices()])

    def radios(self) -> SafeString:
        return gds_radios(**self._several(), items=self._items(), value=next(iter(self._chosen()), None))

    def checkboxes(self) -> SafeString:
        return gds_checkboxes(**self._several(), items=self._items(), values=sorted(self._chosen()))

    def checkbox(self) -> SafeString:
        """One box: its label says what a tick means, so there is no legend to repeat it."""
        item = {
            "text": self.name["text"],
            "value": "on",
            "hint": self.hint,
            "checked": self.bound.field.widget.check_test(self.bound.value()),
            "disabled": self.bound.field.disabled,
            "conditional": self.revealed.get("on"),
        }
        return gds_checkboxes(
            self.bound.html_name,
            [item],
            id_prefix=target_id(self.bound),
            error_message=self._error(),
            classes=self.look,
        )

    def date(self) -> SafeString:
        wrong = _wrong_parts(self.bound)
        parts: dict[str, Any] = {part: {"name": part, "error": part in wrong} for part in PARTS} if wrong else {}
        autocomplete = self.bound.field.widget.attrs.get("autocomplete")
        if autocomplete == "bday":
            parts = {part: {**parts.get(part, {}), "name": part, "autocomplete": f"bday-{part}"} for part in PARTS}
        return gds_date_input(
            target_id(self.bound),
            name_prefix=self.bound.html_name,
            fieldset={"legend": self._heading("govuk-fieldset__legend")},
            hint=self.hint,
            error_message=self._error(),
            values=dict(zip(PARTS, in_parts(self.bound.value()), strict=True)),
            classes=self.look,
            **parts,
        )

    def _common(self) -> dict[str, Any]:
        attributes = self.bound.field.widget.attrs
        return {
            "name": self.bound.html_name,
            "id": target_id(self.bound),
            "label": self._heading("govuk-label"),
            "hint": self.hint,
            "error_message": self._error(),
            "disabled": self.bound.field.disabled,
            "classes": self.look,
            "attributes": {name: value for name, value in attributes.items() if name not in _NOT_PASSED_ON},
        }

    def _several(self) -> dict[str, Any]:
        return {
            "name": self.bound.html_name,
            "id_prefix": target_id(self.bound),
            "fieldset": {"legend": self._heading("govuk-fieldset__legend")},
            "hint": self.hint,
            "error_message": self._error(),
            "classes": self.look,
        }

    def _heading(self, block: str) -> Options:
        return {**self.name, "classes": f"{block}--{self.size}" if self.size else ""}

    def _error(self) -> SafeString | None:
        errors = list(error_words(self.bound))
        return format_html_join(mark_safe("<br>"), "{}", ((error,) for error in errors)) if errors else None

    def _text(self) -> object:
        widget = self.bound.field.widget
        return widget.format_value(self.bound.value())

    def _chosen(self) -> set[str]:
        return {str(value) for value in self.bound.field.widget.format_value(self.bound.value())}

    def _choices(self) -> list[tuple[Any, Any]]:
        return list(self.bound.field.widget.choices)

    def _items(self) -> list[Options]:
        # A blank choice ("---------") is for lists that must show something; radios need not.
        flat = [choice for choice in flat_choices(self._choices()) if str(choice[0])]
        return [
            {
                "text": label,
                "value": value,
                "hint": self.hints.get(str(value)),
                "conditional": self.revealed.get(str(value)),
                "disabled": self.bound.field.disabled,
            }
            for value, label in flat
        ]


def flat_choices(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """Value and label of each choice; those of a named group one by one."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def _option(value: Any, label: Any, chosen: set[str]) -> Options:
    if isinstance(label, list | tuple):
        return {"group": value, "options": [_option(inner, name, chosen) for inner, name in label]}
    own = "" if value is None else str(value)
    return {"value": own, "text": label, "selected": own in chosen}


def _left(number: int) -> str:
    return ngettext("You have %{count} character remaining", "You have %{count} characters remaining", number)


def _over(number: int) -> str:
    return ngettext("You have %{count} character too many", "You have %{count} characters too many", number)


# ---------------------------------------------------------------- errors


def error_words(bound: BoundField) -> Iterator[str]:
    """The errors of a field as sentences.

    "This field is required." says nothing in a list of errors at the top of a page: where a field has no words of its
    own for it, ours name the field and what to do.
    """
    field = bound.field
    for error in _errors_of(bound):
        usual = error.code == "required" and field.error_messages.get("required") == _USUAL_REQUIRED
        yield from [_asked_for(bound)] if usual else map(str, error.messages)


_USUAL_REQUIRED = forms.Field.default_error_messages["required"]


def _asked_for(bound: BoundField) -> str:
    name = {"label": bound.label}
    match bound.field.widget:
        case forms.CheckboxInput():
            return _("Tick “%(label)s” to go on.") % name
        case forms.FileInput():
            return _("Choose a file for “%(label)s”.") % name
        case ChoiceWidget():
            return _("Choose an answer to “%(label)s”.") % name
        case _widget:
            return _("Fill in “%(label)s”.") % name


def _wrong_parts(bound: BoundField) -> set[str]:
    """Which parts of a date its errors are about; all of them where they do not say."""
    codes = {part for error in _errors_of(bound) for part in str(error.code or "").split(",")}
    return codes & set(PARTS)


def _errors_of(bound: BoundField) -> list[ValidationError]:
    return list(bound.form.errors.as_data().get(bound.name, []))


def gds_error_summary(
    *forms_and_formsets: BaseForm | BaseFormSet[Any] | None, title: str = "", description: str = ""
) -> SafeString:
    """Every error of the forms of a page, with a link to its control; nothing where there is none."""
    errors = [error for each in forms_and_formsets if each is not None for error in _listed(each)]
    if not errors:
        return SafeString()
    return gds_error_list(errors, title_text=title or _("There is a problem"), description_text=description)


def _listed(form: BaseForm | BaseFormSet[Any]) -> Iterator[Options]:
    if isinstance(form, BaseFormSet):
        yield from ({"text": error} for error in form.non_form_errors())
        for inner in form.forms:
            yield from _listed(inner)
        return
    yield from ({"text": error} for error in form.non_field_errors())
    for bound in form:
        for error in error_words(bound):
            words = _of_field(bound, error)
            # What is hidden cannot be reached by a link: its error is a sentence.
            yield {"text": words} if bound.is_hidden else {"text": words, "href": f"#{_error_target(bound)}"}


def _of_field(bound: BoundField, error: str) -> str:
    """An error as it reads away from its field: with the field's name, unless it says it already."""
    if str(bound.label).lower() in error.lower():
        return error
    return _("%(label)s: %(error)s") % {"label": bound.label, "error": error}


def _error_target(bound: BoundField) -> str:
    target = target_id(bound)
    if isinstance(bound.field.widget, DatePartsWidget):
        wrong = _wrong_parts(bound)
        return f"{target}-{next((part for part in PARTS if part in wrong), PARTS[0])}"
    return target
