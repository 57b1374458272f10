"""INSERT OR REPLACE of SQLite changes nothing that is only ever added to either."""

from __future__ import annotations

from django.db import migrations

from eyre_web.audit.triggers import refuse_replacing


class Migration(migrations.Migration):
    dependencies = (("meetings", "0006_after_the_meeting"),)
    operations = (
        refuse_replacing("meetings_event", "id"),
        refuse_replacing("meetings_risklook", "id"),
    )
