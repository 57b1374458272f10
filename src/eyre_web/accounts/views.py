"""A person's own account and tokens, the page of people, and the accounts that an administrator makes and closes."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eyre.core import Refused
from eyre_web.accounts import services
from eyre_web.accounts.access import check_may
from eyre_web.accounts.forms import OPENS, AccountForm, TokenForm
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.models import Holding, Post, RoleHeld, Token, TokenKind, User
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
    context: dict[str, Any] = {"posts": posts, "roles": _roles(), "today": today}
    if request.access.may(Permission.MANAGE_PEOPLE):
        context["accounts"] = User.objects.filter(is_active=True).select_related("person").order_by("email")
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_account(request: Request) -> HttpResponse:
    """Make an account. Its password is on the page that answers, and nowhere else."""
    check_may(request.access, Permission.MANAGE_PEOPLE)
    form = AccountForm(request.POST) if request.method == "POST" else AccountForm()
    if form.is_bound and form.is_valid():
        try:
            made, password = services.make_account(by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "accounts/account_made.html", {"made": made, "password": password})
    return render(request, "accounts/new_account.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close_account(request: Request, pk: int) -> HttpResponse:
    """Close an account, once the administrator has said again that they want to."""
    check_may(request.access, Permission.MANAGE_PEOPLE)
    user = get_object_or_404(User.objects.select_related("person").filter(is_active=True), pk=pk)
    if request.method == "POST":
        try:
            services.close_account(user.pk, by=request.user, on=timezone.localdate())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The account of %(who)s is closed.") % {"who": user})
        return redirect("people")
    return render(request, "accounts/close_account.html", {"closing": user})


# --- tokens --------------------------------------------------------------------------------------------------------


@require_safe
@login_required
def tokens(request: Request) -> HttpResponse:
    """What reads in the person's name, since when and until when."""
    in_force = Token.objects.in_force(timezone.localdate()).filter(user=request.user)
    return render(
        request, "accounts/tokens.html", {"tokens": [(token, OPENS[TokenKind(token.kind)]) for token in in_force]}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # a token outlives the session in which it was made
def new_token(request: Request) -> HttpResponse:
    """Make a token. Its secret is on the page that answers, and nowhere else."""
    form = TokenForm(request.POST) if request.method == "POST" else TokenForm(initial={"days": 365})
    if form.is_bound and form.is_valid():
        try:
            token, secret = services.make_token(by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            site = request.build_absolute_uri("/").rstrip("/")
            return render(request, "accounts/token_made.html", {"token": token, "secret": secret, "site": site})
    return render(request, "accounts/new_token.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def revoke_token(request: Request, pk: int) -> HttpResponse:
    """Revoke a token of one's own, once the person has said again that they want to."""
    token = get_object_or_404(Token.objects.in_force(timezone.localdate()).filter(user=request.user), pk=pk)
    if request.method == "POST":
        services.revoke_token(token.pk, by=request.user)
        messages.success(request, _("%(token)s is revoked: it opens nothing any more.") % {"token": token})
        return redirect("tokens")
    return render(request, "accounts/revoke_token.html", {"token": token})


def _roles() -> list[tuple[object, list[object]]]:
    return [(role, [says for p, says in SAYS.items() if p in role.permissions]) for role in ROLES.values()]
