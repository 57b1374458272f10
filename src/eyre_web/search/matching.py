"""Putting words into the index, and finding them: the one place that knows what each database does for it.

SQLite looks the terms up in a table of FTS5, PostgreSQL in a column of kind tsvector; both follow every change of an
entry by triggers, in its own transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from eyre_web.search.models import SearchEntry
from eyre_web.search.terms import Phrase, terms

A_BATCH = 500
KEY = ("kind", "row", "reference")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """What of one record can be found, and under which heading it is shown."""

    kind: str
    row: int
    reference: str
    heading: str
    words: str = ""

    def as_model(self) -> SearchEntry:
        return SearchEntry(
            kind=self.kind,
            row=self.row,
            reference=self.reference,
            heading=self.heading,
            words=self.words,
            heading_terms=" ".join(terms(self.heading)),
            word_terms=" ".join(terms(self.words)),
        )


def put(entries: Iterable[Entry]) -> None:
    """Let records be found by their words; what an entry of the same record said before is replaced."""
    rows = [entry.as_model() for entry in entries]
    said = ("heading", "words", "heading_terms", "word_terms")
    SearchEntry.objects.bulk_create(
        rows, batch_size=A_BATCH, update_conflicts=True, unique_fields=KEY, update_fields=said
    )


def take_out(entries: Iterable[Entry]) -> None:
    """Let records be found no more, because they are gone."""
    for entry in entries:
        SearchEntry.objects.filter(kind=entry.kind, row=entry.row, reference=entry.reference).delete()


def put_anew(entries: Iterable[Entry]) -> None:
    """Make the whole index anew. The caller holds a transaction, so that nobody finds half of it."""
    SearchEntry.objects.all().delete()
    SearchEntry.objects.bulk_create((entry.as_model() for entry in entries), batch_size=A_BATCH)


def stored() -> set[Entry]:
    """Every entry as it lies in the index."""
    return {Entry(*each) for each in SearchEntry.objects.values_list(*KEY, "heading", "words")}


def matching(entries: QuerySet[SearchEntry], phrases: Sequence[Phrase]) -> QuerySet[SearchEntry]:
    """Those of the entries in which every phrase stands, the best first: a heading counts more than other words."""
    if not phrases:
        return entries.none()
    if connection.vendor == "sqlite":
        return entries.extra(
            select={"rank": "bm25(search_words, 10.0, 1.0)"},
            tables=["search_words"],
            where=["search_words.rowid = search_searchentry.id", "search_words MATCH %s"],
            params=[" AND ".join(map(_for_sqlite, phrases))],
        ).order_by("rank", "pk")
    query = " & ".join(map(_for_postgresql, phrases))
    return entries.extra(
        select={"rank": "-ts_rank(search_searchentry.vector, %s::tsquery)"},
        select_params=[query],
        where=["search_searchentry.vector @@ %s::tsquery"],
        params=[query],
    ).order_by("rank", "pk")


# A term holds the letters a to z and digits alone, so nothing in it can mean anything to a database.


def _for_sqlite(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.terms)}"{" *" if phrase.begins else ""}'


def _for_postgresql(phrase: Phrase) -> str:
    quoted = [f"'{term}'" for term in phrase.terms]
    return f"({' <-> '.join(quoted)}{':*' if phrase.begins else ''})"
