"""A body folder to begin with: a territorial force with its districts, posts without names, one series of meetings.

What the gazetteer knows is filled in; what only the office knows is left plain, to be written over in body.toml.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

from eyre.body.folder import BodyFolder
from eyre.body.settings import Body, Labels, MeetingSeries, Organisations, Post, Tracker
from eyre.core import Area, AreaKind, NotFound
from eyre.measures import Catalogue, shipped
from eyre.readers.gazetteer import District, Force, districts, force_named, forces, slug
from eyre.readers.placing import Where

NOT_TRACKED = frozenset({"last_outcome"})  # young months are cut off on the right: no trend may be read from it


class BodyKind(StrEnum):
    """What kind of oversight body it is."""

    COMMISSIONER = "commissioner"
    MAYOR = "mayor"
    BOARD = "board"
    AUTHORITY = "authority"

    @property
    def words(self) -> str:
        return _WORDS[self][0]

    @property
    def abbreviation(self) -> str:
        return _WORDS[self][1]


_WORDS = {
    BodyKind.COMMISSIONER: ("police and crime commissioner", "PCC"),
    BodyKind.MAYOR: ("mayor", ""),
    BodyKind.BOARD: ("policing board", ""),
    BodyKind.AUTHORITY: ("police authority", ""),
}
# Where it is not a commissioner, at the time of writing.
KINDS = {
    "city-of-london": BodyKind.AUTHORITY,
    "greater-manchester": BodyKind.MAYOR,
    "metropolitan": BodyKind.MAYOR,
    "north-yorkshire": BodyKind.MAYOR,
    "northern-ireland": BodyKind.BOARD,
    "south-yorkshire": BodyKind.MAYOR,
    "west-yorkshire": BodyKind.MAYOR,
}
LED_BY_A_COMMISSIONER = frozenset({"city-of-london", "metropolitan"})  # the head of these two forces
WITHOUT_GROUND = frozenset({"btp"})  # polices railways, not a territory
OVERSIGHT, DEPUTY_OVERSIGHT, CHIEF, DEPUTY_CHIEF = (
    "oversight-body",
    "deputy-oversight-body",
    "chief-officer",
    "deputy-chief-officer",
)
NOTES = "policy-officer"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says of a new body; what is left empty is filled from the force.

    chair: the post that chairs the meeting. next_meeting: its planned day.
    """

    force: str
    next_meeting: date
    name: str = ""
    kind: BodyKind | None = None
    series: str = ""
    chair: str = ""


def territorial_force(text: str) -> Force:
    """The force that a key or name means. Raises NotFound with its neighbours in spelling."""
    force = force_named(text)
    if force is not None and force.key not in WITHOUT_GROUND:
        return force
    keys = [each.key for each in forces() if each.key not in WITHOUT_GROUND]
    near = get_close_matches(slug(text), keys, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"Forces: {', '.join(keys)}."
    raise NotFound(f'No territorial force of England, Wales or Northern Ireland is called "{text}". {hint}')


def usual_kind(force: Force) -> BodyKind:
    """The kind of body that holds a force to account."""
    return KINDS.get(force.key, BodyKind.COMMISSIONER)


def new_body(path: Path, wishes: Wishes) -> BodyFolder:
    """The folder of a new body, not yet written. Raises NotFound for a force that is not known."""
    force = territorial_force(wishes.force)
    kind = wishes.kind or usual_kind(force)
    measures = shipped("police_uk")
    body = Body(
        key=slug(wishes.name) if wishes.name else force.key,
        name=wishes.name or f"{force.name} {kind.words}",
        kind=kind.words,
        force=force.key,
        licence="Open Government Licence v3.0",
        attribution="Contains public sector information licensed under the Open Government Licence v3.0.",
        areas=_areas(force),
        posts=_posts(force, kind, wishes.chair),
        meeting_series=(_series(wishes),),
        labels=Labels(oversight_body=kind.words, chief_officer=_chief(force).lower()),
        tracker=_tracker(force, measures),
    )
    return BodyFolder(path=path, body=body, organisations=Organisations(), measures=measures)


def _areas(force: Force) -> tuple[Area, ...]:
    """The force, its districts as police.uk names them, and two areas for records that lie in none of them.

    Districts carry no dates: figures come under the names of 2021, also after a district was merged.
    """
    whole = Area(
        key=force.key,
        name=force.name,
        kind=AreaKind.FORCE,
        code=force.code,
        populations=force.populations,
    )
    parts = tuple(_district(d, force) for d in districts(force.key))
    return (whole, *parts, *_not_placed(force)) if len(parts) > 1 else (whole,)


def _district(district: District, force: Force) -> Area:
    """A district of the force; two forces have one of their own name, which then says that it is the district."""
    alike = district.key == force.key
    return Area(
        key=f"{district.key}-district" if alike else district.key,
        name=f"{district.name} (district)" if alike else district.name,
        kind=AreaKind.DISTRICT,
        part_of=force.key,
        code=district.code,
        aliases=(district.name,) if alike else (),
    )


def _not_placed(force: Force) -> tuple[Area, ...]:
    named = ((Where.NO_LOCATION, "no location"), (Where.OUTSIDE, "outside the force"))
    return tuple(
        Area(key=f"{force.key}:{where}", name=f"{force.name}, {words}", kind=AreaKind.NOT_PLACED, part_of=force.key)
        for where, words in named
    )


def _chief(force: Force) -> str:
    return "Commissioner of Police" if force.key in LED_BY_A_COMMISSIONER else "Chief Constable"


def _posts(force: Force, kind: BodyKind, chair: str) -> tuple[Post, ...]:
    """Posts without people. Who holds one, and from when, is the office's to write."""
    office, own = kind.words[0].upper() + kind.words[1:], force.police_uk_name
    chief = _chief(force)
    posts = (
        Post(key=OVERSIGHT, title=office, abbreviation=kind.abbreviation),
        Post(key=DEPUTY_OVERSIGHT, title=f"Deputy {kind.words}"),
        Post(key="chief-executive", title="Chief executive of the office"),
        Post(key=NOTES, title="Policy officer"),
        Post(key=CHIEF, title=chief, organisation=own),
        Post(key=DEPUTY_CHIEF, title=f"Deputy {chief}", organisation=own),
        Post(key="service-managers", title="Service managers", organisation=own, collective=True),
    )
    known = {post.key for post in posts}
    return (
        posts if not chair or chair in known else (*posts, Post(key=chair, title=chair.replace("-", " ").capitalize()))
    )


def _series(wishes: Wishes) -> MeetingSeries:
    title = wishes.series or "Monthly assurance meeting"
    return MeetingSeries(
        key=slug(title),
        title=title,
        chair=wishes.chair or OVERSIGHT,
        minute_taker=NOTES,
        planned=(wishes.next_meeting,),
    )


def _tracker(force: Force, measures: Catalogue) -> Tracker:
    """The force first, then its districts beside one another."""
    areas = tuple(area.key for area in _areas(force) if area.kind is not AreaKind.NOT_PLACED)
    return Tracker(measures=tuple(m.key for m in measures if m.key not in NOT_TRACKED), areas=areas)
