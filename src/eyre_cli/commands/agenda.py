"""`eyre agenda`: the next meeting of a series: header, deadlines, and what might be brought before it, with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import check_choice
from eyre_cli.output import hand_over
from eyre_cli.terminal import paint, print_json, progress, wrapped

if TYPE_CHECKING:
    from datetime import date

    from eyre.body.folder import BodyFolder
    from eyre.cycle.agenda import Heading
    from eyre.cycle.template import AgendaTemplate
    from eyre.cycle.words import SeriesKind
    from eyre.minutes.next_meeting import NextMeeting, YearCalendar
    from eyre.minutes.offers import NewSignal, Offer

NATIONS = ("england_and_wales", "scotland", "northern_ireland")


def command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The body folder.")],
    meeting: Annotated[
        str, typer.Option(metavar="MEETING", help="Which meeting: next, its reference or its date.")
    ] = "next",
    series: Annotated[
        str, typer.Option(metavar="NAME", help="Which series, by any of its names; the first if left out.")
    ] = "",
    template: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A standing agenda of your own, in TOML.")
    ] = None,
    nation: Annotated[str, typer.Option(metavar="|".join(NATIONS), help="Whose bank holidays count.")] = NATIONS[0],
    signals: Annotated[
        bool, typer.Option("--signals", help="Also look for new concerns in the figures since the last meeting.")
    ] = False,
    year: Annotated[
        int | None, typer.Option(metavar="YEAR", min=1990, max=2100, help="Print the series' year instead.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1).')] = False,
    out: Annotated[Path | None, typer.Option(help="Write what is offered to a file: .csv, .parquet or .json.")] = None,
) -> None:
    """Propose the agenda of a meeting: its header, its deadlines, and what might be brought forward, with reasons.

    Nothing is ticked: a person takes, orders and adds. Deadlines are counted in working days, and the count is shown.
    """
    from eyre.body.folder import read_folder
    from eyre.cycle.working_days import Nation
    from eyre.minutes.next_meeting import find_series, next_day, plan_meeting, year_calendar
    from eyre.minutes.offers import offers
    from eyre.minutes.standing import NEXT, Standing, find_meeting

    check_choice("--nation", nation, NATIONS)
    read = read_folder(folder)
    chosen = find_series(read, series)
    if year is not None:
        _print_year(year_calendar(chosen, year, Nation(nation)), json=json)
        return
    day = next_day(read, chosen) if meeting == NEXT else find_meeting(read, meeting)
    own = own_template(template, day.series.kind)
    planned = plan_meeting(read, day, template=own, nation=Nation(nation))
    standing = Standing(read, day)
    found = offers(standing, read.asked_for, signals_since(read, day.date, standing.last) if signals else ())
    if json and out is None:
        print_json(**_plain(planned, found, own))
        return
    about = {"meeting": str(planned.meeting.reference), "date": planned.meeting.date.isoformat()}
    hand_over(_columns(found), lambda: readable(planned, found, own, read), out=out, as_json=False, about=about)


def own_template(file: Path | None, kind: SeriesKind) -> AgendaTemplate:
    from eyre.core import NotFound, raise_if_any
    from eyre.cycle.template import read_template, template_of

    if file is None:
        return template_of(kind)
    if not file.is_file():
        raise NotFound(f"There is no file {file}. Write a standing agenda in TOML, or leave --template out.")
    template, faults = read_template(file.read_bytes(), file.name)
    raise_if_any(faults)
    assert template is not None
    return template


def signals_since(read: BodyFolder, on: date, last: Any) -> Sequence[NewSignal]:
    """Concerns that are new since the last meeting."""
    from eyre.tracker.new_signals import new_signals

    with progress("Looking at the figures"):
        return new_signals(read, on, last.date if last else None)


# --- for programs --------------------------------------------------------------------------------------------------


def _plain(planned: NextMeeting, found: Sequence[Offer], template: AgendaTemplate) -> dict[str, Any]:
    from eyre.core.codec import json_ready

    return {
        "meeting": json_ready(planned.meeting),
        "changes": list(planned.changes),
        "doubts": list(planned.doubts),
        "deadlines": [
            {
                "what": each.what, "day": each.day.isoformat(), "side": each.side.value, "days": each.days,
                "counting": each.counting.value, "says": each.says, "arithmetic": each.arithmetic,
            }
            for each in planned.deadlines
        ],
        "agenda": [
            {"number": number, "key": heading.key, "title": heading.title} for number, heading in _numbers(template)
        ],
        "offers": [
            {**row, "under": template.heading_for(offer.heading).key}
            for row, offer in zip(_rows(found), found, strict=True)
        ],
    }  # fmt: skip


def _numbers(template: AgendaTemplate) -> list[tuple[str, Heading]]:
    lines = template.lines({})
    return [(line.number, heading) for line, heading in zip(lines, template.headings, strict=True)]


def _rows(found: Sequence[Offer]) -> list[dict[str, Any]]:
    return [
        {
            "kind": offer.kind.value, "heading": offer.heading.value, "words": offer.words, "why": offer.why,
            "origin": offer.origin, "reference": offer.reference, "matter": offer.matter,
            "objective": offer.objective, "day": offer.day.isoformat() if offer.day else None,
            "owners": ", ".join(offer.owners), "reason": offer.reason.value if offer.reason else None,
        }
        for offer in found
    ]  # fmt: skip


def _columns(found: Sequence[Offer]) -> dict[str, list[Any]]:
    names = (
        "kind", "heading", "words", "why", "origin", "reference", "matter", "objective", "day", "owners", "reason",
    )  # fmt: skip
    rows = _rows(found)
    return {name: [row[name] for row in rows] for name in names}


def _print_year(calendar: YearCalendar, *, json: bool) -> None:
    from eyre.core import say_date
    from eyre_cli.terminal import say

    if json:
        days = [{"day": each.day.isoformat(), "fixed": each.fixed, "doubt": each.doubt} for each in calendar.days]
        print_json(series=calendar.series.key, year=calendar.year, days=days, says=calendar.says)
        return
    also = f" (also {', '.join(calendar.series.aliases)})" if calendar.series.aliases else ""
    say(paint(f"{calendar.series.title}, {calendar.year}{also}", "bold"))
    for each in calendar.days:
        fixed = "" if each.fixed else "  by the rhythm"
        say(f"  {each.day:%A} {say_date(each.day)}{fixed}{f'  {each.doubt}' if each.doubt else ''}")
    if calendar.says:
        say(f"  No day follows from the rhythm: {calendar.says}")


# --- for people ----------------------------------------------------------------------------------------------------


def readable(planned: NextMeeting, found: Sequence[Offer], template: AgendaTemplate, read: BodyFolder) -> str:
    """Header, deadlines, and the agenda with what is offered under each heading."""
    lines = [*_header(planned, read), "", paint("Deadlines", "bold")]
    for each in planned.deadlines:
        lines += [wrapped(f"  {each.says}", "    "), wrapped(f"    {each.arithmetic}", "    ")]
    lines += ["", paint("Offered, with reasons: nothing is taken until a person takes it", "bold")]
    for number, heading in _numbers(template):
        lines.append(paint(f"{number:<4}{heading.title}", "bold"))
        for offer in found:
            if template.heading_for(offer.heading).key == heading.key:
                lines += _offer(offer)
    return "\n".join(lines)


def _header(planned: NextMeeting, read: BodyFolder) -> list[str]:
    from eyre.core import say_date
    from eyre.minutes.standing import post_name

    meeting = planned.meeting
    hours = f", {meeting.start:%H:%M}" if meeting.start else ""
    hours += f" to {meeting.end:%H:%M}" if meeting.start and meeting.end else ""
    chair, minutes = (post_name(read, key, meeting.date) for key in (meeting.chair, meeting.minute_taker))
    lines = [
        paint(f"{meeting.title} ({meeting.reference})", "bold"),
        f"  {meeting.weekday} {say_date(meeting.date)}{hours}",
        f"  {meeting.venue or 'venue not known'}",
        f"  Chair: {chair or 'not known'}. Minutes: {minutes or 'not known'}.",
    ]
    lines += [wrapped(f"  {paint('changed', 'yellow')}  {each}", "    ") for each in planned.changes]
    return lines + [wrapped(f"  {paint('doubt', 'yellow')}  {each}", "    ") for each in planned.doubts]


def _offer(offer: Offer) -> list[str]:
    about = ", ".join(filter(None, (offer.reference, ", ".join(offer.owners), offer.matter, offer.objective)))
    return [
        wrapped(f"    {offer.kind.said}: {offer.words}", "      "),
        wrapped(f"      {offer.why} From {offer.origin}{f' ({about})' if about else ''}.", "      "),
    ]
