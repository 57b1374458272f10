"""Documents: from body values to rows, and back again. What goes in comes out equal: tests/web/transfer walks it."""

from __future__ import annotations

from collections.abc import Iterable

from eyre.body import registers
from eyre_web.documents.models import Document, DocumentHolding, DocumentVersion


def keep_documents(documents: Iterable[registers.Document]) -> None:
    """Keep documents in the order given, with their versions and holdings."""
    for place, value in enumerate(documents):
        row = Document.objects.create(
            key=value.key,
            title=value.title,
            kind=value.kind,
            marking=value.marking,
            asked_of=value.asked_of,
            asked_for_on=value.asked_for_on,
            due_on=value.due_on,
            received_on=value.received_on,
            note=value.note,
            place=place,
        )
        DocumentVersion.objects.bulk_create(
            DocumentVersion(
                document=row,
                place=turn,
                version=version.version,
                on=version.on,
                state=version.state,
                sha256=version.sha256,
                file_name=version.file,
            )
            for turn, version in enumerate(value.versions)
        )
        DocumentHolding.objects.bulk_create(
            DocumentHolding(document=row, place=turn, post=holding.post, version=holding.version, since=holding.since)
            for turn, holding in enumerate(value.held_by)
        )


def documents() -> tuple[registers.Document, ...]:
    """Every document as a body value, in its order."""
    return tuple(document(row) for row in Document.objects.order_by("place").with_all())


def document(row: Document) -> registers.Document:
    return registers.Document(
        key=row.key,
        title=row.title,
        kind=row.kind,
        marking=row.marking,
        versions=tuple(
            registers.DocumentVersion(
                version=each.version, on=each.on, state=each.state, sha256=each.sha256, file=each.file_name
            )
            for each in row.versions.all()
        ),
        held_by=tuple(
            registers.Holding(post=each.post, version=each.version, since=each.since) for each in row.held_by.all()
        ),
        asked_of=row.asked_of,
        asked_for_on=row.asked_for_on,
        due_on=row.due_on,
        received_on=row.received_on,
        note=row.note,
    )
