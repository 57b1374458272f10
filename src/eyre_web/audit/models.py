"""Events that are only ever added; what each says in full lies beside it, under a salt."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """One thing that was done: when, by which account, what, about which record; bound to the event before it."""

    number = models.PositiveBigIntegerField(unique=True)  # 1, 2, 3 … without a gap
    at = models.DateTimeField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    what = models.TextField()  # "action.accepted"
    about = models.TextField(db_index=True)  # the reference of a record: "action 2017-12/3"
    payload_hash = models.TextField()
    previous = models.TextField(unique=True)
    hash = models.TextField(unique=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.what} {self.about}"


class AuditPayload(models.Model):
    """Who, before, after and why. Taken away by decision, a marked gap remains: `removal` says which decision."""

    event = models.OneToOneField(AuditEvent, models.PROTECT, primary_key=True, related_name="payload")
    salt = models.TextField(null=True)
    text = models.TextField(null=True)
    removal = models.ForeignKey(AuditEvent, models.PROTECT, null=True, related_name="removed")

    @property
    def is_removed(self) -> bool:
        return self.removal_id is not None

    @property
    def says(self) -> dict[str, Any]:
        """What the event says in full; nothing where it was removed."""
        return json.loads(self.text) if self.text is not None else {}


class AuditHead(models.Model):
    """The end of the chain, in one row: whoever adds an event holds it, so that two never follow the same one."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.TextField()
