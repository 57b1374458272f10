"""The parts of the service that a person may open: those on every page, and the others on the page "More"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eyre_web.accounts.access import Access
from eyre_web.accounts.roles import Permission
from eyre_web.documents.permissions import SEES_DOCUMENTS
from eyre_web.meetings.permissions import SEES_ACTIONS


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the service. name: of its URL; for_whom: one of these permissions opens it; none: for everybody.

    holds: the URLs of pages that stand in it, though their address does not.
    """

    name: str
    title: str | Promise
    for_whom: tuple[Permission, ...] = ()
    what: str | Promise = ""
    holds: tuple[str, ...] = ()

    def is_for(self, access: Access) -> bool:
        return not self.for_whom or access.may(*self.for_whom)


# As many as stand in one line at 1280 pixels, with "More" after them.
ON_EVERY_PAGE = (
    Part("front_page", _("Front page"), SEES_ACTIONS),
    Part("action_list", _("Actions"), SEES_ACTIONS),
    Part(
        "meeting_list", _("Meetings"), (Permission.SEE_ALL, Permission.SEE_PUBLISHED),
        holds=("series_list", "forward_plan", "coverage", "asked_for_list", "lateness"),
    ),
    Part("matter_list", _("Matters"), SEES_ACTIONS),
    Part("commitment_list", _("Commitments"), (Permission.SEE_ALL,)),
    Part("registers", _("Registers"), (Permission.SEE_ALL,)),
    Part("document_list", _("Documents"), SEES_DOCUMENTS),
    Part("search", _("Search"), SEES_ACTIONS),
)  # fmt: skip
MORE = (
    Part("chairs_list", _("Chair's list"), SEES_ACTIONS, _("Actions that have been late for long.")),
    Part(
        "commitments_for_chair", _("Commitments for the chair"), (Permission.SEE_ALL,),
        _("Promises that are due, off course or were missed, and on which nobody has decided."),
    ),
    Part(
        "plan_list", _("Plans"), (Permission.SEE_ALL, Permission.SEE_OWN),
        _("What an action asked for when it asked for a plan: its steps and their days."),
    ),
    Part("people", _("People"), (Permission.SEE_PEOPLE,), _("Posts and who holds them, accounts and their roles.")),
    Part("audit_trail", _("Audit trail"), (Permission.SEE_AUDIT,), _("Everything that was done, by whom and when.")),
    Part("tokens", _("Tokens, calendar and tables for Excel"), (), _("For programs that read from here.")),
    Part("accounts", _("Your account"), (), _("Your roles, your password and your second factor.")),
)  # fmt: skip


def navigation(access: Access, path: str) -> list[dict[str, Any]]:
    """The links on every page, with the one marked that leads to this page or to the part that it stands in."""
    links = [_link(part, path) for part in ON_EVERY_PAGE if part.is_for(access)]
    is_in_more = not any(link["active"] or link["current"] for link in links) and any(
        _is_in(part, path) for part in MORE
    )
    address = reverse("more")
    return [*links, {"text": _("More"), "href": address, "current": path == address, "active": is_in_more}]


def more_for(access: Access) -> Iterator[Part]:
    """The parts on the page "More" that a person may open."""
    return (part for part in MORE if part.is_for(access))


def _link(part: Part, path: str) -> dict[str, Any]:
    address = reverse(part.name)
    return {"text": part.title, "href": address, "current": path == address, "active": _is_in(part, path)}


def _is_in(part: Part, path: str) -> bool:
    addresses = [reverse(name) for name in (part.name, *part.holds)]
    return any(address != "/" and path.startswith(address) for address in addresses)
