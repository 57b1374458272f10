"""The force beside an area that somebody named as its benchmark: the gap, whether it is parity, when it would close."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from eyre.body.settings import Peer, Tracker
from eyre.comparison import Closing, closing, level_interval, parity
from eyre.core import Floats, MeasureKind, Panel, SeriesKey, TooFewPoints, measure_and_facet
from eyre.measures import Measure
from eyre.stats import Interval
from eyre.tracker.row import Comparison, PeerGap, Standing

SLOPE_PERIODS = 24  # at most so many: an older slope says little about when a gap will close
PERCENT, PER_1000 = 100.0, 1000.0


def peers_of(settings: Tracker | None, key: SeriesKey) -> Iterator[Peer]:
    """The peers that were named for a series of the force."""
    for peer in settings.peers if settings else ():
        named = [measure_and_facet(text) for text in peer.measures]
        if peer.area != key.area and (not named or (key.measure, key.facet) in named):
            yield peer


def gap_to(peer: Peer, area: str, measure: Measure, comparison: Comparison, panel: Panel) -> PeerGap | None:
    """The gap of an area to a peer, from the two of them over the same periods; None where one has no figures there.

    comparison, panel: of the two areas. The gap is in percentage points of a share, else per 1,000 residents.
    """
    own, other = comparison.of(area), comparison.of(peer.area)
    if own is None or other is None:
        return None
    is_share = measure.kind is MeasureKind.PROPORTION
    mine, theirs = (_level(standing, is_share) for standing in (own, other))
    return PeerGap(
        peer.area, comparison, parity(mine, theirs, tolerance=peer.tolerance),
        _closing(panel, comparison, own, other, is_share), measure.period.replace("_", " "),
    )  # fmt: skip


def _level(standing: Standing, is_share: bool) -> Interval:
    found = level_interval(standing.count, standing.base, is_proportion=is_share, dispersion=standing.dispersion)
    factor = PERCENT if is_share else PER_1000
    return Interval(factor * found.estimate, factor * found.lower, factor * found.upper, found.confidence)


def _closing(panel: Panel, comparison: Comparison, own: Standing, other: Standing, is_share: bool) -> Closing | None:
    """When the gap would close at the slope of the latest periods; None where they are too few, or one is left out."""
    until = [at for at, period in enumerate(panel.periods) if period <= comparison.periods[1]]
    at = [place for place in until[-SLOPE_PERIODS:] if panel.periods[place] not in comparison.without]
    if len(at) < len(until[-SLOPE_PERIODS:]):
        return None
    try:
        return closing(*(_values(panel, standing, at, is_share) for standing in (own, other)))
    except TooFewPoints:
        return None


def _values(panel: Panel, standing: Standing, at: Sequence[int], is_share: bool) -> Floats:
    key = next(key for key in panel.keys if key.area == standing.area)
    series = panel.series(key)
    if not is_share:
        return np.asarray(PER_1000 * series.value[at] / standing.base)
    k, n = series.numerator[at], series.denominator[at]
    return np.asarray(np.divide(PERCENT * k, n, out=np.full(k.shape, np.nan), where=n > 0))
