"""What is wrong with a test, all at once and in words, before anything is evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

import numpy as np

from eyre.body.commitment_test import (
    Aggregate,
    AllOfTest,
    AtLeastOfTest,
    ChangeTest,
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
from eyre.commitments.cases import CENSUS, cases_of, parse_evidence
from eyre.commitments.evaluate import is_of_cases, kind_of, need_of, subjects_of, windows_of
from eyre.commitments.figures import AreaPaths, Figures
from eyre.commitments.kinds import SERIES_KINDS
from eyre.commitments.kinds.kind import direction_of, keys_of_group
from eyre.commitments.kinds.reversal import FEWEST_A_SIDE, sides
from eyre.commitments.kinds.signal import RULE_SETS
from eyre.core import (
    CalendarYear,
    Direction,
    Fault,
    FinancialQuarter,
    FinancialYear,
    MeasureKind,
    Month,
    NotFound,
    Period,
    Quarter,
    SeriesKey,
    fill,
    raise_if_any,
    say_date,
)
from eyre.measures import Measure

MOST_ALIKE = 5  # faults of one sort that are told one by one
CIRCULAR = "This test contains itself, so it can never be settled. Name the tests it is made of."


def check(test: Test, figures: Figures, *, data_date: date | None = None) -> None:
    """Raise BadInput with every fault of a test on these figures."""
    raise_if_any(faults(test, figures, data_date=data_date))


def check_shape(test: Test) -> None:
    """Raise BadInput where a test contains itself, or nothing: nothing else can be asked of it."""
    raise_if_any(list(_of_shape(test, "test", ())))


def _of_shape(test: Test, where: str, above: tuple[int, ...]) -> Iterator[Fault]:
    if id(test) in above:
        yield Fault(where, CIRCULAR)
    elif isinstance(test, AllOfTest | AtLeastOfTest):
        yield from _of_several(test, where)
        for at, each in enumerate(test.tests):
            yield from _of_shape(each, f"{where}.tests[{at}]", (*above, id(test)))


def faults(test: Test, figures: Figures, *, data_date: date | None = None, where: str = "test") -> list[Fault]:
    """Every fault of a test on these figures.

    data_date: the last day that the figures cover, when the test is to be settled; a window after it is a fault.
    None where the paths are drawn and may run ahead.
    """
    return list(_faults(test, figures, data_date, where, ()))


def _faults(
    test: Test, figures: Figures, data_date: date | None, where: str, above: tuple[int, ...]
) -> Iterator[Fault]:
    if id(test) in above:
        yield Fault(where, CIRCULAR)
    elif isinstance(test, AllOfTest | AtLeastOfTest):
        yield from _of_several(test, where)
        for at, each in enumerate(test.tests):
            yield from _faults(each, figures, data_date, f"{where}.tests[{at}]", (*above, id(test)))
    elif isinstance(test, RecordTest):
        if test.count < 1:
            yield Fault(where, f"A count of {test.count} is always met. Give 1 or more.")
    elif isinstance(test, SeriesTest):
        yield from (Fault(where, what) for what in _of_series(test, figures, data_date))


def _of_several(test: AllOfTest | AtLeastOfTest, where: str) -> Iterator[Fault]:
    if not test.tests:
        yield Fault(where, f"{test.kind} has no tests in it. Name at least one.")
    if isinstance(test, AtLeastOfTest) and not 1 <= test.at_least <= len(test.tests):
        yield Fault(where, f"At least {test.at_least} of {len(test.tests)} was asked. Give 1 to {len(test.tests)}.")
    if isinstance(test, AtLeastOfTest) and any(isinstance(each, RecordTest | FactTest) for each in test.tests):
        yield Fault(where, "Records and facts are reported apart from figures: put them beside at_least_of, in all_of.")


def _of_series(test: SeriesTest, figures: Figures, data_date: date | None) -> Iterator[str]:
    if test.measure not in figures.measures:
        known = ", ".join(sorted(figures.measures)) or "none"
        yield f'There is no measure "{test.measure}". Known: {known}.'
        return
    measure = figures.measures[test.measure]
    yield from _of_parameters(test, measure)
    yield from _of_breaks(test, measure)
    if is_of_cases(test):
        yield from _of_cases(test, figures)
        return
    for window in windows_of(test):
        if data_date is not None and window.end > data_date:
            yield (
                f"The window {window.label} ends on {say_date(window.end)} and the figures run to "
                f"{say_date(data_date)}. Wait for the load that covers it."
            )
    yield from _alike_once(
        (key, what) for key in subjects_of(test) for what in _of_subject(test, key, figures, data_date)
    )


def _alike_once(found: Iterable[tuple[SeriesKey, str]]) -> Iterator[str]:
    """What is wrong with each series; of many sentences that differ in the series alone, two and how many more."""
    alike: dict[str, list[str]] = {}
    for key, what in found:
        alike.setdefault(what.replace(str(key), "{}"), []).append(what)
    for sentences in alike.values():
        if len(sentences) <= MOST_ALIKE:
            yield from sentences
        else:
            yield from sentences[:2]
            yield f"The same holds for {len(sentences) - 2} more of its areas and facets."


def _of_cases(test: SeriesTest, figures: Figures) -> Iterator[str]:
    """What a sample or census cannot answer."""
    sort, reference = parse_evidence(test.evidence)
    if sort not in ("sample", CENSUS) or not reference:
        yield f'The evidence "{test.evidence}" is unknown. Write series, sample:<reference> or census:<reference>.'
        return
    if not isinstance(test, LevelTest):
        yield f"A {sort} is one look at some cases: it can settle a level, and not a {kind_of(test)} test."
        return
    for key in subjects_of(test):
        try:
            cases = cases_of(test, key, figures)
        except NotFound as missing:
            yield str(missing)
            continue
        if not cases.usable:
            yield f"The {sort} {reference} has no usable case for {key}: nothing was looked at, so nothing is shown."
        looked_at = cases.usable if cases.looked_at is None else cases.looked_at
        if cases.usable and sort == CENSUS and looked_at != cases.of:
            every = "not said" if cases.of is None else f"{cases.of}"
            yield (
                f"A census looks at every case; {reference} looked at {looked_at} of {every}. Call it a sample, or "
                "look at the rest."
            )
        if cases.drawn_on and cases.drawn_on < test.window.end:
            yield (
                f"The {sort} {reference} was drawn on {say_date(cases.drawn_on)}, before {test.window.label} ended: it "
                "says nothing of the cases that came after. Draw one when the window is over."
            )


def _of_parameters(test: SeriesTest, measure: Measure) -> Iterator[str]:
    kind = SERIES_KINDS[type(test)]
    if kind.needs_direction and direction_of(test, measure) is Direction.NEITHER:
        yield f'Nobody has said which way is better for {measure.name}. Write direction = "up" or "down".'
    if test.reads is Reads.UNDERLYING and kind.confidence is None:
        yield f'A {kind_of(test)} test cannot be read as underlying. Write reads = "published".'
    if test.confidence is not None and not 0.5 <= test.confidence < 1:
        yield f"A confidence of {test.confidence:g} was asked. Give a share from 0.5 to under 1, such as 0.9."
    if test.when is When.ANY_TIME_IN and kind.looks is None:
        yield f'A {kind_of(test)} test has one look, at its end. Write when = "at".'
    needed, subjects = need_of(test, len(subjects_of(test))), len(subjects_of(test))
    if not 1 <= needed <= subjects:
        yield f"At least {needed} of {subjects} areas or facets was asked. Give 1 to {subjects}."
    yield from _of_own_parameters(test, measure)
    yield from _of_aggregate(test, measure)


def _of_own_parameters(test: SeriesTest, measure: Measure) -> Iterator[str]:
    match test:
        case RankTest(best=best) if best < 1:
            yield f"The best {best} of a group was asked, which nobody can be in. Give k of 1 or more."
        case WithinTest(periods=periods) if periods < 1:
            yield f"The last {periods} periods were asked. Give m of 1 or more."
        case ParityTest(tolerance=tolerance) if tolerance < 0:
            yield f"A tolerance of {tolerance:g} was asked. Give 0 or more, in the unit of the measure."
        case SignalTest(rule_set=rules) if rules not in RULE_SETS:
            yield f'There is no rule set "{rules}". Known: {", ".join(sorted(RULE_SETS))}.'
        case ChangeTest(by=by) | RelativeChangeTest(by=by) if by < 0:
            yield f"A change of {by:g} was asked. Give the size of the improvement; `direction` says which way."
        case _:
            pass
    if isinstance(test, ParityTest) and bool(test.peer) == (test.value is not None):
        yield "Parity is with a peer or with a value. Give one of the two."
    if isinstance(test, RelativeChangeTest) and bool(test.peer) == bool(test.group):
        yield "A relative change is set against a peer or a group. Give one of the two."
    if isinstance(test, RankTest) and measure.kind is MeasureKind.COUNT:
        yield f"A rank is made on a rate, and {measure.name} is a count: the largest area would lead. Name a rate."


def _of_aggregate(test: SeriesTest, measure: Measure) -> Iterator[str]:
    how = getattr(test, "aggregate", None)
    if how is Aggregate.SUM and not measure.kind.adds_up:
        yield f"{measure.name} is no count and its values cannot be added. Use pooled_rate, mean or last."
    compares = isinstance(test, ChangeTest | RelativeChangeTest)
    before, *after = windows_of(test)
    if compares and how is Aggregate.SUM and not are_as_long(before, after[0], test.when):
        yield (
            f"The sum of {before.label} is set against the sum of {after[0].label}, which is not as long "
            "at each look. Use the mean."
        )
    if after and before.overlaps(after[0]):
        yield f"{before.label} and {after[0].label} overlap. Let the later window start after the earlier one."
    elif after and after[0].start < before.start:
        yield f"The later window, {after[0].label}, lies before the earlier one, {before.label}. Exchange the two."


def are_as_long(before: Period, after: Period, when: When) -> bool:
    """A month may be 28 to 31 days, so a quarter 90 to 92: within a tenth is as long."""
    return when is When.AT and abs(before.days - after.days) <= max(before.days, after.days) / 10


def _of_breaks(test: SeriesTest, measure: Measure) -> Iterator[str]:
    windows = windows_of(test)
    first, last = min(w.start for w in windows), max(w.end for w in windows)
    areas = {key.area for key in subjects_of(test)}
    for each in measure.breaks:
        if first < each.on <= last and not each.bridge and (not each.areas or areas & set(each.areas)):
            yield (
                f"{measure.name} was redefined on {say_date(each.on)} ({each.why}), between {windows[0].label} and the "
                f"end of {windows[-1].label}. Choose windows on one side of it, or agree on a bridge."
            )


def _of_subject(test: SeriesTest, key: SeriesKey, figures: Figures, data_date: date | None) -> Iterator[str]:
    if key not in figures.paths:
        yield f"There are no figures for {key}."
        return
    area = figures.paths[key]
    for window in windows_of(test):
        yield from _of_window(test, key, area, window, data_date)
    if isinstance(test, ReversalTest):
        yield from _of_sides(test, area)
    if isinstance(test, ChangeTest | RelativeChangeTest) and test.percent:
        before = area.paths.values[:, area.places(test.before)]
        if before.size and not before.any():
            yield f"{key} has 0 in {test.before.label}, of which no percent can be taken. Give `by` in units."
    if SERIES_KINDS[type(test)].needs_no_overlap and _overlap(area.periods):
        yield f"The periods of {key} overlap, so neighbours share most of their cases. Use a series without overlap."
    yield from _of_counts(test, key, area, figures.measures[test.measure])
    yield from _of_peers(test, key, figures)


def _of_window(
    test: SeriesTest, key: SeriesKey, area: AreaPaths, window: Period, data_date: date | None
) -> Iterator[str]:
    places = area.places(window)
    if data_date is not None and window.end > data_date:
        return  # said once, for all areas
    if data_date is not None and area.periods[-1].end < window.end:
        ends = area.periods[-1].label
        yield f"The figures of {key} run to {ends}, and {window.label} ends later. Load what has come since."
        return
    if not fill(area.periods, places, window) and not _overlap(area.periods):
        yield (
            f"{window.label} is not made of whole periods of {key}: they run from {area.periods[0]} to "
            f"{area.periods[-1]}. Give a window of whole periods."
        )
        return
    gone = np.flatnonzero(np.isnan(area.paths.values[:, places]).any(axis=0))
    missing = [area.periods[places[at]].label for at in gone]
    if missing:
        yield f"{key} has no figure for {', '.join(missing)}. Wait for it, or choose another window."
    elif isinstance(test, WithinTest) and window == test.window and len(places) < test.periods:
        yield f"The last {test.periods} periods were asked and {window.label} has {len(places)}. Give a longer window."
    elif isinstance(test, SignalTest | WithinTest) and window == test.baseline and len(places) < 2:
        yield f"Limits need a baseline of at least 2 periods; {window.label} has {len(places)}. Give 13 or more."


def _of_sides(test: ReversalTest, area: AreaPaths) -> Iterator[str]:
    periods = tuple(area.periods[at] for at in area.places(test.window))
    before = sides(test, periods)
    if periods and min(before, len(periods) - before) < FEWEST_A_SIDE:
        yield (
            f"A reversal needs at least {FEWEST_A_SIDE} points a side; {test.window.label} has {before} before "
            f"{test.split.label} and {len(periods) - before} from it on. Use `change` between two windows instead."
        )


def _of_counts(test: SeriesTest, key: SeriesKey, area: AreaPaths, measure: Measure) -> Iterator[str]:
    how = getattr(test, "aggregate", None)
    if how is Aggregate.POOLED_RATE and not area.has_counts:
        yield f"A pooled rate of {key} needs numerator and denominator, which are not there. Load them, or use mean."
    if test.reads is Reads.UNDERLYING and not area.has_counts and area.standard_error is None:
        yield f"{key} has neither k of n nor a standard error, so only the published figure can be read."
    for window in windows_of(test):
        if area.denominator is not None and how is Aggregate.POOLED_RATE:
            base = area.denominator[:, area.places(window)]
            if base.size and (base.sum(axis=-1) == 0).any():
                yield f"{key} has 0 of 0 in {window.label}: nothing was counted. Choose a longer window."


def _of_peers(test: SeriesTest, key: SeriesKey, figures: Figures) -> Iterator[str]:
    group: str = getattr(test, "group", "")
    peer_key: str = getattr(test, "peer", "")
    if group and group not in figures.groups:
        yield f'There is no group "{group}". Known: {", ".join(sorted(figures.groups)) or "none"}.'
        return
    wanted = keys_of_group(figures, group, key) if group else ()
    if peer_key and not group:
        wanted = (SeriesKey(key.measure, peer_key, key.facet),)
    have = [peer for peer in wanted if peer in figures.paths]
    missing = ", ".join(peer.area for peer in wanted if peer not in figures.paths)
    if isinstance(test, RankTest) and test.missing_peers is MissingPeers.AT_LEAST:
        if len(have) < max(test.at_least or 1, 1):
            yield f"At least {test.at_least or 1} peers are needed and {len(have)} have figures; none from {missing}."
    elif missing:
        yield f"There are no figures for the peer{'s' if ',' in missing else ''} {missing}. Load them, or name others."
    if isinstance(test, RankTest) and test.best >= len(have) + 1:
        yield f"The best {test.best} of {len(have) + 1} areas was asked, which everybody is in. Give a smaller k."
    for peer in have:
        for window in windows_of(test):
            yield from _of_window(test, peer, figures.paths[peer], window, None)


def _overlap(periods: tuple[Period, ...]) -> bool:
    """Whether neighbours share days. Months, quarters and years of one run never do."""
    if periods and isinstance(periods[0], Month | Quarter | FinancialQuarter | FinancialYear | CalendarYear):
        return False
    return any(earlier.overlaps(later) for earlier, later in pairwise(periods))
