"""What issue 3 asks for, beside what this run found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from eyre.core import Floats
from projection.accuracy import EYRE, NEGATIVE_BINOMIAL, Found, clustered_error, ratio
from projection.events import Verdict
from projection.shares import Shares

WIS_AGAINST = {"force": (0.95, 0.92), "district": (0.93, 0.89), "small area": (0.94, 0.92)}
UNTUNED, RAW, AGAINST_BINOMIAL = 1.02, 1.02, 1.01
COVER = {"80": (0.76, 0.84), "95": (0.92, 0.975)}
SKILL = {"force": (0.10, 0.15), "district": (0.05, 0.08)}
SHARES_SKILL = (0.05, 0.10)
GAP, FEWEST_FORECASTS = 0.05, 500
FASTER = (500, 3000)


@dataclass(frozen=True)
class Goal:
    """A line of the table: what must be, what was found and whether that is enough."""

    what: str
    must: str
    found: str
    verdict: str


def verdict(must: bool, stretch: bool = False) -> str:
    return "stretch" if must and stretch else "yes" if must else "**no**"


def at_most(what: str, value: float, must: float, stretch: float = -np.inf) -> Goal:
    told = f"≤ {must:g}" + (f", stretch {stretch:g}" if stretch > 0 else "")
    return Goal(what, told, f"{value:.3f}", verdict(value <= must, value <= stretch))


def at_least(what: str, value: float, must: float, stretch: float) -> Goal:
    return Goal(what, f"≥ {must:.0%}, stretch {stretch:.0%}", f"{value:.1%}", verdict(value >= must, value >= stretch))


def accuracy_goals(found: list[Found]) -> Iterator[Goal]:
    for goal, (must, stretch) in WIS_AGAINST.items():
        some = [each for each in found if each.level.goal == goal]
        if some:
            yield at_most(f"WIS beside AutoETS with whole counts, {goal}", together(some), must, stretch)
    for each in found:
        name = each.level.name
        if not each.level.goal:
            yield at_most(f"WIS beside AutoETS, {name}", ratio(each, each.peer, "wis"), UNTUNED)
        yield at_most(f"raw WIS beside AutoETS, {name}", ratio(each, each.peer, "raw"), RAW)
        if NEGATIVE_BINOMIAL in each.scores:
            beside = ratio(each, NEGATIVE_BINOMIAL, "wis")
            yield at_most(f"WIS beside the negative binomial, {name}", beside, AGAINST_BINOMIAL)


def together(found: list[Found]) -> float:
    """Eyre's WIS over its peer's, over all forecasts of some levels."""
    ours, theirs = (np.concatenate([each.of(method)["wis"] for each, method in pairs]) for pairs in (
        [(each, EYRE) for each in found], [(each, each.peer) for each in found],
    ))  # fmt: skip
    return float(ours.mean() / theirs.mean())


def cover_goals(found: list[Found], totals: Mapping[str, Floats]) -> Iterator[Goal]:
    for each in found:
        its = each.of(EYRE)
        for share in COVER:
            yield cover_goal(each.level.name, share, its[f"year {share}"], its["start"], best_peer(each, share))
    for name, values in totals.items():
        for at, share in enumerate(COVER):
            yield cover_goal(f"totals, {name}", share, values[at], values[-1])


def best_peer(found: Found, share: str) -> float:
    """How far from nominal the outturn cover of the best peer is."""
    means = [np.nanmean(found.of(method)[f"year {share}"]) for method in found.scores if method != EYRE]
    return float(min(abs(mean - int(share) / 100) for mean in means))


def cover_goal(name: str, share: str, values: Floats, starts: Floats, peer: float = 0.0) -> Goal:
    """Stretch: half the distance from nominal of the best peer, where one was asked."""
    low, high = COVER[share]
    mean, error = float(values.mean()), clustered_error(values, starts)
    outside = max(low - mean, mean - high, 0)
    near = outside > 0 and outside <= 2 * error
    found = f"{mean:.3f}" + ("" if np.isnan(error) else f" ± {error:.3f}")
    stretch = abs(mean - int(share) / 100) <= peer / 2
    told = "within 2 standard errors" if near else verdict(outside == 0, stretch)
    asked = f"{low:g} to {high:g}" + (f", stretch {peer / 2:.3f} from nominal" if peer else "")
    return Goal(f"outturn cover {share} %, {name}", asked, found, told)


def event_goals(found: Mapping[tuple[str, str], Verdict]) -> Iterator[Goal]:
    for (level, event), it in found.items():
        if level not in SKILL:
            continue
        name = f"{level}: {event}"
        yield at_least(f"Brier skill, {name}", it.skill, *SKILL[level])
        yield Goal(f"Brier beside AutoTheta, {name}", "below it", f"{it.eyre:.4f} / {it.theta:.4f}",
                   verdict(it.eyre < it.theta))  # fmt: skip
        yield gap_goal(name, it.gap, it.forecasts)


def gap_goal(name: str, gap: float, forecasts: int) -> Goal:
    enough = forecasts >= FEWEST_FORECASTS
    return Goal(f"calibration gap, {name}", f"≤ {GAP:g}", f"{gap:.3f}", verdict(gap <= GAP) if enough else "too few")


def share_goals(found: Mapping[str, Shares]) -> Iterator[Goal]:
    for name, it in found.items():
        yield at_least(f"Brier skill, proportions, {name} tests a month", it.skill, *SHARES_SKILL)
        yield gap_goal(f"proportions, {name} tests a month", it.gap, len(it.came))


def speed_goals(faster: tuple[float, float]) -> Iterator[Goal]:
    for name, times in zip(("a pool at hand", "judge, learn, project"), faster, strict=True):
        told = verdict(times >= FASTER[0], times >= FASTER[1])
        yield Goal(f"pace over AutoETS', {name}", f"≥ {FASTER[0]} ×, stretch {FASTER[1]:,} ×", f"{times:,.0f} ×", told)


def table_of(goals: list[Goal]) -> Iterator[str]:
    missed = sum(goal.verdict == verdict(False) for goal in goals)
    yield "### What must be reached"
    yield ""
    yield f"{len(goals)} goals of issue 3 that this run can judge; {missed} missed."
    yield ""
    yield "| goal | must | found | reached |"
    yield "|---|---|---|---|"
    for goal in goals:
        yield f"| {goal.what} | {goal.must} | {goal.found} | {goal.verdict} |"
    yield ""
