"""What a person may do with a document. Each question is a plain function; `for_user` is the twin of `may_see`."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from eyre_web.accounts.access import Access
from eyre_web.accounts.roles import Permission
from eyre_web.documents.models import Document

SEES_DOCUMENTS = (Permission.SEE_DOCUMENTS, Permission.SEE_OWN_DOCUMENTS)


def may_see(access: Access, document: Document) -> bool:
    """Say whether a person may see a document, its history and its files."""
    by_marking = not document.is_sensitive or access.may(Permission.SEE_SENSITIVE)
    return (access.may(Permission.SEE_DOCUMENTS) and by_marking) or (
        access.may(Permission.SEE_OWN_DOCUMENTS) and document.is_of(access.posts)
    )


def may_keep(access: Access, document: Document) -> bool:
    """Say whether a person may write down anything about it."""
    return may_see(access, document) and access.may(Permission.KEEP_DOCUMENTS)


def may_send(access: Access, document: Document) -> bool:
    """Say whether a person may add a version: who keeps the register, and who was asked for it."""
    answers = access.may(Permission.ANSWER_OWN, Permission.ANSWER_ANY)
    was_asked = document.asked_of != "" and document.asked_of in access.posts
    return may_keep(access, document) or (may_see(access, document) and answers and was_asked)


def check_may_keep(access: Access, document: Document) -> None:
    """Raise PermissionDenied unless the person may."""
    if not may_keep(access, document):
        raise PermissionDenied(_("Only somebody who keeps the register of documents may do this."))


def check_may_send(access: Access, document: Document) -> None:
    """Raise PermissionDenied unless the person may."""
    if not may_send(access, document):
        raise PermissionDenied(_("Only whoever keeps the register, or was asked for the document, may do this."))
