"""Components that say something: buttons, tags, boxes, banners, what can be unfolded."""

# ruff: noqa: A002 – options have the names that the design system and HTML give them

from collections.abc import Iterable

from django.contrib.messages.storage.base import Message
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from eyre_web.project.components.component import Attributes, Options, as_content, component, filled

_ACTION: Options = {"text": "", "href": "", "type": "", "classes": "", "attributes": None}


@component
def gds_button(
    text: str = "",
    *,
    href: str = "",
    type: str = "submit",
    name: str = "",
    value: str = "",
    id: str = "",
    classes: str = "",
    disabled: bool = False,
    prevent_double_click: bool | None = None,
    is_start_button: bool = False,
    attributes: Attributes | None = None,
) -> Options:
    """A button, or a link that looks like one where there is an `href`.

    prevent_double_click: give True where pressing twice would do the thing twice.
    """
    return {"double_click": None if prevent_double_click is None else str(prevent_double_click).lower()}


@component
def gds_tag(text: str, *, classes: str = "", attributes: Attributes | None = None) -> Options:
    """A status in a few words."""
    return {}


@component
def gds_inset_text(text: str, *, id: str = "", classes: str = "", attributes: Attributes | None = None) -> Options:
    """A passage set apart: a quotation, an example, what else to know."""
    return {}


@component
def gds_warning_text(
    text: str = "", *, icon_fallback_text: str = "", classes: str = "", attributes: Attributes | None = None
) -> Options:
    """What a person must know before going on. icon_fallback_text: read aloud in place of the exclamation mark."""
    return {}


@component
def gds_details(
    text: str,
    *,
    summary_text: str,
    id: str = "",
    open: bool = False,
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """A passage that is folded away until asked for."""
    return {}


@component
def gds_panel(
    text: str = "",
    *,
    title_text: str,
    heading_level: int = 1,
    actions: Options | None = None,
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """A page's one message: that something is done; or, as `govuk-panel--interruption` with actions, a question."""
    interrupts = "govuk-panel--interruption" in classes
    group = {"items": (), "classes": "", "attributes": None, **(actions or {})}
    return {
        "interrupts": interrupts,
        "action_group": group if interrupts and actions else None,
        "action_links": [_panel_action(filled(_ACTION, action)) for action in group["items"]],
    }


def _panel_action(action: dict[str, object]) -> dict[str, object]:
    if action["href"] and action["type"] != "button":
        return action
    look = f"govuk-button--inverse {action['classes']}".strip()
    return {**action, "as_button": True, "look": look, "type": action["type"] or "button"}


@component
def gds_notification_banner(
    text: str,
    *,
    type: str = "",
    title_text: str = "",
    title_heading_level: int = 2,
    title_id: str = "govuk-notification-banner-title",
    role: str = "",
    disable_auto_focus: bool | None = None,
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """What has changed or happened, above the page. type: "success" takes the focus and is read out at once.

    A safe text stands as it is; a plain one becomes the banner's heading.
    """
    success = type == "success"
    return {
        "success": success,
        "title": title_text or (_("Success") if success else _("Important")),
        "role": role or ("alert" if success else "region"),
        "auto_focus": None if disable_auto_focus is None else str(disable_auto_focus).lower(),
        "is_html": hasattr(text, "__html__"),
    }


def eyre_messages(messages: Iterable[Message] | None) -> SafeString:
    """Django's messages as banners, each with a title of its own id; a success takes the focus."""
    banners = (
        gds_notification_banner(
            format_html('<p class="govuk-notification-banner__heading">{}</p>', message),
            type="success" if "success" in message.tags else "",
            title_id=f"message-{number}",
        )
        for number, message in enumerate(messages or (), 1)
    )
    return format_html_join("", "{}", ((banner,) for banner in banners))


@component
def gds_phase_banner(
    text: str, *, tag: Options | str = "", classes: str = "", attributes: Attributes | None = None
) -> Options:
    """A line over the whole page, begun by a tag: that this is an example, for instance."""
    return {"tag_part": as_content(tag)}
