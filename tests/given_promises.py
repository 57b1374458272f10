"""Promises put down in a small body: a meeting of 15 January 2020 with what was said there, and what came later.

    folder = body(tmp_path, {"burglary": {"north": [90, 88, …]}}, promise(test=…), events=[event("C1", "missed", …)])

Figures begin in April 2018, and the first load is received on 10 January 2020; the measure's figures come 30 days late.
"""

from datetime import date
from pathlib import Path
from typing import Any

from eyre.body.agreed import AgreedTest, AgreedTests
from eyre.body.commitment_test import Aggregate, Comparison, LevelTest
from eyre.body.folder import BodyFolder, read_folder
from eyre.body.meeting import Commitment, Item, Meeting
from eyre.body.registers import Event, Sample, SampleResult
from eyre.commitments.promises import Promise, promises
from eyre.commitments.settlement import Settled, Waiting, settle
from eyre.commitments.views import Views
from eyre.core import Month, Reference, Rolling
from eyre.cycle.due import Certainty, Due
from eyre.cycle.events import EventKind
from eyre.cycle.states import MeetingStatus
from eyre.cycle.words import CommitmentKind
from small_body import load, measure, share, small_body

GIVEN = date(2020, 1, 15)
RECEIVED = date(2020, 1, 10)
FIRST = Month(2018, 4)  # of the figures; the first load holds 20 of them, to November 2019
QUARTER = Rolling(Month(2020, 1), Month(2020, 3))  # its figures may be expected from 30 April 2020
EXPECTED = date(2020, 4, 30)
MONTHS = 20
NEXT = FIRST.shift(MONTHS)
MEASURES = (measure(lag_days=30), share(lag_days=30), measure("robbery", lag_days=30))


def level(value: float = 300, **changes: Any) -> LevelTest:
    """At most so many burglaries in the quarter, in the north."""
    usual = {
        "measure": "burglary", "area": "north", "window": QUARTER, "aggregate": Aggregate.SUM,
        "op": Comparison.AT_MOST, "value": value,
    }  # fmt: skip
    return LevelTest(**{**usual, **changes})


def promise(label: str = "C1", due: date | None = date(2020, 3, 31), **changes: Any) -> Commitment:
    by = Due(words="by the spring", date=due, certainty=Certainty.RESOLVED if due else Certainty.UNDATED)
    said = {
        "reference": Reference("commitment", "2020-01", label), "words": "Burglary will be better by the spring.",
        "kind": CommitmentKind.COMMITMENT, "given_by": ("chief",), "due": by,
        "measures": ("burglary",), "areas": ("north",),
    }  # fmt: skip
    return Commitment(**{**said, **changes})


def meeting(*said: Commitment, on: date = GIVEN, **changes: Any) -> Meeting:
    usual = {
        "reference": Reference("meeting", f"{on:%Y-%m}"), "series": "scrutiny", "title": "Scrutiny meeting", "date": on,
        "status": MeetingStatus.PUBLISHED, "items": (Item(number="1", title="Burglary", commitments=said),),
    }  # fmt: skip
    return Meeting(**{**usual, **changes})


def event(label: str, kind: str, at: date, words: str = "As it was said.", **more: Any) -> Event:
    reference = Reference("commitment", "2020-01", label)
    return Event(**{"reference": reference, "at": at, "by": "chair", "kind": EventKind(kind), "words": words, **more})


def agreed(*tests: tuple[date, Any], label: str = "C1", **more: Any) -> AgreedTests:
    """Tests agreed for a promise, each with its day; a later one of a label says why it came."""
    every = tuple(
        AgreedTest(**{"test": test, "agreed_by": "chair", "agreed_on": on, "reason": "It was unclear.", **more})
        for on, test in tests
    )
    return AgreedTests(reference=Reference("commitment", "2020-01", label), agreed=every)


def sample(drawn_on: date | None, met: int, of: int, **changes: Any) -> Sample:
    """A dip sample of so many cases in the north, drawn by lot."""
    usual = {
        "reference": Reference("sample", "2020-visits"), "title": "Visits", "frame": "Burglaries of the quarter.",
        "seed": 1, "drawn_on": drawn_on, "results": (SampleResult(element="", met=met, applicable=of, area="north"),),
    }  # fmt: skip
    return Sample(**{**usual, **changes})


def body(path: Path, figures: Any, *said: Commitment, **records: Any) -> BodyFolder:
    """A body whose meeting of January heard these promises."""
    usual = {"meetings": (meeting(*said),), "measures": MEASURES, "first": FIRST, "received": RECEIVED}
    return small_body(path, figures, **{**usual, **records})


def more(folder: BodyFolder, figures: Any, received: date, first: Month = NEXT) -> BodyFolder:
    """The body after another load."""
    load(folder.path, figures, first=first, received=received)
    return read_folder(folder.path)


def given(folder: BodyFolder, as_of: date, label: str = "C1") -> Promise:
    """One promise as it stood on a day."""
    return next(each for each in promises(folder, as_of) if each.reference.label == label)


def settled(folder: BodyFolder, as_of: date, label: str = "C1") -> Settled | Waiting:
    """Its one test, read on a day."""
    found = given(folder, as_of, label)
    (trial,) = found.trials
    return settle(trial, found, Views(folder))
