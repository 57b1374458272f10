"""The name of a document that an event of an action gives, with a link where the register has it for this person."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.html import format_html

from eyre_web.accounts.access import NOBODY
from eyre_web.documents.models import Document

register = template.Library()
KNOWN = "_documents_known"


@register.simple_tag(takes_context=True)
def document_name(context: Context, said: str) -> str:
    """What an event calls a document; a link to it where it is its key or title. One query a page."""
    found = _known(context).get(said)
    if found is None:
        return said
    return format_html('<a class="govuk-link" href="{}">{}</a>', found.get_absolute_url(), found.title)


def _known(context: Context) -> dict[str, Document]:
    """The documents that the person may see, by key and by title, looked up once a page."""
    request = context["request"]
    if not hasattr(request, KNOWN):
        seen = list(Document.objects.for_user(getattr(request, "access", NOBODY)))
        setattr(request, KNOWN, {each.title: each for each in seen} | {each.key: each for each in seen})
    known: dict[str, Document] = getattr(request, KNOWN)
    return known
