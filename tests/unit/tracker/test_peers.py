"""The force beside a peer that somebody named."""

import numpy as np
import pytest

from eyre.body.check import check_folder
from eyre.body.settings import Peer, Tracker
from eyre.comparison import ParityVerdict
from eyre.core import Month
from small_body import FORCE, share, small_body, steady


def shares(*, own, peer, months=45):
    """k of 400 a month, as percentages that move by a step a month."""

    def series(start, step):
        return [(round(4 * (start + step * at)), 400) for at in range(months)]

    return {"outcomes": {FORCE: series(*own), "othershire": series(*peer)}}


def gap_of(tracker_of, figures, *peers, key="outcomes", measures=None):
    settings = Tracker(peers=peers or (Peer(area="othershire"),))
    found = tracker_of(figures, tracker=settings, measures=measures or [share("outcomes", facets=("outcome",))])
    return next(row for row in found.rows if row.key.measure == key).peers


def test_the_gap_to_a_named_peer_over_the_latest_year_f5(tracker_of):
    # 12 x 40 of 400 is 10 %, against 20 %: 480 and 960 of 4,800, Newcombe 8.6 to 11.4 points below
    (found,) = gap_of(tracker_of, shares(own=(10, 0), peer=(20, 0)), Peer(area="othershire", tolerance=5.0))
    assert found.comparison.periods == (Month(2023, 1), Month(2023, 12))
    assert float(found.parity.gap.estimate) == pytest.approx(-10)
    assert float(found.parity.gap.lower) == pytest.approx(-11.4, abs=0.05)
    assert float(found.parity.gap.upper) == pytest.approx(-8.6, abs=0.05)
    assert found.parity.verdict is ParityVerdict.APART
    assert found.closing.periods is None


def test_without_a_tolerance_there_is_no_verdict(tracker_of):
    (found,) = gap_of(tracker_of, shares(own=(10, 0), peer=(20, 0)))
    assert found.parity.verdict is None


def test_a_gap_that_narrows_says_when_it_would_be_gone(tracker_of):
    # The force rises by half a point a month towards a peer that stays at 50: from 10 it is at 32 in the 45th month, so
    # 18 points are left, 36 months.
    (found,) = gap_of(tracker_of, shares(own=(10, 0.5), peer=(50, 0)))
    assert found.closing.periods[0] == pytest.approx(36, abs=0.5)


def test_counts_are_set_beside_a_peer_per_1000_residents(tracker_of):
    figures = {"burglary": {FORCE: [300.0] * 45, "othershire": [300.0] * 45}}
    (found,) = gap_of(tracker_of, figures, key="burglary", measures=())
    # 3,600 of 300,000 = 12 per 1,000 against 6 of 600,000
    assert float(found.parity.gap.estimate) == pytest.approx(6)


@pytest.mark.parametrize(
    ("peer", "figures"),
    [
        (Peer(area="othershire", measures=("satisfaction",)), None),
        (Peer(area="north"), None),  # a district is no peer of a force
        (Peer(area="nowhere"), None),
        (Peer(area="othershire"), {"outcomes": {FORCE: [(10, 100)] * 45}}),  # it has no figures
    ],
)
def test_a_peer_of_another_measure_level_or_without_figures_gives_no_gap(tracker_of, peer, figures):
    figures = figures or shares(own=(10, 0), peer=(20, 0))
    assert gap_of(tracker_of, figures, peer) == ()


def test_a_peer_named_for_a_measure_of_which_it_has_no_figures_is_said(tracker_of):
    settings = Tracker(peers=(Peer(area="othershire", measures=("outcomes",)),))
    found = tracker_of({"outcomes": {FORCE: [(10, 100)] * 45}}, tracker=settings, measures=[share("outcomes")])
    assert found.warnings == ("Outcomes: the named peer, Othershire, has no figures of the same periods here.",)


def test_a_peer_is_named_for_a_facet_alone(tracker_of):
    figures = {f"outcomes[outcome={at}]": {FORCE: [(10, 100)] * 45, "othershire": [(20, 100)] * 45} for at in (1, 2)}
    settings = Tracker(
        measures=tuple(figures), peers=(Peer(area="othershire", measures=("outcomes[outcome=1]",)),)
    )  # fmt: skip
    found = tracker_of(figures, tracker=settings, measures=[share("outcomes", facets=("outcome",))])
    assert {str(row.key.facet): len(row.peers) for row in found.rows} == {"outcome=1": 1, "outcome=2": 0}


def test_too_few_months_say_nothing_of_closing(tracker_of):
    (found,) = gap_of(tracker_of, shares(own=(10, 0), peer=(20, 0), months=4))
    assert found.closing is None


def test_a_month_without_answers_is_no_slope_of_nought(tracker_of):
    figures = shares(own=(10, 0.5), peer=(50, 0))
    figures["outcomes"]["othershire"][-5] = np.nan
    assert gap_of(tracker_of, figures) == (), "a year with a hole is not compared"


@pytest.mark.parametrize(
    ("peer", "said"),
    [
        (Peer(area="nowhere"), 'area names "nowhere"'),
        (Peer(area="north"), "north is not of the level of the force"),
        (Peer(area="othershire", measures=("robbery",)), 'measures names "robbery"'),
        (Peer(area="othershire", tolerance=0.0), "tolerance is 0."),
    ],
)
def test_a_peer_that_cannot_be_is_a_fault(tmp_path, peer, said):
    folder = small_body(tmp_path, {"burglary": {FORCE: steady(80)}}, tracker=Tracker(peers=(peer,)))
    (fault,) = check_folder(folder).faults
    assert fault.where == "body.toml, tracker.peers[1]"
    assert said in fault.what
