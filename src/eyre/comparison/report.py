"""One measure of several areas, compared in every way that was asked for, with the sentences that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eyre.comparison.better import Better
from eyre.comparison.chances import PlaceChances, estimate_draws, level_draws, place_chances
from eyre.comparison.dispersion import FEWEST_AREAS
from eyre.comparison.funnel import ALARM, Funnel, FunnelKind, funnel
from eyre.comparison.groups import GroupMean, MeanKind, Reported, group_mean
from eyre.comparison.parity import Parity, fixed_value, level_interval, parity
from eyre.comparison.ranks import Ranks, joint_ranks, rank_intervals, standard_errors
from eyre.comparison.words import say_range, say_rank, say_top
from eyre.core import Floats, NotFound, Refused
from eyre.stats import CONFIDENCE, Interval
from eyre.stats.intervals import normal_quantile

NO_YEAR = "none"  # of a denominator that belongs to no year, such as tests or premises visited


@dataclass(frozen=True, slots=True)
class Figures:
    """What is compared: one measure, one row an area, each array of shape (areas,).

    kind: None where events are estimates and base their standard errors. per: of how many the page speaks (100 for
    percent, 1,000 residents). denominator: what the base is; denominator_year: of a population, NO_YEAR where it has
    none. dispersion: how many times the variance of a count over time is its mean; 1 is Poisson. among: the group that
    the areas are of, as every sentence names it.
    """

    areas: tuple[str, ...]
    events: Floats
    base: Floats
    kind: FunnelKind | None
    measure: str = ""
    per: float = 1.0
    denominator: str = ""
    denominator_year: str = ""
    dispersion: float = 1.0
    among: str = ""

    def __post_init__(self) -> None:
        twice = sorted({area for area in self.areas if self.areas.count(area) > 1})
        if twice:
            raise Refused(f"An area is compared once; found twice: {', '.join(twice)}.")
        if self.kind is FunnelKind.RATE and not self.denominator_year:
            raise Refused(
                "A rate needs the year of its denominator: a rate over the residents of another year is another rate. "
                f'Give the year, or "{NO_YEAR}" for a denominator that belongs to no year.'
            )

    @property
    def is_proportion(self) -> bool:
        return self.kind is FunnelKind.PROPORTION

    @property
    def unit(self) -> str:
        """What stands after a value: "%", " per 1,000 residents (2017)"."""
        if self.kind is FunnelKind.PROPORTION:
            return "%" if self.per == 100 else f" of {self.per:,g}"
        if self.kind is FunnelKind.RATE:
            of = f" {self.denominator}" if self.denominator else ""
            year = f" ({'' if of else 'base of '}{self.denominator_year})" if self.denominator_year != NO_YEAR else ""
            return f" per {self.per:,g}{of}{year}"
        return " times expected" if self.kind is FunnelKind.RATIO and self.per == 1 else ""

    def at(self, area: str) -> int:
        """Where an area stands. Raises NotFound with the areas there are."""
        if area not in self.areas:
            raise NotFound(f'"{area}" is not among the areas compared: {", ".join(self.areas)}.')
        return self.areas.index(area)

    def take(self, areas: Sequence[str]) -> Figures:
        """The same of some of the areas, in their order here."""
        kept = [at for at, area in enumerate(self.areas) if area in set(areas)]
        return Figures(
            tuple(self.areas[at] for at in kept), self.events[kept], self.base[kept], self.kind, self.measure, self.per,
            self.denominator, self.denominator_year, self.dispersion, self.among,
        )  # fmt: skip

    def levels(self, confidence: float = CONFIDENCE) -> Interval:
        """The value of each area with its interval, in the unit of the page."""
        if self.kind is None:
            reach = normal_quantile(confidence) * self.base
            return _times(Interval(self.events, self.events - reach, self.events + reach, confidence), self.per)
        found = level_interval(
            self.events, self.base, is_proportion=self.is_proportion, dispersion=self.dispersion, confidence=confidence
        )
        return _times(found, self.per)

    def estimates(self) -> tuple[Floats, Floats]:
        """Estimates and standard errors, as ranks need them."""
        if self.kind is None:
            return self.events, self.base
        return standard_errors(self.events, self.base, is_proportion=self.is_proportion, dispersion=self.dispersion)

    def draws(self, seed: int) -> Floats:
        """Draws of the areas' true levels, shape (draws, areas)."""
        if self.kind is None:
            return estimate_draws(self.events, self.base, seed=seed)
        return level_draws(
            self.events, self.base, is_proportion=self.is_proportion, dispersion=self.dispersion, seed=seed
        )


def _times(interval: Interval, factor: float) -> Interval:
    estimate, lower, upper = (factor * np.asarray(p) for p in (interval.estimate, interval.lower, interval.upper))
    return Interval(estimate, lower, upper, interval.confidence)


# --- funnel -------------------------------------------------------------------------------------------------------


def funnel_of(figures: Figures, target: float | None = None, *, with_dispersion: bool = True) -> Funnel:
    """The funnel of figures; target in the unit of the page. Over-dispersion is left out under five areas."""
    if figures.kind is None:
        raise Refused(
            "A funnel needs counts: estimates with a standard error have no size to draw it by. Ask for ranks."
        )
    return funnel(
        figures.events,
        figures.base,
        kind=figures.kind,
        target=None if target is None else target / figures.per,
        with_dispersion=with_dispersion and len(figures.areas) >= FEWEST_AREAS,
    )


def say_funnel(figures: Figures, found: Funnel, *, is_target: bool = False) -> str:
    """The level, how many areas lie outside, how many would by luck, and how the limits were made."""
    level = figures.per * float(found.target)
    together = f"all of {figures.among} together" if figures.among else "all areas together"
    whose = "target" if is_target else "as expected" if found.kind is FunnelKind.RATIO else together
    of = f"{len(figures.areas)} areas{f' of {figures.among}' if figures.among else ''}"
    outside, far = (int(np.count_nonzero(found.side(c))) for c in (CONFIDENCE, ALARM))
    luck = (1 - CONFIDENCE) * len(figures.areas)
    return (
        f"Level {say_figure(level)}{figures.unit} ({whose}). Outside the 95 % limits: {outside} of {of}; "
        f"outside the 99.8 % limits: {far}. By luck about {luck:.1f} would be outside the 95 % limits. "
        f"{say_dispersion(found)}"
    )


def say_dispersion(found: Funnel) -> str:
    """What the limits allow for beside chance of counting."""
    if found.dispersion is None:
        return "The limits allow for chance of counting only."
    phi = float(found.dispersion.phi)
    if not found.dispersion.is_shown:
        return f"Areas lie no further apart than chance takes them (phi {phi:.1f}): nothing is added to the limits."
    tau = float(np.sqrt(found.dispersion.tau_squared))
    apart = f"{100 * tau:.1f} points" if found.kind is FunnelKind.PROPORTION else f"{200 * tau:.0f} %"
    return (
        f"Areas lie further apart than chance takes them (phi {phi:.1f}): the limits allow for a standard deviation "
        f"between areas of {apart} beside it."
    )


# --- ranks --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standings:
    """Places of all areas: marginal and joint ranges, and the chance of each place."""

    alone: Ranks
    together: Ranks
    chances: PlaceChances
    top: int
    better: Better
    among: str = ""

    def says(self, at: int) -> str:
        """One area's place as a chair would say it."""
        direction = self.better.direction
        alone = self.alone
        return (
            f"{say_rank(int(alone.place[at]), alone.of, direction)}{f' in {self.among}' if self.among else ''}; "
            f"{say_range(int(alone.best[at]), int(alone.worst[at]), alone.of)}; "
            f"{say_top(self.top, float(self.chances.top(self.top)[at]), direction)}"
        )


def standings(figures: Figures, better: Better, *, top: int = 5, seed: int = 0) -> Standings:
    """The places of areas. top: how many count as the first; at most all but one."""
    estimate, error = figures.estimates()
    direction = better.direction
    return Standings(
        rank_intervals(estimate, error, direction=direction),
        joint_ranks(estimate, error, direction=direction),
        place_chances(figures.draws(seed), direction=direction),
        min(top, len(figures.areas) - 1),
        better,
        figures.among,
    )


# --- peer and group -----------------------------------------------------------------------------------------------


def gaps_to_peer(figures: Figures, peer: str | float, tolerance: float | None = None) -> tuple[Parity | None, ...]:
    """Each area against a named peer, or a value in the unit of the page; None for the peer itself."""
    level = figures.levels()
    itself = figures.at(peer) if isinstance(peer, str) else None
    other = fixed_value(float(peer)) if itself is None else one_of(level, itself)
    return tuple(
        None if at == itself else parity(one_of(level, at), other, tolerance=tolerance)
        for at in range(len(figures.areas))
    )


def one_of(interval: Interval, at: int) -> Interval:
    """One area's interval out of those of all."""
    estimate, lower, upper = (np.asarray(p)[at] for p in (interval.estimate, interval.lower, interval.upper))
    return Interval(estimate, lower, upper, interval.confidence)


def say_gap(figures: Figures, area: str, peer: str, found: Parity) -> str:
    """The gap of an area to its peer, with its interval and the verdict where a tolerance was stated."""
    gap = float(found.gap.estimate)
    unit = " points" if figures.unit == "%" else figures.unit
    way = "above" if gap > 0 else "below" if gap < 0 else "level with"
    shown = "" if found.is_shown else "; the figures do not show a gap"
    verdict = f"; {found.verdict.says()} of {found.tolerance:g}{unit}" if found.verdict else ""
    return (
        f"{area} is {say_figure(abs(gap))}{unit} {way} {peer} (95 % interval {say_figure(float(found.gap.lower))} to "
        f"{say_figure(float(found.gap.upper))}){shown}{verdict}."
    )


def mean_of_group(figures: Figures, kind: MeanKind) -> GroupMean:
    """The mean of the areas compared. Estimates carry no sizes to weight by: their mean is the plain one."""
    if figures.kind is None:
        if kind is MeanKind.WEIGHTED:
            raise Refused("Estimates carry no counts to weight a mean by. Ask for the plain mean, or give counts.")
        return GroupMean(np.asarray(figures.events.mean()), kind)
    return group_mean(figures.events, figures.base, kind, is_proportion=figures.is_proportion)


def say_group(figures: Figures, who: Reported, mean: GroupMean, area: str = "") -> str:
    """Who of the group reported, its mean and how it was made, and where the area lies to it."""
    value = figures.per * float(mean.value)
    said = f"{who.says()} Mean of {who.group.says()}: {say_figure(value)}{figures.unit} ({mean.kind.says()})."
    if not area:
        return said
    own = float(figures.levels().estimate[figures.at(area)])
    way = "above" if own > value else "below" if own < value else "at"
    among = "itself one of them" if area in who.have else "not one of them"
    return f"{said} {area}, {among}: {say_figure(own)}{figures.unit}, {way} that mean."


def say_figure(value: float) -> str:
    """A figure with as many decimals as its size bears: 12,345; 12.3; 1.23; 0.0123."""
    size = abs(value)
    if size >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if size >= 10 else f"{value:.2f}" if size >= 0.1 or size == 0 else f"{value:.4f}"
