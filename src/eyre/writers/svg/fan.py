"""Draw a financial year as it adds up, and where it may end."""

from __future__ import annotations

from eyre.pack.charts import FanSpec, Values
from eyre.writers.svg import shapes
from eyre.writers.svg.plot import (
    EndLabel,
    Picture,
    draw_end_labels,
    draw_fan,
    draw_key,
    draw_periods_axis,
    draw_values_axis,
    frame_of,
)
from eyre.writers.svg.scales import Frame, Size
from eyre.writers.svg.shapes import DASHED, DOTTED, FAINT, LONG_DASHED, NAVY, PLUM, Point


def fan_picture(spec: FanSpec, size: Size) -> Picture:
    picture = Picture(size)
    labels = _end_labels(spec)
    frame, ticks = frame_of(size, len(spec.periods), [0.0, *_drawn_values(spec)], spec.form, labels)
    draw_values_axis(picture, frame, ticks, spec.unit, spec.form, 0)
    _draw_before_and_target(picture, frame, spec)
    seen = _points(frame, spec.seen)
    key = []
    if spec.fan.periods:
        first = spec.periods.index(spec.fan.periods[0])
        key = draw_fan(picture, frame, spec.fan, first, seen[-1] if seen else None)
    picture.add(shapes.path(seen, stroke=NAVY, width=2), *(shapes.dot(point, 3) for point in seen))
    draw_periods_axis(picture, frame, spec.periods)
    draw_key(picture, [*draw_end_labels(picture, frame, labels), *key], frame.left)
    return picture


def _drawn_values(spec: FanSpec) -> list[float]:
    values = [value for value in (*spec.seen, *spec.before) if value is not None]
    return [*values, *spec.fan.high_95, *([spec.target.value] if spec.target else [])]


def _points(frame: Frame, values: Values) -> list[Point]:
    return [(frame.x(place), frame.y(value)) for place, value in enumerate(values) if value is not None]


def _draw_before_and_target(picture: Picture, frame: Frame, spec: FanSpec) -> None:
    if points := _points(frame, spec.before):
        picture.add(shapes.path(points, stroke=FAINT, dash=DOTTED, width=1.75))
    if spec.target:
        y = frame.y(spec.target.value)
        picture.add(shapes.line((frame.left, y), (frame.right, y), stroke=PLUM, width=1.75, dash=LONG_DASHED))


def _end_labels(spec: FanSpec) -> list[EndLabel]:
    say, labels = spec.form.say, []
    before = [value for value in spec.before if value is not None]
    if before:
        labels.append(EndLabel(before[-1], f"{spec.before_label} {say(before[-1])}", FAINT, DOTTED, 1.75))
    if spec.target:
        said = f"{spec.target.label} {say(spec.target.value)}"
        labels.append(EndLabel(spec.target.value, said, PLUM, LONG_DASHED, 1.75))
    return [*labels, _label_of_outturn(spec)] if spec.fan.periods else labels


def _label_of_outturn(spec: FanSpec) -> EndLabel:
    fan, say = spec.fan, spec.form.say
    middle = fan.central[-1] if fan.central else (fan.low_80[-1] + fan.high_80[-1]) / 2
    return EndLabel(
        middle, f"projected {say(middle)}", NAVY, DASHED, more=f"80%: {say(fan.low_80[-1])} to {say(fan.high_80[-1])}"
    )
