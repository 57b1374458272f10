"""`eyre spc`: process-behaviour charts of any series, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import check_choice, day_option, month, today
from eyre_cli.output import hand_over, read_bytes
from eyre_cli.terminal import Column, number, paint, progress, table, warn, wrapped

if TYPE_CHECKING:
    from eyre.core import Period
    from eyre.spc import ProcessChart

DIRECTIONS = ("up", "down", "neither")
CHARTS = ("xmr", "p", "u")
SAYS_NO_LIMITS = "no limits"
NOT_SAID = "not said"  # by whom, or why: to try new limits costs nothing, to keep them asks for both


def command(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|FOLDER",
            help="A long table (series, month, value), CSV or Parquet, - for stdin; or a body folder.",
        ),
    ],
    target: Annotated[float | None, typer.Option(help="The target, in the unit of the values.")] = None,
    direction: Annotated[
        str, typer.Option(metavar="|".join(DIRECTIONS), help="Which way is better; neither if left out.")
    ] = "neither",
    rebase: Annotated[
        list[str] | None, typer.Option(metavar="MONTH", help="New limits from this month on; may be given again.")
    ] = None,
    rebase_reason: Annotated[str, typer.Option(help="Why the limits begin again.")] = "",
    by: Annotated[str, typer.Option(metavar="POST", help="Who decided that they do.")] = "",
    fix_first: Annotated[
        int | None, typer.Option(metavar="N", min=2, help="Make limits from the first N months only.")
    ] = None,
    screen: Annotated[
        bool, typer.Option("--screen/--no-screen", help="Leave extreme moving ranges out of the limits.")
    ] = True,
    chart: Annotated[
        str,
        typer.Option(metavar="|".join(CHARTS), help="xmr for any values; p for k of n; u for events over a base."),
    ] = "xmr",
    per: Annotated[
        float | None, typer.Option(help="Of how many a p or u chart speaks; 100 (percent) for p, 1 for u.")
    ] = None,
    as_of: Annotated[
        Any, day_option("Of a folder: figures received by this day; today if left out.", "--as-of")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1).')] = False,
    out: Annotated[Path | None, typer.Option(help="Write to a file: .csv, .parquet or .json.")] = None,
) -> None:
    """Judge series by the rules of process-behaviour charts.

    Reads a long table with the columns series, month (YYYY-MM) and value, or numerator and denominator. A month left
    out is a gap. Gives each point its limits and centre, the rule that flags it and the reason in words, and each
    series its variation and, with a target, its assurance. Of a body folder it shows the series of its tracker, with
    the direction, targets and re-basings that stand there.
    """
    if out is not None:
        from eyre.body.tables import check_ending

        check_ending(out)
    result = Result()
    with progress("Judging series"):
        if source.is_dir():
            _judge_folder(source, as_of or today(), result)
        else:
            check_choice("--direction", direction, DIRECTIONS)
            check_choice("--chart", chart, CHARTS)
            options = {"target": target, "fix_first": fix_first, "screen": screen}
            steps = [(month(text), by or NOT_SAID, rebase_reason or NOT_SAID) for text in rebase or ()]
            _judge_file(source, direction, chart, per, steps, options, result)
    for refusal in result.refused:
        warn(refusal)
    hand_over(result.columns(), result.readable, out=out, as_json=json, about={"rule_set": result.rule_set})


# --- judging -------------------------------------------------------------------------------------------------------


@dataclass
class Result:
    """Every judged point, column by column, and a line a series for people."""

    cells: dict[str, list[Any]] = field(default_factory=dict)
    lines: list[list[str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    rule_set: str = ""

    def add(
        self,
        names: dict[str, str],
        periods: Sequence[Period],
        figures: dict[str, Any],
        chart: ProcessChart | None,
        label: str = "",
    ) -> None:
        """Take a series in: a row a point, its limits empty where it has no chart.

        figures: value, and numerator and denominator where there are any, each of shape (periods,). label: what a
        person calls the series.
        """
        values = figures["value"]
        own = _points(periods, figures, chart)
        for name, value in names.items():
            self.cells.setdefault(name, []).extend([value] * len(periods))
        for name, column in own.items():
            self.cells.setdefault(name, []).extend(column)
        self.rule_set = self.rule_set or (chart.rule_set if chart else "")
        self.lines.append(_line(label or names["series"], periods, values, chart))

    def columns(self) -> dict[str, list[Any]]:
        return self.cells

    def readable(self) -> str:
        """Every point of one series; of several, a line a series."""
        if not self.lines:
            return "There is no series with figures."
        if len(self.lines) > 1:
            return f"{table(SERIES_COLUMNS, self.lines)}\n\n{self._footnote('Every point: eyre spc … --out FILE.')}"
        shown = dict(zip((column.heading for column in SERIES_COLUMNS), self.lines[0], strict=True))
        head = f"{shown['series']}: {shown['variation']}" + (f"; {shown['target']}" if shown["target"] else "")
        points = [_point_line(self.cells, at) for at in range(len(self.cells["month"]))]
        return f"{paint(wrapped(head), 'bold')}\n\n{table(POINT_COLUMNS, points)}\n\n{self._footnote('')}"

    def _footnote(self, more: str) -> str:
        trial = "Limits are on trial under 13 points."
        return wrapped(" ".join(filter(None, (f"Rules: {self.rule_set}." if self.rule_set else "", trial, more))))


SERIES_COLUMNS = (
    Column("series"),
    Column("latest"),
    Column("value", is_number=True),
    Column("centre", is_number=True),
    Column("limits", is_number=True),
    Column("variation"),
    Column("target"),
)
POINT_COLUMNS = (
    Column("month"),
    Column("value", is_number=True),
    Column("centre", is_number=True),
    Column("lower", is_number=True),
    Column("upper", is_number=True),
    Column("flag"),
)


def _judge_file(
    source: Path,
    direction: str,
    chart: str,
    per: float | None,
    steps: Iterable[tuple[Any, str, str]],
    options: dict[str, Any],
    result: Result,
) -> None:
    from eyre.core import Direction, Refused
    from eyre.readers.long_table import read_long_table
    from eyre.spc import ChartKind
    from eyre.spc.panels import NewLimits, judge_panel

    long = read_long_table(*read_bytes(source))
    kind = ChartKind(chart)
    if kind is not ChartKind.XMR and not long.has_base:
        raise Refused(f"A {chart} chart needs the columns numerator and denominator. Give them, or leave --chart out.")
    judged = judge_panel(
        long.panel(),
        direction=Direction(direction),
        rebase=[NewLimits(*step) for step in steps],
        chart=kind,
        per=per or (100.0 if kind is ChartKind.P else 1.0),
        **options,
    )
    for one in judged:
        names = long.names_of(one.row)
        if one.chart is None:
            result.refused.append(f"{names['series']}: {one.why_not}")
        base = {"numerator": one.numerator, "denominator": one.denominator} if long.has_base else {}
        result.add(names, one.periods, {"value": one.values, **base}, one.chart)


def _judge_folder(folder: Path, as_of: date, result: Result) -> None:
    from eyre.body.folder import read_folder
    from eyre.tracker import Request, build_tracker

    for row in build_tracker(read_folder(folder), Request(as_of)).rows:
        figures = {name: getattr(row.shown, name) for name in ("value", "numerator", "denominator")}
        made_up = row.made_up.says() if row.made_up else ""
        names = {"series": str(row.key), "measure": row.key.measure, "area": row.key.area, "made_up": made_up}
        result.add(names, row.shown.periods, figures, row.chart, f"{row.name}, {row.area_name}")


# --- points and lines ----------------------------------------------------------------------------------------------


def _points(periods: Sequence[Period], figures: dict[str, Any], chart: ProcessChart | None) -> dict[str, list[Any]]:
    """The columns of one series, a row a point."""
    import numpy as np

    from eyre.spc import PointType

    length = len(periods)
    given = {"month": [str(period) for period in periods], **{name: own.tolist() for name, own in figures.items()}}
    if chart is None:
        empty: list[Any] = [None] * length
        lines = dict.fromkeys(("centre", "lower_limit", "upper_limit"), empty)
        words = dict.fromkeys(("point_type", "rule", "reason", "variation", "assurance"), [""] * length)
        return {**given, **lines, **words, "target": empty, "limits": [SAYS_NO_LIMITS] * length}
    rules = [*(rule.name for rule in chart.options.rules.rules), ""]  # -1, for none, is the last
    alike: dict[int, str] = {}  # points that no rule names share two sentences
    reasons = [
        chart.reason(at) if flag >= 0 else alike.setdefault(kind, chart.reason(at))
        for at, (flag, kind) in enumerate(zip(chart.flag.tolist(), chart.point_type.tolist(), strict=True))
    ]
    trial = "trial" if chart.trial else "firm"
    return given | {
        "value": chart.values.tolist(),
        "centre": chart.centre.tolist(),
        "lower_limit": chart.shown_lower.tolist(),
        "upper_limit": chart.shown_upper.tolist(),
        "point_type": np.array([each.word for each in PointType])[chart.point_type].tolist(),
        "rule": [rules[flag] for flag in chart.flag.tolist()],
        "reason": reasons,
        "variation": [chart.variation_type().word] * length,
        "assurance": [chart.assurance_type().word] * length,
        "target": [float(chart.target)] * length,
        "limits": [trial] * length,
    }


def _line(label: str, periods: Sequence[Period], values: Any, chart: ProcessChart | None) -> list[str]:
    """One series as a line for people."""
    import numpy as np

    last = int(np.flatnonzero(~np.isnan(values if chart is None else chart.values))[-1])
    if chart is None:
        return [label, str(periods[last]), number(float(values[last])), "", "", SAYS_NO_LIMITS, ""]
    limits = f"{number(float(chart.shown_lower[last]))} to {number(float(chart.shown_upper[last]))}"
    trial = " (trial limits)" if chart.trial else ""
    aim = chart.assurance_type()
    return [
        label,
        str(periods[last]),
        number(float(chart.values[last])),
        number(float(chart.centre[last])),
        limits,
        f"{_words(chart.variation_type().word)}{trial}",
        f"{_words(aim.word)} ({number(float(chart.target))})" if aim else "",
    ]


def _point_line(own: dict[str, list[Any]], at: int) -> list[str]:
    lines = (number(own[name][at]) for name in ("value", "centre", "lower_limit", "upper_limit"))
    return [
        own["month"][at],
        *lines,
        own["reason"][at] if own["rule"][at] or own["value"][at] != own["value"][at] else "",
    ]


def _words(name: str) -> str:
    return name.replace("_", " ")
