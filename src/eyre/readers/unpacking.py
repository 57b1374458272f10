"""From what a person hands over (files, folders, gz, zip) to plain files that can be read, within limits.

What a file is, is told by its first bytes and never by its name. Nothing in an archive decides where anything is
written: every unpacked file gets a number of our own for a name. Archives that reach outside themselves, hide links,
unpack to far more than they hold, or hold archives within archives are refused.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from eyre.core import BadInput, Doubt, Fault, LimitReached, raise_if_any
from eyre.readers.limits import Limits

BLOCK = 2**18
HEAD = 8
GLOB = set("*?[]{}")  # engines read these in a path as a pattern
LEFT_BY_COMPUTERS = {"__macosx", "thumbs.db", "desktop.ini"}


class Stream(Protocol):
    """Bytes that are read once, from the first to the last."""

    def read(self, size: int = -1, /) -> bytes: ...


class FileKind(StrEnum):
    TEXT = "text"
    PARQUET = "parquet"
    SHEETS = "sheets"  # XLSX, XLS, ODS
    GZIP = "gzip"
    ZIP = "zip"


@dataclass(frozen=True, slots=True)
class Found:
    """One file with something to read: its name as a person would find it, and its plain content.

    sha256, size: of the plain content, before its encoding was mended, so that they are the same however packed.
    """

    name: str
    path: Path
    kind: FileKind
    sha256: str
    size: int

    @property
    def stem(self) -> str:
        """The file's own name, without folders, archives and endings."""
        return PurePosixPath(self.name).name.partition(".")[0]


@dataclass(slots=True)
class Unpacker:
    """Unpacks one call's sources into a folder of its own, and counts what it has used."""

    home: Path
    limits: Limits = field(default_factory=Limits)
    doubts: list[Doubt] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _members: int = 0
    _unzipped: int = 0
    _places: int = 0

    def unpack(self, sources: Sequence[Path]) -> list[Found]:
        """Every different file of the sources, in their order; the same content twice is read once, and said.

        Raises BadInput with every file that cannot be read; LimitReached at the first limit.
        """
        found = [file for source in sources for file in self._source(source)]
        raise_if_any(self.faults)
        if not found:
            raise BadInput([Fault(_names(sources), "holds no file with figures. Give a CSV, zip, sheet or folder.")])
        return self._different(found)

    def _different(self, found: Sequence[Found]) -> list[Found]:
        kept: dict[str, Found] = {}
        for file in found:
            first = kept.setdefault(file.sha256, file)
            if first is not file:
                self.doubts.append(Doubt(file.name, f"has the same content as {first.name}; it was counted once."))
        return list(kept.values())

    # --- what a person hands over ---

    def _source(self, source: Path) -> Iterator[Found]:
        if source.is_dir():
            for path in sorted(source.rglob("*")):
                if path.is_file() and not _is_left_by_computer(path.relative_to(source).as_posix()):
                    yield from self._file(path, f"{source.name}/{path.relative_to(source).as_posix()}")
        elif source.is_file():
            yield from self._file(source, source.name)
        else:
            self.faults.append(Fault(str(source), "is not there. Give the path of a file or folder."))

    def _file(self, path: Path, name: str) -> Iterator[Found]:
        try:
            with path.open("rb") as stream:
                yield from self._stream(stream, name, path, depth=0)
        except OSError as error:
            self.faults.append(Fault(name, f"cannot be opened: {error.strerror}."))

    # --- one stream of bytes, perhaps an archive ---

    def _stream(self, stream: Stream, name: str, path: Path | None, depth: int) -> Iterator[Found]:
        """What a stream holds. path: where its content lies as it is; None when it comes out of an archive."""
        self._one_more(name)
        head = stream.read(HEAD)
        kind = _kind(head)
        if kind is FileKind.GZIP:
            yield from self._gzip(head, stream, name, depth)
            return
        place, sha256, size, clean = self._copy(head, stream, path)
        if not size:
            self.faults.append(Fault(name, "is empty. Fetch it again."))
        elif kind is FileKind.ZIP and not _is_sheets(place):
            yield from self._zip(place, name, depth)
        elif kind is not FileKind.TEXT:
            yield Found(name, place, FileKind.SHEETS if kind is FileKind.ZIP else kind, sha256, size)
        elif clean.binary:
            self.faults.append(
                Fault(name, "is not text, a sheet or an archive. Give a CSV, XLSX, ODS, Parquet or zip.")
            )
        else:
            yield Found(name, self._mended(place, name, clean, mine=place != path), kind, sha256, size)

    def _one_more(self, name: str) -> None:
        self._members += 1
        if self._members > self.limits.members:
            raise LimitReached(f"{name}: there are more than {self.limits.members} files. Load fewer at once.")

    def _copy(self, head: bytes, stream: Stream, path: Path | None) -> tuple[Path, str, int, _Text]:
        """The content as a file of ours, or where it already lies; its hash, its size, and what its text is like."""
        stays = path is not None and not GLOB & set(str(path))
        place = path if path is not None and stays else self._new_place()
        sha256, size, text = hashlib.sha256(), 0, _Text()
        with nullcontext() if stays else place.open("wb") as copy:
            for block in _blocks(head, stream):
                sha256.update(block)
                size += len(block)
                text.see(block)
                if copy is not None:
                    copy.write(block)
        text.end()
        return place, sha256.hexdigest(), size, text

    def _new_place(self) -> Path:
        self._places += 1
        return self.home / f"{self._places:06d}.csv"

    def _mended(self, place: Path, name: str, text: _Text, *, mine: bool) -> Path:
        """The file in UTF-8 without a byte order mark, rewritten where it was not."""
        if text.encoding == "utf-8":
            return place
        if text.encoding == "cp1252":
            self.doubts.append(Doubt(name, "is not UTF-8; it was read as Windows text (cp1252)."))
        mended = self._new_place()
        with (
            place.open(encoding=text.encoding, errors="replace", newline="") as old,
            mended.open("w", encoding="utf-8", newline="") as new,
        ):
            while block := old.read(BLOCK):
                new.write(block)
        if mine:
            place.unlink()
        return mended

    # --- archives ---

    def _gzip(self, head: bytes, stream: Stream, name: str, depth: int) -> Iterator[Found]:
        if not self._may_nest(name, depth + 1):
            return
        counted: Any = _Counted(head, stream)
        try:
            with gzip.GzipFile(fileobj=counted) as inside:
                guarded = _Guarded(inside, counted, self, name)
                yield from self._stream(guarded, name.removesuffix(".gz"), None, depth + 1)
        except (OSError, EOFError, zlib.error):
            self.faults.append(Fault(name, "is a gz file that is damaged or cut short. Fetch it again."))

    def _zip(self, place: Path, name: str, depth: int) -> Iterator[Found]:
        if not self._may_nest(name, depth + 1):
            return
        try:
            with zipfile.ZipFile(place) as archive:
                for member in sorted(archive.infolist(), key=lambda info: info.filename):
                    yield from self._member(archive, member, f"{name}/{member.filename}", depth + 1)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, OSError):
            self.faults.append(Fault(name, "is a zip file that is damaged or cut short. Fetch it again."))

    def _member(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, depth: int) -> Iterator[Found]:
        wrong = why_refused(member)
        if wrong:
            self.faults.append(Fault(name, wrong))
        if wrong or member.is_dir() or _is_left_by_computer(member.filename):
            return
        with archive.open(member) as inside:
            packed = _Packed(member.compress_size)
            yield from self._stream(_Guarded(inside, packed, self, name), name, None, depth)

    def _may_nest(self, name: str, depth: int) -> bool:
        if depth <= self.limits.nesting:
            return True
        self.faults.append(Fault(name, f"is archive number {depth} inside another. Unpack it once, and load that."))
        return False

    def spend(self, name: str, more: int, out: int, packed: int) -> None:
        """Count what came out of an archive; raise LimitReached when it is too much."""
        self._unzipped += more
        if self._unzipped > self.limits.unzipped_bytes:
            size = self.limits.unzipped_bytes // 2**20
            raise LimitReached(f"{name}: the archives unpack to more than {size} MiB. Load fewer at once.")
        if out > self.limits.ratio_from and out > self.limits.unzip_ratio * max(packed, 1):
            raise LimitReached(
                f"{name}: it unpacks to more than {self.limits.unzip_ratio:g} times its size, as no table of figures "
                "does. Nothing was read. Ask its sender what it is."
            )


class _Text:
    """What the bytes of a file are like, seen block by block."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._start = b""
        self.binary = False
        self._is_utf8 = True

    def see(self, block: bytes) -> None:
        self._start = (self._start + block[:3])[:3]
        self.binary = self.binary or b"\0" in block
        self._decode(block)

    def end(self) -> None:
        self._decode(b"", final=True)
        if self._start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):  # Excel's "Unicode text"
            self.binary = False

    def _decode(self, block: bytes, final: bool = False) -> None:
        try:
            if self._is_utf8:
                self._decoder.decode(block, final)
        except UnicodeDecodeError:
            self._is_utf8 = False

    @property
    def encoding(self) -> str:
        if self._start.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if self._start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        return "utf-8" if self._is_utf8 else "cp1252"


def text_encoding(path: Path) -> str | None:
    """The encoding of a text file as it is guessed from all of it; None where it is no text."""
    text = _Text()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            text.see(block)
    text.end()
    return None if text.binary else text.encoding


@dataclass(slots=True)
class _Packed:
    """How many packed bytes there are."""

    taken: int


class _Counted:
    """A stream that gives back its head first and counts what was taken of it."""

    def __init__(self, head: bytes, stream: Stream) -> None:
        self._head, self._stream, self.taken = head, stream, 0

    def read(self, size: int = -1) -> bytes:
        wanted = BLOCK if size < 0 else size
        data, self._head = self._head[:wanted], self._head[wanted:]
        data += self._stream.read(wanted - len(data))
        self.taken += len(data)
        return data


class _Guarded:
    """What comes out of an archive, counted as it comes."""

    def __init__(self, inside: Stream, packed: _Packed | _Counted, unpacker: Unpacker, name: str) -> None:
        self._inside, self._packed, self._unpacker, self._name = inside, packed, unpacker, name
        self._out = 0

    def read(self, size: int = -1) -> bytes:
        data = self._inside.read(size)
        self._out += len(data)
        self._unpacker.spend(self._name, len(data), self._out, self._packed.taken)
        return data


def _blocks(head: bytes, stream: Stream) -> Iterator[bytes]:
    if head:
        yield head
    while block := stream.read(BLOCK):
        yield block


def _kind(head: bytes) -> FileKind:
    if head.startswith(b"\x1f\x8b"):
        return FileKind.GZIP
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileKind.ZIP
    if head.startswith(b"PAR1"):
        return FileKind.PARQUET
    return FileKind.SHEETS if head.startswith(b"\xd0\xcf\x11\xe0") else FileKind.TEXT


def _is_sheets(path: Path) -> bool:
    """Say whether a zip is a spreadsheet: an office document names itself inside."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return False
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names


def why_refused(member: zipfile.ZipInfo) -> str:
    """Why a file of an archive is not touched; empty where it may be unpacked."""
    parts = member.filename.replace("\\", "/").split("/")
    if member.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        return "points outside its own archive. Nothing was read. Ask its sender what it is."
    if stat.S_ISLNK(member.external_attr >> 16):
        return "is a link, not a file. Nothing was read. Pack the file itself."
    if member.flag_bits & 1:
        return "is locked with a password. Unpack it, and load what was in it."
    return ""


def _is_left_by_computer(name: str) -> bool:
    return any(part.startswith(".") or part.lower() in LEFT_BY_COMPUTERS for part in PurePosixPath(name).parts)


def _names(sources: Sequence[Path]) -> str:
    return ", ".join(source.name for source in sources)
