"""A person's own account, and the page of people."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.models import Holding, Post, RoleHeld
from eyre_web.accounts.roles import ROLES, SAYS, Permission


@require_safe
@login_required
def own_account(request: Request) -> HttpResponse:
    """Who the person is here: posts, roles, and what these let them do."""
    held = RoleHeld.objects.on(timezone.localdate()).filter(user=request.user)
    return render(
        request,
        "accounts/own_account.html",
        {
            "posts": Post.objects.filter(key__in=request.access.posts),
            "roles": [ROLES[role] for role in held.values_list("role", flat=True)],
            "permissions": [says for permission, says in SAYS.items() if permission in request.access.permissions],
        },
    )


@require_safe
@login_required
def people(request: Request) -> HttpResponse:
    """Who holds which post today, and what each role lets a person do."""
    check_may(request.access, Permission.SEE_PEOPLE)
    today = timezone.localdate()
    holdings: dict[int, list[Holding]] = {}
    for holding in Holding.objects.on(today).select_related("person__user"):
        holdings.setdefault(holding.post_id, []).append(holding)
    posts = [(post, holdings.get(post.pk, [])) for post in Post.objects.all()]
    return render(request, "accounts/people.html", {"posts": posts, "roles": _roles(), "today": today})


def _roles() -> list[tuple[object, list[object]]]:
    return [(role, [says for p, says in SAYS.items() if p in role.permissions]) for role in ROLES.values()]
