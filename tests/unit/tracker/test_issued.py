"""Projections issued from their specifications: kept once, never improved, scored by the figures that came."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from eyre.body.check import check_folder
from eyre.body.folder import read_folder
from eyre.body.issued import keep, read_issued
from eyre.body.registers import ProjectionSpecification, ProjectionSpecifications
from eyre.core import BadInput, FinancialYear, Month, Refused
from eyre.tracker import Request, build_tracker
from eyre.tracker.issued import score_issued, to_issue
from small_body import load, small_body, steady

AS_OF = date(2023, 5, 20)
KNOWN_TO = Month(2023, 3)
NORTH = ProjectionSpecification(
    key="north-year", measure="burglary", area="north", horizon_months=12, owner="chief", review=date(2023, 12, 1)
)


@pytest.fixture
def folder(tmp_path):
    return small_body(
        tmp_path / "body", {"burglary": {"north": steady(100, 36)}}, received=date(2023, 5, 10),
        projections=ProjectionSpecifications(projections=(NORTH,)),
    )  # fmt: skip


def made(folder, on=AS_OF, **more):
    return to_issue(folder, NORTH, **{"as_of": AS_OF, "issued_on": on, "seed": 0, **more})


def later(folder, values, received=date(2024, 2, 10)):
    load(folder.path, {"burglary": {"north": values}}, first=KNOWN_TO.shift(1), received=received)
    return read_folder(folder.path)


def test_what_is_issued_is_what_the_tracker_of_the_day_says(folder):
    issued = made(folder)
    row = build_tracker(folder, Request(AS_OF, areas=("north",))).row("burglary", "north")
    assert issued.known_to == KNOWN_TO
    assert len(issued.months) == 12
    for told, shown, naive in zip(
        issued.months, row.projection.months(row.key), row.projection.naive_months(row.key), strict=True
    ):
        assert (told.period, told.quantiles, told.naive) == (shown.period, shown.quantiles, naive.quantiles)
    assert [told.period for told in issued.outturns] == [FinancialYear(2023)]
    assert issued.outturns[0].quantiles == row.projection.total(row.key, FinancialYear(2023)).quantiles


def test_the_loads_it_rests_on_stand_in_it_by_their_hash(folder):
    (load_,) = made(folder).loads
    (entry,) = folder.loads
    assert load_.sha256.startswith(entry.id)


def test_the_same_issued_again_on_another_day_stays_as_it_was_first(folder):
    first = keep(folder.path, made(folder))
    again = keep(folder.path, made(folder, on=date(2023, 6, 1)))
    assert (first.is_new, again.is_new, again.path) == (True, False, first.path)
    assert read_issued(folder)[0].issued_on == AS_OF


def test_another_seed_is_kept_beside_and_the_first_counts(folder):
    keep(folder.path, made(folder))
    keep(folder.path, made(folder, on=date(2023, 6, 1), seed=1))
    records = score_issued(later(folder, np.full(9, 100.0)), date(2024, 3, 1)).records
    assert [record.is_counted for record in records] == [True, False]


def test_each_month_with_a_figure_is_scored_and_the_others_wait(folder):
    keep(folder.path, made(folder))
    (record,) = score_issued(later(folder, np.full(9, 100.0)), date(2024, 3, 1)).records
    assert record.summary.n == 9
    assert [each.scored is None for each in record.months] == [False] * 9 + [True] * 3
    assert record.outturns[0].scored is None  # the year is not whole
    assert record.summary.inside_80 == 1


def test_a_whole_year_scores_the_outturn(folder):
    keep(folder.path, made(folder))
    (record,) = score_issued(later(folder, np.full(12, 100.0), date(2024, 4, 20)), date(2024, 5, 1)).records
    assert record.outturns[0].scored.actual == 1200


def test_a_figure_that_had_come_is_no_test_of_what_was_issued_after_it(folder):
    folder = later(folder, np.full(9, 100.0))
    keep(folder.path, made(folder, on=date(2024, 2, 10)))
    (record,) = score_issued(folder, date(2024, 3, 1)).records
    assert record.summary is None
    assert "had come when it was issued" in record.months[0].note


def test_the_first_publication_counts_and_the_loss_from_revision_is_said(folder):
    keep(folder.path, made(folder))
    folder = later(folder, np.full(9, 100.0))
    folder = later(folder, np.array([160.0]), received=date(2024, 4, 1))
    (record,) = score_issued(folder, date(2024, 5, 1)).records
    assert (record.months[0].scored.actual, record.months[0].now.actual) == (100, 160)
    assert record.summary_now.wis > record.summary.wis
    assert record.revision.startswith("1 figure was revised since")


def test_what_was_not_issued_by_a_day_is_not_shown_for_it(folder):
    keep(folder.path, made(folder))
    assert score_issued(folder, date(2023, 5, 19)).records == ()


def test_overdue_reviews_and_specifications_never_issued_are_listed(folder):
    assert score_issued(folder, date(2023, 12, 1)).overdue == ()
    record = score_issued(folder, date(2023, 12, 2))
    assert (record.overdue, record.never_issued) == ((NORTH,), (NORTH,))


def test_a_file_that_was_changed_afterwards_is_a_fault(folder):
    path = keep(folder.path, made(folder)).path
    path.write_text(path.read_text("utf-8").replace("seed = 0", "seed = 2"), "utf-8")
    with pytest.raises(BadInput, match="was changed after it was issued"):
        read_issued(folder)
    assert any("was changed after it was issued" in str(fault) for fault in check_folder(folder).faults)


def test_quantiles_that_run_downwards_are_a_fault(folder):
    issued = made(folder)
    first = replace(issued.months[0], quantiles=tuple(reversed(issued.months[0].quantiles)))
    keep(folder.path, replace(issued, months=(first, *issued.months[1:])))
    with pytest.raises(BadInput, match="quantiles run downwards"):
        read_issued(folder)


def test_a_specification_without_figures_is_refused_in_words(folder):
    south = replace(NORTH, key="south-year", area="south")
    with pytest.raises(Refused, match="no monthly figures had been received by 20 May 2023"):
        to_issue(folder, south, as_of=AS_OF, issued_on=AS_OF, seed=0)


def test_what_was_issued_is_among_the_inputs_of_a_pack(folder):
    path = keep(folder.path, made(folder)).path
    assert path.relative_to(folder.path).as_posix() in dict(folder.inputs())
