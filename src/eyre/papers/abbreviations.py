"""Short forms, said in full where a document uses them first.

Nothing is taken away: the meaning is put behind the short form, in round brackets; in words as somebody said them in
square ones, as an editor does. Headings and the heads of tables are left as they are, and so is a released table: what
it uses first stands in a line before it. What is used in headings alone, and what the record never spells out, stands
in a list at the end, so that no short form of the body's is left unexplained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from eyre.body.folder import BodyFolder
from eyre.disclosure import Form, Released
from eyre.pack.document import (
    Blank,
    Block,
    BulletList,
    Callout,
    Chart,
    DefinitionList,
    Details,
    Document,
    Nil,
    Paragraph,
    Quotation,
    RecordTable,
    Section,
    TableBlock,
    Text,
)
from eyre.pack.text import Name, Quoted, TextSpan, Words, has_digit

ANCHOR = "abbreviations"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a short form stands for; doubt: where the record never spells it out."""

    long: str
    doubt: str = ""


def glossary(folder: BodyFolder, on: date) -> Mapping[str, Meaning]:
    """The short forms of a body on a day: of its posts and organisations, and above those its own list of them."""
    found: dict[str, Meaning] = {}
    for post in folder.body.posts:
        if post.abbreviation:
            found[post.abbreviation] = Meaning(within_a_sentence(post.title))
    for organisation in folder.organisations.organisations:
        name = organisation.name(on)
        if name.abbreviation:
            found[name.abbreviation] = Meaning(name.name)
    for each in folder.organisations.abbreviations:
        found[each.short] = Meaning(each.long, each.doubt)
    return {short: meaning for short, meaning in found.items() if short.strip() and meaning.long.strip()}


def explained(document: Document, meanings: Mapping[str, Meaning]) -> Document:
    """The document with every short form said in full at its first use."""
    if not meanings:
        return document
    walk = _Walk(meanings)
    sections = tuple(walk.section(section) for section in document.sections)
    for text in (document.title, document.subtitle, *(text for pair in document.meta for text in pair)):
        walk.leave(text.plain)
    if rest := tuple(walk.rest()):
        last = Section(Text("Abbreviations"), ANCHOR, (DefinitionList(rest),))
        sections = (*sections, last)
    return replace(document, sections=sections)


def within_a_sentence(title: str) -> str:
    """A title within a sentence: "chief constable"; a name that is all capitals stays."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


@dataclass
class _Walk:
    """Goes through a document as it is read. said: short forms explained so far; left: those passed over."""

    meanings: Mapping[str, Meaning]
    said: dict[str, None] = field(default_factory=dict)
    left: dict[str, None] = field(default_factory=dict)
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        longest_first = sorted(self.meanings, key=lambda short: (-len(short), short))
        names = "|".join(map(re.escape, longest_first))
        self.pattern = re.compile(rf"(?<![\w-])({names})(?:['’]s|s)?(?![\w’'-])")

    def section(self, section: Section) -> Section:
        self.leave(section.heading.plain)
        return replace(section, blocks=tuple(self.blocks(section.blocks)))

    def rest(self) -> Iterator[tuple[Text, Text]]:
        """Short forms that stand in headings alone, and those the record itself never spells out."""
        for short in sorted({*self.left, *self.said}, key=str.casefold):
            meaning = self.meanings[short]
            if short not in self.said or meaning.doubt:
                doubt = f". {meaning.doubt}" if meaning.doubt else ""
                yield Text(Name(short)), Text(Name(f"{meaning.long}{doubt}"))

    # --- blocks ---

    def blocks(self, blocks: Sequence[Block]) -> Iterator[Block]:
        for block in blocks:
            if isinstance(block, TableBlock) and (used := self._first_in(block.table)):
                yield Paragraph("In the table: ", Name(", ".join(used)), ".")
            yield self.block(block)

    def block(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            return Paragraph(self.text(block.text))
        if isinstance(block, BulletList):
            return BulletList(tuple(map(self.text, block.items)), block.ordered)
        if isinstance(block, Quotation):
            words = self._with_meanings(block.words, "[", "]")
            return replace(block, words=words, by=self._with_meanings(block.by, "(", ")"))
        if isinstance(block, DefinitionList):
            return DefinitionList(tuple((self.text(term), self.text(said)) for term, said in block.items))
        if isinstance(block, RecordTable):
            self.leave(" ".join(text.plain for text in (block.title, *block.heads)))
            return replace(block, rows=tuple(tuple(map(self.text, row)) for row in block.rows))
        if isinstance(block, Callout):
            return replace(block, heading=self.text(block.heading), blocks=tuple(self.blocks(block.blocks)))
        if isinstance(block, Details):
            return replace(block, summary=self.text(block.summary), blocks=tuple(self.blocks(block.blocks)))
        if isinstance(block, Chart):
            return replace(block, sentence=self.text(block.sentence))
        if isinstance(block, Blank):
            self.leave(block.label.plain)
            return block
        if isinstance(block, TableBlock | Nil):
            return block
        assert_never(block)

    def _first_in(self, table: Released) -> Iterable[str]:
        """What a released table uses that was not explained before: "CC (chief constable)"."""
        texts = [column.printed_heading for column in table.columns]
        texts += [
            cell for row in table.rows for column, cell in zip(table.columns, row, strict=True)
            if column.form is Form.TEXT and isinstance(cell, str)
        ]  # fmt: skip
        used = dict.fromkeys(match[1] for text in texts for match in self.pattern.finditer(text))
        first = [short for short in used if short not in self.said]
        self.said.update(dict.fromkeys(first))
        return [f"{short} ({self.meanings[short].long})" for short in first]

    # --- words ---

    def leave(self, said: str) -> None:
        """Pass over words that stay as they are."""
        self.left.update(dict.fromkeys(match[1] for match in self.pattern.finditer(said)))

    def text(self, text: Text) -> Text:
        return Text(*map(self._span, text.spans))

    def _span(self, span: TextSpan) -> TextSpan:
        if isinstance(span, Quoted):
            return Quoted(self._with_meanings(span.words, "[", "]"))
        if isinstance(span, Name):
            return Name(self._with_meanings(span.name, "(", ")"))
        if isinstance(span, Words):
            said = self._with_meanings(span.words, "(", ")")
            return Name(said) if has_digit(said) else Words(said, span.strong)
        return span

    def _with_meanings(self, said: str, opening: str, closing: str) -> str:
        """The words, and behind each short form that is new here what it stands for."""

        def meant(match: re.Match[str]) -> str:
            short = match[1]
            if short in self.said:
                return match[0]
            self.said[short] = None
            before, after = said[: match.start()], said[match.end() :]
            is_spelt_out = (before.endswith("(") and after.startswith(")")) or after.startswith(
                f" ({self.meanings[short].long}"
            )
            return match[0] if is_spelt_out else f"{match[0]} {opening}{self.meanings[short].long}{closing}"

        return self.pattern.sub(meant, said)
