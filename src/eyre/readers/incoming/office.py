"""Office documents are archives: every file in them is counted, named and looked at before one is kept.

Refused are macros of every kind, objects that start programs, and whatever is fetched from elsewhere when the document
is opened. A link that a person has to press is not.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final
from xml.parsers import expat

from eyre.core import BadInput, Fault, LimitReached, raise_if_any
from eyre.readers.incoming.kinds import ALLOWED, IncomingKind
from eyre.readers.limits import Limits
from eyre.readers.unpacking import why_refused

TYPES, MIMETYPE, MANIFEST = "[Content_Types].xml", "mimetype", "META-INF/manifest.xml"
DAMAGED = "is a document that is damaged or cut short. Save it again, and send that."
MACRO = "holds macros. Save it as {form} without macros, and send that."
FETCHES = (
    "fetches something from elsewhere when it is opened ({what}). Break the link, or put in its values, and save it."
)
OBJECT = "holds an object of another program ({what}). Take it out, or put a picture of it there."
BLOCK = 2**16
UNREADABLE = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, OSError)

MAIN: Final = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": IncomingKind.DOCX,
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": IncomingKind.XLSX,
}
ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
FORMS: Final = {IncomingKind.DOCX: "DOCX", IncomingKind.XLSX: "XLSX", IncomingKind.ODS: "ODS"}

# Names inside an archive that say by themselves what is there.
_MACROS: Final = re.compile(
    r"(^|/)(vba\w*\.(bin|xml)|activex|macrosheets|dialogsheets)(/|\.|$)|^(basic|scripts)/", re.I
)
_OBJECTS: Final = re.compile(r"(^|/)(embeddings|oleobject\w*\.bin|object \d+\.bin|attachedtoolbars\.bin)(/|$)", re.I)
_TABLE_OF_CHART: Final = re.compile(r"^(word|xl|ppt)/embeddings/[^/]+\.xlsx$", re.I)  # the figures behind a chart
_LINKED: Final = re.compile(r"(^|/)(externallinks/|connections\.xml|querytables/)", re.I)
_DDE: Final = re.compile(r"\bDDE(AUTO)?\b")


def office_kind(path: Path | IO[bytes], name: str, limits: Limits, *, inside: bool = False) -> IncomingKind:
    """Which office document an archive is. inside: it stands in another document, and may hold no third.

    Raises BadInput with every reason to refuse it, LimitReached for a bomb.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            reader = _opened(archive, name, limits)
            kind = _kind_of(reader, name)
            raise_if_any([Fault(name, what) for what in dict.fromkeys(_faults(reader, kind, inside))])
            return kind
    except UNREADABLE as error:
        raise BadInput([Fault(name, DAMAGED)]) from error


def formulas(path: Path, name: str, limits: Limits) -> list[str]:
    """The cells of a workbook that hold a formula, as "B7"; of an OpenDocument sheet the formulas themselves.

    The file was looked at before.
    """
    with zipfile.ZipFile(path) as archive:
        reader = _opened(archive, name, limits)
        if reader.read(MIMETYPE).strip() == ODS:
            return [given["formula"] for _, given in reader.tags("content.xml") if "formula" in given]
        found, cell = [], ""
        for member in reader.names:
            if member.startswith("xl/worksheets/") and member.endswith(".xml"):
                for tag, given in reader.tags(member):
                    cell = given.get("r", "") if tag == "c" else cell
                    found += [cell] if tag == "f" else []
        return found


def _opened(archive: zipfile.ZipFile, name: str, limits: Limits) -> _Archive:
    """An archive whose every byte was counted, and its checksums held, before any of it is believed."""
    raise_if_any([Fault(name, what) for what in _member_faults(archive.infolist(), limits)])
    reader = _Archive(archive, name, limits)
    reader.unpack_all()
    return reader


def _member_faults(members: Sequence[zipfile.ZipInfo], limits: Limits) -> Iterator[str]:
    """What is wrong with an archive by its list of contents alone."""
    if len(members) > limits.members:
        yield f"holds {len(members)} files; a document has at most {limits.members}. Ask its sender what it is."
    names = [member.filename.lower() for member in members]
    if len(set(names)) < len(names):
        yield "holds two files of one name, as no program writes it. Ask its sender what it is."
    for member in members:
        if wrong := why_refused(member):
            yield f'"{member.filename[:80]}" in it {wrong}'


class _Archive:
    """An archive whose files are read within limits."""

    def __init__(self, archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
        self._archive, self.name, self.limits, self._out = archive, name, limits, 0
        self.names = archive.namelist()

    def unpack_all(self) -> None:
        for member in self._archive.infolist():
            with self._archive.open(member) as inside:
                self._count(member, inside)

    def _count(self, member: zipfile.ZipInfo, inside: IO[bytes]) -> None:
        out = 0
        while block := inside.read(BLOCK):
            out += len(block)
            self._out += len(block)
            too_dense = out > self.limits.ratio_from and out > self.limits.unzip_ratio * max(member.compress_size, 1)
            if too_dense or self._out > self.limits.unzipped_bytes:
                raise LimitReached(
                    f"{self.name}: it unpacks to far more than a document holds. Nothing was kept. Ask its sender "
                    "what it is."
                )

    def read(self, member: str) -> bytes:
        """A file that is there; nothing where it is not."""
        return self._archive.read(member) if member in self.names else b""

    def tags(self, member: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Every tag of an XML file with its attributes, names without namespaces.

        Raises BadInput for XML that is broken or brings definitions of its own, by which a little text becomes much.
        """
        found: list[tuple[str, dict[str, str]]] = []
        fields: list[str] = []  # what Word computes as it opens the document

        def begin(tag: str, given: dict[str, str]) -> None:
            found.append((_bare(tag), {_bare(name): value for name, value in given.items()}))

        def text(said: str) -> None:
            if found and found[-1][0] == "instrText":
                fields.append(said)

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._no_doctype
        parser.StartElementHandler, parser.CharacterDataHandler = begin, text
        data = self.read(member)
        try:
            for at in range(0, len(data), BLOCK):
                parser.Parse(data[at : at + BLOCK], at + BLOCK >= len(data))
                yield from found[:-1]
                del found[:-1]
        except expat.ExpatError as error:
            raise BadInput([Fault(self.name, DAMAGED)]) from error
        yield from found
        if _DDE.search("".join(fields)):
            yield "dde", {}

    def _no_doctype(self, *_: Any) -> None:
        raise BadInput([Fault(self.name, "defines words of its own in its XML, as no office program does.")])


def _bare(name: str) -> str:
    return name.rpartition(" ")[2]


def _kind_of(reader: _Archive, name: str) -> IncomingKind:
    if reader.read(MIMETYPE).strip() == ODS and "content.xml" in reader.names:
        return IncomingKind.ODS
    types = reader.read(TYPES)
    if b"macroenabled" in types.lower():
        raise BadInput([Fault(name, MACRO.format(form="DOCX or XLSX"))])
    for main, kind in MAIN.items():
        if b'"' + main + b'"' in types:
            return kind
    raise BadInput([Fault(name, f"is an archive, and none of the kinds that are kept: {ALLOWED}.")])


def _faults(reader: _Archive, kind: IncomingKind, inside: bool) -> Iterator[str]:
    """Why a document is refused, once it is known to be whole."""
    form = FORMS[kind]
    for member in reader.names:
        if _MACROS.search(member):
            yield MACRO.format(form=form)
        elif _LINKED.search(member):
            yield FETCHES.format(what="linked workbooks or queries")
        elif _TABLE_OF_CHART.search(member) and not inside:
            office_kind(io.BytesIO(reader.read(member)), f"{reader.name}/{member}", reader.limits, inside=True)
        elif _OBJECTS.search(member) and not member.endswith("/"):
            yield OBJECT.format(what=member.rpartition("/")[2][:60])
    why = _of_opendocument if kind is IncomingKind.ODS else _of_open_xml
    for member in reader.names:
        if member.lower().endswith((".xml", ".rels")):
            for tag, given in reader.tags(member):
                if what := why(tag, given):
                    yield what.replace("{form}", form)


def _of_open_xml(tag: str, given: dict[str, str]) -> str:
    if tag == "Relationship" and given.get("TargetMode", "").lower() == "external":
        what = given.get("Type", "").rpartition("/")[2]
        return "" if what == "hyperlink" else FETCHES.format(what=what[:40] or "a part of it")
    if tag in ("ddeLink", "dde") or (tag == "fldSimple" and _DDE.search(given.get("instr", ""))):
        return FETCHES.format(what="DDE")
    return ""


# Tags of OpenDocument that name a place elsewhere, or something that runs.
_LINKS: Final = {
    "table-source",
    "cell-range-source",
    "dde-source",
    "dde-link",
    "dde-connection-decl",
    "database-source-sql",
}


def _of_opendocument(tag: str, given: dict[str, str]) -> str:
    if tag in _LINKS or tag == "external-data":
        return FETCHES.format(what="a linked table")
    if tag in ("event-listener", "script"):
        return MACRO
    if tag == "encryption-data":
        return "is locked with a password. Save it without one."
    if tag in ("object", "object-ole", "plugin", "applet"):
        return OBJECT.format(what=given.get("href", tag)[:60]) if tag != "object" else _of_object(given)
    if tag == "image" and "://" in given.get("href", ""):
        return FETCHES.format(what="a picture")
    return ""


def _of_object(given: dict[str, str]) -> str:
    """A chart lies in the document itself; anything else lies elsewhere."""
    href = given.get("href", "")
    return "" if href.startswith("./Object ") or not href else OBJECT.format(what=href[:60])
