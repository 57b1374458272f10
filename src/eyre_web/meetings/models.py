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
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.functional import cached_property

from eyre.body.check import EVERYONE
from eyre.core.references import NotAReference, Reference
from eyre.cycle.chasing import last_due_escalated
from eyre.cycle.due import Due
from eyre.cycle.events import EventKind
from eyre.cycle.proof import is_proved
from eyre.cycle.states import AGREED, ActionStatus, MeetingStatus, NotesStatus, notes_status
from eyre.cycle.words import ActionDeliverable, AttendanceState, Part
from eyre_web.accounts.access import Access
from eyre_web.accounts.roles import Permission
from eyre_web.body.fields import PlainField
from eyre_web.body.models import as_record
from eyre_web.meetings.standing import Standing, standing_of

IN_ORDER = ("item__meeting__date", "item__meeting__reference", "item__place", "place")  # of the meetings
NO_LABEL = "-"  # stands in an address for the label of a reference that has none


WITH_ALL = ("owners", "parts", "item__matter__parts")  # what a page needs of each action, of all in one query each
ANSWERING = (Part.OWNS, Part.MANAGES)
WERE_THERE = (AttendanceState.PRESENT, AttendanceState.PART)


UNSENT = models.Q(status=MeetingStatus.HELD, draft_sent_on=None)  # notes that only the office sees


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def for_user(self, access: Access) -> MeetingQuerySet:
        """The meetings that a person may see: the twin of `permissions.may_see_meeting`."""
        if access.may(Permission.SEE_ALL):
            return self
        published = access.may(Permission.SEE_PUBLISHED)
        return self.filter(is_last_published=True) if published else self.none()

    def known_to(self, access: Access) -> MeetingQuerySet:
        """The meetings that a person may know by name: they see an action that it set, or see all."""
        if access.may(Permission.SEE_ALL):
            return self
        return self.filter(pk__in=Action.objects.for_user(access).order_by().values("item__meeting"))

    def with_notes_for(self, access: Access) -> MeetingQuerySet:
        """The meetings whose notes a person may read: the twin of `permissions.may_see_notes`."""
        seen = self.for_user(access)
        if access.may(Permission.SEE_ALL) and not access.may(Permission.SEE_DRAFTS):
            return seen.exclude(UNSENT)
        return seen

    def last_for(self, access: Access) -> MeetingQuerySet:
        """Each meeting that a person may see once: in the last version they may read, else without its notes."""
        if access.may(Permission.SEE_DRAFTS):
            return self.for_user(access).standing()
        readable = Meeting.objects.with_notes_for(access).filter(reference=models.OuterRef("reference"))
        later = readable.filter(version__gt=models.OuterRef("version"))
        other = readable.exclude(pk=models.OuterRef("pk"))
        return self.for_user(access).exclude(models.Exists(later)).exclude(UNSENT & models.Exists(other))

    def standing(self) -> MeetingQuerySet:
        """Each meeting once, in its last version."""
        return self.filter(is_standing=True)

    def called_for(self, action: str) -> MeetingQuerySet:
        """The meetings that an action asked for; cancelled ones too."""
        named = self.annotate(plain=Cast("kept", models.TextField())).filter(
            plain__contains=f'"called_for": "{action}"'
        )
        return named.standing().order_by("date")

    def to_be_held(self) -> MeetingQuerySet:
        """Planned, or its agenda issued; the first first."""
        return self.standing().filter(status__in=(MeetingStatus.PLANNED, MeetingStatus.AGENDA_ISSUED)).order_by("date")


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
    is_last_published = models.BooleanField(default=False)  # of the versions that were published, the last
    draft_sent_on = models.DateField(null=True)  # the day the force was last sent this version as a draft

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("date", "series", "version")
        constraints = (models.UniqueConstraint(fields=("reference", "version", "series"), name="one_version_once"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.home])

    @property
    def home(self) -> str:
        """What the references of its records begin with: 2017-12."""
        return self.reference.removeprefix("meeting ")

    @property
    def is_agreed(self) -> bool:
        """Say whether its notes can be edited no more."""
        return self.status in AGREED

    @property
    def notes(self) -> NotesStatus | None:
        """How far its notes are; None where it was not held."""
        return notes_status(MeetingStatus(self.status), was_sent=self.draft_sent_on is not None)

    @property
    def is_unsent(self) -> bool:
        """Say whether its notes are a draft that only the office sees."""
        return self.notes is NotesStatus.DRAFT

    @property
    def present(self) -> tuple[str, ...]:
        """The posts that were there, for a part of it too."""
        seats = self.kept.get("attendance", ())
        return tuple(seat["post"] for seat in seats if seat.get("state", AttendanceState.PRESENT) in WERE_THERE)


class MatterQuerySet(models.QuerySet["Matter"]):
    def for_user(self, access: Access) -> MatterQuerySet:
        """The matters that a person may know of: the twin of `permissions.may_see_matter`."""
        if access.may(Permission.SEE_ALL):
            return self
        items = Item.objects.for_user(access).exclude(matter=None).values("matter")
        actions = Action.objects.for_user(access).exclude(item__matter=None).values("item__matter")
        return self.filter(models.Q(pk__in=items) | models.Q(pk__in=actions))


class Matter(models.Model):
    """A thread that runs through several meetings."""

    key = models.TextField(unique=True)
    title = models.TextField()
    objective = models.TextField(blank=True)
    kept = PlainField(default=dict)
    place = models.PositiveIntegerField()

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ("place",)

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"matter {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("matter", args=[self.key])


class ItemQuerySet(models.QuerySet["Item"]):
    def for_user(self, access: Access) -> ItemQuerySet:
        """The items of the meetings whose notes a person may read: the twin of `permissions.may_see_item`."""
        if access.may(Permission.SEE_ALL) and access.may(Permission.SEE_DRAFTS):
            return self
        return self.filter(meeting__in=Meeting.objects.with_notes_for(access).order_by())


class Item(models.Model):
    """One heading of a meeting; what was recorded under it are its lines and its actions."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    place = models.PositiveIntegerField()
    number = models.TextField()
    title = models.TextField()
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="items")
    kept = PlainField(default=dict)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ("place",)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class LineQuerySet(models.QuerySet["Line"]):
    def for_user(self, access: Access) -> LineQuerySet:
        """What was recorded under the items that a person may see, for those who see all: the twin of
        `permissions.may_see_line`."""
        if not access.may(Permission.SEE_ALL):
            return self.none()
        if access.may(Permission.SEE_DRAFTS):
            return self
        return self.filter(item__meeting__in=Meeting.objects.with_notes_for(access).order_by())

    def asking_for(self, document: str) -> LineQuerySet:
        """The questions whose answer is to come in a document, by its key."""
        named = self.annotate(plain=Cast("kept", models.TextField())).filter(plain__contains=f'"paper": "{document}"')
        return named.filter(kind="question").order_by("pk")


class Line(models.Model):
    """One record of an item: a finding, a question, a commitment …, or a note that is none of them.

    Only the version of the notes that stands has rows; an earlier one keeps its words under `kept` of its items.
    """

    item = models.ForeignKey(Item, models.CASCADE, related_name="lines")
    kind = models.TextField()  # "finding": a key of `eyre.body.meeting.RECORDS`
    place = models.PositiveIntegerField()  # among the lines of its item
    reference = models.TextField(db_index=True)  # "finding 2017-12/F3"
    words = models.TextField(blank=True)  # of a judgement, its reason
    kept = PlainField(default=dict)  # all else of its value
    version = models.PositiveIntegerField(default=1)  # one more at each change: who changes an older one is told
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(null=True)  # None: came with the body folder

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ("place", "pk")

    def __str__(self) -> str:
        return self.reference

    @property
    def label(self) -> str:
        """The reference without its kind and meeting: F3."""
        return self.reference.partition("/")[2]


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
            seen |= _of_posts(access.posts) | _with_part(access.posts, *Part)
        return self.filter(seen)

    def of_posts(self, *posts: str) -> ActionQuerySet:
        """The actions that one of the posts owns or manages: the twin of `Action.is_of`."""
        return self.filter(_of_posts(posts))

    def with_part(self, post: str, part: Part) -> ActionQuerySet:
        """The actions on which, or on whose matter, a post plays a part; what the notes say is counted too."""
        found = _with_part([post], part)
        if part is Part.OWNS:
            found |= models.Q(pk__in=ActionOwner.objects.filter(key=post).values("action"))
        if part is Part.MANAGES:
            found |= models.Q(managing_officer=post)
        return self.filter(found)

    def overdue(self, on: date) -> ActionQuerySet:
        """Open, not reported complete, and the day that holds has passed."""
        return self.filter(status=ActionStatus.OPEN, due_on__lt=on)

    def undated(self) -> ActionQuerySet:
        """Open, not reported complete, and without a day that holds."""
        return self.filter(status=ActionStatus.OPEN, due_on=None)

    def asking(self) -> ActionQuerySet:
        """A new date is asked for, and the oversight body has not answered."""
        return self.filter(date_asked__isnull=False)

    def unowned(self) -> ActionQuerySet:
        """Open, and no owner is named."""
        return self.filter(status=ActionStatus.OPEN, owners=None)

    def escalated(self, on: date) -> ActionQuerySet:
        """Open and late for so long that the chair hears of it."""
        return self.filter(status=ActionStatus.OPEN, due_on__lte=last_due_escalated(on))

    def by_due(self) -> ActionQuerySet:
        """The first due first, those without a date last; of one day, in the order of the meetings."""
        return self.order_by(models.F("due_on").asc(nulls_last=True), *IN_ORDER)

    def by_age(self) -> ActionQuerySet:
        """The oldest first: by the day of the meeting, or the later one on which it was set."""
        return self.order_by(Coalesce("set_on", "item__meeting__date"), *IN_ORDER)

    def by_times_moved(self) -> ActionQuerySet:
        """The one whose date moved most often first."""
        return self.order_by("-times_redated", *IN_ORDER)

    def with_all(self) -> ActionQuerySet:
        """With what a list prints, in a constant number of queries."""
        return self.select_related("item__meeting", "item__matter").prefetch_related(*WITH_ALL)


def _of_posts(posts: Sequence[str]) -> models.Q:
    owned = ActionOwner.objects.filter(key__in=posts).values("action")
    return models.Q(pk__in=owned) | models.Q(managing_officer__in=posts) | _given_to_answer(posts)


def _given_to_answer(posts: Sequence[str]) -> models.Q:
    given = PartPlayed.objects.standing().filter(post__in=posts, part__in=ANSWERING)
    return models.Q(pk__in=given.filter(action__isnull=False).values("action"))


def _with_part(posts: Sequence[str], *parts: Part) -> models.Q:
    """On the action itself or on its matter."""
    played = PartPlayed.objects.standing().filter(post__in=posts, part__in=parts)
    on_actions = played.filter(action__isnull=False).values("action")
    on_matters = played.filter(matter__isnull=False).values("matter")
    return models.Q(pk__in=on_actions) | models.Q(item__matter__in=on_matters)


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
    version = models.PositiveIntegerField(default=1)  # of its words, while the notes are a draft

    # --- of one that was set after the notes had been agreed: a row of actions.toml, and no word of the notes
    set_on = models.DateField(null=True)
    set_by = models.TextField(blank=True)  # key of a post
    set_why = models.TextField(blank=True)

    # --- as it stands: written by `restate` from the events, and by nothing else
    status = models.TextField(default=ActionStatus.OPEN)
    due_on = models.DateField(null=True)
    times_redated = models.PositiveIntegerField(default=0)
    date_asked = models.DateField(null=True)  # the day asked for, until the oversight body has answered
    changed_on = models.DateField(null=True)  # the day of its last event

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = IN_ORDER
        indexes = (models.Index(fields=("status", "due_on"), name="action_as_it_stands"),)

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return address_of_action(self.reference)

    @property
    def slug(self) -> str:
        """The reference without its kind, as an address has it: 2017-12/3."""
        return self.reference.removeprefix("action ")

    @cached_property
    def first_due(self) -> Due:
        """The due date as it was first given, with its words and its certainty."""
        return Due() if self.due is None else as_record(Due, self.due, f"{self.reference}, due")

    @property
    def days_slipped(self) -> int | None:
        """Days from the date first given to the one that holds; None where there is not both."""
        first = (self.due or {}).get("date")
        return (self.due_on - date.fromisoformat(first)).days if first and self.due_on else None

    @property
    def set_day(self) -> date:
        """The day it was set: that of its meeting, or a later one."""
        return self.set_on or self.item.meeting.date

    def age(self, on: date) -> int:
        """Days since it was set."""
        return (on - self.set_day).days

    @property
    def posts(self) -> tuple[str, ...]:
        """Every key that can answer for it: its owners, each post where everyone owns it, its managing officer."""
        owners = (owner.key for owner in self.owners.all() if not owner.is_everyone)
        given = (part.post for part in self.parts.all() if part.is_to_answer)
        return tuple(dict.fromkeys(key for key in (*owners, self.managing_officer, *given) if key))

    @property
    def standing(self) -> Standing:
        """State and date as they follow from the events, oldest first."""
        return standing_of(self.first_due, [(event.kind, event.at, event.sets_date) for event in self.in_order()])

    def in_order(self) -> list[Event]:
        """Its events as they happened; of one day, as they were entered."""
        return sorted(self.events.all(), key=lambda event: (event.at, event.pk))

    @property
    def asking(self) -> Event | None:
        """What asks for a new date, while the oversight body has not answered it."""
        if self.date_asked is None:
            return None
        return next((event for event in reversed(self.in_order()) if event.kind == EventKind.DATE_ASKED), None)

    @property
    def is_proved(self) -> bool:
        """Say whether its closing proof is on record."""
        kinds = [EventKind(event.kind) for event in sorted(self.events.all(), key=lambda event: event.pk)]
        return is_proved(ActionDeliverable(self.deliverable), kinds)

    @property
    def closing_proof(self) -> str:
        """What the oversight body has to see before it accepts the action, in words."""
        return self.closes_when or ActionDeliverable(self.deliverable).closing_proof

    @property
    def owner_keys(self) -> tuple[str, ...]:
        """The owners as the notes have them: posts, organisations, or everyone present."""
        return tuple(owner.key for owner in self.owners.all() if not owner.as_present)

    def is_of(self, posts: Sequence[str]) -> bool:
        """Say whether one of the posts owns or manages it, by the notes or by a part given since."""
        by_the_notes = self.managing_officer in posts or any(owner.key in posts for owner in self.owners.all())
        return by_the_notes or any(part.post in posts and part.is_to_answer for part in self.parts.all())

    def is_followed_by(self, posts: Sequence[str]) -> bool:
        """Say whether one of the posts plays any part on it or on its matter."""
        parts = [*self.parts.all(), *(self.item.matter.parts.all() if self.item.matter else ())]
        return any(part.post in posts and part.is_standing for part in parts)

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


class PartPlayedQuerySet(models.QuerySet["PartPlayed"]):
    def standing(self) -> PartPlayedQuerySet:
        return self.filter(to_date=None)


class PartPlayed(models.Model):
    """The part that a post plays on an action, a matter or a plan, beside what is said there: a line of parts.csv.

    A plan has no row of its own to point at: its reference says which.
    """

    reference = models.TextField(db_index=True)
    action = models.ForeignKey(Action, models.PROTECT, null=True, related_name="parts")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="parts")
    post = models.TextField(db_index=True)  # key
    part = models.TextField()
    from_date = models.DateField()
    to_date = models.DateField(null=True)  # None: plays it still
    by = models.TextField()  # key of the post that said so
    reason = models.TextField(blank=True)

    objects = PartPlayedQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    @property
    def is_standing(self) -> bool:
        return self.to_date is None

    @property
    def is_to_answer(self) -> bool:
        """Say whether whoever plays it answers for the action."""
        return self.is_standing and self.part in ANSWERING


class EventQuerySet(models.QuerySet["Event"]):
    def for_user(self, access: Access) -> EventQuerySet:
        """What happened to the actions that a person may see, and to anything where they see all but what stands in
        the draft of notes that they may not read: the twin of `permissions.may_see_event`."""
        if access.may(Permission.SEE_ALL) and access.may(Permission.SEE_DRAFTS):
            return self
        if access.may(Permission.SEE_ALL):
            return self.exclude(models.Q(action=None) & about_unsent())
        return self.filter(action__in=Action.objects.for_user(access).order_by())


OF_A_CORRECTION = (EventKind.SET_ASIDE, EventKind.CORRECTED)  # told with the draft


def about_unsent() -> models.Q:
    """The events about what stands only in a draft that the force has not been sent. Of what was agreed and is being
    corrected, only why, and the loose ends of the correction."""
    unsent = list(Meeting.objects.filter(UNSENT))
    agreed = {meeting.reference for meeting in unsent if meeting.version > 1}
    hidden = models.Q(pk__in=())
    for meeting in unsent:
        about = models.Q(reference__endswith=f" {meeting.home}") | models.Q(reference__contains=f" {meeting.home}/")
        hidden |= about & models.Q(kind__in=OF_A_CORRECTION) if meeting.reference in agreed else about
    return hidden


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
    link = models.ForeignKey("AnswerLink", models.PROTECT, null=True, related_name="answers")  # by which it was given

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.reference} {self.kind}"

    @property
    def home(self) -> str:
        """What the reference of its meeting ends with: 2017-12."""
        return self.reference.partition(" ")[2].partition("/")[0]


class RiskLook(models.Model):
    """What a post held of a risk or an opportunity on a day: a line of looks.csv. Rows are only ever added."""

    reference = models.TextField(db_index=True)
    at = models.DateField()
    by = models.TextField()  # key of a post
    level = models.TextField(null=True)
    trend = models.TextField(null=True)
    measures = PlainField(default=list)  # keys
    coverage = models.TextField(null=True)
    proceedings = models.TextField(null=True)
    inspection = models.TextField(blank=True)  # key
    words = models.TextField(blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(null=True)  # None: came with the body folder

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.reference}, look of {self.at}"


class Digest(models.Model):
    """That a person was reminded on a day: whoever adds the row sends the mail, so that two workers send one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "on"), name="one_digest_a_person_a_day"),)


class Reminder(models.Model):
    """That a person was told of an action at a step of the schedule, for the date that held: never said twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    action = models.ForeignKey(Action, models.CASCADE, related_name="reminders")
    due_on = models.DateField()
    days = models.IntegerField()  # of the step
    on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "action", "due_on", "days"), name="one_reminder_a_person_a_step"),
        )


class AnswerLink(models.Model):
    """A link by which a post answers one action without an account. The token itself is kept nowhere."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="links")
    post = models.TextField()  # key of the post that answers
    token_hash = models.TextField(unique=True)
    last_day = models.DateField()  # on which it still works
    sent_to = models.EmailField(blank=True)  # empty: handed over in another way
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(revoked_by=None, revoked_at=None)
                | models.Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="revoked_by_and_at_together",
            ),
        )

    def works(self, on: date) -> bool:
        """Say whether it can be answered by on a day: no longer once its post answers for the action no more."""
        return self.revoked_at is None and on <= self.last_day and self.post in self.action.posts


class SavedFilter(models.Model):
    """A choice of actions that a person keeps under a name. It never leaves with a body folder."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="filters")
    name = models.CharField(max_length=80)
    query = models.TextField()  # as the address of the list has it

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("user", "name"), name="one_filter_a_name"),)

    def __str__(self) -> str:
        return self.name


def address_of_action(reference: str) -> str:
    """The page of the action with a reference."""
    home, _, label = reference.removeprefix("action ").partition("/")
    return reverse("action", args=[home, label or NO_LABEL])


def page_of(reference: str) -> str:
    """The page of the action or the meeting of a reference; empty where it is no reference of one."""
    try:
        found = Reference.parse(reference)
    except NotAReference:
        return ""
    if found.kind == "meeting" and not found.label:
        return reverse("meeting", args=[found.home])
    return address_of_action(reference) if found.kind == "action" and found.label else ""


def restate(action: Action) -> None:
    """Write the columns "as it stands" from the events: the one place that does."""
    standing = action.standing
    values: dict[str, Any] = {
        "status": standing.status,
        "due_on": standing.due.date,
        "times_redated": standing.due.times_redated,
        "date_asked": standing.date_asked,
        "changed_on": standing.changed_on,
    }
    for name, value in values.items():
        setattr(action, name, value)
    action.save(update_fields=list(values))
