"""The tags of `{% load gds %}`: every component, and what a template needs to put them together.

{% gds_button _("Save") %} · {% gds_field form.words %} · {% gds_error_summary form %} · {% gds_details summary_text=… %}…{% endgds_details %}
"""

from collections.abc import Callable
from functools import wraps

from django import template
from django.utils.safestring import SafeString

from eyre_web.project.components import choices, inputs, lists, navigation, text
from eyre_web.project.components.component import attributes_html

register = template.Library()

register.filter("attributes", attributes_html)


@register.filter
def is_html(value: object) -> bool:
    """Whether a text is HTML already, so that it needs no escaping."""
    return hasattr(value, "__html__")


for tag in (
    text.gds_button,
    text.gds_tag,
    text.gds_warning_text,
    text.gds_phase_banner,
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
    choices.gds_radios,
    choices.gds_checkboxes,
    choices.gds_date_input,
):
    register.simple_tag(tag)


def _round_content(component: Callable[..., SafeString]) -> Callable[..., SafeString]:
    """The same component with what stands between its tag and its end tag for a text."""

    @wraps(component)
    def block(content: SafeString, **options: object) -> SafeString:
        return component(content, **options)

    del block.__wrapped__  # Django reads the arguments of what was wrapped, and wants the first to be `content`
    return block


for tag in (
    text.gds_inset_text,
    text.gds_details,
    text.gds_panel,
    text.gds_notification_banner,
    inputs.gds_fieldset,
):
    register.simple_block_tag(_round_content(tag))
