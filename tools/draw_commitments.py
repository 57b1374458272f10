"""Draw the pictures of docs/explanation/commitments.md from the rules themselves, on made-up figures.

    .venv/bin/python tools/draw_commitments.py

One promise ("90 % from January to March") on four rows of figures; and what a longer window is worth.
"""

from dataclasses import replace
from html import escape
from pathlib import Path

import numpy as np

from eyre.body.commitment_test import Aggregate, Comparison, Improvement, LevelTest
from eyre.commitments import Figures, Known, course, finding, frozen, luck, power, published
from eyre.commitments.evaluate import passes
from eyre.core import Direction, MeasureKind, Month, Panel, Rolling, Series, SeriesKey
from eyre.measures import Measure
from eyre.projection import project

IMAGES = Path(__file__).parents[1] / "docs" / "images"
KEY = SeriesKey("satisfaction", "force")
FIRST, AGREED = Month(2015, 1), Month(2017, 12)
SEEN = 36
UNDER_TWO_YEARS = 23  # no season is read into chance
REPLIES, LINE = 40, 90.0
MATTERS = Improvement(5.0)
SEED = 4
WINDOW = Rolling(Month(2018, 1), Month(2018, 3))
MEASURE = Measure(
    key="satisfaction", name="Satisfaction", what="Satisfied of those asked.", why="-", unit="%",
    kind=MeasureKind.PROPORTION, direction=Direction.UP,
)  # fmt: skip
TEST = LevelTest(
    measure="satisfaction", area="force", window=WINDOW, aggregate=Aggregate.POOLED_RATE, op=Comparison.AT_LEAST,
    value=LINE,
)  # fmt: skip
BLUE, ORANGE, GREY, INK = "#12436D", "#F46A25", "#A8A8A8", "#1A1A1A"
SHOWN_PATHS = 40


def answered(months: int, share: float, start: Month = FIRST) -> Series:
    """Made-up answers: k of 40 a month; the first draw that comes to the share as nearly as 40 replies allow."""
    for seed in range(1000):
        hits = np.random.default_rng(seed).binomial(REPLIES, share, months).astype(float)
        if abs(hits.sum() - share * REPLIES * months) < 1:
            break
    base = np.full(months, float(REPLIES))
    periods = tuple(start.shift(at) for at in range(months))
    return Series(KEY, periods, 100 * hits / base, hits, base, np.full(months, np.nan))


def joined(first: Series, then: Series) -> Series:
    parts = ("value", "numerator", "denominator", "standard_error")
    arrays = (np.concatenate([getattr(first, part), getattr(then, part)]) for part in parts)
    return Series(KEY, (*first.periods, *then.periods), *arrays)


# --- one promise on four rows of figures ---------------------------------------------------------------------------

WIDE, HIGH, GAP, TOP = 300, 210, 34, 78
LOW, TOP_VALUE = 65.0, 100.0
BACK = 12  # months of the past that are shown


class Panel4:
    """One of the four: its place, its months and what is drawn into it."""

    def __init__(self, at: int, title: str, says: str) -> None:
        self.left = GAP + (at % 2) * (WIDE + 2 * GAP)
        self.top = TOP + (at // 2) * (HIGH + TOP + 22)
        self.parts = [
            f'<text x="{self.left}" y="{self.top - 34}" class="title">{escape(title)}</text>',
            f'<text x="{self.left}" y="{self.top - 14}" class="says">{escape(says)}</text>',
        ]
        self._frame()

    def x(self, month: Month) -> float:
        return self.left + (month.index - AGREED.index + BACK) / (BACK + 3) * WIDE

    def y(self, value: float) -> float:
        return self.top + (TOP_VALUE - max(value, LOW)) / (TOP_VALUE - LOW) * HIGH

    def _frame(self) -> None:
        left, right = self.x(Month(2018, 1)) - 9, self.left + WIDE + 9
        self.parts.append(
            f'<rect x="{left:.1f}" y="{self.top}" width="{right - left:.1f}" height="{HIGH}" fill="#EEF2F6"/>'
        )
        for value in (70, 80, 90, 100):
            dash = ' stroke-dasharray="5 4" stroke="#1A1A1A"' if value == LINE else ' stroke="#D9D9D9"'
            y = self.y(value)
            self.parts.append(f'<line x1="{self.left}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}"{dash}/>')
            self.tick(self.left - 6, y + 4, str(value), "end")
        self.tick(self.x(Month(2017, 1)), self.top + HIGH + 18, "Jan 2017", "start")
        self.tick(self.x(Month(2017, 7)), self.top + HIGH + 18, "Jul", "middle")
        self.tick(right, self.top + HIGH + 18, "Jan to Mar 2018", "end")

    def tick(self, x: float, y: float, text: str, anchor: str) -> None:
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" class="tick" text-anchor="{anchor}">{text}</text>')

    def line(
        self, months: tuple[Month, ...], values: np.ndarray, colour: str, width: float, opacity: float = 1.0
    ) -> None:
        points = " ".join(
            f"{self.x(month):.1f},{self.y(value):.1f}"
            for month, value in zip(months, values, strict=True)
            if month.index >= AGREED.index - BACK
        )
        self.parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}" opacity="{opacity}"/>'
        )


def four_rows() -> str:
    seen = answered(SEEN, 0.87)
    known = Known({MEASURE.key: MEASURE}, {KEY: seen})
    unchanged = frozen(known, [KEY], WINDOW.end, seed=SEED)
    better = frozen(known, [KEY], WINDOW.end, seed=SEED, improvement=MATTERS, signs={KEY: 1})
    ahead = projected(seen)
    happened = joined(seen, answered(3, 0.90, Month(2018, 1)))
    found = finding(TEST, Figures(known.measures, {KEY: published(happened)}), data_date=WINDOW.end)
    sure = found.parts[0].confidence or 0.0
    reached = found.parts[0].numbers["reached"]
    panels = [
        (Panel4(0, "Luck: a force that changes nothing", luck(TEST, known, seed=SEED).says()), unchanged),
        (Panel4(1, f"Power: one that improves by {MATTERS}", power(TEST, known, MATTERS, seed=SEED).says()), better),
        (Panel4(2, "Course: as projected before", course(TEST, ahead).says()), ahead),
    ]
    for panel, figures in panels:
        area = figures.paths[KEY]
        good = passes(TEST, figures)
        at = [place for place, period in enumerate(area.periods) if period.index >= AGREED.index]  # type: ignore[attr-defined]
        months = tuple(area.periods[place] for place in at)
        for row in sorted(range(SHOWN_PATHS), key=lambda row: good[row]):
            panel.line(months, area.paths.values[row, at], ORANGE if good[row] else GREY, 1.3, 0.75)  # type: ignore[arg-type]
        panel.line(seen.periods, seen.value, BLUE, 2.2)  # type: ignore[arg-type]
    verdict = found.verdict.value.replace("_", " ")
    last = Panel4(
        3, "Finding: what was published", f"{reached:.0f} %: {verdict}. Underlying 90 %: {100 * sure:.0f} % sure."
    )
    last.line(happened.periods, happened.value, BLUE, 2.2)  # type: ignore[arg-type]
    parts = [part for panel, _ in panels for part in panel.parts] + last.parts
    return svg(2 * WIDE + 4 * GAP, 2 * (HIGH + TOP + 22) + 12, "One promise on four rows of figures", parts)


def projected(seen: Series) -> Figures:
    """The course: projected published paths after what was seen."""
    rows = [np.atleast_2d(each) for each in (seen.value, seen.numerator, seen.denominator, seen.standard_error)]
    model = project(Panel((KEY,), seen.periods, *rows), kind=MeasureKind.PROPORTION, horizon=3, seed=SEED)
    drawn = model.paths(KEY)
    before = published(seen)
    values = np.hstack([np.repeat(before.paths.values, drawn.draws, axis=0), drawn.values])
    base = np.full(values.shape, float(REPLIES))
    area = replace(
        before,
        paths=replace(before.paths, periods=(*seen.periods, *drawn.periods), values=values),
        numerator=values * base / 100,
        denominator=base,
    )
    return Figures({MEASURE.key: MEASURE}, {KEY: area})


# --- what a longer window is worth ---------------------------------------------------------------------------------


def longer_windows() -> str:
    """Luck and power of "at least 90 %" where 85 % are satisfied, by how long the window is."""
    known = Known({MEASURE.key: MEASURE}, {KEY: answered(UNDER_TWO_YEARS, 0.85, Month(2016, 2))})
    windows = {"1 month": 1, "3 months": 3, "6 months": 6, "12 months": 12}
    left, top, step, wide = 110, 74, 44, 430
    parts = ['<text x="16" y="28" class="title">At least 90 % of 40 replies a month, where 85 % are satisfied</text>']
    parts.append('<text x="16" y="48" class="says">How often it is passed, of 100: ')
    parts[-1] += '<tspan fill="#6B6B6B" font-weight="bold">changes nothing</tspan> and '
    parts[-1] += '<tspan fill="#B8460E" font-weight="bold">improves by 7 points</tspan></text>'
    for at, (name, months) in enumerate(windows.items()):
        test = replace(TEST, window=Rolling(Month(2018, 1), Month(2018, 1).shift(months - 1)))
        shares = luck(test, known, seed=SEED).share, power(test, known, Improvement(7.0), seed=SEED).share
        y = top + at * step
        parts.append(f'<text x="{left - 10}" y="{y + 20}" class="label" text-anchor="end">{name}</text>')
        for row, (share, colour) in enumerate(zip(shares, (GREY, ORANGE), strict=True)):
            bar = y + row * 16
            parts.append(f'<rect x="{left}" y="{bar}" width="{share * wide:.1f}" height="13" fill="{colour}"/>')
            parts.append(
                f'<text x="{left + share * wide + 6:.1f}" y="{bar + 11}" class="tick">{100 * share:.0f}</text>'
            )
    return svg(left + wide + 60, top + step * len(windows) + 8, "What a longer window is worth", parts)


def svg(width: float, height: float, title: str, parts: list[str]) -> str:
    style = (
        "text{font-family:Arial,sans-serif;fill:#1A1A1A}.title{font-size:15px;font-weight:bold}.says{font-size:13px}"
        ".tick{font-size:11px;fill:#595959}.label{font-size:13px}"
    )
    inner = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{title}">\n'
        f'<style>{style}</style>\n<rect width="100%" height="100%" fill="#FFFFFF"/>\n{inner}\n</svg>\n'
    )


def main() -> None:
    for name, drawn in (("commitment-four-rows.svg", four_rows()), ("commitment-windows.svg", longer_windows())):
        (IMAGES / name).write_text(drawn, "utf-8")
        print(f"Wrote {(IMAGES / name).relative_to(IMAGES.parents[1])}.")


if __name__ == "__main__":
    main()
