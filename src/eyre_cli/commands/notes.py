"""`eyre notes`: lines of the meeting page read as records, and records written as lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import plural
from eyre_cli.output import read_bytes
from eyre_cli.terminal import paint, print_json, say, wrapped

if TYPE_CHECKING:
    from eyre.body.folder import BodyFolder
    from eyre.cycle.noticed import Noticed
    from eyre.minutes.lines import LineSetting, ReadLine

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, no_args_is_help=True,
    help="Read the lines of a meeting page as records, or write records as lines.",
)  # fmt: skip
FAULTY = 3
BESIDE = "#"  # a heading or remark of the file: no line of the notes
MeetingOption = Annotated[
    str, typer.Option(metavar="MEETING", help='Of which meeting: next, its reference ("2017-12") or its date.')
]


@dataclass(frozen=True, slots=True)
class Checked:
    """One line of the file with its number, what was read, and promises noticed in its words."""

    number: int
    read: ReadLine
    noticed: tuple[Noticed, ...]


@app.command("check")
def check(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The body folder: whose posts and measures.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Lines, one a row; - for the standard input.")],
    meeting: MeetingOption = "next",
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1).')] = False,
) -> int:
    """Read each line of a file as a record of a meeting, and say what is wrong with it and what is doubted.

    Empty rows and rows that begin with # are passed over. A line that cannot be read is kept as a note, and the exit
    code is then 3. Promises in findings and notes are pointed at. Nothing is written.
    """
    from eyre.body.folder import read_folder

    read = read_folder(folder)
    day, home, setting = _setting(read, meeting)
    text, _ = read_bytes(_there(file))
    lines = list(_checked(text.decode("utf-8-sig", errors="replace"), setting, read))
    if json:
        print_json(meeting=f"meeting {home}", date=day.isoformat(), lines=[_plain(each) for each in lines])
    else:
        _print(lines)
    return FAULTY if any(each.read.faults for each in lines) else 0


@app.command("write")
def write(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The body folder.")],
    meeting: MeetingOption = "next",
) -> None:
    """Write the records of a meeting as lines, item by item; what a line has no place for stands as a remark."""
    from eyre.body.folder import read_folder
    from eyre.core import Refused
    from eyre.minutes.lines import write_line
    from eyre.minutes.lines.forms import BY_RECORD
    from eyre.minutes.standing import held_meeting

    read = read_folder(folder)
    held = held_meeting(read, "" if meeting == "next" else meeting)
    _, _, setting = _setting(read, held.reference.home)
    for item in held.items:
        say(f"{BESIDE} {item.number} {item.title}".strip())
        for records in (getattr(item, name) for name in item.__dataclass_fields__):
            for record in records if isinstance(records, tuple) else ():
                if type(record) in BY_RECORD:
                    try:
                        print(write_line(record, setting))
                    except Refused as refusal:
                        print(f"{BESIDE} {refusal}")
        print()


def _there(file: Path) -> Path:
    from eyre.core import NotFound

    if str(file) != "-" and not file.is_file():
        raise NotFound(f"There is no file {file}. Name one with a line of the notes in each row, or - for stdin.")
    return file


def _setting(read: BodyFolder, meeting: str) -> tuple[date, str, LineSetting]:
    """Where the lines are typed: the meeting's day, its home, its attendance where it is known, and the days around."""
    from eyre.minutes.lines import LineSetting
    from eyre.minutes.loose_ends import IN_THE_ROOM
    from eyre.minutes.next_meeting import plan_meeting
    from eyre.minutes.standing import find_meeting, known_days

    day = find_meeting(read, meeting)
    record = day.meeting or plan_meeting(read, day).meeting
    present = {each.post for each in record.attendance if each.state in IN_THE_ROOM}
    days = tuple(each.date for each in known_days(read) if each.series.key == day.series.key)
    return (
        day.date,
        record.reference.home,
        LineSetting.of(read, record.reference.home, day.date, days, frozenset(present) if record.attendance else None),
    )


def _checked(text: str, setting: LineSetting, read: BodyFolder) -> Iterator[Checked]:
    """Each line, with the reference its record would have after those the meeting already has."""
    from eyre.body.check import known_references
    from eyre.cycle.noticed import notice
    from eyre.minutes.lines import next_reference, read_line
    from eyre.minutes.lines.forms import BY_RECORD

    used = list(known_references(read))
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith(BESIDE):
            continue
        found = read_line(line, setting)
        if found.record is not None:
            reference = next_reference(BY_RECORD[type(found.record)], setting.home, used)
            found = read_line(line, setting, reference.label)
            used.append(reference)
        is_promise = found.record is not None and found.record.reference.kind not in ("finding", "assurance")
        said = getattr(found.record, "words", "") or found.note
        yield Checked(number, found, () if is_promise else notice(said))


def _plain(each: Checked) -> dict[str, Any]:
    from eyre.core.codec import json_ready

    record = each.read.record
    said = getattr(record, "words", "") or each.read.note
    return {
        "line": each.number, "text": each.read.text, "kind": record.reference.kind if record else "note",
        "record": json_ready(record) if record else None, "note": each.read.note, "faults": list(each.read.faults),
        "doubts": list(each.read.doubts),
        "noticed": [
            {"first": n.first.value, "words": n.words(said).strip(), "sentence": n.sentence(said), "asks": n.asks}
            for n in each.noticed
        ],
    }  # fmt: skip


def _print(lines: Sequence[Checked]) -> None:
    for each in lines:
        record = each.read.record
        kind = str(record.reference) if record else "note"
        said = getattr(record, "words", "") or getattr(record, "reason", "") or each.read.note
        print(wrapped(f"{each.number:>4}  {kind}: {said}", "      "))
        for fault in each.read.faults:
            print(wrapped(f"      {paint('fault', 'red')}  {fault}", "      "))
        for doubt in each.read.doubts:
            print(wrapped(f"      {paint('doubt', 'yellow')}  {doubt}", "      "))
        for noticed in each.noticed:
            words = noticed.words(getattr(record, "words", "") or each.read.note).strip()
            print(wrapped(f'      {paint("promise?", "blue")}  "{words}": {noticed.asks}', "      "))
    faults = sum(len(each.read.faults) for each in lines)
    doubts = sum(len(each.read.doubts) for each in lines)
    records = sum(each.read.record is not None for each in lines)
    found = ", ".join((plural(records, "record"), plural(faults, "fault"), plural(doubts, "doubt")))
    say(f"{plural(len(lines), 'line')}: {found}.")
