"""body.toml and organisations.toml: who the body is, over whom, with which posts, plan, groups and words."""

from __future__ import annotations

from datetime import date

from eyre.core import Area, is_in_force
from eyre.core.codec import TimeOfDay, record
from eyre.core.keys import Key
from eyre.cycle.words import SeriesKind


@record
class Holder:
    """Who held a post from one day to another. `person` is personal data: it may be left out.

    temporary: held the rank for a time (T/). acting: stood in for its holder (A/).
    """

    person: str = ""
    from_date: date | None = None
    to_date: date | None = None
    temporary: bool = False
    acting: bool = False


@record
class Post:
    """A post that can chair, own, give or receive; the person in it is found by the date."""

    key: Key
    title: str
    abbreviation: str = ""
    organisation: str = ""
    collective: bool = False  # service managers, senior leads, partners
    holders: tuple[Holder, ...] = ()
    from_date: date | None = None
    to_date: date | None = None

    def holder(self, on: date) -> Holder | None:
        """Who held the post on a day, if it is known."""
        held = [h for h in self.holders if is_in_force(h.from_date, h.to_date, on)]
        return held[-1] if held else None


@record
class Objective:
    """An objective of the police and crime plan, with the days it is in force."""

    key: Key
    title: str
    what: str = ""
    from_date: date | None = None
    to_date: date | None = None
    source: str = ""


@record
class ComparisonGroup:
    """A set of areas to be compared with, as it was from one day to another.

    level: "force" or "local"; groups of the two levels are different groups and are never mixed.
    made_up: true for a group that is only an illustration; every page that uses it says so.
    """

    key: Key
    name: str
    level: str
    members: tuple[str, ...]
    of: str = ""  # the area whose most similar group it is
    from_date: date | None = None
    to_date: date | None = None
    made_up: bool = False
    source: str = ""


@record
class MeetingSeries:
    """A run of meetings, with its other names and its planned dates."""

    key: Key
    title: str
    kind: SeriesKind = SeriesKind.MONTHLY
    aliases: tuple[str, ...] = ()
    rhythm: str = "monthly"
    start: TimeOfDay | None = None
    venue: str = ""
    chair: str = ""
    minute_taker: str = ""
    planned: tuple[date, ...] = ()


@record
class Labels:
    """What this body calls things; everything else says "oversight body" and "chief officer"."""

    oversight_body: str = "oversight body"
    chief_officer: str = "chief officer"
    force: str = "force"
    local_area: str = "local policing area"
    pack_title: str = "Meeting pack"


@record
class Peer:
    """An area that somebody named as a benchmark of the force: how far it is from it, and when it would be level."""

    area: str
    measures: tuple[str, ...] = ()  # as in the tracker; all where none is named
    tolerance: float | None = None  # a gap that still counts as parity: points of a share, else per 1,000 residents
    source: str = ""  # who named it, where


@record
class Tracker:
    """Which series the tracker shows, in which order; without it, every measure with figures, for the force."""

    measures: tuple[str, ...] = ()  # keys; of one facet of a measure key[facet], as in outcomes[outcome=1]
    areas: tuple[str, ...] = ()
    compare_with: tuple[str, ...] = ()  # other forces shown beside it
    peers: tuple[Peer, ...] = ()


@record
class Body:
    """body.toml."""

    key: Key
    name: str
    kind: str  # police and crime commissioner, mayor, policing board, police authority
    force: str  # key of the force's area
    illustrative: str = ""  # said on every page: what in this folder is not real
    licence: str = ""
    attribution: str = ""
    areas: tuple[Area, ...] = ()
    posts: tuple[Post, ...] = ()
    objectives: tuple[Objective, ...] = ()
    comparison_groups: tuple[ComparisonGroup, ...] = ()
    meeting_series: tuple[MeetingSeries, ...] = ()
    labels: Labels = Labels()
    tracker: Tracker | None = None


@record
class DatedName:
    """A name and its short form, from one day to another."""

    name: str
    abbreviation: str = ""
    from_date: date | None = None
    to_date: date | None = None


@record
class Organisation:
    """One organisation under all its names: HMIC until July 2017 is HMICFRS after it."""

    key: Key
    names: tuple[DatedName, ...]
    aliases: tuple[str, ...] = ()
    what: str = ""

    def name(self, on: date) -> DatedName:
        """The name it bore on a day; its last, if the day is outside all."""
        bearing = [n for n in self.names if is_in_force(n.from_date, n.to_date, on)]
        return (bearing or list(self.names))[-1]

    @property
    def known_as(self) -> frozenset[str]:
        """Every name, short form and alias it was ever given."""
        short = {n.abbreviation for n in self.names if n.abbreviation}
        return frozenset({n.name for n in self.names} | short | set(self.aliases))


@record
class Abbreviation:
    """A short form and what it stands for; `doubt` when the source never spells it out."""

    short: str
    long: str
    doubt: str = ""


@record
class Organisations:
    """organisations.toml."""

    organisations: tuple[Organisation, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
