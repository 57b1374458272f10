"""The documents of a body that was brought in before the register had tables of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import migrations


def move(apps: Any, schema_editor: Any) -> None:
    """Move each kept record of the kind into rows: a plain form has only what is not left out."""
    kept = apps.get_model("body", "KeptRecord").objects.filter(kind="documents").order_by("place")
    models = (apps.get_model("documents", name) for name in ("Document", "DocumentVersion", "DocumentHolding"))
    document, version, holding = models
    for record in kept:
        value = record.value
        row = document.objects.create(
            key=value["key"],
            title=value["title"],
            kind=value.get("kind", ""),
            marking=value.get("marking", "OFFICIAL"),
            asked_for_on=_day(value.get("asked_for_on")),
            note=value.get("note", ""),
            place=record.place,
        )
        for place, each in enumerate(value.get("versions", ())):
            version.objects.create(
                document=row,
                place=place,
                version=each["version"],
                on=_day(each.get("on")),
                state=each.get("state", ""),
                sha256=each.get("sha256", ""),
            )
        for place, each in enumerate(value.get("held_by", ())):
            holding.objects.create(
                document=row,
                place=place,
                post=each["post"],
                version=each.get("version", ""),
                since=_day(each.get("since")),
            )
    kept.delete()


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


class Migration(migrations.Migration):
    dependencies = (("documents", "0001_initial"), ("body", "0001_initial"))
    operations = (migrations.RunPython(move, migrations.RunPython.noop),)
