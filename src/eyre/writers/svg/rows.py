"""Charts of rows: areas on one scale with their intervals, and bars."""

from __future__ import annotations

from eyre.disclosure import MISSING, Form
from eyre.pack.charts import AreaEstimate, BarsSpec, ComparisonSpec
from eyre.writers.svg import shapes
from eyre.writers.svg.plot import LINE_HEIGHT, KeyEntry, Picture, draw_key
from eyre.writers.svg.scales import Frame, Size, round_ticks, say_tick
from eyre.writers.svg.shapes import DASHED, FAINT, GREY, GRID, NAVY, ORANGE, PLUM

OTHERS = "#5B7C99"  # the areas that are not in question: a paler navy, still 4:1 on white


def comparison_picture(spec: ComparisonSpec, size: Size) -> Picture:
    """Areas from top to bottom in the order given, the focus area heavier, set in bold and marked by a diamond."""
    picture = Picture(size)
    ends = [v for area in spec.areas for v in (area.value, area.low, area.high) if v is not None]
    ticks = round_ticks([*ends, *([spec.reference.value] if spec.reference else [])] or [0.0])
    says = [_say_area(area, spec, size) for area in spec.areas]
    frame = _frame(size, [area.name for area in spec.areas], says, ticks)
    _draw_scale(picture, frame, ticks, spec.unit, spec.form)
    if spec.reference:
        x = _across(frame, spec.reference.value)
        picture.add(shapes.line((x, frame.top), (x, frame.bottom), stroke=PLUM, width=1.5, dash=DASHED))
    for row, (area, said) in enumerate(zip(spec.areas, says, strict=True)):
        _draw_area(picture, frame, row, area, said)
    draw_key(picture, _key(spec))
    return picture


def _say_area(area: AreaEstimate, spec: ComparisonSpec, size: Size) -> str:
    if area.value is None:
        return MISSING
    if size.is_narrow or area.low is None or area.high is None:
        return spec.form.say(area.value)
    return f"{spec.form.say(area.value)} ({spec.form.say(area.low)} to {spec.form.say(area.high)})"


def _draw_area(picture: Picture, frame: Frame, row: int, area: AreaEstimate, said: str) -> None:
    font, y = picture.size.font, frame.top + (row + 0.5) * frame.height / frame.slots
    ink = NAVY if area.is_focus else OTHERS
    _draw_name(picture, frame, area.name, y, area.is_focus)
    if area.low is not None and area.high is not None:
        ends = (_across(frame, area.low), y), (_across(frame, area.high), y)
        picture.add(shapes.line(*ends, stroke=ink, width=3 if area.is_focus else 1.5))
    if area.value is not None:
        at = (_across(frame, area.value), y)
        picture.add(_diamond(at) if area.is_focus else shapes.dot(at, 3.5, fill=ink))
    fill = GREY if area.is_focus else FAINT
    picture.add(
        shapes.words(said, picture.size.width, y + font * 0.35, size=font, fill=fill, anchor="end", bold=area.is_focus)
    )


def _key(spec: ComparisonSpec) -> list[KeyEntry]:
    entries = []
    if any(area.low is not None for area in spec.areas):
        entries.append(
            KeyEntry(
                lambda at: (
                    shapes.line((at[0] - 9, at[1]), (at[0] + 9, at[1]), stroke=OTHERS, width=1.5)
                    + shapes.dot(at, 3.5, fill=OTHERS)
                ),
                f"value with {spec.level}% interval",
            )
        )
    if spec.reference:
        said = f"{spec.reference.label} {spec.form.say(spec.reference.value)}"
        entries.append(
            KeyEntry(
                lambda at: shapes.line((at[0], at[1] - 7), (at[0], at[1] + 7), stroke=PLUM, width=1.5, dash=DASHED),
                said,
            )
        )
    return entries


def bars_picture(spec: BarsSpec, size: Size) -> Picture:
    picture = Picture(size)
    values = [bar.value for bar in spec.bars if bar.value is not None]
    ticks = round_ticks([0.0, *values])
    says = [MISSING if bar.value is None else spec.form.say(bar.value) for bar in spec.bars]
    frame = _frame(size, [bar.label for bar in spec.bars], says, ticks)
    _draw_scale(picture, frame, ticks, spec.unit, spec.form)
    zero, font = _across(frame, 0), size.font
    for row, (bar, said) in enumerate(zip(spec.bars, says, strict=True)):
        y = frame.top + (row + 0.5) * frame.height / frame.slots
        _draw_name(picture, frame, bar.label, y, bar.is_focus)
        if bar.value is not None:
            x = _across(frame, bar.value)
            corners = [(zero, y - 7), (x, y - 7), (x, y + 7), (zero, y + 7)]
            picture.add(shapes.area(corners, fill=NAVY if bar.is_focus else OTHERS))
        picture.add(shapes.words(said, size.width, y + font * 0.35, size=font, anchor="end", bold=bar.is_focus))
    picture.add(shapes.line((zero, frame.top), (zero, frame.bottom), stroke=GREY))
    return picture


# ---------------------------------------------------------------- shared


def _frame(size: Size, names: list[str], says: list[str], ticks: tuple[float, ...]) -> Frame:
    """Room for the names at the left, for the values at the right; taller rows where a name needs two lines."""
    most = size.width * (0.36 if size.is_narrow else 0.3)
    left = min(most, max((shapes.width_of(name, size.font) for name in names), default=0) * 1.06 + 12)
    right = max((shapes.width_of(said, size.font) for said in says), default=0) * 1.08 + 14
    deepest = max((len(shapes.wrap(name, size.font, left - 10)) for name in names), default=1)
    height = max(24.0, size.font * LINE_HEIGHT * deepest + 6)
    width = size.width - left - right
    return Frame(left, size.font * 1.9, width, height * len(names), max(1, len(names)), ticks[0], ticks[-1])


def _across(frame: Frame, value: float) -> float:
    return frame.left + (value - frame.low) / (frame.high - frame.low) * frame.width


def _draw_scale(picture: Picture, frame: Frame, ticks: tuple[float, ...], unit: str, form: Form) -> None:
    font = picture.size.font
    picture.add(shapes.words(unit[:1].upper() + unit[1:], 0, font, size=font, fill=FAINT))
    step = ticks[1] - ticks[0]
    room = max(shapes.width_of(say_tick(tick, step, form), font) for tick in ticks) + 8
    every = max(1, -int(-room // (frame.width / (len(ticks) - 1))))
    for place, tick in enumerate(ticks):
        x = _across(frame, tick)
        picture.add(shapes.line((x, frame.top), (x, frame.bottom), stroke=GRID))
        if place % every == 0:
            said = say_tick(tick, step, form)
            picture.add(shapes.words(said, x, frame.bottom + font * 1.2, size=font, fill=FAINT, anchor="middle"))
    picture.height = frame.bottom + font * 1.9


def _draw_name(picture: Picture, frame: Frame, name: str, y: float, bold: bool) -> None:
    font = picture.size.font
    lines = shapes.wrap(name, font, frame.left - 10)
    first = y + font * 0.35 - (len(lines) - 1) * font * LINE_HEIGHT / 2
    for row, said in enumerate(lines):
        picture.add(shapes.words(said, 0, first + row * font * LINE_HEIGHT, size=font, bold=bold))


def _diamond(at: shapes.Point) -> str:
    x, y = at
    corners = [(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)]
    return shapes.element(
        "polygon",
        points=" ".join(f"{shapes.number(a)},{shapes.number(b)}" for a, b in corners),
        fill=ORANGE,
        stroke=GREY,
        stroke_width=1,
    )
