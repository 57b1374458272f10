"""A table as a person typed it: columns of text, with the number each row has in its file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eyre.core import BadInput, Fault, raise_if_any
from eyre.disclosure.persons import first_personal, points_at_a_person

NOT_A_WORD = re.compile(r"[^a-z0-9]+")
WHAT_TO_DO = "A sample takes references only: leave the column out and draw again from what remains."


@dataclass(frozen=True, slots=True)
class Sheet:
    """Columns by name, each of shape (rows,), spaces taken off, empty where nothing stands.

    where: the file. numbers: of shape (rows,), the row that each has there; the header is row 1.
    """

    where: str
    columns: Mapping[str, Sequence[str]]
    numbers: Sequence[int]

    def __len__(self) -> int:
        return len(self.numbers)

    def at(self, row: int) -> str:
        """Where a row stands, for a fault."""
        return f"{self.where}, row {self.numbers[row]}"

    def cells(self, name: str) -> Sequence[str]:
        """A column; empty cells where the sheet has none of that name."""
        return self.columns.get(name, [""] * len(self))

    def check_has(self, wanted: Iterable[str]) -> None:
        """Raise BadInput naming every column that is wanted and not there."""
        there = ", ".join(self.columns) or "none"
        raise_if_any([Fault(self.where, f'has no column "{name}". Its columns: {there}.') for name in wanted
                      if name not in self.columns])  # fmt: skip
        if not len(self):
            raise BadInput([Fault(self.where, "has a header and no rows. Give one row a case.")])


def check_no_person(sheet: Sheet, reference: str) -> None:
    """Raise BadInput for every column that points at a person, by its heading or its cells.

    reference: the column that names the cases, whose cells may look like what they are not.
    """
    raise_if_any([fault for name in sheet.columns for fault in _of_a_person(sheet, name, name == reference)])


def _of_a_person(sheet: Sheet, name: str, is_reference: bool) -> Iterator[Fault]:
    if points_at_a_person(name):
        yield Fault(sheet.where, f'the column "{name}" points at a person by its name. {WHAT_TO_DO}')
    elif found := first_personal(sheet.columns[name], are_references=is_reference):
        row, looks_like = found
        yield Fault(sheet.at(row), f'the column "{name}" holds what looks like {looks_like}. {WHAT_TO_DO}')


def sheet(where: str, columns: Mapping[str, Sequence[object]], numbers: Sequence[int] | None = None) -> Sheet:
    """Make a sheet of columns with any cells, their names in one spelling: "Reported at" is reported_at.

    numbers: of the rows in their file; from 2 on where none are given. Raises BadInput where two columns come to one
    name.
    """
    named: dict[str, Sequence[str]] = {}
    for heading, cells in columns.items():
        name = in_one_spelling(heading)
        if name in named:
            raise BadInput([Fault(where, f'has the column "{name}" twice. Name each once.')])
        named[name] = ["" if cell is None else str(cell).strip() for cell in cells]
    rows = len(next(iter(named.values()), ()))
    return Sheet(where, named, range(2, rows + 2) if numbers is None else numbers)


def in_one_spelling(heading: str) -> str:
    """A heading as every column is called here: "Reported at" is reported_at."""
    return NOT_A_WORD.sub("_", heading.strip().lower()).strip("_")


def twice(keys: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Each row whose key stood in an earlier row, with the first that had it."""
    first: dict[object, int] = {}
    for row, key in enumerate(keys):
        if key in first:
            yield row, first[key]
        first.setdefault(key, row)
