import pytest

from eyre.cycle.events import EventKind
from eyre.cycle.proof import PROOFS, is_proved
from eyre.cycle.words import ActionDeliverable

E, D = EventKind, ActionDeliverable


def test_every_deliverable_has_a_proof_or_says_that_it_has_none():
    assert set(PROOFS) == set(ActionDeliverable)


@pytest.mark.parametrize(
    ("deliverable", "kinds", "proved"),
    [
        (D.DOCUMENT, [], False),
        (D.DOCUMENT, [E.EVIDENCE, E.REPORTED_COMPLETE], False),  # given by the owner is not received
        (D.DOCUMENT, [E.DOCUMENT_RECEIVED, E.REPORTED_COMPLETE], True),
        (D.DOCUMENT, [E.DOCUMENT_RECEIVED, E.RETURNED, E.REPORTED_COMPLETE], False),  # it was found wanting
        (D.DOCUMENT, [E.DOCUMENT_RECEIVED, E.RETURNED, E.DOCUMENT_RECEIVED], True),
        (D.MEETING, [E.DOCUMENT_RECEIVED], False),
        (D.MEETING, [E.MEETING_HELD], True),
        (D.REVIEW, [E.MEETING_HELD], False),
        (D.REVIEW, [E.READING_MINUTED], True),
        (D.OTHER, [], True),
    ],
)
def test_a_proof_is_of_the_kind_of_the_deliverable_and_newer_than_a_return(deliverable, kinds, proved):
    assert is_proved(deliverable, kinds) is proved
