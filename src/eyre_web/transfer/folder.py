"""A body folder in and out of the database: the same values, the same bytes, the same files.

In: only into an empty database, whole or not at all. Out: into a folder that is empty. The files that Eyre does not
read as records (loads, what was issued, a README) are kept in the data directory as they came, each with its hash.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre.body.check import check_folder, records
from eyre.body.datapackage import NAME as DATAPACKAGE
from eyre.body.datapackage import write_datapackage
from eyre.body.files import LOCK, sha256_of, write_whole
from eyre.body.folder import BODY, ONE_EACH, ONE_FILE, TABLES, BodyFolder, read_folder, write_folder
from eyre.body.loads import MANIFEST
from eyre.body.registers import LoadEntry
from eyre.core import BadInput, Fault, Refused, raise_if_any
from eyre.core.codec import json_ready, write_csv
from eyre_web.accounts import interchange as accounts
from eyre_web.accounts.models import Post
from eyre_web.audit import services as audit
from eyre_web.body.models import KeptFile, KeptRecord
from eyre_web.documents import interchange as documents
from eyre_web.files.storage import copy_file, files_home
from eyre_web.finding import indexing
from eyre_web.meetings import interchange as meetings
from eyre_web.meetings.models import Meeting
from eyre_web.snapshot.whole import WITHOUT_MODEL, stored

EXPORTED = "exported.toml"  # says that a folder is a copy; never read back


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in, or went out."""

    name: str
    meetings: int
    actions: int
    events: int
    files: int


# --- in ------------------------------------------------------------------------------------------------------------


def import_body(path: Path, *, by: Any = None) -> Taken:
    """Bring a body folder in. Raises Refused where there is a body already, BadInput with every fault of the folder."""
    check_is_empty()
    folder = read_folder(path)
    raise_if_any(check_folder(folder).faults)
    names = sorted(other_files(path))
    try:
        with transaction.atomic():
            keep(folder)
            files = [_take_in(path, name) for name in names]
            KeptFile.objects.bulk_create(files)
            after = {"name": folder.body.name, "files": {file.name: file.sha256 for file in files}}
            audit.record("body.imported", f"body {folder.body.key}", by=by, after=after)
    except BaseException:
        shutil.rmtree(files_home(), ignore_errors=True)
        raise
    return _counts(folder, len(files))


def check_is_empty() -> None:
    """Raise Refused unless there is no body in this database yet, and no file of one in the data directory."""
    if KeptRecord.objects.exists() or Post.objects.exists() or Meeting.objects.exists():
        raise Refused(
            _("There is a body in this database already, and one database holds one body. Take another with EYRE_DATA.")
        )
    if files_home().exists():
        raise Refused(
            _("%(home)s has the files of a body, and nothing is written over. Move it away, or take another EYRE_DATA.")
            % {"home": files_home()}
        )


def keep(folder: BodyFolder) -> None:
    """Keep every record of a folder as rows. Raises BadInput for text that no database takes."""
    _check_texts(folder)
    keep_kind = KeptRecord.objects.keep
    keep_kind("body", [replace(folder.body, posts=())])
    keep_kind("abbreviations", folder.organisations.abbreviations)
    keep_kind("measures", folder.measures)
    keep_kind("projections", folder.projections.projections)
    for name in WITHOUT_MODEL:
        keep_kind(name, getattr(folder, name))
    accounts.keep_posts(folder.body.posts)
    accounts.keep_organisations(folder.organisations.organisations)
    meetings.keep_matters(folder.matters.matters)
    meetings.keep_meetings(folder.meetings)
    meetings.keep_later_actions(folder.actions)
    meetings.keep_parts(folder.parts)
    meetings.keep_looks(folder.looks)
    meetings.keep_events(folder.events)
    documents.keep_documents(folder.documents)
    indexing.rebuild()


def _check_texts(folder: BodyFolder) -> None:
    """Raise BadInput for the character 0, which PostgreSQL does not take."""
    raise_if_any(
        [
            Fault(where, "holds the character 0, which no database keeps. Take it out.")
            for where, value in records(folder)
            if _has_nought(json_ready(value))
        ]
    )


def _has_nought(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_nought, value.values()))
    return any(map(_has_nought, value)) if isinstance(value, list) else isinstance(value, str) and "\0" in value


def other_files(path: Path) -> Iterator[str]:
    """The files of a folder that are not read as records. Raises BadInput for a link: it could lead anywhere."""
    read = {
        BODY,
        MANIFEST,
        DATAPACKAGE,
        EXPORTED,
        *(f"{name}.toml" for name in ONE_FILE),
        *(f"{n}.csv" for n in TABLES),
    }
    homes = {"measures", *ONE_EACH}
    for file in path.rglob("*"):
        name = file.relative_to(path)
        if file.is_symlink():
            raise BadInput([Fault(str(name), "is a link. Put the file itself there.")])
        is_record = name.parent.as_posix() in homes and name.suffix == ".toml"
        hidden = any(part.startswith(".") for part in name.parts)
        if file.is_file() and not (is_record or hidden or name.as_posix() in read or name.name == LOCK):
            yield name.as_posix()


def _take_in(path: Path, name: str) -> KeptFile:
    copy_file(path / name, files_home() / name)
    return KeptFile(name=name, sha256=sha256_of(files_home() / name), size=(files_home() / name).stat().st_size)


# --- out -----------------------------------------------------------------------------------------------------------


def export_body(path: Path) -> Taken:
    """Write the body out as a folder. Raises Refused where there is anything in it, BadInput for a damaged file."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise Refused(_("%(path)s is not empty, and nothing is written over. Name a new folder.") % {"path": path})
    with transaction.atomic():
        folder = stored(path)
        files = list(KeptFile.objects.all())
        head = audit.head()
    raise_if_any(damaged_files(files))
    write_folder(folder)
    if folder.loads:
        write_whole(path / MANIFEST, write_csv(LoadEntry, folder.loads))
    for file in files:
        copy_file(files_home() / file.name, path / file.name)
    write_datapackage(folder)
    write_whole(path / EXPORTED, _exported(head))
    return _counts(folder, len(files))


def _exported(head: str) -> str:
    on = timezone.localdate().isoformat()
    return (
        "# A copy: while a server owns this body, what is changed here reaches nobody.\n"
        f'audit_head = "{head}"\nexported_on = {on}\n'
    )


def damaged_files(files: list[KeptFile]) -> list[Fault]:
    """Every kept file that is gone or is not what came in."""
    faults = []
    for file in files:
        path = files_home() / file.name
        if not path.is_file():
            faults.append(Fault(file.name, f"is not in {files_home()}. Put it back from a backup."))
        elif sha256_of(path) != file.sha256:
            faults.append(Fault(file.name, "is not the file that came in: its hash differs. Restore it from a backup."))
    return faults


def _counts(folder: BodyFolder, files: int) -> Taken:
    standing = folder.standing_meetings()
    return Taken(
        name=folder.body.name,
        meetings=len(standing),
        actions=sum(len(item.actions) for meeting in standing for item in meeting.items) + len(folder.actions),
        events=len(folder.events),
        files=files,
    )
