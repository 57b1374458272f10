"""Parity in the pack: the gap of the force to a peer that somebody named, the verdict, and when it would close."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from eyre.core import MeasureKind
from eyre.disclosure import SUPPRESSED, Base, Form, release_number
from eyre.pack.document import Block, Number, Paragraph, Text
from eyre.pack.text import Interval as Range
from eyre.pack.text import Name
from eyre.tracker.row import PeerGap

if TYPE_CHECKING:
    from eyre.pack.figures import Reading


def beside_peer(reading: Reading, found: PeerGap) -> Iterator[Block]:
    """The gap in one sentence; nothing where a count behind it is hidden from this audience."""
    if _is_hidden(reading, found):
        return
    is_share = reading.row.measure.kind is MeasureKind.PROPORTION
    form, change = (Form.PERCENT, Form.CHANGE_POINTS) if is_share else (Form.DECIMAL_TWO, Form.DECIMAL_TWO)
    base = reading.base(found.comparison.periods, note=found.comparison.scale)
    gap = found.parity.gap
    between = Range(float(gap.lower), float(gap.upper))
    unit = "" if is_share else "per 1,000 residents"
    yield Paragraph(
        Text(
            "Beside ", Name(reading.areas.name(found.peer)), ", its named peer: ",
            Number(float(found.parity.own.estimate), "", base, form), " against ",
            Number(float(found.parity.peer.estimate), unit, base, form), ", a gap of ",
            Number(float(gap.estimate), unit, base, change, between), "; ", _verdict(found, form, base), ". ",
            Name(_closing(found)),
        )
    )  # fmt: skip


def _verdict(found: PeerGap, form: Form, base: Base) -> Text:
    if found.parity.verdict is None or found.parity.tolerance is None:
        shown = "the figures show a gap" if found.parity.is_shown else "the figures do not show a gap"
        return Text(f"{shown}; no tolerance for parity was agreed")
    return Text(
        f"{found.parity.verdict.says()} of ",
        Number(found.parity.tolerance, "points" if form is Form.PERCENT else "", base, Form.DECIMAL),
    )


def _closing(found: PeerGap) -> str:
    if found.closing is None:
        return f"There are too few {found.period}s side by side to say when it would close."
    return f"The gap is {found.closing.says(found.period)}. That both record alike is not known here."


def _is_hidden(reading: Reading, found: PeerGap) -> bool:
    """Whether a count of the two is small for this audience, or would give a small one back."""
    counts = reading.counts
    if counts is None:
        return False
    is_count = reading.row.measure.kind is MeasureKind.COUNT
    parts = ("",) if is_count else ("numerator", "denominator")
    months = counts.run_of(reading.row, found.comparison)
    standings = found.comparison.standings
    is_small = any(release_number(s.count, Form.COUNT, reading.audience) is SUPPRESSED for s in standings)
    return is_small or any(reading.is_hidden(months, part, s.area) for s in standings for part in parts)
