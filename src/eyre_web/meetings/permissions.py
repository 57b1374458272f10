"""What a person may see, and may do with an action. Each question is a plain function; `for_user` is the twin of each
`may_see`.

Whether the action may move so is another question, and asked of `eyre.cycle.states`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from eyre.body.registers import Plan
from eyre.cycle.proof import PROOFS
from eyre.cycle.states import MeetingStatus
from eyre.cycle.words import ActionDeliverable
from eyre_web.accounts.access import Access, check_may
from eyre_web.accounts.roles import Permission
from eyre_web.meetings.models import OF_A_CORRECTION, Action, Event, Item, Line, Matter, Meeting, PartPlayed

SEES_ACTIONS = (Permission.SEE_ALL, Permission.SEE_OWN, Permission.SEE_PUBLISHED)


def may_see(access: Access, action: Action) -> bool:
    """Say whether a person may see an action and its history."""
    published = action.item.meeting.status == MeetingStatus.PUBLISHED
    return (
        access.may(Permission.SEE_ALL)
        or (access.may(Permission.SEE_PUBLISHED) and published)
        or (access.may(Permission.SEE_OWN) and (action.is_of(access.posts) or action.is_followed_by(access.posts)))
    )


def may_see_meeting(access: Access, meeting: Meeting) -> bool:
    """Say whether a person may know of a meeting: that it is or was held, when, and how far its notes are."""
    return access.may(Permission.SEE_ALL) or (access.may(Permission.SEE_PUBLISHED) and meeting.is_last_published)


def may_see_notes(access: Access, meeting: Meeting) -> bool:
    """Say whether a person may read the notes of a meeting: of a draft, only the office until the force is sent it."""
    hidden = meeting.is_unsent and access.may(Permission.SEE_ALL) and not access.may(Permission.SEE_DRAFTS)
    return may_see_meeting(access, meeting) and not hidden


def may_see_item(access: Access, item: Item) -> bool:
    """Say whether a person may see an item."""
    return may_see_notes(access, item.meeting)


def may_see_line(access: Access, line: Line) -> bool:
    """Say whether a person may see what was recorded under an item."""
    return may_see_records(access) and may_see_notes(access, line.item.meeting)


def may_see_matter(access: Access, matter: Matter) -> bool:
    """Say whether a person may know of a matter: it stands beside an item or an action that they see."""
    return access.may(Permission.SEE_ALL) or any(
        may_see_item(access, item) or any(may_see(access, action) for action in item.actions.all())
        for item in matter.items.all()
    )


def may_see_event(access: Access, event: Event) -> bool:
    """Say whether a person may see what happened to a record later."""
    if event.action is not None:
        return may_see(access, event.action)
    if not access.may(Permission.SEE_ALL) or access.may(Permission.SEE_DRAFTS):
        return access.may(Permission.SEE_ALL)
    versions = Meeting.objects.filter(reference=f"meeting {event.home}")
    unsent = [meeting for meeting in versions if meeting.is_unsent]
    return not unsent or (event.kind not in OF_A_CORRECTION and unsent[0].version > 1)


def may_see_records(access: Access) -> bool:
    """Say whether a person may see all that is under the items they see and in the registers: findings, commitments.

    What of it may be told of a published meeting is decided when it is published; until then nobody else sees it.
    """
    return access.may(Permission.SEE_ALL)


def may_see_plan(access: Access, plan: Plan, parts: Iterable[PartPlayed]) -> bool:
    """Say whether a person may see a plan. parts: those that are played on it today."""
    posts = {plan.owner, plan.managing_officer, *(part.post for part in parts)}
    return access.may(Permission.SEE_ALL) or (access.may(Permission.SEE_OWN) and not posts.isdisjoint(access.posts))


def may_set_actions(access: Access, meeting: Meeting) -> bool:
    """Say whether a person may write down an action that the meeting set."""
    return may_see_meeting(access, meeting) and bool(access.posts) and access.may(Permission.SET_ACTIONS)


def may_give_parts(access: Access) -> bool:
    """Say whether a person may say which post plays which part on what they see."""
    return bool(access.posts) and access.may(Permission.SET_ACTIONS)


def check_may_give_parts(access: Access) -> None:
    """Raise PermissionDenied, saying what is missing, unless the person may."""
    if not may_give_parts(access):
        _check_holds_a_post(access)
        check_may(Access(), Permission.SET_ACTIONS)


def check_may_set_actions(access: Access, meeting: Meeting) -> None:
    """Raise PermissionDenied, saying what is missing, unless the person may."""
    if not may_set_actions(access, meeting):
        _check_holds_a_post(access)
        check_may(Access(), Permission.SET_ACTIONS)


def may_answer(access: Access, action: Action) -> bool:
    """Say whether a person may update, give evidence, ask for a new date and report complete."""
    own = access.may(Permission.ANSWER_OWN) and action.is_of(access.posts)
    return may_see(access, action) and bool(access.posts) and (own or access.may(Permission.ANSWER_ANY))


def may_decide(access: Access, action: Action) -> bool:
    """Say whether a person may accept, return, withdraw and close it, and set its date: only the oversight body may."""
    return may_see(access, action) and bool(access.posts) and access.may(Permission.DECIDE)


def may_ask_for_date(access: Access, action: Action) -> bool:
    """Say whether a person has to ask for a new date: they answer for it, and do not set its date themselves."""
    return may_answer(access, action) and not may_decide(access, action)


def may_give_links(access: Access, action: Action) -> bool:
    """Say whether a person may let a post without an account answer it by link."""
    return may_see(access, action) and access.may(Permission.GIVE_LINKS)


def may_prove(access: Access, action: Action) -> bool:
    """Say whether a person may record the closing proof of an action: the oversight body may, where there is one."""
    return may_decide(access, action) and PROOFS[ActionDeliverable(action.deliverable)] is not None


def check_may_give_links(access: Access, action: Action) -> None:
    """Raise PermissionDenied, saying what is missing, unless the person may."""
    if not may_give_links(access, action):
        check_may(Access(), Permission.GIVE_LINKS)


def check_may_answer(access: Access, action: Action) -> None:
    """Raise PermissionDenied, saying what is missing, unless the person may."""
    if not may_answer(access, action):
        _check_holds_a_post(access)
        check_may(Access(), Permission.ANSWER_OWN, Permission.ANSWER_ANY)


def check_may_decide(access: Access, action: Action) -> None:
    """Raise PermissionDenied, saying what is missing, unless the person may."""
    if not may_decide(access, action):
        _check_holds_a_post(access)
        check_may(Access(), Permission.DECIDE)


def _check_holds_a_post(access: Access) -> None:
    """An action is answered and closed by a post, not by a name."""
    if not access.posts:
        raise PermissionDenied(_("You hold no post of this body today, and actions are answered by posts."))


def acting_post(access: Access, action: Action) -> str:
    """The post in which a person acts: the one that owns or manages the action, else the first they hold."""
    return next((post for post in access.posts if action.is_of((post,))), access.posts[0])
