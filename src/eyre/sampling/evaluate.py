"""What k of n shows, and in what words it may be said. The basis of a bound is always said with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eyre.core import Refused
from eyre.sampling.asked import check_met, check_share
from eyre.sampling.chances import percent_down, percent_up, say_chance, say_confidence
from eyre.sampling.plan import size_to_exclude
from eyre.stats import (
    CONFIDENCE,
    POWER,
    Interval,
    chance_of_share_at_least,
    difference_of_proportions,
    exact_interval,
    lower_bound,
    most_marked,
    posterior_mean,
    size_to_show,
    whole_above,
    wilson_interval,
)

CLAIM = 0.95  # the rate that people like to claim


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What `met` of `of` cases, drawn by chance, show of the true rate; all rates are shares from 0 to 1.

    exact, wilson: two-sided intervals. at_least: the exact one-sided lower bound. population: cases in the frame, with
    at_least_in_frame the one-sided least number of them that met the standard, those read counted in.
    claim: a rate somebody would claim. needed: cases that would have to be read, of the frame where its size is
    known, to claim it with no more failures than were seen; None where that is out of reach. belief: how likely the
    claim is, and expected: what to expect, both from a uniform prior.
    """

    met: int
    of: int
    confidence: float
    exact: Interval
    wilson: Interval
    at_least: float
    population: int | None
    at_least_in_frame: int | None
    claim: float
    needed: int | None
    belief: float
    expected: float

    @property
    def failed(self) -> int:
        return self.of - self.met

    @property
    def share(self) -> float:
        return self.met / self.of

    @property
    def shows_claim(self) -> bool:
        """Say whether the claim is shown: of the frame where its size is known, else of any number of cases.

        In a frame, so many failures that they make up what the claim leaves over must be ruled out, as in the plan.
        """
        if self.population is None or self.at_least_in_frame is None:
            return self.at_least >= self.claim
        return self.population - self.at_least_in_frame < whole_above((1 - self.claim) * self.population)

    @property
    def rules_out_claim(self) -> bool:
        return float(self.exact.upper) < self.claim

    @property
    def says(self) -> str:
        """The sentences for a chair, each bound with its basis."""
        if self.of == self.population:
            return f"{self.met} of {self.of}: every case in the frame was read, so this is a count and not an estimate."
        return " ".join(filter(None, (self._open, self._frame, self._claim)))

    @property
    def _open(self) -> str:
        two = f"by the two-sided {say_confidence(self.confidence)} interval the true rate "
        low, high = percent_down(float(self.exact.lower)), percent_up(float(self.exact.upper))
        if self.failed == 0:
            spread = f"may be as low as {low}"
        elif self.met == 0:
            spread = f"may be as high as {high}"
        else:
            spread = f"lies between {low} and {high}"
        return f"{self.met} of {self.of}: {two}{spread}; one-sided it is at least {percent_down(self.at_least)}."

    @property
    def _claim(self) -> str:
        of = "" if self.population is None else f" of these {self.population}"
        claim = f"claim {say_confidence(self.claim)}{of} (one-sided, {say_confidence(self.confidence)} confidence)"
        if self.shows_claim:
            return f"That is enough to {claim}."
        if self.rules_out_claim:
            return f"A true rate of {say_confidence(self.claim)} lies outside the two-sided interval."
        if self.needed is None:
            return ""
        clean = (
            f"{self.needed} clean cases"
            if not self.failed
            else f"{self.needed} cases with no more than {self.failed} not met"
        )
        return f"{clean} would be needed to {claim}."

    @property
    def _frame(self) -> str:
        if self.at_least_in_frame is None:
            return ""
        return (
            f"Of the {self.population} cases in the frame at least {self.at_least_in_frame} met it (hypergeometric, "
            f"one-sided {say_confidence(self.confidence)})."
        )


MOST_FAILURES_TO_PLAN = 5  # beyond, "so many with no more than 23 failures" helps nobody


def evaluate(
    met: int, of: int, *, population: int | None = None, confidence: float = CONFIDENCE, claim: float = CLAIM
) -> Evaluation:
    """Say what `met` of `of` cases show; see Evaluation.

    met, of: of the cases to which the standard applies. population: how many such cases are in the frame, where known.
    Raises Refused for counts that cannot be (0 of 0, more met than read, parts of a case, more read than there are).
    Sources: stats.exact_interval, stats.wilson_interval, stats.lower_bound, stats.most_marked name theirs.
    """
    check_met(met, of, population)
    met, of = int(met), int(of)
    check_share("claim", claim)
    failed = of - met
    failing = None if population is None else most_marked(failed, of, population=population, confidence=confidence)
    return Evaluation(
        met,
        of,
        confidence,
        exact_interval(met, of, confidence=confidence),
        wilson_interval(met, of, confidence=confidence),
        float(lower_bound(met, of, confidence=confidence)),
        population,
        None if population is None or failing is None else population - failing,
        claim,
        _needed(claim, failed, population, confidence),
        float(chance_of_share_at_least(claim, met, of)),
        float(posterior_mean(met, of)),
    )


def _needed(claim: float, failed: int, population: int | None, confidence: float) -> int | None:
    """How many cases would have to be read to claim this with no more failures than were seen; None where too many."""
    is_lost = population is not None and failed >= whole_above((1 - claim) * population)
    if is_lost or failed > MOST_FAILURES_TO_PLAN:
        return None
    return size_to_exclude(1 - claim, allowed=failed, population=population, confidence=confidence).size


def say_belief(evaluation: Evaluation) -> str:
    """The same in the words of belief, for those who ask "how likely is it?"."""
    return (
        "Starting from no opinion (uniform prior), the chance that the true rate is "
        f"{say_confidence(evaluation.claim)} or more is {evaluation.belief:.0%}, about {say_chance(evaluation.belief)}."
    )


# --- a review that nobody drew ---

HAND_PICKED = "hand-picked review"


def say_hand_picked(met: int, of: int, *, confidence: float = CONFIDENCE, claim: float = CLAIM) -> str:
    """What may be said of cases that were not drawn by chance: that they are these cases."""
    return (
        f"{met} of {of} in a {HAND_PICKED}: this speaks of these {of} cases and of no others. Had they been drawn by "
        f"chance, it would read: {evaluate(met, of, confidence=confidence, claim=claim).says}"
    )


# --- strata that were not drawn in proportion ---


def weighted_share(is_met: Sequence[bool], weights: Sequence[float], *, confidence: float = CONFIDENCE) -> Interval:
    """Return the share of the frame that met a standard, from cases that stand for unequal numbers of it.

    is_met, weights: shape (cases,); a weight is how many cases of the frame one stands for. The interval is Wilson's at
    the effective size (sum w)² / sum w²: a little wide where strata differ.
    Source: L. Kish, Survey Sampling (1965), 11.7; E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998) 193, for
    an interval at an effective size.
    """
    if not weights or len(is_met) != len(weights) or not all(weight > 0 for weight in weights):
        raise Refused("A weighted share needs one case or more, and a weight above 0 for each.")
    w, hit = np.asarray(weights, float), np.asarray(is_met, float)
    share, size = float((w * hit).sum() / w.sum()), float(w.sum() ** 2 / (w**2).sum())
    return wilson_interval(min(share * size, size), size, confidence=confidence)


# --- two areas ---


@dataclass(frozen=True, slots=True)
class Difference:
    """The rate of one area less that of another, with Newcombe's interval, and what size would show a stated one.

    gap: shares; 0.1 is ten points. stated: the difference somebody would want to see, a share. needed: cases in each
    area that would show it `POWER` of the time, starting from the rate of both areas together.
    """

    first: str
    second: str
    gap: Interval
    stated: float
    needed: int

    @property
    def is_shown(self) -> bool:
        return not bool(self.gap.holds(0.0))

    @property
    def says(self) -> str:
        points, low, high = (100 * float(part) for part in (self.gap.estimate, self.gap.lower, self.gap.upper))
        verdict = "a difference is shown" if self.is_shown else "no difference is shown, and none is excluded"
        return (
            f"{self.first} against {self.second}: {points:+.0f} points, {say_confidence(self.gap.confidence)} interval "
            f"{low:+.0f} to {high:+.0f}: {verdict}. To show {100 * self.stated:g} points 4 times in 5 each would need "
            f"{self.needed:,} cases."
        )


def compare(
    first: tuple[str, int, int],
    second: tuple[str, int, int],
    *,
    stated: float = 0.1,
    confidence: float = CONFIDENCE,
) -> Difference:
    """Compare two areas, each (name, met, of).

    stated: the difference that would matter, a share between 0 and 1. The size is for that difference downward from the
    rate of both together, upward where there is no room below.
    Source: stats.difference_of_proportions (Newcombe), stats.size_to_show (Fleiss).
    """
    (one, k1, n1), (other, k2, n2) = first, second
    check_met(k1, n1)
    check_met(k2, n2)
    check_share("difference", stated)
    both = (k1 + k2) / (n1 + n2)
    far = both - stated if both >= stated else min(both + stated, 1.0)
    needed = int(size_to_show(both, far, power=POWER, confidence=confidence))
    return Difference(one, other, difference_of_proportions(k1, n1, k2, n2, confidence=confidence), stated, needed)
