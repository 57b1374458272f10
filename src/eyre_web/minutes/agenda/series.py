"""Changes to the series of meetings in the body's settings."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from eyre.body.settings import MeetingSeries
from eyre.core import Refused
from eyre.core.codec import json_ready
from eyre.cycle.words import SeriesKind
from eyre_web.accounts.access import access_of
from eyre_web.accounts.models import User
from eyre_web.body.models import KeptRecord, as_record
from eyre_web.minutes.agenda.changing import check_posts
from eyre_web.minutes.agenda.planning import add_to_body, change_in_body
from eyre_web.minutes.permissions import check_may_keep_notes

LONGEST_KEY = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesSaid:
    """What a person says of a series."""

    title: str
    kind: SeriesKind
    aliases: tuple[str, ...] = ()
    rhythm: str = ""
    start: time | None = None
    venue: str = ""
    chair: str = ""
    minute_taker: str = ""
    planned: tuple[date, ...] = ()


class SeriesChangedMeanwhile(Refused):
    """Somebody else has changed the series since the person looked at it."""

    def __init__(self, series: MeetingSeries) -> None:
        self.series = series
        super().__init__(_("This series was changed after you opened it. What it says now stands beside; send again."))


def fingerprint(series: MeetingSeries) -> str:
    """What a series says, in a few letters: who changes another than they saw is told."""
    return hashlib.sha256(json.dumps(json_ready(series), sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def add_series(said: SeriesSaid, *, by: User, on: date) -> MeetingSeries:
    """Add a series of meetings. Raises Refused where one has its title already."""
    check_may_keep_notes(access_of(by, on))
    body = KeptRecord.objects.select_for_update(no_key=True).get(kind="body")
    _check(said)
    series = MeetingSeries(key=_key(said.title), **_fields(said))
    add_to_body(body, series, by=by)
    return series


@transaction.atomic
def change_series(key: str, said: SeriesSaid, *, by: User, on: date, seen: str | None = None) -> MeetingSeries:
    """Change what a series is called, when it meets, and what its meetings begin from. Meetings on record stay."""
    check_may_keep_notes(access_of(by, on))
    body = KeptRecord.objects.select_for_update(no_key=True).get(kind="body")
    plain = next((each for each in body.value.get("meeting_series", ()) if each["key"] == key), None)
    if plain is None:
        raise Refused(_("There is no series %(key)s in the settings of this body.") % {"key": key})
    before = as_record(MeetingSeries, plain, f"series {key}")
    if seen is not None and seen != fingerprint(before):
        raise SeriesChangedMeanwhile(before)
    _check(said)
    changed = replace(before, **_fields(said))
    if changed == before:
        raise Refused(_("Nothing is different from what stands there already."))
    change_in_body(body, changed, before=before, by=by)
    return changed


def _fields(said: SeriesSaid) -> dict[str, Any]:
    fields = {name: getattr(said, name) for name in SeriesSaid.__slots__}
    return {**fields, "title": " ".join(said.title.split()), "planned": tuple(sorted(set(said.planned)))}


def _check(said: SeriesSaid) -> None:
    if not said.title.strip():
        raise Refused(_("Give the series a title."))
    check_posts(said.chair, said.minute_taker)


def _key(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_KEY].strip("-")
    if not key:
        raise Refused(_("Give it a title with letters, so that it can be found."))
    return key
