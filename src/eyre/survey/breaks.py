"""Method breaks: a dated change of questionnaire or of the way people are asked. No window lies across one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eyre.core import Period, Refused, say_date


@dataclass(frozen=True, slots=True)
class MethodBreak:
    """From this day on people were asked otherwise. what: "from telephone to text message"."""

    on: date
    what: str

    def is_crossed_by(self, period: Period) -> bool:
        """Say whether the period has days on both sides."""
        return period.start < self.on <= period.end

    def __str__(self) -> str:
        return f"{self.what} on {say_date(self.on)}"


def crossed(breaks: Sequence[MethodBreak], period: Period) -> MethodBreak | None:
    """The first break that a period lies across; None where it lies across none."""
    return next((one for one in sorted(breaks, key=lambda one: one.on) if one.is_crossed_by(period)), None)


def check_no_break(breaks: Sequence[MethodBreak], period: Period) -> None:
    """Raise Refused for a period that lies across a break."""
    found = crossed(breaks, period)
    if found is not None:
        raise Refused(
            f"The window {period.label} lies across a change of method: {found}. A rise may be the change itself. "
            "Give a window on one side of it."
        )


def check_none_between(breaks: Sequence[MethodBreak], first: Period, second: Period) -> None:
    """Raise Refused where two windows lie on different sides of a break, or either lies across one."""
    for period in (first, second):
        check_no_break(breaks, period)
    earlier, later = sorted((first, second))
    found = next((one for one in breaks if earlier.end < one.on <= later.start), None)
    if found is not None:
        raise Refused(
            f"Between {earlier.label} and {later.label} the method changed: {found}. Their difference would show the "
            "change of method too. Compare windows on one side of it."
        )
