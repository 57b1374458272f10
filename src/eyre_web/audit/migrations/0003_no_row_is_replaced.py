"""INSERT OR REPLACE of SQLite takes no event out of the trail either."""

from __future__ import annotations

from django.db import migrations

from eyre_web.audit.triggers import refuse_replacing


class Migration(migrations.Migration):
    dependencies = (("audit", "0002_only_ever_added"),)
    operations = (
        refuse_replacing("audit_auditevent", "id", "number", "previous", "hash"),
        refuse_replacing("audit_auditpayload", "event_id"),
    )
