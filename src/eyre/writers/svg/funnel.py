"""Draw areas as a funnel: by size and value, between the limits of chance for each size."""

from __future__ import annotations

from dataclasses import dataclass

from eyre.disclosure import Form
from eyre.pack.charts import FlagKind, FunnelLimits, FunnelPoint, FunnelSpec
from eyre.writers.svg import shapes
from eyre.writers.svg.plot import LINE_HEIGHT, KeyEntry, Picture, Sign, draw_key, draw_values_axis, frame_of
from eyre.writers.svg.rows import OTHERS
from eyre.writers.svg.scales import Frame, Size, round_ticks, say_tick
from eyre.writers.svg.shapes import DASHED, FAINT, GREY, LONG_DASHED, PLUM, Point

RADIUS, SIGN = 4.0, 5.5
SIZE_TICKS = 10  # at most about so many: those that have room are labelled
NAMED = 8  # areas up to which each is named beside its dot; of more, those outside the limits
DASHES = {0: DASHED, 1: LONG_DASHED}  # the limits from the inner to the outer
MEANS = {
    FlagKind.CONCERN: "outside on the worse side",
    FlagKind.IMPROVEMENT: "outside on the better side",
    FlagKind.NEUTRAL: "outside",
}


def funnel_picture(spec: FunnelSpec, size: Size) -> Picture:
    """Limits and level as lines, areas as dots, those outside the limits of 95 % by the signs of the other charts."""
    picture = Picture(size)
    values = [area.value for area in spec.areas if area.value is not None]
    ends = [end for each in spec.limits for end in (*each.low, *each.high)]
    frame, ticks = frame_of(size, 1, [*values, *ends, spec.level.value], spec.form, [])
    plane = _Plane(frame, spec.sizes[0], spec.sizes[-1])
    draw_values_axis(picture, frame, ticks, spec.unit, spec.form, 0)
    for place, each in enumerate(spec.limits):
        _draw_limits(picture, plane, spec.sizes, each, DASHES[place])
    level = [plane.at(spec.sizes[0], spec.level.value), plane.at(spec.sizes[-1], spec.level.value)]
    picture.add(shapes.line(*level, stroke=PLUM, width=1.5))
    _draw_sizes_axis(picture, plane, spec)
    _draw_areas(picture, plane, spec)
    draw_key(picture, _key(spec), frame.left)
    return picture


@dataclass(frozen=True, slots=True)
class _Plane:
    """The plot with sizes across and values upwards."""

    frame: Frame
    least: float
    most: float

    def x(self, size: float) -> float:
        return self.frame.left + (size - self.least) / (self.most - self.least) * self.frame.width

    def at(self, size: float, value: float) -> Point:
        return self.x(size), self.frame.y(value)


def _draw_limits(
    picture: Picture, plane: _Plane, sizes: tuple[float, ...], limits: FunnelLimits, dash: str
) -> None:  # fmt: skip
    for side in (limits.low, limits.high):
        points = [plane.at(size, value) for size, value in zip(sizes, side, strict=True)]
        picture.add(shapes.path(points, stroke=GREY, width=1.25, dash=dash))


def _draw_sizes_axis(picture: Picture, plane: _Plane, spec: FunnelSpec) -> None:
    font, frame = picture.size.font, plane.frame
    picture.add(shapes.line((frame.left, frame.bottom), (frame.right, frame.bottom), stroke=GREY))
    ticks = [t for t in round_ticks([plane.least, plane.most], SIZE_TICKS) if plane.least <= t <= plane.most]
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    room = max((shapes.width_of(say_tick(tick, step, Form.COUNT), font) for tick in ticks), default=0) + 10
    clear = -room
    for tick in ticks:
        x, said = plane.x(tick), say_tick(tick, step, Form.COUNT)
        picture.add(shapes.line((x, frame.bottom), (x, frame.bottom + 5), stroke=GREY))
        half = shapes.width_of(said, font) / 2
        if x - half > clear and x + half <= picture.size.width:
            picture.add(shapes.words(said, x, frame.bottom + 6 + font, size=font, fill=FAINT, anchor="middle"))
            clear = x + half + 10
    top = frame.bottom + 6 + font * (1 + LINE_HEIGHT)
    for line in shapes.wrap(spec.size_unit[:1].upper() + spec.size_unit[1:], font, frame.width):
        picture.add(shapes.words(line, frame.left, top, size=font, fill=FAINT))
        top += font * LINE_HEIGHT
    picture.height = top + font * 0.2


def _draw_areas(picture: Picture, plane: _Plane, spec: FunnelSpec) -> None:
    """Dots and signs, then as many names beside them as have room; the table has every one."""
    shown = [
        (area, plane.at(area.size, area.value))
        for area in spec.areas
        if area.size is not None and area.value is not None
    ]
    taken = [_box_round(at) for _, at in shown]
    for area, at in shown:
        picture.add(shapes.dot(at, RADIUS, fill=OTHERS) if area.flag is None else shapes.flag_sign(area.flag, at, SIGN))
    for area, at in sorted(shown, key=lambda pair: (pair[0].flag is None, pair[1])):
        if area.flag is not None or len(shown) <= NAMED:
            _draw_name(picture, plane.frame, area, at, taken)


_Box = tuple[float, float, float, float]  # left, top, right, bottom


def _box_round(at: Point) -> _Box:
    return at[0] - SIGN, at[1] - SIGN, at[0] + SIGN, at[1] + SIGN


def _draw_name(picture: Picture, frame: Frame, area: FunnelPoint, at: Point, taken: list[_Box]) -> None:
    """The name at the right of its dot, else at the left, above or beneath: where nothing stands."""
    font, (x, y) = picture.size.font, at
    width = shapes.width_of(area.name, font) * 1.04
    beside, above, beneath = y + font * 0.35, y - 10, y + 10 + font * 0.75
    places = [(x + 9, beside), (x - 9 - width, beside), (x - width / 2, above), (x - width / 2, beneath)]
    for left, base in [*places, (x + 7, above), (x - 7 - width, above)]:
        box = (left, base - font * 0.8, left + width, base + font * 0.25)
        is_inside = box[0] >= 0 and box[2] <= picture.size.width and frame.top <= box[1] and box[3] <= frame.bottom
        if is_inside and not any(_overlap(box, other) for other in taken):
            picture.add(shapes.words(area.name, left, base, size=font, bold=area.flag is not None, halo=True))
            taken.append(box)
            return


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _key(spec: FunnelSpec) -> list[KeyEntry]:
    entries = [KeyEntry(_across(PLUM, 1.5, None), f"{spec.level.label} {spec.form.say(spec.level.value)}")]
    for place, each in enumerate(spec.limits):
        entries.append(KeyEntry(_across(GREY, 1.25, DASHES[place]), f"by chance {each.level:g}% lie within"))
    flags = {area.flag for area in spec.areas}
    if None in flags:
        entries.append(KeyEntry(lambda at: shapes.dot(at, RADIUS, fill=OTHERS), "an area"))
    return [*entries, *(KeyEntry(_sign(kind), MEANS[kind]) for kind in FlagKind if kind in flags)]


def _across(stroke: str, width: float, dash: str | None) -> Sign:
    return lambda at: shapes.line((at[0] - 9, at[1]), (at[0] + 9, at[1]), stroke=stroke, width=width, dash=dash)


def _sign(kind: FlagKind) -> Sign:
    return lambda at: shapes.flag_sign(kind, at, SIGN)
