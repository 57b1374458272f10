"""The pages of the manual that list records: the body folder's files, and what is in a pack."""

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args

from eyre.body.check import LEADS_TO, NOT_KEYS
from eyre.body.commitment_test import Test
from eyre.body.folder import BODY, ONE_EACH, ONE_FILE, TABLES
from eyre.body.registers import Issued, IssuedProjection, LoadEntry
from eyre.body.settings import Body
from eyre.disclosure import Suppressed
from eyre.measures import Measure
from eyre.pack.charts import ChartSpec
from eyre.pack.document import Block, Document
from eyre.pack.text import TextSpan
from record_tables import enum_section, reached, record_section

HERE = Path(__file__).parent

# What a field's keys lead to, with its article, as `eyre check` looks for them.
REGISTERS = {name: f"{'an' if register[0] in 'aeiou' else 'a'} {register}" for name, register in LEADS_TO.items()}


def body_folder_page() -> str:
    """Return the reference of the body folder: its layout, and every field of every file."""
    return "\n".join([(HERE / "body_folder_head.md").read_text("utf-8"), *_files(), *_values()])


def _tops() -> dict[str, Any]:
    """The record of each file, by the file's name."""
    return {
        BODY: Body,
        "measures/<key>.toml": Measure,
        "meetings/<series>-<date>.toml": ONE_EACH["meetings"],
        **{f"{name}.csv": cls for name, cls in TABLES.items()},
        **{f"{name}.toml": cls for name, cls in ONE_FILE.items()},
        **{f"{name}/*.toml": cls for name, cls in ONE_EACH.items() if name != "meetings"},
        "loads.csv": LoadEntry,
        "issued/<key>/issued.toml": Issued,
        "issued/projections/<as_of>-<key>-<hash>.toml": IssuedProjection,
    }


def _files() -> Iterator[str]:
    """A section a file, with its record and those that only it or it first holds."""
    seen: set[Any] = set()
    tests = reached([Test])
    for name, top in _tops().items():
        yield f"## `{name}`\n"
        for cls in reached([top]):
            if cls not in seen and cls not in tests and not issubclass(cls, Enum):
                yield from _section(cls)
                seen.add(cls)
    yield "## The test of a commitment\n"
    yield f"{THE_TESTS}\n"
    for cls in tests:
        if not issubclass(cls, Enum):
            yield from _section(cls)


THE_TESTS = (
    "A test is data: its `kind` says which of the following it is. In a commitment's file it stands as\n"
    '`test = { kind = "level", measure = "burglary", … }`. Eyre reads, checks and keeps tests in this version; what a\n'
    "test says about a series is not worked out yet."
)


def _section(cls: type[Any]) -> Iterator[str]:
    registers = {name: says for name, says in REGISTERS.items() if (cls.__name__, name) not in NOT_KEYS}
    yield from record_section(cls, depth=3, registers=registers)


def _values() -> Iterator[str]:
    yield "## Words that may stand in a field\n"
    for cls in sorted(reached([*_tops().values(), Test]), key=lambda cls: cls.__name__):
        if issubclass(cls, Enum):
            yield from enum_section(cls, depth=3)


# --- the pack ------------------------------------------------------------------------------------------------------


def pack_page() -> str:
    """Return the reference of a pack: its files, and every kind of node of pack.json."""
    return "\n".join([(HERE / "pack_head.md").read_text("utf-8"), *_nodes()])


def _nodes() -> Iterator[str]:
    """Blocks, spans and chart specifications in sections of their own; then what they hold."""
    groups = {"Blocks": Block, "Spans": TextSpan, "Charts": ChartSpec}
    kinds = {title: get_args(union) for title, union in groups.items()}
    every = [cls for cls in reached([Document]) if cls is not Suppressed]
    named = {cls for group in kinds.values() for cls in group}
    yield from _nodes_of("The document", [cls for cls in every if cls.__name__ in ("Document", "Section", "Text")])
    for title, group in kinds.items():
        yield from _nodes_of(title, list(group))
    first = {"Document", "Section", "Text"}
    rest = [cls for cls in every if cls not in named and cls.__name__ not in first and not issubclass(cls, Enum)]
    yield from _nodes_of("What they hold", rest)
    yield "## Words that may stand in a key\n"
    for cls in sorted((cls for cls in every if issubclass(cls, Enum)), key=lambda cls: cls.__name__):
        yield from enum_section(cls, depth=3)


def _nodes_of(title: str, classes: list[type[Any]]) -> Iterator[str]:
    yield f"## {title}\n"
    for cls in classes:
        yield from record_section(cls, depth=3, with_defaults=False)
