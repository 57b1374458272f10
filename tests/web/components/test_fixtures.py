"""Every component against the fixtures that GOV.UK Frontend publishes: what its macro is given, and what it returns."""

import json
import re
from pathlib import Path

import pytest
from django.utils.safestring import mark_safe

from eyre_web.project.components import choices, inputs, lists, navigation, text
from html_tree import read_html

PUBLISHED = Path(__file__).resolve().parents[2] / "fixtures" / "govuk"

COMPONENTS = {
    "back-link": navigation.gds_back_link,
    "breadcrumbs": navigation.gds_breadcrumbs,
    "button": text.gds_button,
    "character-count": inputs.gds_character_count,
    "checkboxes": choices.gds_checkboxes,
    "date-input": choices.gds_date_input,
    "details": text.gds_details,
    "error-message": inputs.gds_error_message,
    "error-summary": inputs.gds_error_list,
    "fieldset": inputs.gds_fieldset,
    "file-upload": inputs.gds_file_upload,
    "generic-header": navigation.gds_generic_header,
    "hint": inputs.gds_hint,
    "input": inputs.gds_input,
    "inset-text": text.gds_inset_text,
    "label": inputs.gds_label,
    "notification-banner": text.gds_notification_banner,
    "pagination": navigation.gds_pagination,
    "panel": text.gds_panel,
    "password-input": inputs.gds_password_input,
    "phase-banner": text.gds_phase_banner,
    "radios": choices.gds_radios,
    "select": inputs.gds_select,
    "service-navigation": navigation.gds_service_navigation,
    "skip-link": navigation.gds_skip_link,
    "summary-list": lists.gds_summary_list,
    "table": lists.gds_table,
    "tabs": navigation.gds_tabs,
    "tag": text.gds_tag,
    "textarea": inputs.gds_textarea,
    "warning-text": text.gds_warning_text,
}

# Left out, each with its reason.
OWN_CONTROL = "the browser's own control for files is kept: the design system's drop zone is not taken over"
LEFT_OUT: dict[tuple[str, str], str] = {
    ("date-input", "with field value and items"): "parts are given by name or as items, never half in each way",
    ("file-upload", "enhanced"): OWN_CONTROL,
    ("file-upload", "enhanced, custom wrapper classes and attributes"): OWN_CONTROL,
    ("file-upload", "enhanced, multiple files"): OWN_CONTROL,
    ("file-upload", "enhanced, with error message and hint"): OWN_CONTROL,
    ("file-upload", "translated"): OWN_CONTROL,
    ("file-upload", "translated, no javascript enhancement"): OWN_CONTROL,
    ("file-upload", "with value"): "a browser does not take the value of a file control, so there is no such option",
}

SAME_BUT_FOR = {"for": "for_", "html": "text", "title_html": "title_text", "summary_html": "summary_text"}
SAME_BUT_FOR |= {"description_html": "description_text", "logo_html": "logo_text"}


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda capital: "_" + capital[1].lower(), name)


def to_python(options, parent=""):
    """The options in our spelling: snake case, and one text that is safe where the design system says HTML."""
    if isinstance(options, list):
        return [to_python(item, parent) for item in options]
    if not isinstance(options, dict):
        if parent == "value" and isinstance(options, bool):
            return str(options).lower()  # as JavaScript writes it
        return mark_safe(options) if parent in {"start", "end", "navigation_start", "navigation_end"} else options
    if parent.endswith(("attributes", "_limit_text")) or parent == "values":
        return options
    ours = {snake(name): to_python(value, snake(name)) for name, value in options.items()}
    for name in [name for name in ours if name == "html" or name.endswith("_html")]:
        html = ours.pop(name)
        if html:
            ours[SAME_BUT_FOR[name]] = mark_safe(html)
    if "for" in ours:
        ours["for_"] = ours.pop("for")
    return ours


def fixtures():
    for component in sorted(COMPONENTS):
        for fixture in json.loads((PUBLISHED / f"{component}.json").read_text(encoding="utf-8")):
            if (component, fixture["name"]) not in LEFT_OUT:
                yield pytest.param(component, fixture, id=f"{component}: {fixture['name']}")


@pytest.mark.parametrize(("component", "fixture"), list(fixtures()))
def test_a_component_is_what_the_design_system_says(component, fixture):
    ours = COMPONENTS[component](**to_python(fixture["options"]))
    assert read_html(ours).lines() == read_html(fixture["html"]).lines()


def test_what_is_left_out_is_there_to_be_left_out():
    """Few, each with its reason, and none whose fixture went away."""
    published = {
        (component, fixture["name"])
        for component in COMPONENTS
        for fixture in json.loads((PUBLISHED / f"{component}.json").read_text(encoding="utf-8"))
    }
    assert set(LEFT_OUT) <= published
    assert len(LEFT_OUT) <= len(published) // 50
    assert {file.stem for file in PUBLISHED.glob("*.json")} == set(COMPONENTS)


def test_a_text_that_is_not_safe_is_escaped_everywhere():
    """Whatever option a text is given in, it cannot become a tag."""
    bad = "<script>alert(1)</script>"
    written = [
        text.gds_button(bad, href=bad, attributes={"data-x": bad}),
        text.gds_tag(bad),
        text.gds_inset_text(bad),
        text.gds_warning_text(bad, icon_fallback_text=bad),
        text.gds_details(bad, summary_text=bad),
        text.gds_panel(bad, title_text=bad),
        text.gds_notification_banner(bad, title_text=bad),
        text.gds_phase_banner(bad, tag=bad),
        navigation.gds_breadcrumbs([{"text": bad, "href": bad}]),
        navigation.gds_service_navigation(
            service_name=bad, navigation=[{"text": bad, "href": "/"}], slots={"end": bad}
        ),
        navigation.gds_tabs([{"label": bad, "id": "a", "panel": {"text": bad}}]),
        lists.gds_table([[bad, {"text": bad}]], head=[bad], caption=bad),
        lists.gds_summary_list([{"key": bad, "value": {"text": bad}, "actions": {"items": [{"text": bad}]}}]),
        inputs.gds_input("a", label=bad, hint=bad, error_message=bad, value=bad, prefix=bad, suffix=bad),
        inputs.gds_textarea("a", label=bad, hint=bad, error_message=bad, value=bad),
        inputs.gds_character_count("a", label=bad, value=bad, maxlength=10, form_group={"after_input": bad}),
        inputs.gds_password_input("a", label=bad, show_password_text=bad, form_group={"after_input": bad}),
        inputs.gds_select("a", [{"text": bad, "value": bad}, {"group": bad, "options": [{"text": bad}]}], label=bad),
        inputs.gds_error_list([{"text": bad, "href": bad}], title_text=bad),
        choices.gds_radios("a", [{"text": bad, "value": bad, "hint": bad, "conditional": bad}], hint=bad),
        choices.gds_checkboxes("a", [{"text": bad}], fieldset={"legend": bad}),
        choices.gds_date_input("a", fieldset={"legend": bad}, values={"day": bad}),
    ]
    for html in written:
        assert "<script" not in html
        assert "&lt;script" in html
