"""From sources to the reader that knows their shape. A shape is told by column names, not by a file's name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from eyre.core import Doubt, Fault, raise_if_any
from eyre.readers.reading import Reading
from eyre.readers.request import Request
from eyre.readers.tables import Sheet, head_of, names, tables_of
from eyre.readers.tidy import COLUMNS as TIDY
from eyre.readers.tidy import Sheets
from eyre.readers.unpacking import FileKind, Found, Unpacker


class Shape(StrEnum):
    """What a file can be."""

    STREET = "police_uk"
    OUTCOMES = "police_uk_outcomes"
    STOP_AND_SEARCH = "stop_and_search"
    PANEL = "panel"
    BREATH_TESTS = "breath_tests"
    RECORDED_CRIME = "home_office_recorded_crime"
    HOME_OFFICE_OUTCOMES = "home_office_outcomes"
    TIDY = "tidy"


# The columns that tell a shape, the most telling first: all of a set must be there.
TELLING: tuple[tuple[frozenset[str], Shape], ...] = (
    (frozenset({"falls_within", "crime_type"}), Shape.STREET),
    (frozenset({"falls_within", "outcome_type"}), Shape.OUTCOMES),
    (frozenset({"object_of_search", "self_defined_ethnicity"}), Shape.STOP_AND_SEARCH),
    (frozenset({"majortext", "minortext"}), Shape.PANEL),
    (frozenset({"month", "area_name", "crime_type", "count"}), Shape.PANEL),
    (frozenset({"month", "force", "tests", "positive"}), Shape.BREATH_TESTS),
    (frozenset({"financial_quarter", "offence_code", "number_of_offences"}), Shape.RECORDED_CRIME),
    (
        frozenset({"financial_quarter", "outcome_type", "force_outcomes_recorded_in_quarter"}),
        Shape.HOME_OFFICE_OUTCOMES,
    ),
)
EVERY_NAME = TIDY | frozenset(name for telling, _ in TELLING for name in telling)
LEAST_OF_TIDY = 2  # of its columns: below it a table is none of ours
TEMPLATE_NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Shaped:
    """A file of which the shape is known."""

    file: Found
    shape: Shape


def read_here(request: Request, work: Path) -> Reading:
    """Read in this process, with a folder to unpack into. Only the child process and tests call this."""
    unpacker = Unpacker(work, request.limits)
    files = unpacker.unpack(request.paths)
    shapes = _shapes(files, request, unpacker.doubts)
    shape = next(iter(shapes))
    if shape in (Shape.STREET, Shape.OUTCOMES):
        return _read_police_uk(shape, shapes[shape], request, unpacker.doubts)
    return _read_tables(shape, shapes[shape], request, unpacker.doubts)


def _shapes(files: Sequence[Found], request: Request, doubts: list[Doubt]) -> dict[Shape, list[Found]]:
    """The files by shape; raise BadInput unless one is left that can be read."""
    shapes: dict[Shape, list[Found]] = defaultdict(list)
    faults: list[Fault] = []
    for file in files:
        shape = Shape(request.kind) if request.kind else shape_of(file)
        if shape is None:
            faults.append(_unknown_shape(file))
        else:
            shapes[shape].append(file)
    raise_if_any(faults)
    _leave_aside(shapes, doubts)
    if len(shapes) != 1:
        raise_if_any(_not_one(shapes, files))
    return shapes


def _leave_aside(shapes: dict[Shape, list[Found]], doubts: list[Doubt]) -> None:
    """Beside street files, a download may hold outcomes and stop and search: said, and not read with them."""
    for shape in (Shape.STOP_AND_SEARCH, Shape.OUTCOMES):
        if shape is Shape.STOP_AND_SEARCH or Shape.STREET in shapes:
            for file in shapes.pop(shape, []):
                hint = " Load it by itself to have it." if shape is Shape.OUTCOMES else ""
                doubts.append(Doubt(file.name, f"holds {shape.replace('_', ' ')}, and was not read.{hint}"))


def _not_one(shapes: dict[Shape, list[Found]], files: Sequence[Found]) -> list[Fault]:
    if not shapes:
        return [Fault(file.name, "holds stop and search, which Eyre does not read.") for file in files]
    kinds = "; ".join(f"{shape}: {found[0].name}" for shape, found in sorted(shapes.items()))
    return [Fault("", f"The files are of {len(shapes)} kinds ({kinds}). Load each kind by itself.")]


def shape_of(file: Found) -> Shape | None:
    """What a file is, by the column names it has in any of its tables; None when it is nothing that is known."""
    for table in head_of(file):
        at = table.header_at(EVERY_NAME)
        if at is not None:
            has = frozenset(names(table.rows[at][1]))
            for telling, shape in TELLING:
                if telling <= has:
                    return shape
            if len(has & TIDY) >= LEAST_OF_TIDY:
                return Shape.TIDY
    return None


def _unknown_shape(file: Found) -> Fault:
    first = next((table.rows[0][1] for table in head_of(file) if table.rows), ())
    seen = ", ".join(name for name in names(first[:12]) if name) or "nothing"
    return Fault(
        file.name,
        f"is not a table that is known: its first row holds {seen}. Columns of a tidy table: measure, area, period, "
        "value. A form to fill in: eyre load --template.",
    )


def _read_police_uk(shape: Shape, files: Sequence[Found], request: Request, doubts: Sequence[Doubt]) -> Reading:
    from eyre.readers.police_uk import read_outcomes, read_police_uk

    not_text = [file for file in files if file.kind is not FileKind.TEXT]
    raise_if_any([Fault(file.name, "is not a CSV file. Load the files as police.uk gives them.") for file in not_text])
    return (read_police_uk if shape is Shape.STREET else read_outcomes)(files, request, doubts)


def _read_tables(shape: Shape, files: Sequence[Found], request: Request, doubts: list[Doubt]) -> Reading:
    from eyre.readers import home_office
    from eyre.readers.breath_tests import read_breath_tests
    from eyre.readers.panel import read_panel
    from eyre.readers.tidy import read_tidy

    readers = {
        Shape.PANEL: read_panel,
        Shape.BREATH_TESTS: read_breath_tests,
        Shape.TIDY: read_tidy,
        Shape.RECORDED_CRIME: home_office.read_recorded_crime,
        Shape.HOME_OFFICE_OUTCOMES: home_office.read_outcomes,
    }
    return readers[shape](_sheets(files, doubts), request, doubts)


def _sheets(files: Sequence[Found], doubts: list[Doubt]) -> Sheets:
    """Every table of the files that has a header; the others are said."""
    found = []
    for file in files:
        for table in tables_of(file):
            at = table.header_at(EVERY_NAME)
            if at is not None:
                found.append((file, Sheet.of(table, at)))
            elif table.rows and TEMPLATE_NOTES not in table.where.lower():
                doubts.append(Doubt(table.where, "has no header that is known, and was not read."))
    return found
