"""Components that set things out: tables and lists of what is known of one thing."""

from collections.abc import Sequence
from typing import Any

from eyre_web.project.components.component import Attributes, Options, component, filled

Cell = Options | str | int

_CELL: Options = {"text": "", "format": "", "classes": "", "colspan": None, "rowspan": None, "attributes": None}
_HEAD: Options = {**_CELL, "href": "", "sort": ""}
_PART: Options = {"text": "", "classes": ""}
_ACTION: Options = {"text": "", "href": "", "visually_hidden_text": "", "classes": "", "attributes": None}
_TITLE: Options = {"text": "", "classes": "", "heading_level": 2}


@component
def gds_table(
    rows: Sequence[Sequence[Cell] | None] = (),
    *,
    head: Sequence[Cell] | None = None,
    caption: str = "",
    caption_classes: str = "",
    first_cell_is_header: bool = False,
    body: str = "",
    pane_id: str = "",
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """A table. A cell is a text or options: text, format="numeric", classes, colspan, rowspan.

    A cell of the head may also have href (a link that sorts by it) and sort ("ascending", "descending").
    body: table rows already written, instead of `rows`.
    pane_id: an id that no other element has. The table then stands in a pane that scrolls sideways by itself, can be
    reached by keyboard and has the caption for a name, so that the page never scrolls sideways on a phone.
    """
    return {
        "columns": [_cell(_HEAD, cell) for cell in head or ()],
        "lines": [[_cell(_CELL, cell) for cell in row] for row in rows if row],
    }


def _cell(blank: Options, cell: Cell) -> dict[str, Any]:
    return filled(blank, cell if isinstance(cell, dict) else {"text": cell})


@component
def gds_summary_list(
    rows: Sequence[Options | None] = (),
    *,
    card: Options | None = None,
    classes: str = "",
    attributes: Attributes | None = None,
) -> Options:
    """What is known of one thing. rows: key, value (each a text or {text, classes}), actions.

    actions: {"items": [{text, href, visually_hidden_text}], "classes"}; the hidden text says what would be changed.
    card: {"title": {text, heading_level}, "actions", "classes", "attributes"}: a frame with a heading.
    """
    frame = {"title": None, "actions": None, "classes": "", "attributes": None, **card} if card else None
    title = filled(_TITLE, frame["title"]) if frame and frame["title"] else None
    lines = [_summary_row(row, title) for row in rows if row]
    return {
        "frame": frame,
        "title": title,
        "frame_actions": _actions(frame["actions"] if frame else None, title),
        "lines": lines,
        "any_actions": any(line["actions"]["links"] for line in lines),
    }


def _summary_row(row: Options, title: Options | None) -> dict[str, Any]:
    return {
        "key": _part(row.get("key", "")),
        "value": _part(row.get("value", "")),
        "classes": row.get("classes", ""),
        "actions": _actions(row.get("actions"), title),
    }


def _part(part: Cell) -> dict[str, Any]:
    return filled(_PART, part if isinstance(part, dict) else {"text": part})


def _actions(actions: Options | None, title: Options | None) -> dict[str, Any]:
    links = [{**filled(_ACTION, action), "of": title} for action in (actions or {}).get("items") or ()]
    return {"links": links, "classes": (actions or {}).get("classes", ""), "several": len(links) > 1}
