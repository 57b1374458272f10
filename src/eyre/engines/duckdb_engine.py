"""The usual engine: a typed scan by DuckDB, every column as text.

Everything that touches DuckDB's own interface stands in `_Connection`, so that another version is a change of one
class. Only `execute().fetchall()` is used: other ways of fetching were taken away in 2.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from eyre.engines.layouts import LSOA_SUFFIX, STREET, Layout
from eyre.engines.protocol import CannotCount, RowCount

THREADS = 2
MEMORY_LIMIT = "1GB"
SETTINGS = f"""
    SET threads = {THREADS};
    SET memory_limit = '{MEMORY_LIMIT}';
    SET enable_progress_bar = false;
    SET preserve_insertion_order = false;
    SET autoinstall_known_extensions = false;
    SET autoload_known_extensions = false;
"""


class DuckDbEngine:
    name = "duckdb"

    def count_street_rows(self, files: Sequence[Path], layout: Layout = STREET) -> list[RowCount]:
        """A file at a time: its name as one more thing to group by costs a fifth of the time."""
        with _Connection() as connection:
            return sorted(
                RowCount(number, *said)
                for number, path in enumerate(files)
                for said in connection.rows(_counting(path, layout))
            )

    def surplus_ids(self, files: Sequence[Path], layout: Layout = STREET) -> dict[str, int]:
        if not files:
            return {}
        counting = f"""
            SELECT {_text("Falls within")} AS force, count(*) - count(DISTINCT "Crime ID")
            FROM {_scan(files, layout)} WHERE {_text("Crime ID")} <> '' GROUP BY ALL ORDER BY force
        """
        with _Connection() as connection:
            return dict(connection.rows(counting))


def _counting(path: Path, layout: Layout) -> str:
    """Rows are first counted as they stand: what is done to a name is then done once a name, not once a row."""
    outcome = f'"{layout.outcome}"' if layout.outcome else "''"
    return f"""
        SELECT {_text("month")}, {_text("reported")}, {_text("falls")},
               regexp_replace({_text("lsoa")}, '{LSOA_SUFFIX}', ''), {_text("what")}, {_text("outcome")},
               sum(rows)::BIGINT
        FROM (SELECT "Month", "Reported by", "Falls within", "LSOA name", "{layout.what}", {outcome}, count(*)
              FROM {_scan([path], layout)} GROUP BY ALL) AS counted(month, reported, falls, lsoa, what, outcome, rows)
        GROUP BY ALL
    """


def _text(name: str) -> str:
    """A column with "" where it is empty."""
    return f"coalesce(\"{name}\", '')"


def _scan(files: Sequence[Path], layout: Layout) -> str:
    """The files as a table of text columns: nothing is guessed, so that one odd file cannot change a type."""
    paths = ", ".join(_quoted(str(path)) for path in files)
    columns = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in layout.columns)
    return (
        f"read_csv([{paths}], columns = {{{columns}}}, auto_detect = false, header = true, delim = ',', "
        "quote = '\"', escape = '\"')"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


class _Connection:
    """DuckDB, with what it may use and how it fails."""

    def __enter__(self) -> Self:
        import duckdb

        self._duckdb = duckdb.connect(":memory:")
        self._duckdb.execute(SETTINGS)
        return self

    def __exit__(self, *_: object) -> None:
        self._duckdb.close()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        import duckdb

        try:
            return self._duckdb.execute(sql).fetchall()
        except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
            raise CannotCount(str(error).partition("\n")[0]) from error
