"""Second factors in the audit trail: that one came, and that one went."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models.signals import post_delete, post_save

from eyre_web.audit import services as audit


def follow() -> None:
    """Write down each second factor that comes or goes, whoever brings that about."""
    post_save.connect(_came, sender=Authenticator, dispatch_uid="a second factor came")
    post_delete.connect(_went, sender=Authenticator, dispatch_uid="a second factor went")


def _came(instance: Authenticator, created: bool, **more: Any) -> None:
    if created:
        _record("account.second_factor_added", instance)


def _went(instance: Authenticator, **more: Any) -> None:
    _record("account.second_factor_removed", instance)


@transaction.atomic
def _record(what: str, factor: Authenticator) -> None:
    audit.record(what, f"account {factor.user.pk}", by=factor.user, after={"kind": str(factor.type)})
