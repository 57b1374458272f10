"""Documents read back with other people's libraries: the tags of a PDF, the words of a PDF, a Word file, a page."""

import io
import re
import zipfile
from dataclasses import dataclass

import docx
import pikepdf
import pypdfium2

from html_tree import Element, read_html

MARGIN_TOP, MARGIN_BOTTOM = 55, 65  # points: heads and feet of the PDF stand outside these
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Tag:
    """One element of the structure of a PDF, with its alternative text and the scope of a head."""

    kind: str
    alternative: str
    scope: str
    inside: tuple["Tag", ...]

    def each(self, *kinds: str) -> list["Tag"]:
        found = [self] if self.kind in kinds else []
        return found + [tag for inner in self.inside for tag in inner.each(*kinds)]


def open_pdf(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def tags_of(pdf: bytes) -> Tag:
    """The structure of a PDF, as a screen reader meets it."""
    with open_pdf(pdf) as opened:
        return Tag("Root", "", "", _inside(opened.Root.StructTreeRoot))


def _inside(element) -> tuple[Tag, ...]:
    children = element.get("/K", [])
    children = list(children) if isinstance(children, pikepdf.Array) else [children]
    return tuple(_tag(child) for child in children if isinstance(child, pikepdf.Dictionary) and "/S" in child)


def _tag(element) -> Tag:
    attributes = element.get("/A", [])
    attributes = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    scopes = [str(each.Scope) for each in attributes if "/Scope" in each]
    return Tag(str(element.S).lstrip("/"), str(element.get("/Alt", "")), "".join(scopes), _inside(element))


def bookmarks_of(pdf: bytes) -> list[tuple[int, str]]:
    """The level and the title of each bookmark."""
    opened = pypdfium2.PdfDocument(pdf)
    found = [(mark.level, mark.get_title()) for mark in opened.get_toc()]
    opened.close()
    return found


def pages_of(pdf: bytes, *, furniture: bool = True) -> list[str]:
    """The words of each page; furniture: with heads and feet."""
    opened = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in opened:
        height = page.get_height()
        text = page.get_textpage()
        edge = {} if furniture else {"bottom": MARGIN_BOTTOM, "top": height - MARGIN_TOP}
        pages.append(text.get_text_bounded(**edge))
        text.close()
        page.close()
    opened.close()
    return pages


def word_of(file: bytes):
    return docx.Document(io.BytesIO(file))


def words_in_word(file: bytes) -> str:
    """Every word of the body, paragraph by paragraph, those of tables and links too."""
    body = word_of(file).element.body
    lines = []
    for paragraph in body.iter(f"{WORD}p"):
        lines.append(
            "".join(t.text or "" if t.tag == f"{WORD}t" else "\n" for t in paragraph.iter(f"{WORD}t", f"{WORD}br"))
        )
    return "\n".join(lines)


def texts_in_html(html: str, *, drawings: bool) -> list[str]:
    """Every text of a page as a reader sees it, without its contents; drawings: with the words of the wide ones."""
    return [text for child in _children(read_html(html)) for text in _texts(child, drawings)]


def _children(element: Element):
    return [child for child in element.children if not isinstance(child, str) or child.strip()]


def _texts(element, drawings: bool) -> list[str]:
    if isinstance(element, str):
        return [element]
    kind = element.attributes.get("class") or ""
    if element.name in ("style", "nav", "title", "desc") or kind in ("skip", "chart-narrow", "hidden"):
        return []
    if element.name == "svg" and not drawings:
        return []
    return [text for child in _children(element) for text in _texts(child, drawings)]


def squeezed(text: str) -> str:
    """The text without white space: where lines end is a matter of the page."""
    return re.sub(r"\s+", "", text)


def unzipped(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
