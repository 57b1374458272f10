"""A survey in the pack: the month beside the months pooled, against months that are not among them, and the target."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eyre.core import Month, Rolling
from eyre.disclosure import Column, Form, Released, Table, release
from eyre.measures import Measure
from eyre.pack.document import Block, Paragraph, TableBlock, Text
from eyre.pack.text import Interval as Range
from eyre.stats import difference_of_proportions, wilson_interval
from eyre.survey import SMALL_BASES, chance_throughout, share_needed

if TYPE_CHECKING:
    from eyre.pack.figures import Reading

WINDOW = 3
AHEAD = 4  # windows that follow one another and share no month: a year
PARTS = ("numerator", "denominator")
SURVEY = re.compile(r"satisf|confiden", re.IGNORECASE)
SPANS = (
    ("The newest month alone", 1, 0),
    ("The newest three months, pooled", WINDOW, 0),
    ("The three months before, pooled", 2 * WINDOW, WINDOW),
)  # months from the end: first, end


def is_survey(measure: Measure) -> bool:
    """Whether a share is of answers to a survey, as its name or its facets say."""
    return "element" in measure.facets or bool(SURVEY.search(f"{measure.key} {measure.name}"))


@dataclass(frozen=True, slots=True)
class _Window:
    """Some months pooled: k satisfied of n who answered."""

    what: str
    period: Rolling
    k: float
    n: float


def satisfaction(reading: Reading) -> Iterator[Block]:
    """What a rolling figure of a survey does not say by itself; nothing for other measures."""
    if not is_survey(reading.row.measure):
        return
    windows = [window for window in _windows(reading) if window.n >= SMALL_BASES.hide_under]
    pooled = [window for window in windows if window.period.months == WINDOW]
    if len(pooled) > 1:
        yield Paragraph(_difference(reading, *pooled))
    if pooled and reading.row.target is not None:
        yield Paragraph(_consistently(reading, pooled[0], reading.row.target.value))
    if len(windows) > 1:
        yield TableBlock(_table(reading, windows))


def _windows(reading: Reading) -> Iterator[_Window]:
    """The newest month, the newest three pooled, and the three before, as far as they are all there and shown."""
    shown, short = reading.row.shown, reading.row.incomplete
    length = len(shown.periods)
    for what, since, until in SPANS:
        first, end = length - since, length - until
        if first < 0 or short[first:end].any():
            continue
        months = [period for period in shown.periods[first:end] if isinstance(period, Month)]
        k, n = (float(getattr(shown, part)[first:end].sum()) for part in PARTS)
        if months and not np.isnan(k + n) and not any(reading.is_hidden(m, part) for m in months for part in PARTS):
            yield _Window(what, Rolling(months[0], months[-1]), k, n)


def _difference(reading: Reading, now: _Window, then: _Window) -> Text:
    """Windows that share no month, with Newcombe's interval."""
    gap = difference_of_proportions(now.k, now.n, then.k, then.n)
    base = reading.base(now.period, against=then.period, n=int(now.n + then.n))
    low, high = 100 * float(gap.lower), 100 * float(gap.upper)
    moved = 100 * (now.k / now.n - then.k / then.n)
    shown = "a rise is shown" if low > 0 else "a fall is shown" if high < 0 else "neither a rise nor a fall is shown"
    return Text(
        "Against the three months before, with which they share no answer, it moved by ",
        reading.number(moved, "", base, Form.CHANGE_POINTS, Range(low, high)), f": {shown}.",
    )  # fmt: skip


def _consistently(reading: Reading, now: _Window, target: float) -> Text:
    """How often so many answers would show the target throughout a year, if the level is the pooled one."""
    base, number = reading.base(now.period, n=int(now.n)), reading.number
    answers, line = np.full(AHEAD, now.n), target / 100
    chance = 100 * float(chance_throughout(line, answers, now.k / now.n))
    return Text(
        "If the level stays as pooled, all of the next four such windows, with ",
        number(now.n, "answers each", base, Form.TALLY), ", show the target of ",
        number(target, "", base, Form.PERCENT), " or more with a chance of ", number(chance, "", base, Form.CHANCE),
        "; for a chance of four in five the level would have to be ",
        number(100 * share_needed(line, answers), "", base, Form.PERCENT), ".",
    )  # fmt: skip


def _table(reading: Reading, windows: list[_Window]) -> Released:
    columns = [
        Column("what", "Months"), Column("period", "Period", Form.PERIOD),
        Column("share", reading.row.measure.name, Form.PERCENT, denominator="n"),
        Column("lower", "Lower", Form.PERCENT, denominator="n"),
        Column("upper", "Upper", Form.PERCENT, denominator="n"), Column("n", "Answers", Form.COUNT),
    ]  # fmt: skip
    rows = []
    for window in windows:
        between = wilson_interval(window.k, window.n)
        ends = (100 * float(end) for end in (between.lower, between.upper))
        rows.append([window.what, window.period, 100 * window.k / window.n, *ends, window.n])
    base = reading.base((windows[-1].period.first, windows[0].period.last))
    title = f"{reading.name}: months beside one another"
    return release(Table(title, columns, rows, base), reading.audience, reading.rule)
