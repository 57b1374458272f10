"""Engines count the rows of large files. Each gives the same answer; the plain one, `memory`, is the judge.

The choice is by name, so that an engine's own package is imported only where it is used.
"""

from __future__ import annotations

from importlib import import_module

from eyre.core.errors import NotFound
from eyre.engines.layouts import OUTCOMES, STREET, Layout
from eyre.engines.protocol import CannotCount, Engine, RowCount

ENGINES = {"duckdb": "eyre.engines.duckdb_engine:DuckDbEngine", "memory": "eyre.engines.memory:MemoryEngine"}
DEFAULT = "duckdb"

__all__ = [
    "DEFAULT",
    "ENGINES",
    "OUTCOMES",
    "STREET",
    "CannotCount",
    "Engine",
    "Layout",
    "RowCount",
    "engine_named",
]


def engine_named(name: str = DEFAULT) -> Engine:
    """The engine of a name; raise NotFound with the names there are."""
    if name not in ENGINES:
        raise NotFound(f'There is no engine "{name}". Engines: {", ".join(sorted(ENGINES))}.')
    module, _, cls = ENGINES[name].partition(":")
    engine: Engine = getattr(import_module(module), cls)()
    return engine
