"""Components of several controls that answer one question: radios, checkboxes, the three parts of a date."""

# ruff: noqa: A002 – options have the names that the design system and HTML give them

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from eyre_web.project.components.component import Attributes, Options, as_content, classes, component, filled
from eyre_web.project.components.inputs import Part, gds_input, group_parts

_ITEM: Options = {
    "text": "",
    "value": "",
    "id": "",
    "name": "",
    "checked": None,
    "disabled": False,
    "divider": "",
    "behaviour": "",
    "label": None,
    "hint": None,
    "conditional": None,
    "attributes": None,
}


def gds_radios(
    name: str,
    items: Sequence[Options | None] = (),
    *,
    fieldset: Options | None = None,
    id_prefix: str = "",
    value: object = None,
    hint: Part | None = None,
    error_message: Part | None = None,
    form_group: Options | None = None,
    classes: str = "",
    attributes: Attributes | None = None,
) -> SafeString:
    """One of a few. items: text, value, hint, checked, disabled, conditional {text}: what is asked next; or divider.

    fieldset: {"legend": {text, classes, is_page_heading}, "described_by", "classes"}.
    """
    return _choices(
        "radio", name, items, fieldset, id_prefix or name, [value] if value else [], "", hint, error_message,
        form_group, classes, attributes,
    )  # fmt: skip


def gds_checkboxes(
    name: str,
    items: Sequence[Options | None] = (),
    *,
    fieldset: Options | None = None,
    id_prefix: str = "",
    values: Sequence[object] | None = None,
    described_by: str = "",
    hint: Part | None = None,
    error_message: Part | None = None,
    form_group: Options | None = None,
    classes: str = "",
    attributes: Attributes | None = None,
) -> SafeString:
    """Any of a few. items: as of radios, and name, behaviour="exclusive" for "none of these"."""
    return _choices(
        "checkbox", name, items, fieldset, id_prefix or name, values or [], described_by, hint, error_message,
        form_group, classes, attributes,
    )  # fmt: skip


def _frame(fieldset: Options | None) -> dict[str, Any]:
    frame = {"legend": None, "described_by": "", "classes": "", "attributes": None, **(fieldset or {})}
    return {**frame, "legend": as_content(frame["legend"])}


def _choices(
    kind: str,
    name: str,
    items: Sequence[Options | None],
    fieldset: Options | None,
    id: str,
    values: Sequence[object],
    described_by: str,
    hint: Part | None,
    error_message: Part | None,
    form_group: Options | None,
    classes: str,
    attributes: Attributes | None,
) -> SafeString:
    frame = _frame(fieldset)
    around = group_parts(
        id,
        hint=hint,
        error_message=error_message,
        described_by=frame["described_by"] or described_by,
        form_group=form_group,
    )
    chosen = {str(value) for value in values}
    # A checkbox has nobody else to say what its hint and error are where no fieldset does.
    said_by_each = around["described_by"] if kind == "checkbox" and fieldset is None else ""
    return gds_choice_group(
        kind,
        name=name,
        around=around,
        choices=[_choice(item, name, id, index, chosen, said_by_each) for index, item in enumerate(items, 1) if item],
        frame=frame if fieldset is not None else None,
        classes=classes,
        attributes=attributes,
    )


def _choice(item: Options, name: str, prefix: str, index: int, chosen: set[str], said_by_each: str) -> dict[str, Any]:
    choice = filled(_ITEM, item)
    choice["id"] = choice["id"] or (prefix if index == 1 else f"{prefix}-{index}")
    choice["name"] = choice["name"] or name
    ticked = str(choice["value"]) in chosen and choice["checked"] is not False
    choice["is_checked"] = bool(choice["checked"]) or ticked
    label, hint = as_content(choice["label"]), as_content(choice["hint"])
    choice["label_part"], choice["hint_part"] = label, hint
    choice["hint_id"] = f"{choice['id']}-item-hint" if hint["text"] else ""
    choice["described_by"] = classes(said_by_each, choice["hint_id"])
    choice["revealed"] = as_content(choice["conditional"])["text"]
    return choice


@component
def gds_choice_group(
    kind: str,
    *,
    name: str,
    around: Options,
    choices: Sequence[Options],
    frame: Options | None,
    classes: str,
    attributes: Attributes | None,
) -> Options:
    return {
        **around,
        "block_class": {"radio": "govuk-radios", "checkbox": "govuk-checkboxes"}[kind],
        "label_html": "",
    }


@component
def gds_date_parts(
    *, around: Options, parts: Sequence[SafeString], frame: Options | None, classes: str, attributes: Attributes | None
) -> Options:
    return {**around, "label_html": ""}


_PARTS = ("day", "month", "year")


def gds_date_input(
    id: str,
    *,
    fieldset: Options | None = None,
    name_prefix: str = "",
    day: Options | bool | None = None,
    month: Options | bool | None = None,
    year: Options | bool | None = None,
    items: Sequence[Options | None] | None = None,
    values: Options | None = None,
    hint: Part | None = None,
    error_message: Part | None = None,
    form_group: Options | None = None,
    classes: str = "",
    attributes: Attributes | None = None,
) -> SafeString:
    """A date that a person knows by heart, in three parts.

    day, month, year: name, value, label, error (this part is wrong), classes; False leaves a part out.
    values: value of each part by its name. items: other parts, in order, instead of the three.
    """
    frame = _frame(fieldset)
    around = group_parts(
        id, hint=hint, error_message=error_message, described_by=frame["described_by"], form_group=form_group
    )
    usual = [{"name": name} if part is None else part for name, part in zip(_PARTS, (day, month, year), strict=True)]
    given = [(None, item) for item in items] if items else list(zip(_PARTS, usual, strict=True))
    some_are_marked = any(isinstance(item, dict) and _marked(item) for _name, item in given)
    known = values or {}
    return gds_date_parts(
        around=around,
        parts=[
            _date_part(item, part, id, name_prefix, known, bool(error_message) and not some_are_marked)
            for part, item in given
            if isinstance(item, dict)
        ],
        frame=frame if fieldset is not None else None,
        classes=classes,
        attributes=attributes,
    )


def _marked(item: Options) -> bool:
    return bool(item.get("error")) or "govuk-input--error" in item.get("classes", "")


def _date_part(
    item: Options, part: str | None, id: str, name_prefix: str, values: Options, all_wrong: bool
) -> SafeString:
    name = item.get("name") or part or ""
    own = item.get("classes") or ""
    wrong = _marked(item) or (item.get("error") is not False and all_wrong)
    full_name = f"{name_prefix}-{name}" if name_prefix else name
    year = part == "year" or name == "year"
    look = classes(
        "govuk-date-input__input",
        "govuk-input--error" if wrong and "govuk-input--error" not in own else "",
        "" if "govuk-input--width-" in own else ("govuk-input--width-4" if year else "govuk-input--width-2"),
        own,
    )
    value = item.get("value")
    return gds_input(
        full_name,
        id=item.get("id") or f"{id}-{name}",
        label={"text": item.get("label") or _part_label(name), "classes": "govuk-date-input__label"},
        value=values.get(full_name, values.get(name, "")) if value is None else value,
        inputmode=item.get("inputmode") or "numeric",
        autocomplete=item.get("autocomplete", ""),
        pattern=item.get("pattern", ""),
        classes=look,
        attributes=item.get("attributes"),
    )


def _part_label(name: str) -> str:
    return {"day": _("Day"), "month": _("Month"), "year": _("Year")}.get(name) or name.capitalize()
