"""Draw what happened on a matter beneath the axis of its chart, a row for each step: a dot a month, larger for more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt

from eyre.core import Period
from eyre.pack.charts import Lane, LanesSpec
from eyre.writers.svg import shapes
from eyre.writers.svg.plot import LEADER, Picture, draw_periods_axis
from eyre.writers.svg.scales import Frame, Size
from eyre.writers.svg.shapes import FAINT, GREY, GRID, NAVY

ROW = 1.9  # the height of a lane, in letters
SMALLEST, LARGEST = 3.0, 8.0  # of a dot


def lanes_picture(spec: LanesSpec, size: Size) -> Picture:
    """The axis and the rows beneath it."""
    picture = Picture(size)
    frame = beside_lanes(Frame(8, 0, size.width - 16, 8, len(spec.periods), 0, 1), spec.lanes, size)
    draw_periods_axis(picture, frame, spec.periods)
    draw_lanes(picture, frame, spec.lanes, spec.periods)
    return picture


def beside_lanes(frame: Frame, lanes: Sequence[Lane], size: Size) -> Frame:
    """The frame with room for the names of lanes at its right; on a phone they stand above their lines."""
    if not lanes or size.is_narrow:
        return frame
    wanted = LEADER + 4 + max(shapes.width_of(lane.label, size.font) for lane in lanes)
    return replace(frame, width=min(frame.width, size.width - wanted - frame.left))


def draw_lanes(picture: Picture, frame: Frame, lanes: Sequence[Lane], periods: Sequence[Period]) -> None:
    """Rows below what has been drawn so far, each with its name."""
    font, is_narrow = picture.size.font, picture.size.is_narrow
    row = font * (ROW + (1.1 if is_narrow else 0))
    for lane in lanes:
        y = picture.height + row - font * ROW / 2
        picture.add(shapes.line((frame.left, y), (frame.right, y), stroke=GRID))
        if is_narrow:
            picture.add(shapes.words(lane.label, 0, y - font * 0.85, size=font, fill=FAINT))
        else:
            picture.add(shapes.words(lane.label, frame.right + LEADER, y + font * 0.35, size=font, fill=GREY))
        for place, number in _places(lane, periods):
            picture.add(shapes.dot((frame.x(place), y), min(SMALLEST * sqrt(number), LARGEST), fill=NAVY))
        picture.height += row
    if lanes:
        picture.height += font * 0.4


def _places(lane: Lane, periods: Sequence[Period]) -> list[tuple[int, int]]:
    """Where on the axis the months of a lane lie, with how much happened there; what lies off it is left out."""
    found: dict[int, int] = {}
    for month, number in lane.counts:
        place = next((at for at, period in enumerate(periods) if period.contains(month)), None)
        if place is not None:
            found[place] = found.get(place, 0) + number
    return sorted(found.items())
