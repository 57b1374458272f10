"""Every word of a template can be translated."""

import re
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.utils.html import strip_tags
from django.utils.translation import gettext, ngettext, pgettext

import eyre_web.project
import pattern_page
from eyre_web.project.components.difference import compare_words
from pattern_page import page_html
from pseudo_locale import literals, pseudo, pseudo_locale, untranslated

TEMPLATES = Path(eyre_web.project.__file__).parents[1]  # those of every room


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("templates/**/*.html")), ids=lambda file: file.name)
def test_a_template_has_no_words_of_its_own(template):
    assert literals(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Late</p>", ["Late"]),
        ('<p>{% trans "Late" %}</p>', []),
        ("<p>{% blocktrans %}Late by {{ n }}{% endblocktrans %}</p>", []),
        ("<p>{{ n }} days</p>", ["days"]),
        ('<nav aria-label="Pages">1</nav>', ["Pages"]),
        ('<nav aria-label="{{ label }}" class="words here">&nbsp;</nav>', []),
        ("{% if a %}<b>Yes</b>{% else %}<b>No</b>{% endif %}", ["Yes", "No"]),
        ("{% comment %}said to nobody{% endcomment %}{# nor this #}", []),
        ('<a {% if x %}href="/"{% endif %}>{% trans "Go" %}</a>', []),
    ],
)
def test_words_outside_a_translation_are_found(source, found):
    assert literals(source) == found


def test_the_pseudo_language_keeps_placeholders_and_tags():
    assert pseudo("Due in %(days)d days") == "⟦Dûé îñ %(days)d dåýš⟧"
    assert pseudo("You have %{count} left") == "⟦Ýøû håvé %{count} léft⟧"
    assert pseudo("<b>{name}</b> says") == "⟦<b>{name}</b> šåýš⟧"
    with pseudo_locale():
        assert gettext("Back") == "⟦Båçk⟧"
        assert ngettext("%d day", "%d days", 2) == "⟦%d dåýš⟧"
        assert pgettext("status of an action", "Open") == "⟦Øpéñ⟧"
    assert gettext("Back") == "Back"


def test_words_of_a_page_that_nobody_translated_are_found():
    html = '<p>⟦Šåvé⟧</p><p>Save</p><img alt="Chart"><p>Ada</p><p>⟦šîgñéd îñ åš Ada⟧</p><p>⟦øñé <b>Ada</b> twø⟧</p>'
    assert untranslated(html, ["Ada"]) == ["Chart", "Save"]


def data_of_the_page():
    """What the pattern page shows that is not ours to translate."""
    source = pattern_page.TEMPLATE.read_text(encoding="utf-8")
    shown = [*literals(source), *re.findall(r'"([^"]+)"', source), *leaves(pattern_page.context(wrong=True))]
    shown += [value for name in pattern_page.WRONG for value in pattern_page.WRONG.getlist(name)]
    shown += [stretch.words for side in compare_words(pattern_page.BEFORE, pattern_page.AFTER) for stretch in side]
    for form in (pattern_page.ActionForm(), pattern_page.FilterForm()):
        for field in form:
            shown += [field.label, field.help_text, *(label for _value, label in flat(field.field))]
    return shown


def flat(field):
    for value, label in getattr(field, "choices", ()):
        yield value, label if isinstance(label, str) else value
        if not isinstance(label, str):
            yield from label


def leaves(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for inner in value:
            yield from leaves(inner)
    elif hasattr(value, "__slots__") and not isinstance(value, str):
        for name in value.__slots__:
            yield from leaves(getattr(value, name))
    elif isinstance(value, str):
        yield strip_tags(value)


@pytest.mark.parametrize("wrong", [False, True])
def test_a_page_in_the_pseudo_language_has_no_english_left(wrong):
    request = RequestFactory().get("/")
    with pseudo_locale():
        html = page_html(request, wrong=wrong)
    assert 'lang="en-x-pseudo"' in html
    assert html.count("⟦") > 60
    assert untranslated(html, data_of_the_page()) == []
