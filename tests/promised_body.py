"""A small body whose promises stand everywhere a promise can: for the tests of the pack, its pages and the tracker.

Meetings on 14 November and 12 December 2023; figures to October 2023 received on 5 December, those of November to
January on 10 February 2024, those of February and March on 20 April. The next meeting is on 23 April 2024.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from eyre.body.agreed import AgreedTest, AgreedTests
from eyre.body.commitment_test import (
    Aggregate,
    ChangeTest,
    Comparison,
    ForEach,
    Improvement,
    LevelTest,
    Reads,
)
from eyre.body.folder import BodyFolder
from eyre.body.meeting import Action, Assurance, Commitment, Finding, Item, Judgement, Meeting
from eyre.body.registers import Event, Matter, Matters
from eyre.body.settings import Holder, MeetingSeries, Post
from eyre.core import Month, Reference, Rolling
from eyre.cycle.due import Certainty, Due
from eyre.cycle.events import EventKind
from eyre.cycle.states import MeetingStatus
from eyre.cycle.words import AssuranceGrade, CommitmentKind, EvidenceGrade, SpeechAct, StandingHeading
from small_body import FORCE, load, share, small_body, steady

LAST = date(2023, 12, 12)
LOADED = date(2024, 4, 20)
MEETING = date(2024, 4, 23)
MEETINGS = MeetingSeries(key="scrutiny", title="Scrutiny meeting", planned=(MEETING,))
POSTS = (
    Post(key="chair", title="Commissioner"),
    Post(key="chief", title="Chief constable", holders=(Holder(person="A. Holder", from_date=date(2020, 1, 1)),)),
)
YEAR_BEFORE, QUARTER = Rolling(Month(2023, 1), Month(2023, 3)), Rolling(Month(2024, 1), Month(2024, 3))
NEXT_YEAR = Rolling(Month(2024, 4), Month(2025, 3))
LESS = ChangeTest(measure="burglary", area="north", before=YEAR_BEFORE, after=QUARTER, aggregate=Aggregate.SUM)
NINETY = LevelTest(
    measure="satisfaction", area=FORCE, window=QUARTER, aggregate=Aggregate.POOLED_RATE, op=Comparison.AT_LEAST,
    value=90.0, reads=Reads.UNDERLYING,
)  # fmt: skip
EVERYWHERE = ChangeTest(
    measure="burglary", for_each=ForEach(areas=("north", "south")), before=YEAR_BEFORE, after=QUARTER,
    aggregate=Aggregate.SUM,
)  # fmt: skip
NEVER = LevelTest(
    measure="burglary", area="north", window=NEXT_YEAR, aggregate=Aggregate.SUM, op=Comparison.AT_MOST, value=100.0
)
SURELY = LevelTest(
    measure="burglary", area="south", window=NEXT_YEAR, aggregate=Aggregate.SUM, op=Comparison.AT_MOST, value=5000.0
)
OPEN = LevelTest(
    measure="burglary", area=FORCE, window=NEXT_YEAR, aggregate=Aggregate.SUM, op=Comparison.AT_MOST, value=1490.0
)


def ref(text: str) -> Reference:
    return Reference.parse(text)


def due(words: str, day: date) -> Due:
    return Due(words=words, date=day, certainty=Certainty.RESOLVED)


def promise(label: str, words: str, **more: Any) -> Commitment:
    usual: dict[str, Any] = {"kind": CommitmentKind.COMMITMENT, "given_by": ("chief",)}
    return Commitment(reference=ref(f"commitment 2023-11/{label}"), words=words, **{**usual, **more})


MARCH = due("by the end of March", date(2024, 3, 31))
NEXT_MARCH = due("by March 2025", date(2025, 3, 31))
PROMISES = (
    promise("C1", "Burglary in the north will be lower", due=MARCH, areas=("north",), measures=("burglary",)),
    promise("C2", "90 % will be satisfied", due=MARCH, measures=("satisfaction",), relayed_by=("chair",)),
    promise("C3", "Burglary will fall in all areas", due=MARCH, areas=("north", "south")),
    promise("C4", "There will be hardly any burglary in the north", due=NEXT_MARCH, areas=("north",)),
    promise("C5", "Burglary in the south will be contained", due=NEXT_MARCH, areas=("south",)),
    promise("C6", "Burglary will not rise", due=NEXT_MARCH),
    promise("C7", "It will be gripped", given_by=()),
    promise("C8", "Every victim has a plan", due=due("in January", date(2024, 1, 31))),
    promise("C9", "The aspiration is 90 %", kind=CommitmentKind.ASPIRATION),
    promise("C10", "A plan comes", carried_by=ref("action 2023-11/1"), due=NEXT_MARCH),
    promise("C11", "More will be done in social media", kind=CommitmentKind.EXPECTATION),
)
TESTS = {"C1": LESS, "C2": NINETY, "C3": EVERYWHERE, "C4": NEVER, "C5": SURELY, "C6": OPEN, "C9": NINETY}


def agreed(label: str, test: Any, on: date = date(2023, 12, 20)) -> AgreedTests:
    one = AgreedTest(test=test, agreed_by="chair", agreed_on=on, matters=Improvement(10.0, percent=True))
    if label in ("C2", "C9"):
        one = AgreedTest(test=test, agreed_by="chair", agreed_on=on, matters=Improvement(5.0))
    return AgreedTests(reference=ref(f"commitment 2023-11/{label}"), agreed=(one,))


def missed(label: str, at: date, words: str) -> Event:
    reference = ref(f"commitment 2023-11/{label}")
    return Event(reference=reference, at=at, by="chief", kind=EventKind.MISSED, words=words)


EVENTS = (
    missed("C8", date(2024, 2, 13), "Two officers were off sick"),
    Event(
        reference=ref("commitment 2023-11/C8"), at=date(2024, 2, 13), by="chief", kind=EventKind.NEW_DATE,
        words="It needs the new system", sets_date=date(2024, 3, 31),
    ),
    missed("C8", date(2024, 4, 2), "The system did not come"),
    Event(
        reference=ref("assurance 2023-11/A1"), at=date(2024, 2, 1), by="chair", kind=EventKind.NOT_BORNE_OUT,
        words="Three were not",
    ),
)  # fmt: skip


def many(count: int, given_by: str = "chief") -> tuple[Commitment, ...]:
    """Promises with the test of C1, to be settled with it."""
    return tuple(
        promise(f"C{at}", "Burglary will be lower", given_by=(given_by,), due=MARCH) for at in range(20, 20 + count)
    )


def meetings(also: tuple[Commitment, ...] = ()) -> tuple[Meeting, ...]:
    plan = Item(number="4a", title="Performance", heading=StandingHeading.PLAN_PERFORMANCE)
    topic = Item(
        number="4a.1", title="Burglary", matter="burglary", commitments=PROMISES + also,
        actions=(Action(reference=ref("action 2023-11/1"), words="Bring a plan", owners=("chief",)),),
        assurances=(
            Assurance(
                reference=ref("assurance 2023-11/A1"), words="Every victim is visited", given_by="chief",
                in_place="Yes", functioning="In 9 of 10", evidence=EvidenceGrade.TOLD,
            ),
        ),
        findings=(
            Finding(
                reference=ref("finding 2023-11/F1"), words="There is far less of it", kind="performance",
                act=SpeechAct.ASSERTS, measures=("burglary",),
            ),
        ),
        judgements=(
            Judgement(
                reference=ref("judgement 2023-11/J1"), grade=AssuranceGrade.PARTLY_ASSURED, by="chair",
                reason="Nothing was shown",
            ),
        ),
    )  # fmt: skip
    held = {"series": "scrutiny", "title": "Scrutiny meeting", "status": MeetingStatus.HELD}
    november = Meeting(reference=ref("meeting 2023-11"), date=date(2023, 11, 14), items=(plan, topic), **held)
    return november, Meeting(reference=ref("meeting 2023-12"), date=LAST, **held)


def satisfied(rate: float, months: int, n: int = 60, seed: int = 3) -> list[tuple[int, int]]:
    return [(int(k), n) for k in np.random.default_rng(seed).binomial(n, rate, months)]


def promised_body(
    path: Path,
    *,
    of: Iterable[str] = TESTS,
    also: tuple[Commitment, ...] = (),
    later: bool = True,
    south: float = 40.0,
    n: int = 60,
    **more: Any,
) -> BodyFolder:
    """The body. of: labels of the promises that have a test. also: further ones, with the test of C1. later: with the
    load of 20 April 2024. south: how many burglaries there a month. n: answers a month.
    """
    from eyre.body.folder import read_folder

    def figures(months: int, seed: int) -> dict[str, dict[str, Any]]:
        counts = {"north": steady(80, months, seed), "south": steady(south, months, seed + 1)}
        counts[FORCE] = counts["north"] + counts["south"]
        return {"burglary": counts, "satisfaction": {FORCE: satisfied(0.85, months, n, seed)}}

    tests = {**{label: TESTS[label] for label in of}, **{each.reference.label: LESS for each in also}}
    records = {
        "meetings": meetings(also), "events": EVENTS, "commitments": tuple(agreed(*each) for each in tests.items()),
        "matters": Matters(matters=(Matter(key="burglary", title="Burglary at home", measures=("burglary",)),)),
        "body": {"posts": POSTS, "meeting_series": (MEETINGS,)},
    }  # fmt: skip
    first = Month(2020, 4)
    small_body(path, figures(43, 1), measures=[share()], first=first, received=date(2023, 12, 5), **{**records, **more})
    load(path, figures(3, 5), first=Month(2023, 11), received=date(2024, 2, 10))
    if later:
        load(path, figures(2, 9), first=Month(2024, 2), received=LOADED)
    return read_folder(path)
