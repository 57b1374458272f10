"""The day that is asked for. NULL where none is: a column that SQLite adds without making the table anew."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("meetings", "0008_words_removed"),)
    operations = (migrations.AddField("action", "date_asked", models.DateField(null=True)),)
