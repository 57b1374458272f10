"""Answers by link: a post without an account answers one action, and sees nothing else.

The link is a token of 256 random bits, kept as its hash. It works until its last day, until it is revoked, and as long
as the action is open and its post answers for it. What is answered by it is written down as said by the post.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre.core import NotFound, Refused, say_date
from eyre.cycle.events import EventKind
from eyre.cycle.states import ActionStatus, is_closed
from eyre_web.accounts.access import access_of
from eyre_web.accounts.models import User
from eyre_web.accounts.tokens import hash_of, new_token
from eyre_web.audit import services as audit
from eyre_web.body.models import body_value
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.models import Action, AnswerLink
from eyre_web.meetings.permissions import check_may_give_links
from eyre_web.meetings.services import Author, add_event, check_has_seen, check_is_new_date


class Answer(StrEnum):
    """What can be said by a link: what the owner of an action can say."""

    UPDATE = "update"
    NEW_DATE = "new_date"
    COMPLETE = "complete"


KINDS = {
    Answer.UPDATE: EventKind.UPDATE,
    Answer.NEW_DATE: EventKind.DATE_ASKED,
    Answer.COMPLETE: EventKind.REPORTED_COMPLETE,
}


@transaction.atomic
def make_link(action_id: int, *, by: User, on: date, post: str, days: int, send_to: str = "") -> tuple[AnswerLink, str]:
    """Make a link for a post of an action; returns it with its address, which is kept nowhere.

    days: how long it works after today. send_to: an address that it is mailed to, once the link is safe.
    Raises PermissionDenied, and Refused for a closed action and for a post that neither owns nor manages it.
    """
    action = Action.objects.select_for_update(no_key=True).get(pk=action_id)
    check_may_give_links(access_of(by, on), action)
    if is_closed(ActionStatus(action.status)):
        raise Refused(_("The action is closed. What is new belongs to another action."))
    if post not in action.posts:
        raise Refused(_("A link is for a post that owns or manages the action. Choose one of these."))
    token = new_token()
    link = AnswerLink.objects.create(
        action=action,
        post=post,
        token_hash=hash_of(token),
        last_day=on + timedelta(days=days),
        sent_to=send_to,
        made_by=by,
        made_at=timezone.now(),
    )
    address = f"{settings.EYRE_SITE}{reverse('answer', args=[token])}"
    after = {"link": link.pk, "for": post, "last_day": link.last_day.isoformat(), "sent_to": send_to}
    audit.record("link.made", action.reference, by=by, after=after)
    if send_to:
        transaction.on_commit(lambda: _mail(link, address), robust=True)
    return link, address


def _mail(link: AnswerLink, address: str) -> None:
    """Send a link to where it was asked to go. A mail that cannot be sent does not undo the link: the page shows it."""
    send_mail(
        _("%(reference)s: please answer") % {"reference": link.action.reference},
        _(
            "%(body)s asks for an answer to %(reference)s, by: %(post)s.\n"
            "Answer by this link, without an account. It works until %(day)s, for whoever has it: do not pass it on.\n"
            "%(address)s"
        )
        % {
            "body": body_value().get("name") or _("The office"),
            "reference": link.action.reference,
            "post": Directory.load().title(link.post),
            "day": say_date(link.last_day),
            "address": address,
        },
        None,
        [link.sent_to],
        fail_silently=True,
    )


@transaction.atomic
def revoke_link(link_id: int, *, by: User, on: date) -> AnswerLink:
    """Let a link work no more. Raises PermissionDenied. One that was revoked already stays as it was."""
    link = AnswerLink.objects.select_for_update(of=("self",), no_key=True).select_related("action").get(pk=link_id)
    check_may_give_links(access_of(by, on), link.action)
    if link.revoked_at is None:
        link.revoked_by, link.revoked_at = by, timezone.now()
        link.save(update_fields=["revoked_by", "revoked_at"])
        audit.record("link.revoked", link.action.reference, by=by, before={"link": link.pk, "for": link.post})
    return link


def link_of(token: str, on: date) -> AnswerLink:
    """The link of a token that works on a day. Raises NotFound, which does not say whether there ever was one."""
    links = AnswerLink.objects.select_related("action__item__meeting", "made_by")
    links = links.prefetch_related("action__owners", "action__parts")
    link = links.filter(token_hash=hash_of(token)).first()
    if link is None or not link.works(on):
        raise NotFound(_("This link does not work, or works no more."))
    return link


@transaction.atomic
def answer_by_link(
    token: str,
    *,
    on: date,
    kind: Answer,
    words: str,
    to: date | None = None,
    document: str = "",
    seen: int | None = None,
) -> Action:
    """Write down what a post answers by its link. to: the day asked for, where a new date is.

    Raises NotFound for a link that does not work, ChangedMeanwhile, and Refused where the state does not allow it.
    """
    link = link_of(token, on)
    action = Action.objects.select_for_update(no_key=True).get(pk=link.action_id)
    link = AnswerLink.objects.select_for_update(of=("self",), no_key=True).get(pk=link.pk)
    if not link.works(on):  # revoked while we waited
        raise NotFound(_("This link does not work, or works no more."))
    check_has_seen(action, seen)
    if to is not None:
        check_is_new_date(action, to, on)
    author = Author(link.post, None, link)
    return add_event(action, KINDS[kind], author, on=on, words=words, sets_date=to, document=document.strip())
