"""What the records of a folder say about one another: every name that leads nowhere, every date that cannot be.

`read_folder` has seen to it that each record is right by itself. `check_folder` gives faults, which must be mended, and
doubts, which a person should look at.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from itertools import chain, combinations
from typing import Any

from eyre.body.agreed import AgreedTests
from eyre.body.files import sha256_of
from eyre.body.folder import DOCUMENT_FILES, ONE_EACH, BodyFolder, canonical_files, file_name
from eyre.body.house import house_faults
from eyre.body.issued import issued_faults
from eyre.body.loads import check_loads, known_rows
from eyre.body.lodged import prediction_doubts, prediction_faults
from eyre.body.meeting import Action, Commitment, QuotedFigure, RiskOrOpportunity
from eyre.body.registers import Event, PartPlayed, RiskLook
from eyre.body.settings import Holder, Post
from eyre.core import AreaKind, Doubt, Fault, NotAFacet, Reference, Refused, measure_and_facet, say_date
from eyre.core.written import Written
from eyre.cycle.due import Due, due_faults
from eyre.cycle.events import EventKind, outcome_fault, status_after

EVERYONE = "all"  # an owner that stands for everyone present

POSTS = (
    "addressed_to", "agreed_by", "answered_by", "asked_by", "asked_of", "chair", "given_by", "managing_officer",
    "minute_taker", "owner", "owners", "post", "quoted_by", "received_by", "relayed_by", "relied_on_by", "reported_by",
    "set_by", "speakers", "test_agreed_by", "with_whom",
)  # fmt: skip

# Which register a field's keys must be found in, by the field's name.
LEADS_TO = {
    "area": "area",
    "areas": "area",
    "of": "area",
    "members": "area",
    "compare_with": "area",
    "part_of": "area",
    "peer": "area",
    "group": "group",
    "measure": "measure",
    "measures": "measure",
    "objective": "objective",
    "objectives": "objective",
    "matter": "matter",
    **dict.fromkeys(POSTS, "post"),
}
# Says what is judged, not which area; may name one facet of a measure, and is looked at by `_tracker`.
NOT_KEYS = {("Judgement", "of"), ("Tracker", "measures"), ("Peer", "measures")}


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check found."""

    faults: tuple[Fault, ...]
    doubts: tuple[Doubt, ...]


def check_folder(folder: BodyFolder) -> Findings:
    """Look at a folder as a whole; see the module's first lines."""
    faults = [
        *_dead_ends(folder),
        *_references(folder),
        *_lost_references(folder),
        *_events(folder),
        *_agreed_tests(folder),
        *_later_actions(folder),
        *_parts(folder),
        *_looks(folder),
        *_dues(folder),
        *_groups(folder),
        *_tracker(folder),
        *_samples(folder),
        *_same_file(folder),
        *_documents(folder),
        *_predictions(folder),
        *issued_faults(folder),
        *house_faults(folder.path),
    ]
    damaged = check_loads(folder.path)
    faults += damaged
    doubts = [
        *_dates(folder),
        *_names(folder),
        *prediction_doubts(folder.predictions, folder.measures),
        *_not_canonical(folder),
    ]
    if not damaged:  # a damaged load cannot be read
        doubts += [*_unknown_measures(folder), *_mixed(folder)]
    return Findings(tuple(faults), tuple(doubts))


# --- walking -------------------------------------------------------------------------------------------------------


def records(folder: BodyFolder) -> Iterator[tuple[str, Any]]:
    """Every top record of a folder with the name of its file."""
    yield "body.toml", folder.body
    yield "organisations.toml", folder.organisations
    yield "matters.toml", folder.matters
    yield "projections.toml", folder.projections
    for measure in folder.measures:
        yield file_name(measure), measure
    for name in ("events", "parts", "looks", "asked_for", "timeline", "rebases", "predictions"):
        for row, value in enumerate(getattr(folder, name), start=2):
            yield f"{name}.csv, row {row}", value
    for name in ONE_EACH:
        for value in getattr(folder, name):
            yield file_name(value), value


def walk(value: Any, where: str) -> Iterator[tuple[str, Any]]:
    """A record and every record within it, each with the way to it: "meetings/x.toml, items[2].actions[1]"."""
    yield where, value
    for field in fields(value):
        path = f"{where}.{field.name}" if ", " in where else f"{where}, {field.name}"
        inner = getattr(value, field.name)
        if isinstance(inner, tuple):
            for count, item in enumerate(inner, start=1):
                yield from walk(item, f"{path}[{count}]") if _is_record(item) else ()
        elif _is_record(inner):
            yield from walk(inner, path)


def _is_record(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, Written)


# --- names that lead nowhere ---------------------------------------------------------------------------------------


def _dead_ends(folder: BodyFolder) -> Iterator[Fault]:
    known = _known(folder)
    if folder.body.force not in known["area"]:
        yield Fault("body.toml", _no_such("force", folder.body.force, "area", known["area"]))
    for where, top in records(folder):
        for path, value in walk(top, where):
            for field in fields(value):
                register = LEADS_TO.get(field.name)
                if register is None or (type(value).__name__, field.name) in NOT_KEYS:
                    continue
                for key in _keys(getattr(value, field.name)):
                    if key not in known[register]:
                        yield Fault(path, _no_such(field.name, key, register, known[register]))


def _known(folder: BodyFolder) -> dict[str, set[str]]:
    body = folder.body
    organisations = {organisation.key for organisation in folder.organisations.organisations}
    return {
        "area": set(folder.areas.keys),
        "measure": {measure.key for measure in folder.measures},
        "group": {group.key for group in body.comparison_groups},
        "objective": {objective.key for objective in body.objectives},
        "matter": {matter.key for matter in folder.matters.matters},
        "post": {post.key for post in body.posts} | organisations | {EVERYONE},
    }


def _keys(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return [value] if value else []
    return [key for key in value or () if isinstance(key, str)]


def _no_such(field: str, key: str, register: str, known: set[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, known, n=1)
    hint = f'Did you mean "{near[0]}"?' if near else f"Add it, or use one of: {', '.join(sorted(known)) or 'none yet'}."
    return f'{field} names "{key}", and there is no such {register} here. {hint}'


# --- references ----------------------------------------------------------------------------------------------------

KINDS = {"RiskOrOpportunity": "risk", "QuotedFigure": "figure"}  # else the record's own name


def _references(folder: BodyFolder) -> Iterator[Fault]:
    seen: Counter[tuple[Reference, int]] = Counter()
    for meeting in folder.meetings:
        for path, value in walk(meeting, file_name(meeting)):
            reference = getattr(value, "reference", None)
            if reference is None:
                continue
            seen[reference, meeting.version] += 1
            wanted = KINDS.get(type(value).__name__, type(value).__name__.lower())
            if (reference.kind, reference.home) != (wanted, meeting.reference.home):
                right = f"{wanted} {meeting.reference.home}/{reference.label or 1}"
                yield Fault(path, f'"{reference}" is not how this {wanted} can be called. Write it as {right}.')
    for (reference, _), times in seen.items():
        if times > 1:
            yield Fault("meetings", f'"{reference}" is given to {times} records. A reference is never used again.')


def _lost_references(folder: BodyFolder) -> Iterator[Fault]:
    """A record that names another of a meeting held here that is not there; older meetings may be elsewhere."""
    known = known_references(folder)
    held = {meeting.reference.home for meeting in folder.meetings}
    for where, top in records(folder):
        for path, value in walk(top, where):
            for field, reference in _named(value):
                if reference.home in held and reference not in known:
                    yield Fault(path, f'{field} names "{reference}", and there is no such record here.')


def _named(value: Any) -> Iterator[tuple[str, Reference]]:
    """The references by which a record names others, each with its field. What an event is about is looked at apart."""
    for field in fields(value):
        named = getattr(value, field.name)
        for reference in named if isinstance(named, tuple) else (named,):
            if isinstance(reference, Reference) and field.name != "reference":
                yield field.name, reference


def known_references(folder: BodyFolder) -> dict[Reference, Any]:
    """Every record that has a reference."""
    found: dict[Reference, Any] = {}
    for where, top in records(folder):
        if isinstance(top, Event | AgreedTests | PartPlayed | RiskLook):  # these are about a record of a meeting
            continue
        for _, value in walk(top, where):
            if (reference := getattr(value, "reference", None)) is not None:
                found[reference] = value
    return found


# --- events --------------------------------------------------------------------------------------------------------


def _events(folder: BodyFolder) -> Iterator[Fault]:
    known = known_references(folder)
    matters = {f"matter {matter.key}" for matter in folder.matters.matters}
    for row, event in enumerate(folder.events, start=2):
        if event.reference not in known and str(event.reference) not in matters:
            yield Fault(f"events.csv, row {row}", f'"{event.reference}" is no record of this folder.')
        if fault := outcome_fault(event.kind, event.outcome):
            yield Fault(f"events.csv, row {row}", fault)
        if event.kind is EventKind.DATE_ASKED and event.sets_date is None:
            yield Fault(f"events.csv, row {row}", "a new date is asked for, and no day. Give the day in sets_date.")
    for reference, record in known.items():
        if isinstance(record, Action):
            yield from _moves(reference, folder)


def _agreed_tests(folder: BodyFolder) -> Iterator[Fault]:
    """Tests are agreed for promises that are here, not before these were given; a later one says why it came."""
    given = {reference: value for reference, value in known_references(folder).items() if isinstance(value, Commitment)}
    meetings = {meeting.reference.home: meeting for meeting in folder.standing_meetings()}
    for agreed in folder.commitments:
        where = file_name(agreed)
        if agreed.reference not in given:
            yield Fault(where, f'"{agreed.reference}" is no commitment here. Name one that a meeting recorded.')
            continue
        meeting = meetings[agreed.reference.home]
        yield from (Fault(where, what) for what in _replacing(given[agreed.reference], agreed))
        for each in agreed.agreed:
            if each.agreed_on < meeting.date:
                yield Fault(
                    where,
                    f"a test agreed on {say_date(each.agreed_on)} is older than the promise, which was given on "
                    f"{say_date(meeting.date)}. Give the day it was agreed.",
                )


def _replacing(promise: Commitment, agreed: AgreedTests) -> Iterator[str]:
    """What is wrong with tests that take the place of others."""
    labels = [each.label for each in promise.checkpoints if each.test] + ([""] if promise.test else [])
    before = dict.fromkeys(labels, date.min)
    for each in sorted(agreed.agreed, key=lambda each: each.agreed_on):
        of = f"the test of {each.label}" if each.label else "the test"
        if before.get(each.label) == each.agreed_on:
            yield f"{of} was agreed twice on {say_date(each.agreed_on)}, and which one stands is not said. Keep one."
        elif each.label in before and not each.reason.strip():
            yield f"{of} agreed on {say_date(each.agreed_on)} takes the place of an earlier one. Say why, in reason."
        before[each.label] = each.agreed_on


def _later_actions(folder: BodyFolder) -> Iterator[Fault]:
    """An action set later hangs on an item that is there, was not set before its meeting, and is in no notes."""
    meetings = {meeting.reference.home: meeting for meeting in folder.standing_meetings()}
    minuted = {action.reference for m in folder.meetings for item in m.items for action in item.actions}
    for later in folder.actions:
        where, reference, home = file_name(later), later.action.reference, later.action.reference.home
        if reference.kind != "action" or not reference.label:
            right = f"action {home}/{reference.label or 1}"
            yield Fault(where, f'"{reference}" is not how this action can be called. Write it as {right}.')
        if reference in minuted:
            yield Fault(where, f'"{reference}" is in the notes of its meeting. A reference is never used again.')
        if home not in meetings:
            yield Fault(where, f'hangs on "meeting {home}", and there is no such meeting here.')
            continue
        numbers = [item.number for item in meetings[home].items]
        if later.item not in numbers:
            known = ", ".join(numbers)
            yield Fault(where, f"hangs on item {later.item} of {meetings[home].reference}. Its items: {known}.")
        if later.set_on < meetings[home].date:
            held, day = say_date(meetings[home].date), say_date(later.set_on)
            yield Fault(where, f"was set on {day}, before its meeting on {held}. Give the day it was set.")


def _parts(folder: BodyFolder) -> Iterator[Fault]:
    """A part is played on an action, a matter or a plan that is here, and does not end before it begins."""
    known = {str(reference) for reference, value in known_references(folder).items() if isinstance(value, Action)}
    known |= {f"matter {matter.key}" for matter in folder.matters.matters}
    known |= {f"plan {plan.key}" for plan in folder.plans}
    for row, part in enumerate(folder.parts, start=2):
        where = f"parts.csv, row {row}"
        if str(part.reference) not in known:
            yield Fault(where, f'"{part.reference}" is no action, no matter and no plan of this folder.')
        if part.to_date and part.to_date < part.from_date:
            days = f"{say_date(part.from_date)} to {say_date(part.to_date)}"
            yield Fault(where, f"the part runs backwards: {days}. Exchange the two.")


def _looks(folder: BodyFolder) -> Iterator[Fault]:
    """A look is at a risk that is here, not before its meeting, and an inspection that it names is here."""
    risks = {reference for reference, value in known_references(folder).items() if isinstance(value, RiskOrOpportunity)}
    held = {meeting.reference.home: meeting.date for meeting in folder.standing_meetings()}
    inspections = {inspection.key for inspection in folder.inspections}
    for row, look in enumerate(folder.looks, start=2):
        where = f"looks.csv, row {row}"
        if look.reference not in risks:
            yield Fault(where, f'"{look.reference}" is no risk and no opportunity of this folder.')
        elif look.at < held[look.reference.home]:
            day = say_date(held[look.reference.home])
            yield Fault(where, f"the look of {say_date(look.at)} is older than the meeting that recorded it, {day}.")
        if look.inspection and look.inspection not in inspections:
            yield Fault(where, f'inspection names "{look.inspection}", and there is no such inspection here.')


def _moves(reference: Reference, folder: BodyFolder) -> Iterator[Fault]:
    """An action's events must be moves that its table allows."""
    mine = [event for event in folder.events if event.reference == reference]
    try:
        status_after([event.kind for event in sorted(mine, key=lambda event: event.at)])
    except Refused as refusal:
        yield Fault("events.csv", f"{reference}: {refusal}")


def _dues(folder: BodyFolder) -> Iterator[Fault]:
    for where, top in records(folder):
        for path, value in walk(top, where):
            if isinstance(value, Due):
                yield from (Fault(path, fault) for fault in due_faults(value))


# --- groups and loads ----------------------------------------------------------------------------------------------


def _groups(folder: BodyFolder) -> Iterator[Fault]:
    """A group at force level holds forces, one at local level none: the two are never mixed."""
    for group in folder.body.comparison_groups:
        if group.level not in ("force", "local"):
            yield Fault("body.toml", f'group {group.key}: level is "{group.level}". Write force or local.')
            continue
        for member in group.members:
            if member in folder.areas:
                is_force = folder.areas.get(member).kind is AreaKind.FORCE
                if is_force != (group.level == "force"):
                    yield Fault("body.toml", f"group {group.key} is at {group.level} level, and {member} is not.")


def _tracker(folder: BodyFolder) -> Iterator[Fault]:
    """What the tracker shows is a measure that is defined, or one facet of it that cuts across it."""
    settings = folder.body.tracker
    if settings is None:
        return
    yield from _shown_measures(folder, settings.measures, "body.toml, tracker")
    for place, peer in enumerate(settings.peers, start=1):
        where = f"body.toml, tracker.peers[{place}]"
        yield from _shown_measures(folder, peer.measures, where)
        if peer.tolerance is not None and not peer.tolerance > 0:
            yield Fault(
                where, f"tolerance is {peer.tolerance:g}. Give how large a gap still counts as parity, above 0."
            )
        if peer.area in folder.areas and folder.body.force in folder.areas:
            kinds = (folder.areas.get(key).kind for key in (peer.area, folder.body.force))
            if len(set(kinds)) > 1:
                yield Fault(where, f"{peer.area} is not of the level of the force: its peer must be a force too.")


def _shown_measures(folder: BodyFolder, measures: Iterable[str], where: str) -> Iterator[Fault]:
    known = {measure.key: measure for measure in folder.measures}
    for text in measures:
        try:
            key, facet = measure_and_facet(text)
        except NotAFacet as error:
            yield Fault(where, str(error))
            continue
        if key not in known:
            yield Fault(where, _no_such("measures", key, "measure", set(known)))
            continue
        strange = [part for part, _ in facet.parts if part not in known[key].facets]
        if strange:
            cuts = ", ".join(known[key].facets) or "nothing"
            yield Fault(where, f'"{text}" is cut by {", ".join(strange)}, and across {key} cuts {cuts}.')
        elif facet and text != (right := f"{key}[{facet}]"):
            yield Fault(where, f'"{text}" is not in the order of its keys. Write it as {right}.')


def _samples(folder: BodyFolder) -> Iterator[Fault]:
    """A sample that was read by a version of a standard which is not here."""
    versions: dict[str, set[int]] = defaultdict(set)
    for standard in folder.standards:
        versions[standard.key].add(standard.version)
    for sample in folder.samples:
        wanted, have = sample.standard_version, versions.get(sample.standard, set())
        if wanted is not None and not sample.standard:
            yield Fault(file_name(sample), "has a standard_version and no standard. Say of which standard it is.")
        elif wanted is not None and wanted not in have:
            known = ", ".join(map(str, sorted(have))) or "none"
            what = f"was read by version {wanted} of {sample.standard}, and the versions here are: {known}."
            yield Fault(file_name(sample), what)


def _same_file(folder: BodyFolder) -> Iterator[Fault]:
    """Two records that would be written to one file: the second would take the place of the first."""
    names = Counter(file_name(value) for home in ONE_EACH for value in getattr(folder, home))
    for name, times in names.items():
        if times > 1:
            yield Fault(name, f"would hold {times} records that have the same key. Give each a key of its own.")


def _documents(folder: BodyFolder) -> Iterator[Fault]:
    """Documents that came before they were asked for, and files that are not what their name says."""
    files = sorted(path for path in (folder.path / DOCUMENT_FILES).glob("*") if path.is_file())
    for path in files:
        if path.name.partition(".")[0] != sha256_of(path):
            yield Fault(
                f"{DOCUMENT_FILES}/{path.name}", "is not named by its SHA-256. Give it that name, or take it out."
            )
    there = {path.name.partition(".")[0] for path in files}
    for document in folder.documents:
        where = file_name(document)
        for day, says in ((document.due_on, "was due on"), (document.received_on, "was received on")):
            if day and document.asked_for_on and day < document.asked_for_on:
                asked = say_date(document.asked_for_on)
                yield Fault(where, f"{says} {say_date(day)}, before it was asked for on {asked}. Mend one of the days.")
        for version in document.versions:
            if version.file and version.sha256 not in there:
                what = (
                    f"version {version.version} came as {version.file}, and no file in {DOCUMENT_FILES} has its hash."
                )
                yield Fault(where, f"{what} Put it there, or leave out `file`.")


def _predictions(folder: BodyFolder) -> Iterator[Fault]:
    """What cannot be in the register of predictions, and forecasters that are no post of this body."""
    yield from prediction_faults(folder.predictions, folder.measures)
    posts = _known(folder)["post"]
    for row, prediction in enumerate(folder.predictions, start=2):
        if prediction.who not in posts:
            yield Fault(f"predictions.csv, row {row}", _no_such("who", prediction.who, "post", posts))


def _unknown_measures(folder: BodyFolder) -> Iterator[Doubt]:
    if not folder.loads:
        return
    table = known_rows(folder.path, None)
    for key in sorted(set(table["measure"].to_pylist())):
        if key not in folder.measures:
            yield Doubt("loads", f'there are figures for "{key}" and no definition: measures/{key}.toml is not here.')
    for key in sorted(set(table["area"].to_pylist())):
        if key not in folder.areas:
            yield Doubt("loads", f'there are figures for the area "{key}", which body.toml does not have.')


def _mixed(folder: BodyFolder) -> Iterator[Doubt]:
    """Measures of which some figures were made up and others published."""
    figures = folder.figures(None)
    for key in figures.measure_keys:
        made_up = figures.made_up(key)
        if made_up is not None and made_up.in_part:
            yield Doubt(
                "loads.csv", f"{key}: some figures were made up and others published. Give the one another key."
            )


# --- doubts --------------------------------------------------------------------------------------------------------


def _dates(folder: BodyFolder) -> Iterator[Doubt]:
    """Weekdays that do not fit, and due dates before the meeting that set them."""
    for meeting in folder.meetings:
        file = file_name(meeting)
        yield from _weekday(file, meeting.weekday, meeting.date)
        if meeting.next_meeting:
            yield from _weekday(f"{file}, next_meeting", meeting.next_meeting.weekday, meeting.next_meeting.date)
        for path, value in walk(meeting, file):
            due = getattr(value, "due", None)
            if due is not None and due.date is not None and due.date < meeting.date:
                yield Doubt(path, f"is due on {say_date(due.date)}, before the meeting that set it.")
            if isinstance(value, QuotedFigure) and (value.low or 0) > (value.high or math.inf):
                yield Doubt(path, f"the range {value.low} to {value.high} runs downwards.")


def _weekday(where: str, weekday: str, on: date | None) -> Iterator[Doubt]:
    from calendar import day_name

    if on is not None and weekday and day_name[on.weekday()].lower() != weekday.lower():
        yield Doubt(where, f"{say_date(on)} is a {day_name[on.weekday()]}, and the notes say {weekday}.")


def _names(folder: BodyFolder) -> Iterator[Doubt]:
    """One name that holds posts of two organisations at once: it may be two people, and is taken for one."""
    held: dict[str, list[tuple[Post, Holder]]] = defaultdict(list)
    for post in folder.body.posts:
        for holder in post.holders:
            if holder.person and post.organisation:
                held[holder.person].append((post, holder))
    for (post, holder), (other, also) in chain.from_iterable(combinations(each, 2) for each in held.values()):
        if post.organisation != other.organisation and _at_once(holder, also):
            yield Doubt(
                "body.toml",
                f'the same name holds "{post.key}" and "{other.key}", posts of two organisations, at one time. One '
                "name is taken for one person, and one account would act in both. If these are two people, write their "
                "names so that they differ.",
            )


def _at_once(one: Holder, other: Holder) -> bool:
    begins = max(one.from_date or date.min, other.from_date or date.min)
    return begins <= min(one.to_date or date.max, other.to_date or date.max)


def _not_canonical(folder: BodyFolder) -> Iterator[Doubt]:
    for name, text in canonical_files(folder).items():
        path = folder.path / name
        if not path.exists():
            yield Doubt(name, "is not where this record belongs: the file has another name.")
        elif path.read_bytes() != text.encode("utf-8"):
            yield Doubt(name, "is right, and not in the one writing. Let eyre write it: eyre check --write.")
