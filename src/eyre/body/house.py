"""house.toml: how the documents of a body look. Its name, its logo, its colour, and the words it has for a few things.

    name = "Office of the Police and Crime Commissioner"
    logo = "logo.svg"                  # a file in the body folder: SVG or PNG
    logo_alternative = "The arms of the county"
    colour = "#12436d"                 # of rules, bars and links

    [words]
    panel = "For members of the panel"

Every renderer reads it. Without it the documents look as Eyre makes them. What a document says of its figures is no
matter of style: the mark of made-up figures, the bases and the notes cannot be changed here. What the body calls its
offices and its packs stands in body.toml, under labels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from eyre.core import Fault, raise_if_any
from eyre.core.codec import read_toml, record
from eyre.disclosure import Audience

HOUSE = "house.toml"
LARGEST_LOGO = 1_000_000  # bytes
LEAST_CONTRAST = 4.5  # of words of usual size on white: WCAG 2.2, 1.4.3
_PNG: Final = b"\x89PNG\r\n\x1a\n"


@record
class HouseWords:
    """For whom a document is, as its first line says it; what stands at its end; and how a commission is answered."""

    working: str = "Working document, not for publication"
    panel: str = "For members of the police and crime panel"
    public: str = "For the public"
    closing: str = (
        "Every figure stands on the base printed beneath it. Projections say what happens if nothing changes. "
        "Made by Eyre, free software; the same figures and the same version give the same document."
    )
    reply: str = (
        "Write under each question and send this file back to the office it came from. Where a question cannot be "
        "answered by the day, say by when it can. What comes later is marked as late."
    )

    def audience(self, audience: Audience) -> str:
        return {Audience.WORKING: self.working, Audience.PANEL: self.panel, Audience.PUBLIC: self.public}[audience]


@record
class HouseStyle:
    """house.toml."""

    name: str = ""
    logo: str = ""
    logo_alternative: str = ""
    colour: str = "#12436d"
    words: HouseWords = HouseWords()


_PLAIN_STYLE: Final = HouseStyle()


@dataclass(frozen=True, slots=True)
class Logo:
    """The bytes of a picture; kind: "svg" or "png"."""

    content: bytes
    kind: str
    alternative: str


@dataclass(frozen=True, slots=True)
class House:
    """The style of a house with its logo, as renderers take it."""

    style: HouseStyle = _PLAIN_STYLE
    logo: Logo | None = None

    @property
    def words(self) -> HouseWords:
        return self.style.words


PLAIN_HOUSE: Final = House()


def read_house(folder: Path) -> House:
    """The house style of a body folder; Eyre's own where it has none. Raises BadInput with every fault."""
    house, faults = _read(folder)
    raise_if_any(faults)
    return house


def house_faults(folder: Path) -> list[Fault]:
    """What is wrong with house.toml and its logo."""
    return _read(folder)[1]


def house_files(folder: Path) -> tuple[Path, ...]:
    """house.toml and the logo it names, where they are there: what is issued depends on them."""
    named = folder / _read(folder)[0].style.logo
    return tuple(path for path in (folder / HOUSE, named) if path.is_file())


def contrast_on_white(colour: str) -> float:
    """How a colour, "#rrggbb", stands out on white: 1 for white, 21 for black.

    Source: WCAG 2.2, definitions of contrast ratio and relative luminance.
    """
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _read(folder: Path) -> tuple[House, list[Fault]]:
    file = folder / HOUSE
    if not file.is_file():
        return PLAIN_HOUSE, []
    style, faults = read_toml(HouseStyle, file.read_bytes(), HOUSE)
    if style is None:
        return PLAIN_HOUSE, faults
    faults += _faults_of(style)
    logo, wrong = _logo(folder, style) if style.logo else (None, [])
    return House(style, logo), [*faults, *wrong]


def _faults_of(style: HouseStyle) -> list[Fault]:
    faults = []
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", style.colour):
        faults.append(Fault(HOUSE, f'colour "{style.colour}" is not a colour. Write it as "#12436d".'))
    elif (contrast := contrast_on_white(style.colour)) < LEAST_CONTRAST:
        faults.append(
            Fault(
                HOUSE,
                f"colour {style.colour} has a contrast of {contrast:.1f} on white, and words need {LEAST_CONTRAST}. "
                "Take a darker one.",
            )
        )
    empty = [name for name in ("working", "panel", "public") if not getattr(style.words, name).strip()]
    faults += [Fault(HOUSE, f"words.{name} is empty: every document says for whom it is.") for name in empty]
    return faults


def _logo(folder: Path, style: HouseStyle) -> tuple[Logo | None, list[Fault]]:
    name, kind = style.logo, style.logo.rpartition(".")[2].lower()
    if not re.fullmatch(r"[\w][\w .-]*", name) or kind not in ("svg", "png"):
        return None, [Fault(HOUSE, f'logo "{name}" is not the name of an SVG or PNG file in this folder.')]
    path = folder / name
    if path.is_symlink() or not path.is_file():
        return None, [Fault(HOUSE, f'logo "{name}" is not in this folder. Put the file itself beside {HOUSE}.')]
    if path.stat().st_size > LARGEST_LOGO:
        return None, [Fault(HOUSE, f'logo "{name}" has more than {LARGEST_LOGO:,} bytes. Take a smaller one.')]
    content = path.read_bytes()
    faults = []
    if not (_is_svg(content) if kind == "svg" else content.startswith(_PNG)):
        faults.append(Fault(HOUSE, f'logo "{name}" cannot be read as {kind.upper()}.'))
    if not style.logo_alternative.strip():
        faults.append(Fault(HOUSE, "logo_alternative is empty: say in words what the logo shows."))
    return (None, faults) if faults else (Logo(content, kind, style.logo_alternative), [])


def _is_svg(content: bytes) -> bool:
    """True for a drawing by itself: no entities, no script, nothing that is fetched."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return False
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        return False
    names = {element.tag.rpartition("}")[2].lower() for element in root.iter()}
    return root.tag.endswith("svg") and not names & {"script", "foreignobject", "image"}
