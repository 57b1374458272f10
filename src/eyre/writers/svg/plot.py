"""What every chart over time shares: its frame and axes, labels at the ends of lines, and the key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from eyre.core import Period
from eyre.disclosure import Form
from eyre.pack.charts import Fan
from eyre.writers.svg import shapes
from eyre.writers.svg.scales import Frame, Size, period_labels, round_ticks, say_tick, spread
from eyre.writers.svg.shapes import FAINT, GREY, GRID, NAVY, Point

LINE_HEIGHT = 1.3
TOP_LINES = 1.9  # above a plot: the unit, and a little air
FEW = 20  # below this a mean of counts is printed with a decimal
LEADER = 18.0  # from the end of a line to its label
FAN_LIGHT, FAN_DARK = 0.14, 0.30  # 95 % and 80 %: lightness alone tells them apart in print


@dataclass(frozen=True, slots=True)
class EndLabel:
    """Words at the right-hand end of a line, at its height; on a phone they go into the key."""

    value: float
    said: str
    fill: str
    dash: str | None = None
    width: float = 1.5
    more: str = ""


Sign = Callable[[Point], str]  # draws itself with its middle at a point


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A sign and what it means."""

    sign: Sign
    said: str


@dataclass(slots=True)
class Picture:
    """A drawing under way: what has been drawn and how tall it has become."""

    size: Size
    parts: list[str] = field(default_factory=list)
    height: float = 0

    def add(self, *parts: str) -> None:
        self.parts.extend(parts)


def frame_of(
    size: Size, slots: int, values: Sequence[float], form: Form, labels: Sequence[EndLabel]
) -> tuple[Frame, tuple[float, ...]]:
    """The frame of a chart over time and the ticks of its values, with room for what is printed at either side."""
    ticks = round_ticks(values)
    left = 12 + max(shapes.width_of(say_tick(tick, ticks[1] - ticks[0], form), size.font) for tick in ticks)
    ends = [] if size.is_narrow else [said for label in labels for said in (label.said, label.more)]
    right = max((LEADER + 4 + shapes.width_of(said, size.font) for said in ends), default=8)
    top, width = size.font * TOP_LINES, size.width - left - right
    return Frame(left, top, width, size.plot_height, slots, ticks[0], ticks[-1]), ticks


def draw_values_axis(
    picture: Picture, frame: Frame, ticks: tuple[float, ...], unit: str, form: Form, top: float
) -> None:
    """Light lines across, their values at the left, the unit above them."""
    font = picture.size.font
    picture.add(shapes.words(axis_title(unit, ticks, form), 0, top + font, size=font, fill=FAINT))
    for tick in ticks:
        y = frame.y(tick)
        said = say_tick(tick, ticks[1] - ticks[0], form)
        picture.add(shapes.line((frame.left, y), (frame.right, y), stroke=GRID))
        picture.add(shapes.words(said, frame.left - 6, y + font * 0.35, size=font, fill=FAINT, anchor="end"))


def say_level(value: float, form: Form) -> str:
    """A mean, limit or projection as printed: of counts in whole numbers, with a decimal where they are few."""
    if form is Form.COUNT:
        form = Form.WHOLE if abs(value) >= FEW else Form.DECIMAL
    return form.say(value)


def axis_title(unit: str, ticks: tuple[float, ...], form: Form) -> str:
    """What the axis counts in; and where it starts, if not at nought, for then heights cannot be compared."""
    title = unit[:1].upper() + unit[1:]
    return title if ticks[0] <= 0 else f"{title} (axis starts at {say_tick(ticks[0], ticks[1] - ticks[0], form)})"


def draw_periods_axis(picture: Picture, frame: Frame, periods: Sequence[Period]) -> None:
    """The base line, a tick and a label for as many periods as there is room for."""
    font = picture.size.font
    picture.add(shapes.line((frame.left, frame.bottom), (frame.right, frame.bottom), stroke=GREY))
    for place, top, year in period_labels(periods, frame.slot, room=font * 2.7):
        x = frame.x(place)
        picture.add(shapes.line((x, frame.bottom), (x, frame.bottom + 5), stroke=GREY))
        picture.add(shapes.words(top, x, frame.bottom + 6 + font, size=font, fill=FAINT, anchor="middle"))
        if year:
            y = frame.bottom + 6 + font * (1 + LINE_HEIGHT)
            picture.add(shapes.words(year, x, y, size=font, fill=FAINT, anchor="middle"))
    picture.height = frame.bottom + 12 + font * 2.4


def draw_end_labels(picture: Picture, frame: Frame, labels: Sequence[EndLabel]) -> list[KeyEntry]:
    """Label lines at their right-hand end without clashes; on a phone return them as entries of the key."""
    if picture.size.is_narrow:
        return [_line_entry(label) for label in labels]
    ordered = sorted(labels, key=lambda label: -label.value)
    step = picture.size.font * LINE_HEIGHT
    heights = [step * (2 if label.more else 1) for label in ordered]
    wanted = [frame.y(label.value) - step / 2 for label in ordered]
    for label, top in zip(ordered, spread(wanted, heights, 0, frame.bottom + step), strict=True):
        _draw_end_label(picture, frame, label, top)
    return []


def _draw_end_label(picture: Picture, frame: Frame, label: EndLabel, top: float) -> None:
    font = picture.size.font
    x = frame.right + LEADER
    middle = top + font * LINE_HEIGHT / 2
    leader = [(frame.right + 2, frame.y(label.value)), (x - 3, middle)]
    picture.add(shapes.path(leader, stroke=label.fill, width=0.75))
    picture.add(shapes.words(label.said, x, middle + font * 0.35, size=font, fill=label.fill))
    if label.more:
        y = middle + font * (0.35 + LINE_HEIGHT)
        picture.add(shapes.words(label.more, x, y, size=font, fill=label.fill))


def _line_entry(label: EndLabel) -> KeyEntry:
    def sign(at: Point) -> str:
        ends = (at[0] - 9, at[1]), (at[0] + 9, at[1])
        return shapes.line(*ends, stroke=label.fill, width=label.width, dash=label.dash)

    return KeyEntry(sign, f"{label.said} {label.more}".rstrip())


def draw_key(picture: Picture, entries: Sequence[KeyEntry], left: float = 0) -> None:
    """Signs and their meaning beneath the plot, as many in a row as fit."""
    font = picture.size.font
    left = 0 if picture.size.is_narrow else left
    x, y = left, picture.height + font
    for entry in entries:
        lines = shapes.wrap(entry.said, font, picture.size.width - left - 28)
        width = 28 + max(shapes.width_of(one, font) for one in lines)
        if x > left and x + width > picture.size.width:
            x, y = left, y + font * 1.5
        picture.add(entry.sign((x + 11, y - font * 0.35)))
        for row, said in enumerate(lines):
            picture.add(shapes.words(said, x + 26, y + row * font * LINE_HEIGHT, size=font))
        y += (len(lines) - 1) * font * LINE_HEIGHT
        x += width + 14
    if entries:
        picture.height = y + font * 0.6


def draw_fan(picture: Picture, frame: Frame, fan: Fan, first: int, start: Point | None) -> list[KeyEntry]:
    """The 95 and 80 % intervals and the central line; `start` joins them to the last point seen."""
    places = range(first, first + len(fan.periods))
    for low, high, opacity in ((fan.low_95, fan.high_95, FAN_LIGHT), (fan.low_80, fan.high_80, FAN_DARK)):
        upper = [(frame.x(place), frame.y(value)) for place, value in zip(places, high, strict=True)]
        lower = [(frame.x(place), frame.y(value)) for place, value in zip(places, low, strict=True)]
        joined = [start] if start else []
        picture.add(shapes.area([*joined, *upper, *reversed(lower)], fill=NAVY, opacity=opacity))
    if fan.central:
        points = [(frame.x(place), frame.y(value)) for place, value in zip(places, fan.central, strict=True)]
        picture.add(shapes.path([*([start] if start else []), *points], stroke=NAVY, dash=shapes.DASHED))
    return [
        KeyEntry(lambda at: _swatch(at, FAN_DARK), "8 times in 10"),
        KeyEntry(lambda at: _swatch(at, FAN_LIGHT), "19 times in 20, if nothing changes"),
    ]


def _swatch(at: Point, opacity: float) -> str:
    x, y = at
    corners = [(x - 9, y - 5), (x + 9, y - 5), (x + 9, y + 5), (x - 9, y + 5)]
    return shapes.area(corners, fill=NAVY, opacity=opacity)


def runs_of(values: Sequence[float | None], breaks: frozenset[int] = frozenset()) -> list[list[int]]:
    """Places that are joined by a line: a gap, or a break before a place, starts another."""
    runs: list[list[int]] = [[]]
    for place, value in enumerate(values):
        if value is None or place in breaks:
            runs.append([])
        if value is not None:
            runs[-1].append(place)
    return [run for run in runs if run]
