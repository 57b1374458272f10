"""A test in one sentence of plain English, with every parameter in it: for pages, packs and whoever signs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from eyre.body.commitment_test import (
    Aggregate,
    AllOfTest,
    AtLeastOfTest,
    ChangeTest,
    Comparison,
    FactTest,
    LevelTest,
    MissingPeers,
    ParityTest,
    RankTest,
    Reads,
    RecordTest,
    RelativeChangeTest,
    ReversalTest,
    SeriesTest,
    SignalTest,
    Test,
    When,
    WithinTest,
)
from eyre.commitments.evaluate import asked_confidence, need_of, subjects_of
from eyre.core import (
    CalendarYear,
    Direction,
    Facet,
    FinancialYear,
    Month,
    Period,
    Rolling,
    period_between,
    say_date,
)
from eyre.measures import Measure

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
AGGREGATES = {
    Aggregate.SUM: "the total",
    Aggregate.MEAN: "the mean",
    Aggregate.POOLED_RATE: "the pooled rate",
    Aggregate.LAST: "the last value",
}
RULE_SETS = {"making_data_count": "Making Data Count"}
RECORDED = {
    "meeting": ("meeting", "meetings"),
    "paper": ("paper", "papers"),
    "prediction": ("lodged prediction", "lodged predictions"),
    "agenda_item": ("item of an agenda", "items of agendas"),
    "document": ("document", "documents"),
    "action_accepted": ("accepted action", "accepted actions"),
}


def say_test(test: Test, measures: Mapping[str, Measure], names: Mapping[str, str] | None = None) -> str:
    """Say what a test asks, in one sentence with every parameter that is not at its default.

    measures: by key; a measure that is not there is called by its key. names: of areas and groups, by key; likewise.
    """
    return f"{capital(_said(test, _Words(measures, names or {})))}."


def capital(text: str) -> str:
    """A text with its first letter large."""
    return f"{text[0].upper()}{text[1:]}"


def say_window(period: Period) -> str:
    """A window as it stands in the middle of a sentence: "January to March 2018", "the financial year 2017/18"."""
    if isinstance(period, FinancialYear | CalendarYear):
        return f"the {period.label}"
    if isinstance(period, Rolling):
        return _months(period.first, period.last)
    return period.label


def _months(first: Month, last: Month) -> str:
    if first == last:
        return first.label
    return f"{first.label.removesuffix(f' {first.year}') if first.year == last.year else first.label} to {last.label}"


@dataclass(frozen=True)
class _Words:
    measures: Mapping[str, Measure]
    names: Mapping[str, str] = field(default_factory=dict)

    def measure(self, test: SeriesTest) -> str:
        known = self.measures.get(test.measure)
        return known.name if known else test.measure

    def name(self, key: str) -> str:
        return self.names.get(key, key)

    def direction(self, test: SeriesTest) -> Direction:
        known = self.measures.get(test.measure)
        return test.direction or (known.direction if known else Direction.NEITHER)

    def unit(self, test: SeriesTest) -> str:
        known = self.measures.get(test.measure)
        return known.unit if known else ""

    def amount(self, test: SeriesTest, value: float) -> str:
        return f"{_number(value)} {self.unit(test)}".rstrip()

    def gap(self, test: SeriesTest, value: float, *, percent: bool = False) -> str:
        """A difference: of percentages in points, else in the unit; or in percent of what was before."""
        unit = "%" if percent else "points" if self.unit(test) == "%" else self.unit(test)
        return f"{_number(value)} {unit}".rstrip()

    def periods(self, test: SeriesTest, count: int) -> str:
        known = self.measures.get(test.measure)
        each = known.period.replace("_", " ") if known else "period"
        return f"{_count(count)} {each}{'' if count == 1 else 's'}"


def _number(value: float) -> str:
    return f"{value:,.12g}"


def _count(count: int) -> str:
    return NUMBERS[count] if 0 < count < len(NUMBERS) else f"{count:,}"


def _list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _said(test: Test, words: _Words) -> str:
    match test:
        case AllOfTest():
            return f"all of these hold: {_numbered(test.tests, words)}"
        case AtLeastOfTest():
            return f"at least {test.at_least} of these {len(test.tests)} hold: {_numbered(test.tests, words)}"
        case RecordTest():
            return _record(test)
        case FactTest():
            by = f" by {say_date(test.by)}" if test.by else ""
            return f"a person confirms it{by}, on this evidence: {test.evidence_wanted.rstrip('. ')}"
        case _:
            asked = SAYINGS[type(test)](test, words)
            return f"{_subject(test, words)}: {'; '.join([asked, *_conditions(test)])}"


def _numbered(tests: Sequence[Test], words: _Words) -> str:
    return "; ".join(f"({at}) {_said(each, words)}" for at, each in enumerate(tests, 1))


def _record(test: RecordTest) -> str:
    one, many = RECORDED[test.what]
    by = f" by {say_date(test.by)}" if test.by else ""
    matching = f' with "{test.matching}" in its words' if test.matching else ""
    return f"at least {_count(test.count)} {one if test.count == 1 else many}{matching} on record{by}"


# --- what every test on a series says ------------------------------------------------------------------------------


def _subject(test: SeriesTest, words: _Words) -> str:
    """ "Violence in Telford", "Satisfaction (element: first contact) in at least 3 of 5: A, B, …"."""
    every = test.for_each
    facet = f" ({_facet(test.facet)})" if test.facet and not (every and every.facets) else ""
    named = f"{words.measure(test)}{facet}"
    if every is None or not (every.areas or every.facets):
        return f"{named} in {words.name(test.area)}" if test.area else named
    parts = []
    if every.areas or test.area:
        parts.append(_list([words.name(area) for area in every.areas or (test.area,)]))
    if every.facets:
        parts.append(_facets(every.facets))
    subjects = len(subjects_of(test))
    needed = need_of(test, subjects)
    how = f"each of {subjects}" if needed == subjects else f"at least {needed} of {subjects}"
    return f"{named} in {how} ({'; '.join(parts)})"


def _facet(facet: Facet) -> str:
    return ", ".join(f"{key}: {value}".replace("_", " ") for key, value in facet.parts) or "all together"


def _facets(facets: Sequence[Facet]) -> str:
    """Facets of one key with the key said once: "element: actions, first contact and follow up"."""
    keys = {key for facet in facets for key, _ in facet.parts}
    if len(keys) == 1 and all(len(facet.parts) == 1 for facet in facets):
        return f"{keys.pop()}: {_list([value for facet in facets for _, value in facet.parts])}".replace("_", " ")
    return _list([_facet(each) for each in facets])


def _conditions(test: SeriesTest) -> list[str]:
    """What is not at its default, each as a clause."""
    said = []
    if test.when is When.ANY_TIME_IN:
        said.append("any one look within that time is enough")
    if test.reads is Reads.UNDERLYING or test.confidence is not None:
        behind = "the level behind the figures is read" if test.reads is Reads.UNDERLYING else "the published figure"
        said.append(f"{behind}, with a confidence of {_number(100 * asked_confidence(test))} %")
    if test.direction is not None:
        better = {"up": "more", "down": "less", "neither": "neither way"}[test.direction.value]
        said.append(f"{better} is taken as better")
    if test.evidence != "series":
        said.append(f"the evidence is {test.evidence}")
    return said


# --- each kind -----------------------------------------------------------------------------------------------------


def _level(test: LevelTest, words: _Words) -> str:
    op = "at least" if test.op is Comparison.AT_LEAST else "at most"
    return f"{AGGREGATES[test.aggregate]} of {say_window(test.window)} is {op} {words.amount(test, test.value)}"


def _change(test: ChangeTest, words: _Words) -> str:
    than = {Direction.UP: "above", Direction.DOWN: "below", Direction.NEITHER: "better than"}[words.direction(test)]
    gap = words.gap(test, test.by, percent=test.percent)
    if test.percent and words.unit(test) == "%":
        gap = f"{gap} (of its value, not points)"
    by = f"at least {gap} {than}" if test.by else than
    of = f"{AGGREGATES[test.aggregate]} of {say_window(test.after)}"
    percent = " (in percent)" if test.percent and not test.by else ""
    return f"{of} is {by} that of {say_before(test.before, test.after)}{percent}"


def _relative_change(test: RelativeChangeTest, words: _Words) -> str:
    verb = {Direction.UP: "rises", Direction.DOWN: "falls", Direction.NEITHER: "improves"}[words.direction(test)]
    gap = words.gap(test, test.by)
    if test.percent:
        verb, gap = f"{verb} in percent", f"{_number(test.by)} points"
    more = f"by at least {gap} more" if test.by else "more"
    of = AGGREGATES[test.aggregate]
    return (
        f"from {say_before(test.before, test.after)}, to {say_window(test.after)} {of} {verb} {more} than that of "
        f"{_other(test.peer, test.group, words)}"
    )


def _other(peer: str, group: str, words: _Words) -> str:
    named = [words.name(peer)] if peer else []
    if group:
        named.append(f"the other members of {words.name(group)}")
    return _list(named) if named else "a peer not yet named"


def _within(test: WithinTest, words: _Words) -> str:
    last = (
        f"the last {words.periods(test, test.periods)}"
        if test.periods == 1
        else (f"each of the last {words.periods(test, test.periods)}")
    )
    return f"{last} of {say_window(test.window)} lies inside the limits expected from {say_window(test.baseline)}"


def _signal(test: SignalTest, words: _Words) -> str:
    rules = RULE_SETS.get(test.rule_set, test.rule_set)
    return (
        f"special-cause improvement shows at some point of {say_window(test.window)}, by the rules of {rules} with "
        f"limits fixed on {say_window(test.baseline)}"
    )


def _reversal(test: ReversalTest, words: _Words) -> str:
    worse, better = {
        Direction.UP: ("falls", "rises"),
        Direction.DOWN: ("rises", "falls"),
        Direction.NEITHER: ("gets worse", "gets better"),
    }[words.direction(test)]
    return f"over {say_window(test.window)} the slope {worse} before {test.split.label} and {better} from it on"


def _rank(test: RankTest, words: _Words) -> str:
    place = "the best" if test.best == 1 else f"among the best {_count(test.best)}"
    as_at = f" as it stood on {say_date(test.group_as_at)}" if test.group_as_at else ""
    peers = "every member must have figures"
    if test.missing_peers is MissingPeers.AT_LEAST:
        peers = f"at least {_count(test.at_least or 1)} of the others must have figures"
    elif test.at_least is not None:
        peers += f" ({test.at_least} was written and is not used)"
    return (
        f"over {say_window(test.window)} it is {place} of {words.name(test.group)}{as_at}, ties sharing the better "
        f"place, and {peers}"
    )


def _parity(test: ParityTest, words: _Words) -> str:
    others = [words.name(test.peer)] if test.peer else []
    if test.value is not None:
        others.append(words.amount(test, test.value))
    peer = _list(others) if others else "a peer not yet named"
    return (
        f"over {say_window(test.window)} its gap to {peer} is at most {words.gap(test, test.tolerance)}, on either side"
    )


SAYINGS: dict[type[Any], Callable[[Any, _Words], str]] = {
    LevelTest: _level,
    ChangeTest: _change,
    RelativeChangeTest: _relative_change,
    WithinTest: _within,
    SignalTest: _signal,
    ReversalTest: _reversal,
    RankTest: _rank,
    ParityTest: _parity,
}


def say_before(before: Period, after: Period) -> str:
    """The earlier window, by how it lies to the later one: "the twelve months before, January to December 2017"."""
    months = _whole_months(before)
    said = _months(Month.of(before.start), Month.of(before.end)) if months else say_window(before)
    if months and before.end + timedelta(days=1) == after.start:
        return f"the {'month' if months == 1 else f'{_count(months)} months'} before, {said}"
    if months and _is_a_year_before(before, after):
        return f"the same month{'' if months == 1 else 's'} a year before, {said}"
    return say_window(before)


def _is_a_year_before(before: Period, after: Period) -> bool:
    day = timedelta(days=1)
    starts, ends = (before.start, after.start), (before.end + day, after.end + day)
    return all(
        (late.year - early.year, late.month, late.day) == (1, early.month, early.day) for early, late in (starts, ends)
    )


def _whole_months(period: Period) -> int:
    """How many whole months a window is; 0 where it is not made of whole ones."""
    first, last = Month.of(period.start), Month.of(period.end)
    plain = period_between(first.start, last.end)
    return last.index - first.index + 1 if (plain.start, plain.end) == (period.start, period.end) else 0
