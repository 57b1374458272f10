"""What an event says came out. NULL where nothing did: a column that SQLite adds without making the table anew."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("meetings", "0002_only_ever_added"),)
    operations = (migrations.AddField("event", "outcome", models.TextField(blank=True, null=True)),)
