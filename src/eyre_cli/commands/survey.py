"""`eyre survey`: satisfaction and confidence, pooled and compared, from counts, answers or published estimates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import check_choice, day, month
from eyre_cli.output import hand_over, read_bytes
from eyre_cli.terminal import progress, warn

if TYPE_CHECKING:
    from collections.abc import Callable

    from eyre.core import Rolling
    from eyre.readers.survey_table import SurveyTable
    from eyre.survey import MethodBreak, Questionnaire, SmallBaseRule, Survey

RESTS = ("areas", "crime-types", "all")


def command(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Counts (month, numerator, denominator), answers (month, satisfied) or published estimates (estimate, "
            "standard_error), CSV or Parquet, - for stdin.",
        ),
    ],
    window: Annotated[int, typer.Option(min=1, metavar="MONTHS", help="How many months are pooled.")] = 3,
    matrix: Annotated[
        bool, typer.Option("--matrix", help="Set each cell of the latest window against the rest, or --against.")
    ] = False,
    against: Annotated[
        float | None, typer.Option(metavar="TARGET", help="A target in percent, such as 90.", min=0, max=100)
    ] = None,
    rest: Annotated[
        str, typer.Option(metavar="|".join(RESTS), help="Of --matrix: what each cell is set against, in its element.")
    ] = "",
    before: Annotated[
        str, typer.Option(metavar="WINDOW", help="Compare this window, such as 2017-04..2017-09, with --after.")
    ] = "",
    after: Annotated[str, typer.Option(metavar="WINDOW", help="The later window; also the window of --matrix.")] = "",
    breaks: Annotated[
        list[str] | None,
        typer.Option(
            "--break",
            metavar="DATE=WHAT",
            help="People were asked otherwise from this day or month on; may be given again.",
        ),
    ] = None,
    elements: Annotated[
        str, typer.Option(metavar="A,B,...", help="The elements of your questionnaire, where they are others.")
    ] = "",
    pool_under: Annotated[
        int, typer.Option(min=1, metavar="N", help="Pool a group to 12 months where most windows have fewer answers.")
    ] = 30,
    hide_under: Annotated[int, typer.Option(min=1, metavar="N", help="Show no figure of fewer answers.")] = 10,
    periods: Annotated[
        int,
        typer.Option(min=1, metavar="N", help="With --against: the chance of meeting it in so many windows running."),
    ] = 4,
    if_lower: Annotated[
        float, typer.Option(metavar="POINTS", help="With a column asked: if the silent lie so many points lower.")
    ] = 0.0,
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1).')] = False,
    out: Annotated[Path | None, typer.Option(help="Write to a file: .csv, .parquet or .json.")] = None,
) -> None:
    """Pool survey answers, compare them, and say what luck alone would show.

    Reads k satisfied of n answered by month, with the columns area, element and crime_type where there are any; or one
    row an answer, with weight, cluster and stratum. A column population, how many there were to draw from in the month
    and stratum, brings the finite population correction. Gives each month beside its rolling window, both with interval
    and base: the sum of k over the sum of n, never a mean of percentages. With --matrix, or --before and --after, sets
    each cell against the rest, a target or an earlier window, and says how many would differ by luck. Published
    estimates get the interval that their standard error gives.
    """
    if out is not None:
        from eyre.body.tables import check_ending

        check_ending(out)
    if rest:
        check_choice("--rest", rest, RESTS)
    asked = Asked(window, matrix or bool(rest), against, rest, before, after, periods, if_lower)
    from eyre.readers.survey_table import TableKind, read_survey_table
    from eyre.survey import SmallBaseRule

    with progress("Reading answers"):
        table = read_survey_table(*read_bytes(source))
        if table.kind is TableKind.PUBLISHED:
            shown = _published(table, asked)
        else:
            rule = SmallBaseRule(pool_under, hide_under)
            survey = _survey(table, _questionnaire(elements))
            shown = _shown(survey, asked, rule, [_break(text) for text in breaks or ()])
    for doubt in table.doubts:
        warn(doubt)
    columns, readable, about = shown
    hand_over(columns, readable, out=out, as_json=json, about=about)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks about a survey."""

    window: int
    matrix: bool
    against: float | None
    rest: str
    before: str
    after: str
    periods: int
    if_lower: float


Shown = tuple[dict[str, list[Any]], "Callable[[], str]", dict[str, Any]]


def _shown(survey: Survey, asked: Asked, rule: SmallBaseRule, breaks: list[MethodBreak]) -> Shown:
    """The rolling table, or the matrix that was asked for."""
    from eyre.survey import rolling
    from eyre_cli.survey_view import MatrixView, RollingView

    if asked.before and not asked.after:
        raise typer.BadParameter("Give the later window too.", param_hint="--after")
    if not (asked.matrix or asked.before or asked.after):
        figures = rolling(survey, asked.window, rule=rule, breaks=breaks)
        line = None if asked.against is None else asked.against / 100
        view: Any = RollingView(figures, line, asked.periods, asked.if_lower)
    else:
        view = MatrixView(survey, _matrix(survey, asked, rule, breaks), rule)
    return view.columns(), view.readable, view.about()


def _matrix(survey: Survey, asked: Asked, rule: SmallBaseRule, breaks: list[MethodBreak]) -> Any:
    from eyre.core import Refused
    from eyre.survey import Rest, against_rest, against_target, before_after

    options: dict[str, Any] = {"rule": rule, "breaks": breaks}
    window = _window("--after", asked.after) if asked.after else _latest(survey, asked.window)
    if asked.before:
        if asked.against is not None:
            raise Refused("Both --against and --before were given. Ask for one comparison at a time.")
        return before_after(survey, _window("--before", asked.before), window, **options)
    if asked.against is not None:
        return against_target(survey, window, asked.against / 100, **options)
    return against_rest(survey, window, Rest(asked.rest) if asked.rest else None, **options)


def _latest(survey: Survey, months: int) -> Rolling:
    from eyre.core import Rolling

    return Rolling.ending(survey.months[-1], months)


def _window(option: str, text: str) -> Rolling:
    from eyre.core import parse_period
    from eyre.core.periods import NotAPeriod
    from eyre.survey import window_of

    try:
        return window_of(parse_period(text))
    except NotAPeriod as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def _break(text: str) -> MethodBreak:
    """A change of method from its writing: 2017-07-01=telephone to text message, or 2017-07=..."""
    from eyre.survey import MethodBreak

    when, _, what = text.partition("=")
    on = month(when.strip()).start if len(when.strip()) == len("YYYY-MM") else day(when.strip())
    return MethodBreak(on, what.strip() or "change of method")


def _questionnaire(elements: str) -> Questionnaire:
    from eyre.survey import USER_SATISFACTION, questionnaire_of

    return questionnaire_of("your questionnaire", elements.split(",")) if elements else USER_SATISFACTION


def _survey(table: SurveyTable, questionnaire: Questionnaire) -> Survey:
    """The survey of a table; raise BadInput with every fault of cells and of rows."""
    from eyre.core import BadInput, raise_if_any
    from eyre.readers.survey_table import TableKind, shortened
    from eyre.survey import Group, SurveyRow, row_faults, survey_of

    are_answers = table.kind is TableKind.ANSWERS
    rows = [
        SurveyRow(
            month=own["month"],
            satisfied=own["numerator"],
            answered=1.0 if are_answers else own["denominator"],
            group=Group(*(own.get(name, "") for name in ("element", "area", "crime_type"))),
            weight=own.get("weight"),
            asked=own.get("asked"),
            cluster=own.get("cluster", ""),
            stratum=own.get("stratum", ""),
            where=own["where"],
            population=own.get("population"),
        )
        for own in table.records
    ]
    faults = [*table.faults, *row_faults(rows, questionnaire, are_answers=are_answers)]
    raise_if_any(shortened(sorted(faults, key=_by_row)))
    if not rows:
        raise BadInput("No row has counts. Give k and n for one month at least.")
    return survey_of(rows, questionnaire=questionnaire, are_answers=are_answers)


def _by_row(fault: Any) -> int:
    return int(fault.where.rpartition(" ")[2]) if fault.where.rpartition(" ")[2].isdigit() else 0


def _published(table: SurveyTable, asked: Asked) -> Shown:
    from eyre.core import Refused, raise_if_any
    from eyre.readers.survey_table import shortened
    from eyre_cli.survey_view import PublishedView, published_faults

    if asked.matrix or asked.before or asked.after:
        raise Refused(
            "Published estimates have no counts to pool or compare. Leave --matrix, --before and --after out."
        )
    raise_if_any(shortened([*table.faults, *published_faults(table)]))
    view = PublishedView(table, asked.against)
    return view.columns(), view.readable, view.about()
