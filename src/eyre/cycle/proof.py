"""What shows that an action is done, by what it was to bring about: a receipt, a meeting held, a reading minuted.

Accepting an action without it is a person's to decide and to give a reason for; nothing is refused for ever. After a
return the proof is asked for again: what was on record then was found wanting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from eyre.cycle.events import EventKind
from eyre.cycle.words import ActionDeliverable

# The event that is the proof of each deliverable. What is of no kind has none: the words of the acceptance are it.
PROOFS: Final[Mapping[ActionDeliverable, EventKind | None]] = {
    ActionDeliverable.PRODUCT_CHANGE: EventKind.DOCUMENT_RECEIVED,
    ActionDeliverable.DOCUMENT: EventKind.DOCUMENT_RECEIVED,
    ActionDeliverable.PLAN: EventKind.DOCUMENT_RECEIVED,
    ActionDeliverable.MEETING: EventKind.MEETING_HELD,
    ActionDeliverable.REVIEW: EventKind.READING_MINUTED,
    ActionDeliverable.OTHER: None,
}


def is_proved(deliverable: ActionDeliverable, kinds: Sequence[EventKind]) -> bool:
    """Say whether the proof of an action is on record. kinds: its events in the order they were written down."""
    proof = PROOFS[deliverable]
    return proof is None or proof in _since_returned(kinds)


def _since_returned(kinds: Sequence[EventKind]) -> Sequence[EventKind]:
    returned = [place for place, kind in enumerate(kinds) if kind is EventKind.RETURNED]
    return kinds[returned[-1] + 1 :] if returned else kinds
