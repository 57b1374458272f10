"""The body in the database as one `BodyFolder`, read whole.

The rules of `eyre` (agenda, loose ends, coverage, commitments) take a body as a value. Reading one of ten years takes
tenths of a second, so pages take it from `eyre_web.snapshot.kept`, which reads again only what changed.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from eyre.body.folder import ONE_EACH, TABLES, BodyFolder
from eyre.body.registers import Matters, ProjectionSpecifications
from eyre.body.settings import Organisations
from eyre.core import Refused
from eyre.measures import Catalogue
from eyre_web.accounts import interchange as accounts
from eyre_web.body.models import KeptRecord
from eyre_web.documents import interchange as documents
from eyre_web.meetings import interchange as meetings

# Fields of a BodyFolder whose records have no model yet.
WITHOUT_MODEL = (
    "loads",
    *(name for name in TABLES if name not in ("events", "parts", "looks")),
    *(name for name in ONE_EACH if name not in ("meetings", "actions", "documents")),
)


def stored(path: Path) -> BodyFolder:
    """The body in this database as one value, to be written to `path`. Raises Refused where there is none."""
    return replace(without_cycle(path), **cycle())


def without_cycle(path: Path) -> BodyFolder:
    """The body without its meetings, the actions set later, what happened later, the parts of posts, the looks at
    risks."""
    of = KeptRecord.objects.of
    body = next(of("body"), None)
    if body is None:
        raise Refused(_("There is no body in this database yet. Bring one in: eyre import-body FOLDER"))
    kept = {name: tuple(of(name)) for name in WITHOUT_MODEL}
    return BodyFolder(
        path=path,
        body=replace(body, posts=accounts.posts()),
        organisations=Organisations(organisations=accounts.organisations(), abbreviations=tuple(of("abbreviations"))),
        measures=Catalogue(tuple(of("measures"))),
        documents=documents.documents(),
        matters=Matters(matters=meetings.matters()),
        projections=ProjectionSpecifications(projections=tuple(of("projections"))),
        **kept,
    )


def cycle() -> dict[str, Any]:
    """The fields of a body that its meetings and what happened later make."""
    return {
        "meetings": meetings.meetings(),
        "actions": meetings.later_actions(),
        "events": tuple(meetings.events()),
        "parts": meetings.parts(),
        "looks": meetings.looks(),
    }
