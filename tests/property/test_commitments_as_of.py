"""Nothing received, agreed or said later shows: a folder cut at a day says what the whole one says of that day.

And a finding once made stays what it was, whatever revisions come; only a load that is taken back undoes it.
"""

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from eyre.body.agreed import AgreedTest, AgreedTests
from eyre.body.commitment_test import Aggregate, AllOfTest, ChangeTest, Comparison, FactTest, LevelTest, RecordTest
from eyre.body.folder import BodyFolder, read_folder
from eyre.body.history import History
from eyre.body.loads import Manifest, known_rows, retract
from eyre.body.observations import CELL
from eyre.body.registers import Document, Holding
from eyre.commitments.promises import promises
from eyre.commitments.settlement import Settled, settle
from eyre.commitments.views import Views
from eyre.core import Month, Reference, Refused, Rolling
from eyre.cycle.events import EventKind
from eyre.tracker.commitments import CommitmentsAsOf
from eyre.tracker.commitments_plain import commitments_plain
from given_promises import QUARTER, body, event, level, meeting, promise, sample
from small_body import load

START = date(2020, 1, 16)
DAYS = st.integers(0, 200).map(lambda after: START + timedelta(days=after))
BURGLARY = {"burglary": {"north": [100] * 20, "south": [50] * 20}}
FACT = FactTest(evidence_wanted="The plan is in use")
PAPER = RecordTest(what="paper", matching="plan")
CHANGE = ChangeTest(
    measure="burglary", area="north", before=Rolling(Month(2019, 9), Month(2019, 11)), after=QUARTER,
    aggregate=Aggregate.MEAN,
)  # fmt: skip
VISITS = LevelTest(
    measure="satisfaction", area="north", window=QUARTER, aggregate=Aggregate.MEAN, op=Comparison.AT_LEAST, value=80,
    evidence="sample:sample 2020-visits",
)  # fmt: skip
TESTS = (
    level(290), CHANGE, VISITS, FACT, PAPER, AllOfTest(tests=(level(295), PAPER, FACT)),
    AllOfTest(tests=(level(295), VISITS)),
)  # fmt: skip

SAID = (
    ("finding", "seen"), ("finding", "not_seen"), ("new_date", ""), ("missed", ""), ("decision", "kept"),
    ("decision", "not_kept"), ("withdrawn", ""), ("document_received", ""), ("update", ""),
)  # fmt: skip


def happening(label, said, at, after):
    """Something said of a promise; a new date is so many days after."""
    kind, outcome = said
    moved = {"sets_date": at + timedelta(days=after)} if kind == "new_date" else {}
    return event(label, kind, at, "The plan is in use?", outcome=outcome, **moved)


counts = st.lists(st.one_of(st.integers(80, 110), st.just(float("nan"))), min_size=1, max_size=6)
loads = st.lists(st.tuples(DAYS, st.sampled_from(["north", "south"]), st.integers(0, 4), counts), max_size=5)
takings_back = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=2)
events = st.lists(
    st.builds(
        happening,
        st.sampled_from(["C1", "C2"]),
        st.sampled_from(SAID),
        DAYS,
        st.integers(0, 90),
    ),
    max_size=6,
)
tests_agreed = st.lists(st.tuples(DAYS, st.sampled_from(["", "3 months"]), st.sampled_from(TESTS)), max_size=3)


@st.composite
def histories(draw):
    return (
        draw(loads), draw(takings_back), draw(events), draw(tests_agreed), draw(st.none() | DAYS), draw(DAYS),
        draw(st.none() | st.sampled_from(TESTS)), draw(DAYS),
    )  # fmt: skip


def play(path: Path, history) -> BodyFolder:
    """The whole folder, with all that the history says."""
    coming, gone, said, tests, drawn_on, corrected_on, minuted, paper_on = history
    every = AgreedTests(
        reference=Reference("commitment", "2020-01", "C1"),
        agreed=tuple(AgreedTest(label=at, test=test, agreed_by="chair", agreed_on=on) for on, at, test in tests),
    )
    first = meeting(promise(test=minuted), promise("C2", test=level(310)))
    second = meeting(promise(words="As corrected.", test=minuted), version=2)
    correction = replace(event("C1", "corrected", corrected_on), reference=first.reference)
    later = meeting(on=date(2020, 4, 15))
    papers = (Document(key="plan", title="The plan", held_by=(Holding(post="chair", since=paper_on),)),)
    folder = body(
        path, BURGLARY, meetings=(first, second, later), events=(*said, correction), commitments=(every,),
        samples=(sample(drawn_on, 45, 50),), documents=papers,
    )  # fmt: skip
    for on, area, month, values in sorted(coming, key=lambda each: each[0]):
        try:
            load(path, {"burglary": {area: values}}, first=Month(2019, 11).shift(month), received=on)
        except Refused:  # the very same figures once more
            continue
    for after, which in gone:
        standing = [entry for entry in read_folder(path).loads[1:] if not entry.retracts]
        if standing:
            entry = standing[which % len(standing)]
            try:
                on = entry.received_on + timedelta(days=after)
                retract(path, entry.id, received_on=on, by="analyst", reason="wrong")
            except Refused:
                continue
    return read_folder(path) if folder else folder


def cut(whole: BodyFolder, on: date) -> BodyFolder:
    """The folder as it stood at the end of a day: nothing in it is younger."""
    corrected = any(each.kind is EventKind.CORRECTED and each.at <= on for each in whole.events)
    return replace(
        whole,
        loads=tuple(entry for entry in whole.loads if entry.received_on <= on),
        events=tuple(each for each in whole.events if each.at <= on),
        meetings=tuple(m for m in whole.meetings if m.date <= on and (m.version == 1 or corrected)),
        commitments=tuple(
            replace(each, agreed=tuple(one for one in each.agreed if one.agreed_on <= on)) for each in whole.commitments
        ),
        samples=tuple(each for each in whole.samples if each.drawn_on is not None and each.drawn_on <= on),
        documents=tuple(
            replace(each, held_by=tuple(one for one in each.held_by if one.since <= on)) for each in whole.documents
        ),
    )


@settings(max_examples=25, deadline=None)
@given(histories(), DAYS)
def test_a_folder_cut_at_a_day_says_what_the_whole_one_says_of_that_day(history, on):
    with tempfile.TemporaryDirectory() as path:
        whole = play(Path(path) / "body", history)
        then, now = (CommitmentsAsOf(folder, on) for folder in (cut(whole, on), whole))
        assert commitments_plain(then, then.standings()) == commitments_plain(now, now.standings())


@settings(max_examples=40, deadline=None)
@given(histories(), st.lists(DAYS, min_size=2, max_size=4))
def test_a_finding_stays_what_it_was_unless_its_load_is_taken_back(history, days):
    history = (history[0], [], history[2], history[3], *history[4:])  # nothing is taken back
    with tempfile.TemporaryDirectory() as path:
        whole = play(Path(path) / "body", history)
        views, seen = Views(whole), {}
        for on in sorted(days):
            for promised in promises(whole, on):
                for trial in promised.trials:
                    found = settle(trial, promised, views)
                    name = promised.reference, trial.label, trial.agreed_on, id(trial.test)
                    if isinstance(found, Settled) and found.finding.parts:
                        parts = found.on, found.finding.parts, found.known_when_agreed
                        assert seen.setdefault(name, parts) == parts
                    else:
                        assert name not in seen


@settings(max_examples=30, deadline=None)
@given(histories(), st.lists(DAYS, min_size=1, max_size=5))
def test_what_was_known_day_after_day_is_what_a_plain_reading_says(history, days):
    with tempfile.TemporaryDirectory() as path:
        whole = play(Path(path) / "body", history)
        played = History(whole.path, Manifest(whole.loads))
        order = [(name, "ascending") for name in CELL]
        for on in [*days, None]:
            assert played.known_rows(on).sort_by(order).equals(known_rows(whole.path, on))
