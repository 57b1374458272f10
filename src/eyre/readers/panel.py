"""Counts by month, area and type in one table: the London panel in both its layouts, and the same shape elsewhere.

- long: month, area_name, crime_type, count; force, major_type and vintage where there are any
- wide, as the Metropolitan Police publish it: MajorText, MinorText, LookUp_BoroughName, then a column a month (201004)

Where there are major types (offence groups) they are the measures and minor types are added up; else the types are.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from eyre.core import Doubt, EyreError, Fault, Month, raise_if_any
from eyre.readers.cells import read_number, read_period
from eyre.readers.completeness import area_totals, badly_placed_doubts, incomplete_doubts
from eyre.readers.crime_types import type_key
from eyre.readers.gazetteer import slug
from eyre.readers.placing import Grounds, Where, published_areas
from eyre.readers.reading import OGL, Reading
from eyre.readers.request import Request
from eyre.readers.tables import Sheet
from eyre.readers.tidy import Sheets, reading_of

VERSION = "1"
LONDON = "metropolitan"
PUBLISHER = "Metropolitan Police Service (London Datastore)"
NOWHERE = {"unknown": Where.NO_LOCATION, "no-location": Where.NO_LOCATION, "outside-force-area": Where.OUTSIDE}
RENAMED = {"historical_fraud_and_forgery": "fraud_and_forgery"}  # offence group of the publications up to 2024
BOROUGH = ("lookup_boroughname", "borough_sntname", "boroughname")
_MONTH_COLUMN = re.compile(r"(\d{4})(\d{2})")

Cell = tuple[str, str, Month]  # measure, area, month


@dataclass(frozen=True, slots=True)
class Count:
    """One cell of the table: how many of one type, in an area of a name, in a month."""

    force: str
    area: str
    measure: str
    month: Any
    count: Any


def read_panel(sheets: Sheets, request: Request, doubts: Iterable[Doubt] = ()) -> Reading:
    """Read a panel of counts; raise BadInput with every fault."""
    panel = _Panel(request)
    for _, sheet in sheets:
        for where, count in _counts(sheet, request.vintage, panel.faults):
            panel.add(where, count)
    raise_if_any(panel.faults)
    if not panel.cells:
        raise_if_any([Fault(sheets[0][1].where, "holds no counts.")])
    figures = [(m, "", area, month, float(n), None, None, None) for (m, area, month), n in panel.cells.items()]
    publisher = PUBLISHER if panel.forces == {LONDON} else ""
    return reading_of(
        figures,
        sheets,
        (*doubts, *panel.doubts()),
        reader="panel",
        version=VERSION,
        publisher=publisher,
        licence=OGL if publisher else "",
    )


def _counts(sheet: Sheet, vintage: str | None, faults: list[Fault]) -> Iterator[tuple[str, Count]]:
    if "majortext" in sheet.columns:
        yield from _wide(sheet)
        return
    found = sorted({str(row["vintage"]) for _, row in sheet.records()}) if "vintage" in sheet.columns else []
    chosen = vintage or (found[0] if len(found) == 1 else None)
    if found and chosen not in found:
        faults.append(
            Fault(sheet.where, f"holds the publications {', '.join(found)}. Say which: --vintage {found[-1]}.")
        )
        return
    for where, row in sheet.records():
        if not found or str(row["vintage"]) == chosen:
            measure = type_key(str(row.get("major_type") or row.get("crime_type")))
            yield (
                where,
                Count(str(row.get("force") or LONDON), str(row["area_name"]), measure, row["month"], row["count"]),
            )


def _wide(sheet: Sheet) -> Iterator[tuple[str, Count]]:
    months = {name: f"{m[1]}-{m[2]}" for name in sheet.columns if (m := _MONTH_COLUMN.fullmatch(name))}
    borough = next((name for name in BOROUGH if name in sheet.columns), BOROUGH[0])
    for where, row in sheet.records():
        measure = type_key(str(row["majortext"]))
        for column, month in months.items():
            yield where, Count(LONDON, str(row.get(borough) or "Unknown"), measure, month, row[column])


@dataclass
class _Panel:
    """The counts of a panel as they are added up."""

    request: Request
    cells: Counter[Cell] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    forces: set[str] = field(default_factory=set)
    renamed: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _areas: dict[tuple[str, str], str | None] = field(default_factory=dict)
    _months: dict[Any, Month] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._grounds = Grounds(published_areas() if self.request.areas is None else self.request.tree)

    def add(self, where: str, count: Count) -> None:
        """Add one count to its cell, or note why it cannot be."""
        self.forces.add(count.force)
        try:
            month, number = self._month(count.month), read_number(count.count).value
        except EyreError as error:
            self.faults.append(Fault(where, str(error)))
            return
        area = self._area(count, month)
        if area is None:
            self._refuse_area(where, count)
        elif number is None or number < 0:
            self.faults.append(Fault(where, f'count "{count.count}" is not a number of records.'))
        else:
            self._add(count.measure, area, month, number)

    def _add(self, name: str, area: str, month: Month, number: float) -> None:
        measure = RENAMED.get(name, name)
        if measure != name:
            self.renamed[name] += 1
        self.cells[measure, area, month] += number  # type: ignore[assignment]

    def _month(self, cell: Any) -> Month:
        if cell not in self._months:
            period = read_period(cell)
            self._months[cell] = Month.parse(str(period))
        return self._months[cell]

    def _area(self, count: Count, month: Month) -> str | None:
        if (count.force, count.area) not in self._areas:
            self._areas[count.force, count.area] = self._find_area(count.force, count.area, month)
        return self._areas[count.force, count.area]

    def _find_area(self, force: str, name: str, month: Month) -> str | None:
        known = self._grounds.force(force)
        if known is None:
            return None
        ground = self._grounds.on(known, month.start)
        if ground.is_whole:
            return known
        nowhere = NOWHERE.get(slug(name))
        if nowhere:
            return f"{known}:{nowhere}"
        # An area of the body that lies in no force, such as an airport, is found by its own key.
        by_key = slug(name) if self.request.areas is None or slug(name) in self._grounds.tree else None
        return ground.named(name) or by_key

    def _refuse_area(self, where: str, count: Count) -> None:
        if self.unknown[count.force][count.area]:  # said once
            return
        self.unknown[count.force][count.area] += 1
        tree = self._grounds.tree
        near = get_close_matches(slug(count.area), tree.keys, n=1)
        hint = f'Did the body mean "{near[0]}"?' if near else f"Add it to the body's areas under {count.force}."
        self.faults.append(Fault(where, f'area "{count.area}" of {count.force} is not known. {hint}'))

    def doubts(self) -> list[Doubt]:
        renamed = [
            Doubt(name, f"{rows:,} cells of this older offence group were counted as {RENAMED[name]}.")
            for name, rows in sorted(self.renamed.items())
        ]
        totals = area_totals((area, month, count) for (_, area, month), count in self.cells.items())
        return [*renamed, *incomplete_doubts(totals), *badly_placed_doubts(self._placed(totals))]

    def _placed(self, totals: Mapping[tuple[str, Month], float]) -> dict[Month, tuple[float, float]]:
        """Records without a place and with one, by month; nothing for a panel of several forces."""
        placed: dict[Month, float] = defaultdict(float)
        nowhere: dict[Month, float] = defaultdict(float)
        for (_, month), count in totals.items():
            placed[month] += count
        for (_, area, month), count in self.cells.items():
            if area.endswith(f":{Where.NO_LOCATION}"):
                nowhere[month] += count
        return {month: (nowhere[month], placed[month]) for month in nowhere} if len(self.forces) == 1 else {}
