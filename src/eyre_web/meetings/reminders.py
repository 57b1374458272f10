"""At most one mail a person a day: what of theirs has reached a day of the schedule, and with it all that is near.

The schedule is `eyre.cycle.chasing`. A digest is worked out from the actions as they stand that morning, so that a new
date or a closed action cancels a reminder by itself. A mail names actions and days, never words: it leaves the house,
the page does not.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Event as Signal
from threading import Thread

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, close_old_connections, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eyre.core import say_date
from eyre.cycle.chasing import Step, Told, first_step, step_reached
from eyre.cycle.states import ActionStatus
from eyre_web.accounts.access import access_of
from eyre_web.accounts.models import Holding, User
from eyre_web.meetings.chairs import chair_of, chairs
from eyre_web.meetings.models import Action, Digest, Reminder
from eyre_web.meetings.permissions import may_see

ASKED_FOR = "EYRE_REMINDERS"  # in the environment of a server process: send reminders as well
FROM_HOUR = 7  # nobody is reminded at night
EVERY_SECONDS = 10 * 60

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reached:
    """An action that has reached a step of the schedule."""

    action: Action
    due_on: date
    step: Step


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is told: of the actions of their posts, and of those that reached them as chair."""

    user: User
    held: list[Reached] = field(default_factory=list)
    chaired: list[Reached] = field(default_factory=list)

    @property
    def everything(self) -> list[Reached]:
        return [*self.held, *(reached for reached in self.chaired if reached not in self.held)]


def send_digests(on: date) -> int:
    """Remind everybody for whom an action has reached a step they were not told of; returns how many were."""
    told_today = set(Digest.objects.filter(on=on).values_list("user", flat=True))
    letters = [letter for letter in _letters(on) if letter.user.pk not in told_today]
    known = _told_before(letters)
    return sum(_send(letter, on) for letter in letters if _is_news(letter, known))


def letter_for(user: User, on: date) -> Letter:
    """What a person would be told on a day, whether or not they have been."""
    return next((letter for letter in _letters(on) if letter.user == user), Letter(user))


# --- who is told of what -------------------------------------------------------------------------------------------


def _letters(on: date) -> list[Letter]:
    """A letter for everybody who has something in it, whether or not it is news."""
    reached = list(_reached(on))
    holders, chaired = _holders(on), chairs()
    letters: dict[int, Letter] = {}
    for each in reached:
        for user in _people(each.action.posts, holders):
            letters.setdefault(user.pk, Letter(user)).held.append(each)
        if each.step.told is Told.CHAIR:
            for user in _people([chair_of(each.action, chaired)], holders):
                letters.setdefault(user.pk, Letter(user)).chaired.append(each)
    return [letter for each in letters.values() if (letter := _seen_by(each, on)).everything]


def _reached(on: date) -> Iterator[Reached]:
    """Every open action that has reached a step, the first due first."""
    near = Action.objects.filter(status=ActionStatus.OPEN, due_on__lte=on - timedelta(days=first_step().days))
    for action in near.order_by("due_on", "reference").with_all():
        assert action.due_on is not None
        if step := step_reached(action.due_on, on):
            yield Reached(action, action.due_on, step)


def _holders(on: date) -> Mapping[str, list[User]]:
    """Whoever holds each post on a day and can sign in."""
    held = Holding.objects.on(on).filter(person__user__is_active=True).select_related("post", "person__user__person")
    users: dict[str, list[User]] = {}
    for holding in held.order_by("pk"):
        users.setdefault(holding.post.key, []).append(holding.person.user)
    return users


def _people(posts: Iterable[str], holders: Mapping[str, list[User]]) -> list[User]:
    return list({user.pk: user for post in posts for user in holders.get(post, ())}.values())


def _seen_by(letter: Letter, on: date) -> Letter:
    """The letter without what its reader may not see."""
    access = access_of(letter.user, on)
    held, chaired = ([each for each in part if may_see(access, each.action)] for part in (letter.held, letter.chaired))
    return Letter(letter.user, held, chaired)


def _told_before(letters: list[Letter]) -> set[tuple[int, int, date, int]]:
    users = [letter.user.pk for letter in letters]
    return set(Reminder.objects.filter(user__in=users).values_list("user", "action", "due_on", "days"))


def _is_news(letter: Letter, known: set[tuple[int, int, date, int]]) -> bool:
    return any((letter.user.pk, each.action.pk, each.due_on, each.step.days) not in known for each in letter.everything)


# --- the mail ------------------------------------------------------------------------------------------------------


def _send(letter: Letter, on: date) -> int:
    """Send one digest, unless another process has. A mail that cannot be sent is tried again in the next round."""
    if not _claim(letter, on):
        return 0
    try:
        send_mail(_subject(letter, on), "\n".join(_lines(letter, on)), None, [letter.user.email])
    except OSError:
        log.error("A reminder could not be sent: the mail server did not take it.")
        Digest.objects.filter(user=letter.user, on=on).delete()
        Reminder.objects.filter(user=letter.user, on=on).delete()
        return 0
    return 1


def _claim(letter: Letter, on: date) -> bool:
    """Write down that the person is told; False where that was written down already."""
    told = [
        Reminder(user=letter.user, action=each.action, due_on=each.due_on, days=each.step.days, on=on)
        for each in letter.everything
    ]
    try:
        with transaction.atomic():
            Digest.objects.create(user=letter.user, on=on)
            Reminder.objects.bulk_create(told, ignore_conflicts=True)
    except IntegrityError:
        return False
    return True


def _subject(letter: Letter, on: date) -> str:
    late = sum(each.due_on < on for each in letter.held)
    if not letter.held:
        return _("Chair's list: %(number)d late for long") % {"number": len(letter.chaired)}
    return _("Actions: %(late)d late, %(due)d due soon") % {"late": late, "due": len(letter.held) - late}


def _lines(letter: Letter, on: date) -> Iterator[str]:
    late = [each for each in letter.held if each.due_on < on]
    due = [each for each in letter.held if each.due_on >= on]
    parts = ((_("Late"), late), (_("Due soon"), due), (_("On the list of the chair"), letter.chaired))
    for title, reached in parts:
        if reached:
            yield title
            yield from (_line(each, on) for each in reached)
            yield ""
    yield settings.EYRE_SITE + "/"


def _line(each: Reached, on: date) -> str:
    days = abs((on - each.due_on).days)
    values = {"reference": each.action.reference, "day": say_date(each.due_on), "days": days}
    if each.due_on < on:
        said = ngettext(
            "%(reference)s was due on %(day)s, %(days)d day ago",
            "%(reference)s was due on %(day)s, %(days)d days ago",
            days,
        )
    elif each.due_on == on:
        said = _("%(reference)s is due today")
    else:
        said = ngettext(
            "%(reference)s is due on %(day)s, in %(days)d day",
            "%(reference)s is due on %(day)s, in %(days)d days",
            days,
        )
    return f"{said % values}: {settings.EYRE_SITE}{each.action.get_absolute_url()}"


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
