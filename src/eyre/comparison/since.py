"""Now against before: a figure as it was reported at an earlier meeting, as that period reads now, and the new one.

"Reduced since the last meeting" can be three things: the figure moved, the old one was revised, or the two figures are
of unlike periods. The three are told apart here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from eyre.core import Period, Refused, say_date


@dataclass(frozen=True, slots=True)
class AsReported:
    """A figure as a meeting was given it: never changed afterwards."""

    meeting: date
    period: Period
    value: float


@dataclass(frozen=True, slots=True)
class SinceLastTime:
    """then: as reported; then_reads_now: the same period in today's figures; now: what is reported now.

    apparent = now less then as reported; revision = how far the earlier period was revised; change = the rest, which is
    what happened. All in the unit of the value.
    """

    then: AsReported
    then_reads_now: float
    now: AsReported

    @property
    def apparent(self) -> float:
        return self.now.value - self.then.value

    @property
    def revision(self) -> float:
        return self.then_reads_now - self.then.value

    @property
    def change(self) -> float:
        return self.now.value - self.then_reads_now

    def says(self, unit: str = "") -> str:
        """The sentence for the meeting: what was said then, what it reads now, what is said now."""
        then, at = self.then, say_date(self.then.meeting)
        held = f"At the meeting of {at}: {_number(then.value)}{unit} ({then.period})."
        now = f"Now: {_number(self.now.value)}{unit} ({self.now.period})"
        if self.revision == 0:
            return f"{held} {now}, {_signed(self.change)}{unit} since then; the earlier figure stands."
        return (
            f"{held} That period now reads {_number(self.then_reads_now)}{unit}. {now}, "
            f"{_signed(self.change)}{unit} on the figures as they read now "
            f"({_signed(self.apparent)}{unit} on those reported)."
        )


def since_last_time(then: AsReported, then_reads_now: float, now: AsReported) -> SinceLastTime:
    """Set a figure against the one of an earlier meeting.

    Raises Refused where the meetings are not in order or the periods are of unlike length.
    """
    if now.meeting <= then.meeting:
        raise Refused(f"The meeting of {now.meeting} is not after that of {then.meeting}. Exchange the two.")
    if type(now.period) is not type(then.period):
        raise Refused(
            f"{then.period} and {now.period} are unlike periods: their figures are not set against each other. "
            "Give both for a month, a quarter or a year."
        )
    return SinceLastTime(then, then_reads_now, now)


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{_number(abs(value))}"
