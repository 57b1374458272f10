"""Blocks mapped over processes: the same results in the same order, whatever becomes of the processes."""

import os

import pytest

from eyre.engines import blocks
from eyre.engines.blocks import Workers


def squared(number):
    return number * number


def squared_or_gone(number):
    """Ends every process that was started for it."""
    if os.environ.get("EYRE_TEST_PARENT") != str(os.getpid()):
        os._exit(9)
    return number * number


def ready():
    return None


def test_one_process_and_several_give_the_same_in_the_same_order():
    with Workers(1) as alone, Workers(2) as two:
        two.start(ready)
        assert list(alone.map(squared, range(20))) == list(two.map(squared, range(20))) == [n * n for n in range(20)]


def test_no_more_tasks_are_made_than_keep_the_processes_busy():
    made = []

    def tasks():
        for number in range(100):
            made.append(number)
            yield number

    with Workers(2) as workers:
        workers.start(ready)
        results = workers.map(squared, tasks())
        assert next(results) == 0
        assert len(made) <= 2 * blocks.AHEAD + 1


def test_where_processes_die_the_work_goes_on_in_this_one(monkeypatch):
    monkeypatch.setenv("EYRE_TEST_PARENT", str(os.getpid()))
    with Workers(2) as workers:
        workers.start(ready)
        assert list(workers.map(squared_or_gone, range(6))) == [n * n for n in range(6)]


def test_where_no_process_can_be_started_the_work_is_done_in_this_one(monkeypatch):
    def none(*how, **more):
        raise OSError("no semaphores here")

    monkeypatch.setattr(blocks, "ProcessPoolExecutor", none)
    with Workers(2) as workers:
        workers.start(ready)
        assert list(workers.map(squared, range(3))) == [0, 1, 4]


def test_a_task_that_fails_fails_the_whole():
    with Workers(2) as workers:
        workers.start(ready)
        with pytest.raises(TypeError):
            list(workers.map(squared, [1, None]))
