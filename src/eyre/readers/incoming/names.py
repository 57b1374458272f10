"""Names of files as people and their computers give them, made safe to show and to save under."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
LEFT_OVER = "file"
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def clean_name(name: str) -> str:
    """The last part of a name without what could mislead: paths, control and direction characters, Windows' devices.

    What is left of nothing is "file". A name is at most 120 characters, its ending kept.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    # Category C holds control characters, and those that turn the direction: "exe.fdp" would read as "pdf.exe".
    seen = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    plain = " ".join(_FORBIDDEN.sub("_", seen).split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = plain, ""
    if stem.partition(".")[0].strip().lower() in _DEVICES:
        stem = f"_{stem}"
    ending = f"{dot}{ending}"[:20]
    return f"{stem[: LONGEST - len(ending)].rstrip('. ')}{ending}" if plain else LEFT_OVER
