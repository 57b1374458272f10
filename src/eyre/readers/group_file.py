"""Comparison groups from a file: a body.toml, or CSV with the columns of a group (members with a space between)."""

from __future__ import annotations

from eyre.body.settings import Body, ComparisonGroup
from eyre.core import BadInput, Fault, raise_if_any
from eyre.core.codec import read_csv, read_toml

LEVELS = ("force", "local")


def read_groups(data: bytes, where: str) -> tuple[ComparisonGroup, ...]:
    """The groups of a file. Raises BadInput with every fault, and where there is no group."""
    if where.endswith(".toml"):
        body, faults = read_toml(Body, data, where)
        raise_if_any(faults)
        groups = body.comparison_groups if body else ()
    else:
        found, faults = read_csv(ComparisonGroup, data, where)
        raise_if_any(faults)
        groups = tuple(found)
    if not groups:
        raise BadInput([Fault(where, "has no comparison group.")])
    raise_if_any([Fault(where, f'group {g.key}: level "{g.level}" is not one of {", ".join(LEVELS)}.')
                  for g in groups if g.level not in LEVELS])  # fmt: skip
    return groups
