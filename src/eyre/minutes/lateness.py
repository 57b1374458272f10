"""Papers that posts were asked for: how many, how many came late, by how many days. A count, never a score.

What is not due yet is neither late nor in time. Days are calendar days past the day by which a paper was to come.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Asked(Protocol):
    """A document as far as its lateness goes: a body value, or a row."""

    @property
    def key(self) -> str: ...
    @property
    def asked_of(self) -> str: ...
    @property
    def asked_for_on(self) -> date | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def received_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """One paper. days_late: until it came, or until the day asked about; 0 in time or not due yet, None undated."""

    document: Asked
    days_late: int | None

    @property
    def is_late(self) -> bool:
        return bool(self.days_late)

    @property
    def is_waiting(self) -> bool:
        return self.document.received_on is None


@dataclass(frozen=True, slots=True)
class PostLateness:
    """The papers of one post, the longest late first."""

    post: str
    papers: tuple[AskedPaper, ...]

    @property
    def late(self) -> int:
        return sum(paper.is_late for paper in self.papers)

    @property
    def waiting(self) -> int:
        return sum(paper.is_waiting for paper in self.papers)

    @property
    def undated(self) -> int:
        return sum(paper.days_late is None for paper in self.papers)

    @property
    def days(self) -> int:
        """Days late of all its papers together."""
        return sum(paper.days_late or 0 for paper in self.papers)


def days_late(due_on: date | None, received_on: date | None, on: date) -> int | None:
    """Days that a paper came, or has not come, after the day it was due; None where no day was given."""
    return None if due_on is None else max(((received_on or on) - due_on).days, 0)


def lateness(documents: Iterable[Asked], on: date) -> tuple[PostLateness, ...]:
    """Every post that was asked for a paper by a day, in the order of their keys."""
    by_post: dict[str, list[AskedPaper]] = {}
    for document in documents:
        if document.asked_of and document.asked_for_on is not None and document.asked_for_on <= on:
            paper = AskedPaper(document, days_late(document.due_on, document.received_on, on))
            by_post.setdefault(document.asked_of, []).append(paper)
    return tuple(
        PostLateness(post, tuple(sorted(papers, key=lambda each: (-(each.days_late or 0), each.document.key))))
        for post, papers in sorted(by_post.items())
    )
