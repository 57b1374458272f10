"""Records as tables for the manual: every field with what it holds, whether it is needed, and what it means.

A meaning is taken from where a programmer wrote it: from the line "name: …" of the class's docstring, and from the
comment beside the field. What is in neither stands in the sentence above the table.
"""

import inspect
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time
from enum import Enum
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from eyre.body.commitment_test import Test
from eyre.core import Facet, Month, Period, Reference
from eyre.core.codec import TimeOfDay
from eyre.core.keys import AreaKey, Key
from eyre.core.written import Written
from eyre.disclosure import Suppressed
from eyre.pack.charts import ChartSpec
from eyre.pack.document import Block
from eyre.pack.text import TextSpan

NONE: Mapping[str, str] = MappingProxyType({})
IN_WORDS: dict[Any, str] = {
    str: "text", int: "whole number", float: "number", bool: "true or false", date: "date", time: "time",
    TimeOfDay: "time", Month: "month", Period: "period", Reference: "reference", Facet: "facet",
    Key: "key", AreaKey: "key of an area", dict[str, Any]: "test with blanks such as `<after>`",
}  # fmt: skip
# Said in a section of their own.
ELSEWHERE: dict[Any, str] = {
    Test: "[test](#the-test-of-a-commitment)",
    Block: "[block](#blocks)",
    TextSpan: "[span](#spans)",
    ChartSpec: "[chart specification](#charts)",
    Suppressed: "[what is hidden](#packjson)",
}


def in_words(hint: Any) -> str:
    """What a field holds: text, a date, a list of another record, one of the values of an enum."""
    if said := IN_WORDS.get(hint) or ELSEWHERE.get(hint):
        return said
    parts = [part for part in get_args(hint) if part not in (NoneType, Ellipsis)]
    if get_origin(hint) is Literal:
        return "one of " + ", ".join(f"`{part}`" for part in parts) if len(parts) > 1 else f"always `{parts[0]}`"
    if get_origin(hint) is Annotated:
        return in_words(parts[0])
    if get_origin(hint) in (Union, UnionType):
        return " or ".join(dict.fromkeys(map(in_words, parts)))
    if get_origin(hint) is tuple:
        return _list_in_words(hint, parts)
    return f"[{hint.__name__}](#{hint.__name__.lower()})"


def _list_in_words(hint: Any, parts: list[Any]) -> str:
    if Ellipsis in get_args(hint):
        return f"list of {in_words(parts[0])}"
    return f"pair of {in_words(parts[0])}" if len(set(parts)) == 1 else "pair: " + ", ".join(map(in_words, parts))


def default_in_words(field: Field[Any]) -> str:
    """`needed`, or what stands there when the field is left out."""
    if field.default is MISSING and field.default_factory is MISSING:
        return "**needed**"
    value = field.default if field.default is not MISSING else field.default_factory()  # type: ignore[misc]
    if isinstance(value, Enum):
        return f"`{value.value}`"
    if value is None or value in ("", ()) or isinstance(value, Written):
        return "left out"
    if is_dataclass(value):
        return "its own defaults"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


# --- what a field means --------------------------------------------------------------------------------------------


def sentence_and_meanings(cls: type[Any]) -> tuple[str, dict[str, str]]:
    """The docstring without what it says of single fields, and what it and the comments say of each."""
    names = "|".join(field.name for field in fields(cls))
    head, *parts = re.split(rf"(?:(?<=[.;] )|^)((?:{names})(?:, (?:{names}))*): ", docstring(cls), flags=re.MULTILINE)
    meanings: dict[str, str] = {}
    for asked, said in zip(parts[::2], parts[1::2], strict=True):
        for name in asked.split(", "):
            meanings[name] = _one_line(said).rstrip(";")
    for name, said in comments(cls).items():
        meanings[name] = "; ".join(filter(None, (meanings.get(name, "").rstrip("."), said)))
    return re.sub(";$", ".", _one_line(head)), meanings


def docstring(cls: type[Any]) -> str:
    """The docstring a person wrote, without its file's name; what dataclass makes of the signature is none."""
    text = inspect.cleandoc(cls.__dict__.get("__doc__") or "")
    return "" if text.startswith(f"{cls.__name__}(") else re.sub(r"^\S+\.(toml|csv)(: |\.$)", "", text)


def comments(cls: type[Any]) -> dict[str, str]:
    """The comment beside each field, or beside each value of an enum."""
    source = textwrap.dedent(inspect.getsource(cls))
    return dict(re.findall(r"^ {4}(\w+)(?: ?[:=]).*?  # (?!type:|fmt:|noqa)(.+)$", source, flags=re.MULTILINE))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def cell(text: str) -> str:
    """Text that may stand in a Markdown table."""
    return _one_line(text).replace("|", "\\|")


# --- sections ------------------------------------------------------------------------------------------------------


def record_section(
    cls: type[Any], *, depth: int, with_defaults: bool = True, registers: Mapping[str, str] = NONE
) -> Iterator[str]:
    """Heading, sentence and table of one record.

    registers: for fields of text that name something in a register, by the field's name: which register.
    """
    sentence, meanings = sentence_and_meanings(cls)
    yield f"{'#' * depth} {cls.__name__}\n"
    if sentence:
        yield f"{sentence}\n"
    yield "| field | holds | if left out | meaning |" if with_defaults else "| key | holds | meaning |"
    yield "|---|---|---|---|" if with_defaults else "|---|---|---|"
    for name, hint in hints(cls).items():
        holds = in_words(hint)
        if name in registers:
            holds = re.sub(r"\b(text|key( of an area)?)\b", f"key of {registers[name]}", holds)
        cells = [f"`{name}`", holds]
        cells += [default_in_words(cls.__dataclass_fields__[name])] if with_defaults else []
        yield f"| {' | '.join(map(cell, (*cells, meanings.get(name, ''))))} |"
    yield ""


def enum_section(cls: type[Enum], *, depth: int) -> Iterator[str]:
    """Heading, sentence and values of one enum."""
    said = comments(cls)
    yield f"{'#' * depth} {cls.__name__}\n"
    if text := docstring(cls):
        yield f"{_one_line(text)}\n"
    yield from (f"- `{value.value}`" + (f": {said[value.name]}" if value.name in said else "") for value in cls)
    yield ""


def hints(cls: type[Any]) -> dict[str, Any]:
    """What each field of a record may hold, by name, in the order they are written."""
    known = get_type_hints(cls, include_extras=True)
    return {field.name: known[field.name] for field in fields(cls)}


def reached(tops: Iterable[Any]) -> list[type[Any]]:
    """Every record and enum that some types can hold, each once, where it is first met; the tops come first."""
    found: dict[type[Any], None] = {}
    for top in tops:
        _reach(top, found)
    return list(found)


def _reach(hint: Any, found: dict[type[Any], None]) -> None:
    if hint in IN_WORDS or hint in found:
        return
    for part in get_args(hint) if get_origin(hint) is not Literal else ():
        _reach(part, found)
    if isinstance(hint, type) and issubclass(hint, Enum):
        found[hint] = None
    elif isinstance(hint, type) and is_dataclass(hint):
        found[hint] = None
        for held in hints(hint).values():
            _reach(held, found)
