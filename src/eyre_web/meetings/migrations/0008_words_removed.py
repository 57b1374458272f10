"""What happened to a record is only ever added to; but personal data in its words can be removed, and a gap is left."""

from __future__ import annotations

from django.db import migrations

from eyre_web.audit.triggers import let_through

STAYS = ("id", "reference", "at", "by", "kind", "document")
MAY_BE_NULL = ("action_id", "sets_date", "outcome", "entered_by_id", "entered_at", "link_id")
# The one change to an event: its words make way for the gap that names the decision. See `meetings.removal`.
REMOVAL = " AND ".join(
    (
        "NEW.words LIKE '[removed by decision: audit event %]'",
        *(f"NEW.{name} = OLD.{name}" for name in STAYS),
        # never NULL itself, which would let the update through
        *(
            f"CASE WHEN OLD.{n} IS NULL THEN NEW.{n} IS NULL ELSE COALESCE(NEW.{n} = OLD.{n}, FALSE) END"
            for n in MAY_BE_NULL
        ),
    )
)


class Migration(migrations.Migration):
    dependencies = (("meetings", "0007_no_row_is_replaced"),)
    operations = (let_through("meetings_event", REMOVAL),)
