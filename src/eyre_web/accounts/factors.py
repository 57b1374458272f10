"""Second factors in the audit trail: that one came, and that one went."""

from __future__ import annotations

from typing import Any

from allauth.mfa import signals
from django.db import transaction

from eyre_web.accounts.models import User
from eyre_web.audit import services as audit


def follow() -> None:
    """Write down whatever a person does to their second factors."""
    signals.authenticator_added.connect(_added, dispatch_uid="a second factor came")
    signals.authenticator_removed.connect(_removed, dispatch_uid="a second factor went")


def _added(user: User, authenticator: Any, **more: Any) -> None:
    _record("account.second_factor_added", user, authenticator)


def _removed(user: User, authenticator: Any, **more: Any) -> None:
    _record("account.second_factor_removed", user, authenticator)


@transaction.atomic
def _record(what: str, user: User, authenticator: Any) -> None:
    audit.record(what, f"account {user.pk}", by=user, after={"kind": str(authenticator.type)})
