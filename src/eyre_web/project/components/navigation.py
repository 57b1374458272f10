"""Components that lead somewhere: header, navigation, breadcrumbs, pages of a list, tabs."""

# ruff: noqa: A002 – options have the names that the design system and HTML give them

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.safestring import SafeString

from eyre_web.project.components.component import Attributes, Options, component, filled

_LINK: Options = {"text": "", "href": "", "attributes": None}
_NAVIGATION_ITEM: Options = {**_LINK, "active": False, "current": False}
_PAGE: Options = {
    "number": "",
    "href": "",
    "current": False,
    "ellipsis": False,
    "visually_hidden_text": "",
    "attributes": None,
}
_STEP: Options = {**_LINK, "label_text": ""}


@component
def gds_skip_link(
    text: str, *, href: str = "#content", classes: str = "", attributes: Attributes | None = None
) -> Options:
    """The first thing the keyboard reaches: past the navigation, to what the page says."""
    return {}


@component
def gds_back_link(
    text: str = "", *, href: str = "#", classes: str = "", attributes: Attributes | None = None
) -> Options:
    """To where one came from."""
    return {}


@component
def gds_breadcrumbs(
    items: Sequence[Options],
    *,
    collapse_on_mobile: bool = False,
    label_text: str = "",
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """The way from the front page to here. items: text, href (the page one is on has none)."""
    return {"links": [filled(_LINK, item) for item in items]}


@component
def gds_generic_header(
    logo_text: str = "",
    *,
    url: str = "/",
    container_classes: str = "govuk-width-container",
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """The header for services that are not part of GOV.UK: the body's own name, no crown."""
    return {}


@component
def gds_service_navigation(
    *,
    navigation: Sequence[Options | None] | None = None,
    service_name: str = "",
    service_url: str = "",
    navigation_id: str = "navigation",
    navigation_label: str = "",
    navigation_classes: str = "",
    menu_button_text: str = "",
    menu_button_label: str = "",
    collapse_navigation_on_mobile: bool | None = None,
    aria_label: str = "",
    slots: Options | None = None,
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """The parts of the whole service. navigation: text, href, active (we are inside it), current (this page).

    slots: `start`, `end`, `navigation_start`, `navigation_end`, safe strings that stand there; `end` may be
    {"text": …, "align": "inline"}.
    """
    links = [filled(_NAVIGATION_ITEM, item) for item in navigation or () if item]
    places = {"start": "", "end": "", "navigation_start": "", "navigation_end": "", **(slots or {})}
    end = {"text": "", "align": "", **places["end"]} if isinstance(places["end"], dict) else {"text": places["end"]}
    return {
        "links": links,
        "places": places,
        "end": end,
        "inline": end.get("align") == "inline",
        "collapses": len(links) > 1 if collapse_navigation_on_mobile is None else collapse_navigation_on_mobile,
        "is_section": bool(service_name or places["start"] or end["text"]),
    }


@component
def gds_pagination(
    *,
    previous: Options | None = None,
    next: Options | None = None,
    items: Sequence[Options | None] | None = None,
    landmark_label: str = "",
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """Steps through a list. previous, next: href, text, label_text. items: number, href, current or ellipsis."""
    return {
        "block_level": not items and bool(next or previous),
        "pages": [filled(_PAGE, item) for item in items or () if item],
        "back": filled(_STEP, previous or {}),
        "on": filled(_STEP, next or {}),
    }


def page_links(page: Page, request: HttpRequest, *, parameter: str = "page") -> SafeString:  # type: ignore[type-arg]
    """The pagination of a page of Django's paginator; every other part of the query stays. Nothing for one page."""
    if not page.has_other_pages():
        return SafeString()
    query = request.GET.copy()

    def address(number: int) -> str:
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    return gds_pagination(
        previous={"href": address(page.previous_page_number())} if page.has_previous() else None,
        next={"href": address(page.next_page_number())} if page.has_next() else None,
        items=[
            {"ellipsis": True}
            if str(number) == str(Paginator.ELLIPSIS)
            else {"number": number, "href": address(int(number)), "current": number == page.number}
            for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
        ],
    )


@component
def gds_tabs(
    items: Sequence[Options | None] | None = None,
    *,
    title: str = "",
    id: str = "",
    id_prefix: str = "",
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """Panels of which one is seen; without script a list of links and every panel below it.

    items: label, id, panel {text, attributes}. A plain text becomes a paragraph, a safe one stands as it is.
    """
    return {"panels": [_panel(item, id_prefix, index) for index, item in enumerate(items or (), 1) if item]}


def _panel(item: Options, id_prefix: str, index: int) -> Options:
    panel = {"text": "", "attributes": None, **item.get("panel", {})}
    return {
        "id": item.get("id") or f"{id_prefix}-{index}",
        "label": item["label"],
        "attributes": item.get("attributes"),
        "first": index == 1,
        "panel": panel,
        "is_html": hasattr(panel["text"], "__html__"),
    }
