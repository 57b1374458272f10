"""The frame: every case that could be drawn, by its reference, with the columns it is stratified by. Nothing else."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from eyre.core import Fault, raise_if_any
from eyre.sampling.sheet import Sheet, check_no_person, twice

REFERENCE = "reference"
Stratum = tuple[str, ...]
WHOLE: Stratum = ()  # the one stratum of a frame that is not stratified


@dataclass(frozen=True)
class Frame:
    """Case references, each once, and the stratum of each; in any order: nothing depends on it.

    by: the columns that make the strata; a stratum is their values, () where there are none.
    """

    references: tuple[str, ...]
    by: tuple[str, ...]
    strata: tuple[Stratum, ...]

    def __len__(self) -> int:
        return len(self.references)

    @cached_property
    def sizes(self) -> Mapping[Stratum, int]:
        """How many cases each stratum has, in the order of their names."""
        return dict(sorted(Counter(self.strata).items()))

    @cached_property
    def sha256(self) -> str:
        """The hash of what the draw rests on: references and strata, in an order of their own."""
        lines = sorted(
            json.dumps([reference, *stratum], ensure_ascii=False)
            for reference, stratum in zip(self.references, self.strata, strict=True)
        )
        text = "\n".join([json.dumps([REFERENCE, *self.by], ensure_ascii=False), *lines])
        return hashlib.sha256(text.encode()).hexdigest()


def read_frame(sheet: Sheet, by: Sequence[str] = (), *, reference: str = REFERENCE) -> Frame:
    """Make a frame of a sheet. by: columns to stratify by. reference: the column that names the case.

    Columns that are not asked for are looked at for persons and then left. Raises BadInput with every fault: a column
    that is not there or points at a person, a case without reference or twice, a case without stratum.
    """
    by = tuple(dict.fromkeys(by))
    sheet.check_has(dict.fromkeys((reference, *by)))
    check_no_person(sheet, reference)
    references = sheet.columns[reference]
    strata = list(zip(*(sheet.columns[name] for name in by), strict=True)) or [WHOLE] * len(sheet)
    raise_if_any([*_blank(sheet, (reference, *by)), *_twice(sheet, references)])
    return Frame(tuple(references), by, tuple(strata))


def _blank(sheet: Sheet, names: Sequence[str]) -> list[Fault]:
    return [
        Fault(sheet.at(row), f"has nothing in the column {name}. Fill it in, or take the case out of the frame.")
        for row in range(len(sheet))
        for name in names
        if not sheet.columns[name][row]
    ]


def _twice(sheet: Sheet, references: Sequence[str]) -> list[Fault]:
    return [
        Fault(sheet.at(row), f'has the case "{references[row]}" again, after row {sheet.numbers[first]}. Keep one.')
        for row, first in twice(references)
        if references[row]
    ]
