"""The standing agenda of a series as data: its headings, and what is due how long before and after each meeting.

The first template ships with Eyre; a body writes its own in the same form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from eyre.core.codec import read_toml, record
from eyre.core.errors import Fault
from eyre.core.keys import Key
from eyre.cycle.agenda import AgendaLine, Heading, numbered
from eyre.cycle.words import SeriesKind, StandingHeading
from eyre.cycle.working_days import Counting, Deadline, Nation, Side, count_days

SHIPPED = "monthly-assurance"
SPECIAL = "special-meeting"


@record
class DeadlineRule:
    """What is due so many days before or after a meeting. papers: papers that were asked for are due by it."""

    what: str
    days: int
    counting: Counting = Counting.WORKING
    side: Side = Side.BEFORE
    papers: bool = False


@record
class AgendaTemplate:
    """The headings in their order, and the deadlines of every meeting of the series."""

    key: Key
    title: str
    headings: tuple[Heading, ...]
    deadlines: tuple[DeadlineRule, ...] = ()
    source: str = ""

    def lines(self, topics: Mapping[str, Sequence[str]]) -> tuple[AgendaLine, ...]:
        """The numbered agenda; topics by the key of their heading."""
        return numbered(self.headings, topics)

    def heading_for(self, standing: StandingHeading) -> Heading:
        """The heading under which something stands; where the template lacks it, the one it is part of, else the first.

        What is brought before a meeting is never dropped because its heading is not on the agenda.
        """
        wanted: StandingHeading | None = standing
        while wanted is not None:
            for heading in self.headings:
                if heading.standing is wanted:
                    return heading
            wanted = wanted.under
        return self.headings[0]

    def deadlines_of(self, meeting: date, nation: Nation) -> tuple[Deadline, ...]:
        """Every deadline of a meeting, the earliest first."""
        found = [_counted(rule, meeting, nation) for rule in self.deadlines]
        return tuple(sorted(found, key=lambda deadline: deadline.day))

    def papers_due(self, meeting: date, nation: Nation) -> Deadline | None:
        """By when papers for a meeting are due; None where the template says nothing of them.

        Refused where the count would leave the years whose bank holidays are known.
        """
        return next((_counted(rule, meeting, nation) for rule in self.deadlines if rule.papers), None)


def _counted(rule: DeadlineRule, meeting: date, nation: Nation) -> Deadline:
    return count_days(rule.what, meeting, rule.days, nation, counting=rule.counting, side=rule.side)


def read_template(data: bytes, where: str) -> tuple[AgendaTemplate | None, list[Fault]]:
    """One template from its TOML, and every fault of it."""
    template, faults = read_toml(AgendaTemplate, data, where)
    if template is not None:
        faults = [*faults, *(Fault(where, what) for what in _faults(template))]
    return template, faults


def _faults(template: AgendaTemplate) -> Iterator[str]:
    if not template.headings:
        yield "It has no headings. Write at least one: [[headings]] with key and title."
    passed: dict[str, Heading] = {}
    for heading in template.headings:
        if heading.key in passed:
            yield f'Two headings have the key "{heading.key}". Give each its own.'
        if heading.part_of and heading.part_of not in passed:
            yield f'"{heading.key}" is part of "{heading.part_of}", which does not come before it. Put that first.'
        elif heading.part_of and passed[heading.part_of].part_of:
            yield f'"{heading.key}" is a part of a part. A heading has parts; a part has items.'
        elif heading.part_of and _last_top(passed) != heading.part_of:
            yield f'"{heading.key}" is part of "{heading.part_of}" and does not follow it. Put it with its heading.'
        passed[heading.key] = heading
    for rule in template.deadlines:
        if rule.days < 0:
            yield f'"{rule.what}" is due {rule.days} days {rule.side}. Write 0 or more, and the side.'


def _last_top(passed: Mapping[str, Heading]) -> str:
    return [heading.key for heading in passed.values() if not heading.part_of][-1]


@cache
def shipped_template(key: str = SHIPPED) -> AgendaTemplate:
    """A template that ships with Eyre."""
    home = files("eyre.cycle") / "templates" / f"{key}.toml"
    template, faults = read_template(home.read_bytes(), f"templates/{key}.toml")
    assert template is not None and not faults, faults  # noqa: PT018
    return template


def template_of(kind: SeriesKind) -> AgendaTemplate:
    """The template of a kind of series: a special meeting has one occasion, all others have the standing agenda."""
    return shipped_template(SPECIAL if kind is SeriesKind.SPECIAL else SHIPPED)
