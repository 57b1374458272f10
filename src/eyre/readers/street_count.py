"""Rows of police.uk files gathered into figures: each in its area, whole months filled with zeros."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from eyre.core import Facet, Fault, Month
from eyre.engines import OUTCOMES, STREET, Layout, RowCount
from eyre.readers import gazetteer
from eyre.readers.crime_types import ALL_TYPES_SINCE, ASB, KEYS, RENAMED, TYPES, type_key
from eyre.readers.placing import Grounds, Where
from eyre.readers.reading import Tally
from eyre.readers.unpacking import Found

LAST_OUTCOME = "last_outcome"
OUTCOMES_RECORDED = "outcomes_recorded"
NONE_PUBLISHED = "none_published"
STRAY = 0.05  # of a file's rows of its main force and month: below it, another force or month is stray
NAMED = re.compile(r"(?P<month>\d{4}-\d{2})-(?P<force>.+)-(?:street|outcomes)")

Cell = tuple[str, str, str, Month]  # measure, facet, area, month
ForceMonth = tuple[str, Month]


@dataclass
class StreetCount:
    """The figures of one call as they are gathered, and what was noticed on the way.

    cells: rows of each measure, facet, area and month. by_file: rows of each force and month in each file.
    places: how the rows of a force and month stand to it. left_out: rows of forces that the body does not know.
    """

    files: Sequence[Found]
    grounds: Grounds
    layout: Layout = STREET
    with_outcomes: bool = True
    cells: Counter[Cell] = field(default_factory=Counter)
    by_file: dict[int, Counter[ForceMonth]] = field(default_factory=dict)
    places: dict[ForceMonth, Counter[Where]] = field(default_factory=lambda: defaultdict(Counter))
    left_out: Counter[ForceMonth] = field(default_factory=Counter)
    reported_by_other: Counter[tuple[str, str]] = field(default_factory=Counter)
    renamed_types: Counter[str] = field(default_factory=Counter)
    merged: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    outside: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _subjects: dict[ForceMonth, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))

    def add(self, row: RowCount) -> None:
        """Count rows that say the same in their area, and note what should be looked at."""
        month, name = Month.parse(row.month.strip()), row.falls_within.strip()
        force = self.grounds.force(name)
        self.by_file.setdefault(row.file, Counter())[self.key_of(name), month] += row.rows
        if row.reported_by.strip() != name:
            self.reported_by_other[name, row.reported_by.strip()] += row.rows
        if row.what.strip() in RENAMED:
            self.renamed_types[row.what.strip()] += row.rows
        if force is None:
            self.left_out[name, month] += row.rows
        else:
            self._place(row, force, month)

    def key_of(self, name: str) -> str:
        """The body's key for a force, else the gazetteer's, else the name as it stands."""
        published = gazetteer.force_named(name)
        return self.grounds.force(name) or (published.key if published else name)

    def _place(self, row: RowCount, force: str, month: Month) -> None:
        district = row.district.strip()
        place = self.grounds.on(force, month.start).place(district)
        self.places[force, month][place.where] += row.rows
        if place.merged_from:
            self.merged[force, place.merged_from, place.area] += row.rows
        if place.where is Where.OUTSIDE:
            self.outside[force][district] += row.rows
        for subject in self._counted_as(row):
            self._subjects[force, month].add(subject)
            self.cells[(*subject, place.area, month)] += row.rows

    def _counted_as(self, row: RowCount) -> list[tuple[str, str]]:
        """The measures, with their facets, that a row is counted in."""
        if self.layout is OUTCOMES:
            return [(OUTCOMES_RECORDED, str(Facet.of(outcome=type_key(row.what))))]
        kind = KEYS[row.what.strip()]
        if not self.with_outcomes or kind == ASB:  # anti-social behaviour is no crime, and has no outcome
            return [(kind, "")]
        outcome = type_key(row.outcome) or NONE_PUBLISHED
        return [(kind, ""), (LAST_OUTCOME, str(Facet.of(crime_type=kind, outcome=outcome)))]

    # --- which months are whole ---

    @cached_property
    def about(self) -> dict[int, set[ForceMonth]]:
        """For each file the forces and months it is about; in a file named as police.uk does, not stray rows."""
        return {number: self._about(number, rows) for number, rows in sorted(self.by_file.items())}

    def _about(self, number: int, rows: Counter[ForceMonth]) -> set[ForceMonth]:
        least = STRAY * max(rows.values()) if NAMED.fullmatch(self.files[number].stem) else 0
        return {force_month for force_month, count in rows.items() if count >= least}

    @property
    def whole(self) -> set[ForceMonth]:
        """Forces and months that some file is about."""
        every = {force_month for force_months in self.about.values() for force_month in force_months}
        return every & set(self.places)

    def twice(self) -> list[Fault]:
        """A fault for each force and month that two different files are about."""
        files: dict[ForceMonth, list[str]] = defaultdict(list)
        for number, force_months in self.about.items():
            for force_month in force_months:
                files[force_month].append(self.files[number].name)
        return [
            Fault(names[-1], f"holds {force} {month}, and so does {names[0]} with other rows. Load one of them.")
            for (force, month), names in sorted(files.items())
            if len(names) > 1
        ]

    def fill_zeros(self) -> None:
        """Write the zeros of every force and month that a file is about: a type without rows is a real 0."""
        for force, month in self.whole:
            subjects = set(self._subjects[force, month])
            if self.layout is STREET and month >= ALL_TYPES_SINCE:
                subjects |= {(KEYS[name], "") for name in TYPES}
            for area in self.grounds.on(force, month.start).areas:
                for subject in subjects:
                    self.cells[(*subject, area, month)] += 0

    # --- sums ---

    def rows_of(self, number: int) -> int:
        return self.by_file[number].total() if number in self.by_file else 0

    def tallies(self) -> tuple[Tally, ...]:
        """The rows of each force and month, and where they went."""
        known = [
            Tally(
                of=force,
                period=str(month),
                rows=where.total(),
                placed=where[Where.PLACED],
                no_location=where[Where.NO_LOCATION],
                outside=where[Where.OUTSIDE],
            )
            for (force, month), where in self.places.items()
        ]
        strange = [
            Tally(of=name, period=str(month), rows=rows, placed=0, left_out=rows)
            for (name, month), rows in self.left_out.items()
        ]
        return tuple(sorted(known + strange, key=lambda tally: (tally.of, tally.period)))
