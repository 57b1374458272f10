"""The ink: SVG elements as text, one number format, colours, dashes, signs, and how wide words are.

Everything is a presentation attribute: no `style`, no script, so that the strictest content security policy holds.
Colours are the Analysis Function's palette; every difference is also one of shape, dash or lightness.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from eyre.pack.charts import FlagKind

NAVY, TEAL, PLUM, ORANGE, GREY, LILAC = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"
FAINT, FAINTER, GRID, WHITE = "#6B6B6B", "#B5B5B5", "#E3E3E3", "#FFFFFF"
AMBER = "#B4430B"  # orange for words: 5.6 to 1 on white, where ORANGE has 3.0
FONTS = "Helvetica Neue, Liberation Sans, Arial, sans-serif"

DASHED, DOTTED, LONG_DASHED = "5 3", "1.5 3", "9 4"

Point = tuple[float, float]


def number(value: float) -> str:
    """A coordinate with at most two decimals, and one way to write it."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(tag: str, *inside: str, **attributes: float | str | None) -> str:
    """One element. Underscores in names become hyphens; None is left out. `inside` is markup already."""
    written = "".join(
        f" {name.rstrip('_').replace('_', '-')}="
        + (quoteattr(value) if isinstance(value, str) else f'"{number(value)}"')
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{written}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{written}/>"


def words(
    said: str, x: float, y: float, *, size: float, fill: str = GREY, anchor: str | None = None, bold: bool = False,
    halo: bool = False,
) -> str:  # fmt: skip
    """Words with their baseline at y. The halo keeps them readable over lines."""
    return element(
        "text",
        escape(said),
        x=x,
        y=y,
        font_size=size,
        fill=fill,
        text_anchor=anchor,
        font_weight="bold" if bold else None,
        stroke=WHITE if halo else None,
        stroke_width=3 if halo else None,
        stroke_linejoin="round" if halo else None,
        paint_order="stroke" if halo else None,
    )


def line(start: Point, end: Point, *, stroke: str = GREY, width: float = 1, dash: str | None = None) -> str:
    return element(
        "line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], stroke=stroke, stroke_width=width, stroke_dasharray=dash
    )


def path(points: Sequence[Point], *, stroke: str, width: float = 1.5, dash: str | None = None) -> str:
    return element(
        "polyline",
        points=_points(points),
        fill="none",
        stroke=stroke,
        stroke_width=width,
        stroke_dasharray=dash,
        stroke_linejoin="round",
        stroke_linecap="butt" if dash else "round",
    )


def area(points: Sequence[Point], *, fill: str, opacity: float = 1) -> str:
    return element("polygon", points=_points(points), fill=fill, fill_opacity=None if opacity == 1 else opacity)


def dot(at: Point, radius: float, *, fill: str = NAVY, stroke: str | None = None) -> str:
    width = None if stroke is None else 1.5
    return element("circle", cx=at[0], cy=at[1], r=radius, fill=fill, stroke=stroke, stroke_width=width)


def flag_sign(kind: FlagKind, at: Point, radius: float) -> str:
    """Concern is a triangle, improvement a diamond, neutral a square: told apart without colour."""
    x, y = at
    reach = radius * 1.3
    corners: dict[FlagKind, tuple[list[Point], str]] = {
        FlagKind.CONCERN: ([(x, y - reach), (x + reach, y + radius), (x - reach, y + radius)], ORANGE),
        FlagKind.IMPROVEMENT: ([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], TEAL),
        FlagKind.NEUTRAL: (
            [(x - radius, y - radius), (x + radius, y - radius), (x + radius, y + radius), (x - radius, y + radius)],
            LILAC,
        ),
    }
    points, fill = corners[kind]
    return element("polygon", points=_points(points), fill=fill, stroke=GREY, stroke_width=0.75)


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


# ---------------------------------------------------------------- how wide words are

# Widths of Arial in thousandths of its size, by class: near enough to place a label, from its own tables.
_NARROW = dict.fromkeys("ijl'|!.,:;Itf()[]/\\ -", 290)
_WIDE = dict.fromkeys("mwMW%@—", 850)
_CAPITALS = dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ&", 690)
_WIDTHS = {**_CAPITALS, **_WIDE, **_NARROW}
_USUAL = 550


def width_of(said: str, size: float) -> float:
    """About how wide words come out, in the units of the drawing."""
    return sum(_WIDTHS.get(sign, _USUAL) for sign in said) * size / 1000


def wrap(said: str, size: float, width: float) -> list[str]:
    """Words in lines no wider than `width`, broken at spaces."""
    lines: list[str] = []
    for word in said.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
