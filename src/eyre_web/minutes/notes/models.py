"""What helps while notes are typed. None of it is a part of the body, and none of it is audited.

The lines themselves are `meetings.Line` and `meetings.Action`.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from eyre_web.meetings.models import Item, Meeting


class Draft(models.Model):
    """What a person is typing at an item and has not entered."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    text = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "item"), name="one_draft_a_person_an_item"),)


class Sent(models.Model):
    """That a form sent a line: the same one, sent again, enters nothing. key: a hash of form, item and line."""

    key = models.TextField(unique=True)


class Settled(models.Model):
    """A sentence that seemed to promise something and of which a person has said what it is: it is asked once."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    reference = models.TextField()  # of the line it stands in
    sentence = models.TextField()
    is_now = models.TextField()  # "action", "commitment" or "note"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("reference", "sentence"), name="a_sentence_is_settled_once"),)
