"""The headings of the meeting that are registers: brought forward, risks, boards, initiatives, inspections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from eyre.core import Day, say_date
from eyre.cycle.carry_forward import BroughtForward
from eyre.cycle.words import StandingHeading
from eyre.disclosure import Audience, Base, Column, Table, release
from eyre.minutes.standing import Standing
from eyre.pack.document import Block, BulletList, DefinitionList, Details, Nil, Paragraph, TableBlock, Text
from eyre.pack.text import Name, Quoted, Ref, Words

UPDATES_SHOWN = 3


def brought_forward(standing: Standing, audience: Audience) -> Iterator[Block]:
    """What is open, one row each, and under the table what was said of it since."""
    forward = standing.forward
    if not forward.carried and not forward.closed:
        yield Nil()
        return
    day = standing.day.date
    base = Base(Day(day), "the record of this body", day)
    columns = [
        Column("reference", "Reference"), Column("words", "Words as agreed"), Column("owner", "Owner"),
        Column("due", "Due"), Column("why", "Why it is here"),
    ]  # fmt: skip
    rows = [_row(carried) for carried in forward.carried]
    yield TableBlock(release(Table("Brought forward", columns, rows, base), audience))
    updates = [text for carried in forward.carried if (text := _updates(standing, carried))]
    if updates:
        yield Details(Text("What was said of them since"), (BulletList(tuple(updates)),))
    if forward.closed:
        yield Paragraph(Words("Closed since the last meeting", strong=True))
        yield BulletList(
            tuple(Text(Quoted(r.words), ", ", Name(r.status), " (", Ref(r.reference), ")") for r in forward.closed)
        )


def _row(carried: BroughtForward) -> list[object]:
    """Few columns, as members ask: who raised it when stands under the owner, each date under the one before."""
    record = carried.record
    meetings = "meeting" if carried.age_meetings == 1 else "meetings"
    raised = f"raised {say_date(record.raised_on)}, {carried.age_meetings} {meetings} ago"
    return [
        record.reference,
        record.words,
        f"{', '.join(record.owners) or 'not stated'}; {raised}",
        _due(carried),
        carried.why if record.status == "open" else f"{record.status.capitalize()}. {carried.why}",
    ]


def _due(carried: BroughtForward) -> str:
    """The words as said, the day they were read as, and where a later date was given that date too."""
    record = carried.record
    if record.date is None or record.date == record.due.date:
        return record.due.label
    return f"{record.due.label}; now {say_date(record.date)}"


def _updates(standing: Standing, carried: BroughtForward) -> Text | None:
    """The last words on a record, each with its day and post."""
    mine = [e for e in standing.events if str(e.reference) == carried.record.reference and e.words][-UPDATES_SHOWN:]
    if not mine:
        return None
    parts: list[Text] = [Text(Ref(carried.record.reference), ": ")]
    for place, event in enumerate(mine):
        parts.append(
            Text("; " if place else "", event.at, ", ", Name(standing.post(event.by)), ": ", Quoted(event.words))
        )
    return Text(*parts)


def risks(standing: Standing, audience: Audience) -> Iterator[Block]:
    """Risks and opportunities of the last meeting, and earlier ones whose next look is due.

    Where proceedings are live nothing is said but to the office and the force.
    """
    lines = []
    for meeting, item in standing.items():
        for risk in item.risks:
            if risk.live_proceedings and audience is not Audience.WORKING:
                continue
            due = risk.next_look.date if risk.next_look else None
            if meeting is standing.last or (due and due <= standing.day.date):
                more = "; live proceedings: nothing may be published" if risk.live_proceedings else ""
                kind = f"{risk.kind.value.capitalize()} ({risk.nature.value.replace('_', ' ')}), "
                lines.append(
                    Text(Words(kind), meeting.date, ": ", Quoted(risk.words), more, " (", Ref(str(risk.reference)), ")")
                )
    yield BulletList(tuple(lines)) if lines else Nil()


def decisions(standing: Standing) -> Iterator[Block]:
    """Decisions of boards and chief officers that were reported at the last meeting."""
    if standing.last is None:
        yield Nil()
        return
    found = [
        d
        for item in standing.last.items
        if item.heading is StandingHeading.CHIEF_OFFICER_MEETING
        for d in item.decisions
    ]
    if not found:
        yield Nil()
        return
    yield Paragraph("Reported at the last meeting, on ", standing.last.date, ":")
    lines = []
    for decision in found:
        reason = Text(". Reason: ", Quoted(decision.reason)) if decision.reason else Text()
        lines.append(
            Text(
                Name(standing.post(decision.by)), ": ", Quoted(decision.words), ", ",
                decision.outcome.value.replace("_", " "), reason, " (", Ref(str(decision.reference)), ")",
            )
        )  # fmt: skip
    yield BulletList(tuple(lines))


def initiatives(standing: Standing) -> Iterator[Block]:
    """What is funded on a condition, and when its decision falls."""
    found = standing.folder.initiatives
    if not found:
        yield Nil()
        return
    for initiative in found:
        items = [(Text("What"), Text(Name(initiative.what or "not stated")))]
        if initiative.condition:
            items.append((Text("Condition"), Text(Quoted(initiative.condition))))
        if initiative.from_date or initiative.to_date:
            items.append((Text("Runs"), _run(initiative.from_date, initiative.to_date)))
        if initiative.decision_due:
            items.append((Text("Decision due"), Text(Name(initiative.decision_due.label))))
        if initiative.note:
            items.append((Text("Note"), Text(Name(initiative.note))))
        yield Paragraph(Name(initiative.title))
        yield DefinitionList(tuple(items))


def _run(first: date | None, last: date | None) -> Text:
    start = Text("from ", first) if first else Text("start not stated")
    end = Text(" to ", last) if last else Text(", no end stated")
    return Text(start, end)


def inspections(standing: Standing) -> Iterator[Block]:
    """Reports of the inspectorate known by the day of the meeting, and what they recommended."""
    day = standing.day.date
    found = [i for i in standing.folder.inspections if i.published is None or i.published <= day]
    if not found:
        yield Nil()
        return
    names = {o.key: o for o in standing.folder.organisations.organisations}
    for inspection in found:
        body = names.get(inspection.organisation)
        name = body.name(inspection.published or day) if body else None
        by = Name((name.abbreviation or name.name) if name else inspection.organisation)
        published = (
            Text(", published ", inspection.published)
            if inspection.published
            else Text(", day of publication not recorded")
        )
        yield Paragraph(Name(inspection.title), ", ", by, published)
        if inspection.note:
            yield Paragraph(Name(inspection.note))
        lines = [Text(Quoted(r.words), " (", Ref(str(r.reference)), ")") for r in inspection.recommendations]
        if lines:
            yield BulletList(tuple(lines))


def next_meeting(following: date | None) -> Iterator[Block]:
    """The meeting after this one, where it is known."""
    if following is None:
        yield Paragraph("No meeting after this one is planned yet.")
    else:
        yield Paragraph("The meeting after this one: ", following, ".")
