"""`eyre project FOLDER --issue` and `--issued`: projections kept as they were given out, and how good they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eyre_cli.asked import plural, today
from eyre_cli.output import hand_over
from eyre_cli.terminal import Column, number, paint, print_json, progress, say, table, warn, wrapped

if TYPE_CHECKING:
    from eyre.tracker.issued import IssuedRecord, ScoredRange, TrackRecord


def issue(source: Path, as_of: date, seed: int, *, as_json: bool) -> None:
    """Make the projection of every specification and keep it. Says what could not be made, and does the rest."""
    from eyre.body.folder import read_folder
    from eyre.body.issued import keep
    from eyre.core import EyreError, Refused
    from eyre.tracker.issued import to_issue

    folder = read_folder(source)
    specified = folder.projections.projections
    if not specified:
        raise Refused(f"{source}/projections.toml specifies no projection. Write one: measure, area, horizon, owner.")
    kept, refused = [], []
    with progress("Projecting") as step:
        for each in specified:
            step(each.key)
            try:
                made = to_issue(folder, each, as_of=as_of, issued_on=today(), seed=seed)
            except EyreError as refusal:
                refused.append(str(refusal))
            else:
                kept.append((each, keep(folder.path, made)))
    for words in refused:
        warn(words)
    if not kept:
        raise Refused("No projection was issued.")
    files = [{"specification": each.key, "file": str(one.path), "new": one.is_new} for each, one in kept]
    overdue = [each for each in specified if each.review is not None and each.review < as_of]
    if as_json:
        print_json(issued=files, refused=refused, overdue=[each.key for each in overdue])
        return
    for each, one in kept:
        say(f"{each.key}: {'issued' if one.is_new else 'had been issued already'}, {one.path}")
    for each in overdue:
        say(f"{each.key}: its review was due on {each.review}, by {each.owner}.")


def show(source: Path, as_of: date, out: Path | None, *, as_json: bool) -> None:
    """Show every issued projection with its scores."""
    from eyre.body.folder import read_folder
    from eyre.tracker.issued import score_issued

    folder = read_folder(source)
    with progress("Scoring what was issued"):
        record = score_issued(folder, as_of)
    about = {"as_of": as_of.isoformat(), "projections": [_about(each) for each in record.records]}
    about["overdue"] = [each.key for each in record.overdue]
    hand_over(_columns(record), lambda: _readable(record), out=out, as_json=as_json, about=about)


def _about(record: IssuedRecord) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "specification": record.issued.specification,
        "as_of": record.issued.as_of.isoformat(),
        "issued_on": record.issued.issued_on.isoformat(),
        "counted": record.is_counted,
        "months": asdict(record.summary) if record.summary else None,
        "months_as_figures_read_now": asdict(record.summary_now) if record.summary_now else None,
        "skill": record.summary.skill if record.summary else None,
    }


def _ranges(record: TrackRecord) -> Iterator[tuple[IssuedRecord, str, ScoredRange]]:
    for each in record.records:
        yield from ((each, "month", told) for told in each.months)
        yield from ((each, "total", told) for told in each.outturns)


def _columns(record: TrackRecord) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {}
    for each, kind, told in _ranges(record):
        for name, value in _row(each, kind, told).items():
            columns.setdefault(name, []).append(value)
    return columns


def _row(record: IssuedRecord, kind: str, told: ScoredRange) -> dict[str, Any]:
    scored, came = told.scored, told.published
    return {
        "specification": record.issued.specification,
        "measure": record.issued.measure,
        "area": record.issued.area,
        "as_of": record.issued.as_of.isoformat(),
        "issued_on": record.issued.issued_on.isoformat(),
        "kind": kind,
        "period": str(told.told.period),
        "basis": told.told.basis,
        "mean": told.told.mean,
        "q10": told.told.quantiles[1],
        "q50": told.told.quantiles[3],
        "q90": told.told.quantiles[5],
        "naive_q50": told.told.naive[3],
        "result": came.value if came else None,
        "received_on": came.received_on.isoformat() if came else None,
        "now_reads": came.now if came else None,
        "wis": scored.wis if scored else None,
        "naive_wis": scored.naive_wis if scored else None,
        "inside_80": scored.inside_80 if scored else None,
        "inside_95": scored.inside_95 if scored else None,
        "note": told.note,
    }


HEADINGS = (
    Column("Period"),
    Column("Middle", is_number=True),
    Column("80 in 100"),
    Column("Naive", is_number=True),
    Column("Came", is_number=True),
    Column("In the range"),
    Column("Note"),
)


def _readable(record: TrackRecord) -> str:
    if not record.records:
        return wrapped("No projection had been issued by that day. Issue them: eyre project FOLDER --issue")
    parts = [part for each in record.records for part in _of_one(each)]
    parts += [wrapped(f"Review overdue: {each.key}, due on {each.review}, by {each.owner}.") for each in record.overdue]
    return "\n\n".join(parts)


def _of_one(record: IssuedRecord) -> Iterator[str]:
    issued = record.issued
    about = f"{record.name}: issued on {issued.issued_on}, on figures received by {issued.as_of}"
    yield paint(f"{about} (known to {issued.known_to.label})", "bold")
    told = [*record.months, *record.outturns]
    yield table(HEADINGS, [_cells(each) for each in told])
    if record.summary:
        yield wrapped(record.summary.sentence)
    if not record.is_counted:
        yield wrapped("Issued again for the same day; the first counts.")
    if record.revision:
        yield wrapped(record.revision)
    waiting = sum(each.published is None for each in record.months)
    if waiting:
        yield f"{plural(waiting, 'month')} without a figure so far."


def _cells(each: ScoredRange) -> list[str]:
    q = each.told.quantiles
    inside = {1.0: "yes", 0.0: "no"}.get(each.scored.inside_80, "in part") if each.scored else ""
    return [
        str(each.told.period),
        number(round(q[3], 1)),
        f"{number(round(q[1], 1))} to {number(round(q[5], 1))}",
        number(round(each.told.naive[3], 1)),
        number(each.published.value) if each.published else "",
        inside,
        each.note or each.told.reason,
    ]
