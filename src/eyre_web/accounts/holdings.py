"""Who holds a post from which day to which: somebody comes, somebody goes, somebody acts for them; and its pages.

Nothing is forgotten: a holding that ends stays on record with its days, and what was done in it keeps its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from eyre.core import Refused, is_in_force
from eyre_web.accounts.access import access_of, check_may
from eyre_web.accounts.forms import HolderForm, LastDayForm
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.models import Holding, OrganisationName, Person, Post, User
from eyre_web.accounts.roles import Permission
from eyre_web.audit import services as audit
from eyre_web.audit.models import AuditEvent


class How(StrEnum):
    """In which way a person is in a post."""

    HOLDS = "holds"
    TEMPORARY = "temporary"  # T/: holds the rank for a time
    ACTING = "acting"  # A/: stands in for its holder


# --- changes -------------------------------------------------------------------------------------------------------


@transaction.atomic
def begin_holding(
    post_id: int, *, by: User, on: date, name: str, first_day: date, last_day: date | None = None, how: How, why: str
) -> Holding:
    """Put a person into a post from a day on. name: a person who is known, or a new one; one name is one person.

    Raises PermissionDenied, and Refused without a reason, for days that run backwards or lie outside those of the post,
    for whoever is in it already, and for a second holder of a post that one person holds: that one has to go first, or
    the other acts for them.
    """
    check_may(access_of(by, on), Permission.MANAGE_PEOPLE)
    post = Post.objects.select_for_update(no_key=True).get(pk=post_id)
    _check_reason(why)
    _check_days(post, first_day, last_day)
    _check_is_free(post, name.strip(), first_day, last_day, how)
    person = Person.objects.get_or_create(name=name.strip())[0]
    holding = Holding.objects.create(
        post=post,
        person=person,
        from_date=first_day,
        to_date=last_day,
        temporary=how is How.TEMPORARY,
        acting=how is How.ACTING,
        place=post.holdings.count(),
    )
    after = {"person": person.name, "from": first_day.isoformat(), "to": _day(last_day), "how": how}
    audit.record("post.held", f"post {post.key}", by=by, after=after, why=why.strip())
    return holding


@transaction.atomic
def end_holding(holding_id: int, *, by: User, on: date, last_day: date, why: str, seen: int | None = None) -> Holding:
    """Write down the last day of a person in a post, or another one than was written down.

    seen: the last event about the post that the person had before them.
    Raises PermissionDenied, audit.ChangedMeanwhile, and Refused without a reason, for a day before the first
    one and for the day that is there.
    """
    check_may(access_of(by, on), Permission.MANAGE_PEOPLE)
    found = Holding.objects.select_for_update(of=("self",), no_key=True).select_related("post", "person")
    holding: Holding = found.get(pk=holding_id)
    audit.check_seen(f"post {holding.post.key}", seen)
    _check_reason(why)
    if holding.from_date and last_day < holding.from_date:
        raise Refused(
            _("Their first day was %(day)s. Give that day or a later one.") % {"day": _say(holding.from_date)}
        )
    if last_day == holding.to_date:
        raise Refused(_("%(day)s is their last day already.") % {"day": _say(last_day)})
    before = {"to": _day(holding.to_date)}
    holding.to_date = last_day
    holding.save(update_fields=["to_date"])
    after = {"person": holding.person.name if holding.person else "", "to": last_day.isoformat()}
    audit.record("post.left", f"post {holding.post.key}", by=by, before=before, after=after, why=why.strip())
    return holding


def _check_reason(why: str) -> None:
    if not why.strip():
        raise Refused(_("Say why."))


def _check_days(post: Post, first_day: date, last_day: date | None) -> None:
    if last_day and last_day < first_day:
        raise Refused(_("The last day is before the first one. Exchange the two."))
    for day in filter(None, (first_day, last_day)):
        if not is_in_force(post.from_date, post.to_date, day):
            raise Refused(_("There was or will be no such post on %(day)s.") % {"day": _say(day)})


def _check_is_free(post: Post, name: str, first_day: date, last_day: date | None, how: How) -> None:
    there = [
        each
        for each in post.holdings.select_related("person")
        if (each.to_date is None or first_day <= each.to_date)
        and (last_day is None or each.from_date is None or each.from_date <= last_day)
    ]
    if any(each.person and each.person.name == name for each in there):
        raise Refused(_("%(name)s is in this post already.") % {"name": name})
    holds = next((each for each in there if not (each.temporary or each.acting)), None)
    if holds and how is How.HOLDS and not post.collective:
        raise Refused(
            _("%(name)s holds this post then. Write down their last day first, or say that the other acts for them.")
            % {"name": holds.person.name if holds.person else _("Somebody who is not named")}
        )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _say(day: date) -> str:
    return date_format(day, "j F Y")


# --- pages ---------------------------------------------------------------------------------------------------------


@require_safe
@login_required
def post_page(request: Request, key: str) -> HttpResponse:
    """A post: who held it when, and what was written down about that."""
    check_may(request.access, Permission.SEE_PEOPLE)
    post = get_object_or_404(Post, key=key)
    today = timezone.localdate()
    context = {
        "post": post,
        "organisation": _organisation(post),
        "holdings": [(each, is_in_force(each.from_date, each.to_date, today)) for each in _newest_first(post)],
        "history": _history(post),
        "may_manage": request.access.may(Permission.MANAGE_PEOPLE),
        "may_see_actions": request.access.may(Permission.SEE_ALL),
    }
    return render(request, "accounts/post.html", context)


def _organisation(post: Post) -> str:
    """The organisation of a post by the last of its names; in words, where it is none of the body's."""
    names = OrganisationName.objects.filter(organisation__key=post.organisation).order_by("place")
    last = names.last() if post.organisation else None
    return last.name if last else post.organisation


def _newest_first(post: Post) -> list[Holding]:
    held = post.holdings.select_related("person")
    return sorted(held, key=lambda each: (each.from_date or date.min, each.place), reverse=True)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_holder(request: Request, key: str) -> HttpResponse:
    """Somebody comes into a post, or acts for whoever holds it."""
    check_may(request.access, Permission.MANAGE_PEOPLE)
    post = get_object_or_404(Post, key=key)
    new = {"how": How.HOLDS, "first_day": timezone.localdate()}
    form = HolderForm(request.POST) if request.method == "POST" else HolderForm(initial=new)
    if form.is_bound and form.is_valid():
        how = How(form.cleaned_data.pop("how"))
        try:
            holding = begin_holding(post.pk, by=request.user, on=timezone.localdate(), how=how, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = {"name": holding.person, "post": post, "day": _say(form.cleaned_data["first_day"])}
            messages.success(request, _("%(name)s is in the post “%(post)s” from %(day)s.") % said)
            _warn_of_other_posts(request, holding)
            return redirect("post", post.key)
    return render(request, "accounts/holder.html", {"post": post, "form": form})


def _warn_of_other_posts(request: Request, holding: Holding) -> None:
    """One name is one person: say which other posts the person is in, in case they are two people."""
    others: QuerySet[Post] = Post.objects.filter(holdings__person=holding.person).exclude(pk=holding.post_id).distinct()
    if titles := ", ".join(post.title for post in others):
        messages.warning(
            request,
            _("%(name)s is also known as: %(titles)s. If these are two people, write their names so that they differ.")
            % {"name": holding.person, "titles": titles},
        )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def last_day(request: Request, pk: int) -> HttpResponse:
    """Somebody leaves a post."""
    check_may(request.access, Permission.MANAGE_PEOPLE)
    holding = get_object_or_404(Holding.objects.select_related("post", "person"), pk=pk)
    initial = {"seen": audit.last_about(f"post {holding.post.key}")}
    form = LastDayForm(request.POST) if request.method == "POST" else LastDayForm(initial=initial)
    now: str | None = None  # what stands there, where somebody else was quicker
    if form.is_bound and form.is_valid():
        try:
            ended = end_holding(holding.pk, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except audit.ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form.see(refusal.seen)
            holding.refresh_from_db()
            now = _say(holding.to_date) if holding.to_date else _("None")
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = {"name": ended.person or _("Whoever held it"), "day": _say(form.cleaned_data["last_day"])}
            messages.success(request, _("%(name)s leaves the post after %(day)s.") % said)
            return redirect("post", holding.post.key)
    context = {"holding": holding, "post": holding.post, "form": form, "now": now}
    return render(request, "accounts/last_day.html", context)


# --- what was written down -----------------------------------------------------------------------------------------

WHAT: Final[Mapping[str, str | Promise]] = {
    "post.made": gettext_lazy("The post was written down"),
    "post.ended": gettext_lazy("The last day of the post was written down"),
    "post.held": gettext_lazy("Somebody came into the post"),
    "post.left": gettext_lazy("A last day was written down"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the timeline, with what the component of that name prints."""

    when: datetime
    what: str
    who: str = ""
    words: str = ""
    why: str = ""
    has_time: bool = True


def _history(post: Post) -> list[Told]:
    events = AuditEvent.objects.filter(about=f"post {post.key}").select_related("payload").order_by("-number")
    return [_told(event) for event in events]


def _told(event: AuditEvent) -> Told:
    when, what = timezone.localtime(event.at), str(WHAT.get(event.what, event.what))
    if event.payload.is_removed:
        return Told(when, what, words=_("What this entry said was removed by decision."))
    says = event.payload.says
    return Told(when, what, who=says["who"], words=_words(says["after"]), why=says["why"])


def _words(after: Mapping[str, Any]) -> str:
    """The person, or the post itself, and the days that were written down."""
    days = {name: _say(date.fromisoformat(after[name])) for name in ("from", "to") if after.get(name)}
    if len(days) == 2:
        said = _("from %(from)s to %(to)s") % days
    elif "from" in days:
        said = _("from %(from)s") % days
    else:
        said = _("to %(to)s") % days if days else ""
    whose = after.get("title") or after.get("person") or _("Not said")
    return f"{whose}, {said}" if said else whose
