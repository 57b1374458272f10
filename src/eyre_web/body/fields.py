"""A column for plain mappings, kept as JSON text.

Text and not the database's own JSON: PostgreSQL would write numbers its own way (-0.0 as 0.0), and what a body folder
says must come out as it went in. Nothing is queried inside.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    Text = models.Field[Any, Any]
else:
    Text = models.TextField


class PlainField(Text):
    """Takes and gives mappings and lists of plain values."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def value_to_string(self, obj: Any) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value
