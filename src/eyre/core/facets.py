"""A facet: what cuts across a measure, as sorted `key=value;key=value`; empty by default."""

from __future__ import annotations

import re
from dataclasses import dataclass

from eyre.core.errors import EyreError
from eyre.core.written import Written

_SHOWN = re.compile(r"(?P<measure>[^\[\]]+)(?:\[(?P<facet>[^\[\]]+)\])?")
_PART = re.compile(r"(?P<key>[a-z][a-z0-9_]*)=(?P<value>[^;=\x00-\x1f]*[^;=\s][^;=\x00-\x1f]*)")


class NotAFacet(EyreError):
    """The text is not a facet."""

    exit_code = 3


def measure_and_facet(text: str) -> tuple[str, Facet]:
    """The key of a measure and the facet of it that is meant: `outcomes[outcome=1]`; the empty one where none is."""
    found = _SHOWN.fullmatch(text)
    if not found:
        raise NotAFacet(f'"{text}" is not a measure. Write its key, or key[facet] for one facet: outcomes[outcome=1].')
    return found["measure"], Facet.parse(found["facet"] or "")


@dataclass(frozen=True, slots=True, order=True)
class Facet(Written):
    """Element of satisfaction, crime type, age of case and the like, in the order of their keys."""

    parts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, **parts: str) -> Facet:
        """A facet of named values; raises NotAFacet for a value that its writing could not hold."""
        return cls.parse(";".join(f"{key}={value}" for key, value in parts.items()))

    @classmethod
    def parse(cls, text: str) -> Facet:
        parts = []
        for part in text.split(";") if text else ():
            found = _PART.fullmatch(part.strip())
            if not found:
                raise NotAFacet(f'"{text}" is not a facet. Write it as key=value;key=value, or leave it empty.')
            parts.append((found["key"], found["value"].strip()))
        if len({key for key, _ in parts}) < len(parts):
            raise NotAFacet(f'"{text}" names one key twice. Write each key once.')
        return cls(tuple(sorted(parts)))

    def get(self, key: str) -> str | None:
        return dict(self.parts).get(key)

    @property
    def label(self) -> str:
        """The facet as a page prints it: its values, without their keys."""
        return ", ".join(value.replace("_", " ") for _, value in self.parts)

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __str__(self) -> str:
        return ";".join(f"{key}={value}" for key, value in self.parts)
