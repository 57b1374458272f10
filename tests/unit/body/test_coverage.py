from datetime import date

import pyarrow as pa
import pytest

from eyre.body.coverage import Block, Coverage, NotACoverage, Subject
from eyre.body.observations import schema
from eyre.core import Facet, parse_period

WRITTEN = "burglary drugs | bromsgrove redditch | 2018-10--2019-02 2025-01 ; robbery | warwickshire | 2017/18"


def figures(*cells):
    rows = [
        {
            "measure": m,
            "facet": f,
            "area": a,
            "period_start": parse_period(p).start,
            "period_end": parse_period(p).end,
        }
        for m, f, a, p in cells
    ]
    return pa.Table.from_pylist(rows, schema=schema())


def test_a_coverage_is_read_back_from_its_writing():
    assert str(Coverage.parse(WRITTEN)) == WRITTEN


def test_a_run_covers_every_month_from_its_first_to_its_last_and_no_other():
    coverage = Coverage.parse(WRITTEN)
    covered = [
        month
        for month in ("2018-09", "2018-10", "2018-12", "2019-02", "2019-03", "2025-01")
        if coverage.covers("drugs", Facet(), "redditch", parse_period(month))
    ]
    assert covered == ["2018-10", "2018-12", "2019-02", "2025-01"]


def test_blocks_do_not_lend_each_other_their_areas():
    coverage = Coverage.parse(WRITTEN)
    assert not coverage.covers("drugs", Facet(), "warwickshire", parse_period("2018-10"))
    assert coverage.covers("robbery", Facet(), "warwickshire", parse_period("2017-04..2018-03"))  # the same days


def test_a_measure_alone_covers_all_its_facets_and_a_bracket_only_its_own():
    coverage = Coverage.parse("last_outcome satisfaction[element=with%20actions] | x | 2025-01")
    month = parse_period("2025-01")
    assert coverage.covers("last_outcome", Facet.of(crime_type="drugs", outcome="charged"), "x", month)
    assert coverage.covers("satisfaction", Facet.of(element="with actions"), "x", month)
    assert not coverage.covers("satisfaction", Facet(), "x", month)


def test_rolling_periods_are_not_taken_for_a_run_of_months():
    rolling = Coverage.of(
        [Block.of(["wait"], ["x"], [parse_period("2017-01..2017-12"), parse_period("2017-02..2018-01")])]
    )
    # January to December is the calendar year 2017: the plainest period of these days.
    assert str(rolling) == "wait | x | 2017 2017-02..2018-01"
    assert not rolling.covers("wait", Facet(), "x", parse_period("2017-03"))


def test_the_mask_of_a_table_says_what_covers_says_row_by_row():
    table = figures(
        ("drugs", "", "redditch", "2018-11"),
        ("drugs", "", "redditch", "2019-03"),
        ("robbery", "", "warwickshire", "2017/18"),
        ("robbery", "", "redditch", "2018-11"),
    )
    assert Coverage.parse(WRITTEN).mask(table).tolist() == [True, False, True, False]


def test_cells_are_gathered_into_blocks_that_cover_them_and_no_others():
    cells = [
        (Subject(measure), area, parse_period(month))
        for measure in ("burglary", "drugs")
        for area in ("a", "b")
        for month in ("2025-01", "2025-02")
    ]
    odd = (Subject("drugs"), "c", parse_period("2025-02"))
    assert str(Coverage.of_cells([*cells, odd])) == "burglary drugs | a b | 2025-01--2025-02 ; drugs | c | 2025-02"


def test_nothing_is_covered_by_an_empty_writing():
    assert Coverage.parse("") == Coverage()
    assert str(Coverage()) == ""


@pytest.mark.parametrize("text", ["burglary | x", "burglary | | 2025-01", "a[b | x | 2025-01", "a | x | 2025-01--2025"])
def test_a_writing_that_is_none_is_refused(text):
    with pytest.raises(NotACoverage, match='"'):
        Coverage.parse(text)


def test_days_of_a_covered_period_are_compared_not_its_name():
    block = Block.of(["m"], ["x"], [parse_period("2017/18-Q1")])
    assert block.periods[0].start == date(2017, 4, 1)
    assert str(block) == "m | x | 2017-Q2"
