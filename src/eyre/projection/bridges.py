"""Series that changed their name, joined by a bridge that a person declares.

London's "domestic burglary" ran out in spring 2023 and two new names began. To a computer one series ends and others
are too short; only a person can say that together they are one thing that runs on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eyre.core import BadInput, Fault, Floats, Panel, SeriesKey


@dataclass(frozen=True, slots=True)
class Bridge:
    """Names that are one series, and why: `parts` are counted together as `into`."""

    into: SeriesKey
    parts: tuple[SeriesKey, ...]
    why: str = ""


def joined(panel: Panel, bridges: Sequence[Bridge]) -> Panel:
    """A panel of counts with the parts of each bridge as one series, in the place of the first of them.

    In a period the series is the sum of those parts that are there, and missing where none is. Raises BadInput with
    every fault: a part that has no figures, or stands in two bridges, or a name that another series has.
    """
    _check(panel, bridges)
    at = {part: bridge for bridge in bridges for part in bridge.parts}
    kept: dict[SeriesKey, list[int]] = {}
    for row, key in enumerate(panel.keys):
        kept.setdefault(at[key].into if key in at else key, []).append(row)
    value = np.stack([_together(panel.value[rows]) for rows in kept.values()])
    nothing = np.full_like(value, np.nan)
    return Panel(tuple(kept), panel.periods, value, nothing, nothing, nothing)


def _together(rows: Floats) -> Floats:
    there = ~np.isnan(rows)
    return np.where(there.any(axis=0), np.where(there, rows, 0.0).sum(axis=0), np.nan)


def _check(panel: Panel, bridges: Sequence[Bridge]) -> None:
    named = [part for bridge in bridges for part in bridge.parts]
    own = set(named)
    counted = np.isnan(panel.denominator).all()
    faults = [] if counted or not named else [Fault("", "Only counts can be joined: rates over bases do not add up.")]
    faults += [
        Fault(str(part), "is in a bridge and has no figures.") for part in dict.fromkeys(named) if part not in panel
    ]
    faults += [Fault(str(part), "is in two bridges; it can be a part of one.") for part in own if named.count(part) > 1]
    faults += [
        Fault(str(bridge.into), "has figures of its own; name it among the parts, or give the bridge another name.")
        for bridge in bridges
        if bridge.into in panel and bridge.into not in bridge.parts
    ]
    if faults:
        raise BadInput(faults)
