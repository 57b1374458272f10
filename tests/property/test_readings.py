"""What must hold of a sentence for any test, and of the windows for any date and figures."""

from dataclasses import MISSING, fields, replace
from datetime import date, timedelta
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eyre.body.commitment_test import (
    Aggregate,
    AllOfTest,
    AtLeastOfTest,
    Comparison,
    FactTest,
    ForEach,
    MissingPeers,
    Reads,
    RecordTest,
    Test,
    When,
)
from eyre.commitments.readings import shipped_readings, windows_for
from eyre.commitments.say import say_test
from eyre.core import Direction, Facet, Month, Period, Quarter, Rolling
from eyre.cycle.due import Certainty, Due
from promises import MEASURES, months, series

LIBRARY = shipped_readings()
KINDS = get_args(get_args(Test)[0])
words = st.text("abcdefg ", min_size=1, max_size=12).filter(str.strip)
number = st.integers(1, 99_999).map(lambda n: n / 10)
month = st.integers(2010 * 12, 2019 * 12).map(Month.at)
window = st.one_of(
    month,
    st.builds(Quarter, st.integers(2010, 2019), st.integers(1, 4)),
    st.builds(lambda first, more: Rolling(first, first.shift(more)), month, st.integers(1, 11)),
)
facet = st.sampled_from(["first_contact", "treatment", "whole_experience"]).map(lambda each: Facet.of(element=each))
day = st.dates(date(2010, 1, 1), date(2019, 12, 31))
FIELDS = {
    "measure": st.sampled_from(sorted(MEASURES)),
    "area": st.sampled_from(["north", "south"]),
    "facet": facet,
    "for_each": st.builds(
        lambda areas, facets: ForEach(areas=tuple(areas), facets=tuple(facets)),
        st.lists(st.sampled_from(["east", "west", "far"]), min_size=2, unique=True),
        st.lists(facet, unique=True),
    ),
    "direction": st.sampled_from([Direction.UP, Direction.DOWN]),
    "when": st.sampled_from(When),
    "reads": st.sampled_from(Reads),
    "confidence": st.sampled_from([0.75, 0.8, 0.95]),
    "evidence": st.sampled_from(["series", "sample:2017-12/1"]),
    "window": window, "before": window, "after": window, "baseline": window, "split": month,
    "aggregate": st.sampled_from(Aggregate), "op": st.sampled_from(Comparison),
    "value": number, "by": number, "tolerance": number, "percent": st.booleans(),
    "peer": st.sampled_from(["peer one", "peer two"]), "group": st.sampled_from(["group one", "group two"]),
    "group_as_at": day, "best": st.integers(1, 30), "missing_peers": st.sampled_from(MissingPeers),
    "at_least": st.integers(1, 30), "periods": st.integers(1, 30),
    "rule_set": st.sampled_from(["making_data_count", "nelson"]),
    "what": st.sampled_from(["meeting", "paper", "prediction", "agenda_item", "document", "action_accepted"]),
    "matching": words, "count": st.integers(1, 30), "evidence_wanted": words.map(str.strip),
}  # fmt: skip
FACT_BY = day  # `by` is a day in a record or a fact, and a size in a change


def field(kind, name):
    return FACT_BY if name == "by" and kind in (FactTest, RecordTest) else FIELDS[name]


@st.composite
def simple(draw, kind):
    """Any test of one kind: needed parameters, and some of the others."""
    given_fields = {}
    for each in fields(kind):
        needed = each.default is MISSING and each.default_factory is MISSING
        if each.name != "kind" and (needed or draw(st.booleans())):
            given_fields[each.name] = draw(field(kind, each.name))
    return kind(**given_fields)


SIMPLE = [kind for kind in KINDS if kind not in (AllOfTest, AtLeastOfTest)]
one = st.sampled_from(SIMPLE).flatmap(simple)
several = st.lists(one, min_size=1, max_size=4).map(tuple)
any_test = st.one_of(
    one,
    st.builds(lambda tests: AllOfTest(tests=tests), several),
    several.map(lambda tests: AtLeastOfTest(tests=tests, at_least=len(tests))),
)


@given(any_test)
def test_any_test_is_one_sentence(test):
    said = say_test(test, MEASURES)
    assert said[0] == said[0].upper()
    assert said.endswith(".")
    assert "None" not in said
    assert "\n" not in said


def same_days(one, other):
    return isinstance(one, Period) and isinstance(other, Period) and (one.start, one.end) == (other.start, other.end)


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, f.name) for kind in SIMPLE for f in fields(kind) if f.name != "kind"]
)
@settings(max_examples=25)
@given(data=st.data())
def test_no_parameter_changes_without_the_sentence(kind, name, data):
    """Whoever signs a sentence signs every parameter of the test: two tests that differ are never said alike."""
    test = data.draw(simple(kind))
    changed = replace(test, **{name: data.draw(field(kind, name))})
    if test == changed or same_days(getattr(test, name), getattr(changed, name)):
        return
    if name in ("area", "facet") and test.for_each:  # each of several stands in its place
        return
    if name == "confidence" and {test.confidence, changed.confidence} <= {None, 0.9}:  # 0.9 is what none means
        return
    if name == "at_least" and {test.at_least, changed.at_least} <= {None, 1}:  # and 1 here
        return
    assert say_test(test, MEASURES) != say_test(changed, MEASURES)


# --- windows -------------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(
    st.dates(date(2017, 6, 1), date(2020, 12, 31)),
    st.none() | st.integers(1, 700),
    st.lists(st.none() | st.integers(0, 60), min_size=12, max_size=48),
    st.dates(date(2017, 6, 1), date(2020, 12, 31)),
    st.sampled_from([-1, 0, 1]),
)
def test_windows_are_whole_months_in_time_and_in_order(day, back, counts, on, sign):
    values = np.array([np.nan if each is None else each for each in counts])
    figures = series(values, periods=months(len(values)))
    earliest = None if back is None else day - timedelta(days=back)
    due = Due(words="x", date=day, earliest=earliest, certainty=Certainty.RESOLVED)
    found = windows_for(due, "month", figures, on=on, sign=sign)
    after = found.after.period
    assert after.end <= day
    assert after.days >= 89  # never less than a quarter
    assert day - after.end < timedelta(days=31)
    for name in ("same_a_year_before", "year_before", "baseline", "earlier_baseline"):
        chosen = getattr(found, name)
        assert chosen.says
        if chosen.period:
            assert chosen.period.start.day == 1
            assert (chosen.period.end + timedelta(days=1)).day == 1
            assert chosen.period.end < after.start
            assert_no_gap_inside(chosen.period, figures)
    if found.run.period:
        sides = [Month.of(found.run.period.start), found.split, Month.of(found.run.period.end)]
        assert sides[1].index - sides[0].index >= 6
        assert sides[2].index - sides[1].index + 1 >= 6


def assert_no_gap_inside(window, figures):
    """What has been is there; what is to come is no gap."""
    known = figures.trimmed()
    inside = [at for at, period in enumerate(known.periods) if window.contains(period)]
    assert not np.isnan(known.value[inside]).any()


@given(st.lists(st.integers(50, 150), min_size=36, max_size=36), st.sampled_from([-1, 1]))
def test_what_is_measured_from_is_never_the_one_worst_quarter(counts, sign):
    figures = series(counts, periods=months(36))  # 2016 to 2018: twelve quarters
    found = windows_for(Due.on(date(2019, 12, 31)), "month", figures, on=date(2019, 1, 15), sign=sign)
    if found.same_a_year_before.period:
        quarters = sign * np.array(counts).reshape(12, 3).mean(axis=1)
        assert quarters[-1] > quarters[:-1].min() or np.isclose(quarters[-1], quarters[:-1].min())


@given(st.text(max_size=200))
def test_any_line_can_be_read(line):
    for match in LIBRARY.matches(line):
        assert match.said in line
        assert LIBRARY[match.key].meanings
