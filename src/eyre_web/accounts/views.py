"""A person's own account and tokens, the page of people, and the accounts an administrator makes, changes, closes."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import SetPasswordForm
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eyre.core import NotFound, Refused
from eyre_web.accounts import invitations, services
from eyre_web.accounts.access import check_may
from eyre_web.accounts.forms import OPENS, AccountForm, RolesForm, TokenForm
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.models import Holding, Invitation, Organisation, Post, RoleHeld, Token, TokenKind, User
from eyre_web.accounts.roles import ROLES, SAYS, Permission
from eyre_web.audit import services as audit

A_PAGE = 50
RATES = {"invitation": "30/m/ip"}


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
    """Who holds which post today, what the organisations are and were called, and what each role lets a person do."""
    check_may(request.access, Permission.SEE_PEOPLE)
    today = timezone.localdate()
    page = Paginator(Post.objects.all(), A_PAGE).get_page(request.GET.get("page"))
    posts = list(page.object_list)
    holdings: dict[int, list[Holding]] = {}
    for holding in Holding.objects.on(today).filter(post__in=posts).select_related("person__user"):
        holdings.setdefault(holding.post_id, []).append(holding)
    context: dict[str, Any] = {"roles": _roles(), "today": today, "page": page}
    context["organisations"] = Organisation.objects.prefetch_related("names")
    context["posts"] = [(post, holdings.get(post.pk, [])) for post in posts]
    if request.access.may(Permission.MANAGE_PEOPLE):
        users = User.objects.filter(is_active=True).select_related("person").order_by("email")
        accounts = Paginator(users, A_PAGE).get_page(request.GET.get("accounts"))
        context |= {"accounts_page": accounts, "accounts": _accounts(list(accounts.object_list), today)}
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_account(request: Request) -> HttpResponse:
    """Make an account. Its password is on the page that answers, and nowhere else; or the person is invited."""
    check_may(request.access, Permission.MANAGE_PEOPLE)
    form = AccountForm(request.POST) if request.method == "POST" else AccountForm()
    if form.is_bound and form.is_valid():
        try:
            made, password = services.make_account(by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "accounts/account_made.html", {"made": made, "password": password})
    return render(request, "accounts/new_account.html", {"form": form, "hints": _role_hints()})


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


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_roles(request: Request, pk: int) -> HttpResponse:
    """Change the roles of an account."""
    check_may(request.access, Permission.MANAGE_PEOPLE)
    user = get_object_or_404(User.objects.select_related("person").filter(is_active=True), pk=pk)
    today = timezone.localdate()
    held = list(RoleHeld.objects.on(today).filter(user=user).values_list("role", flat=True))
    initial = {"roles": held, "seen": audit.last_about(f"account {user.pk}")}
    form = RolesForm(request.POST) if request.method == "POST" else RolesForm(initial=initial)
    now: list[object] | None = None  # what stands there, where somebody else was quicker
    if form.is_bound and form.is_valid():
        try:
            services.change_roles(user.pk, by=request.user, on=today, **form.cleaned_data)
        except audit.ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form.see(refusal.seen)
            now = [ROLES[role].name for role in held]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The roles of %(who)s are changed.") % {"who": user})
            return redirect("people")
    context = {"changing": user, "form": form, "hints": _role_hints(), "now": now}
    return render(request, "accounts/change_roles.html", context)


@require_POST
@login_required
def send_invitation(request: Request, pk: int) -> HttpResponse:
    """Send a person a link by which they set their password; one they had before works no more."""
    check_may(request.access, Permission.MANAGE_PEOPLE)
    user = get_object_or_404(User.objects.select_related("person").filter(is_active=True), pk=pk)
    invitations.invite(user.pk, by=request.user, on=timezone.localdate())
    messages.success(request, _("A link to set the password is sent to %(email)s.") % {"email": user.email})
    return redirect("people")


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where a person who was invited sets their password. Opening the page changes nothing."""
    if not ratelimit.consume(request, app="eyre", action="invitation", config=RATES, limit_get=True):
        return render(request, "accounts/too_often.html", status=429)
    today = timezone.localdate()
    try:
        invited = invitations.invitation_of(token, today)
        form = SetPasswordForm(invited.user, request.POST or None)
        if form.is_valid():
            invitations.accept(token, password=form.cleaned_data["new_password1"], on=today)
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("account_login")
    except NotFound:
        return render(request, "accounts/invitation_dead.html", status=404)
    context = {"invited": invited, "form": form, "navigation": [], "signed_in_as": ""}
    return render(request, "accounts/invitation.html", context)


def _accounts(users: list[User], today: date) -> list[tuple[User, list[str], date | None]]:
    """Accounts with the names of their roles, and until when each is invited where it has no password yet."""
    roles: dict[int, list[str]] = {}
    for held in RoleHeld.objects.on(today).filter(user__in=users):
        roles.setdefault(held.user_id, []).append(str(ROLES[held.role].name))
    invited = Invitation.objects.filter(used_at=None, last_day__gte=today, user__in=users)
    open_until = dict(invited.values_list("user", "last_day"))
    return [(user, sorted(roles.get(user.pk, ())), open_until.get(user.pk)) for user in users]


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
            command = f'curl -H "Authorization: Bearer {secret}" {site}{reverse("api:actions")}'
            made = {"token": token, "secret": secret, "site": site, "command": command}
            return render(request, "accounts/token_made.html", made)
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


def _role_hints() -> dict[str, object]:
    return {key: role.what for key, role in ROLES.items()}


def _roles() -> list[tuple[object, list[object]]]:
    return [(role, [says for p, says in SAYS.items() if p in role.permissions]) for role in ROLES.values()]
