"""A document as JSON: the same tree, each value with its `type`, sorted and spaced in one way.

`"format": 1` is a promise: within a format, keys are added and never changed or taken away.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from eyre.core import Period
from eyre.disclosure import Base, Released, Suppressed
from eyre.pack.document import Document, Text
from eyre.writers.released import check_released

FORMAT = 1


def to_json(document: Document) -> str:
    """The whole document. The same document gives the same bytes."""
    tree = {"format": FORMAT, **_plain(document)}
    return json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def _plain(value: object) -> Any:
    """A value of the document as JSON holds it."""
    if isinstance(value, Suppressed):
        return {"type": "suppressed"}
    if value is None or (isinstance(value, bool | int | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return _record(value)


def _record(value: object) -> dict[str, Any]:
    if not is_dataclass(value):
        raise TypeError(f"{value!r} has no form in JSON")  # our fault: a new kind of value in the document
    if isinstance(value, Released):
        check_released(value)
    record = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Base):
        record["line"] = value.line
    if isinstance(value, Text):
        record["plain"] = value.plain
    return {"type": type(value).__name__, **record}
