"""datapackage.json: the tables of a body folder described for programs that do not know Eyre.

Frictionless Data Package, version 2 (https://datapackage.org): each CSV table and each accepted load with its hash, its
fields and what they mean. Generated from the records, so that it cannot say anything else; never read back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterator
from dataclasses import MISSING, Field, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args, get_type_hints

from eyre.body.files import sha256_of, write_whole
from eyre.body.folder import TABLES, BodyFolder
from eyre.body.loads import MANIFEST, load_path, read_manifest
from eyre.body.registers import LoadEntry
from eyre.core import MARK

NAME = "datapackage.json"
PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"
CSV, PARQUET = "text/csv", "application/vnd.apache.parquet"
PLAIN_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "date": "date", "time": "time"}

# A load's columns; what they are is said in eyre.body.observations.
LOAD_FIELDS = (
    ("measure", "string", "key of the measure"),
    ("facet", "string", "what cuts across the measure, as key=value;…; empty for the whole"),
    ("area", "string", "key of the area"),
    ("period_start", "date", "first day of the period"),
    ("period_end", "date", "last day of the period"),
    ("value", "number", "in the unit of the measure; a proportion as a percentage, 0 to 100"),
    ("numerator", "number", "k of a proportion, or what a rate counts; empty where not published"),
    ("denominator", "number", "n of a proportion, or the base of a rate; empty where not published"),
    ("standard_error", "number", "in the unit of the measure; empty where not published"),
)
CELL_FIELDS = [name for name, *_ in LOAD_FIELDS[:5]]


def datapackage(folder: BodyFolder) -> str:
    """The text of datapackage.json for the files as they stand: same files, same bytes."""
    body = folder.body
    package: dict[str, Any] = {
        "$schema": PACKAGE_PROFILE,
        "name": re.sub(r"[^a-z0-9._-]+", "-", body.key.lower()),
        "title": body.name,
        "description": body.illustrative,
        "licenses": _licences(body.licence),
        "resources": [*_tables(folder.path), *_loads(folder.path)],
    }
    return json.dumps(_without_nothing(package), indent=2, ensure_ascii=False) + "\n"


def write_datapackage(folder: BodyFolder) -> bool:
    """Write it if it says anything new; say whether it did. A folder without tables has none: the form asks for one."""
    text, path = datapackage(folder), folder.path / NAME
    if '"resources"' not in text or (path.exists() and path.read_text("utf-8") == text):
        return False
    write_whole(path, text)
    return True


def is_out_of_date(folder: BodyFolder) -> bool:
    """Say whether the file is there and no longer describes the folder."""
    path = folder.path / NAME
    return path.exists() and path.read_text("utf-8") != datapackage(folder)


def _without_nothing(mapping: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if value not in ("", [], None)}


def _licences(name: str) -> list[dict[str, str]]:
    if "open government licence" in name.lower():
        return [{"name": "OGL-UK-3.0", "title": name}]
    return [{"title": name, "name": re.sub(r"[^A-Za-z0-9._-]+", "-", name)}] if name else []


# --- resources -----------------------------------------------------------------------------------------------------


def _tables(path: Path) -> Iterator[dict[str, Any]]:
    for name, cls in sorted({**TABLES, MANIFEST.removesuffix(".csv"): LoadEntry}.items()):
        file = path / f"{name}.csv"
        if file.exists():
            schema = {"fields": [_field(cls, field) for field in fields(cls)], "missingValues": [""]}
            yield _resource(name, file, path, CSV, _first_sentence(cls)) | {"encoding": "utf-8", "schema": schema}


def _loads(path: Path) -> Iterator[dict[str, Any]]:
    for entry in read_manifest(path).entries:
        file = load_path(path, entry)
        if not entry.retracts and file.exists():
            listed = [{"name": name, "type": kind, "description": what} for name, kind, what in LOAD_FIELDS]
            schema = {"fields": listed, "primaryKey": CELL_FIELDS}
            resource = _resource(f"load-{entry.id}", file, path, PARQUET, _what_came(entry))
            yield _without_nothing(resource | {"licenses": _licences(entry.licence), "schema": schema})


def _resource(name: str, file: Path, home: Path, mediatype: str, description: str) -> dict[str, Any]:
    return {
        "$schema": RESOURCE_PROFILE,
        "name": name,
        "path": file.relative_to(home).as_posix(),
        "type": "table",
        "format": file.suffix.removeprefix("."),
        "mediatype": mediatype,
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256_of(file)}",
        "description": description,
    }


def _what_came(entry: LoadEntry) -> str:
    published = f", published {entry.published_on}" if entry.published_on else ""
    if entry.made_up:
        return f"{MARK}: {entry.made_up.rstrip('.')}. Received {entry.received_on}."
    return f"Figures of {entry.publisher or 'a publisher not stated'}{published}, received {entry.received_on}."


# --- fields --------------------------------------------------------------------------------------------------------


def _field(cls: type[Any], field: Field[Any]) -> dict[str, Any]:
    """A field as Table Schema says it; what it means is read off the docstring of its record."""
    kind, record = get_type_hints(cls)[field.name], cast(Hashable, cls)
    needed = field.default is MISSING and field.default_factory is MISSING
    listed = {"name": field.name, **_type(kind), "description": _meanings(record).get(field.name, "")}
    constraints = _constraints(kind) | ({"required": True} if needed else {})
    return _without_nothing(listed | ({"constraints": constraints} if constraints else {}))


def _type(kind: Any) -> dict[str, str]:
    choices = [choice for choice in get_args(kind) if choice is not type(None)]
    if getattr(kind, "__origin__", None) is tuple:
        return {"type": "list", "delimiter": " ", "itemType": "string"}
    plain = choices[0] if choices else kind
    return {"type": PLAIN_TYPES.get(plain.__name__, "string")}


def _constraints(kind: Any) -> dict[str, Any]:
    is_choice = isinstance(kind, type) and issubclass(kind, StrEnum)
    return {"enum": [choice.value for choice in kind]} if is_choice else {}


def _first_sentence(cls: type[Any]) -> str:
    first = " ".join((cls.__doc__ or "").split("\n\n")[0].split())
    said = first.partition(".csv: ")[2] or first
    return said[0].upper() + said[1:]


@cache
def _meanings(cls: Any) -> dict[str, str]:
    """What a docstring says of its fields: `name: words.` or `name, name: words.`, to the next of them."""
    names = "|".join(field.name for field in fields(cls))
    text = " ".join((cls.__doc__ or "").split())
    parts = re.split(rf"(?:^|(?<=\. ))((?:(?:{names})(?:, )?)+): ", text)
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    return {name: words.strip() for found, words in pairs for name in found.split(", ")}
