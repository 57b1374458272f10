"""The page: self-contained, in order, escaped, and no digit that does not say what it is."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from every_block import base, burglary_table, every_block, hostile_blocks
from eyre.core import Month, Refused
from eyre.disclosure import Audience, Column, Form, Table, release
from eyre.pack.document import (
    Document,
    Name,
    Nil,
    Number,
    Paragraph,
    Section,
    TableBlock,
    Text,
    has_digit,
)
from eyre.writers.html import to_html
from eyre.writers.html.tables import table_html

VOID = {"meta", "br"}
MAY_HOLD_DIGITS = {"data", "time", "table", "svg", "q", "blockquote", "summary", "style", "title"}
CLASSES_THAT_MAY = {"number", "period", "ref", "name", "base", "item", "notes"}


class Page(HTMLParser):
    """The page read back: every element with what is around it, every text with its surroundings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.around: list[tuple[str, dict[str, str]]] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, list[tuple[str, dict[str, str]]]]] = []
        self.unbalanced: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        element = (tag, dict(attrs))
        self.elements.append(element)
        if tag not in VOID:
            self.around.append(element)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.around or self.around.pop()[0] != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data):
        self.texts.append((data, list(self.around)))

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.elements if tag in tags]

    @property
    def words(self) -> str:
        return "".join(text for text, around in self.texts if not {"style", "svg"} & {tag for tag, _ in around})


PAGE = Page(to_html(every_block()))


def page_of(*blocks, heading: Text = Text("Burglary")) -> Page:  # noqa: B008
    return Page(to_html(Document(Text("Pack"), Audience.PANEL, (Section(heading, "burglary", blocks),))))


def test_every_element_is_closed_in_order():
    assert PAGE.unbalanced == []
    assert PAGE.around == []


def test_ids_are_given_once_and_every_link_leads_somewhere():
    ids = [attributes["id"] for _, attributes in PAGE.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    labels = [label for _, a in PAGE.elements for label in a.get("aria-labelledby", "").split()]
    links = [attributes["href"].removeprefix("#") for attributes in PAGE.all("a")]
    missing = set(labels + links) - set(ids)
    assert missing == set()


def test_a_page_fetches_nothing_and_runs_nothing():
    assert PAGE.all("script", "link", "img", "iframe", "object", "embed", "form", "base") == []
    assert not [a for _, a in PAGE.elements if "src" in a or "style" in a or any(name.startswith("on") for name in a)]
    assert not re.search(r"url\(|@import|https?://", to_html(every_block()).replace("http://www.w3.org/2000/svg", ""))


def test_its_own_policy_lets_in_its_style_by_hash_and_nothing_else():
    html = to_html(every_block())
    style = re.search("<style>(.*)</style>", html, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(a["content"] for a in PAGE.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_headings_go_down_one_at_a_time_under_one_title():
    levels = [int(tag[1]) for tag, _ in PAGE.elements if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_page_says_its_language_its_title_and_where_to_skip_to():
    assert PAGE.all("html") == [{"lang": "en-GB"}]
    assert "Meeting pack: West Mercia" in PAGE.words
    assert PAGE.all("a")[0] == {"class": "skip", "href": "#main"}
    assert [tag for tag, _ in PAGE.elements if tag in ("header", "nav", "main", "footer")] == [
        "header",
        "nav",
        "main",
        "footer",
    ]


def test_every_digit_stands_where_something_says_what_it_is():
    naked = [
        text.strip()
        for text, around in PAGE.texts
        if has_digit(text)
        and not {tag for tag, _ in around} & MAY_HOLD_DIGITS
        and not {name for _, a in around for name in a.get("class", "").split()} & CLASSES_THAT_MAY
    ]
    assert naked == []


def test_every_table_has_a_caption_scopes_and_a_pane_that_the_keyboard_reaches():
    assert len(PAGE.all("table")) == len(PAGE.all("caption")) == 8
    assert {a.get("scope") for a in PAGE.all("th")} == {"row", "col"}
    panes = [a for a in PAGE.all("div") if a.get("class", "").startswith("pane")]
    assert len(panes) == 8
    assert all(a["role"] == "region" and a["tabindex"] == "0" for a in panes)
    labels = [a.get("aria-label") or a["aria-labelledby"] for a in panes]
    assert len(set(labels)) == 8  # "Burglary" is there twice


def test_every_chart_has_its_sentence_its_base_and_its_table():
    html = to_html(every_block())
    figures = re.findall('<figure class="chart">.*?</figure>', html, re.S)
    assert len(figures) == 5
    for figure in figures:
        for wanted in (
            "<figcaption>",
            'class="chart-wide"',
            'class="chart-narrow"',
            'class="base"',
            "<details>",
            "<table>",
        ):
            assert wanted in figure


def test_a_base_is_printed_once_beneath_the_blocks_that_share_it():
    one = Paragraph(Number(812, "offences", base(Month(2017, 11))), " were recorded.")
    words = page_of(one, one, one).words
    assert words.count("Recorded crime, data.police.uk; November 2017; as received by 19 December 2017") == 1


def test_the_source_is_said_in_full_once_and_then_referred_to():
    november, october = (Paragraph(Number(812, "", base(Month(2017, month)))) for month in (11, 10))
    words = page_of(november, october).words
    assert words.count("Recorded crime, data.police.uk") == 1
    assert "Source and date as above; October 2017" in words


def test_an_empty_heading_says_so():
    assert "No items" in page_of(Nil()).words


def test_hidden_and_missing_cells_are_said_and_explained():
    columns = [Column("area", "Area"), Column("n", "Offences", Form.COUNT)]
    table = release(Table("Hate crime", columns, [("A", 3), ("B", None)], base(Month(2017, 11))), Audience.PUBLIC)
    html = table_html(TableBlock(table), "t")
    assert '<td class="figure">[c]</td>' in html
    assert '<td class="figure">[x]</td>' in html
    assert "[c]: a count from 1 to 4" in html
    assert ">3<" not in html


def test_the_writer_refuses_a_table_that_was_not_released():
    class Smuggled:
        table = Table("Hate crime", [Column("area", "Area")], [("A",)], base(Month(2017, 11)))
        sparklines = links = ()

    with pytest.raises(Refused, match="not a Table"):
        table_html(Smuggled(), "t")


HOSTILE = [
    "<script>alert(1)</script>",
    "]]>",
    "\"'&<>",
    "</style>",
    "--><!--",
    "</title><h1>",
    '" onload="x',
    "&amp;lt;",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_stay_words_wherever_they_stand(hostile):
    page = page_of(*hostile_blocks(hostile), heading=Text(Name(hostile)))
    tags = [tag for tag, _ in page.elements]
    assert page.unbalanced == []
    assert not {"script", "svg", "img"} & set(tags)
    assert tags.count("h1") == tags.count("title") == tags.count("style") == 1
    assert page.words.count(hostile) >= 12
    assert not [a for _, a in page.elements if any(name.startswith("on") for name in a)]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
def test_whatever_a_name_is_it_is_read_back_as_it_was(name):
    assert name in page_of(Paragraph(Name(name))).words


def test_the_same_document_gives_the_same_page():
    assert to_html(every_block()) == to_html(every_block())


def test_a_long_narrow_table_is_printed_in_columns():
    assert 'class="pane newspaper"' in table_html(TableBlock(burglary_table()), "t")


def test_a_table_of_many_columns_beside_long_words_is_written_as_records():
    said = "Ask the neighbouring force whether cars stolen in Hounslow turn up there, and bring its answer."
    columns = [Column(f"c{place}", f"Heading {place}") for place in range(6)]
    columns = [*columns, Column("n", "Times", Form.TALLY)]
    rows = [
        ("action 2017-12/3", "AC", said, "open", None, "", 2),
        ("action 2017-12/4", "DCC", "Short", "", "x", "y", None),
    ]
    table = release(Table("Brought forward", columns, rows, base(Month(2017, 11))), Audience.PANEL)
    page = page_of(TableBlock(table, links=("burglary", "")))
    assert page.all("table") == []
    assert "action 2017-12/3 " + said in page.words
    assert "Heading 1AC" in page.words  # a name and its value
    assert "Times2" in page.words
    assert page.words.count("Heading 4") == 1  # an empty cell is left out
    assert {"href": "#burglary"} in page.all("a")
    assert page.unbalanced == []
