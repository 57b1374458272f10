"""HTML as a tree that does not care for the order of attributes or for white space."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
KEEPS_SPACE = {"textarea", "pre"}


@dataclass
class Element:
    name: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def lines(self, depth: int = 0) -> list[str]:
        """One line a tag or text, so that two trees can be compared by eye."""
        shown = "".join(f" {name}={value!r}" for name, value in sorted(self.attributes.items()))
        found = [f"{'  ' * depth}<{self.name}{shown}>"]
        for child in self.children:
            found += [f"{'  ' * (depth + 1)}{child!r}"] if isinstance(child, str) else child.lines(depth + 1)
        return found

    def each(self) -> list["Element"]:
        """This element and every one inside it, in the order of the page."""
        return [self, *(inner for child in self.children if isinstance(child, Element) for inner in child.each())]

    def text(self) -> str:
        return " ".join(child if isinstance(child, str) else child.text() for child in self.children)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("page")]

    def handle_starttag(self, tag, attributes):
        known = {name: " ".join(value.split()) if name == "class" and value else value for name, value in attributes}
        element = Element(tag, known)
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data):
        # A line break right after the start tag of a textarea is not part of its text.
        keeps = self.open[-1].name in KEEPS_SPACE
        said = data.removeprefix("\n") if keeps else re.sub(r"\s+", " ", data).strip()
        if said:
            self.open[-1].children.append(said)


def read_html(html: str) -> Element:
    """Parse a fragment or page. Raises AssertionError where an end tag closes something else."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"never closed: {[element.name for element in reader.open[1:]]}"
    return reader.open[0]
