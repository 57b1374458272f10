"""police.uk street files and outcome files, as they come, to monthly counts by area and crime type.

The rules, each with its reason:
- Nothing is dropped and nothing is taken for a duplicate. Anti-social behaviour has no Crime ID, so that its rows
  look alike; an ID that occurs twice is counted twice, and said.
- "Falls within" is believed before the file's name and before "Reported by"; "Month" before the file's name.
- The district is the LSOA name less the number of the small area. A row without LSOA, and a row of a district that
  is not the force's, are counted in areas of their own: the areas of a force add up to its records.
- Where a file is about a force and month, a type without rows in an area is a real 0. A few stray rows of another
  force or month are counted, but make no zeros and complete nothing.
- "Last outcome category" is as at the download: young months are cut off on the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eyre.body.coverage import Coverage, Subject
from eyre.core import BadInput, Doubt, Fault, raise_if_any
from eyre.engines import OUTCOMES, STREET, CannotCount, Engine, Layout, RowCount, engine_named
from eyre.readers.figures import figures_table
from eyre.readers.placing import Grounds, published_areas
from eyre.readers.reading import OGL, Account, Reading, SourceFile
from eyre.readers.request import Request
from eyre.readers.street_count import StreetCount
from eyre.readers.street_doubts import street_doubts
from eyre.readers.street_faults import header_faults, is_wrong, row_faults
from eyre.readers.unpacking import Found

VERSION = "1"
PUBLISHER = "data.police.uk (Home Office)"


def read_police_uk(files: Sequence[Found], request: Request, doubts: Iterable[Doubt] = ()) -> Reading:
    """Read street files; raise BadInput with every fault of every file."""
    return _read(files, request, tuple(doubts), STREET)


def read_outcomes(files: Sequence[Found], request: Request, doubts: Iterable[Doubt] = ()) -> Reading:
    """Read `-outcomes.csv` files to outcomes recorded in a month, whatever month the crime was of."""
    return _read(files, request, tuple(doubts), OUTCOMES)


def _read(files: Sequence[Found], request: Request, doubts: tuple[Doubt, ...], layout: Layout) -> Reading:
    raise_if_any([fault for file in files for fault in header_faults(file, layout)])
    engine = engine_named(request.engine)
    grounds = Grounds(published_areas() if request.areas is None else request.tree)
    count = StreetCount(files, grounds, layout, request.outcomes)
    for rows in _counted(engine, files, layout):
        count.add(rows)
    raise_if_any(count.twice() or _nothing_known(count))
    count.fill_zeros()
    surplus = engine.surplus_ids([file.path for file in files], layout) if layout is STREET else {}
    return _reading(count, (*doubts, *street_doubts(count, surplus)))


def _counted(engine: Engine, files: Sequence[Found], layout: Layout) -> list[RowCount]:
    """The rows counted; where the count shows that something is wrong, a second pass says in which rows."""
    stopped = ""
    try:
        rows = engine.count_street_rows([file.path for file in files], layout)
    except CannotCount as error:
        rows, stopped = [], str(error)
    if stopped or any(is_wrong(row, layout) for row in rows):
        faults = [fault for file in files for fault in row_faults(file, layout)]
        raise BadInput(faults or f"The files cannot be counted. {stopped}")
    return rows


def _nothing_known(count: StreetCount) -> list[Fault]:
    if count.cells:
        return []
    names = ", ".join(sorted({name for name, _ in count.left_out}))
    what = f"the body knows none of these forces: {names}. Add one to its areas." if names else "there are no rows."
    return [Fault(", ".join(file.name for file in count.files), what)]


def _reading(count: StreetCount, doubts: tuple[Doubt, ...]) -> Reading:
    cells = sorted(count.cells, key=lambda cell: (*cell[:3], cell[3].index))
    sources = (
        SourceFile(name=file.name, sha256=file.sha256, bytes=file.size, rows=count.rows_of(number))
        for number, file in enumerate(count.files)
    )
    account = Account(
        reader="police_uk" if count.layout is STREET else "police_uk_outcomes",
        reader_version=VERSION,
        publisher=PUBLISHER,
        licence=OGL,
        covers=Coverage.of_cells((Subject(measure), area, month) for measure, _, area, month in cells),
        sources=tuple(sources),
        doubts=doubts,
        tallies=count.tallies(),
    )
    return Reading(figures_table((*cell, float(count.cells[cell])) for cell in cells), account)
