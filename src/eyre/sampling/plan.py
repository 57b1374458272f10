"""How many cases to draw, before any is drawn, and what a plan of that size would miss.

A plan is a size and the failures it allows: draw so many, and accept the claim when no more than so many fail. A
failure is a case in which the standard was not met. In a population of known size the draw is without putting back
(hypergeometric); without one the size is safe for any population (binomial).

Sources: AICPA, Audit Guide: Audit Sampling (2017), appendix A, for sizes with failures allowed; E. G. Schilling and D.
V. Neubauer, Acceptance Sampling in Quality Control (2009), for two-point plans and operating characteristics.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, Refused
from eyre.sampling.asked import check_share, check_whole
from eyre.sampling.chances import say_cases, say_chance, say_confidence
from eyre.stats import CONFIDENCE, chance_of_at_most, chance_of_at_most_in, normal_quantile, whole_above, whole_below

LARGEST_SIZE = 10_000_000  # beyond this nobody reads files; the search must end
MOST_READ = 10_000  # cases of a two-point plan: each is a file that a person opens
SHOWN_RATES = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)  # of an operating characteristic in words


@dataclass(frozen=True, slots=True)
class Plan:
    """Draw `size` cases; the claim is accepted when at most `allowed` of them fail.

    population: how many cases there are; None for a plan that is safe for any number.
    """

    size: int
    allowed: int = 0
    population: int | None = None

    def __post_init__(self) -> None:
        check_whole("cases to draw", self.size, least=1)
        check_whole("failures allowed", self.allowed, least=0)
        if not 0 <= self.allowed < self.size:
            raise Refused(
                f"A plan of {self.size} cases with {self.allowed} failures allowed was asked. Allow 0 or more, and "
                "fewer than there are cases."
            )
        if self.population is not None and self.size > self.population:
            raise Refused(
                f"A plan of {self.size} cases was asked, and there are {self.population}. Draw no more than there are."
            )

    @property
    def is_every_case(self) -> bool:
        return self.size == self.population

    @property
    def says(self) -> str:
        of = "" if self.population is None else f" of the {self.population:,}"
        allowed = f"no more than {self.allowed:,} of them fail" if self.allowed else "none of them fails"
        return f"Draw {self.size:,} cases{of}; the claim stands if {allowed} the standard."


def chance_accepted(plan: Plan, failure_rate: ArrayLike) -> Floats:
    """Return how likely a plan is to accept when the true rate of failure is this: its operating characteristic.

    failure_rate: shape (...), shares from 0 to 1. In a population of known size the failing cases are its share of it,
    rounded up. Raises Refused for a rate outside 0 to 1.
    """
    rate = np.asarray(failure_rate, dtype=float)
    if not ((rate >= 0) & (rate <= 1)).all():
        raise Refused(
            f"A rate of failure of {rate[(rate < 0) | (rate > 1)].flat[0]:g} was asked. Give it as a share, 0 to 1."
        )
    if plan.population is None:
        return chance_of_at_most(plan.allowed, plan.size, share=rate)
    failing = np.ceil(np.round(rate * plan.population, 9))
    return chance_of_at_most_in(plan.allowed, plan.size, marked=failing, population=plan.population)


def size_to_exclude(
    tolerable: float, *, allowed: int = 0, population: int | None = None, confidence: float = CONFIDENCE
) -> Plan:
    """Return the smallest plan that would catch a failure rate at or above the tolerable one with this confidence.

    tolerable: the rate of failure that must not go unseen, a share: 0.05. allowed: failures that may be seen and the
    claim still stand. population: number of cases; the failing ones are its share of it, rounded up.
    Raises Refused for a rate or confidence outside 0 to 1, and where so few cases can fail that no sample will do.
    """
    check_share("tolerable rate of failure", tolerable)
    check_share("confidence", confidence)
    check_whole("failures allowed", allowed, least=0)
    if population is not None:
        check_whole("population", population, least=1)
        failing = whole_above(tolerable * population)
        if failing <= allowed:
            raise Refused(
                f"{failing} failing cases in {population} is what {100 * tolerable:g}% means, and {allowed} are to be "
                "allowed: not even reading every case could tell. Allow fewer, or read every case and name the "
                "exceptions."
            )
    size = _smallest(tolerable, allowed, population, 1 - confidence)
    return Plan(size, allowed, population)


def two_point_plan(
    good: float,
    bad: float,
    *,
    producer_risk: float = 0.05,
    consumer_risk: float = 0.1,
    population: int | None = None,
) -> Plan:
    """Return the smallest plan that is fair to a good force and hard on a bad one.

    good: a rate of failure that should be accepted; refused at most `producer_risk` of the time.
    bad: a rate that should be refused; accepted at most `consumer_risk` of the time. All are shares from 0 to 1.
    In a population the good cases are its share rounded down, the bad ones rounded up. Raises Refused unless good <
    bad, and where they lie so close that no sample would do.
    """
    for name, rate in (("good rate", good), ("bad rate", bad)):
        check_share(name, rate)
    for name, risk in (("producer's risk", producer_risk), ("consumer's risk", consumer_risk)):
        check_share(name, risk)
    if not good < bad:
        raise Refused(f"A good rate of {good:g} and a bad one of {bad:g} were asked. The good one must be the smaller.")
    if population is not None:
        check_whole("population", population, least=1)
    _check_readable(good, bad, producer_risk, consumer_risk, population)
    return _grown_until_fair(good, bad, producer_risk, consumer_risk, population)


def _check_readable(good: float, bad: float, producer: float, consumer: float, population: int | None) -> None:
    """Refuse rates so close that nobody would read the files; the size is near enough by the normal distribution."""
    deviations = [normal_quantile(abs(1 - 2 * risk)) if risk < 0.5 else 0.0 for risk in (producer, consumer)]
    spread = sum(z * (rate * (1 - rate)) ** 0.5 for z, rate in zip(deviations, (good, bad), strict=True))
    size = (spread / (bad - good)) ** 2
    if min(size, population or size) > MOST_READ:
        raise Refused(
            f"To tell {100 * good:g}% from {100 * bad:g}% at these risks about {size:,.0f} cases would have to be "
            "read. Put the two rates further apart."
        )


def _grown_until_fair(good: float, bad: float, producer: float, consumer: float, population: int | None) -> Plan:
    """The first number of failures allowed whose smallest size for `bad` is not too large for `good`.

    It ends: in a population at the latest by reading every case, since fewer cases fail there at `good`.
    """
    for allowed in count():
        size = _smallest(bad, allowed, population, consumer)
        if _chance(good, size, allowed, population, whole_below) >= 1 - producer:
            return Plan(size, allowed, population)
    raise AssertionError  # pragma: no cover


def _smallest(bad: float, allowed: int, population: int | None, risk: float) -> int:
    """The smallest size that accepts a failure rate of `bad` no more often than `risk`."""
    low, high = allowed + 1, population or 2 * (allowed + 1)
    while population is None and _chance(bad, high, allowed, None) > risk:
        low, high = high, 2 * high
        if high > LARGEST_SIZE:
            raise Refused(f"No sample under {LARGEST_SIZE:,} cases would do. Ask for a larger rate or less confidence.")
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _chance(bad, middle, allowed, population) <= risk else (middle + 1, high)
    return low


def _chance(
    rate: float, size: int, allowed: int, population: int | None, rounded: Callable[[float], int] = whole_above
) -> float:
    """How likely at most `allowed` of `size` fail; rounded: which whole number of a population the rate stands for."""
    if population is None:
        return float(chance_of_at_most(allowed, size, share=rate))
    return float(chance_of_at_most_in(allowed, size, marked=rounded(rate * population), population=population))


# --- in words ---


def say_misses(plan: Plan, failure_rate: float) -> str:
    """What a plan would miss: "If 1 in 10 cases fails, this sample misses it 1 time in 3."."""
    chance = float(chance_accepted(plan, failure_rate))
    cases = say_cases(failure_rate)
    verb = "fails" if cases.startswith("1 in ") else "fail"
    if chance in (0.0, 1.0):
        return f"If {cases} {verb}, this sample {'always' if chance else 'never'} misses it."
    return f"If {cases} {verb}, this sample misses it {say_chance(chance)}."


def say_size(plan: Plan, tolerable: float, confidence: float) -> str:
    """What a plan was made for, in a sentence."""
    among = "all cases, however many there are," if plan.population is None else f"the {plan.population:,} cases"
    return (
        f"{plan.says} It would then be shown, with {say_confidence(confidence)} confidence one-sided, that fewer than "
        f"{100 * tolerable:g}% of {among} fail."
    )
