"""Charts as SVG: small, without script or style, the same bytes for the same specification.

`draw(chart, size, anchor)` gives an element to put in a page, whose heading is the chart's sentence;
`draw_alone(chart)` gives a whole file with the sentence above and the base beneath, and the title with it if asked;
`draw_bare(chart)` and `sparkline_alone(spec)` give the drawing alone as a file, for a document that prints the words
itself.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from eyre.pack.charts import BarsSpec, ChartSpec, ComparisonSpec, FanSpec, FunnelSpec, LanesSpec, SparklineSpec
from eyre.pack.document import Chart
from eyre.writers.svg import shapes
from eyre.writers.svg.fan import fan_picture
from eyre.writers.svg.funnel import funnel_picture
from eyre.writers.svg.lanes import lanes_picture
from eyre.writers.svg.plot import LINE_HEIGHT, Picture
from eyre.writers.svg.process import process_picture
from eyre.writers.svg.rows import bars_picture, comparison_picture
from eyre.writers.svg.scales import NARROW, WIDE, Size
from eyre.writers.svg.sparkline import sparkline

__all__ = ["NARROW", "WIDE", "Size", "draw", "draw_alone", "draw_bare", "sparkline", "sparkline_alone"]

NAMESPACE = "http://www.w3.org/2000/svg"

TITLE_FONT, BASE_FONT, MARGIN = 18.0, 12.0, 16.0


def draw(chart: Chart, size: Size, anchor: str) -> str:
    """The chart as one element of a page; `anchor` makes the ids of its title and description its own."""
    picture = _picture(chart.spec, size)
    return _svg(chart, anchor, size.width, picture.height, picture.parts, class_=f"chart-{size.name}")


def draw_alone(chart: Chart, *, has_title: bool = False) -> str:
    """The chart as a file that stands alone: its sentence above, its base beneath; has_title: and that of its table."""
    picture = _picture(chart.spec, WIDE)
    parts, top = _lines(chart.sentence.plain, MARGIN, TITLE_FONT, bold=True)
    top += 8
    parts.append(shapes.element("g", *picture.parts, transform=f"translate(0 {shapes.number(top)})"))
    title, under = _lines(chart.table.title if has_title else "", top + picture.height + 10, BASE_FONT, bold=True)
    base, bottom = _lines(chart.table.base.line, under, BASE_FONT, bold=False)
    framed = shapes.element("g", *parts, *title, *base, transform=f"translate({shapes.number(MARGIN)} 0)")
    white = shapes.element("rect", width="100%", height="100%", fill=shapes.WHITE)
    width, height = WIDE.width + 2 * MARGIN, bottom + MARGIN
    svg = _svg(chart, "chart", width, height, [white, framed], xmlns=NAMESPACE)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}\n'


def draw_bare(chart: Chart) -> str:
    """The drawing as a file on white, without sentence and base: the document it is put in prints those."""
    picture = _picture(chart.spec, WIDE)
    white = shapes.element("rect", width="100%", height="100%", fill=shapes.WHITE)
    return _svg(chart, "chart", WIDE.width, picture.height, [white, *picture.parts], xmlns=NAMESPACE)


def sparkline_alone(spec: SparklineSpec) -> str:
    """The small line of a table row as a file."""
    return sparkline(spec, xmlns=NAMESPACE)


def _picture(spec: ChartSpec, size: Size) -> Picture:
    if isinstance(spec, FanSpec):
        return fan_picture(spec, size)
    if isinstance(spec, ComparisonSpec):
        return comparison_picture(spec, size)
    if isinstance(spec, FunnelSpec):
        return funnel_picture(spec, size)
    if isinstance(spec, BarsSpec):
        return bars_picture(spec, size)
    if isinstance(spec, LanesSpec):
        return lanes_picture(spec, size)
    return process_picture(spec, size)


def _lines(said: str, top: float, font: float, *, bold: bool) -> tuple[list[str], float]:
    """Words wrapped to the width of the chart, and where they end."""
    parts = []
    for line in shapes.wrap(said, font, WIDE.width * 0.96):
        top += font * LINE_HEIGHT
        parts.append(shapes.words(line, 0, top - font * 0.3, size=font, bold=bold))
    return parts, top


def _svg(chart: Chart, anchor: str, width: float, height: float, parts: list[str], **attributes: str) -> str:
    title = shapes.element("title", escape(chart.sentence.plain), id=f"{anchor}-title")
    alternative = shapes.element("desc", escape(chart.alternative.plain), id=f"{anchor}-desc")
    return shapes.element(
        "svg",
        title,
        alternative,
        *parts,
        **attributes,
        viewBox=f"0 0 {shapes.number(width)} {shapes.number(height)}",
        role="img",
        aria_labelledby=f"{anchor}-title {anchor}-desc",
        font_family=shapes.FONTS,
    )
