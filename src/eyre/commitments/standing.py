"""How the promises of a body, a matter or an area stand: counts, never a score, and never of a person.

By post it is for those inside only, and from ten settled promises on: fewer say nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from eyre.commitments.answers import Verdict
from eyre.commitments.promises import Promise, Trial
from eyre.commitments.settlement import Settled, Waiting
from eyre.cycle.states import CommitmentDecision
from eyre.disclosure import Audience

FEWEST_BY_POST = 10


class Stands(StrEnum):
    """Where one promise is."""

    LISTED = "listed"  # an aspiration or an expectation: followed, never scored
    UNTESTED = "untested"
    WAITING = "waiting"
    SHOWN = "shown"
    NOT_SHOWN = "not_shown"
    SHOWN_NOT = "shown_not"
    CANNOT_TELL = "cannot_tell"
    WITHDRAWN = "withdrawn"

    def says(self) -> str:
        return self.value.replace("_", " ")


SETTLED = (Stands.SHOWN, Stands.NOT_SHOWN, Stands.SHOWN_NOT)
WORST_FIRST = (Stands.SHOWN_NOT, Stands.WAITING, Stands.NOT_SHOWN, Stands.SHOWN)
_OF = {
    Verdict.SHOWN: Stands.SHOWN,
    Verdict.NOT_SHOWN: Stands.NOT_SHOWN,
    Verdict.SHOWN_NOT: Stands.SHOWN_NOT,
    Verdict.FOR_A_PERSON: Stands.WAITING,
    Verdict.NOT_YET: Stands.WAITING,
}


def stands(promise: Promise, settled: Iterable[tuple[Trial, Settled | Waiting]]) -> Stands:
    """Where a promise is by its tests; a person's decision stands beside it and only a withdrawal ends it.

    The test of the promise itself counts, where there is one; else its checkpoints, when all of them are settled. What
    it promised beside figures, records and facts, is reported apart and must be there too: a promise is no better kept
    than the worst of its parts.
    """
    if promise.decision is CommitmentDecision.WITHDRAWN:
        return Stands.WITHDRAWN
    if not promise.is_scored:
        return Stands.LISTED
    found = list(settled)
    if not found:
        return Stands.UNTESTED
    own = [each for trial, each in found if not trial.label]
    counted = own or [each for _, each in found]
    open_still = [each for each in counted if isinstance(each, Waiting)]
    if open_still:
        return Stands.CANNOT_TELL if all(each.is_late for each in open_still) else Stands.WAITING
    verdicts = {_OF[verdict] for each in counted if isinstance(each, Settled) for verdict in _verdicts(each)}
    return next(worst for worst in WORST_FIRST if worst in verdicts)


def _verdicts(settled: Settled) -> Iterator[Verdict]:
    yield settled.finding.verdict
    yield from (verdict for _, verdict in settled.finding.apart)


@dataclass(frozen=True, slots=True)
class Count:
    """How many promises of a group stand where: what follows `testable` adds up to `given`.

    given: all of them. testable: those with a test, wherever they stand. listed: followed, never scored.
    """

    of: str
    given: int
    testable: int
    listed: int
    untested: int
    waiting: int
    shown: int
    not_shown: int
    shown_not: int
    cannot_tell: int
    withdrawn: int

    @property
    def settled(self) -> int:
        return self.shown + self.not_shown + self.shown_not


def count(of: str, where: Iterable[tuple[Promise, Stands]]) -> Count:
    """Count the promises of one group."""
    pairs = list(where)
    number = {each: sum(stands is each for _, stands in pairs) for each in Stands}
    return Count(
        of,
        given=len(pairs),
        testable=sum(bool(promise.trials) for promise, _ in pairs),
        listed=number[Stands.LISTED],
        untested=number[Stands.UNTESTED],
        waiting=number[Stands.WAITING],
        shown=number[Stands.SHOWN],
        not_shown=number[Stands.NOT_SHOWN],
        shown_not=number[Stands.SHOWN_NOT],
        cannot_tell=number[Stands.CANNOT_TELL],
        withdrawn=number[Stands.WITHDRAWN],
    )


def counts_by(groups_of: Callable[[Promise], Iterable[str]], where: Iterable[tuple[Promise, Stands]]) -> list[Count]:
    """One count for each group, in alphabetical order; a promise that belongs to several is counted in each."""
    by_group: dict[str, list[tuple[Promise, Stands]]] = {}
    for promise, each in where:
        for group in dict.fromkeys(groups_of(promise)):
            by_group.setdefault(group, []).append((promise, each))
    return [count(group, by_group[group]) for group in sorted(by_group)]


def counts_by_post(where: Iterable[tuple[Promise, Stands]], audience: Audience) -> list[Count]:
    """By the post that gave them, for those inside, and only for posts with at least ten settled: else nothing."""
    if audience is not Audience.WORKING:
        return []
    every = counts_by(lambda promise: promise.commitment.given_by, where)
    return [each for each in every if each.settled >= FEWEST_BY_POST]
