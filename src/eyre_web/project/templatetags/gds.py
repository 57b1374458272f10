"""The tags of `{% load gds %}`: every component, and what a template needs to put them together.

{% gds_button _("Save") %} · {% gds_field form.words %} · {% gds_error_summary form %}
{% gds_details summary_text=… %} … {% endgds_details %}
{% gds_tabs %}{% gds_tab label=… id=… %} … {% endgds_tab %} … {% endgds_tabs %}
{% gds_summary %}{% gds_row key=… href=… of=… %} … {% endgds_row %} … {% endgds_summary %}
{% gds_table_of caption=… head=… pane_id=… %}<tr>…</tr>{% endgds_table_of %}
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from eyre_web.project.components import choices, fields, inputs, lists, navigation, records, text
from eyre_web.project.components.component import attributes_html

register = template.Library()

register.filter("attributes", attributes_html)


@register.filter
def is_html(value: object) -> bool:
    """Whether a text is HTML already, so that it needs no escaping."""
    return hasattr(value, "__html__")


TAGS: tuple[Callable[..., SafeString], ...] = (
    text.gds_button,
    text.gds_tag,
    text.gds_warning_text,
    text.gds_phase_banner,
    text.eyre_messages,
    navigation.gds_skip_link,
    navigation.gds_back_link,
    navigation.gds_breadcrumbs,
    navigation.gds_generic_header,
    navigation.gds_service_navigation,
    navigation.gds_pagination,
    lists.gds_table,
    lists.gds_summary_list,
    inputs.gds_label,
    inputs.gds_hint,
    inputs.gds_error_message,
    inputs.gds_input,
    inputs.gds_textarea,
    inputs.gds_character_count,
    inputs.gds_password_input,
    inputs.gds_select,
    inputs.gds_file_upload,
    inputs.gds_error_list,
    choices.gds_radios,
    choices.gds_checkboxes,
    choices.gds_date_input,
    fields.gds_field,
    fields.gds_fields,
    fields.gds_error_summary,
    records.eyre_timeline,
    records.eyre_difference,
    records.eyre_filter,
    records.eyre_due_tag,
    records.eyre_status_tag,
)

for tag in TAGS:
    register.simple_tag(tag)


@register.simple_tag(takes_context=True)
def gds_page_links(context: Context, page: Any, parameter: str = "page") -> SafeString:
    """The pagination of a page of Django's paginator."""
    return navigation.page_links(page, context["request"], parameter=parameter)


# ---------------------------------------------------------------- tags with an end

# What stands between tag and end tag becomes the argument named here.
ROUND_CONTENT: Mapping[str, tuple[Callable[..., SafeString], str]] = {
    "gds_inset_text": (text.gds_inset_text, "text"),
    "gds_details": (text.gds_details, "text"),
    "gds_panel": (text.gds_panel, "text"),
    "gds_notification_banner": (text.gds_notification_banner, "text"),
    "gds_fieldset": (inputs.gds_fieldset, "text"),
    "gds_table_of": (lists.gds_table, "body"),
}


def _with_content(
    component: Callable[..., SafeString], argument: str, content: SafeString, **options: Any
) -> SafeString:
    return component(**{argument: mark_safe(content.strip())}, **options)


class _Block(template.Node):
    """A tag with an end tag: keyword arguments, and a function of what stands between."""

    def __init__(
        self, nodes: NodeList, options: Mapping[str, FilterExpression], write: Callable[..., SafeString]
    ) -> None:
        self.nodelist, self.options, self.write = nodes, options, write

    def render(self, context: Context) -> SafeString:
        options = {name: value.resolve(context) for name, value in self.options.items()}
        return self.write(SafeString(self.nodelist.render(context)), **options)


class _Collecting(_Block):
    """A tag whose inner tags hand up what they hold: the tabs of a page, the rows of a summary list."""

    def render(self, context: Context) -> SafeString:
        options = {name: value.resolve(context) for name, value in self.options.items()}
        with context.push(**{_COLLECTED: []}):
            self.nodelist.render(context)
            return self.write(context[_COLLECTED], **options)


class _Collected(_Block):
    def render(self, context: Context) -> SafeString:
        options = {name: value.resolve(context) for name, value in self.options.items()}
        context[_COLLECTED].append(self.write(mark_safe(self.nodelist.render(context).strip()), **options))
        return SafeString()


_COLLECTED = "_collected_by_gds"


def _tag(name: str, node: type[_Block], write: Callable[..., Any]) -> None:
    def compiled(parser: Parser, token: Token) -> template.Node:
        bits = token.split_contents()[1:]
        options = token_kwargs(bits, parser)
        if bits:
            raise template.TemplateSyntaxError(f"{name} takes arguments by name only; {bits[0]!r} has none.")
        nodes = parser.parse((f"end{name}",))
        parser.delete_first_token()
        return node(nodes, options, write)

    register.tag(name, compiled)


def _tab(content: SafeString, *, label: str, id: str) -> dict[str, Any]:  # noqa: A002 – as HTML calls it
    return {"label": label, "id": id, "panel": {"text": content}}


def _row(content: SafeString, *, key: str, href: str = "", of: str = "", action: str = "") -> dict[str, Any]:
    """A row with at most one link: `action` ("Change" where none is given) and, for a screen reader, `of` what."""
    link = {"text": action or _("Change"), "href": href, "visually_hidden_text": of or key}
    return {"key": key, "value": content, "actions": {"items": [link] if href else []}}


for name, (component, argument) in ROUND_CONTENT.items():
    _tag(name, _Block, partial(_with_content, component, argument))

_tag("gds_tabs", _Collecting, navigation.gds_tabs)
_tag("gds_tab", _Collected, _tab)
_tag("gds_summary", _Collecting, lists.gds_summary_list)
_tag("gds_row", _Collected, _row)
