"""What every paper stands on: the record as it stood on the day of a meeting, and for whom the paper is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cached_property

from eyre import __version__
from eyre.body.folder import BodyFolder
from eyre.body.meeting import Item, Meeting
from eyre.cycle.states import QuestionStatus, say_state
from eyre.cycle.words import Proceedings
from eyre.disclosure import Audience
from eyre.minutes.building import Level, level
from eyre.minutes.registers import awaits_identification_check, proceedings_of, registers
from eyre.minutes.standing import NO_ANSWER, Standing
from eyre.pack.document import Block, Callout, CalloutKind, Document, Paragraph, Section, Text
from eyre.pack.text import Name
from eyre.papers.abbreviations import explained, glossary

DRAFT, PROPOSED = "DRAFT", "PROPOSED"
DEEPEST = 4  # levels of headings under a title
NOT_STATED = "not stated"
Meta = tuple[Text, Text]


@dataclass(frozen=True)
class Setting:
    """The record on the day of a meeting, for one audience."""

    standing: Standing
    audience: Audience

    @property
    def folder(self) -> BodyFolder:
        return self.standing.folder

    @property
    def on(self) -> date:
        return self.standing.day.date

    # --- posts ---

    def posts(self, keys: Iterable[str]) -> str:
        """Posts for short, with commas between."""
        return ", ".join(map(self.standing.post, keys)) or NOT_STATED

    def title(self, key: str) -> str:
        """A post by its whole title; as it is called for short where it is none of the body's posts."""
        titles = {post.key: post.title for post in self.folder.body.posts}
        return titles.get(key) or self.standing.post(key)

    # --- what is held back ---

    @property
    def may_see_live(self) -> bool:
        """Where proceedings are live nothing is said but to the office and the force."""
        return self.audience is Audience.WORKING

    @cached_property
    def live(self) -> frozenset[str]:
        """The references of risks with live proceedings, or with a court case that nobody has looked at for what
        publishing it could harm."""
        return frozenset(
            str(entry.reference)
            for entry in registers(self.folder).entries["risk"]
            if proceedings_of(entry) is Proceedings.LIVE or awaits_identification_check(entry)
        )

    # --- headers ---

    def about(self, day: date, start: time | None, end: time | None, venue: str) -> Iterator[Meta]:
        """Day and weekday, hours and place of a meeting."""
        yield Text("Date"), Text(f"{day:%A} ", day)
        if start:
            yield Text("Time"), Text(Name(f"{start:%H:%M} to {end:%H:%M}" if end else f"{start:%H:%M}"))
        yield Text("Venue"), Text(Name(venue or "not known"))

    def made_by(self) -> Meta:
        return Text("Made by"), Text(Name(f"Eyre {__version__}"))

    # --- the document ---

    def document(
        self,
        title: Text,
        sections: Sequence[Section],
        meta: Iterable[Meta],
        *,
        mark: str = "",
        has_contents: bool = False,
        illustrative: str = "",
    ) -> Document:
        """A paper of this body. What is an illustration says so before all else; short forms are explained."""
        said = dict.fromkeys(filter(None, (self.folder.body.illustrative, illustrative)))
        if said and sections:
            blocks: tuple[Block, ...] = tuple(Paragraph(Name(words)) for words in said)
            note = Callout(CalloutKind.ILLUSTRATION, blocks, Text("An illustration"))
            sections = [replace(sections[0], blocks=(note, *sections[0].blocks)), *sections[1:]]
        document = Document(
            title=title,
            audience=self.audience,
            sections=tuple(sections),
            subtitle=Text(Name(self.folder.body.name)),
            meta=tuple(meta),
            mark=mark,
            has_contents=has_contents,
        )
        return explained(document, glossary(self.folder, self.on))


def say_answer(status: QuestionStatus) -> str:
    """What became of a question, in the middle of a sentence."""
    if status in NO_ANSWER:
        return "no answer is in the notes"
    return "answered in part" if status is QuestionStatus.PART else say_state(status)


def with_levels(items: Sequence[Item]) -> Iterator[tuple[Item, int]]:
    """Each item of a meeting with the level of its heading: 1 for a heading, then its parts, then what is under them.

    An item without a number stands where one with a number would.
    """
    heading = 0
    before = 0
    for item in items:
        if _is_heading(item):
            is_part = item.heading.under is not None if item.heading else level(item.number) is Level.PART
            heading = wanted = 2 if is_part else 1
        else:
            wanted = heading + 1
        before = max(1, min(wanted, before + 1, DEEPEST))
        yield item, before


def _is_heading(item: Item) -> bool:
    return item.heading is not None or level(item.number) is not Level.ITEM


def next_meeting_text(setting: Setting, meeting: Meeting | None) -> Text:
    """When and where the next meeting is, as far as it is known."""
    announced = meeting.next_meeting if meeting else None
    day = announced.date if announced and announced.date else setting.standing.following
    if day is None:
        return Text(Name(announced.words)) if announced and announced.words else Text("No date has been set.")
    hours = f", {announced.start:%H:%M}" if announced and announced.start else ""
    place = f", {announced.venue}" if announced and announced.venue else ""
    return Text(f"{day:%A} ", day, Name(f"{hours}{place}."))
