"""Small bases: when a rolling figure is pooled to twelve months, and when it is not shown."""

from __future__ import annotations

from dataclasses import dataclass

from eyre.core import Refused

YEAR = 12


@dataclass(frozen=True, slots=True)
class SmallBaseRule:
    """What is done with few answers.

    pool_under: where half or more of a group's windows have fewer answers, the group is pooled to twelve months; and
    whatever rests on fewer has the exact interval. At 27 of 30 that interval still is 24 points wide.
    hide_under: a figure of fewer answers is not shown at all, so that nobody can be recognised and no one answer
    moves it by more than ten points.
    """

    pool_under: int = 30
    hide_under: int = 10

    def __post_init__(self) -> None:
        if not 1 <= self.hide_under <= self.pool_under:
            raise Refused(
                f"Hide under {self.hide_under} and pool under {self.pool_under} were asked. "
                "Give 1 or more to hide, and no fewer to pool."
            )

    @property
    def sentence(self) -> str:
        return (
            f"Groups with under {self.pool_under} answers in most windows are pooled to {YEAR} months; a figure of "
            f"under {self.hide_under} answers is not shown."
        )

    def why_pooled(self, months: int) -> str:
        return f"Under {self.pool_under} answers in most windows of {months}: pooled to {YEAR} months."

    def why_hidden(self, answers: float) -> str:
        return f"{answers:,.0f} answers, fewer than {self.hide_under}: not shown."

    def why_small(self, answers: float) -> str:
        return f"Small base: {answers:,.0f} answers."


SMALL_BASES = SmallBaseRule()
