"""Check tests/requirements.csv: every row names a requirement and a test that exists.

A test is written as pytest prints it, `tests/unit/spc/test_rules.py::test_name`; a parameter in brackets may
follow.
All faults are printed at once; the exit code is 1 if there are any.
"""

import ast
import csv
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "tests" / "requirements.csv"
COLUMNS = ["requirement", "test", "note"]


@cache
def names_in(path: Path) -> frozenset[str]:
    """Return the functions of a test file, and the methods of its classes as `Class::method`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(functions_of(tree.body))


def functions_of(body: list[ast.stmt], prefix: str = "") -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + node.name
        elif isinstance(node, ast.ClassDef):
            yield from functions_of(node.body, f"{prefix}{node.name}::")


def fault_of(row: dict[str, str], root: Path) -> str | None:
    """Say what is wrong with a row, or None."""
    requirement, test = row["requirement"], row["test"]
    if not requirement:
        return "no requirement is named"
    file, _, name = test.partition("::")
    path = root / file
    if not name:
        return f'{requirement}: "{test}" is not a test. Write it as tests/…/test_x.py::test_name'
    if not path.is_file():
        return f"{requirement}: there is no file {file}"
    if name.partition("[")[0] not in names_in(path):
        return f"{requirement}: {file} has no {name}"
    return None


def faults_in(table: Path, root: Path) -> list[str]:
    """Return every fault of the table, each with its line."""
    with table.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != COLUMNS:
            return [f"line 1: the columns must be {', '.join(COLUMNS)}; found {reader.fieldnames}"]
        rows = [(reader.line_num, row) for row in reader]
    return [f"line {line}: {fault}" for line, row in rows if (fault := fault_of(row, root))]


def main() -> int:
    faults = faults_in(TABLE, ROOT)
    for fault in faults:
        print(f"{TABLE.relative_to(ROOT)}, {fault}", file=sys.stderr)
    if not faults:
        print("tests/requirements.csv: every test it names exists.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
