"""A body that was brought in before the register had tables: its documents are moved, and none is lost."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from eyre.body import registers
from eyre.core.codec import json_ready
from eyre_web.body.models import KeptRecord
from eyre_web.documents import interchange

pytestmark = pytest.mark.db

DOCUMENTS = (
    registers.Document(
        key="strategy", title="Strategy", kind="strategy", marking="OFFICIAL-SENSITIVE", note="Returned.",
        asked_for_on=date(2017, 12, 19),
        versions=(registers.DocumentVersion(version="0.1", on=date(2018, 1, 2), state="draft", sha256="a" * 64),
                  registers.DocumentVersion(version="1")),
        held_by=(registers.Holding(post="cc"), registers.Holding(post="pcc", version="1", since=date(2018, 2, 1))),
    ),
    registers.Document(key="note", title="Note"),
)  # fmt: skip


def test_documents_kept_as_values_become_rows_and_come_out_equal():
    KeptRecord.objects.bulk_create(
        KeptRecord(kind="documents", place=place, value=json_ready(value)) for place, value in enumerate(DOCUMENTS)
    )
    KeptRecord.objects.create(kind="plans", place=0, value={"key": "plan"})
    import_module("eyre_web.documents.migrations.0002_from_kept_records").move(apps, None)
    assert interchange.documents() == DOCUMENTS
    assert list(KeptRecord.objects.values_list("kind", flat=True)) == ["plans"]
