"""What a measure is: the definition an office agrees before it argues about the figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from eyre.core import Direction, Facet, MeasureKind, Period
from eyre.core.codec import record
from eyre.core.keys import Key


@record
class SeriesBreak:
    """A day from which values are not like those before: no line is drawn across it, no test spans it.

    bridge: how the two sides may be set beside one another, in words; empty where they may not.
    areas: keys of the areas it holds for; empty means all.
    """

    on: date
    why: str
    bridge: str = ""
    areas: tuple[str, ...] = ()


@record
class Target:
    """A value with a date, as agreed: who asked for it and where it stands in writing.

    over: "period" when each period is to reach it, "financial_year" when it is for the year's outturn.
    """

    value: float
    over: str = "period"
    from_period: Period | None = None
    by: date | None = None
    kind: str = "target"  # target, aspiration or trajectory: glossary
    area: str | None = None
    facet: str = ""
    source: str = ""


@record
class FacetLabel:
    """What a value of a facet means, in words: outcome 1 is "charged or summonsed"."""

    key: Key
    value: str
    label: str


@record
class Measure:
    """A defined quantity.

    unit: what one of it is ("offences", "%", "minutes"); per: for rates, of how many of the denominator.
    lag_days: days from the end of a period until its figure is usually published; None when not known.
    settles_months: how many of the newest periods are too young to be taken at their word, because what they count is
    still coming in (outcomes of crimes); they are shown, and nothing is projected from them.
    period: the usual period, in words of `core.periods` ("month", "quarter", "financial_year").
    direction: which way is better; direction_note says who decided it where it is disputed.
    source_key: the reader's own name for where the figures come from; measures that share it are complete together.
    numerator, denominator: what is counted above and below the line. facets: keys of what cuts across it; facet_labels:
    what their values mean, where they do not say it themselves; overlapping: those whose values are not parts of one
    whole (answers to several questions), so that they are never taken from it. frameworks: national sets of measures it
    belongs to. public_figures: whether figures are published; missing_note says what is missing where they are not.
    author: who wrote it; checker: who read it against the source. version: counts changes.
    """

    key: Key
    name: str
    what: str
    why: str
    unit: str
    kind: MeasureKind
    direction: Direction
    direction_note: str = ""
    period: str = "month"
    per: float | None = None
    numerator: str = ""
    denominator: str = ""
    source: str = ""
    source_key: str = ""
    lag_days: int | None = None
    settles_months: int = 0
    facets: tuple[str, ...] = ()
    facet_labels: tuple[FacetLabel, ...] = ()
    overlapping: tuple[str, ...] = ()
    breaks: tuple[SeriesBreak, ...] = ()
    targets: tuple[Target, ...] = ()
    frameworks: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    public_figures: bool = True
    missing_note: str = ""
    author: str = ""
    checker: str = ""
    version: int = 1
    agreed_on: date | None = None
    next_review: date | None = None

    def within(self, facet: Facet) -> Measure:
        """The measure as one facet of it, or as the whole: its words in the name, and the targets set for it alone."""
        name = f"{self.name} ({self.label(facet)})" if facet else self.name
        return replace(self, name=name, targets=tuple(t for t in self.targets if Facet.parse(t.facet) == facet))

    def label(self, facet: Facet) -> str:
        """A facet as a page prints it: the labels of its values, else the values, numbers with what they number."""
        known = {(each.key, each.value): each.label for each in self.facet_labels}
        return ", ".join(
            known.get((key, value)) or (f"{key} {value}" if value.isdigit() else value).replace("_", " ")
            for key, value in facet.parts
        )

    def target_for(self, area: str, on: date, over: str = "period") -> Target | None:
        """The target that holds for an area on a day: its own if it has one, else the one for all.

        A target with a date is over once the date has passed.
        """
        holding = [
            t
            for t in self.targets
            if t.over == over and (t.from_period is None or t.from_period.start <= on) and (t.by is None or on <= t.by)
        ]
        own = [t for t in holding if t.area == area]
        for_all = [t for t in holding if t.area is None]
        return (own or for_all)[-1] if own or for_all else None
