"""The small line in a row of a table. The row says it in words and figures; the line is for the eye alone."""

from __future__ import annotations

from eyre.pack.charts import SparklineSpec
from eyre.writers.svg import shapes
from eyre.writers.svg.plot import runs_of
from eyre.writers.svg.process import LIMIT_BAND
from eyre.writers.svg.scales import Frame
from eyre.writers.svg.shapes import GREY, LONG_DASHED, NAVY, PLUM

WIDTH, HEIGHT, MARGIN = 120.0, 30.0, 4.0


def sparkline(spec: SparklineSpec, xmlns: str | None = None) -> str:
    """A whole SVG element, hidden from screen readers."""
    frame = _frame(spec)
    parts = [*_levels(spec, frame), *_line(spec, frame)]
    return shapes.element(
        "svg",
        *parts,
        xmlns=xmlns,
        class_="sparkline",
        viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        width=WIDTH,
        height=HEIGHT,
        aria_hidden="true",
        focusable="false",
    )


def _frame(spec: SparklineSpec) -> Frame:
    levels = (spec.centre, spec.lower, spec.upper, spec.target)
    values = [value for value in (*spec.values, *levels) if value is not None] or [0.0]
    low, high = min(values), max(values)
    if low == high:
        low, high = low - 1, high + 1
    inside = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    return Frame(MARGIN, MARGIN, *inside, max(1, len(spec.values)), low, high)


def _levels(spec: SparklineSpec, frame: Frame) -> list[str]:
    parts = []
    if spec.lower is not None and spec.upper is not None:
        top, bottom = frame.y(spec.upper), frame.y(spec.lower)
        corners = [(frame.left, top), (frame.right, top), (frame.right, bottom), (frame.left, bottom)]
        parts.append(shapes.area(corners, fill=LIMIT_BAND))
    for value, ink, dash in ((spec.centre, GREY, None), (spec.target, PLUM, LONG_DASHED)):
        if value is not None:
            ends = (frame.left, frame.y(value)), (frame.right, frame.y(value))
            parts.append(shapes.line(*ends, stroke=ink, width=0.75, dash=dash))
    return parts


def _line(spec: SparklineSpec, frame: Frame) -> list[str]:
    at = {place: (frame.x(place), frame.y(v)) for place, v in enumerate(spec.values) if v is not None}
    parts = [shapes.path([at[place] for place in run], stroke=NAVY, width=1.25) for run in runs_of(spec.values)]
    if at:
        last = at[max(at)]
        parts.append(shapes.flag_sign(spec.last_flag, last, 3.2) if spec.last_flag else shapes.dot(last, 2.5))
    return parts
