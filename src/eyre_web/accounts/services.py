"""Changes to accounts and roles."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre.core import Refused
from eyre_web.accounts.access import access_of, check_may
from eyre_web.accounts.invitations import invite
from eyre_web.accounts.models import Holding, Person, Post, RoleHeld, Token, TokenKind, User
from eyre_web.accounts.roles import ROLES, Permission
from eyre_web.accounts.tokens import hash_of, new_token
from eyre_web.audit import services as audit

PASSWORD_BYTES = 12
TOKEN_MARK = "eyre_"  # so that a scanner of files knows a secret that was left lying about
TOKENS_EACH = 20


@transaction.atomic
def close_account(user_id: int, *, by: User, on: date) -> User:
    """Close an account: it signs in no more, its sessions end, and its roles with it. What it did stays on record.

    Raises PermissionDenied, or Refused for one's own account: somebody has to be left.
    """
    check_may(access_of(by, on), Permission.MANAGE_PEOPLE)
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user_id)
    if user == by:
        raise Refused(_("You cannot close your own account. Ask another administrator."))
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        audit.record("account.closed", f"account {user.pk}", by=by, before={"email": user.email})
    return user


@transaction.atomic
def change_roles(user_id: int, *, roles: Sequence[str], by: User, on: date, why: str, seen: int | None = None) -> User:
    """Give an account exactly these roles from a day on. A role that ends has ended the day before; it stays on record.

    seen: the last event about the account that the person had before them.
    Raises PermissionDenied, audit.ChangedMeanwhile, and Refused for a role there is not, without a reason, and
    where an administrator would take their own right to change roles.
    """
    check_may(access_of(by, on), Permission.MANAGE_PEOPLE)
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user_id)
    audit.check_seen(f"account {user.pk}", seen)
    for role in roles:
        _check_role(role)
    if not why.strip():
        raise Refused(_("Say why the roles change."))
    if user == by and not any(Permission.MANAGE_PEOPLE in ROLES[role].permissions for role in roles):
        raise Refused(_("You cannot take this from yourself. Ask another administrator."))
    held = RoleHeld.objects.on(on).filter(user=user)
    before = sorted(set(held.values_list("role", flat=True)))
    if before == sorted(set(roles)):
        raise Refused(_("These are the roles the account has already."))
    ending = held.exclude(role__in=roles)
    ending.filter(from_date=on).delete()  # it never held for a whole day
    ending.update(to_date=on - timedelta(days=1))
    RoleHeld.objects.bulk_create(
        RoleHeld(user=user, role=role, from_date=on) for role in dict.fromkeys(roles) if role not in before
    )
    after = {"roles": sorted(set(roles))}
    audit.record("account.roles", f"account {user.pk}", by=by, before={"roles": before}, after=after, why=why.strip())
    return user


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise Refused(_('There is no role "%(role)s". Roles: %(roles)s.') % {"role": role, "roles": ", ".join(ROLES)})


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(
            _('"%(email)s" is no e-mail address. Write it like name@example.org.') % {"email": email}
        ) from error


@transaction.atomic
def make_account(
    email: str, *, role: str, on: date, by: User | None = None, name: str = "", post: str = "", invited: bool = False
) -> tuple[User, str]:
    """Make an account with a role from a day on; returns it with its password, which is kept nowhere.

    invited: the person sets the password by a link that is mailed to them; there is none until then.
    name: the person, one who is known or a new one; left out, whoever holds the post. post: the key of a post that the
    person holds, or holds from that day on. by: None for whoever may run commands on the server.
    Raises PermissionDenied, and Refused for a role or post there is not, and for an address or a person that has an
    account.
    """
    if by is not None:
        check_may(access_of(by, on), Permission.MANAGE_PEOPLE)
    _check_role(role)
    _check_address(email.strip())
    audit.hold_the_end()
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise Refused(_("There is an account for %(email)s already.") % {"email": email})
    person = _person(name, post, on, by=by)
    if User.objects.filter(person=person).exclude(person=None).exists():
        raise Refused(_("%(person)s has an account already.") % {"person": person})
    password = "" if invited else secrets.token_urlsafe(PASSWORD_BYTES)
    user = User.objects.create_user(email, password or None, person=person)
    RoleHeld.objects.create(user=user, role=role, from_date=on)
    audit.record("account.made", f"account {user.pk}", by=by, after={"email": user.email, "role": role, "post": post})
    if invited:
        invite(user.pk, by=by, on=on)
    return user, password


def _person(name: str, key: str, on: date, *, by: User | None) -> Person | None:
    """The person of an account, in the post if one was named."""
    if not key:
        return Person.objects.get_or_create(name=name)[0] if name else None
    post = Post.objects.filter(key=key).first()
    if post is None:
        known = ", ".join(Post.objects.values_list("key", flat=True))
        raise Refused(_('There is no post "%(post)s". Posts: %(known)s.') % {"post": key, "known": known})
    held = Holding.objects.on(on).filter(post=post, person__user=None)
    holding: Holding | None = held.filter(person__name=name).first() if name else held.exclude(person=None).first()
    if holding is not None:
        return holding.person
    person = Person.objects.get_or_create(name=name or post.title)[0]
    Holding.objects.create(post=post, person=person, from_date=on, place=post.holdings.count())
    after = {"person": person.name, "from": on.isoformat(), "to": "", "how": "holds"}
    audit.record("post.held", f"post {key}", by=by, after=after, why=_("An account was made."))
    return person


# --- tokens --------------------------------------------------------------------------------------------------------


@transaction.atomic
def make_token(
    kind: TokenKind,
    *,
    by: User,
    on: date,
    name: str,
    days: int,
    own_only: bool = False,
    with_words: bool = False,
) -> tuple[Token, str]:
    """Make a token that reads in the name of `by`; returns it with its secret, which is kept nowhere.

    days: how long it is good for. own_only, with_words: of a calendar. Raises Refused where there are too many already.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    if Token.objects.in_force(on).filter(user=by).count() >= TOKENS_EACH:
        raise Refused(_("You have %(number)d tokens already. Revoke one first.") % {"number": TOKENS_EACH})
    secret = TOKEN_MARK + new_token()
    token = Token.objects.create(
        user=by,
        kind=kind,
        name=name.strip(),
        hash=hash_of(secret),
        expires_on=on + timedelta(days=days),
        own_only=own_only,
        with_words=with_words,
    )
    after = {"kind": token.kind, "name": token.name, "expires_on": token.expires_on.isoformat()}
    audit.record("token.made", f"token {token.pk}", by=by, after=after)
    return token, secret


@transaction.atomic
def revoke_token(token_id: int, *, by: User) -> Token:
    """Make a token of one's own open nothing from now on. Raises Token.DoesNotExist for somebody else's."""
    token = Token.objects.select_for_update(no_key=True).get(pk=token_id, user=by)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        audit.record("token.revoked", f"token {token.pk}", by=by, before={"kind": token.kind, "name": token.name})
    return token


def token_of(secret: str, kind: TokenKind, on: date) -> Token | None:
    """The token of a secret, if it is of that kind and in force, and its account open. Its use is noted once a day."""
    in_force = Token.objects.in_force(on).filter(user__is_active=True).select_related("user__person")
    token = in_force.filter(hash=hash_of(secret), kind=kind).first()
    if token is not None and token.last_used_on != on:
        Token.objects.filter(pk=token.pk).update(last_used_on=on)
    return token
