"""What a person may do with an agenda and with notes.

Whether the meeting may be changed so is another question, and asked of `eyre.cycle.states`.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from eyre_web.accounts.access import Access, check_may
from eyre_web.accounts.roles import Permission


def may_keep_notes(access: Access) -> bool:
    """Say whether a person may plan meetings, build agendas and write notes, for the oversight body."""
    return bool(access.posts) and access.may(Permission.SEE_ALL) and access.may(Permission.KEEP_NOTES)


def check_may_keep_notes(access: Access) -> None:
    """Raise PermissionDenied, saying what is missing, unless the person may."""
    if not may_keep_notes(access):
        if not access.posts:
            raise PermissionDenied(_("You hold no post of this body today, and notes are kept by posts."))
        check_may(Access(), Permission.KEEP_NOTES)


def may_agree_notes(access: Access) -> bool:
    """Say whether a person may agree notes and publish them, for the oversight body."""
    return bool(access.posts) and access.may(Permission.SEE_DRAFTS) and access.may(Permission.DECIDE)


def check_may_agree_notes(access: Access) -> None:
    """Raise PermissionDenied, saying what is missing, unless the person may."""
    if not may_agree_notes(access):
        _check_holds_a_post(access)
        check_may(Access(), Permission.DECIDE)


def may_say_later(access: Access) -> bool:
    """Say whether a person may write down what happened later to a record of the notes, for the oversight body."""
    return bool(access.posts) and access.may(Permission.SEE_ALL) and access.may(Permission.DECIDE)


def check_may_say_later(access: Access) -> None:
    """Raise PermissionDenied, saying what is missing, unless the person may."""
    if not may_say_later(access):
        _check_holds_a_post(access)
        check_may(Access(), Permission.DECIDE)


def _check_holds_a_post(access: Access) -> None:
    if not access.posts:
        raise PermissionDenied(_("You hold no post of this body today, and notes are kept by posts."))
