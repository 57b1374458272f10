# ruff: noqa: RUF012 – as Django writes it
"""What is recorded under an item, a row each: the records move out of what the item kept."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import eyre_web.body.fields

RECORDS = (
    ("question", "questions"), ("finding", "findings"), ("figure", "figures"), ("assurance", "assurances"),
    ("judgement", "judgements"), ("commitment", "commitments"), ("decision", "decisions"), ("risk", "risks"),
    ("contact", "contacts"),
)  # fmt: skip


def move(apps: Any, schema_editor: Any) -> None:
    """Give each record of an item of notes that stand a row of its own."""
    line = apps.get_model("meetings", "Line")
    for item in apps.get_model("meetings", "Item").objects.filter(meeting__is_standing=True):
        found = [(kind, record) for kind, name in RECORDS for record in item.kept.pop(name, ())]
        rows = [
            line(item=item, kind=kind, place=turn, **_columns(kind, record))
            for turn, (kind, record) in enumerate(found)
        ]
        line.objects.bulk_create(rows, batch_size=500)
        if rows:
            item.save(update_fields=["kept"])


def _columns(kind: str, record: dict[str, Any]) -> dict[str, Any]:
    words = "reason" if kind == "judgement" else "words"
    return {"reference": record.pop("reference"), "words": record.pop(words, ""), "kept": record}


class Migration(migrations.Migration):
    dependencies = [("meetings", "0004_chase"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(model_name="action", name="version", field=models.PositiveIntegerField(default=1)),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField()),
                ("place", models.PositiveIntegerField()),
                ("reference", models.TextField(db_index=True)),
                ("words", models.TextField(blank=True)),
                ("kept", eyre_web.body.fields.PlainField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                ("entered_at", models.DateTimeField(null=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="meetings.item"
                    ),
                ),
            ],
            options={"ordering": ("place", "pk")},
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
    ]
