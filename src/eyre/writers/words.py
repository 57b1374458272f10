"""Words that every renderer prints alike, whatever it writes to. What a house may change stands in body/house.py."""

from __future__ import annotations

from eyre.pack.document import CalloutKind

AUDIT_HEAD = "Audit chain: "
KIND_WORDS = {
    CalloutKind.NOTE: "Note",
    CalloutKind.WARNING: "Warning",
    CalloutKind.ILLUSTRATION: "Illustration",
    CalloutKind.ATTENTION: "Attention",
}
