"""The body folder: everything a body owns, as one value; read whole, checked whole, written in one way.

A folder is read into a `BodyFolder` of frozen records. `read_folder` raises every fault of every file at once; nothing
is half read. What the records say about one another is looked at in `check`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from eyre.body.agreed import AgreedTests
from eyre.body.figures import Figures
from eyre.body.files import sha256_of, write_whole
from eyre.body.history import History
from eyre.body.house import house_files
from eyre.body.later import LaterAction
from eyre.body.loads import MANIFEST, Manifest, load_path
from eyre.body.meeting import Action, Item, Meeting
from eyre.body.reading import Reading
from eyre.body.registers import (
    AskedFor,
    Document,
    Event,
    Happening,
    Initiative,
    Inspection,
    LoadEntry,
    Matters,
    PartPlayed,
    Plan,
    Prediction,
    ProjectionSpecifications,
    RebaseMark,
    RiskLook,
    Sample,
    Standard,
)
from eyre.body.settings import Body, Organisations
from eyre.core import AreaTree, Fault, NotFound, population_faults, raise_if_any, tree_faults
from eyre.core.codec import read_csv, read_toml, write_csv, write_toml
from eyre.measures import Catalogue, Measure, read_measures, write_measure

T = TypeVar("T")

BODY = "body.toml"
ISSUED_PROJECTIONS = "issued/projections"
ONE_FILE = {"organisations": Organisations, "matters": Matters, "projections": ProjectionSpecifications}
TABLES: dict[str, type[Any]] = {
    "events": Event,
    "parts": PartPlayed,
    "looks": RiskLook,
    "asked_for": AskedFor,
    "timeline": Happening,
    "rebases": RebaseMark,
    "predictions": Prediction,
}
ONE_EACH: dict[str, type[Any]] = {
    "meetings": Meeting,
    "actions": LaterAction,
    "commitments": AgreedTests,
    "readings": Reading,
    "samples": Sample,
    "initiatives": Initiative,
    "standards": Standard,
    "inspections": Inspection,
    "plans": Plan,
    "documents": Document,
}


DOCUMENT_FILES = "documents/files"  # where files of documents lie, each named by its hash


@dataclass(frozen=True)
class BodyFolder:
    """A body folder as read; every field but `path` is what its files say."""

    path: Path
    body: Body
    organisations: Organisations = field(default_factory=Organisations)
    measures: Catalogue = field(default_factory=Catalogue)
    loads: tuple[LoadEntry, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    actions: tuple[LaterAction, ...] = ()  # set after the notes of their meeting had been agreed
    commitments: tuple[AgreedTests, ...] = ()
    readings: tuple[Reading, ...] = ()
    events: tuple[Event, ...] = ()
    parts: tuple[PartPlayed, ...] = ()
    looks: tuple[RiskLook, ...] = ()
    asked_for: tuple[AskedFor, ...] = ()
    matters: Matters = field(default_factory=Matters)
    timeline: tuple[Happening, ...] = ()
    rebases: tuple[RebaseMark, ...] = ()
    projections: ProjectionSpecifications = field(default_factory=ProjectionSpecifications)
    predictions: tuple[Prediction, ...] = ()
    samples: tuple[Sample, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    standards: tuple[Standard, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    plans: tuple[Plan, ...] = ()
    documents: tuple[Document, ...] = ()

    @cached_property
    def areas(self) -> AreaTree:
        return AreaTree(self.body.areas)

    def figures(self, as_of: date | None) -> Figures:
        """The figures this body knew on a day, by the loads there were when it was read; all, without a day."""
        if as_of not in self._known:
            invented = {entry.id: entry.made_up for entry in self.loads if entry.made_up}
            rows = self._history.known_rows(as_of)
            self._known[as_of] = Figures(rows, self.areas, self.measures, as_of, invented)
        return self._known[as_of]

    @cached_property
    def _history(self) -> History:
        return History(self.path, Manifest(self.loads))

    @cached_property
    def _known(self) -> dict[date | None, Figures]:
        return {}

    def share_figures(self, other: BodyFolder) -> None:
        """Take over what another has read of figures, where both have the same loads, measures and areas."""
        alike = all(getattr(self, name) == getattr(other, name) for name in ("path", "loads", "measures"))
        if alike and self.body.areas == other.body.areas:
            names = ("_history", "_known", "areas")
            vars(self).update({name: vars(other)[name] for name in names if name in vars(other)})

    def standing_meetings(self) -> tuple[Meeting, ...]:
        """Each meeting once, in its last version, by date."""
        latest = {m.reference: m for m in sorted(self.meetings, key=lambda m: m.version)}
        return tuple(sorted(latest.values(), key=lambda m: (m.date, m.series)))

    def actions_by(self, day: date) -> Iterator[tuple[Meeting, Item, Action]]:
        """Every action that was set by a day, those of the notes and those set later, with where each hangs."""
        later: dict[tuple[str, str], list[Action]] = {}
        for each in self.actions:
            if each.set_on <= day:
                later.setdefault((each.action.reference.home, each.item), []).append(each.action)
        for meeting in self.standing_meetings():
            for item in meeting.items if meeting.date <= day else ():
                for action in (*item.actions, *later.get((meeting.reference.home, item.number), ())):
                    yield meeting, item, action

    def inputs(self) -> Iterator[tuple[str, str]]:
        """Name and hash of every file that what is issued can depend on, by name: those this reader reads."""
        single = [
            self.path / name
            for name in (BODY, MANIFEST, *(f"{n}.toml" for n in ONE_FILE), *(f"{n}.csv" for n in TABLES))
        ]
        many = [path for home in ("measures", *ONE_EACH) for path in (self.path / home).glob("*.toml")]
        loads = [load_path(self.path, entry) for entry in self.loads if not entry.retracts]
        issued = (self.path / ISSUED_PROJECTIONS).glob("*.toml")
        for path in sorted({*single, *many, *loads, *issued, *house_files(self.path)}):
            if path.is_file():
                yield path.relative_to(self.path).as_posix(), sha256_of(path)


def read_folder(path: Path) -> BodyFolder:
    """Read a body folder whole. Raises NotFound where there is none, BadInput with every fault of every file."""
    if not (path / BODY).is_file():
        raise NotFound(f"{path} is not a body folder: it has no {BODY}. Make one with: eyre new {path}")
    faults: list[Fault] = []
    parts: dict[str, Any] = {"body": _toml(Body, path / BODY, BODY, faults)}
    for name, cls in ONE_FILE.items():
        file = path / f"{name}.toml"
        parts[name] = _toml(cls, file, file.name, faults) if file.exists() else cls()
    for name, cls in TABLES.items():
        parts[name] = _table(cls, path / f"{name}.csv", faults)
    for name, cls in ONE_EACH.items():
        files = sorted((path / name).glob("*.toml"))
        parts[name] = tuple(_toml(cls, file, f"{name}/{file.name}", faults) for file in files)
    parts["measures"], wrong = read_measures(path / "measures")
    faults.extend(wrong)
    parts["loads"] = _table(LoadEntry, path / MANIFEST, faults)
    if parts["body"] is not None:
        areas = parts["body"].areas
        faults.extend(Fault(BODY, what) for what in tree_faults(areas))
        faults.extend(Fault(BODY, what) for area in areas for what in population_faults(area))
    raise_if_any(faults)
    return BodyFolder(path=path, **parts)


def _toml(cls: type[T], file: Path, where: str, faults: list[Fault]) -> T | None:
    """One record from its file; None, with its faults noted, where it cannot be read."""
    value, wrong = read_toml(cls, file.read_bytes(), where)
    faults.extend(wrong)
    return value


def _table(cls: type[T], file: Path, faults: list[Fault]) -> tuple[T, ...]:
    if not file.exists():
        return ()
    records, wrong = read_csv(cls, file.read_bytes(), file.name)
    faults.extend(wrong)
    return tuple(records)


# --- writing -------------------------------------------------------------------------------------------------------


def canonical_files(folder: BodyFolder) -> dict[str, str]:
    """Every text file of a folder by name, in its one writing; empty registers make no file. Loads stay as they are."""
    written = {BODY: write_toml(folder.body)}
    for name in ONE_FILE:
        value = getattr(folder, name)
        if value != type(value)():
            written[f"{name}.toml"] = write_toml(value)
    for name, cls in TABLES.items():
        if records := getattr(folder, name):
            written[f"{name}.csv"] = write_csv(cls, records)
    for name in ONE_EACH:
        written |= {file_name(value): write_toml(value) for value in getattr(folder, name)}
    written |= {file_name(measure): write_measure(measure) for measure in folder.measures}
    return written


def write_folder(folder: BodyFolder) -> list[str]:
    """Write what differs from its one writing; the names of the files that were written."""
    changed = []
    for name, text in canonical_files(folder).items():
        path = folder.path / name
        if not path.exists() or path.read_bytes() != text.encode("utf-8"):
            write_whole(path, text)
            changed.append(name)
    return changed


def file_name(record: Any) -> str:
    """The name of the file that a record of its own file is kept in: "meetings/oversight-2023-11-15.toml"."""
    if isinstance(record, Measure):
        return f"measures/{record.key}.toml"
    home = next(name for name, cls in ONE_EACH.items() if isinstance(record, cls))
    return f"{home}/{_FILE_NAMES[home](record)}.toml"


def _meeting_file(meeting: Meeting) -> str:
    version = f"-v{meeting.version}" if meeting.version > 1 else ""
    return f"{meeting.series}-{meeting.date.isoformat()}{version}"


_FILE_NAMES: dict[str, Callable[[Any], str]] = {
    "meetings": _meeting_file,
    "actions": lambda later: f"{later.action.reference.home}-{later.action.reference.label}",
    "commitments": lambda agreed: f"{agreed.reference.home}-{agreed.reference.label}",
    "readings": lambda reading: reading.key,
    "samples": lambda sample: f"{sample.reference.home}-{sample.reference.label}".rstrip("-"),
    "initiatives": lambda initiative: initiative.key,
    "standards": lambda standard: f"{standard.key}-v{standard.version}",
    "inspections": lambda inspection: inspection.key,
    "plans": lambda plan: f"{plan.key}-v{plan.version}",
    "documents": lambda document: document.key,
}
