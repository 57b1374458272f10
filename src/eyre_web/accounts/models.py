"""People, the posts they hold and have held, organisations, and the accounts by which people sign in.

An owner of an action is a post; the person is found by the day. Accounts and roles never leave with a body folder.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from eyre_web.body.fields import PlainField


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that hold from one day to another; either may be open."""

    def on(self, day: date) -> DatedQuerySet:
        """Those in force on a day, the first and the last included."""
        begun = Q(from_date=None) | Q(from_date__lte=day)
        not_ended = Q(to_date=None) | Q(to_date__gte=day)
        return self.filter(begun & not_ended)


def _not_backwards(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(from_date=None) | Q(to_date=None) | Q(from_date__lte=F("to_date")), name=f"{name}_not_backwards"
    )


class Organisation(models.Model):
    """An organisation under all its names."""

    key = models.TextField(unique=True)
    what = models.TextField(blank=True)
    aliases = PlainField(default=list)
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ("place",)

    def __str__(self) -> str:
        return self.key


class OrganisationName(models.Model):
    """A name that an organisation bore from one day to another."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    place = models.PositiveIntegerField()
    name = models.TextField()
    abbreviation = models.TextField(blank=True)
    from_date = models.DateField(null=True)
    to_date = models.DateField(null=True)

    class Meta:
        ordering = ("place",)


class Post(models.Model):
    """A post that can chair, own, give or receive. A collective post has several holders at once."""

    key = models.TextField(unique=True)
    title = models.TextField()
    abbreviation = models.TextField(blank=True)
    organisation = models.TextField(blank=True)  # in words, or the key of one
    collective = models.BooleanField(default=False)
    from_date = models.DateField(null=True)
    to_date = models.DateField(null=True)
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ("place",)

    def __str__(self) -> str:
        return self.title


class Person(models.Model):
    """Somebody who holds or held a post, with or without an account."""

    name = models.TextField(unique=True)

    def __str__(self) -> str:
        return self.name


class Holding(models.Model):
    """A person in a post from one day to another. Without a person: the post was held, and by whom is not said."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="holdings")
    from_date = models.DateField(null=True)
    to_date = models.DateField(null=True)
    temporary = models.BooleanField(default=False)  # T/: holds the rank for a time
    acting = models.BooleanField(default=False)  # A/: stands in for its holder
    place = models.PositiveIntegerField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("place",)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        """Make an account. The password is not checked here: forms do that."""
        user = self.model(email=email.strip().lower(), **more)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account. Who it is stands in `person`; what it may do follows from its roles and from the posts held."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="user")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="one_account_an_address"),)

    def __str__(self) -> str:
        return self.person.name if self.person else self.email


class RoleHeld(models.Model):
    """A role that an account has from one day to another."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    role = models.TextField()
    from_date = models.DateField(null=True)
    to_date = models.DateField(null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = (_not_backwards("role_held"),)


class Invitation(models.Model):
    """A link by which a person sets their password, once. The token itself is kept nowhere."""

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    token_hash = models.TextField(unique=True)
    last_day = models.DateField()  # on which it still works
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def works(self, on: date) -> bool:
        """Say whether a password can be set by it on a day."""
        return self.used_at is None and on <= self.last_day and self.user.is_active


class TokenKind(StrEnum):
    """What a token opens: what is read with one never opens the other."""

    API = "api"  # all of /api/v1, sent in a header
    SHEET = "sheet"  # the tables, by an address that holds it
    CALENDAR = "calendar"  # the calendar, by an address that holds it


class TokenQuerySet(models.QuerySet["Token"]):
    def in_force(self, on: date) -> TokenQuerySet:
        """Those that open something on a day, the last day included."""
        return self.filter(revoked_at=None, expires_on__gte=on)


class Token(models.Model):
    """Lets a program read in the name of an account, and never more than that account may read on that day.

    Only the hash of the secret is kept. The secret is random and long, so that the hash needs no salt.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    kind = models.TextField()
    name = models.TextField()  # what the person calls it
    hash = models.TextField(unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField()  # the last day
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    own_only = models.BooleanField(default=False)  # a calendar of what a post of theirs owns or manages
    with_words = models.BooleanField(default=False)  # a calendar that says what the actions say

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.name
