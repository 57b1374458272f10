"""What can be asked of each list: the parameters of its address, each read strictly."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from eyre.cycle.events import EventKind
from eyre.cycle.states import ActionStatus, MeetingStatus

MOST_A_PAGE = 200


def _a_day(value: object) -> object:
    """A day as YYYY-MM-DD and in no other way: not a number of seconds, not a day with a time."""
    if isinstance(value, str) and len(value) == len("2017-12-31"):
        return value
    raise ValueError("Write the day as YYYY-MM-DD.")


def _yes_or_no(value: object) -> object:
    if value not in ("true", "false", True, False):
        raise ValueError("Write true or false.")
    return value in ("true", True)


Text = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
Day = Annotated[date, BeforeValidator(_a_day)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"type": "boolean"})]


class ActionAsk(Schema):
    owner: Text | None = Field(None, description="Key of a post or organisation that owns or manages it.")
    matter: Text | None = Field(None, description="Key of a matter.")
    meeting: Text | None = Field(None, description='Reference of a meeting: "meeting 2017-12".')
    state: ActionStatus | None = Field(None, description="As it stands now.")
    overdue: YesNo = Field(False, description="Only what is open and late.")
    undated: YesNo = Field(False, description="Only what is open and has no date.")
    due_from: Day | None = Field(None, description="Due on this day or later.")
    due_to: Day | None = Field(None, description="Due on this day or earlier.")
    changed_since: Day | None = Field(None, description="With an event on this day or later.")


class CommitmentAsk(Schema):
    matter: Text | None = Field(None, description="Key of a matter.")
    meeting: Text | None = Field(None, description='Reference of a meeting: "meeting 2017-12".')


class DocumentAsk(Schema):
    kind: Text | None = Field(None, description="What kind of document it is, as the register has it.")


class EventAsk(Schema):
    reference: Text | None = Field(None, description='Of the record it befell: "action 2017-12/3".')
    kind: EventKind | None = Field(None, description="What kind of thing happened.")
    by: Text | None = Field(None, description="Key of the post that said it.")
    at_from: Day | None = Field(None, description="On this day or later.")
    at_to: Day | None = Field(None, description="On this day or earlier.")


class ItemAsk(Schema):
    meeting: Text | None = Field(None, description='Reference of a meeting: "meeting 2017-12".')
    matter: Text | None = Field(None, description="Key of a matter.")


class MatterAsk(Schema):
    objective: Text | None = Field(None, description="Key of an objective of the plan.")


class MeetingAsk(Schema):
    series: Text | None = Field(None, description="Key of a series of meetings.")
    status: MeetingStatus | None = Field(None, description="How far its notes are.")
    held_from: Day | None = Field(None, description="Held on this day or later.")
    held_to: Day | None = Field(None, description="Held on this day or earlier.")


class OrganisationAsk(Schema):
    key: Text | None = Field(None, description="Key of one organisation.")


class PostAsk(Schema):
    on: Day | None = Field(None, description="Only posts that there were on this day.")


class VersionAsk(Schema):
    version: int | None = Field(None, ge=1, le=1_000_000, description="Left out, the one that stands.")


class Paging(Schema):
    page: int = Field(1, ge=1, le=1_000_000, description="Which page, from 1.")
    per_page: int = Field(50, ge=1, le=MOST_A_PAGE, description="How many on a page.")
