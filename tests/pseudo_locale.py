"""Finds words that nobody could translate.

Two ways, since each sees what the other cannot:

- `literals(source)` reads a template as it is written and returns the words that stand outside `{% trans %}`. It sees
  every branch, and nothing that comes from Python.
- inside `pseudo_locale()` every translated text comes back in ⟦brackets⟧ with accents; `untranslated(html, data)`
  returns the words of a page outside brackets that are not among its data: names of a body, words of an action.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.template.base import Lexer, TokenType
from django.utils import translation
from django.utils.translation import trans_real

from html_tree import Element, read_html

LANGUAGE = "en-x-pseudo"
OPENS, CLOSES = "⟦", "⟧"
PLAIN = "aAcCeEiInNoOsSuUyYzZ"
ACCENTED = "åÅçÇéÉîÎñÑøØšŠûÛýÝžŽ"
LETTERS = str.maketrans(PLAIN, ACCENTED)

# What must reach the page as it is: placeholders of Python and of the design system's script, tags, entities.
KEPT = re.compile(r"%\(\w+\)[sd]|%\{\w+\}|%[sd]|\{\w*\}|<[^>]*>|&\w+;")

# Attributes that a person reads or hears.
SAID = {"alt", "aria-label", "placeholder", "title", "label"}
NOT_SAID = {"script", "style"}


def pseudo(text: str) -> str:
    """The text with accents and in brackets, placeholders as they were; nothing stays nothing."""
    if not text.strip():
        return text
    pieces, end = [], 0
    for kept in KEPT.finditer(text):
        pieces += [text[end : kept.start()].translate(LETTERS), kept[0]]
        end = kept.end()
    return OPENS + "".join(pieces) + text[end:].translate(LETTERS) + CLOSES


class _PseudoTranslation(trans_real.DjangoTranslation):
    """What Django asks for a text in a language."""

    def __init__(self) -> None:
        super().__init__("en")
        self._DjangoTranslation__to_language = LANGUAGE

    def to_language(self) -> str:
        return LANGUAGE

    def gettext(self, message: str) -> str:
        return pseudo(message.rsplit(trans_real.CONTEXT_SEPARATOR, 1)[-1])

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return pseudo((singular if number == 1 else plural).rsplit(trans_real.CONTEXT_SEPARATOR, 1)[-1])


@contextmanager
def pseudo_locale() -> Iterator[None]:
    """Answer every text of this thread in the pseudo-language."""
    trans_real._translations[LANGUAGE] = _PseudoTranslation()
    try:
        with translation.override(LANGUAGE):
            yield
    finally:
        trans_real._translations.pop(LANGUAGE, None)


def untranslated(html: str, data: Iterable[str] = ()) -> list[str]:
    """The words of a page that are neither translated nor data, in its order.

    data: texts that the page shows and nobody translates. They are taken out, the longest first.
    """
    texts = sorted({text.strip() for text in data if text.strip()}, key=len, reverse=True)
    return [said for said in _said(read_html(html)) if re.search(r"[^\W\d_]", _rest(said, texts))]


def _rest(said: str, data: list[str]) -> str:
    rest, inner = said, 1
    while inner:  # a translated text may stand inside another: the innermost goes first
        rest, inner = re.subn(rf"{OPENS}[^{OPENS}{CLOSES}]*{CLOSES}", " ", rest)
    for text in data:
        rest = re.sub(rf"(?<!\w){re.escape(' '.join(text.split()))}(?!\w)", " ", rest)
    return rest


def _said(page: Element) -> Iterator[str]:
    """Every sentence of a page. A sentence may have tags within, so brackets are matched over the text of a block."""
    for element in page.each():
        if element.name in NOT_SAID:
            continue
        for name, value in element.attributes.items():
            spoken = name in SAID or name.startswith("data-i18n") or (name == "value" and _is_button(element))
            if spoken and value:
                yield " ".join(value.split())
    yield from _runs(page)


def _is_button(element: Element) -> bool:
    return element.name == "input" and element.attributes.get("type") in {"submit", "button", "reset"}


INLINE = {"a", "abbr", "b", "br", "del", "em", "i", "ins", "span", "strong", "time"}


def _runs(element: Element) -> Iterator[str]:
    """The text of each block, with its inline elements."""
    if element.name in NOT_SAID:
        return
    run: list[str] = []
    for child in element.children:
        if isinstance(child, str):
            run.append(child)
        elif child.name in INLINE:
            run.append(child.text())
        else:
            if run:
                yield " ".join(" ".join(run).split())
                run = []
            yield from _runs(child)
    if run:
        yield " ".join(" ".join(run).split())


# ---------------------------------------------------------------- templates as they are written

SAID_IN_SOURCE = re.compile(rf"""\b({"|".join(sorted(SAID))})=["']([^"'<>]*)["']""")
TRANSLATES = ("blocktrans", "blocktranslate")


def literals(source: str) -> list[str]:
    """The words of a template outside `{% trans %}` and `{% blocktrans %}`, in texts or in attributes that are said."""
    left: list[str] = []
    skipping = ""
    for token in Lexer(source).tokenize():
        word = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        if skipping:
            skipping = "" if word == f"end{skipping}" else skipping
        elif word in TRANSLATES or word == "comment":
            skipping = word
        elif token.token_type == TokenType.TEXT:
            left.append(token.contents)
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR):
            left.append("\x00")  # something stands here, and it is no literal
    text = "".join(left)
    text = re.sub(r"<!DOCTYPE[^>]*>", " ", text)
    attributes = [match[2] for match in SAID_IN_SOURCE.finditer(text)]
    outside_tags = re.sub(r"<[^>]*>", "\n", text)
    pieces = [*attributes, *re.split(r"[\n\x00]", outside_tags)]
    return [piece.strip() for piece in pieces if re.search(r"[^\W\d_]", re.sub(r"&\w+;", "", piece))]
