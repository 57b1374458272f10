"""The mark of figures that somebody made up. Whatever shows such a figure carries it, word for word."""

from __future__ import annotations

from dataclasses import dataclass

MARK = "MADE UP FOR ILLUSTRATION"


@dataclass(frozen=True, slots=True)
class MadeUp:
    """That figures of a measure were made up, by whom and why. in_part: others of the same measure were published."""

    reasons: tuple[str, ...]
    in_part: bool = False

    @property
    def mark(self) -> str:
        return f"IN PART {MARK}" if self.in_part else MARK

    def says(self) -> str:
        """The mark with its reasons, as a sentence."""
        sentences = [reason.rstrip(".") + "." for reason in self.reasons]
        return f"{self.mark}: {' '.join(sentences)}"
