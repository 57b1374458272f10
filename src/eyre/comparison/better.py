"""Which way is better, who says so, and whether "best" may be said at all.

Of some measures it is disputed: a rise in recorded rape or hate crime may be more crime, or more trust and better
recording. There a person must say which way counts as better; a rank of the highest needs nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from eyre.core import Direction, Refused

# Offences of which most are never reported, so that a rise may be trust (see measures/shipped, direction_note).
DISPUTED = re.compile(r"\b(rapes?|sexual|hate|domestic abuse|stalking|modern slavery|coercive)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Better:
    """Which way is better: direction, and the post that said so ("" where nobody is named)."""

    direction: Direction = Direction.NEITHER
    stated_by: str = ""

    def says(self) -> str:
        """The sentence that goes with a rank: which way is better and who says so, or that nobody has."""
        if self.direction is Direction.NEITHER:
            return "Nobody has said which way is better: 1st is the highest."
        which = "higher" if self.direction is Direction.UP else "lower"
        return f"{which.capitalize()} is better, as stated by {self.stated_by or 'whoever asked'}: 1st is the best."


def is_disputed(measure: str) -> bool:
    """Whether the name of a measure is one of those where more recorded may be good."""
    return bool(DISPUTED.search(measure.replace("_", " ").replace("-", " ")))


RECORDING = (
    "More of it on record may be more crime, or more trust and better recording: areas that record unlike each other "
    "are not told apart here."
)


def check_may_say_best(measure: str, better: Better) -> None:
    """Raise Refused unless somebody has said which way is better; by name where that is disputed."""
    if better.direction is Direction.NEITHER:
        raise Refused(
            f"A best {measure or 'area'} was asked for, and nobody has said which way is better. "
            "State it (up or down), or ask for the highest."
        )
    if is_disputed(measure) and not better.stated_by:
        raise Refused(
            f"Which way is better is disputed for {measure}: more of it on record may be more crime, or more trust and "
            "better recording. Say which post states it, or ask for the highest."
        )
