"""Records to and from their plain mapping, and to their one canonical writing in TOML and CSV.

A record is a frozen dataclass made with `@record`. `read_record` turns a plain mapping (from TOML, JSON or a CSV row)
into it, with every fault found; `plain` turns it back, leaving out what has its default; `write_toml` sorts keys, so
that the same record always gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Annotated, Any, TypeVar, cast, dataclass_transform, get_args

from eyre.core.errors import Fault
from eyre.core.written import Written

T = TypeVar("T")

csv.field_size_limit(2**31 - 1)  # what a load of every neighbourhood covers is one cell, longer than Python's own limit


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """A frozen value with named fields, which may be read from a mapping that holds these fields and no others."""
    cls.__pydantic_config__ = {"extra": "forbid", "allow_inf_nan": False}  # type: ignore[attr-defined]
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


class ByKind:
    """Marks a union of records that tell themselves apart by their `kind`: `Annotated[A | B, ByKind()]`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        choices = {_kind(choice): handler.generate_schema(choice) for choice in get_args(source)}
        return core_schema.tagged_union_schema(choices, discriminator="kind")


class ByTheClock:
    """Marks a time of day: `start = 14` is refused, and not read as fourteen seconds past midnight."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(_not_a_number, handler(source))


TimeOfDay = Annotated[time, ByTheClock()]


def _not_a_number(value: object) -> object:
    if isinstance(value, (int, float)):
        raise ValueError(f"{value} is not a time. Write it as HH:MM:SS.")
    return value


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
        return None, [_fault(error, mapping, where) for error in errors.errors(include_url=False)]


def read_toml(cls: type[T], data: bytes, where: str) -> tuple[T | None, list[Fault]]:
    """Return the record of a TOML file, or None and every fault."""
    try:
        mapping = tomllib.loads(_text(data))
    except UnicodeDecodeError:
        return None, [Fault(where, _NOT_UTF_8)]
    except tomllib.TOMLDecodeError as error:
        return None, [Fault(where, f"is not TOML: {error}.")]
    return read_record(cls, mapping, where)


def _text(data: bytes) -> str:
    """The text of a file; line ends stay as they are, and the mark that Windows puts before the first word goes."""
    return data.decode("utf-8-sig")


_NOT_UTF_8 = "is not text in UTF-8. Save it with the encoding UTF-8."


def _fault(error: Mapping[str, Any], mapping: Mapping[str, Any], where: str) -> Fault:
    path = _path(error["loc"], mapping)
    place = f"{where}, {path}" if path else where
    return Fault(place, _SENTENCES.get(error["type"], _other)(error))


def _path(steps: Sequence[int | str], mapping: Any) -> str:
    """The way to a field as a person would write it: items[2].actions[1].due, counted from 1."""
    text = ""
    for place, step in enumerate(steps, start=1):
        if isinstance(step, int):
            text += f"[{step + 1}]"
            mapping = mapping[step] if isinstance(mapping, (list, tuple)) and step < len(mapping) else None
        elif place == len(steps) or (isinstance(mapping, Mapping) and step in mapping):
            text += f".{step}" if text else step
            mapping = mapping.get(step) if isinstance(mapping, Mapping) else None
        # else a step of the reader's own: the kind of a record, the name of a check
    return text


def _short(value: object) -> str:
    text = repr(value) if isinstance(value, (str, bool, list, dict)) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _other(error: Mapping[str, Any]) -> str:
    return f"{_short(error['input'])} cannot stand here: {error['msg'][0].lower()}{error['msg'][1:]}."


def _is_no(thing: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda error: f"{_short(error['input'])} is not {thing}"


_A_DATE = _is_no("a date. Write it as YYYY-MM-DD.")
_A_TIME = _is_no("a time. Write it as HH:MM:SS.")
_A_WHOLE_NUMBER = _is_no("a whole number.")
_NO_FIELD = "is not a field of this record. Check its spelling, or take it out."

_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda error: "is missing. Every record of this kind needs it.",
    "unexpected_keyword_argument": lambda error: _NO_FIELD,
    "extra_forbidden": lambda error: _NO_FIELD,
    "enum": lambda error: f"{_short(error['input'])} is not one of {error['ctx']['expected']}.",
    "literal_error": lambda error: f"{_short(error['input'])} is not one of {error['ctx']['expected']}.",
    "value_error": lambda error: str(error["ctx"]["error"]),
    "date_from_datetime_inexact": _A_DATE,
    "date_from_datetime_parsing": _A_DATE,
    "date_parsing": _A_DATE,
    "date_type": _A_DATE,
    "time_parsing": _A_TIME,
    "time_type": _A_TIME,
    "string_type": _is_no("text. Put it in quotation marks."),
    "float_parsing": _is_no("a number."),
    "float_type": _is_no("a number."),
    "finite_number": _is_no("a number that can be counted with. Leave the field out where nothing is known."),
    "int_from_float": _A_WHOLE_NUMBER,
    "int_parsing": _A_WHOLE_NUMBER,
    "int_type": _A_WHOLE_NUMBER,
    "bool_parsing": _is_no("true or false."),
    "bool_type": _is_no("true or false."),
    "tuple_type": _is_no("a list. Put it in square brackets."),
    "dataclass_type": _is_no("a record with named fields."),
    "union_tag_invalid": lambda error: (
        f"{_short(error['ctx']['tag'])} is not a kind that is known. Kinds: {error['ctx']['expected_tags']}."
    ),
    "union_tag_not_found": lambda error: 'has no "kind". Say which kind it is.',
}


# --- writing -------------------------------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """The plain form of a record or anything in it: mappings, lists, text, numbers, dates; defaults left out."""
    if hasattr(value, "__dataclass_fields__") and not isinstance(value, Written):
        return {f.name: _of_field(f, getattr(value, f.name)) for f in fields(value) if not _is_default(f, value)}
    if isinstance(value, Written):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def _of_field(field: Any, value: Any) -> Any:
    """90 in a field of decimal numbers is written 90.0, as it will be when it has been read once; in a list too."""
    if str(field.type).startswith("tuple[float"):
        return [float(item) for item in value]
    return float(value) if isinstance(value, int) and str(field.type).startswith("float") else plain(value)


def _is_default(field: Any, owner: Any) -> bool:
    if field.name == "kind":  # says which record it is: always written
        return False
    value = _of_field(field, getattr(owner, field.name))
    if field.default is not MISSING:
        default = plain(field.default)
        return bool(value == default) and type(value) is type(default)
    return field.default_factory is not MISSING and bool(value == plain(field.default_factory()))


def _in_order(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _in_order(value[key]) for key in sorted(value) if value[key] is not None}
    if isinstance(value, list):
        return [_in_order(item) for item in value]
    return value


def write_toml(value: Any) -> str:
    """The one writing of a record: keys sorted, LF, long text on lines of its own where it has line ends.

    Text with the line ends of Windows in it stays on one line, escaped: on lines of its own they would be lost.
    """
    import tomli_w

    simple = _in_order(plain(value))
    return tomli_w.dumps(simple, multiline_strings=not _has_windows_ends(simple))


def _has_windows_ends(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_has_windows_ends, value.values()))
    if isinstance(value, list):
        return any(map(_has_windows_ends, value))
    return isinstance(value, str) and "\r\n" in value


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
    return "".join(map(csv_line, [names, *([cell(getattr(row, name)) for name in names] for row in records)]))


def csv_line(cells: Sequence[str]) -> str:
    """One row. Written with the line end of Windows first, since Python quotes a cell only for the ends it writes."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n") + "\n"


def read_csv(cls: type[T], data: bytes, where: str) -> tuple[list[T], list[Fault]]:
    """Records of one kind from a CSV file, or every fault with its row; an empty cell is the field's default.

    Lists are words with a space between. A row that is wrong is left out of the records.
    """
    try:
        header, *rows = list(csv.reader(io.StringIO(_text(data), newline=""), strict=True)) or [[]]
    except UnicodeDecodeError:
        return [], [Fault(where, _NOT_UTF_8)]
    except csv.Error as error:
        return [], [Fault(where, f"is not CSV: {error}. Look for a quotation mark that is not closed.")]
    faults = [Fault(where, what) for what in _header_faults(cls, header)]
    records: list[T] = []
    for number, cells in enumerate([] if faults else rows, start=2):
        if cells:  # a line without anything is no row
            value, wrong = _read_row(cls, header, cells, f"{where}, row {number}")
            faults.extend(wrong)
            records.extend([] if value is None else [value])
    return records, faults


def _header_faults(cls: type[Any], header: Sequence[str]) -> Iterator[str]:
    known = {field.name: field for field in fields(cls)}
    for name, times in Counter(header).items():
        if name not in known:
            yield f'column "{name}" is not known. Columns: {", ".join(known)}.'
        elif times > 1:
            yield f'column "{name}" is there {times} times. Keep one.'
    for name, field in known.items():
        if header and name not in header and field.default is MISSING and field.default_factory is MISSING:
            yield f'column "{name}" is missing. Every record of this kind needs it.'


def _read_row(cls: type[T], header: Sequence[str], cells: Sequence[str], where: str) -> tuple[T | None, list[Fault]]:
    if len(cells) != len(header):
        return None, [Fault(where, f"has {len(cells)} cells, and there are {len(header)} columns.")]
    lists = {field.name for field in fields(cls) if str(field.type).startswith("tuple[")}  # type: ignore[arg-type]
    filled = {name: text for name, text in zip(header, cells, strict=True) if text}
    return read_record(cls, {n: text.split() if n in lists else text for n, text in filled.items()}, where)
