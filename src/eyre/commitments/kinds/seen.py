"""`record` and `fact`: what Eyre has on record, and what only a person can see. No path changes either."""

from __future__ import annotations

from datetime import date

from eyre.body.commitment_test import FactTest, RecordTest
from eyre.commitments.figures import Figures
from eyre.core import Refused


def is_recorded(test: RecordTest, figures: Figures) -> bool:
    """Say whether so many of the thing were recorded by the date."""
    return len(_found(test, figures)) >= test.count


def met_on(test: RecordTest, figures: Figures) -> date:
    """The day on which there were as many as were asked for; there must be."""
    return _found(test, figures)[test.count - 1]


def _found(test: RecordTest, figures: Figures) -> list[date]:
    """The days of all that match, the earliest first."""
    return sorted(
        seen.on
        for seen in figures.recorded
        if seen.what == test.what
        and test.matching.lower() in seen.words.lower()
        and (test.by is None or seen.on <= test.by)
    )


def is_confirmed(test: FactTest, figures: Figures) -> bool:
    """What a person said. Raises Refused where nobody has."""
    if test.evidence_wanted not in figures.confirmed:
        raise Refused(f'Only a person can say whether this is so: "{test.evidence_wanted}". Put it to one.')
    return figures.confirmed[test.evidence_wanted]
