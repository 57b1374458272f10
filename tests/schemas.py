"""The JSON Schemas under docs/reference, and where a value departs from one."""

import json
from pathlib import Path
from typing import Any

from jsonschema_rs import validator_for

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"


def schema_of(name: str) -> dict[str, Any]:
    """The schema of what a command says with --json."""
    return json.loads((REFERENCE / f"{name}.schema.json").read_text("utf-8"))


def breaches(value: Any, schema: dict[str, Any]) -> list[str]:
    """A line for each departure of what JSON makes of the value: where, and what is wrong."""
    written = json.loads(json.dumps(value, allow_nan=False))
    found = validator_for(schema).iter_errors(written)
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message}" for error in found]
