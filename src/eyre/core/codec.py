"""Records to and from their plain mapping, and to their one canonical writing in TOML and CSV.

A record is a frozen dataclass made with `@record`. `read_record` turns a plain mapping (from TOML, JSON or a CSV row)
into it, with every fault found; `plain` turns it back, leaving out what has its default; `write_toml` sorts keys, so
that the same record always gives the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast, dataclass_transform, get_args

from eyre.core.errors import Fault
from eyre.core.written import Written

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """A frozen value with named fields, which may be read from a mapping that holds these fields and no others."""
    cls.__pydantic_config__ = {"extra": "forbid"}  # type: ignore[attr-defined]
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


class ByKind:
    """Marks a union of records that tell themselves apart by their `kind`: `Annotated[A | B, ByKind()]`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        choices = {_kind(choice): handler.generate_schema(choice) for choice in get_args(source)}
        return core_schema.tagged_union_schema(choices, discriminator="kind")


def _kind(cls: Any) -> str:
    return next(str(field.default) for field in fields(cls) if field.name == "kind")


# --- reading -------------------------------------------------------------------------------------------------------


@cache
def _adapter(cls: Any) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(cls)


def read_record(cls: type[T], mapping: Mapping[str, Any], where: str) -> tuple[T | None, list[Fault]]:
    """Return the record, or None and every fault of its mapping, each with its place and what to write instead."""
    from pydantic import ValidationError

    try:
        return cast(T, _adapter(cast(Any, cls)).validate_python(dict(mapping))), []
    except ValidationError as errors:
        return None, [_fault(error, where) for error in errors.errors(include_url=False)]


def _fault(error: Mapping[str, Any], where: str) -> Fault:
    path = _path(error["loc"])
    place = f"{where}, {path}" if path else where
    return Fault(place, _SENTENCES.get(error["type"], _other)(error))


def _path(steps: Sequence[int | str]) -> str:
    """The way to a field as a person would write it: items[2].actions[0].due."""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step + 1}]"  # people count from 1
        elif not step.startswith("function-"):
            text += f".{step}" if text else step
    return text


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _other(error: Mapping[str, Any]) -> str:
    return f"{_short(error['input'])} cannot stand here: {error['msg'][0].lower()}{error['msg'][1:]}."


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda error: "is missing. Every record of this kind needs it.",
    "unexpected_keyword_argument": lambda error: "is not a field of this record. Check its spelling, or take it out.",
    "extra_forbidden": lambda error: "is not a field of this record. Check its spelling, or take it out.",
    "enum": lambda error: f"{_short(error['input'])} is not one of {error['ctx']['expected']}.",
    "literal_error": lambda error: f"{_short(error['input'])} is not one of {error['ctx']['expected']}.",
    "value_error": lambda error: str(error["ctx"]["error"]),
    "date_from_datetime_parsing": lambda error: f"{_short(error['input'])} is not a date. Write it as YYYY-MM-DD.",
    "date_parsing": lambda error: f"{_short(error['input'])} is not a date. Write it as YYYY-MM-DD.",
    "date_type": lambda error: f"{_short(error['input'])} is not a date. Write it as YYYY-MM-DD.",
    "time_parsing": lambda error: f"{_short(error['input'])} is not a time. Write it as HH:MM:SS.",
    "string_type": lambda error: f"{_short(error['input'])} is not text. Put it in quotation marks.",
    "float_parsing": lambda error: f"{_short(error['input'])} is not a number.",
    "float_type": lambda error: f"{_short(error['input'])} is not a number.",
    "int_parsing": lambda error: f"{_short(error['input'])} is not a whole number.",
    "union_tag_invalid": lambda error: (
        f"{_short(error['ctx']['tag'])} is not a kind that is known. Kinds: {error['ctx']['expected_tags']}."
    ),
    "union_tag_not_found": lambda error: 'has no "kind". Say which kind it is.',
}


# --- writing -------------------------------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """The plain form of a record or anything in it: mappings, lists, text, numbers, dates; defaults left out."""
    if hasattr(value, "__dataclass_fields__") and not isinstance(value, Written):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if not _is_default(f, value)}
    if isinstance(value, Written):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def _is_default(field: Any, owner: Any) -> bool:
    if field.name == "kind":  # says which record it is: always written
        return False
    value = getattr(owner, field.name)
    if field.default is not MISSING:
        return bool(value == field.default) and type(value) is type(field.default)
    return field.default_factory is not MISSING and value == field.default_factory()


def _in_order(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _in_order(value[key]) for key in sorted(value) if value[key] is not None}
    if isinstance(value, list):
        return [_in_order(item) for item in value]
    return value


def write_toml(value: Any) -> str:
    """The one writing of a record: keys sorted, LF, long text on lines of its own where it has line ends."""
    import tomli_w

    return tomli_w.dumps(_in_order(plain(value)), multiline_strings=True)


def json_ready(value: Any) -> Any:
    """The plain form with dates and times as text, for JSON."""
    simple = plain(value)
    return _texts(simple)


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return value


def cell(value: Any) -> str:
    """A value as one cell of a CSV file: empty for None, lists with a space between."""
    simple = _texts(plain(value))
    if simple is None:
        return ""
    if isinstance(simple, list):
        return " ".join(str(item) for item in simple)
    if isinstance(simple, float) and simple.is_integer():
        return str(int(simple))
    return str(simple)


def write_csv(cls: type[Any], records: Iterable[Any]) -> str:
    """Records of one kind as CSV: a header, then a row each in the order given, LF."""
    names = [field.name for field in fields(cls)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([cell(getattr(row, name)) for name in names] for row in records)
    return out.getvalue()


def read_csv(cls: type[T], text: str, where: str) -> tuple[list[T], list[Fault]]:
    """Records of one kind from CSV, or every fault with its row; an empty cell is the field's default.

    Lists are words with a space between. A row that is wrong is left out of the records.
    """
    reader = csv.DictReader(io.StringIO(text))
    known = {field.name: field for field in fields(cls)}  # type: ignore[arg-type]
    faults = [
        Fault(where, f'column "{name}" is not known. Columns: {", ".join(known)}.') for name in _strange(reader, known)
    ]
    records: list[T] = []
    for row in reader if not faults else ():
        mapping = {name: _listed(known[name], text) for name, text in row.items() if text}
        value, wrong = read_record(cls, mapping, f"{where}, row {reader.line_num}")
        faults.extend(wrong)
        if value is not None:
            records.append(value)
    return records, faults


def _strange(reader: csv.DictReader[str], known: Mapping[str, Any]) -> list[str]:
    return [name for name in reader.fieldnames or () if name not in known]


def _listed(field: Any, text: str) -> Any:
    return text.split(" ") if str(field.type).startswith("tuple[") else text
