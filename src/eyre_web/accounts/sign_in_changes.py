"""By what a person signs in: each new password, and each second factor that comes or goes, is in the audit trail.

allauth makes these changes; here they are written down, by whom and never what they are.
"""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models.signals import post_delete, post_save

from eyre_web.accounts.models import User
from eyre_web.audit import services as audit


def follow() -> None:
    """Write down every such change, whoever makes it."""
    password_changed.connect(_changed, dispatch_uid="password changed")
    password_reset.connect(_reset, dispatch_uid="password reset")
    post_save.connect(_factor_came, sender=Authenticator, dispatch_uid="second factor came")
    post_delete.connect(_factor_went, sender=Authenticator, dispatch_uid="second factor went")


def _changed(user: User, **more: Any) -> None:
    _record("account.password_changed", user)


def _reset(user: User, **more: Any) -> None:
    """A new password by the link that was mailed to the address of the account."""
    _record("account.password_reset", user)


def _factor_came(instance: Authenticator, created: bool, **more: Any) -> None:
    if created:
        _record("account.second_factor_set_up", instance.user, after={"kind": str(instance.type)})


def _factor_went(instance: Authenticator, **more: Any) -> None:
    _record("account.second_factor_taken_away", instance.user, before={"kind": str(instance.type)})


@transaction.atomic
def _record(what: str, user: User, **said: Any) -> None:
    audit.record(what, f"account {user.pk}", by=user, **said)
