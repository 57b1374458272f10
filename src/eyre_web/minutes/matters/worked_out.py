"""What takes longer than a page may: where promises stand, and what the figures of a matter show.

It is worked out in a thread of its own, one thing after the other, the last asked for first, on the body as a value: no
database is needed. A page waits a moment, and says that it is being worked out where it is not there yet. What was
worked out is kept until something it rests on changes; see `CommitmentsAsOf.go_on_from` and docs/adr/0017.
"""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from itertools import count
from queue import PriorityQueue
from threading import Condition, Lock
from typing import Any, TypeVar

from django.db import connection
from django.utils import timezone

from eyre.body.registers import Matter
from eyre.commitments.promises import Promise
from eyre.core import Reference, Refused
from eyre.disclosure import Audience
from eyre.minutes.thread import Thread, threads
from eyre.pack.commitment_page import PromisePage, words_for
from eyre.pack.figures import Reading
from eyre.pack.matter_charts import matter_charts, readings_of
from eyre.pack.promise_words import PromiseWords
from eyre.tracker.commitments import CommitmentsAsOf, CommitmentStanding
from eyre.writers.html.blocks import BlockWriter
from eyre.writers.html.spans import text_html
from eyre_web.snapshot.kept import Snapshot, snapshot

T = TypeVar("T")
Key = tuple[str, Hashable]  # what is worked out, and of what
PATIENCE_SECONDS = 0.3  # that a page waits
MOST_PAGES = 200  # that are kept: each has up to some hundred kilobytes
SOON, LAST = -1, 1  # asked for by somebody who waits; worked out when nobody does

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Printed:
    """A section of a page as markup, escaped throughout by the writer."""

    anchor: str
    heading: str
    body: str


@dataclass
class WorkedOut:
    """What has been worked out of a body as it is now, on a day."""

    body: Snapshot
    asked: CommitmentsAsOf
    _done: dict[Key, Any] = field(default_factory=dict)
    _wanted: set[tuple[int, Key]] = field(default_factory=set)

    @property
    def day(self) -> date:
        return self.asked.as_of

    @property
    def is_busy(self) -> bool:
        """Say whether something that was asked for is not there yet."""
        return bool(self._wanted)

    @cached_property
    def promises(self) -> Mapping[Reference, Promise]:
        """Every promise of a meeting held, the oldest first."""
        return {promise.reference: promise for promise in self.asked.promises}

    def on_matter(self, key: str) -> list[Promise]:
        """The promises on a matter, the newest first."""
        return self._by_matter.get(key, [])[::-1]

    @cached_property
    def _by_matter(self) -> Mapping[str, list[Promise]]:
        found: dict[str, list[Promise]] = {}
        for promise in self.promises.values():
            found.setdefault(promise.item.matter, []).append(promise)
        return found

    @cached_property
    def words(self) -> PromiseWords:
        return words_for(self.asked, (), Audience.WORKING)

    # --- what a page asks for: None where it is not there yet ---

    def standing(self, reference: Reference) -> CommitmentStanding | None:
        """Where a promise stands, if that is known. Nobody waits: a list asks for thousands."""
        found = self.asked.found.get(reference)
        if found is None:
            self._want(LAST, ("standing", reference), partial(self._standing, reference))
        return found

    @property
    def unknown(self) -> int:
        """Of how many promises it is not known yet where they stand."""
        return len(self.promises) - len(self.asked.found) - sum(map(self.is_lost, self.promises))

    def is_lost(self, reference: Reference) -> bool:
        """Say whether a promise could not be worked out, by a fault of ours that is in the log."""
        return isinstance(self._done.get(("standing", reference)), Exception)

    def page(self, reference: Reference) -> tuple[Printed, ...] | None:
        """The sections of the page of a promise."""
        return self._wait(("page", reference), partial(self._page, reference))

    def readings(self, matter: Matter) -> tuple[Reading, ...] | None:
        """What the figures of a matter show."""
        return self._wait(("readings", matter), partial(self._readings, matter))

    def charts(self, matter: Matter, thread: Thread) -> tuple[str, ...] | None:
        """The charts of a matter with its thread, each as markup with its base."""
        return self._wait(("charts", (matter, thread)), partial(self._charts, matter, thread))

    def begin(self) -> None:
        """Read the promises, and have all that follows from them worked out."""
        len(self.promises)  # in this thread, so that every thread has the same
        self._want(LAST, ("all", ()), self.ask_for_all)

    def ask_for_all(self) -> None:
        """While nobody waits, have every promise worked out, what the figures show of each matter with its charts, and
        the pages of the newest promises."""
        for reference in self.promises:
            self.standing(reference)
        for matter in self.asked.folder.matters.matters:
            thread = self.body.once(threads, self.day).of(matter.key)
            self._want(LAST, ("readings", matter), partial(self._readings, matter))
            self._want(LAST, ("charts", (matter, thread)), partial(self._charts, matter, thread))
        for reference in list(self.promises)[-MOST_PAGES:]:
            self._want(LAST, ("page", reference), partial(self._page, reference))

    def once(self, key: Key, make: Callable[[], T]) -> T:
        """What a page makes of all the standings: kept as soon as they are all known."""
        if key in self._done:
            found: T = self._done[key]
            return found
        made = make()
        if not self.unknown:
            self._done[key] = made
        return made

    # --- working it out ---

    def _standing(self, reference: Reference) -> CommitmentStanding:
        return self.asked.standing(self.promises[reference])

    def _page(self, reference: Reference) -> tuple[Printed, ...]:
        writer = BlockWriter()
        page = PromisePage(self.asked, self._standing(reference), self.words)
        return tuple(
            Printed(each.anchor, text_html(each.heading), writer.blocks(each.blocks)) for each in page.sections()
        )

    def _readings(self, matter: Matter) -> tuple[Reading, ...]:
        return tuple(readings_of(self.asked.folder, matter, self.day))

    def _charts(self, matter: Matter, thread: Thread) -> tuple[str, ...]:
        found = self._done.get(("readings", matter)) or self._readings(matter)
        writer = BlockWriter()
        charts = matter_charts(self.asked.views, matter, thread, found, self.day)
        return tuple(writer.blocks((chart,)) for chart in charts)

    def _wait(self, key: Key, make: Callable[[], T]) -> T | None:
        if key not in self._done:
            self._want(SOON, key, make)
            with _changed:
                _changed.wait_for(lambda: key in self._done, PATIENCE_SECONDS)
        found = self._done.get(key)
        if isinstance(found, Exception):
            raise found
        return found

    def _want(self, when: int, key: Key, make: Callable[[], Any]) -> None:
        if key not in self._done and (when, key) not in self._wanted:
            self._wanted.add((when, key))
            _queue.put((when * next(_numbers), self, key, make))
            _begin()

    def work_out(self, key: Key, make: Callable[[], Any]) -> None:
        """Make one thing, unless it is there already or another state took the place of this one."""
        if key in self._done or _last is not self:
            return
        try:
            made = make()
        except Exception as fault:  # told to whoever asks for it
            log.exception("Working out %s failed.", key)
            made = fault
        with _changed:
            self._done[key] = made
            pages = [each for each in self._done if each[0] == key[0] == "page"]
            for oldest in pages[:-MOST_PAGES]:
                del self._done[oldest]
            self._wanted -= {(SOON, key), (LAST, key)}
            _changed.notify_all()

    def go_on_from(self, before: WorkedOut) -> None:
        """Take over what holds still after the record was added to."""
        if not self.asked.has_figures_of(before.asked):
            return
        self.asked.go_on_from(before.asked)
        for key, made in list(before._done.items()):
            kind, about = key
            if kind == "readings" or (kind == "page" and about in self.asked.found):
                self._done[key] = made


_queue: PriorityQueue[tuple[int, WorkedOut, Key, Callable[[], Any]]] = PriorityQueue()
_numbers = count(1)
_changed = Condition()
_lock = Lock()
_last: WorkedOut | None = None
_thread: threading.Thread | None = None


def worked_out(body: Snapshot, day: date) -> WorkedOut:
    """What is known of a body on a day; what was known before goes on where it holds still."""
    global _last
    with _lock:
        known = _last
        if known is None or known.body is not body or known.day != day:
            found = WorkedOut(body, CommitmentsAsOf(body.folder, day))
            if known is not None:
                found.go_on_from(known)
            _last = known = found
            found.begin()
    return known


def forget() -> None:
    """Let go of what was worked out: for tests, whose bodies follow one another."""
    global _last
    _last = None


def begin() -> None:
    """Have everything worked out as soon as a server begins, so that nobody waits for it."""

    def read() -> None:
        try:
            known = worked_out(snapshot(), timezone.localdate())
        except Refused:  # there is no body yet
            return
        finally:
            connection.close()
        while known.is_busy and known is _last:
            time.sleep(1)
        leave_out_of_collection()

    threading.Thread(target=read, name="read the body", daemon=True).start()


def leave_out_of_collection() -> None:
    """The body holds no cycles: from now on no page waits while it is looked through for some."""
    gc.collect()
    gc.freeze()


def _begin() -> None:
    """The thread that works, begun when there is something to do."""
    global _thread
    with _changed:
        if _thread is None:
            _thread = threading.Thread(target=_work, name="worked out", daemon=True)
            _thread.start()


def _work() -> None:
    while True:
        _, state, key, make = _queue.get()
        state.work_out(key, make)
