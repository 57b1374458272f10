"""Text as HTML: every span says what it is, and everything is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from eyre.core import Month, say_date
from eyre.disclosure import Base, Suppressed
from eyre.pack.document import DateText, Name, Number, PeriodText, Quoted, Ref, Text, TextSpan

NO_LETTERS: Mapping[Base, str] = {}


def text_html(text: Text, letters: Mapping[Base, str] = NO_LETTERS) -> str:
    """Markup of a text; `letters` mark each number with the base it stands on."""
    return "".join(_span(span, letters) for span in text.spans)


def _span(span: TextSpan, letters: Mapping[Base, str]) -> str:
    if isinstance(span, Number):
        return _number(span, letters.get(span.base))
    if isinstance(span, DateText):
        return f'<time datetime="{span.day.isoformat()}">{say_date(span.day).replace(" ", "&nbsp;", 1)}</time>'
    if isinstance(span, PeriodText):
        return _period(span)
    if isinstance(span, Ref):
        return _ref(span)
    if isinstance(span, Name):
        return f'<span class="name">{escape(span.name)}</span>'
    if isinstance(span, Quoted):
        return f"<q>{escape(span.words)}</q>"
    words = escape(span.words)
    return f"<strong>{words}</strong>" if span.strong else words


def _number(number: Number, letter: str | None) -> str:
    value = "" if isinstance(number.value, Suppressed) else f' value="{number.value:g}"'
    tag = "data" if value else "span"
    unit = f"&nbsp;{escape(number.unit)}" if number.unit else ""
    interval = f" ({escape(number.interval.say(number.form))})" if number.interval else ""
    mark = f'<sup><span class="hidden">, base </span>{letter}</sup>' if letter else ""
    return f'<{tag}{value} class="number">{escape(number.figure)}{unit}{interval}</{tag}>{mark}'


def _period(span: PeriodText) -> str:
    if isinstance(span.period, Month):
        return f'<time datetime="{span.period}">{escape(span.plain)}</time>'
    return f'<span class="period">{escape(span.plain)}</span>'


def href(place: str) -> str:
    """Where a link leads: a section of this document, or a page beside it."""
    return escape(place if place.endswith(".html") else f"#{place}")


def _ref(ref: Ref) -> str:
    if ref.anchor:
        return f'<a class="ref" href="{href(ref.anchor)}">{escape(ref.reference)}</a>'
    return f'<span class="ref">{escape(ref.reference)}</span>'
