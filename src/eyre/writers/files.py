"""A pack as a folder: page, PDF, Word, workbook, JSON, tables, charts. It appears whole or not at all."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path, PurePosixPath

from eyre.body.files import write_whole
from eyre.body.house import PLAIN_HOUSE, House
from eyre.core import Refused
from eyre.disclosure import Released
from eyre.pack.document import Chart, Document, Section, charts_of, tables_of
from eyre.writers.csv import to_csv, to_index
from eyre.writers.formats import FORMATS, check_formats
from eyre.writers.pictures import chart_pngs
from eyre.writers.svg import draw_alone

PACK = "pack"
TREE, INDEX = f"{PACK}.json", "tables.csv"
CSV, PNG = "csv", "png"
OF_TABLES = (CSV, "ods", "xlsx")  # formats that hold the tables of a document and nothing else
LONGEST_NAME = 60


def write_pack(
    document: Document, folder: Path, formats: Sequence[str] = ("html",), house: House = PLAIN_HOUSE
) -> list[Path]:
    """Write `pack.<format>`, `pack.json`, `tables.csv`, `tables/*.csv` and `charts/*.svg`; return the files written.

    png: every chart also as a picture to be copied, `charts/*.png`, with its sentence, title and source.

    The folder is made anew beside its place and then moved there, so that a reader never sees half of it. An earlier
    pack there is replaced; a folder that holds anything else is refused. The same document gives the same bytes.
    Raises BadInput for a format that is not among `FORMATS`.
    """
    whole = [each for each in formats if each != PNG]
    check_formats(whole)
    _check_may_replace(folder)
    contents: dict[str, str | bytes] = {
        **_pages(document, whole, house),
        **_tables(tables_of(document)),
        **_charts([chart for _, chart in charts_of(document)], as_pictures=PNG in formats),
    }
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for name, content in contents.items():
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    _move_into_place(fresh, folder)
    return [folder / name for name in contents]


def write_paper(
    document: Document,
    folder: Path,
    name: str,
    formats: Sequence[str],
    house: House = PLAIN_HOUSE,
    *,
    audit_head: str = "",
) -> list[Path]:
    """Write a paper as `name.<format>` into a folder; return the files written. An earlier one is replaced.

    csv: its one table; of several tables one file each. Refused where a format needs tables and the paper has none.
    Everything is drawn before anything is written. The same document gives the same bytes.
    """
    wanted = list(dict.fromkeys(formats))
    check_formats([each for each in wanted if each != CSV])
    tables = list(dict.fromkeys(table for _, table in tables_of(document)))
    if not tables and (empty := [each for each in wanted if each in OF_TABLES]):
        raise Refused(
            f'"{document.title.plain}" holds words and no table of figures or records: {", ".join(empty)} would be '
            "empty. Take html, pdf or docx."
        )
    contents: dict[str, str | bytes] = {}
    for each in wanted:
        if each == CSV:
            contents |= _paper_tables(name, tables)
        else:
            contents[f"{name}.{each}"] = FORMATS[each](document, house, audit_head=audit_head)
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in contents.items():
        write_whole(folder / file, content)
    return [folder / file for file in contents]


def _paper_tables(name: str, tables: Sequence[Released]) -> dict[str, str]:
    if len(tables) == 1:
        return {f"{name}.{CSV}": to_csv(tables[0])}
    files: dict[str, str] = {}
    for table in tables:
        free = _free_name("", f"{name}-{table.title}", f".{CSV}", files)
        files[free] = to_csv(table)
    return files


def _check_may_replace(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file. Give a folder to write the pack to.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / TREE).is_file():
        raise Refused(f"{folder} holds other files. Give an empty folder, a new one, or one that holds a pack.")


def _move_into_place(fresh: Path, folder: Path) -> None:
    """Two renames: Windows does not rename over a folder."""
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _pages(document: Document, formats: Sequence[str], house: House) -> dict[str, bytes]:
    """The document in every format asked for; JSON always: it shows that a folder holds a pack."""
    return {f"{PACK}.{each}": FORMATS[each](document, house) for each in dict.fromkeys((*formats, "json"))}


def _tables(tables: Iterable[tuple[Section, Released]]) -> dict[str, str]:
    """A table shown twice is one file, and one row of the index for each place it stands in."""
    files: dict[str, str] = {}
    names: dict[Released, str] = {}
    index = []
    for section, table in tables:
        if table not in names:
            names[table] = _free_name("tables", table.title, ".csv", files)
            files[names[table]] = to_csv(table)
        index.append((names[table], section.heading.plain, table))
    return {INDEX: to_index(index), **files}


def _charts(charts: Sequence[Chart], *, as_pictures: bool) -> dict[str, str | bytes]:
    files: dict[str, str] = {}
    for chart in charts:
        files[_free_name("charts", chart.table.title, ".svg", files)] = draw_alone(chart)
    if not as_pictures:
        return dict(files)
    pictures = zip(files, chart_pngs(charts), strict=True)
    return {**files, **{f"{name.removesuffix('.svg')}.{PNG}": png for name, png in pictures}}


def _free_name(folder: str, title: str, ending: str, taken: dict[str, str]) -> str:
    return next(name for name in _names(folder, title, ending) if name not in taken)


def _names(folder: str, title: str, ending: str) -> Iterator[str]:
    """Names for a file in plain letters and digits: as the title says, then with a number behind."""
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:LONGEST_NAME].strip("-") or "untitled"
    yield str(PurePosixPath(folder, slug + ending))
    for number in count(2):
        yield str(PurePosixPath(folder, f"{slug}-{number}{ending}"))
