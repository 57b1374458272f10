"""References that never change and are never used again: `action 2017-12/3`, `commitment 2017-12/C16`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from eyre.core.errors import EyreError
from eyre.core.written import Written

_REFERENCE = re.compile(
    r"(?P<kind>[a-z]+(?:_[a-z]+)*) (?P<home>[a-z0-9]+(?:[-_.][a-z0-9]+)*)(?:/(?P<label>[A-Z]*[0-9]+[a-z]?))?"
)
_LABEL = re.compile(r"([A-Z]*)(\d*)([a-z]?)")


class NotAReference(EyreError):
    """The text is not a reference."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Reference(Written):
    """What kind of record, where it was made (a meeting, or the record's own name), and its label there."""

    kind: str
    home: str
    label: str = ""

    @classmethod
    def parse(cls, text: str) -> Reference:
        found = _REFERENCE.fullmatch(text)
        if not found:
            raise NotAReference(
                f'"{text}" is not a reference. Write the kind, a space, the meeting and a number: action 2017-12/3.'
            )
        return cls(found["kind"], found["home"], found["label"] or "")

    def __lt__(self, other: Reference) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[str, str, str, int, str]:
        """Meeting by meeting, kind by kind, and 2 before 2a before 10."""
        letters, number, part = _LABEL.match(self.label).groups()  # type: ignore[union-attr]
        return (self.home, self.kind, letters, int(number or 0), part)

    def __str__(self) -> str:
        return f"{self.kind} {self.home}/{self.label}" if self.label else f"{self.kind} {self.home}"
