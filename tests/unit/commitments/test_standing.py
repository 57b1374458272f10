"""How promises stand: counts that add up, never a score, and of no person."""

from datetime import date
from types import SimpleNamespace

import pytest

from eyre.body.commitment_test import RecordTest
from eyre.commitments.answers import Finding, Verdict
from eyre.commitments.promises import Trial
from eyre.commitments.settlement import Settled, Waiting
from eyre.commitments.standing import FEWEST_BY_POST, Stands, count, counts_by, counts_by_post, stands
from eyre.cycle.words import CommitmentKind
from eyre.disclosure import Audience
from given_promises import GIVEN, body, event, given, level, promise

RECORD = RecordTest(what="paper")


def found(verdict, *apart):
    return Settled(date(2020, 5, 1), (), Finding(verdict, (), tuple((RECORD, each) for each in apart)))


def trial(label=""):
    return Trial(label, level(), None, "chair", GIVEN)


@pytest.fixture
def of(tmp_path):
    """Where a promise stands by what its tests said: `of(("", settled), …)`."""

    def build(*readings, as_of=date(2020, 6, 1), events=(), **changes):
        promised = given(body(tmp_path, {}, promise(**changes), events=events), as_of)
        return stands(promised, [(trial(label), reading) for label, reading in readings])

    return build


@pytest.mark.parametrize(
    ("verdict", "where"),
    [
        (Verdict.SHOWN, Stands.SHOWN),
        (Verdict.NOT_SHOWN, Stands.NOT_SHOWN),
        (Verdict.SHOWN_NOT, Stands.SHOWN_NOT),
        (Verdict.FOR_A_PERSON, Stands.WAITING),
    ],
)
def test_a_settled_promise_stands_where_its_test_says(of, verdict, where):
    assert of(("", found(verdict))) is where


def test_every_verdict_has_a_place(of):
    assert all(of(("", found(verdict))) in Stands for verdict in Verdict)


@pytest.mark.parametrize(
    ("apart", "where"),
    [
        (Verdict.SHOWN, Stands.SHOWN),
        (Verdict.NOT_YET, Stands.WAITING),
        (Verdict.FOR_A_PERSON, Stands.WAITING),
        (Verdict.NOT_SHOWN, Stands.NOT_SHOWN),
        (Verdict.SHOWN_NOT, Stands.SHOWN_NOT),
    ],
)
def test_a_promise_is_no_better_kept_than_what_it_promised_beside_figures(of, apart, where):
    assert of(("", found(Verdict.SHOWN, apart))) is where


def test_the_test_of_the_promise_itself_counts_before_its_checkpoints(of):
    checkpoint = ("3 months", found(Verdict.SHOWN_NOT))
    assert of(checkpoint, ("", found(Verdict.SHOWN))) is Stands.SHOWN
    assert of(checkpoint, ("9 months", found(Verdict.SHOWN))) is Stands.SHOWN_NOT
    assert of(checkpoint, ("9 months", Waiting(None, ()))) is Stands.WAITING


def test_figures_that_never_came_cannot_tell(of):
    late = Waiting(date(2020, 4, 30), ("No load.",), is_late=True)
    assert of(("", late)) is Stands.CANNOT_TELL
    assert of(("3 months", late), ("9 months", Waiting(None, ()))) is Stands.WAITING


def test_a_withdrawn_promise_is_withdrawn_whatever_was_shown(of):
    gone = event("C1", "withdrawn", date(2020, 3, 1))
    assert of(("", found(Verdict.SHOWN)), events=[gone]) is Stands.WITHDRAWN
    assert of(("", found(Verdict.SHOWN)), events=[gone], as_of=date(2020, 2, 1)) is Stands.SHOWN


def test_an_aspiration_is_listed_and_a_promise_without_a_test_is_untested(of):
    assert of(("", found(Verdict.SHOWN)), kind=CommitmentKind.ASPIRATION) is Stands.LISTED
    assert of() is Stands.UNTESTED


# --- counts --------------------------------------------------------------------------------------------------------


def made(where, *, posts=("chief",), areas=("north",), trials=()):
    line = SimpleNamespace(given_by=posts, areas=areas)
    return SimpleNamespace(commitment=line, trials=trials), where


def test_where_promises_stand_adds_up_to_how_many_were_given():
    found = count("all", [made(where, trials=(1,) * (at % 2)) for at, where in enumerate([*Stands, *Stands])])
    places = (
        found.listed + found.untested + found.waiting + found.shown + found.not_shown + found.shown_not
        + found.cannot_tell + found.withdrawn
    )  # fmt: skip
    assert places == found.given == 2 * len(Stands)
    assert found.settled == 6
    assert found.testable == len(Stands)


def test_a_promise_is_counted_once_in_each_of_its_areas():
    twice = made(Stands.SHOWN, areas=("south", "north", "south"))
    found = counts_by(lambda promised: promised.commitment.areas, [twice])
    assert [(each.of, each.given) for each in found] == [("north", 1), ("south", 1)]


def test_posts_are_counted_inside_only_and_from_ten_settled_on():
    nine = [made(Stands.SHOWN)] * (FEWEST_BY_POST - 1)
    ten = [*nine, made(Stands.SHOWN_NOT)]
    assert counts_by_post([*nine, made(Stands.WAITING)], Audience.WORKING) == []
    assert [each.settled for each in counts_by_post(ten, Audience.WORKING)] == [10]
    assert counts_by_post(ten, Audience.PANEL) == counts_by_post(ten, Audience.PUBLIC) == []
