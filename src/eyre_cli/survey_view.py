"""What `eyre survey` shows: the columns of a file, and the same for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eyre_cli.asked import plural
from eyre_cli.terminal import Column, number, paint, table, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

    from eyre.core import Fault, Floats
    from eyre.readers.survey_table import SurveyTable
    from eyre.survey import Group, Matrix, MatrixCell, Pool, RollingFigures, SmallBaseRule, Survey

SHOWN = 40  # rows that a terminal is given of a long table
PARTS = ("element", "area", "crime_type")


def _group_columns(survey: Survey) -> list[str]:
    """The parts of a group that the table tells apart."""
    return [part for part in PARTS if any(getattr(group, part) for group in survey.groups)]


def _headings(survey: Survey) -> list[str]:
    """How the columns of a group are headed; one column where nothing is told apart."""
    return [part.replace("_", " ") for part in _group_columns(survey)] or ["group"]


def _names(survey: Survey, group: Group) -> list[str]:
    """A group under its headings, its element by its label."""
    parts = _group_columns(survey)
    element = survey.questionnaire.find(group.element) if group.element else None
    own = {"element": element.label if element else "", "area": group.area, "crime_type": group.crime_type}
    return [own[part] for part in parts] or [survey.label(group)]


def _interval(lower: float, upper: float, *, signed: bool = False) -> str:
    if lower != lower:
        return ""
    return f"{_signed(lower)} to {_signed(upper)}" if signed else f"{lower:.1f} to {upper:.1f}"


def _signed(value: float) -> str:
    return "" if value != value else f"{value:+.1f}".replace("-", "−")


def _percent(value: float) -> str:
    return "" if value != value else f"{value:.1f}"


# --- rolling -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RollingView:
    """Every month of every group beside its window. line: the target as a share."""

    figures: RollingFigures
    line: float | None
    periods: int
    if_lower: float

    def columns(self) -> dict[str, list[Any]]:
        """A row a month of each group, group by group."""
        survey, shape = self._survey, self._survey.answered.shape
        groups = {
            name: self._spread([getattr(each, name) for each in survey.groups]) for name in _group_columns(survey)
        }
        months = [str(month) for _ in survey.groups for month in survey.months]
        arrays = {**self._month(), **self._window(), **self._asked(), **self._chances()}
        places = [(row, at) for row in range(shape[0]) for at in range(shape[1])]
        shown = self.figures.pooled.interval.estimate == self.figures.pooled.interval.estimate
        words = {
            "window": [str(self.figures.period(*place)) for place in places],
            "method": [str(self.figures.method(*place)) if shown[place] else "" for place in places],
        }
        notes = {"note": [self.figures.note(*place) for place in places]}
        return groups | {"month": months} | words | {name: own.ravel().tolist() for name, own in arrays.items()} | notes

    @property
    def _survey(self) -> Survey:
        return self.figures.survey

    def _spread(self, own: Sequence[str]) -> list[str]:
        """A word of each group, at each of its months."""
        return [word for word in own for _ in self._survey.months]

    def _month(self) -> dict[str, Floats]:
        import numpy as np

        share = self.figures.month.interval
        return {
            "numerator": np.where(np.isnan(share.estimate), np.nan, self._survey.satisfied),
            "denominator": self._survey.answered,
            "month_percent": 100 * share.estimate,
            "month_lower": 100 * share.lower,
            "month_upper": 100 * share.upper,
        }

    def _window(self) -> dict[str, Floats]:
        import numpy as np

        pooled, share = self.figures.pooled, self.figures.pooled.interval
        return {
            "window_months": np.broadcast_to(pooled.months, pooled.denominator.shape),
            "pooled_numerator": np.where(np.isnan(share.estimate), np.nan, pooled.numerator),
            "pooled_denominator": pooled.denominator,
            "effective_n": pooled.effective_n,
            "percent": 100 * share.estimate,
            "lower": 100 * share.lower,
            "upper": 100 * share.upper,
        }

    def _asked(self) -> dict[str, Floats]:
        """What those who did not answer could do to a window, where it is known how many were asked."""
        import numpy as np

        from eyre.survey import if_lower_by, nonresponse_bounds

        if np.isnan(self._survey.asked).all():
            return {}
        pooled = self.figures.pooled
        asked = np.where(np.isnan(pooled.interval.estimate), np.nan, self.figures.asked())
        bounds = nonresponse_bounds(pooled.numerator, pooled.denominator, asked)
        lower = if_lower_by(self.if_lower, pooled.numerator, pooled.denominator, asked)
        return {
            "asked": asked,
            "response_percent": 100 * bounds.response_rate,
            "lowest_percent": 100 * bounds.lowest,
            "highest_percent": 100 * bounds.highest,
            "if_lower_percent": 100 * lower,
        }

    def _chances(self) -> dict[str, Floats]:
        """The chance that the next windows show the target, the true level being what the window shows."""
        import numpy as np

        from eyre.survey import chance_of_showing

        if self.line is None:
            return {}
        share, worth = self.figures.pooled.interval.estimate, np.floor(self.figures.pooled.effective_n)
        there = ~np.isnan(share) & (worth >= 1)
        once = np.full(share.shape, np.nan)
        once[there] = chance_of_showing(self.line, worth[there], share[there])
        target = np.full(share.shape, 100 * self.line)
        return {"target": target, "chance_next": once, "chance_throughout": once**self.periods}

    def _worth(self, row: int, at: int) -> int:
        """The independent answers of a window, in whole answers; 0 where nothing is shown."""
        worth = float(self.figures.pooled.effective_n[row, at])
        return int(worth) if worth == worth else 0

    def about(self) -> dict[str, Any]:
        from eyre.survey import overlap_warning

        return {
            "kind": "rolling",
            "window": self.figures.window,
            "questionnaire": self._survey.questionnaire.name,
            "questionnaire_version": self._survey.questionnaire.version,
            "rule": self.figures.rule.sentence,
            "warning": overlap_warning(self.figures.window),
            "sentences": self.sentences(),
        }

    def sentences(self) -> list[str]:
        """For each group what its latest month says beside its window, and the chance of meeting the target."""
        at, said = len(self._survey.months) - 1, []
        for row, group in enumerate(self._survey.groups):
            own = [self._latest(row, at), self._consistency(row, at)]
            label = self._survey.label(group)
            said += [f"{label}: {sentence[0].lower()}{sentence[1:]}" for sentence in own if sentence]
        return said

    def _latest(self, row: int, at: int) -> str:
        from eyre.survey import say_latest

        months = int(self.figures.pooled.months[row, 0])
        shares = [float(own.interval.estimate[row, at]) for own in (self.figures.pooled, self.figures.month)]
        answers = self._survey.answered[row, max(at + 1 - months, 0) : at + 1].tolist()
        if months < 2 or any(share != share for share in shares) or self._survey.answers is not None:
            return ""
        if not sum(answers[:-1]):
            return ""
        return say_latest(*(round(100 * share, 1) for share in shares), window=months, answers=answers)

    def _consistency(self, row: int, at: int) -> str:
        share, n = float(self.figures.pooled.interval.estimate[row, at]), self._worth(row, at)
        if self.line is None or not n:
            return ""
        from eyre.survey import say_consistency

        return say_consistency(self.line, [n] * self.periods, share)

    def readable(self) -> str:
        """Every month of one group; of several, their latest."""
        one = len(self._survey.groups) == 1
        latest = len(self._survey.months) - 1
        places = (
            [(0, at) for at in range(latest + 1)] if one else [(row, latest) for row in range(len(self._survey.groups))]
        )
        shown = places[-SHOWN:] if one else places[:SHOWN]
        head = self._survey.label(self._survey.groups[0]) if one else f"Latest month, {self._survey.months[-1].label}"
        lines = [self._line(row, at, one) for row, at in shown]
        first = ["month"] if one else _headings(self._survey)
        columns = (*map(Column, first), *ROLLING_COLUMNS)
        parts = [paint(wrapped(head), "bold"), table(columns, lines), *self._footnotes(one, len(places) - len(shown))]
        return "\n\n".join(parts)

    def _line(self, row: int, at: int, one: bool) -> list[str]:
        alone, pooled = self.figures.month, self.figures.pooled
        first = [str(self._survey.months[at])] if one else _names(self._survey, self._survey.groups[row])
        months = int(pooled.months[row, 0])
        return [
            *first,
            number(float(self._survey.answered[row, at])),
            _percent(100 * float(alone.interval.estimate[row, at])),
            plural(months, "month"),
            number(float(pooled.denominator[row, at])),
            _percent(100 * float(pooled.interval.estimate[row, at])),
            _interval(*(100 * float(end[row, at]) for end in (pooled.interval.lower, pooled.interval.upper))),
            self.figures.doubt(row, at),
        ]

    def _footnotes(self, one: bool, left_out: int) -> list[str]:
        about = self.about()
        more = f"{left_out:,} rows more: eyre survey … --out FILE." if left_out > 0 else ""
        every = "" if one else "Every month: eyre survey … --out FILE."
        said = self.sentences() if one or self.line is not None else []
        paragraphs = [*said[:SHOWN], about["warning"], f"{ROLLING_FOOT} {about['rule']}", more or every]
        return [wrapped(paragraph) for paragraph in paragraphs if paragraph]


ROLLING_COLUMNS = (
    Column("n, month", is_number=True),
    Column("% month", is_number=True),
    Column("window"),
    Column("n, window", is_number=True),
    Column("% window", is_number=True),
    Column("95 % interval", is_number=True),
    Column("note"),
)
ROLLING_FOOT = "% window: satisfied over answered, all months of the window together, with its 95 % interval."


# --- matrix --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MatrixView:
    """Every cell and what it was set against."""

    survey: Survey
    matrix: Matrix
    rule: SmallBaseRule

    def columns(self) -> dict[str, list[Any]]:
        rows = [self._row(cell) for cell in self.matrix.cells]
        return {name: [row[name] for row in rows] for name in rows[0]}

    def _row(self, cell: MatrixCell) -> dict[str, Any]:
        return {
            **{part: getattr(cell.group, part) for part in _group_columns(self.survey)},
            "window": str(self.matrix.window),
            **_pool_columns("", cell.own),
            **self._against(cell),
            "difference": 100 * float(cell.difference.estimate),
            "difference_lower": 100 * float(cell.difference.lower),
            "difference_upper": 100 * float(cell.difference.upper),
            "p_value": cell.p_value,
            "p_adjusted": cell.adjusted,
            "chance_of_higher": cell.chance_of_higher,
            "verdict": self._verdict(cell),
            "note": cell.note,
        }

    def _against(self, cell: MatrixCell) -> dict[str, Any]:
        if self.matrix.target is not None:
            return {"target": 100 * self.matrix.target}
        if cell.against is None:
            return dict.fromkeys(_pool_names("against_"))
        return _pool_columns("against_", cell.against)

    def _verdict(self, cell: MatrixCell) -> str:
        if not cell.is_tested:
            return "not tested"
        if cell.stands_out:
            return "stands out"
        return "may be luck" if cell.p_value <= 1 - self.matrix.confidence else "not apart"

    def about(self) -> dict[str, Any]:
        return {
            "kind": "matrix",
            "window": str(self.matrix.window),
            "set": self.matrix.what,
            "before": str(self.matrix.before) if self.matrix.before else None,
            "target": None if self.matrix.target is None else 100 * self.matrix.target,
            "tested": self.matrix.tested,
            "differ_by_themselves": self.matrix.alone,
            "expected_by_luck": self.matrix.by_luck,
            "stand_out": self.matrix.stand_out,
            "questionnaire": self.survey.questionnaire.name,
            "rule": self._rule,
            "sentences": [self.matrix.sentence, *self._spread()],
        }

    @property
    def _rule(self) -> str:
        """The rule of small bases as it applies to one window: nothing is pooled further."""
        return f"A figure of under {self.rule.hide_under} answers is not shown; pool more months with --window 12."

    def _spread(self) -> list[str]:
        """For each element how far its cells lie apart beyond sampling; nothing where they are set against a line."""
        from eyre.survey import spread_between

        said = []
        for name in dict.fromkeys(cell.group.element for cell in self.matrix.cells):
            if sum(cell.group.element == name and cell.is_tested for cell in self.matrix.cells) < 2:
                continue
            spread = spread_between(self.matrix, name)
            found = self.survey.questionnaire.find(name)
            label = found.label if found else "All answers"
            beyond = (
                f"lie apart beyond sampling, by about {100 * spread.between_sd:.1f} points (standard deviation)"
                if spread.p_value <= 1 - self.matrix.confidence
                else "lie no further apart than sampling sets them"
            )
            how_far = f"dispersion {spread.dispersion:.1f}, p {_p(spread.p_value)}"
            said.append(f"{label}: its {spread.groups} cells {beyond}; {how_far}.")
        return said

    def readable(self) -> str:
        """The cells, the least likely to be luck first."""
        cells = sorted(self.matrix.cells, key=lambda cell: (not cell.is_tested, cell.p_value, cell.group))
        lines = [self._line(cell) for cell in cells[:SHOWN]]
        head = f"{self.matrix.window.label}, {self.matrix.what}"
        paragraphs = [*self.about()["sentences"], self._rule]
        if len(cells) > SHOWN:
            paragraphs.append(f"{len(cells) - SHOWN:,} cells more: eyre survey … --out FILE.")
        return "\n\n".join(
            [
                paint(wrapped(head), "bold"),
                table((*map(Column, _headings(self.survey)), *MATRIX_COLUMNS), lines),
                *map(wrapped, paragraphs),
            ]
        )

    def _line(self, cell: MatrixCell) -> list[str]:
        other = 100 * self.matrix.target if self.matrix.target is not None else 100 * _share(cell.against)
        ends = (100 * float(end) for end in (cell.difference.lower, cell.difference.upper))
        return [
            *_names(self.survey, cell.group),
            number(cell.own.denominator),
            _percent(100 * cell.own.share),
            _percent(other),
            _signed(100 * float(cell.difference.estimate)),
            _interval(*ends, signed=True),
            self._verdict(cell) if cell.is_tested else cell.note,
        ]


MATRIX_COLUMNS = (
    Column("n", is_number=True),
    Column("%", is_number=True),
    Column("other %", is_number=True),
    Column("points", is_number=True),
    Column("95 % interval", is_number=True),
    Column("verdict"),
)


def _pool_names(prefix: str) -> list[str]:
    return [f"{prefix}{name}" for name in ("numerator", "denominator", "effective_n", "percent", "lower", "upper")]


def _pool_columns(prefix: str, own: Pool) -> dict[str, Any]:
    ends = (100 * own.share, 100 * float(own.interval.lower), 100 * float(own.interval.upper))
    hits = own.numerator if own.is_shown else None
    return dict(zip(_pool_names(prefix), (hits, own.denominator, own.effective_n, *ends), strict=True))


def _share(own: Pool | None) -> float:
    return float("nan") if own is None else own.share


def _p(value: float) -> str:
    return "" if value != value else "under 0.001" if value < 0.001 else f"{value:.3f}"


# --- published -----------------------------------------------------------------------------------------------------


def published_faults(read: SurveyTable) -> list[Fault]:
    """What is wrong with published estimates, at once."""
    from eyre.core import Fault

    faults = []
    for own in read.records:
        share, error = own["estimate"], own["standard_error"]
        if share is not None and not 0 <= share <= 1:
            faults.append(Fault(own["where"], f"estimate {share:g} is not a share from 0 to 1. Divide percent by 100."))
        if error is not None and not 0 <= error <= 0.5:
            faults.append(Fault(own["where"], f"standard error {error:g} is not one of a share, from 0 to 0.5."))
    return faults


@dataclass(frozen=True)
class PublishedView:
    """Published estimates with their intervals. target: in percent."""

    read: SurveyTable
    target: float | None

    def columns(self) -> dict[str, list[Any]]:
        from eyre.survey import published_estimate

        share, error, answers = (self._numbers(name) for name in ("estimate", "standard_error", "unweighted_count"))
        found = published_estimate(share, error, answers)
        said = {
            "percent": 100 * share,
            "lower": 100 * found.interval.lower,
            "upper": 100 * found.interval.upper,
            "standard_error": 100 * error,
            "effective_n": found.effective_n,
        }
        if "unweighted_count" in self.read.columns:
            said |= {"unweighted_count": answers, "design_effect": found.design_effect}
        out: dict[str, list[Any]] = {**self.read.labels, **self._words()}
        out |= {name: own.tolist() for name, own in said.items()}
        return out if self.target is None else out | {"target": [self.target] * len(share), "stands": self._stands(out)}

    def _stands(self, cells: Mapping[str, Sequence[Any]]) -> list[str]:
        """Where the interval of each estimate lies about the target."""
        target, ends = self.target or 0.0, zip(cells["lower"], cells["upper"], strict=True)
        return [
            "" if lower != lower else "above" if lower > target else "below" if upper < target else "cannot tell"
            for lower, upper in ends
        ]

    def _words(self) -> dict[str, list[Any]]:
        """What the reader knew by name and is a label here: the month, the area."""
        known = [name for name in ("month", *PARTS) if name in self.read.columns]
        return {name: [str(own[name]) for own in self.read.records] for name in known}

    def _numbers(self, name: str) -> np.ndarray:
        import numpy as np

        return np.array([np.nan if own.get(name) is None else own[name] for own in self.read.records], float)

    def about(self) -> dict[str, Any]:
        return {
            "kind": "published",
            "sentences": [
                "Interval from the published standard error, on the logit scale; effective n: the simple random sample "
                "that would have this standard error."
            ],
        }

    def readable(self) -> str:
        cells = self.columns()
        labels = [name for name in (*self.read.labels, *self._words()) if len(set(cells[name])) > 1]
        rows = range(min(len(self.read.records), SHOWN))
        against = () if self.target is None else (Column(f"against {self.target:g} %"),)
        columns = (*map(Column, labels), *PUBLISHED_COLUMNS, *against)
        lines = [[*(cells[name][at] for name in labels), *self._line(cells, at)] for at in rows]
        more = len(self.read.records) - SHOWN
        foot = [*self.about()["sentences"], f"{more:,} rows more: eyre survey … --out FILE." if more > 0 else ""]
        return "\n\n".join([table(columns, lines), *(wrapped(one) for one in foot if one)])

    def _line(self, cells: Mapping[str, Sequence[Any]], at: int) -> list[str]:
        worth = cells["effective_n"][at]
        return [
            _percent(cells["percent"][at]),
            _interval(cells["lower"][at], cells["upper"][at]),
            "" if worth != worth else f"{worth:,.0f}",
            *([cells["stands"][at]] if self.target is not None else []),
        ]


PUBLISHED_COLUMNS = (
    Column("%", is_number=True),
    Column("95 % interval", is_number=True),
    Column("effective n", is_number=True),
)
