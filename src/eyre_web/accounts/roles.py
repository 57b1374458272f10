"""Which roles there are and what each lets a person do: one table, printed on the people page as it stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing that a role lets a person do."""

    SEE_ALL = "see_all"
    SEE_DRAFTS = "see_drafts"
    SEE_OWN = "see_own"
    SEE_PUBLISHED = "see_published"
    ANSWER_OWN = "answer_own"
    ANSWER_ANY = "answer_any"
    DECIDE = "decide"
    KEEP_NOTES = "keep_notes"
    SET_ACTIONS = "set_actions"
    GIVE_LINKS = "give_links"
    SEE_DOCUMENTS = "see_documents"
    SEE_SENSITIVE = "see_sensitive"
    SEE_OWN_DOCUMENTS = "see_own_documents"
    KEEP_DOCUMENTS = "keep_documents"
    SEE_PEOPLE = "see_people"
    MANAGE_PEOPLE = "manage_people"
    SEE_AUDIT = "see_audit"
    REMOVE_PERSONAL_DATA = "remove_personal_data"


SAYS: Final[Mapping[Permission, str | Promise]] = {
    Permission.SEE_ALL: _("sees every action and its history"),
    Permission.SEE_DRAFTS: _("reads the notes of a meeting while they are a draft that the force has not been sent"),
    Permission.SEE_OWN: _("sees the actions that a post they hold owns or manages"),
    Permission.SEE_PUBLISHED: _("sees the actions of meetings whose notes are published"),
    Permission.ANSWER_OWN: _(
        "gives updates and evidence, asks for a new date and reports complete, on actions of a post they hold"
    ),
    Permission.ANSWER_ANY: _(
        "gives updates and evidence, asks for a new date and reports complete, on any action, for its owner"
    ),
    Permission.DECIDE: _(
        "accepts, returns, withdraws and closes actions, sets new dates, and agrees and publishes notes, for the "
        "oversight body"
    ),
    Permission.SET_ACTIONS: _("writes down actions that a meeting set"),
    Permission.KEEP_NOTES: _("plans meetings, builds agendas and writes notes, for the oversight body"),
    Permission.GIVE_LINKS: _("gives links by which a post without an account answers one action, and takes them back"),
    Permission.SEE_DOCUMENTS: _("sees the register of documents and opens those marked OFFICIAL"),
    Permission.SEE_SENSITIVE: _("sees and opens documents marked OFFICIAL-SENSITIVE as well"),
    Permission.SEE_OWN_DOCUMENTS: _("sees and opens the documents that a post they hold holds or was asked for"),
    Permission.KEEP_DOCUMENTS: _(
        "keeps the register of documents: asks for them, and writes down what came and who holds it"
    ),
    Permission.SEE_PEOPLE: _("sees who holds which post"),
    Permission.MANAGE_PEOPLE: _(
        "makes and closes accounts, and writes down posts and who comes into a post and leaves it"
    ),
    Permission.SEE_AUDIT: _("sees the whole audit trail"),
    Permission.REMOVE_PERSONAL_DATA: _(
        "decides that personal data goes out of the audit trail and out of what happened to a record"
    ),
}


@dataclass(frozen=True, slots=True)
class Role:
    """A named list of permissions, with what it is for in words."""

    name: str | Promise
    what: str | Promise
    permissions: frozenset[Permission]


def _role(name: str | Promise, what: str | Promise, *permissions: Permission) -> Role:
    return Role(name, what, frozenset(permissions))


P = Permission
ROLES: Final[Mapping[str, Role]] = {
    # --- the oversight body
    "commissioner": _role(
        _("Commissioner"),
        _("Holds the chief officer to account: a commissioner, mayor, their deputy, or a member of a board."),
        P.SEE_ALL, P.SEE_DRAFTS, P.DECIDE, P.SEE_DOCUMENTS, P.SEE_SENSITIVE, P.SEE_PEOPLE, P.SEE_AUDIT,
        P.REMOVE_PERSONAL_DATA,
    ),
    "chief_executive": _role(
        _("Chief executive"),
        _("Leads the office of the oversight body."),
        P.SEE_ALL, P.SEE_DRAFTS, P.ANSWER_ANY, P.DECIDE, P.SET_ACTIONS, P.KEEP_NOTES, P.GIVE_LINKS, P.SEE_DOCUMENTS,
        P.SEE_SENSITIVE, P.KEEP_DOCUMENTS, P.SEE_PEOPLE, P.SEE_AUDIT, P.REMOVE_PERSONAL_DATA,
    ),
    "policy_officer": _role(
        _("Policy officer"),
        _("Keeps the action log: writes down what owners answer and what the body decides."),
        P.SEE_ALL, P.SEE_DRAFTS, P.ANSWER_ANY, P.DECIDE, P.SET_ACTIONS, P.KEEP_NOTES, P.GIVE_LINKS, P.SEE_DOCUMENTS,
        P.SEE_SENSITIVE, P.KEEP_DOCUMENTS, P.SEE_PEOPLE,
    ),
    "analyst": _role(
        _("Analyst"),
        _("Reads for the oversight body all but documents marked OFFICIAL-SENSITIVE, and changes no action."),
        P.SEE_ALL, P.SEE_DRAFTS, P.SEE_DOCUMENTS, P.SEE_OWN_DOCUMENTS, P.SEE_PEOPLE,
    ),
    # --- the force
    "chief_officer": _role(
        _("Chief officer"),
        _("Leads the force or a part of it, and answers for the actions of their post."),
        P.SEE_ALL, P.ANSWER_OWN, P.SEE_OWN_DOCUMENTS, P.SEE_PEOPLE,
    ),
    "staff_officer": _role(
        _("Staff officer"),
        _("Answers for the chief officers of the force."),
        P.SEE_ALL, P.ANSWER_ANY, P.SEE_OWN_DOCUMENTS, P.SEE_PEOPLE,
    ),
    "force_analyst": _role(
        _("Force analyst"),
        _("Answers for the actions of their own post, and sees no others."),
        P.SEE_OWN, P.ANSWER_OWN, P.SEE_OWN_DOCUMENTS,
    ),
    # --- those who look on
    "panel_member": _role(
        _("Panel member"),
        _("Scrutinises the oversight body, on what it has published."),
        P.SEE_PUBLISHED,
    ),
    "auditor": _role(
        _("Auditor"),
        _("Reads everything, the audit trail too, and changes nothing."),
        P.SEE_ALL, P.SEE_DRAFTS, P.SEE_DOCUMENTS, P.SEE_SENSITIVE, P.SEE_PEOPLE, P.SEE_AUDIT,
    ),
    "administrator": _role(
        _("Administrator"),
        _("Makes and closes accounts, and sees no action."),
        P.SEE_PEOPLE, P.MANAGE_PEOPLE,
    ),
}  # fmt: skip
