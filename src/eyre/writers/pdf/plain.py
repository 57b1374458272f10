"""What stands on paper as JSON for the template: each thing with its `type`, the name of its class."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any


def plain(value: object) -> Any:
    """A value of `paper.items` as JSON holds it."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, date):
        return {"year": value.year, "month": value.month, "day": value.day}
    if isinstance(value, tuple):
        return [plain(inside) for inside in value]
    assert is_dataclass(value), value
    return {"type": type(value).__name__, **{one.name: plain(getattr(value, one.name)) for one in fields(value)}}
