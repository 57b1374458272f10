# ruff: noqa: RUF012 – as Django writes it
"""Which version of the notes was published last, when the force was sent a draft, and each look at a risk."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Max

import eyre_web.body.fields
from eyre_web.audit.triggers import refuse_changes


def find_last_published(apps: Any, schema_editor: Any) -> None:
    meetings = apps.get_model("meetings", "Meeting").objects.filter(status="published")
    for last in meetings.values("reference").annotate(version=Max("version")).order_by():
        meetings.filter(**last).update(is_last_published=True)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_lines"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(model_name="meeting", name="draft_sent_on", field=models.DateField(null=True)),
        migrations.AddField(model_name="meeting", name="is_last_published", field=models.BooleanField(default=False)),
        migrations.RunPython(find_last_published, migrations.RunPython.noop),
        migrations.CreateModel(
            name="RiskLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.TextField(db_index=True)),
                ("at", models.DateField()),
                ("by", models.TextField()),
                ("level", models.TextField(null=True)),
                ("trend", models.TextField(null=True)),
                ("measures", eyre_web.body.fields.PlainField(default=list)),
                ("coverage", models.TextField(null=True)),
                ("proceedings", models.TextField(null=True)),
                ("inspection", models.TextField(blank=True)),
                ("words", models.TextField(blank=True)),
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
            ],
            options={"ordering": ("pk",)},
        ),
        refuse_changes("meetings_risklook"),
    ]
