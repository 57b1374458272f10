"""A file as it comes in from a browser: held to a size while it arrives, then looked at apart, then scanned.

Nothing of it is believed: not its name, not the type the browser gives. Nothing of it is kept before all has been
looked at.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from eyre.core import BadInput, LimitReached, Refused
from eyre.readers.incoming import KINDS, Looked, clean_name, look_at
from eyre.readers.incoming.kinds import ALLOWED
from eyre_web.accounts.models import User
from eyre_web.audit import services as audit
from eyre_web.files.storage import copy_file, quarantine_home

MIB = 2**20
SCAN_SECONDS = 120
CLEAN, INFECTED = 0, 1  # what a scanner says by its exit code, as clamdscan does


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Writes what arrives to the disk, up to the limit of one request, and counts the rest without keeping it.

    So a form whose file is too large is answered like any other, with everything that was typed still there.
    """

    def handle_raw_input(self, *arguments: Any, **more: Any) -> None:
        self.written = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.written <= settings.EYRE_FILE_MIB * MIB:
            self.written += len(raw_data)
            super().receive_data_chunk(raw_data, start)


def _help(kinds: str) -> str:
    said = _("%(kinds)s, at most %(most)d MiB, without macros or a password.")
    return said % {"kinds": kinds, "most": settings.EYRE_FILE_MIB}


class ArrivingFileField(forms.FileField):
    """A file that a person chooses. Its size is looked at here, its content by `receive`. kinds: as the hint names
    them."""

    def __init__(self, *, kinds: str = ALLOWED, **more: Any) -> None:
        # An empty file is let through to `receive`, which says what it says of every file that is refused.
        look = forms.FileInput(attrs={"class": "govuk-file-upload"})
        super().__init__(help_text=lazy(_help, str)(kinds), allow_empty_file=True, widget=look, **more)

    def clean(self, data: Any, initial: Any = None) -> Any:
        if isinstance(data, UploadedFile) and (data.size or 0) > settings.EYRE_FILE_MIB * MIB:
            said = _("“%(name)s” has %(size)d MiB, and at most %(most)d MiB are taken. Send it in parts, or smaller.")
            size = -(-(data.size or 0) // MIB)
            raise ValidationError(
                said % {"name": clean_name(data.name or ""), "size": size, "most": settings.EYRE_FILE_MIB}
            )
        return super().clean(data, initial)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that may be kept: what arrived, which lies on the disk as long as this does; its clean name; its kind."""

    upload: UploadedFile[Any]
    name: str
    looked: Looked

    @property
    def path(self) -> Path:
        return arrived_at(self.upload)[0]

    @property
    def ending(self) -> str:
        return KINDS[self.looked.kind].endings[0]


def receive(uploaded: UploadedFile[Any], *, by: User) -> Arrived:
    """Look at a file that arrived, and let the virus scanner look. Raises Refused, saying why, for one not kept."""
    path, name = arrived_at(uploaded)
    try:
        looked = look_at(path, name)
    except (BadInput, LimitReached) as error:
        raise Refused(why_refused(error, name)) from error
    scan(path, name, looked.sha256, by=by)
    has_ending = name.lower().endswith(KINDS[looked.kind].endings)
    return Arrived(uploaded, name if has_ending else f"{name}{KINDS[looked.kind].endings[0]}", looked)


def arrived_at(uploaded: UploadedFile[Any]) -> tuple[Path, str]:
    """Where an uploaded file lies for the time of the request, and its name without what could mislead."""
    return Path(uploaded.temporary_file_path()), clean_name(uploaded.name or "")  # type: ignore[attr-defined]


def why_refused(error: BadInput | LimitReached, name: str) -> str:
    """Why a file is refused, in sentences that begin with its name."""
    if isinstance(error, LimitReached):
        return _("%(name)s is too much to look at within limits, and was not kept. Send a smaller one.") % {
            "name": name
        }
    return " ".join(f"{fault.where} {fault.what}" for fault in error.faults)


# --- the virus scanner ---------------------------------------------------------------------------------------------


def scan(path: Path, name: str, sha256: str, *, by: User) -> None:
    """Let the scanner that the settings name look at a file; without one, nothing is asked.

    Raises Refused for a file that it refuses, which is put aside, and where it gives no answer: nothing is kept unseen.
    """
    command = shlex.split(settings.EYRE_SCANNER)
    if not command:
        return
    try:
        answered = subprocess.run(
            [*command, str(path)], stdin=subprocess.DEVNULL, capture_output=True, timeout=SCAN_SECONDS, check=False
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        answered = None
    if answered == INFECTED:
        _put_aside(path, name, sha256, by=by)
        raise Refused(
            _("The virus scanner refused %(name)s. It was put aside, where nobody opens it. Ask for another.")
            % {"name": name}
        )
    if answered != CLEAN:
        raise Refused(
            _("The virus scanner gave no answer, and no file is kept unscanned. Tell whoever keeps the server.")
        )


def _put_aside(path: Path, name: str, sha256: str, *, by: User) -> None:
    quarantine_home().mkdir(mode=0o700, parents=True, exist_ok=True)
    target = quarantine_home() / sha256
    copy_file(path, target)
    os.chmod(target, 0o600)
    with transaction.atomic():
        audit.record("file.put_aside", f"file {sha256}", by=by, after={"name": name})
