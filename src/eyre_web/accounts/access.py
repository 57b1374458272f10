"""What one person may do on one day: the permissions of their roles, and the posts they hold.

Two queries, whatever is asked afterwards. What follows for an action is asked of `meetings.permissions`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from eyre_web.accounts.models import Holding, RoleHeld, User
from eyre_web.accounts.roles import ROLES, SAYS, Permission


@dataclass(frozen=True, slots=True)
class Access:
    """Permissions, and the keys of the posts held, in the order of the body's list of posts."""

    permissions: frozenset[Permission] = field(default_factory=frozenset)
    posts: tuple[str, ...] = ()

    def may(self, *any_of: Permission) -> bool:
        """Say whether one of the permissions is there."""
        return not self.permissions.isdisjoint(any_of)


NOBODY = Access()


def access_of(user: User, on: date) -> Access:
    """What a person may do on a day. An account that was closed may do nothing."""
    if not user.is_active:
        return NOBODY
    roles = RoleHeld.objects.on(on).filter(user=user).values_list("role", flat=True)
    permissions = frozenset().union(*(ROLES[role].permissions for role in roles))
    if user.person_id is None:
        return Access(permissions)
    held = Holding.objects.on(on).filter(person=user.person_id).order_by("post__place")
    return Access(permissions, tuple(dict.fromkeys(held.values_list("post__key", flat=True))))


def check_may(access: Access, *any_of: Permission) -> None:
    """Raise PermissionDenied, saying what is missing, unless one of the permissions is there."""
    if not access.may(*any_of):
        wanted = _(", or ").join(str(SAYS[permission]) for permission in any_of)
        raise PermissionDenied(_("Only somebody who %(wanted)s may do this.") % {"wanted": wanted})
