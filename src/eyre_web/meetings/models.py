"""Meetings, their items, matters, actions, and what happened to each later.

The words of a meeting are never edited. What became of an action is computed from its events by the rules of
`eyre.cycle`; the columns under "as it stands" repeat that for queries, and `restate` alone writes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property

from eyre.body.check import EVERYONE
from eyre.cycle.due import Due
from eyre.cycle.states import ActionStatus, MeetingStatus
from eyre.cycle.words import ActionDeliverable
from eyre_web.accounts.access import Access
from eyre_web.accounts.roles import Permission
from eyre_web.body.fields import PlainField
from eyre_web.body.models import as_record
from eyre_web.meetings.standing import Standing, standing_of

IN_ORDER = ("item__meeting__date", "item__meeting__reference", "item__place", "place")  # of the meetings
NO_LABEL = "-"  # stands in an address for the label of a reference that has none


class Meeting(models.Model):
    """One version of the notes of a meeting. Of several versions the last stands; the others are kept as agreed."""

    reference = models.TextField()  # "meeting 2017-12"
    version = models.BigIntegerField(default=1)
    series = models.TextField()
    title = models.TextField()
    date = models.DateField()
    status = models.TextField()
    kept = PlainField(default=dict)  # what has no column: attendance, venue, doubts …, in the plain form of the notes
    is_standing = models.BooleanField(default=True)

    class Meta:
        ordering = ("date", "series", "version")
        constraints = (models.UniqueConstraint(fields=("reference", "version", "series"), name="one_version_once"),)

    def __str__(self) -> str:
        return self.title


class Matter(models.Model):
    """A thread that runs through several meetings."""

    key = models.TextField(unique=True)
    title = models.TextField()
    objective = models.TextField(blank=True)
    kept = PlainField(default=dict)
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ("place",)

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """One heading of a meeting; the findings, questions and commitments under it are kept as the notes have them."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    place = models.PositiveIntegerField()
    number = models.TextField()
    title = models.TextField()
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="items")
    kept = PlainField(default=dict)

    class Meta:
        ordering = ("place",)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ActionQuerySet(models.QuerySet["Action"]):
    """Every query of a page begins at `for_user`."""

    def for_user(self, access: Access) -> ActionQuerySet:
        """The actions that a person may see: the twin, for many, of `permissions.may_see`."""
        if access.may(Permission.SEE_ALL):
            return self
        seen = models.Q(pk__in=())
        if access.may(Permission.SEE_PUBLISHED):
            seen |= models.Q(item__meeting__status=MeetingStatus.PUBLISHED)
        if access.may(Permission.SEE_OWN):
            seen |= _of_posts(access.posts)
        return self.filter(seen)

    def of_posts(self, *posts: str) -> ActionQuerySet:
        """The actions that one of the posts owns or manages: the twin of `Action.is_of`."""
        return self.filter(_of_posts(posts))

    def overdue(self, on: date) -> ActionQuerySet:
        """Open, not reported complete, and the day that holds has passed."""
        return self.filter(status=ActionStatus.OPEN, due_on__lt=on)

    def undated(self) -> ActionQuerySet:
        """Open, not reported complete, and without a day that holds."""
        return self.filter(status=ActionStatus.OPEN, due_on=None)

    def by_due(self) -> ActionQuerySet:
        """The first due first, those without a date last; of one day, in the order of the meetings."""
        return self.order_by(models.F("due_on").asc(nulls_last=True), *IN_ORDER)

    def with_all(self) -> ActionQuerySet:
        """With what a list prints, in a constant number of queries."""
        return self.select_related("item__meeting", "item__matter").prefetch_related("owners")


def _of_posts(posts: Sequence[str]) -> models.Q:
    owned = ActionOwner.objects.filter(key__in=posts).values("action")
    return models.Q(pk__in=owned) | models.Q(managing_officer__in=posts)


class Action(models.Model):
    """A task that a meeting set. Its words and its first date are as said, for ever."""

    reference = models.TextField(unique=True)  # "action 2017-12/3"
    item = models.ForeignKey(Item, models.PROTECT, related_name="actions")
    place = models.PositiveIntegerField()
    words = models.TextField()
    managing_officer = models.TextField(blank=True)  # key of a post
    due = PlainField(null=True)  # as first given, in its plain form
    deliverable = models.TextField(default=ActionDeliverable.OTHER)
    closes_when = models.TextField(blank=True)
    kept = PlainField(default=dict)

    # --- as it stands: written by `restate` from the events, and by nothing else
    status = models.TextField(default=ActionStatus.OPEN)
    due_on = models.DateField(null=True)
    times_redated = models.PositiveIntegerField(default=0)
    changed_on = models.DateField(null=True)  # the day of its last event

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = IN_ORDER
        indexes = (models.Index(fields=("status", "due_on"), name="action_as_it_stands"),)

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        home, _, label = self.slug.partition("/")
        return reverse("action", args=[home, label or NO_LABEL])

    @property
    def slug(self) -> str:
        """The reference without its kind, as an address has it: 2017-12/3."""
        return self.reference.removeprefix("action ")

    @cached_property
    def first_due(self) -> Due:
        """The due date as it was first given, with its words and its certainty."""
        return Due() if self.due is None else as_record(Due, self.due, f"{self.reference}, due")

    @property
    def standing(self) -> Standing:
        """State and date as they follow from the events, oldest first."""
        return standing_of(self.first_due, [(event.kind, event.at, event.sets_date) for event in self.in_order()])

    def in_order(self) -> list[Event]:
        """Its events as they happened; of one day, as they were entered."""
        return sorted(self.events.all(), key=lambda event: (event.at, event.pk))

    @property
    def owner_keys(self) -> tuple[str, ...]:
        """The owners as the notes have them: posts, organisations, or everyone present."""
        return tuple(owner.key for owner in self.owners.all() if not owner.as_present)

    def is_of(self, posts: Sequence[str]) -> bool:
        """Say whether one of the posts owns or manages it."""
        return self.managing_officer in posts or any(owner.key in posts for owner in self.owners.all())

    def is_overdue(self, on: date) -> bool:
        return self.status == ActionStatus.OPEN and self.due_on is not None and self.due_on < on


class ActionOwner(models.Model):
    """An owner as the notes have it; where that is everyone, also each post that was present."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="owners")
    place = models.PositiveIntegerField()
    key = models.TextField(db_index=True)  # of a post or an organisation, or "all"
    as_present = models.BooleanField(default=False)  # an owner because everyone present is

    class Meta:
        ordering = ("place",)

    @property
    def is_everyone(self) -> bool:
        return self.key == EVERYONE


class Event(models.Model):
    """Something that happened to a record later: a line of events.csv. Rows are only ever added."""

    reference = models.TextField(db_index=True)
    action = models.ForeignKey(Action, models.PROTECT, null=True, related_name="events")
    at = models.DateField()
    by = models.TextField()  # key of a post
    kind = models.TextField()
    words = models.TextField(blank=True)
    sets_date = models.DateField(null=True)
    document = models.TextField(blank=True)
    outcome = models.TextField(blank=True, null=True)  # NULL: else SQLite makes the table anew, without its triggers
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(null=True)  # None: came with the body folder

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.reference} {self.kind}"


class Digest(models.Model):
    """That a person was reminded on a day: whoever adds the row sends the mail, so that two workers send one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "on"), name="one_digest_a_person_a_day"),)


def restate(action: Action) -> None:
    """Write the columns "as it stands" from the events: the one place that does."""
    standing = action.standing
    values: dict[str, Any] = {
        "status": standing.status,
        "due_on": standing.due.date,
        "times_redated": standing.due.times_redated,
        "changed_on": standing.changed_on,
    }
    for name, value in values.items():
        setattr(action, name, value)
    action.save(update_fields=list(values))
