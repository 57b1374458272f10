"""Keys: the short names by which records call one another, in file names, in lists of words and on a command line."""

from __future__ import annotations

import re
from typing import Annotated, Any

_KEY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?")


class OneWord:
    """Marks text that must be a key. A place in a force may hang on its force by a colon: `west-mercia:outside`."""

    def __init__(self, *, may_hang: bool = False) -> None:
        self.may_hang = may_hang

    def accept(self, text: str) -> str:
        parts = text.split(":") if self.may_hang else [text]
        if not all(_KEY.fullmatch(part) for part in parts):
            raise ValueError(f'"{text}" is not a key. Write letters, digits and hyphens, without a space.')
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.accept, handler(source))


Key = Annotated[str, OneWord()]
AreaKey = Annotated[str, OneWord(may_hang=True)]
