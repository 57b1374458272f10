"""Draw a process-behaviour chart, with its projection where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from string import ascii_uppercase

from eyre.core import Period
from eyre.pack.charts import Band, FlagKind, Limits, Marker, MarkerKind, ProcessChartSpec
from eyre.writers.svg import shapes
from eyre.writers.svg.lanes import beside_lanes, draw_lanes
from eyre.writers.svg.plot import (
    LINE_HEIGHT,
    EndLabel,
    KeyEntry,
    Picture,
    Sign,
    draw_end_labels,
    draw_fan,
    draw_key,
    draw_periods_axis,
    draw_values_axis,
    frame_of,
    runs_of,
    say_level,
)
from eyre.writers.svg.scales import Frame, Size
from eyre.writers.svg.shapes import (
    AMBER,
    DASHED,
    DOTTED,
    FAINT,
    FAINTER,
    GREY,
    LONG_DASHED,
    NAVY,
    ORANGE,
    PLUM,
    TEAL,
    WHITE,
    Point,
)

LIMIT_BAND = "#F1F4F7"
FLAG_WORDS = {
    FlagKind.CONCERN: "special cause: concern",
    FlagKind.IMPROVEMENT: "special cause: improvement",
    FlagKind.NEUTRAL: "special cause",
}


def process_picture(spec: ProcessChartSpec, size: Size) -> Picture:
    """Draw bottom up: band, grid, happenings, fan, line, points; then the labels and the key."""
    picture = Picture(size)
    periods = _all_periods(spec)
    letters = _needs_letters(spec, size)
    labels = _end_labels(spec)
    frame, ticks = frame_of(size, len(periods), _drawn_values(spec), spec.form, labels)
    frame = beside_lanes(frame, spec.lanes, size)
    markers = _lay_markers(spec, periods, frame, size, letters)
    lanes = 1 + max((lane for _, _, lane, _ in markers), default=-1)
    frame = replace(frame, top=frame.top + size.font * LINE_HEIGHT * lanes)
    key: list[KeyEntry] = []
    _draw_bands(picture, frame, spec, periods)
    windows = _draw_windows(picture, frame, spec, periods)
    draw_values_axis(picture, frame, ticks, spec.unit, spec.form, 0)
    _draw_limits(picture, frame, spec, periods)
    _draw_markers(picture, frame, markers)
    if spec.fan:
        key += draw_fan(picture, frame, spec.fan, periods.index(spec.fan.periods[0]), _start_of_fan(spec, frame))
    _draw_target_and_naive(picture, frame, spec, periods)
    _draw_line_and_points(picture, frame, spec)
    draw_periods_axis(picture, frame, periods)
    draw_lanes(picture, frame, spec.lanes, periods)
    lines = draw_end_labels(picture, frame, labels)
    draw_key(
        picture, [*lines, *windows, *_key_of_points(spec), *key, *_key_of_markers(spec, periods, letters)], frame.left
    )
    return picture


# ---------------------------------------------------------------- what is drawn


def _all_periods(spec: ProcessChartSpec) -> tuple[Period, ...]:
    later = spec.fan.periods if spec.fan else ()
    return (*spec.periods, *(period for period in later if period not in set(spec.periods)))


def _drawn_values(spec: ProcessChartSpec) -> list[float]:
    values = [value for value in spec.values if value is not None]
    for limits in spec.limits:
        values += [value for value in (limits.lower, limits.centre, limits.upper) if value is not None]
    if spec.target:
        values.append(spec.target.value)
    if spec.fan:
        values += [*spec.fan.low_95, *spec.fan.high_95, *(v for v in spec.fan.naive if v is not None)]
    return values or [0.0]


def _start_of_fan(spec: ProcessChartSpec, frame: Frame) -> Point | None:
    """The last point seen, where the fan follows it at once."""
    if not spec.fan or not spec.periods or spec.values[-1] is None or spec.periods[-1] in spec.incomplete:
        return None
    return frame.x(len(spec.periods) - 1), frame.y(spec.values[-1])


# ---------------------------------------------------------------- limits and target


def _ends(limits: Limits, periods: tuple[Period, ...]) -> tuple[float, float]:
    """From the border before the first period to the border after the last, in slots."""
    inside = [place for place, period in enumerate(periods) if limits.first <= period <= limits.last]
    return (inside[0] - 0.5, inside[-1] + 0.5) if inside else (0, 0)


def _draw_bands(picture: Picture, frame: Frame, spec: ProcessChartSpec, periods: tuple[Period, ...]) -> None:
    for limits in spec.limits:
        if limits.lower is None or limits.upper is None:
            continue
        start, end = (frame.x(place) for place in _ends(limits, periods))
        top, bottom = frame.y(limits.upper), frame.y(limits.lower)
        picture.add(shapes.area([(start, top), (end, top), (end, bottom), (start, bottom)], fill=LIMIT_BAND))


def _draw_windows(
    picture: Picture, frame: Frame, spec: ProcessChartSpec, periods: tuple[Period, ...]
) -> list[KeyEntry]:
    """Shade each window over the whole height; the earlier of two has broken edges. Return what they mean."""
    entries = []
    for band in spec.windows:
        inside = [place for place, period in enumerate(periods) if band.window.contains(period)]
        if inside:
            left, right = frame.x(inside[0] - 0.5), frame.x(inside[-1] + 0.5)
            picture.add(*_shaded(left, right, frame.top, frame.bottom, band))
            entries.append(KeyEntry(_window_sign(band), band.label))
    return entries


def _shaded(left: float, right: float, top: float, bottom: float, band: Band) -> tuple[str, ...]:
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    dash = DASHED if band.is_before else None
    edges = (shapes.line((x, top), (x, bottom), stroke=TEAL, dash=dash) for x in (left, right))
    return shapes.area(corners, fill=TEAL, opacity=0.08 if band.is_before else 0.16), *edges


def _window_sign(band: Band) -> Sign:
    return lambda at: "".join(_shaded(at[0] - 9, at[0] + 9, at[1] - 5, at[1] + 5, band))


def _draw_limits(picture: Picture, frame: Frame, spec: ProcessChartSpec, periods: tuple[Period, ...]) -> None:
    """Centre and limits stepwise; those of the last group run on, faintly, to the end of the plot."""
    for limits in spec.limits:
        start, end = (frame.x(place) for place in _ends(limits, periods))
        is_last = limits is spec.limits[-1]
        for value, dash in ((limits.centre, None), (limits.lower, DASHED), (limits.upper, DASHED)):
            if value is None:
                continue
            y = frame.y(value)
            picture.add(
                shapes.line((start, y), (end, y), stroke=GREY, width=1, dash=DOTTED if limits.is_trial else dash)
            )
            if is_last and end < frame.right - 1:
                picture.add(shapes.line((end, y), (frame.right, y), stroke=FAINTER, width=0.75, dash=dash))


def _draw_target_and_naive(picture: Picture, frame: Frame, spec: ProcessChartSpec, periods: tuple[Period, ...]) -> None:
    if spec.target:
        y = frame.y(spec.target.value)
        picture.add(shapes.line((frame.left, y), (frame.right, y), stroke=PLUM, width=1.75, dash=LONG_DASHED))
    if spec.fan and spec.fan.naive:
        first = periods.index(spec.fan.periods[0])
        points = [(frame.x(first + place), frame.y(v)) for place, v in enumerate(spec.fan.naive) if v is not None]
        picture.add(shapes.path(points, stroke=ORANGE, dash=DOTTED, width=1.75))


def _end_labels(spec: ProcessChartSpec) -> list[EndLabel]:
    """The label of every line that reaches the right-hand end."""
    labels = _labels_of_limits(spec)
    latest = next((value for value in reversed(spec.values) if value is not None), None)
    if latest is not None and not spec.fan:
        labels.append(EndLabel(latest, f"latest {spec.form.say(latest)}", NAVY))
    if spec.target:
        said = f"{spec.target.label} {spec.form.say(spec.target.value)}"
        labels.append(EndLabel(spec.target.value, said, PLUM, LONG_DASHED, 1.75))
    naive = [value for value in spec.fan.naive if value is not None] if spec.fan else []
    if spec.fan and naive:
        labels.append(EndLabel(naive[-1], spec.fan.naive_label, AMBER, DOTTED, 1.75))
    if spec.fan and spec.fan.central:
        said = f"projected {say_level(spec.fan.central[-1], spec.form)}"
        labels.append(EndLabel(spec.fan.central[-1], said, NAVY, DASHED))
    return labels


def _labels_of_limits(spec: ProcessChartSpec) -> list[EndLabel]:
    if not spec.limits:
        return []
    last = spec.limits[-1]
    kind = "trial limit" if last.is_trial else "limit"
    dash = DOTTED if last.is_trial else DASHED
    mean = f"mean {say_level(last.centre, spec.form)}"
    labels = [EndLabel(last.centre, mean, GREY, DOTTED if last.is_trial else None, 1)]
    for side, value in (("upper", last.upper), ("lower", last.lower)):
        if value is not None:
            labels.append(EndLabel(value, f"{side} {kind} {say_level(value, spec.form)}", FAINT, dash, 1))
    return labels


# ---------------------------------------------------------------- the line and its points


def _draw_line_and_points(picture: Picture, frame: Frame, spec: ProcessChartSpec) -> None:
    incomplete = {place for place, period in enumerate(spec.periods) if period in spec.incomplete}
    whole = [None if place in incomplete else value for place, value in enumerate(spec.values)]
    at = {place: (frame.x(place), frame.y(v)) for place, v in enumerate(spec.values) if v is not None}
    flags = {flag.period: flag.kind for flag in spec.flags}
    radius = max(1.8, min(3.2, frame.slot / 3))
    for run in runs_of(whole, _places_of_breaks(spec)):
        picture.add(shapes.path([at[place] for place in run], stroke=NAVY, width=1.5 if frame.slot > 5 else 1.1))
    for place, point in at.items():
        kind = flags.get(spec.periods[place])
        if place in incomplete:
            picture.add(shapes.dot(point, radius + 0.8, fill=WHITE, stroke=NAVY))
        elif kind:
            picture.add(shapes.flag_sign(kind, point, radius + 0.8))
        elif frame.slot > 5:
            picture.add(shapes.dot(point, radius))
    if spec.fan:
        _label_latest(picture, frame, spec, at)


def _label_latest(picture: Picture, frame: Frame, spec: ProcessChartSpec, at: dict[int, Point]) -> None:
    """Print the latest value beside its point, on the side away from the line that leads to it."""
    if not at:
        return
    place = max(at)
    value = spec.values[place]
    before = spec.values[place - 1] if place else None
    is_rise = before is None or (value is not None and value >= before)
    font = picture.size.font
    x, y = at[place]
    said = spec.form.say(value) if value is not None else ""
    anchor = "end" if x + shapes.width_of(said, font) / 2 > frame.right else "middle"
    y = y - font * 0.7 if is_rise else y + font * 1.4
    picture.add(shapes.words(said, x, y, size=font, fill=NAVY, bold=True, anchor=anchor, halo=True))


def _places_of_breaks(spec: ProcessChartSpec) -> frozenset[int]:
    """The first place after each break in the counting."""
    breaks = [marker.period.start for marker in spec.markers if marker.kind is MarkerKind.BREAK]
    return frozenset(
        place
        for start in breaks
        for place, period in enumerate(spec.periods)
        if period.start >= start and (place == 0 or spec.periods[place - 1].start < start)
    )


def _key_of_points(spec: ProcessChartSpec) -> list[KeyEntry]:
    kinds = {flag.kind for flag in spec.flags}
    entries = [KeyEntry(_flag(kind), FLAG_WORDS[kind]) for kind in FlagKind if kind in kinds]
    if spec.incomplete:
        entries.append(KeyEntry(lambda at: shapes.dot(at, 3.5, fill=WHITE, stroke=NAVY), "incomplete: not judged"))
    return entries


def _flag(kind: FlagKind) -> Sign:
    return lambda at: shapes.flag_sign(kind, at, 4)


# ---------------------------------------------------------------- happenings

LaidMarker = tuple[Marker, float, int, str]  # the marker, its place in slots, its lane, its words or letter


def _visible(spec: ProcessChartSpec, periods: tuple[Period, ...]) -> list[tuple[Marker, float]]:
    """Markers inside the plot, each with the border before the period it falls in."""
    placed = []
    for marker in sorted(spec.markers, key=lambda marker: marker.period.start):
        inside = [place for place, period in enumerate(periods) if period.contains(marker.period.start)]
        if inside:
            placed.append((marker, inside[0] - 0.5))
    return placed


def _needs_letters(spec: ProcessChartSpec, size: Size) -> bool:
    longest = max((shapes.width_of(marker.words, size.font) for marker in spec.markers), default=0)
    return size.is_narrow or longest > size.width * 0.45


def _lay_markers(
    spec: ProcessChartSpec, periods: tuple[Period, ...], frame: Frame, size: Size, letters: bool
) -> list[LaidMarker]:
    """Give each marker a lane above the plot in which its words touch no others."""
    lanes: list[float] = []  # where the words of each lane end
    laid: list[LaidMarker] = []
    for order, (marker, place) in enumerate(_visible(spec, periods)):
        said = ascii_uppercase[order % 26] if letters else marker.words
        start = frame.x(place)
        end = start + 4 + shapes.width_of(said, size.font)
        if end > size.width:  # written to the left of its line
            start, end = start - 4 - shapes.width_of(said, size.font), start
        lane = next((i for i, taken in enumerate(lanes) if taken + 8 < start), len(lanes))
        lanes[lane : lane + 1] = [end]
        laid.append((marker, place, lane, said))
    return laid


def _draw_markers(picture: Picture, frame: Frame, markers: Sequence[LaidMarker]) -> None:
    """Lines first, then words with a halo, so that no line runs through a word."""
    font = picture.size.font
    lanes = 1 + max((lane for _, _, lane, _ in markers), default=0)
    said = []
    for marker, place, lane, label in markers:
        x = frame.x(place)
        y = frame.top - font * (0.35 + LINE_HEIGHT * (lanes - 1 - lane))
        ends = (x, y - font * 0.7), (x, frame.bottom)
        is_break = marker.kind is MarkerKind.BREAK
        picture.add(shapes.line(*ends, width=1.5 if is_break else 1, dash=None if is_break else "2 3"))
        fits = x + 4 + shapes.width_of(label, font) <= picture.size.width
        anchor = None if fits else "end"
        said.append(shapes.words(label, x + 4 if fits else x - 4, y, size=font, anchor=anchor, halo=True))
    picture.add(*said)


def _key_of_markers(spec: ProcessChartSpec, periods: tuple[Period, ...], letters: bool) -> list[KeyEntry]:
    if not letters:
        return []
    return [
        KeyEntry(_letter(ascii_uppercase[order % 26]), f"{marker.words} ({marker.period.label})")
        for order, (marker, _) in enumerate(_visible(spec, periods))
    ]


def _letter(letter: str) -> Sign:
    return lambda at: shapes.words(letter, at[0], at[1] + 4.5, size=13, bold=True, anchor="middle")
