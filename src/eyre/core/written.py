"""Values that are written as one word of text in every file of a body folder: periods, references, facets.

A subclass gives `parse` and `__str__`, each the inverse of the other. It can then stand in any record: the reader of
records (pydantic, imported only there) asks it for its schema.
"""

from __future__ import annotations

from typing import Any, Self

from eyre.core.errors import EyreError


class Written:
    """A value with one canonical writing."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the value from its writing; raise EyreError saying what to write instead."""
        raise NotImplementedError

    @classmethod
    def _accept(cls, value: object) -> Self:
        if isinstance(value, cls):
            return value
        if not isinstance(value, str):
            raise ValueError(f"{value!r} is not text")
        try:
            return cls.parse(value)
        except EyreError as error:
            raise ValueError(str(error)) from error

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            cls._accept, serialization=core_schema.to_string_ser_schema()
        )
