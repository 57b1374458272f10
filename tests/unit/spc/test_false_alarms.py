"""How often the rules speak when nothing changed: the shares printed in docs/explanation/spc.md."""

import numpy as np
import pytest

from eyre.core import Direction
from eyre.spc import judge

SERIES = 4000  # a share of 31 % is then known to 2.2 points either way at three standard errors


@pytest.mark.parametrize(("months", "latest", "any_flag"), [(24, 0.018, 0.20), (36, 0.018, 0.31), (60, 0.020, 0.49)])
def test_unchanged_series_are_flagged_as_often_as_the_manual_says(months, latest, any_flag):
    values = np.random.default_rng(months).normal(size=(SERIES, months))
    flagged = judge(values, direction=Direction.UP).flag >= 0
    assert flagged[:, -1].mean() == pytest.approx(latest, abs=0.007)
    assert flagged.any(axis=-1).mean() == pytest.approx(any_flag, abs=0.024)


def test_a_season_and_months_that_hang_together_raise_false_alarms_as_the_manual_says():
    rng = np.random.default_rng(36)
    noise = rng.normal(size=(SERIES, 136))
    wave = 1.5 * np.sin(2 * np.pi * np.arange(36) / 12)
    assert (judge(noise[:, :36] + wave, direction=Direction.UP).flag >= 0).any(axis=-1).mean() == pytest.approx(
        0.89, abs=0.02
    )
    hanging = noise.copy()
    for month in range(1, 136):
        hanging[:, month] += 0.5 * hanging[:, month - 1]
    assert (judge(hanging[:, 100:], direction=Direction.UP).flag[:, -1] >= 0).mean() == pytest.approx(0.14, abs=0.02)


@pytest.mark.parametrize(("events", "share"), [(2.0, 0.50), (0.5, 0.78)])
def test_small_counts_raise_false_alarms_as_the_manual_says(events, share):
    counts = np.random.default_rng(5).poisson(events, size=(SERIES, 36))
    assert (judge(counts, direction=Direction.UP).flag >= 0).any(axis=-1).mean() == pytest.approx(share, abs=0.025)
