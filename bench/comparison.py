"""Ranks, funnels and sample plans: how long they take, beside what others take for as much of it as they do.

    PYTHONPATH=src python bench/comparison.py

Each is called once, as a command would, and then again; the first call pays for what nobody imported before it. A peer
that is not installed is said to be so: statsmodels is a yardstick and never a part of Eyre.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec

import numpy as np

SEED = 20171219
AGAIN = 3
FORCES, MEASURES, AREAS, SIMULATED = 43, 200, 300, 1000
HEAD = ("| what | goal | first | again | beside it | first | again |", "|---|---|---|---|---|---|---|")


def table() -> Iterator[str]:
    """Rows of Markdown, times in milliseconds; made figures, the same in every run."""
    yield from HEAD
    yield _row(
        f"places of {FORCES} forces × {MEASURES} measures",
        5000,
        ranks,
        "numpy, critical values from 1,000 draws (ours: no peer at hand)",
        simulated,
    )
    peer = "statsmodels, proportion_confint (intervals alone)"
    yield _row(
        f"funnel of {AREAS} areas, over-dispersed", 50, funnels, peer, statsmodels_intervals, needs="statsmodels"
    )
    yield _row("sample plan: 5 %, 3 failures allowed", 50, plan, "scipy.stats.binom over sizes to 1,000", scipy_plan)


def _row(
    what: str, goal: int, own: Callable[[], object], peer: str, other: Callable[[], object], needs: str = ""
) -> str:
    beside = "not installed | |" if needs and find_spec(needs) is None else " | ".join(_times(other)) + " |"
    return f"| {what} | {goal:,} | {' | '.join(_times(own))} | {peer} | {beside}"


def _times(call: Callable[[], object]) -> tuple[str, str]:
    """Milliseconds of the first call, and the least of those that follow."""
    taken = []
    for _ in range(1 + AGAIN):
        began = time.perf_counter()
        call()
        taken.append(1000 * (time.perf_counter() - began))
    return f"{taken[0]:,.1f}", f"{min(taken[1:]):,.1f}"


def _forces() -> tuple[np.ndarray, np.ndarray]:
    """Rates of forces of very unlike size, and their standard errors: shape (measures, forces)."""
    rng = np.random.default_rng(SEED)
    base = rng.lognormal(13.5, 0.7, size=FORCES)
    events = rng.poisson(base * rng.lognormal(-7, 0.3, size=(MEASURES, FORCES)))
    return 1000 * events / base, 1000 * np.sqrt(events + 0.5) / base


def _areas() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(SEED)
    base = rng.integers(20, 5000, size=AREAS)
    return rng.binomial(base, rng.beta(8, 92, size=AREAS)), base


def ranks() -> object:
    from eyre.comparison import rank_intervals

    return rank_intervals(*_forces())


def simulated() -> object:
    """The same critical values by simulation: the largest standardised difference of each force, from draws."""
    _, error = _forces()
    rng = np.random.default_rng(SEED)
    critical = np.empty(error.shape)
    for row, own in enumerate(error):
        pairs = np.hypot(own[:, None], own[None, :])
        draws = rng.normal(size=(SIMULATED, FORCES)) * own
        off = np.abs(draws[:, :, None] - draws[:, None, :]) / pairs
        critical[row] = np.quantile(off.max(axis=-1), 0.95, axis=0)
    return critical


def funnels() -> object:
    from eyre.comparison import FunnelKind, funnel

    return funnel(*_areas(), kind=FunnelKind.PROPORTION, with_dispersion=True)


def statsmodels_intervals() -> object:
    from statsmodels.stats.proportion import proportion_confint

    return [proportion_confint(*_areas(), alpha=alpha, method="wilson") for alpha in (0.05, 0.002)]


def plan() -> object:
    from eyre.sampling import size_to_exclude

    return size_to_exclude(0.05, allowed=3)


def scipy_plan() -> int:
    from scipy.stats import binom

    sizes = np.arange(4, 1000)
    return int(sizes[np.argmax(binom.cdf(3, sizes, 0.05) <= 0.05)])


if __name__ == "__main__":
    assert plan().size == scipy_plan(), "the two plans differ"  # type: ignore[attr-defined]
    print("\n".join(table()))
