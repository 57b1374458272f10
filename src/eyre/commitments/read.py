"""A test from its plain mapping (TOML, JSON, a form), with faults that name the kind a parameter belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, cast, get_args

from eyre.body.commitment_test import Test
from eyre.commitments.faults import CIRCULAR
from eyre.core import Fault
from eyre.core.codec import read_record

KINDS: dict[str, type[Any]] = {
    next(str(each.default) for each in fields(kind) if each.name == "kind"): kind
    for kind in get_args(get_args(Test)[0])
}
PARAMETERS = {word: {each.name for each in fields(kind)} for word, kind in KINDS.items()}


def read_test(mapping: Mapping[str, Any], where: str = "test") -> tuple[Test | None, list[Fault]]:
    """Return the test, or None and every fault: an unknown kind, a parameter of another kind, a test within itself."""
    found = list(_faults(mapping, where, ()))
    if found:
        return None, found
    test, faults = read_record(KINDS[mapping["kind"]], mapping, where)
    return cast("Test | None", test), faults


def _faults(mapping: Mapping[str, Any], where: str, above: tuple[int, ...]) -> Iterator[Fault]:
    if id(mapping) in above:
        yield Fault(where, CIRCULAR)
        return
    kind = mapping.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        found = f'"{kind}" is not a kind of test.' if kind else "A test needs a kind."
        yield Fault(f"{where}.kind", f"{found} Write one of: {', '.join(KINDS)}.")
    else:
        yield from (
            Fault(f"{where}.{name}", _other_kind(name, kind)) for name in mapping if name not in PARAMETERS[kind]
        )
    tests = mapping.get("tests", ())
    for at, each in enumerate(tests if isinstance(tests, list | tuple) else ()):
        if isinstance(each, Mapping):
            yield from _faults(each, f"{where}.tests[{at}]", (*above, id(mapping)))


def _other_kind(name: str, kind: str) -> str:
    owners = [word for word, names in PARAMETERS.items() if name in names]
    takes = ", ".join(each.name for each in fields(KINDS[kind]) if each.name != "kind")
    of = f"is a parameter of {', '.join(owners)}, not of {kind}" if owners else "is no parameter of any kind"
    return f'"{name}" {of}. Leave it out, or write one of: {takes}.'
