"""Components that a person types or chooses with one control: each with its label, hint and error message."""

# ruff: noqa: A001, A002 – options have the names that the design system and HTML give them

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from eyre_web.project.components.component import (
    Attributes,
    Options,
    as_content,
    attributes_html,
    classes,
    component,
    filled,
)
from eyre_web.project.components.text import gds_button

Part = Options | str  # a label, hint or error message: its words, or its words with classes and attributes

SELECTED = mark_safe(" selected")
DISABLED = mark_safe(" disabled")


@component
def gds_label(
    text: str = "",
    *,
    for_: str = "",
    is_page_heading: bool = False,
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """The name of a control. Writes nothing without a text."""
    return {}


@component
def gds_hint(text: str, *, id: str = "", classes: str = "", attributes: Attributes | None = None) -> Options:
    """What helps to answer."""
    return {}


@component
def gds_error_message(
    text: str,
    *,
    id: str = "",
    visually_hidden_text: str | None = None,
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """What is wrong and what to write instead. visually_hidden_text: read before it; "" for nothing."""
    return {"begins": _("Error") if visually_hidden_text is None else visually_hidden_text}


@component
def gds_fieldset(
    text: str = "",
    *,
    legend: Part | None = None,
    described_by: str = "",
    role: str = "",
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """Controls that answer one question between them. text: the controls, already written."""
    return {"heading": as_content(legend)}


def group_parts(
    id: str, *, hint: Part | None, error_message: Part | None, described_by: str, form_group: Options | None
) -> dict[str, Any]:
    """What stands round any control: hint and error message with their ids, and the control's `aria-describedby`."""
    group = {
        "classes": "",
        "attributes": None,
        "before_input": None,
        "after_input": None,
        "before_inputs": None,
        "after_inputs": None,
        **(form_group or {}),
    }
    hint_part, error = as_content(hint), as_content(error_message)
    hint_id = f"{id}-hint" if hint else ""
    error_id = f"{id}-error" if error_message else ""
    return {
        "id": id,
        "group_classes": classes("govuk-form-group--error" if error_message else "", group["classes"]),
        "group_attributes": attributes_html(group["attributes"]),
        "described_by": classes(described_by, hint_id, error_id),
        "hint_html": _hint(hint_part, hint_id) if hint else "",
        "error_html": _error(error, error_id) if error_message else "",
        "before_input": as_content(group["before_input"] or group["before_inputs"])["text"],
        "after_input": as_content(group["after_input"] or group["after_inputs"])["text"],
    }


def _hint(part: dict[str, Any], id: str) -> SafeString:
    return gds_hint(part["text"], id=id, classes=part["classes"], attributes=part["attributes"])


def _error(part: dict[str, Any], id: str) -> SafeString:
    return gds_error_message(
        part["text"],
        id=id,
        visually_hidden_text=part.get("visually_hidden_text"),
        classes=part["classes"],
        attributes=part["attributes"],
    )


def label_html(label: Part | None, *, for_: str) -> SafeString:
    """The label of the control with the id `for_`; nothing where there is no label."""
    part = as_content(label)
    if not part["text"]:
        return SafeString()
    return gds_label(
        part["text"],
        for_=for_,
        is_page_heading=part["is_page_heading"],
        classes=part["classes"],
        attributes=part["attributes"],
    )


@component
def gds_input(
    name: str,
    *,
    label: Part | None = None,
    id: str = "",
    type: str = "text",
    value: object = "",
    hint: Part | None = None,
    error_message: Part | None = None,
    prefix: Part | None = None,
    suffix: Part | None = None,
    inputmode: str = "",
    autocomplete: str = "",
    autocapitalize: str = "",
    pattern: str = "",
    spellcheck: bool | None = None,
    disabled: bool = False,
    described_by: str = "",
    form_group: Options | None = None,
    input_wrapper: Options | None = None,
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """A line of text. Choose its width by class (`govuk-input--width-10`): it says how much is expected."""
    id = id or name
    around = group_parts(id, hint=hint, error_message=error_message, described_by=described_by, form_group=form_group)
    before, after = as_content(prefix), as_content(suffix)
    wrapper = as_content(input_wrapper)
    return {
        **around,
        "label_html": label_html(label, for_=id),
        "written_value": "" if value is None else value,
        "spelling": None if spellcheck is None else str(spellcheck).lower(),
        "before": before,
        "after": after,
        "wrapper": wrapper,
        "wrapped": bool(before["text"] or after["text"] or around["before_input"] or around["after_input"]),
    }


@component
def gds_textarea(
    name: str,
    *,
    label: Part | None = None,
    id: str = "",
    value: object = "",
    rows: int | str | None = None,
    hint: Part | None = None,
    error_message: Part | None = None,
    autocomplete: str = "",
    spellcheck: bool | None = None,
    disabled: bool = False,
    described_by: str = "",
    form_group: Options | None = None,
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """Several lines of text."""
    id = id or name
    return {
        **group_parts(id, hint=hint, error_message=error_message, described_by=described_by, form_group=form_group),
        "label_html": label_html(label, for_=id),
        "height": rows or 5,
        "written_value": "" if value is None else value,
        "spelling": None if spellcheck is None else str(spellcheck).lower(),
    }


def gds_character_count(
    name: str,
    *,
    label: Part | None = None,
    id: str = "",
    value: object = "",
    rows: int | None = None,
    maxlength: int | str | None = None,
    maxwords: int | str | None = None,
    threshold: int | str | None = None,
    count_type: str = "",
    hint: Part | None = None,
    error_message: Part | None = None,
    spellcheck: bool | None = None,
    count_message: Options | None = None,
    textarea_description_text: str = "",
    characters_under_limit_text: Mapping[str, str] | None = None,
    characters_at_limit_text: str = "",
    characters_over_limit_text: Mapping[str, str] | None = None,
    words_under_limit_text: Mapping[str, str] | None = None,
    words_at_limit_text: str = "",
    words_over_limit_text: Mapping[str, str] | None = None,
    form_group: Options | None = None,
    classes: str = "",
    attributes: Attributes | None = None,
) -> SafeString:
    """Several lines of text with a limit, which the script counts down.

    A text for one of several numbers is given by plural form: {"one": "… %{count} character …", "other": …}.
    """
    id = id or name
    kind = count_type or ("words" if maxwords else "")
    limit = maxwords or maxlength
    says = textarea_description_text or (
        _("You can enter up to %{count} words") if kind == "words" else _("You can enter up to %{count} characters")
    )
    group = form_group or {}
    message = gds_hint(
        says.replace("%{count}", str(limit)) if limit else "",
        id=f"{id}-info",
        classes=f"govuk-character-count__message {(count_message or {}).get('classes', '')}".strip(),
    )
    data: dict[str, object] = {
        "data-module": "govuk-character-count",
        "data-maxlength": maxlength,
        "data-maxwords": maxwords,
        "data-threshold": threshold,
        "data-count-type": kind or None,
        **(_translated("textarea-description", {"other": textarea_description_text}) if not limit else {}),
        **_translated("characters-under-limit", characters_under_limit_text),
        **_translated("characters-at-limit", characters_at_limit_text),
        **_translated("characters-over-limit", characters_over_limit_text),
        **_translated("words-under-limit", words_under_limit_text),
        **_translated("words-at-limit", words_at_limit_text),
        **_translated("words-over-limit", words_over_limit_text),
        **(group.get("attributes") or {}),
    }
    return gds_textarea(
        name,
        id=id,
        label=label,
        value=value,
        rows=rows,
        hint=hint,
        error_message=error_message,
        spellcheck=spellcheck,
        described_by=f"{id}-info",
        form_group={
            "classes": f"govuk-character-count {group.get('classes', '')}".strip(),
            "attributes": data,
            "before_input": group.get("before_input"),
            "after_input": format_html("{}{}", message, as_content(group.get("after_input"))["text"]),
        },
        classes=f"govuk-js-character-count {classes}".strip(),
        attributes=attributes,
    )


def _translated(key: str, text: Mapping[str, str] | str | None) -> dict[str, object]:
    """The data attributes from which the script takes its words."""
    if isinstance(text, Mapping):
        return {f"data-i18n.{key}.{form}": words for form, words in text.items() if words}
    return {f"data-i18n.{key}": text or None}


def gds_password_input(
    name: str,
    *,
    label: Part | None = None,
    id: str = "",
    value: object = "",
    autocomplete: str = "current-password",
    hint: Part | None = None,
    error_message: Part | None = None,
    disabled: bool = False,
    described_by: str = "",
    show_password_text: str = "",
    hide_password_text: str = "",
    show_password_aria_label_text: str = "",
    hide_password_aria_label_text: str = "",
    password_shown_announcement_text: str = "",
    password_hidden_announcement_text: str = "",
    form_group: Options | None = None,
    button: Options | None = None,
    classes: str = "",
    attributes: Attributes | None = None,
) -> SafeString:
    """A password; the script adds a button that shows it."""
    id = id or name
    group = form_group or {}
    look = "govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle"
    show = gds_button(
        show_password_text or _("Show"),
        type="button",
        classes=f"{look} {(button or {}).get('classes', '')}".strip(),
        attributes={
            "aria-controls": id,
            "aria-label": show_password_aria_label_text or _("Show password"),
            "hidden": True,
        },
    )
    return gds_input(
        name,
        id=id,
        label=label,
        type="password",
        value=value,
        spellcheck=False,
        autocapitalize="none",
        autocomplete=autocomplete,
        hint=hint,
        error_message=error_message,
        disabled=disabled,
        described_by=described_by,
        form_group={
            "classes": f"govuk-password-input {group.get('classes', '')}".strip(),
            "attributes": {
                "data-module": "govuk-password-input",
                **_translated("show-password", show_password_text),
                **_translated("hide-password", hide_password_text),
                **_translated("show-password-aria-label", show_password_aria_label_text),
                **_translated("hide-password-aria-label", hide_password_aria_label_text),
                **_translated("password-shown-announcement", password_shown_announcement_text),
                **_translated("password-hidden-announcement", password_hidden_announcement_text),
                **(group.get("attributes") or {}),
            },
            "before_input": group.get("before_input"),
            "after_input": format_html("{}{}", show, as_content(group.get("after_input"))["text"]),
        },
        input_wrapper={"classes": "govuk-password-input__wrapper"},
        classes=f"govuk-password-input__input govuk-js-password-input-input {classes}".strip(),
        attributes=attributes,
    )


@component
def gds_select(
    name: str,
    items: Sequence[Options | None] = (),
    *,
    label: Part | None = None,
    id: str = "",
    value: object = None,
    hint: Part | None = None,
    error_message: Part | None = None,
    disabled: bool = False,
    described_by: str = "",
    form_group: Options | None = None,
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """One of many. items: text, value, selected, disabled; or {"group": a name, "options": more items}."""
    id = id or name
    return {
        **group_parts(id, hint=hint, error_message=error_message, described_by=described_by, form_group=form_group),
        "label_html": label_html(label, for_=id),
        "choices": [_option_html(item, value) for item in items if item],
    }


def _option_html(item: Options, chosen: object) -> SafeString:
    """One choice, or a group of them. Not a template: a list of posts has hundreds, on many pages."""
    if "group" in item:
        inner = format_html_join("", "{}", ((_option_html(each, chosen),) for each in item["options"]))
        return format_html('<optgroup label="{}">{}</optgroup>', item["group"], inner)
    text, value = item.get("text", ""), item.get("value")
    own, selected = text if value is None else value, item.get("selected")
    if chosen and selected is not False:  # False refuses the choice
        selected = selected or str(own) == str(chosen)
    return format_html(
        "<option{}{}{}{}>{}</option>",
        "" if value is None else format_html(' value="{}"', value),
        SELECTED if selected else "",
        DISABLED if item.get("disabled") else "",
        attributes_html(item.get("attributes")),
        text,
    )


@component
def gds_file_upload(
    name: str,
    *,
    label: Part | None = None,
    id: str = "",
    hint: Part | None = None,
    error_message: Part | None = None,
    multiple: bool = False,
    disabled: bool = False,
    described_by: str = "",
    form_group: Options | None = None,
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """One file, or several. The browser's own control: the design system's drop zone is not taken over."""
    id = id or name
    return {
        **group_parts(id, hint=hint, error_message=error_message, described_by=described_by, form_group=form_group),
        "label_html": label_html(label, for_=id),
    }


@component
def gds_error_list(
    error_list: Sequence[Options] = (),
    *,
    title_text: str,
    description_text: str = "",
    disable_auto_focus: bool | None = None,
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """The design system's error summary: every error of a page, at its top. error_list: text, href of the control."""
    return {
        "errors": [filled({"text": "", "href": "", "attributes": None}, error) for error in error_list],
        "auto_focus": None if disable_auto_focus is None else str(disable_auto_focus).lower(),
    }
