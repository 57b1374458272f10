"""How a figure is defined, and whether two figures may be set beside one another, or joined by a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eyre.core import Doubt, Period, Refused, say_date

NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Definition:
    """What was counted and by which rule; "" and () where it is not stated, which is never taken for alike.

    outcome_types: the outcomes that count, by their Home Office numbers or names. denominator_year: of a population.
    """

    recording_rule: str = ""
    outcome_types: tuple[str, ...] = ()
    denominator: str = ""
    denominator_year: int | None = None

    def says(self) -> str:
        """One line with all that is stated."""
        year = f" of {self.denominator_year}" if self.denominator_year else ""
        return (
            f"recording rule {self.recording_rule or NOT_STATED}; outcome types {_types(self.outcome_types)}; "
            f"per {self.denominator or NOT_STATED}{year}"
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which two definitions are unlike. is_grave: the comparison is refused; else said beside it."""

    what: str
    is_grave: bool


def differences(own: Definition, other: Definition) -> tuple[Difference, ...]:
    """How two definitions are unlike, the grave ones first.

    Rule, outcome types and kind of denominator are grave where both sides state them and they differ. A denominator of
    another year, and anything that only one side states, is said.
    """
    pairs = (
        ("recording rule", own.recording_rule, other.recording_rule),
        ("outcome types", _types(own.outcome_types, ""), _types(other.outcome_types, "")),
        ("denominator", own.denominator, other.denominator),
    )
    found = [
        Difference(f"{what}: {a or NOT_STATED} against {b or NOT_STATED}", is_grave=bool(a and b))
        for what, a, b in pairs
        if a != b
    ]
    if own.denominator_year != other.denominator_year:
        years = own.denominator_year or NOT_STATED, other.denominator_year or NOT_STATED
        found.append(Difference(f"year of the denominator: {years[0]} against {years[1]}", is_grave=False))
    return tuple(sorted(found, key=lambda each: not each.is_grave))


def check_comparable(areas: Sequence[tuple[str, Definition]]) -> tuple[Doubt, ...]:
    """Return what is to be said beside a comparison of areas; raise Refused where they count different things.

    areas: names with the definition of each. All are held against the first.
    """
    if not areas:
        return ()
    name, own = areas[0]
    unlike = [(other, each) for other, definition in areas[1:] for each in differences(own, definition)]
    grave = [f"{other} ({each.what})" for other, each in unlike if each.is_grave]
    if grave:
        raise Refused(
            f"These areas count different things than {name}, and cannot be set beside it: {'; '.join(grave)}. "
            "Compare figures of one definition, or leave these areas out."
        )
    return tuple(Doubt(other, f"differs from {name} in {each.what}.") for other, each in unlike)


def _types(types: Sequence[str], none: str = NOT_STATED) -> str:
    return ", ".join(sorted(set(types))) or none


# --- a measure that changed under the comparison ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InForce:
    """A definition, from the day on which it held. name: what the measure was called then."""

    from_date: date
    name: str
    definition: Definition


@dataclass(frozen=True, slots=True)
class Stretch:
    """Periods under one definition: a line may be drawn within a stretch, never from one to the next."""

    held: InForce
    periods: tuple[Period, ...]


def stretches(periods: Sequence[Period], definitions: Sequence[InForce]) -> tuple[Stretch, ...]:
    """Cut periods where the definition changes; a period that a change falls within belongs to neither and is left out.

    Raises Refused for a period before the first definition.
    """
    held = sorted(definitions, key=lambda each: each.from_date)
    cut: dict[int, list[Period]] = {}
    for period in sorted(periods):
        first, last = (_held_on(day, held) for day in (period.start, period.end))
        if last < 0:
            raise Refused(f"No definition is stated for {period}. Give one from {period.start} or before.")
        if first == last:
            cut.setdefault(first, []).append(period)
    return tuple(Stretch(held[at], tuple(own)) for at, own in cut.items())


def _held_on(day: date, held: Sequence[InForce]) -> int:
    return sum(each.from_date <= day for each in held) - 1


def bridging_note(before: InForce, after: InForce) -> str:
    """The sentence that stands at a change of definition, instead of a line across it."""
    unlike = "; ".join(each.what for each in differences(before.definition, after.definition))
    because = f" ({unlike})" if unlike else ""
    return (
        f"From {say_date(after.from_date)} this is {after.name}, before it was {before.name}{because}. "
        "The two are not the same measure: no line is drawn across, and no change is computed."
    )
