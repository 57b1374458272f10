"""`eyre commitments`: every promise, how it stands, and what it would have been worth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import asked_formats, check_choice, day_option, plural, today
from eyre_cli.output import hand_over
from eyre_cli.terminal import Column, paint, print_json, progress, say, table, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eyre.body.commitment_test import Test
    from eyre.commitments.promises import Promise
    from eyre.tracker.commitments import CommitmentsAsOf, CommitmentStanding, TrialStanding

AUDIENCES = ("working", "panel", "public")
ONLY = ("due", "off-course", "settled", "missed", "untested", "listed")


def command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The body folder.")],
    reference: Annotated[
        str | None, typer.Argument(metavar="[COMMITMENT]", help='Everything of one promise: "2017-12/C16".')
    ] = None,
    as_of: Annotated[Any, day_option("What was known on this day; today if left out.", "--as-of")] = None,
    only: Annotated[str | None, typer.Option(metavar="WHICH", help=f"Only these: {', '.join(ONLY)}.")] = None,
    matter: Annotated[str | None, typer.Option(metavar="KEY", help="Only of this matter.")] = None,
    area: Annotated[str | None, typer.Option(metavar="KEY", help="Only those that name this area.")] = None,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help="Write luck and power of every agreed test that has none yet into commitments/, and end."
        ),
    ] = False,
    pages: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a page for each promise and a list of them, and end.")
    ] = None,
    formats: Annotated[
        str,
        typer.Option(
            "--format", metavar="html,pdf,docx,ods,xlsx", help="In which formats --pages are written, with commas."
        ),
    ] = "html",
    audience: Annotated[
        str,
        typer.Option(metavar="|".join(AUDIENCES), help="Who reads the pages; small counts by that."),
    ] = AUDIENCES[0],
    seed: Annotated[int, typer.Option(help="Seed of every draw.")] = 0,
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1).')] = False,
    out: Annotated[Path | None, typer.Option(help="Write to a file: .csv, .parquet or .json.")] = None,
) -> None:
    """List every promise with its test, course, finding, luck, power and doubts.

    Course: how often it is met if nothing changes. Luck: how often a force that changes nothing passes. Power: how
    often one that improves as agreed passes.
    """
    from eyre.body.folder import read_folder
    from eyre.tracker.commitments import CommitmentsAsOf
    from eyre.tracker.commitments_plain import commitments_columns, commitments_plain

    if only is not None:
        check_choice("--only", only, ONLY)
    check_choice("--audience", audience, AUDIENCES)
    asked = CommitmentsAsOf(read_folder(folder), as_of or today(), seed)
    if pages is not None:
        _write_pages(asked, pages, audience, asked_formats(formats))
        return
    if fix:
        _fix(asked)
        return
    with progress("Looking at the promises"):
        standings = _chosen(asked, reference, only, matter, area)
    said = commitments_plain(asked, standings)
    if json and out is None:
        print_json(**said)
    elif out is not None and out.suffix == ".json":
        _write_json(out, said)
    else:
        hand_over(
            commitments_columns(said),
            lambda: one(standings[0], asked) if reference else readable(standings, asked),
            out=out,
            as_json=False,
            about={"as_of": asked.as_of.isoformat()},
        )


def _write_json(out: Path, said: dict[str, Any]) -> None:
    from json import dumps

    from eyre.body.files import write_whole

    write_whole(out, dumps({"format": 1, **said}, ensure_ascii=False, indent=2) + "\n")


def _write_pages(asked: CommitmentsAsOf, out: Path, audience: str, formats: list[str]) -> None:
    from eyre.disclosure import Audience
    from eyre.writers.commitments import write_commitment_pages

    with progress("Writing the pages"):
        written = write_commitment_pages(asked.folder, asked.as_of, Audience(audience), out, formats, seed=asked.seed)
    say(f"{plural(len(written), 'page')} written. Begin with {written[-1]}.")


def _chosen(
    asked: CommitmentsAsOf, reference: str | None, only: str | None, matter: str | None, area: str | None
) -> list[CommitmentStanding]:
    """The promises that were asked for. Raises NotFound, naming those there are."""
    from eyre.core import NotFound

    name = reference.removeprefix("commitment ") if reference else None
    wanted = [
        promise
        for promise in asked.promises
        if (name is None or _short(promise) == name)
        and (matter is None or promise.item.matter == matter)
        and (area is None or area in promise.commitment.areas)
    ]
    if reference is not None and not wanted:
        known = ", ".join(_short(promise) for promise in asked.promises)
        raise NotFound(f'There is no commitment "{reference}" by {asked.as_of}. There are: {known or "none"}.')
    standings = [asked.standing(promise) for promise in wanted]
    return [each for each in standings if only is None or _is(each, only, asked)]


def _is(standing: CommitmentStanding, which: str, asked: CommitmentsAsOf) -> bool:
    from eyre.commitments.standing import SETTLED, Stands

    return {
        "due": standing.is_due(asked.as_of),
        "off-course": standing.is_off_course,
        "settled": standing.stands in SETTLED,
        "missed": bool(standing.promise.misses),
        "untested": standing.stands is Stands.UNTESTED,
        "listed": standing.stands is Stands.LISTED,
    }[which]


# --- keeping luck and power ----------------------------------------------------------------------------------------


def _fix(asked: CommitmentsAsOf) -> None:
    """Keep what each agreed test was worth on its day, beside the test; what stands there already is not touched."""
    from eyre.body.files import write_whole
    from eyre.body.folder import file_name
    from eyre.core.codec import write_toml

    written = 0
    given_on = {promise.reference: promise.meeting.date for promise in asked.promises}
    for agreed in asked.folder.commitments:
        if agreed.reference not in given_on:
            continue
        fixed = tuple(
            each
            if each.luck_and_power or each.agreed_on > asked.as_of
            else replace(each, luck_and_power=asked.worth_of(each, given_on[agreed.reference]))
            for each in agreed.agreed
        )
        if fixed != agreed.agreed:
            name = file_name(agreed)
            write_whole(asked.folder.path / name, write_toml(replace(agreed, agreed=fixed)))
            say(f"wrote  {name}")
            written += 1
    say(f"{plural(written, 'file')} written: luck and power as of the day each test was agreed.")


# --- for a person who reads ----------------------------------------------------------------------------------------

HEADINGS = (
    Column("Promise"),
    Column("Words"),
    Column("Due"),
    Column("Stands"),
    Column("Course or finding"),
    Column("Luck", is_number=True),
    Column("Power", is_number=True),
)


def readable(standings: Sequence[CommitmentStanding], asked: CommitmentsAsOf) -> str:
    """A table of those with a test, of those without, of those only listed; and how the body stands."""
    from eyre.commitments.standing import Stands, count
    from eyre.core import say_date

    parts = [f"Promises as they stood on {say_date(asked.as_of)}."]
    groups = {
        "To the chair: missed twice or more": [s for s in standings if s.promise.goes_to_the_chair],
        "With a test": [s for s in standings if s.trials and s.stands is not Stands.LISTED],
        "Untested": [s for s in standings if s.stands is Stands.UNTESTED],
        "Expectations and aspirations: followed, never scored": [s for s in standings if s.stands is Stands.LISTED],
    }
    for heading, group in groups.items():
        if group:
            parts.append(paint(f"{heading} ({len(group)})", "bold"))
            parts.append(table(HEADINGS, [row for each in group for row in _rows(each, asked)]))
    if not standings:
        parts.append("There is no such promise.")
    found = count(asked.folder.body.key, [(each.promise, each.stands) for each in standings])
    parts.append(
        wrapped(
            f"Of {plural(found.given, 'promise')}: {found.testable} with a test, {found.waiting} waiting, "
            f"{found.shown} shown, {found.not_shown} not shown (the figures cannot tell), {found.shown_not} shown not, "
            f"{found.cannot_tell} that cannot be told, {found.withdrawn} withdrawn, {found.listed} listed only."
        )
    )
    if standings:
        name = _short(standings[0].promise)
        parts.append(wrapped(f"Everything of one: eyre commitments {asked.folder.path} {name}"))
    return "\n\n".join(parts)


def _short(promise: Promise) -> str:
    """The reference of a promise as it is typed: 2017-12/C16."""
    return str(promise.reference).removeprefix("commitment ")


def _rows(standing: CommitmentStanding, asked: CommitmentsAsOf) -> list[list[str]]:
    """One row a test; one for a promise without."""
    promise = standing.promise
    due = promise.due.date.isoformat() if promise.due.date else ""
    first = [_short(standing.promise), promise.commitment.words, due, standing.stands.says()]
    if not standing.trials:
        return [[*first, promise.untested_because, "", ""]]
    rows = []
    for at, each in enumerate(standing.trials):
        start = first if at == 0 else ["", "", "", ""]
        if each.trial.label:
            day = each.trial.due.isoformat() if each.trial.due else ""
            start = [start[0], f"{start[1]} [{each.trial.label}]".strip(), day or start[2], start[3]]
        made_up = asked.made_up(each.trial)
        rows.append([*start, outcome(each) + (f" {made_up.mark}." if made_up else ""), *_worth(each)])
    return rows


def outcome(each: TrialStanding) -> str:
    """The finding of a test, else its course, else why there is neither."""
    from eyre.commitments.settlement import Settled

    if isinstance(each.settled, Settled):
        now = f" Would now read: {each.settled.now.verdict.says()}." if each.settled.now else ""
        return f"{each.settled.finding.says()}{now}"
    why = each.settled.why[0] if each.settled.why else ""
    return each.course.says() if each.course and not each.settled.is_late else why


def _worth(each: TrialStanding) -> tuple[str, str]:
    from eyre.comparison.words import short_chance

    worth = each.luck_and_power
    return (short_chance(worth.luck), short_chance(worth.power)) if worth else ("", "")


def one(standing: CommitmentStanding, asked: CommitmentsAsOf) -> str:
    """Everything that is known of one promise."""
    from eyre.commitments.answers import say_worth
    from eyre.commitments.say import say_test
    from eyre.commitments.settlement import Settled
    from eyre.core import say_date

    promise, line = standing.promise, standing.promise.commitment
    held = asked.holders(promise)

    def posts(keys: Sequence[str]) -> str:
        return ", ".join(f"{key} ({held[key]})" if key in held else key for key in keys)

    def said(test: Test) -> str:
        return say_test(test, asked.views.measures, asked.area_names)

    lines = [
        paint(str(promise.reference), "bold"),
        f'"{line.words}"',
        f"{line.kind.value.capitalize()}, given on {say_date(promise.meeting.date)} by "
        f"{posts(line.given_by) or 'nobody named'}"
        + (f", passed on by {posts(line.relayed_by)}" if line.relayed_by else "")
        + (f", relied on by {posts(line.relied_on_by)}" if line.relied_on_by else "")
        + ".",
        f"Stands: {standing.stands.says()}.",
    ]
    due = promise.due
    if due.date or due.first.words:
        first = f' ("{due.first.words}")' if due.first.words else ""
        moved = f", first {say_date(due.first.date)}" if due.first.date and due.first.date != due.date else ""
        lines.append(f"Due {say_date(due.date) if due.date else 'on no day'}{first}{moved}.")
    lines += [f"Moved on {say_date(e.at)} by {e.by}: {e.words}" for e in promise.redates]
    lines += [f"Missed, heard on {say_date(e.at)}: {e.words}" for e in promise.misses]
    if promise.untested_because:
        lines.append(f"Untested: {promise.untested_because}")
    for each in standing.trials:
        trial = each.trial
        lines.append("")
        title = f"Test of {trial.label}" if trial.label else "Test"
        by = trial.agreed_by or "the meeting"
        lines.append(paint(f"{title}, agreed by {by} on {say_date(trial.agreed_on)}", "bold"))
        lines.append(said(trial.test))
        if made_up := asked.made_up(trial):
            lines.append(f"  {made_up.says()}")
        if each.luck_and_power:
            lines += [f"  {sentence}" for sentence in say_worth(each.luck_and_power)]
        elif each.no_luck:
            lines.append(f"  No luck or power: {each.no_luck}")
        if isinstance(each.settled, Settled):
            lines.append(f"  Found on {say_date(each.settled.on)}: {outcome(each)}")
            lines += [f"    {part.says(asked.series_name(part.key))}" for part in each.settled.finding.parts]
            lines += [
                f"    {verdict.says().capitalize()}: {said(part)}" for part, verdict in each.settled.finding.apart
            ]
            if each.settled.known_when_agreed:
                lines.append("  Its figures had come when the test was agreed: it promised nothing.")
            lines += [f"  On the newest figures it cannot be read: {reason}" for reason in each.settled.not_now]
        else:
            lines += [f"  {reason}" for reason in each.settled.why]
            if each.course:
                lines.append(f"  {each.course.says()}")
            elif each.no_course:
                lines.append(f"  No course: {each.no_course}")
        if each.settled.fallen:
            was = each.settled.fallen
            then = was.finding.verdict.says()
            lines.append(f"  A finding of {say_date(was.on)} fell, because its load was taken back: {then}.")
        lines += [f"  {sentence}" for sentence in each.incomplete]
        for distance in each.distances:
            numbers = ", ".join(f"{name.replace('_', ' ')} {value:,.4g}" for name, value in distance.numbers.items())
            lines.append(f"  Newest, {asked.series_name(distance.key)}, {distance.window.label}: {numbers}.")
    for old in standing.replaced:
        lines += ["", f"Until {say_date(old.on)} the test was: {said(old.trial.test)}"]
        if old.counts and isinstance(old.settled, Settled):
            lines.append(f"  It had been settled by then, and counts: {old.settled.finding.verdict.says()}.")
    if standing.doubts:
        lines += ["", paint("Doubts", "bold"), *(f"  {doubt}" for doubt in standing.doubts)]
    decided = promise.decided_by
    if decided and promise.decision:
        word = promise.decision.value.replace("_", " ")
        lines += ["", f"Decided on {say_date(decided.at)} by {decided.by}: {word}. {decided.words}"]
    if promise.illustrative:
        lines += ["", promise.illustrative]
    return "\n".join(wrapped(text) for text in lines)
