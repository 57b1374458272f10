"""Mapping a pure function over the blocks of a long table: in this process, or in several with the same result.

Processes are started anew (`spawn`), which works alike on every system and beside threads. A block is a task with all
it needs; results come in the order of the tasks, and no more tasks are under way than keep every process busy. Where
processes cannot be started, or one of them dies, the work goes on in this one.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context, parent_process
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
AHEAD = 2  # tasks under way for each process


def cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """Processes that wait for blocks; begun early, they are ready when the first block is. None if `processes` is 1."""

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self.pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def start(self, prepare: Callable[[], object]) -> None:
        """Start the processes and have each do what makes it ready, while this one goes on."""
        if self.processes < 2 or self.pool is not None:
            return
        with suppress(OSError, ImportError):  # no semaphores, or no more processes allowed: this one does it all
            self.pool = ProcessPoolExecutor(self.processes, mp_context=get_context("spawn"), initializer=_begin)
            for _ in range(self.processes):
                self.pool.submit(prepare)

    def __exit__(self, *ended: object) -> None:
        if self.pool is not None:
            self.pool.shutdown(wait=True, cancel_futures=True)

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """The function of each task, in their order."""
        waiting: deque[tuple[Task, Future[Result] | None]] = deque()
        for task in tasks:
            waiting.append((task, self._submitted(function, task)))
            if len(waiting) > AHEAD * self.processes or self.pool is None:
                yield self._result(function, *waiting.popleft())
        while waiting:
            yield self._result(function, *waiting.popleft())

    def _submitted(self, function: Callable[[Task], Result], task: Task) -> Future[Result] | None:
        if self.pool is None:
            return None
        try:
            return self.pool.submit(function, task)
        except (BrokenProcessPool, OSError):
            return None

    def _result(self, function: Callable[[Task], Result], task: Task, future: Future[Result] | None) -> Result:
        if future is not None:
            with suppress(BrokenProcessPool):
                return future.result()
        return function(task)


def _begin() -> None:
    """End this process with the one that started it, however that ends; leave Ctrl-C to it."""
    import signal

    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
