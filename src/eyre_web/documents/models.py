"""Documents of the register, their versions, and who holds which since when: rows of `documents/*.toml`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from eyre.cycle.chasing import last_due_escalated
from eyre_web.accounts.access import Access
from eyre_web.accounts.roles import Permission

OFFICIAL: Final = "OFFICIAL"
SENSITIVE: Final = "OFFICIAL-SENSITIVE"
MARKINGS: Final = (OFFICIAL, SENSITIVE)


class DocumentQuerySet(models.QuerySet["Document"]):
    """Every query of a page begins at `for_user`."""

    def for_user(self, access: Access) -> DocumentQuerySet:
        """The documents that a person may see: the twin, for many, of `permissions.may_see`."""
        if access.may(Permission.SEE_DOCUMENTS) and access.may(Permission.SEE_SENSITIVE):
            return self
        seen = Q(marking=OFFICIAL) if access.may(Permission.SEE_DOCUMENTS) else Q(pk__in=())
        if access.may(Permission.SEE_OWN_DOCUMENTS):
            seen |= _of_posts(access.posts)
        return self.filter(seen)

    def of_posts(self, *posts: str) -> DocumentQuerySet:
        """The documents that one of the posts holds or was asked for: the twin of `Document.is_of`."""
        return self.filter(_of_posts(posts))

    def waiting(self) -> DocumentQuerySet:
        """Asked for, and not received."""
        return self.filter(asked_for_on__isnull=False, received_on=None)

    def late(self, on: date) -> DocumentQuerySet:
        """Not received, and the day it was to come has passed."""
        return self.waiting().filter(due_on__lt=on)

    def escalated(self, on: date) -> DocumentQuerySet:
        """Not received, and late for so long that the chair hears of it."""
        return self.waiting().filter(due_on__lte=last_due_escalated(on))

    def by_age(self) -> DocumentQuerySet:
        """What waits longest first; what was never asked for, by title, behind."""
        return self.order_by(models.F("asked_for_on").asc(nulls_last=True), "title", "key")

    def with_all(self) -> DocumentQuerySet:
        """With what a list prints, in a constant number of queries."""
        return self.prefetch_related("versions", "held_by")


def _of_posts(posts: Sequence[str]) -> Q:
    held = DocumentHolding.objects.filter(post__in=posts).values("document")
    return Q(pk__in=held) | Q(asked_of__in=posts)


class Document(models.Model):
    """A paper, strategy or briefing note."""

    key = models.TextField(unique=True)
    title = models.TextField()
    kind = models.TextField(blank=True)
    marking = models.TextField(default=OFFICIAL)
    asked_of = models.TextField(blank=True)  # key of a post
    asked_for_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    place = models.PositiveIntegerField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("place",)

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """What the audit trail calls it."""
        return f"document {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.key])

    @property
    def is_sensitive(self) -> bool:
        """Any marking but OFFICIAL: what nobody foresaw is kept closer, not wider."""
        return self.marking != OFFICIAL

    @property
    def is_waiting(self) -> bool:
        return self.asked_for_on is not None and self.received_on is None

    def is_late(self, on: date) -> bool:
        return self.is_waiting and self.due_on is not None and self.due_on < on

    def days_taken(self, on: date) -> int | None:
        """Days from asking to receipt, or to today while it has not come; None where it was never asked for."""
        if self.asked_for_on is None:
            return None
        return ((self.received_on or on) - self.asked_for_on).days

    def is_of(self, posts: Sequence[str]) -> bool:
        """Say whether one of the posts holds a version or was asked for it."""
        return self.asked_of in posts or any(holding.post in posts for holding in self.held_by.all())


class DocumentVersion(models.Model):
    """A version of a document; a file where it came as one. Versions are only ever added."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    place = models.PositiveIntegerField()
    version = models.TextField()
    on = models.DateField(null=True)
    state = models.TextField(blank=True)  # draft, fed back, agreed
    sha256 = models.TextField(blank=True, db_index=True)
    file_name = models.TextField(blank=True)  # as it came, cleaned; the file lies by its hash

    class Meta:
        ordering = ("place",)

    def __str__(self) -> str:
        return self.version


class DocumentHolding(models.Model):
    """Who has which version since when."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="held_by")
    place = models.PositiveIntegerField()
    post = models.TextField(db_index=True)
    version = models.TextField(blank=True)
    since = models.DateField(null=True)

    class Meta:
        ordering = ("place",)


class DocumentReminder(models.Model):
    """That a person was told of a document at a step of the schedule, for the day it was to come: never said twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, models.CASCADE, related_name="reminders")
    due_on = models.DateField()
    days = models.IntegerField()  # of the step
    on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "document", "due_on", "days"), name="one_reminder_a_person_a_document_a_step"
            ),
        )
