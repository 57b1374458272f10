"""What a promise that was typed could be tested by: readings of its words, with luck and power where figures are there.

Chances are drawn, which takes its time: this has a page of its own, and is worked out once for a state of the body.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from eyre.body.folder import BodyFolder
from eyre.body.meeting import Commitment
from eyre.commitments import Improvement
from eyre.commitments.readings import Offer, offers
from eyre.commitments.readings.at_hand import known_for, library_of, names_of, setting_of

IMPROVES = Improvement(10, percent=True)  # what is taken to matter until somebody says what does
SEED = 0


def offers_for(folder: BodyFolder, promise: Commitment, on: date) -> tuple[Offer, ...]:
    """Every test that the words of a promise may mean. Where it names no area, the force is meant."""
    line = replace(promise, areas=promise.areas or (folder.body.force,))
    known = known_for(line.words, folder, line.measures, line.areas, on)
    return offers(
        line.words, line, known, library_of(folder), seed=SEED, on=on, improvement=IMPROVES,
        names=names_of(folder, on), check=setting_of(folder, known),
    )  # fmt: skip
