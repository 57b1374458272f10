"""The changes that a document's page offers: which form asks for each, which service makes it, who may, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eyre_web.accounts.access import Access
from eyre_web.documents import forms, services
from eyre_web.documents.models import Document
from eyre_web.documents.permissions import may_keep, may_send


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that can be written down about a document.

    fits: whether it can be, as the document stands. done: what is said once it is written down.
    """

    title: str | Promise
    button: str | Promise
    form: type[forms.DocumentForm]
    service: Callable[..., Document]
    may: Callable[[Access, Document], bool]
    fits: Callable[[Document], bool]
    done: str | Promise


# In the order of the links on a document's page; the key is the end of the address.
CHANGES: Final[Mapping[str, Change]] = {
    "ask": Change(
        _("Ask for it"), _("Ask for it"), forms.AskAgainForm, services.ask_again, may_keep,
        lambda document: document.asked_for_on is None,
        _("It is asked for, and waited for from now on."),
    ),
    "receive": Change(
        _("Write down that it came"), _("It came"), forms.ReceiveForm, services.receive_document, may_send,
        lambda document: document.received_on is None,
        _("That it came is on record."),
    ),
    "version": Change(
        _("Add a version"), _("Add the version"), forms.VersionForm, services.add_version, may_send,
        lambda document: True,
        _("The version is on record."),
    ),
    "hand-over": Change(
        _("Say who holds a version"), _("Write it down"), forms.HandOverForm, services.hand_over, may_keep,
        lambda document: len(document.versions.all()) > 0,
        _("Who holds the version is on record."),
    ),
    "marking": Change(
        _("Change its marking"), _("Change the marking"), forms.MarkingForm, services.mark_document, may_keep,
        lambda document: True,
        _("The marking is changed."),
    ),
}  # fmt: skip


def open_to(access: Access, document: Document) -> list[tuple[str, Change]]:
    """What a person may write down about a document as it stands now."""
    return [(key, each) for key, each in CHANGES.items() if each.may(access, document) and each.fits(document)]
