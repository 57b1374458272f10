"""What pages of actions say of documents: the name of one that an event gives, and those that are late for long."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html

from eyre_web.accounts.access import NOBODY
from eyre_web.accounts.roles import Permission
from eyre_web.documents.models import Document
from eyre_web.meetings.directory import Directory

register = template.Library()
KNOWN = "_documents_known"


@register.simple_tag(takes_context=True)
def document_name(context: Context, said: str) -> str:
    """What an event calls a document; a link to it where it is its key or title. One query a page."""
    found = _known(context).get(said)
    if found is None:
        return said
    return format_html('<a class="govuk-link" href="{}">{}</a>', found.get_absolute_url(), found.title)


@register.inclusion_tag("documents/late.html", takes_context=True)
def late_documents(context: Context) -> dict[str, Any]:
    """The documents that the person may see and that are late for so long that the chair hears of them."""
    today, directory = timezone.localdate(), Directory.load()
    seen = Document.objects.for_user(getattr(context["request"], "access", NOBODY))
    late = seen.escalated(today).order_by("due_on", "key")
    return {
        "rows": [(each, directory.title(each.asked_of), (today - each.due_on).days) for each in late if each.due_on]
    }


@register.inclusion_tag("documents/late_count.html", takes_context=True)
def count_late_documents(context: Context) -> dict[str, Any]:
    """How many documents that the person may see were asked for, are late and have not come."""
    access = getattr(context["request"], "access", NOBODY)
    late = Document.objects.for_user(access).late(timezone.localdate())
    return {"late": late.count(), "sees_all": access.may(Permission.SEE_ALL)}


def _known(context: Context) -> dict[str, Document]:
    """The documents that the person may see, by key and by title, looked up once a page."""
    request = context["request"]
    if not hasattr(request, KNOWN):
        seen = list(Document.objects.for_user(getattr(request, "access", NOBODY)))
        setattr(request, KNOWN, {each.title: each for each in seen} | {each.key: each for each in seen})
    known: dict[str, Document] = getattr(request, KNOWN)
    return known
