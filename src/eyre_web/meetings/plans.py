"""Plans: who owns and manages each, who plays a part on it, and its stages. A plan of several versions is its last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eyre.body.registers import Plan
from eyre_web.accounts.access import Access, check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.roles import Permission
from eyre_web.body.models import KeptRecord
from eyre_web.meetings.arranged import arranged
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.models import PartPlayed
from eyre_web.meetings.permissions import may_give_parts, may_see_plan
from eyre_web.meetings.says import PARTS

SEES_PLANS = (Permission.SEE_ALL, Permission.SEE_OWN)


def plan_row(access: Access, key: str) -> KeptRecord | None:
    """The last version of a plan; None where there is none, and where the person may not know of it."""
    return next((row for row in _rows(access) if row.value["key"] == key), None)


def _rows(access: Access) -> list[KeptRecord]:
    """The last version of each plan that a person may see, in the order of the folder."""
    last: dict[str, KeptRecord] = {}
    for row in KeptRecord.objects.filter(kind="plans").order_by("place"):
        key = row.value["key"]
        if key not in last or row.value.get("version", 1) > last[key].value.get("version", 1):
            last[key] = row
    played = _played()
    return [row for key, row in last.items() if may_see_plan(access, row.record(), played.get(key, ()))]


def _played() -> Mapping[str, list[PartPlayed]]:
    """The parts that are played on plans today, by the key of the plan."""
    found: dict[str, list[PartPlayed]] = {}
    for part in PartPlayed.objects.standing().filter(reference__startswith="plan "):
        found.setdefault(part.reference.removeprefix("plan "), []).append(part)
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan as a list prints it."""

    plan: Plan
    owner: str
    managing_officer: str
    parts: list[tuple[str, str]]  # what is done, and by which posts


@require_safe
@login_required
def plan_list(request: Request) -> HttpResponse:
    """The plans that a person may see."""
    check_may(request.access, *SEES_PLANS)
    directory, played = Directory.load(), _played()
    plans = [_shown(row.record(), played, directory) for row in _rows(request.access)]
    return render(request, "meetings/plan_list.html", {"plans": plans})


@require_safe
@login_required
def plan(request: Request, key: str) -> HttpResponse:
    """A plan: whose it is, who plays which part, its stages and what is done in each."""
    check_may(request.access, *SEES_PLANS)
    row = plan_row(request.access, key)
    if row is None:
        raise Http404
    found, directory, today = row.record(), Directory.load_with_holders(), timezone.localdate()
    context = {
        "shown": _shown(found, _played(), directory),
        "owner": directory.named(found.owner, today) if found.owner else _("Nobody is named"),
        "managing_officer": directory.named(found.managing_officer, today) if found.managing_officer else "",
        "stages": [
            (stage, [(each, directory.title(each.owner) if each.owner else "") for each in stage.activities])
            for stage in found.stages
        ],
        "may_give_parts": may_give_parts(request.access),
        "arranged": arranged(f"plan {found.key}", request.access, directory),
    }
    return render(request, "meetings/plan.html", context)


def _shown(found: Plan, played: Mapping[str, Iterable[PartPlayed]], directory: Directory) -> Shown:
    mine = list(played.get(found.key, ()))
    parts = [
        (str(does), ", ".join(directory.title(each.post) for each in mine if each.part == part))
        for part, does in PARTS.items()
    ]
    return Shown(
        found,
        directory.title(found.owner) if found.owner else _("Nobody is named"),
        directory.title(found.managing_officer) if found.managing_officer else "",
        [(does, posts) for does, posts in parts if posts],
    )
