"""`eyre coverage`: which plan objectives and matters were scrutinised, when, and which have fallen silent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.output import hand_over
from eyre_cli.terminal import paint, print_json, wrapped

if TYPE_CHECKING:
    from eyre.minutes.coverage import Coverage


def command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The body folder.")],
    meeting: Annotated[
        str, typer.Option(metavar="MEETING", help="As of which meeting: next, its reference or its date.")
    ] = "next",
    silent_after: Annotated[
        int, typer.Option(metavar="DAYS", min=1, help="Days without a meeting or progress until a matter is silent.")
    ] = 92,
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1).')] = False,
    out: Annotated[Path | None, typer.Option(help="Write to a file: .csv, .parquet or .json.")] = None,
) -> None:
    """Say which plan objectives and matters were scrutinised, when, which fell silent, and what is left open.

    Those longest without scrutiny come first.
    """
    from eyre.body.folder import read_folder
    from eyre.minutes.coverage import coverage
    from eyre.minutes.standing import Standing, find_meeting

    read = read_folder(folder)
    found = coverage(Standing(read, find_meeting(read, meeting)), silent_after)
    if json and out is None:
        print_json(on=found.on.isoformat(), objectives=_objectives(found), matters=_matters(found))
    else:
        about = {"on": found.on.isoformat()}
        hand_over(_columns(found), lambda: readable(found), out=out, as_json=False, about=about)


def _objectives(found: Coverage) -> list[dict[str, Any]]:
    return [
        {
            "objective": each.objective.key, "title": each.objective.title, "says": each.says, "times": each.times,
            "last": each.last.isoformat() if each.last else None, "days_since": each.days_since,
            "matters": list(each.matters),
        }
        for each in found.objectives
    ]  # fmt: skip


def _matters(found: Coverage) -> list[dict[str, Any]]:
    return [
        {
            "matter": each.matter.key, "title": each.matter.title, "objective": each.matter.objective,
            "status": each.status.value, "considered": [day.isoformat() for day in each.considered],
            "featured": each.featured, "silent_days": each.silent_days, "is_silent": each.is_silent,
            "warning": each.warning,
            "last_progress": each.progress.on.isoformat() if each.progress else None,
            "questions": [{"question": q.question, "reason": q.reason} for q in each.questions],
        }
        for each in found.matters
    ]  # fmt: skip


def _columns(found: Coverage) -> dict[str, list[Any]]:
    rows = [*_objectives(found), *_matters(found)]
    return {
        "kind": ["objective"] * len(found.objectives) + ["matter"] * len(found.matters),
        "key": [row.get("objective" if "days_since" in row else "matter") for row in rows],
        "title": [row["title"] for row in rows],
        "says": [row.get("says") or row.get("featured") for row in rows],
        "days": [row.get("days_since", row.get("silent_days")) for row in rows],
        "warning": [row.get("warning", "") for row in rows],
    }


def readable(found: Coverage) -> str:
    lines = [paint("Plan objectives, those longest without scrutiny first", "bold")]
    lines += [wrapped(f"  {each.objective.title}: {each.says}", "    ") for each in found.objectives]
    lines += ["", paint("Matters", "bold")]
    for each in found.matters:
        lines.append(wrapped(f"  {each.matter.title}: {each.featured}.", "    "))
        if each.warning:
            lines.append(wrapped(f"    {paint('silent', 'yellow')}  {each.warning}", "    "))
        for question in each.questions[:2]:
            lines.append(wrapped(f"    {question.question} Reason: {question.reason}", "    "))
        if each.questions[2:]:
            lines.append(f"    and {len(each.questions) - 2} more questions that the record leaves open.")
    return "\n".join(lines)
