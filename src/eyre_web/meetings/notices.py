"""Who is told of a change to an action, by mail: the holders of its posts, and not whoever made the change.

A mail names the action and what kind of thing happened, never the words: it leaves the house, the page does not.
Of an answer by link, whoever made the link is told as well.
"""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre_web.accounts.models import Holding, User
from eyre_web.meetings.models import Action, Event
from eyre_web.meetings.says import say_kind


def tell_of(event_id: int) -> None:
    """Send a mail to each person concerned. A mail that cannot be sent does not undo the change."""
    event = Event.objects.select_related("action", "entered_by", "link__made_by").get(pk=event_id)
    assert event.action is not None
    told = set(concerned(event.action, but=event.entered_by))
    if event.link and event.link.made_by.is_active:
        told.add(event.link.made_by.email)
    for address in sorted(told):
        send_mail(
            _("%(reference)s: %(happened)s") % {"reference": event.reference, "happened": say_kind(event.kind)},
            _("See %(site)s%(page)s") % {"site": settings.EYRE_SITE, "page": event.action.get_absolute_url()},
            None,
            [address],
            fail_silently=True,
        )


def tell_of_new(action_id: int, *, by: User) -> None:
    """Send a mail to each person concerned that an action was set."""
    action = Action.objects.get(pk=action_id)
    for address in concerned(action, but=by):
        send_mail(
            _("%(reference)s: new") % {"reference": action.reference},
            _("See %(site)s%(page)s") % {"site": settings.EYRE_SITE, "page": action.get_absolute_url()},
            None,
            [address],
            fail_silently=True,
        )


def concerned(action: Action, *, but: User | None) -> list[str]:
    """Addresses of those who hold a post of the action today."""
    held = Holding.objects.on(timezone.localdate()).filter(post__key__in=action.posts, person__user__is_active=True)
    if but is not None:
        held = held.exclude(person__user=but)
    return sorted(set(held.values_list("person__user__email", flat=True)))
