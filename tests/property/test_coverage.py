"""What a load covers is read back from its writing, and covers its own cells and no others."""

from hypothesis import given
from hypothesis import strategies as st

from eyre.body.coverage import Block, Coverage, Subject
from eyre.core import CalendarYear, Facet, FinancialYear, Month, Quarter, Rolling, Span
from eyre.core.periods import period_between

keys = st.text("ab_9", max_size=4).map(lambda text: "a" + text)
areas = st.text("ab-", max_size=4).map(lambda text: "a" + text) | st.just("a:no-location")
values = st.text("aZ9%|[] :é-", max_size=8).map(lambda text: text + "z")
facets = st.dictionaries(keys, values.map(str.strip), min_size=1, max_size=2)
months = st.integers(2010 * 12, 2014 * 12).map(Month.at)
days = st.dates(min_value=Month(2010, 1).start, max_value=Month(2014, 1).end)
periods = st.one_of(
    months,
    st.builds(Quarter, st.integers(2010, 2012), st.integers(1, 4)),
    st.builds(FinancialYear, st.integers(2010, 2012)),
    st.builds(CalendarYear, st.integers(2010, 2012)),
    st.builds(Rolling.ending, months, st.integers(1, 13)),
    st.tuples(days, days).map(sorted).map(lambda pair: Span(*pair)),
)
subjects = st.builds(Subject, keys, st.none() | facets.map(lambda parts: Facet.of(**parts)))


def some(strategy):
    return st.lists(strategy, min_size=1, max_size=6)


blocks = st.builds(Block.of, some(subjects), some(areas), some(periods))


@given(st.lists(blocks, max_size=3).map(Coverage.of))
def test_a_coverage_is_read_back_from_its_writing(coverage):
    assert Coverage.parse(str(coverage)) == coverage


@given(some(st.tuples(subjects, areas, periods)), st.tuples(subjects, areas, periods))
def test_gathered_cells_are_covered_and_no_others(cells, other):
    coverage = Coverage.of_cells(cells)
    for subject, area, period in cells:
        assert coverage.covers(subject.measure, subject.facet or Facet(), area, period)
    subject, area, period = other
    days = period_between(period.start, period.end)
    spoken_of = any(
        s.covers(subject.measure, subject.facet or Facet()) and a == area and period_between(p.start, p.end) == days
        for s, a, p in cells
    )
    assert coverage.covers(subject.measure, subject.facet or Facet(), area, period) == spoken_of
