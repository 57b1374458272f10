"""One mail a person a day: what of theirs is late, and what is due within a week.

It is worked out from the actions as they stand that morning, so that a change cancels a reminder by itself. A mail
names actions and days, never words: it leaves the house, the page does not.
"""

from __future__ import annotations

import logging
import os
from datetime import date, timedelta
from threading import Event as Signal
from threading import Thread

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, close_old_connections, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre.core import say_date
from eyre.cycle.states import ActionStatus
from eyre_web.accounts.access import access_of
from eyre_web.accounts.models import User
from eyre_web.meetings.models import Action, Digest

ASKED_FOR = "EYRE_REMINDERS"  # in the environment of a server process: send reminders as well
AHEAD = timedelta(days=7)
FROM_HOUR = 7  # nobody is reminded at night
EVERY_SECONDS = 10 * 60

log = logging.getLogger(__name__)


def send_digests(on: date) -> int:
    """Remind everybody who has something late or due and was not reminded on that day yet; returns how many were."""
    sent = 0
    for user in User.objects.filter(is_active=True).exclude(person=None).select_related("person"):
        actions = due_for(user, on)
        if actions and _claim(user, on):
            sent += _send(user, on, actions)
    return sent


def due_for(user: User, on: date) -> list[Action]:
    """What a person's posts own or manage that is open and late, or due within a week; the latest first."""
    access = access_of(user, on)
    actions = Action.objects.for_user(access).of_posts(*access.posts)
    return list(actions.filter(status=ActionStatus.OPEN, due_on__lte=on + AHEAD).order_by("due_on", "reference"))


def _claim(user: User, on: date) -> bool:
    try:
        with transaction.atomic():
            Digest.objects.create(user=user, on=on)
    except IntegrityError:
        return False
    return True


def _send(user: User, on: date, actions: list[Action]) -> int:
    """Send one digest. A mail that cannot be sent is tried again in the next round."""
    late = sum(action.is_overdue(on) for action in actions)
    subject = _("Actions: %(late)d late, %(due)d due within a week") % {"late": late, "due": len(actions) - late}
    try:
        send_mail(subject, "\n".join(_line(action, on) for action in actions), None, [user.email])
    except OSError:
        log.error("A reminder could not be sent: the mail server did not take it.")
        Digest.objects.filter(user=user, on=on).delete()
        return 0
    return 1


def _line(action: Action, on: date) -> str:
    assert action.due_on is not None
    says = _("%(reference)s was due on %(day)s") if action.is_overdue(on) else _("%(reference)s is due on %(day)s")
    said = says % {"reference": action.reference, "day": say_date(action.due_on)}
    return f"{said}: {settings.EYRE_SITE}{action.get_absolute_url()}"


# --- the round -----------------------------------------------------------------------------------------------------


def run(stop: Signal) -> None:
    """Send what is to be sent, every few minutes from the morning on, until told to stop."""
    while not stop.is_set():
        close_old_connections()
        now = timezone.localtime()
        if now.hour >= FROM_HOUR:
            try:
                send_digests(now.date())
            except Exception:  # the next round may do better; the server serves on
                log.exception("A round of reminders failed.")
        close_old_connections()
        stop.wait(EVERY_SECONDS)


def begin_if_asked() -> None:
    """Send reminders beside the requests of this process, where the environment asks for it."""
    if os.environ.get(ASKED_FOR):
        Thread(target=run, args=(Signal(),), name="reminders", daemon=True).start()
