"""At most one mail a person a day: what of theirs has reached a day of the schedule, what is near, what others wrote.

The schedule is `eyre.cycle.chasing`, for actions and for documents that were asked for alike. A digest is worked out
from both as they stand that morning, so that a new date, a closed action or a document that came cancels a reminder by
itself. A mail names actions, documents and days, never words, and of a document that is not OFFICIAL not even its name:
a mail leaves the house, the page does not.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Event as Signal
from threading import Thread
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import send_mail
from django.db import IntegrityError, close_old_connections, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eyre.core import say_date
from eyre.cycle.chasing import Step, Told, first_step, step_reached
from eyre.cycle.states import ActionStatus
from eyre_web.accounts.access import Access, access_of
from eyre_web.accounts.models import Holding, User
from eyre_web.body.models import body_value
from eyre_web.chasing.news import NEW, News, news_by_person
from eyre_web.documents import permissions as documents
from eyre_web.documents.models import Document, DocumentReminder
from eyre_web.meetings import permissions as meetings
from eyre_web.meetings.chairs import chair_of, chairs
from eyre_web.meetings.models import Action, Digest, Reminder
from eyre_web.meetings.says import say_kind

ASKED_FOR = "EYRE_REMINDERS"  # in the environment of a server process: send reminders as well
FROM_HOUR = 7  # nobody is reminded at night
EVERY_SECONDS = 10 * 60

log = logging.getLogger(__name__)


Known = tuple[int, type, int, date, int]  # whom, of what (kind and key), its day, the days of the step


@dataclass(frozen=True, slots=True)
class Reached:
    """An action, or a document that was asked for, that has reached a step of the schedule."""

    about: Action | Document
    due_on: date
    step: Step

    @property
    def posts(self) -> tuple[str, ...]:
        """The posts that answer for it."""
        return (self.about.asked_of,) if isinstance(self.about, Document) else self.about.posts

    def key(self, user: User) -> Known:
        """What is kept of it once a person was told."""
        return (user.pk, type(self.about), self.about.pk, self.due_on, self.step.days)


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is told: what their posts answer for, what reached them as chair, and what others wrote."""

    user: User
    held: list[Reached] = field(default_factory=list)
    chaired: list[Reached] = field(default_factory=list)
    news: list[News] = field(default_factory=list)

    @property
    def everything(self) -> list[Reached]:
        return [*self.held, *(reached for reached in self.chaired if reached not in self.held)]


def send_digests(on: date) -> int:
    """Write to everybody to whom a step that was reached, or what others wrote, is new; returns to how many."""
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
        for user in _people(each.posts, holders):
            letters.setdefault(user.pk, Letter(user)).held.append(each)
        if each.step.told is Told.CHAIR:
            for user in _people(_chairs_of(each.about, chaired), holders):
                letters.setdefault(user.pk, Letter(user)).chaired.append(each)
    for user, news in news_by_person(on, holders).items():
        letters.setdefault(user.pk, Letter(user)).news.extend(news)
    return [letter for each in letters.values() if (letter := _seen_by(each, on)).everything or letter.news]


def _chairs_of(about: Action | Document, chaired: Mapping[str, str]) -> list[str]:
    """The chair of the meeting that set an action; of a document, which no meeting has, everybody who chairs one."""
    return [chair_of(about, chaired)] if isinstance(about, Action) else list(chaired.values())


def _reached(on: date) -> Iterator[Reached]:
    """Every open action and every document not yet received that has reached a step, the first due first."""
    last = on - timedelta(days=first_step().days)
    actions = Action.objects.filter(status=ActionStatus.OPEN, due_on__lte=last)
    asked_for = Document.objects.waiting().filter(due_on__lte=last)
    near: list[Action | Document] = [
        *actions.order_by("due_on", "reference").with_all(),
        *asked_for.order_by("due_on", "key").with_all(),
    ]
    for about in near:
        assert about.due_on is not None
        if step := step_reached(about.due_on, on):
            yield Reached(about, about.due_on, step)


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
    held, chaired = ([each for each in part if _may_see(access, each)] for part in (letter.held, letter.chaired))
    return Letter(letter.user, held, chaired, [each for each in letter.news if meetings.may_see(access, each.action)])


def _may_see(access: Access, each: Reached) -> bool:
    if isinstance(each.about, Document):
        return documents.may_see(access, each.about)
    return meetings.may_see(access, each.about)


def _told_before(letters: list[Letter]) -> set[Known]:
    users = [letter.user.pk for letter in letters]
    of_actions = Reminder.objects.filter(user__in=users).values_list("user", "action", "due_on", "days")
    of_documents = DocumentReminder.objects.filter(user__in=users).values_list("user", "document", "due_on", "days")
    return {(user, Action, pk, due, days) for user, pk, due, days in of_actions} | {
        (user, Document, pk, due, days) for user, pk, due, days in of_documents
    }


def _is_news(letter: Letter, known: set[Known]) -> bool:
    return bool(letter.news) or any(each.key(letter.user) not in known for each in letter.everything)


# --- the mail ------------------------------------------------------------------------------------------------------


def _send(letter: Letter, on: date) -> int:
    """Send one digest, unless another process has. A mail that cannot be sent is tried again in the next round."""
    if not _claim(letter, on):
        return 0
    try:
        send_mail(_subject(letter, on), "\n".join(_lines(letter, on)), None, [letter.user.email])
    except OSError as error:  # what the mail server or the network said; no address, no words
        log.error("A reminder could not be sent (%s). It is tried again. EYRE_MAIL names the server.", _why(error))
        Digest.objects.filter(user=letter.user, on=on).delete()
        Reminder.objects.filter(user=letter.user, on=on).delete()
        DocumentReminder.objects.filter(user=letter.user, on=on).delete()
        return 0
    return 1


def _why(error: OSError) -> str:
    """The kind of failure, and the number that the mail server or the system gave it."""
    number = getattr(error, "smtp_code", None) or error.errno
    return f"{type(error).__name__} {number}" if number else type(error).__name__


def _claim(letter: Letter, on: date) -> bool:
    """Write down that the person is told; False where that was written down already."""
    of_actions, of_documents = [], []
    for each in letter.everything:
        said: dict[str, Any] = {"user": letter.user, "due_on": each.due_on, "days": each.step.days, "on": on}
        if isinstance(each.about, Document):
            of_documents.append(DocumentReminder(document=each.about, **said))
        else:
            of_actions.append(Reminder(action=each.about, **said))
    try:
        with transaction.atomic():
            Digest.objects.create(user=letter.user, on=on)
            Reminder.objects.bulk_create(of_actions, ignore_conflicts=True)
            DocumentReminder.objects.bulk_create(of_documents, ignore_conflicts=True)
    except IntegrityError:
        return False
    return True


def _subject(letter: Letter, on: date) -> str:
    late = sum(each.due_on < on for each in letter.held)
    if not letter.everything:
        return _("Actions: news of %(number)d") % {"number": len(letter.news)}
    if not letter.held:
        return _("Chair's list: %(number)d late for long") % {"number": len(letter.chaired)}
    return _("Actions and documents: %(late)d late, %(due)d due soon") % {"late": late, "due": len(letter.held) - late}


def _lines(letter: Letter, on: date) -> Iterator[str]:
    late = [each for each in letter.held if each.due_on < on]
    due = [each for each in letter.held if each.due_on >= on]
    parts = ((_("Late"), late), (_("Due soon"), due), (_("On the list of the chair"), letter.chaired))
    for title, reached in parts:
        if reached:
            yield title
            yield from (_line(each, on) for each in reached)
            yield ""
    if letter.news:
        yield _("Written by others")
        yield from (_news_line(each) for each in letter.news)
        yield ""
    name = body_value().get("name") or _("the body")
    yield _("Everything of %(body)s that is late or due: %(site)s/") % {"body": name, "site": settings.EYRE_SITE}


def _line(each: Reached, on: date) -> str:
    days = abs((on - each.due_on).days)
    values = {"reference": _name(each), "day": say_date(each.due_on), "days": days}
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
    return f"{said % values}: {settings.EYRE_SITE}{_address(each)}"


def _news_line(news: News) -> str:
    what = ", ".join(_("new") if kind == NEW else say_kind(kind) for kind in news.what)
    return f"{news.action.reference}, {what}: {settings.EYRE_SITE}{news.action.get_absolute_url()}"


def _is_kept_close(each: Reached) -> bool:
    return isinstance(each.about, Document) and each.about.is_sensitive


def _name(each: Reached) -> str:
    return _("A document") if _is_kept_close(each) else each.about.reference


def _address(each: Reached) -> str:
    """The page of it; of a document whose name stays in the house, the register."""
    return reverse("document_list") if _is_kept_close(each) else each.about.get_absolute_url()


# --- the round -----------------------------------------------------------------------------------------------------


def run(stop: Signal) -> None:
    """Every few minutes, until told to stop: send what is to be sent, and forget the sessions that have ended."""
    while not stop.is_set():
        close_old_connections()
        for what, act in {"reminders": _send_by_day, "tidying sessions": SessionStore.clear_expired}.items():
            try:
                act()
            except Exception:  # the next round may do better; the server serves on
                log.exception("A round of %s failed.", what)
        close_old_connections()
        stop.wait(EVERY_SECONDS)


def _send_by_day() -> None:
    if timezone.localtime().hour >= FROM_HOUR:
        send_digests(timezone.localdate())


def begin_if_asked() -> None:
    """Send reminders beside the requests of this process, where the environment asks for it."""
    if os.environ.get(ASKED_FOR):
        Thread(target=run, args=(Signal(),), name="reminders", daemon=True).start()
