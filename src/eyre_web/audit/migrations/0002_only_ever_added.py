"""The trail begins, and the database refuses to change it."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from eyre_web.audit.chain import BEGINNING
from eyre_web.audit.triggers import refuse_changes

# The one change to a payload: it is taken away, salt and all, with the decision that it is.
REMOVAL = (
    "OLD.removal_id IS NULL AND NEW.removal_id IS NOT NULL AND NEW.salt IS NULL AND NEW.text IS NULL "
    "AND NEW.event_id = OLD.event_id"
)


def begin(apps: Any, schema_editor: Any) -> None:
    apps.get_model("audit", "AuditHead").objects.create(number=0, hash=BEGINNING)


class Migration(migrations.Migration):
    dependencies = (("audit", "0001_initial"),)
    operations = (
        migrations.RunPython(begin, migrations.RunPython.noop),
        refuse_changes("audit_auditevent"),
        refuse_changes("audit_auditpayload", but=REMOVAL),
    )
