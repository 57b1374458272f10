"""Sheets of the action log that came back, each row as it came; and what of it was accepted.

They are working papers of an office: what was accepted stands among the events, and the sheets do not travel with the
body folder.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from eyre.readers.incoming import LogRow
from eyre_web.accounts.access import Access
from eyre_web.accounts.models import User
from eyre_web.accounts.roles import Permission
from eyre_web.body.fields import PlainField
from eyre_web.body.models import as_record


class SheetQuerySet(models.QuerySet["Sheet"]):
    """Every query of a page begins at `for_user`."""

    def for_user(self, access: Access, user: User) -> SheetQuerySet:
        """The sheets that a person may look at: their own, and every one for whoever answers for any owner."""
        return self if access.may(Permission.ANSWER_ANY) else self.filter(by=user)


class Sheet(models.Model):
    """A sheet as it came. said_by: the post whose answers it brings, where that is not whoever uploaded it."""

    name = models.TextField()
    sha256 = models.TextField()
    said_by = models.TextField(blank=True)  # key of a post
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (models.UniqueConstraint(fields=("sha256", "by"), name="one_sheet_a_person"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sheet", args=[self.pk])

    @property
    def reference(self) -> str:
        """What the audit trail calls it."""
        return f"sheet {self.pk}"


class SheetRow(models.Model):
    """A row that says something. accepted_by, accepted_at: set together, once."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # in the sheet
    value = PlainField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("sheet", "number"), name="one_row_a_number"),
            models.CheckConstraint(
                condition=models.Q(accepted_by=None, accepted_at=None)
                | models.Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="accepted_by_and_at_together",
            ),
        )

    @property
    def said(self) -> LogRow:
        """The row as a value."""
        return as_record(LogRow, self.value, f"row {self.number}")
