"""Two people who read the same cases: how far they agree, where they do not, and what then counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from eyre.sampling.checklist import AGREED, Reading, Result
from eyre.stats import agreement

EXTREME = 0.9  # of all readings that say one thing: above it kappa falls however well two people agree
FEW = 20  # cases read twice, under which an agreement is hardly known


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A case on which two reviewers differ; settled: what was then agreed, where it was."""

    reference: str
    element: str
    said: Mapping[str, Result]
    settled: Result | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers say the same of one element.

    share: of the cases both read. kappa: Cohen's, agreement beyond chance; None where both said one thing throughout.
    """

    element: str
    first: str
    second: str
    cases: int
    agreed: int
    share: float
    kappa: float | None
    most_said: Result
    most_said_share: float

    @property
    def caution(self) -> str:
        """Why kappa should not be read, or only with care; nothing where it may."""
        word = self.most_said.replace("_", " ")
        if self.kappa is None:
            return f'Both said "{word}" of every case: kappa has nothing to measure. Read the percentage.'
        if self.most_said_share > EXTREME:
            return (
                f'{self.most_said_share:.0%} of the readings say "{word}": kappa is low there however well two people '
                "agree. Read the percentage and the list."
            )
        return f"Only {self.cases} cases were read twice: kappa is rough." if self.cases < FEW else ""

    @property
    def says(self) -> str:
        kappa = "" if self.kappa is None else f", kappa {self.kappa:.2f}"
        head = f"{self.element}: {self.first} and {self.second} agree on {self.agreed} of {self.cases} cases"
        return " ".join(filter(None, (f"{head} ({self.share:.0%}{kappa}).", self.caution)))


def agreements(readings: Iterable[Reading]) -> tuple[Agreement, ...]:
    """How far each two reviewers agree on each element, over the cases both read."""
    said: dict[str, dict[str, dict[str, Result]]] = defaultdict(lambda: defaultdict(dict))
    for one in readings:
        if one.result and one.reviewer.casefold() != AGREED:
            said[one.element][one.reviewer][one.reference] = one.result
    return tuple(
        _agreement(element, first, second, by_reviewer)
        for element, by_reviewer in said.items()
        for first, second in combinations(by_reviewer, 2)
        if by_reviewer[first].keys() & by_reviewer[second].keys()
    )


def _agreement(element: str, first: str, second: str, said: Mapping[str, Mapping[str, Result]]) -> Agreement:
    both = [case for case in said[first] if case in said[second]]
    one, other = [said[first][case] for case in both], [said[second][case] for case in both]
    share, kappa = agreement(one, other)
    word, times = Counter([*one, *other]).most_common(1)[0]
    agreed = sum(a is b for a, b in zip(one, other, strict=True))
    return Agreement(element, first, second, len(both), agreed, share, kappa, word, times / (2 * len(both)))


@dataclass(frozen=True, slots=True)
class Settled:
    """What counts of one element in one case; None where reviewers differ and nobody settled it."""

    reference: str
    element: str
    result: Result | None


def settle(readings: Sequence[Reading]) -> tuple[tuple[Settled, ...], tuple[Disagreement, ...]]:
    """What counts of each element in each case, and every disagreement.

    Where all say one thing, that counts; where they differ, what the reviewer "agreed" says; else nothing does.
    """
    said: dict[tuple[str, str], dict[str, Result]] = defaultdict(dict)
    for one in readings:
        if one.result:
            said[one.element, one.reference][one.reviewer] = one.result
    settled, disputed = [], []
    for (element, reference), words in said.items():
        agreed = next((word for who, word in words.items() if who.casefold() == AGREED), None)
        each = {who: word for who, word in words.items() if who.casefold() != AGREED}
        if len(set(each.values())) > 1:
            disputed.append(Disagreement(reference, element, each, agreed))
        alike = next(iter(each.values())) if len(set(each.values())) == 1 else None
        settled.append(Settled(reference, element, agreed or alike))
    return tuple(settled), tuple(disputed)
