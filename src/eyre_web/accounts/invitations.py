"""Links by which a person sets the password of their account: an invitation, and an administrator's reset.

The link is kept as its hash, works once and for some days; a new one takes the place of those before it.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre.core import NotFound, Refused, say_date
from eyre_web.accounts.access import access_of, check_may
from eyre_web.accounts.models import Invitation, User
from eyre_web.accounts.roles import Permission
from eyre_web.accounts.tokens import hash_of, new_token
from eyre_web.audit import services as audit
from eyre_web.body.models import body_value

DAYS = 7


@transaction.atomic
def invite(user_id: int, *, by: User | None, on: date) -> Invitation:
    """Send a person the link by which they set their password. by: None for whoever may run commands on the server.

    Raises PermissionDenied, and Refused for an account that is closed.
    """
    if by is not None:
        check_may(access_of(by, on), Permission.MANAGE_PEOPLE)
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user_id)
    if not user.is_active:
        raise Refused(_("This account is closed."))
    Invitation.objects.filter(user=user, used_at=None, last_day__gte=on).update(last_day=on - timedelta(days=1))
    token = new_token()
    invitation = Invitation.objects.create(
        user=user, token_hash=hash_of(token), last_day=on + timedelta(days=DAYS), made_at=timezone.now()
    )
    audit.record("account.invited", f"account {user.pk}", by=by, after={"last_day": invitation.last_day.isoformat()})
    address = f"{settings.EYRE_SITE}{reverse('invitation', args=[token])}"
    transaction.on_commit(lambda: _mail(invitation, address), robust=True)
    return invitation


def _mail(invitation: Invitation, address: str) -> None:
    """Send the link. A mail that cannot be sent does not undo the account: the administrator sends another."""
    words = _(
        "You have an account for the action log and the meetings of %(body)s.\n"
        "Set its password by this link. It works once, until %(day)s:\n%(address)s\n\n"
        "From then on you sign in with this e-mail address at %(site)s"
    )
    name = body_value().get("name", "")
    send_mail(
        _("Your account: %(body)s") % {"body": name} if name else _("Your account"),
        words % {"body": name, "day": say_date(invitation.last_day), "address": address, "site": settings.EYRE_SITE},
        None,
        [invitation.user.email],
        fail_silently=True,
    )


def invitation_of(token: str, on: date) -> Invitation:
    """The invitation of a token that works on a day. Raises NotFound, which does not say whether there ever was one."""
    invitation = Invitation.objects.select_related("user__person").filter(token_hash=hash_of(token)).first()
    if invitation is None or not invitation.works(on):
        raise NotFound(_("This link does not work, or works no more."))
    return invitation


@transaction.atomic
def accept(token: str, *, password: str, on: date) -> User:
    """Set the password of whoever was invited; the link works no more, and other sessions of theirs end."""
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation_of(token, on).user_id)
    invitation = Invitation.objects.select_for_update(no_key=True).get(token_hash=hash_of(token))
    if not invitation.works(on):  # used while we waited
        raise NotFound(_("This link does not work, or works no more."))
    user.set_password(password)
    user.save(update_fields=["password"])
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    audit.record("account.password_set", f"account {user.pk}", by=user)
    return user
