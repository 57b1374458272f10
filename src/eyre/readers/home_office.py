"""Home Office open data by quarter and force: offences recorded, and outcomes by their two definitions.

- recorded crime: financial_year, financial_quarter, force_name, offence_subgroup, number_of_offences
- outcomes: the same with outcome_type, and the two counts that are two different measures and are never mixed:
  outcomes of the offences recorded in the quarter (all offences of the quarter, those without an outcome yet among
  them), and outcomes recorded in the quarter (whenever the offence was recorded)

Offences are added up to their subgroup (`offence=domestic_burglary`) and to all; outcomes are k of n, one facet an
outcome type (`outcome=1` is charged or summonsed). Quarter 4 of a financial year lies in the next calendar year.
The file holds every offence of its forces and quarters, so an offence or an outcome without a row has no figure, and
one that an earlier publication had is withdrawn.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from eyre.core import Doubt, EyreError, Facet, Fault, FinancialQuarter, Period, raise_if_any
from eyre.readers.breath_tests import left_out_doubts
from eyre.readers.cells import NotANumber, read_number
from eyre.readers.crime_types import type_key
from eyre.readers.figures import Figure
from eyre.readers.placing import Grounds, published_areas
from eyre.readers.reading import OGL, Reading
from eyre.readers.request import Request
from eyre.readers.tidy import Sheets, reading_of

VERSION = "1"
RECORDED = "offences_recorded"
OF_OFFENCES = "outcomes_of_offences_recorded"  # out of all offences recorded in the quarter
IN_QUARTER = "outcomes_recorded_in_quarter"  # out of all outcomes recorded in the quarter
PUBLISHER_OF_CRIME = "Home Office (police recorded crime open data)"
PUBLISHER_OF_OUTCOMES = "Home Office (outcomes open data)"
COLUMNS = {
    OF_OFFENCES: "force_outcomes_for_offences_recorded_in_quarter",
    IN_QUARTER: "force_outcomes_recorded_in_quarter",
}
QUARTERS = (1, 2, 3, 4)
_YEAR = re.compile(r"(\d{4})[/-](\d{2})(\d{2})?")

Cell = tuple[str, str, Period, str]  # measure, force, quarter, offence subgroup ("" for all)


def read_recorded_crime(sheets: Sheets, request: Request, doubts: Iterable[Doubt] = ()) -> Reading:
    """Read offences recorded of the forces that the body knows; raise BadInput with every fault."""
    rows = _Rows(request)
    totals: Counter[Cell] = Counter()
    for where, row in _records(sheets):
        try:
            key = rows.key(row)
            number = _number(row, "number_of_offences", may_be_missing=False) if key else None
        except EyreError as error:
            rows.faults.append(Fault(where, str(error)))
            continue
        if key and number is not None:
            for offence in {key[2], ""}:
                totals[RECORDED, key[0], key[1], offence] += number  # type: ignore[assignment]
    figures: list[Figure] = [
        (measure, _facet(offence), force, period, float(count) if count >= 0 else None, None, None, None)
        for (measure, force, period, offence), count in totals.items()
    ]
    return rows.reading(figures, sheets, doubts, "recorded_crime", PUBLISHER_OF_CRIME)


def read_outcomes(sheets: Sheets, request: Request, doubts: Iterable[Doubt] = ()) -> Reading:
    """Read outcomes of the forces that the body knows, as two measures; raise BadInput with every fault."""
    rows = _Rows(request)
    hits: dict[Cell, Counter[int]] = defaultdict(Counter)
    for where, row in _records(sheets):
        try:
            key = rows.key(row)
            outcome = _outcome(row)
            numbers = {measure: _number(row, name) for measure, name in COLUMNS.items()} if key else {}
        except EyreError as error:
            rows.faults.append(Fault(where, str(error)))
            continue
        for measure, number in numbers.items():
            if key and number is not None:
                for offence in {key[2], ""}:
                    hits[measure, key[0], key[1], offence][outcome] += number  # type: ignore[assignment]
    figures = [figure for cell, own in hits.items() for figure in _shares(cell, own)]
    return rows.reading(figures, sheets, doubts, "outcomes", PUBLISHER_OF_OUTCOMES)


def _shares(cell: Cell, own: Counter[int]) -> Iterator[Figure]:
    """The share of each outcome type; none where quarters were corrected by more than they held."""
    measure, force, period, offence = cell
    of = float(sum(own.values()))
    is_possible = min(own.values()) >= 0
    for outcome, count in own.items():
        value = 100 * count / of if is_possible and of else None
        base = (float(count), of) if is_possible else (None, None)
        yield (measure, _facet(offence, outcome), force, period, value, *base, None)


@dataclass
class _Rows:
    """What rows have in common: a force that the body knows, a quarter, an offence."""

    request: Request
    faults: list[Fault] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    _forces: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._grounds = Grounds(published_areas() if self.request.areas is None else self.request.tree)

    def key(self, row: dict[str, Any]) -> tuple[str, Period, str] | None:
        """Force, quarter and subgroup; None for a force that the body does not know."""
        name = str(row.get("force_name") or row.get("force"))
        force = self._force(name, row)
        if force is None:
            self.left_out[name] += 1
            return None
        return force, _quarter(row), type_key(str(row.get("offence_subgroup") or row.get("offence_group")))

    def _force(self, name: str, row: dict[str, Any]) -> str | None:
        if name not in self._forces:
            turned = " ".join(reversed(name.split(", ")))  # "London, City of"
            names = (turned, name, str(row.get("force") or name))
            self._forces[name] = next((f for each in names if (f := self._grounds.force(each))), None)
        return self._forces[name]

    def reading(
        self, figures: list[Figure], sheets: Sheets, doubts: Iterable[Doubt], reader: str, publisher: str
    ) -> Reading:
        raise_if_any(self.faults or ([] if figures else [Fault("", "The body knows none of these forces.")]))
        more = (*doubts, *left_out_doubts(self.left_out), *_impossible(figures))
        made = {"reader": f"home_office_{reader}", "version": VERSION, "publisher": publisher, "licence": OGL}
        return reading_of(figures, sheets, more, **made, whole=True)


def _records(sheets: Sheets) -> Iterator[tuple[str, dict[str, Any]]]:
    return (record for _, sheet in sheets for record in sheet.records())


def _quarter(row: dict[str, Any]) -> FinancialQuarter:
    year, quarter = str(row.get("financial_year")), read_number(row.get("financial_quarter")).value
    found = _YEAR.fullmatch(year)
    if not found or (int(found[1]) + 1) % 100 != int(found[3] or found[2]) or quarter not in QUARTERS:
        raise NotANumber(
            f'financial_year "{year}" and financial_quarter "{row.get("financial_quarter")}" are not a quarter. '
            "Write them as 2017/18 and 1 to 4."
        )
    return FinancialQuarter(int(found[1]), int(quarter))


def _number(row: dict[str, Any], name: str, *, may_be_missing: bool = True) -> float | None:
    """A count; below 0 where crimes of earlier quarters were cancelled or moved to another force."""
    number = read_number(row.get(name)).value
    if number is None and not may_be_missing:
        raise NotANumber(f"{name} is empty. Write 0 where there was none.")
    return number


def _outcome(row: dict[str, Any]) -> int:
    number = read_number(row.get("outcome_type")).value
    if number is None or number < 0 or not float(number).is_integer():
        raise NotANumber(f'outcome_type "{row.get("outcome_type")}" is not the number of an outcome, such as 1 or 14.')
    return int(number)


def _facet(offence: str, outcome: int | None = None) -> str:
    parts = {"offence": offence} if offence else {}
    return str(Facet.of(**parts, **({} if outcome is None else {"outcome": str(outcome)})))


def _impossible(figures: Iterable[Figure]) -> list[Doubt]:
    forces = Counter(force for _, _, force, _, value, _, base, _ in figures if value is None and base is None)
    what = "below 0 after corrections of earlier quarters, read as missing"
    return [Doubt(force, f"{n} figure{'' if n == 1 else 's'} {what}.") for force, n in sorted(forces.items())]
