"""`eyre sample plan`: how many cases to read, and what so many would miss."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.commands.sample.files import share, sure
from eyre_cli.output import hand_over
from eyre_cli.terminal import Column, is_terminal, number, paint, table, warn, wrapped

if TYPE_CHECKING:
    from eyre.sampling import Plan


def command(
    tolerable: Annotated[
        float | None,
        typer.Option(metavar="PERCENT", help="The rate of failure that must not go unseen; 5 if left out."),
    ] = None,
    confidence: Annotated[float, typer.Option(metavar="PERCENT", help="How sure to be, one-sided.")] = 95.0,
    failures: Annotated[
        int, typer.Option(metavar="N", help="Failures that may be seen and the claim still stand.")
    ] = 0,
    population: Annotated[
        int | None, typer.Option(metavar="N", help="How many cases there are; any number if left out.")
    ] = None,
    size: Annotated[
        int | None, typer.Option(metavar="N", help="Say what a sample of this size would miss, instead of a size.")
    ] = None,
    good: Annotated[
        float | None, typer.Option(metavar="PERCENT", help="Two-point plan: a rate of failure to be accepted.")
    ] = None,
    bad: Annotated[
        float | None, typer.Option(metavar="PERCENT", help="Two-point plan: a rate of failure to be refused.")
    ] = None,
    producer_risk: Annotated[
        float, typer.Option(metavar="PERCENT", help="Two-point plan: how often a good force may be refused.")
    ] = 5.0,
    consumer_risk: Annotated[
        float, typer.Option(metavar="PERCENT", help="Two-point plan: how often a bad force may be accepted.")
    ] = 10.0,
    margin: Annotated[
        float | None, typer.Option(metavar="POINTS", help="Instead: the size for an estimate this wide on each side.")
    ] = None,
    expected: Annotated[
        float, typer.Option(metavar="PERCENT", help="With --margin: the rate that is expected; 50 asks for most.")
    ] = 50.0,
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1).')] = False,
    out: Annotated[Path | None, typer.Option(help="Write to a file: .csv, .parquet or .json.")] = None,
) -> None:
    """Say how many cases to read, and what a sample of that size would miss.

    Without options: no failure allowed, so that a rate of 5% would be caught with 95% confidence. All rates are
    percentages. Each row is a true rate of failure and how often the sample would miss it.
    """
    if out is not None:
        from eyre.body.tables import check_ending

        check_ending(out)
    if margin is not None:
        _check_alone("--margin", {"--tolerable": tolerable, "--size": size, "--good": good, "--bad": bad})
        _hand_over_margin(margin, expected, population, confidence, json, out)
        return
    if (good is None) != (bad is None):
        raise typer.BadParameter("A two-point plan needs both --good and --bad.")
    if good is not None:
        _check_alone("--good", {"--tolerable": tolerable, "--size": size})
    plan, says = _planned(tolerable, confidence, failures, population, size, good, bad, producer_risk, consumer_risk)
    _hand_over(plan, says, json, out)


def _check_alone(option: str, others: dict[str, float | None]) -> None:
    along = [name for name, value in others.items() if value is not None]
    if along:
        raise typer.BadParameter(f"{option} asks for another kind of plan than {', '.join(along)}. Give one of them.")


def _planned(
    tolerable: float | None,
    confidence: float,
    failures: int,
    population: int | None,
    size: int | None,
    good: float | None,
    bad: float | None,
    producer_risk: float,
    consumer_risk: float,
) -> tuple[Plan, str]:
    from eyre.sampling import Plan, say_size, size_to_exclude, two_point_plan

    if size is not None:
        plan = Plan(size, failures, population)
        return plan, plan.says
    if good is not None and bad is not None:
        risks = {
            "producer_risk": share("--producer-risk", producer_risk),
            "consumer_risk": share("--consumer-risk", consumer_risk),
        }
        plan = two_point_plan(share("--good", good), share("--bad", bad), **risks, population=population)
        return plan, (
            f"{plan.says} A rate of {good:g}% is then accepted at least {100 - producer_risk:g}% of the time, one of "
            f"{bad:g}% at most {consumer_risk:g}%."
        )
    rate = share("--tolerable", 5.0 if tolerable is None else tolerable)
    plan = size_to_exclude(rate, allowed=failures, population=population, confidence=sure(confidence))
    return plan, say_size(plan, rate, sure(confidence))


def _hand_over(plan: Plan, says: str, json: bool, out: Path | None) -> None:
    from eyre.sampling import SHOWN_RATES, chance_accepted, say_misses

    chances = chance_accepted(plan, SHOWN_RATES)
    columns: dict[str, list[Any]] = {
        "failure_percent": [100 * rate for rate in SHOWN_RATES],
        "accepted_percent": [100 * float(chance) for chance in chances],
        "says": [say_misses(plan, rate) for rate in SHOWN_RATES],
    }
    about = {"size": plan.size, "allowed": plan.allowed, "population": plan.population, "says": says}
    if out is None and not json and not is_terminal():
        warn(says)
    hand_over(columns, lambda: _readable(columns, says), out=out, as_json=json, about=about)


def _readable(columns: dict[str, list[Any]], says: str) -> str:
    rows = [
        [f"{rate:g}%", f"{number(chance)}%", words]
        for rate, chance, words in zip(*(columns[name] for name in columns), strict=True)
    ]
    heads = (Column("true failures", is_number=True), Column("missed", is_number=True), Column("in words"))
    return f"{paint(wrapped(says), 'bold')}\n\n{table(heads, rows)}"


def _hand_over_margin(
    margin: float, expected: float, population: int | None, confidence: float, json: bool, out: Path | None
) -> None:
    from eyre.stats import size_for_margin

    size = size_for_margin(
        share("--margin", margin),
        share=share("--expected", expected),
        population=population,
        confidence=sure(confidence),
    )
    of = "" if population is None else f" of the {population:,}"
    says = (
        f"Draw {size:,} cases{of}: a rate near {expected:g}% is then known to about {margin:g} points on each side "
        f"(two-sided {confidence:g}%, Cochran)."
    )
    columns: dict[str, list[Any]] = {
        "size": [size],
        "margin_points": [margin],
        "expected_percent": [expected],
        "says": [says],
    }
    hand_over(columns, lambda: wrapped(says), out=out, as_json=json, about={"size": size, "population": population})
