"""What happened to a record is only ever added to."""

from __future__ import annotations

from django.db import migrations

from eyre_web.audit.triggers import refuse_changes


class Migration(migrations.Migration):
    dependencies = (("meetings", "0001_initial"),)
    operations = (refuse_changes("meetings_event"),)
