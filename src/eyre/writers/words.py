"""Words that every renderer prints alike, whatever it writes to."""

from __future__ import annotations

from eyre.disclosure import Audience
from eyre.pack.document import CalloutKind

KIND_WORDS = {
    CalloutKind.NOTE: "Note",
    CalloutKind.WARNING: "Warning",
    CalloutKind.ILLUSTRATION: "Illustration",
    CalloutKind.ATTENTION: "Attention",
}

AUDIENCE_WORDS = {
    Audience.WORKING: "Working document, not for publication",
    Audience.PANEL: "For members of the police and crime panel",
    Audience.PUBLIC: "For the public",
}

CLOSING = (
    "Every figure stands on the base printed beneath it. Projections say what happens if nothing changes. "
    "Made by Eyre, free software; the same figures and the same version give the same document."
)
