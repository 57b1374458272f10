"""Posts that come and go: a new one is written down, and the last day of one that is no more; and their pages.

Nothing is forgotten: a post that is no more stays on record with what it held, said and owned.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eyre.body.check import EVERYONE
from eyre.core import Refused
from eyre_web.accounts.access import access_of, check_may
from eyre_web.accounts.forms import LastDayForm, PostForm
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.models import Organisation, Post, User
from eyre_web.accounts.roles import Permission
from eyre_web.audit import services as audit

LONGEST_KEY = 60


@transaction.atomic
def make_post(
    *,
    by: User,
    on: date,
    title: str,
    abbreviation: str = "",
    organisation: str = "",
    collective: bool = False,
    first_day: date | None = None,
    why: str,
) -> Post:
    """Write down a post that the body did not have. collective: several people hold it at once.

    Raises PermissionDenied, and Refused without a title or a reason, and for a title or an abbreviation that another
    post has on that day: whoever types it must mean one.
    """
    check_may(access_of(by, on), Permission.MANAGE_PEOPLE)
    title, abbreviation = " ".join(title.split()), " ".join(abbreviation.split())
    if not why.strip():
        raise Refused(_("Say why."))
    audit.hold_the_end()  # so that two do not take one name or place
    for name in filter(None, (title, abbreviation)):
        _check_is_free(name, first_day or on)
    last = Post.objects.aggregate(last=Max("place"))["last"]
    post = Post.objects.create(
        key=_free_key(title),
        title=title,
        abbreviation=abbreviation,
        organisation=organisation.strip(),
        collective=collective,
        from_date=first_day,
        place=0 if last is None else last + 1,
    )
    after = {"title": title, "abbreviation": abbreviation, "from": first_day.isoformat() if first_day else ""}
    audit.record("post.made", f"post {post.key}", by=by, after=after, why=why.strip())
    return post


@transaction.atomic
def end_post(post_id: int, *, by: User, on: date, last_day: date, why: str, seen: int | None = None) -> Post:
    """Write down the last day of a post, or another one than was written down.

    seen: the last event about the post that the person had before them.
    Raises PermissionDenied, audit.ChangedMeanwhile, and Refused without a reason, for a day before its first one, and
    while somebody is in it for longer.
    """
    check_may(access_of(by, on), Permission.MANAGE_PEOPLE)
    post = Post.objects.select_for_update(no_key=True).get(pk=post_id)
    audit.check_seen(f"post {post.key}", seen)
    if not why.strip():
        raise Refused(_("Say why."))
    if post.from_date and last_day < post.from_date:
        raise Refused(_("Its first day was %(day)s. Give that day or a later one.") % {"day": _say(post.from_date)})
    longer = post.holdings.filter(Q(to_date=None) | Q(to_date__gt=last_day)).select_related("person").first()
    if longer is not None:
        name = longer.person.name if longer.person else _("Somebody who is not named")
        raise Refused(_("%(name)s is in it for longer. Write down their last day first.") % {"name": name})
    before = {"to": post.to_date.isoformat() if post.to_date else ""}
    post.to_date = last_day
    post.save(update_fields=["to_date"])
    after = {"title": post.title, "to": last_day.isoformat()}
    audit.record("post.ended", f"post {post.key}", by=by, before=before, after=after, why=why.strip())
    return post


def _check_is_free(name: str, on: date) -> None:
    """Raise Refused where a post that is there on a day or later is called so."""
    called_so = Post.objects.filter(Q(title__iexact=name) | Q(abbreviation__iexact=name))
    there = called_so.filter(Q(to_date=None) | Q(to_date__gte=on)).first()
    if there is not None:
        raise Refused(
            _("The post “%(post)s” is called “%(name)s” already. Give this one another name, so that they differ.")
            % {"post": there.title, "name": name}
        )


def _free_key(title: str) -> str:
    """What a post is called in a body folder: its title in small letters, with a number where that is taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_KEY].strip("-") or "post"
    taken = {EVERYONE, *Post.objects.values_list("key", flat=True), *Organisation.objects.values_list("key", flat=True)}
    number, free = 1, key
    while free in taken:
        number, free = number + 1, f"{key}-{number + 1}"
    return free


def _say(day: date) -> str:
    return date_format(day, "j F Y")


# --- pages ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_post(request: Request) -> HttpResponse:
    """Write down a post."""
    check_may(request.access, Permission.MANAGE_PEOPLE)
    form = PostForm(request.POST) if request.method == "POST" else PostForm()
    if form.is_bound and form.is_valid():
        try:
            post = make_post(by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The post “%(title)s” is written down.") % {"title": post})
            return redirect("post", post.key)
    return render(request, "accounts/new_post.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def last_day_of_post(request: Request, key: str) -> HttpResponse:
    """A post is no more."""
    check_may(request.access, Permission.MANAGE_PEOPLE)
    post = get_object_or_404(Post, key=key)
    initial = {"seen": audit.last_about(f"post {post.key}")}
    form = LastDayForm(request.POST) if request.method == "POST" else LastDayForm(initial=initial)
    now: str | None = None  # what stands there, where somebody else was quicker
    if form.is_bound and form.is_valid():
        try:
            end_post(post.pk, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except audit.ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form.see(refusal.seen)
            post.refresh_from_db()
            now = _say(post.to_date) if post.to_date else _("None")
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The last day of the post is written down."))
            return redirect("post", post.key)
    return render(request, "accounts/last_day_of_post.html", {"post": post, "form": form, "now": now})
