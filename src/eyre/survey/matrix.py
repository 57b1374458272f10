"""Element by area by crime type: where each cell differs from the rest, from a target, or from before.

Of many cells some differ by luck. Each difference has its interval, taken by itself; which of them stand out is decided
over all cells together, by the procedure of Y. Benjamini and Y. Hochberg, JRSS B 57 (1995) 289.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from eyre.core import Refused, Rolling
from eyre.stats import (
    CONFIDENCE,
    Interval,
    Spread,
    chance_of_a_higher_share,
    difference_of_intervals,
    difference_of_proportions,
    p_value_against,
    p_value_of_two,
    spread_of_shares,
)
from eyre.survey.answers import Survey
from eyre.survey.breaks import MethodBreak, check_none_between
from eyre.survey.pooling import IntervalMethod, Pool, pool
from eyre.survey.rows import Group
from eyre.survey.small_bases import SMALL_BASES, SmallBaseRule

FALSE_DISCOVERIES = 0.05  # of the cells that stand out, the part that may do so by luck


class Rest(StrEnum):
    """What a cell is set against: the same element of ..."""

    AREAS = "areas"  # the other areas, same crime type
    CRIME_TYPES = "crime-types"  # the other crime types, same area
    ALL = "all"  # every other cell


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell and what it is set against.

    against: the pool of the rest, or of the earlier window; None for a target. difference: in shares, the cell less the
    other. p_value: two-sided, of this cell by itself; adjusted: after Benjamini and Hochberg; NaN where not tested.
    chance_of_higher: that the true share is above the other's, uniform priors; NaN for targets and weighted answers.
    """

    group: Group
    own: Pool
    against: Pool | None
    difference: Interval
    p_value: float
    chance_of_higher: float = np.nan
    adjusted: float = np.nan
    stands_out: bool = False
    note: str = ""

    @property
    def is_tested(self) -> bool:
        return not np.isnan(self.p_value)


@dataclass(frozen=True)
class Matrix:
    """Every cell, and what luck alone would show.

    what: what the cells are set against, in words. tested: how many have a p-value. alone: how many of them are under
    1 - confidence by themselves. by_luck: how many would be on average, if no cell differed. stand_out: how many do
    when all are judged together.
    """

    what: str
    window: Rolling
    cells: tuple[MatrixCell, ...]
    confidence: float = CONFIDENCE
    false_discoveries: float = FALSE_DISCOVERIES
    target: float | None = None
    before: Rolling | None = None

    @property
    def tested(self) -> int:
        return sum(cell.is_tested for cell in self.cells)

    @property
    def alone(self) -> int:
        return sum(cell.p_value <= 1 - self.confidence for cell in self.cells if cell.is_tested)

    @property
    def by_luck(self) -> float:
        return (1 - self.confidence) * self.tested

    @property
    def stand_out(self) -> int:
        return sum(cell.stands_out for cell in self.cells)

    @property
    def sentence(self) -> str:
        """How much of what shows luck alone would show."""
        if not self.tested:
            return "No cell has answers enough to be tested."
        level = 100 * (1 - self.confidence)
        return (
            f"{self.tested} {'cell' if self.tested == 1 else 'cells'} tested {self.what}; {self.alone} "
            f"{'differs' if self.alone == 1 else 'differ'} at {level:g} % taken by "
            f"{'itself' if self.tested == 1 else 'themselves'}, where luck alone would show about {self.by_luck:.1f}. "
            f"{self.stand_out} {'stands' if self.stand_out == 1 else 'stand'} out when all are judged together "
            f"(Benjamini-Hochberg, {100 * self.false_discoveries:g} % false discoveries)."
        )


def against_target(
    survey: Survey,
    window: Rolling,
    target: float,
    *,
    rule: SmallBaseRule = SMALL_BASES,
    breaks: Sequence[MethodBreak] = (),
    confidence: float = CONFIDENCE,
) -> Matrix:
    """Set every cell against a target, a share between 0 and 1, which is taken to be exact.

    Raises Refused for 0 and 1, which one answer the other way disproves.
    """
    if not 0 < target < 1:
        raise Refused(
            f"A target of {100 * target:g} % cannot be tested: one answer decides. Give one between 0 and 100."
        )
    pools = _pools(survey, window, rule, breaks, confidence)
    p_values = p_value_against(*_tested_counts(pools), target)
    cells = [
        MatrixCell(group, own, None, _shifted(own.interval, target), float(p_value), note=own.note)
        for group, own, p_value in zip(survey.groups, pools, p_values, strict=True)
    ]
    return _judged(f"against {100 * target:g} %", window, cells, confidence, target=target)


def against_rest(
    survey: Survey,
    window: Rolling,
    rest: Rest | None = None,
    *,
    rule: SmallBaseRule = SMALL_BASES,
    breaks: Sequence[MethodBreak] = (),
    confidence: float = CONFIDENCE,
) -> Matrix:
    """Set every cell against the other cells of its element.

    rest: None takes the other areas where there are several, else the other crime types. A cell that is the total of
    the others is left out on both sides, and its note says so.
    Raises Refused where no cell has another to be set against.
    """
    rest = usual_rest(survey) if rest is None else rest
    pools = _pools(survey, window, rule, breaks, confidence)
    others = [_others(survey, pools, row, rest) for row in range(len(pools))]
    totals = {row for row, rows in enumerate(others) if _is_total(pools, row, rows)}
    if not any(others):
        raise Refused(f"No cell has other {rest.replace('-', ' ')} of its element to be set against. Give a target.")
    pairs = []
    for row, own in enumerate(pools):
        kept = [other for other in others[row] if other not in totals]
        apart = kept and row not in totals
        pairs.append((own, pool(survey, kept, window, rule=rule, confidence=confidence) if apart else None))
    cells = _two_sided(survey, pairs, confidence)
    cells = [
        replace(cell, note="The total of the others: set against none.") if row in totals else cell
        for row, cell in enumerate(cells)
    ]
    words = {Rest.AREAS: "against the other areas", Rest.CRIME_TYPES: "against the other crime types"}
    return _judged(words.get(rest, "against all other cells of the element"), window, cells, confidence)


def usual_rest(survey: Survey) -> Rest:
    """Other areas where there are several, else other crime types."""
    return Rest.AREAS if len({group.area for group in survey.groups}) > 1 else Rest.CRIME_TYPES


def before_after(
    survey: Survey,
    before: Rolling,
    after: Rolling,
    *,
    rule: SmallBaseRule = SMALL_BASES,
    breaks: Sequence[MethodBreak] = (),
    confidence: float = CONFIDENCE,
) -> Matrix:
    """Set every cell's later window against its earlier one.

    Raises Refused for windows that share a month, that run backwards, or that have a change of method in or between
    them.
    """
    check_apart(before, after)
    check_none_between(breaks, before, after)
    now = _pools(survey, after, rule, breaks, confidence)
    then = _pools(survey, before, rule, breaks, confidence)
    cells = _two_sided(survey, list(zip(now, then, strict=True)), confidence)
    return _judged(f"against {before.label}", after, cells, confidence, before=before)


def check_apart(before: Rolling, after: Rolling) -> None:
    """Raise Refused unless the first window ends before the second begins."""
    if before.overlaps(after):
        first, last = max(before.first, after.first), min(before.last, after.last)
        shared = last.index - first.index + 1
        raise Refused(
            f"{before.label} and {after.label} share {shared} {'month' if shared == 1 else 'months'}, so the same "
            f"answers stand on both sides. Give a first window that ends by {after.first.shift(-1).label}."
        )
    if before.start > after.start:
        raise Refused(f"{before.label} is after {after.label}. Give the earlier window first.")


def spread_between(matrix: Matrix, element: str) -> Spread:
    """How far the cells of one element lie apart beyond sampling. Raises TooFewPoints below two with answers."""
    own = [cell.own for cell in matrix.cells if cell.group.element == element and cell.is_tested]
    return spread_of_shares(*_tested_counts(own))


# --- parts ---------------------------------------------------------------------------------------------------------


def _pools(
    survey: Survey, window: Rolling, rule: SmallBaseRule, breaks: Sequence[MethodBreak], confidence: float
) -> list[Pool]:
    rows = range(len(survey.groups))
    return [pool(survey, [row], window, rule=rule, breaks=breaks, confidence=confidence) for row in rows]


def _others(survey: Survey, pools: Sequence[Pool], row: int, rest: Rest) -> list[int]:
    """The rows that a cell is set against: of its element, and with all months of the window."""
    own = survey.groups[row]

    def belongs(other: Group) -> bool:
        if other.element != own.element or other == own:
            return False
        if rest is Rest.AREAS:
            return other.crime_type == own.crime_type
        return rest is Rest.ALL or other.area == own.area

    return [at for at, group in enumerate(survey.groups) if belongs(group) and not np.isnan(pools[at].denominator)]


def _is_total(pools: Sequence[Pool], row: int, others: Sequence[int]) -> bool:
    """Whether a cell counts what two or more others count together."""
    if len(others) < 2 or not pools[row].denominator > 0:
        return False
    sums = [sum(getattr(pools[at], part) for at in others) for part in ("numerator", "denominator")]
    return sums == [pools[row].numerator, pools[row].denominator]


def _two_sided(survey: Survey, pairs: Sequence[tuple[Pool, Pool | None]], confidence: float) -> list[MatrixCell]:
    nothing = _nothing(confidence)
    whole = [both for both in pairs if both[1] is not None and both[0].is_shown and both[1].is_shown]
    first, second = [own for own, _ in whole], [other for _, other in whole if other is not None]
    p_values = iter(p_value_of_two(*_tested_counts(first), *_tested_counts(second)) if whole else ())
    cells = []
    for group, (own, other) in zip(survey.groups, pairs, strict=True):
        if other is None or not (own.is_shown and other.is_shown):
            note = own.note or (f"Nothing to set it against. {other.note}" if other else "Nothing to set it against.")
            cells.append(MatrixCell(group, own, other, nothing, np.nan, note=note))
            continue
        gap, chance = _difference(own, other, confidence)
        cells.append(MatrixCell(group, own, other, gap, float(next(p_values)), chance, note=own.note))
    return cells


def _difference(own: Pool, other: Pool, confidence: float) -> tuple[Interval, float]:
    """The difference with its interval, and the chance that the first true share is the higher."""
    if IntervalMethod.DESIGN in (own.method, other.method):
        return difference_of_intervals(own.interval, other.interval), np.nan
    counts = (own.numerator, own.denominator, other.numerator, other.denominator)
    chance = chance_of_a_higher_share(*(int(count) for count in (*counts[2:], *counts[:2])))
    return difference_of_proportions(*counts, confidence=confidence), chance


def _tested_counts(pools: Sequence[Pool]) -> tuple[np.ndarray, np.ndarray]:
    """Satisfied and answered as a test reads them: effective counts of weighted answers; 0 where nothing is shown."""
    worth = np.array([one.effective_n if one.is_shown else 0.0 for one in pools])
    hits = [one.numerator if one.method is not IntervalMethod.DESIGN else one.share * one.effective_n for one in pools]
    return np.where(worth > 0, hits, 0.0), worth


def _judged(what: str, window: Rolling, cells: Sequence[MatrixCell], confidence: float, **more: object) -> Matrix:
    """The matrix, its p-values adjusted over all cells that were tested."""
    from scipy.stats import false_discovery_control

    tested = [at for at, cell in enumerate(cells) if cell.is_tested]
    adjusted = false_discovery_control([cells[at].p_value for at in tested]) if tested else ()
    judged = list(cells)
    for at, value in zip(tested, adjusted, strict=True):
        judged[at] = replace(cells[at], adjusted=float(value), stands_out=bool(value <= FALSE_DISCOVERIES))
    return Matrix(what, window, tuple(judged), confidence, **more)  # type: ignore[arg-type]


def _shifted(interval: Interval, target: float) -> Interval:
    return Interval(interval.estimate - target, interval.lower - target, interval.upper - target, interval.confidence)


def _nothing(confidence: float) -> Interval:
    unknown = np.asarray(np.nan)
    return Interval(unknown, unknown, unknown, confidence)
