"""What a dip sample or a census shows: a bound decides, one-sided, and never the share alone.

A census looked at every case, so its share is the answer and its exceptions can be named. A sample is read by its exact
bound: 10 of 10 show at least 74 %, and no more. One that was picked by hand speaks of its own cases only.
"""

from __future__ import annotations

from dataclasses import dataclass

from eyre.body.commitment_test import Comparison, LevelTest
from eyre.commitments.figures import PERCENT, Cases, Figures
from eyre.core import NotFound, SeriesKey
from eyre.stats.bounds import lower_bound, upper_bound

CONFIDENCE = 0.95  # of a sample whose test states none
CENSUS = "census"
ELEMENT = "element"  # the facet that says which element of the standard is meant


@dataclass(frozen=True, slots=True)
class Bounds:
    """How low and how high the share of all cases may be, in percent; equal for a census."""

    cases: Cases
    low: float
    high: float
    confidence: float

    def says(self, what: str) -> str:
        """ "10 of 10 in the sample: 74 to 100 % (each end one-sided, 95 %)."."""
        found = f"{self.cases.met} of {self.cases.usable}"
        if self.low == self.high:
            left = self.cases.exceptions
            return f"{found}, every case{f'; {left} did not' if left else ''}."
        by_hand = "" if self.cases.by_seed else " It was picked by hand, so it speaks of these cases only."
        between = f"{self.low:.0f} to {self.high:.0f} % (each end one-sided, {PERCENT * self.confidence:.0f} %)"
        return f"{found} in the {what}: {between}.{by_hand}"


def parse_evidence(evidence: str) -> tuple[str, str]:
    """ "sample:sample 2017/burglary" as its sort and its reference."""
    sort, _, reference = evidence.partition(":")
    return sort.strip(), reference.strip()


def cases_of(test: LevelTest, key: SeriesKey, figures: Figures) -> Cases:
    """The cases a test is read on. Raises NotFound where the sample has none for this area and element."""
    sort, reference = parse_evidence(test.evidence)
    element = dict(key.facet.parts).get(ELEMENT, "")
    found = figures.cases.get((reference, key.area, element))
    if found is None:
        known = sorted({f"{area or 'all areas'}, {part}" for named, area, part in figures.cases if named == reference})
        have = f"It has: {'; '.join(known)}." if known else "There is no such record with results."
        raise NotFound(f"The {sort} {reference} has no result for {key}. {have}")
    return found


def bounds_of(test: LevelTest, key: SeriesKey, figures: Figures) -> Bounds:
    cases = cases_of(test, key, figures)
    confidence = CONFIDENCE if test.confidence is None else test.confidence
    share = PERCENT * cases.met / cases.usable
    if parse_evidence(test.evidence)[0] == CENSUS:
        return Bounds(cases, share, share, 1.0)
    low, high = (float(bound(cases.met, cases.usable, confidence=confidence)) for bound in (lower_bound, upper_bound))
    return Bounds(cases, PERCENT * low, PERCENT * high, confidence)


def shown(test: LevelTest, bounds: Bounds) -> bool | None:
    """True where even the worse bound passes, False where even the better one fails, None where both are open."""
    if not bounds.cases.by_seed and bounds.low != bounds.high:
        return None
    at_least = test.op is Comparison.AT_LEAST
    worse, better = (bounds.low, bounds.high) if at_least else (-bounds.high, -bounds.low)
    line = test.value if at_least else -test.value
    return True if worse >= line else False if better < line else None
