"""One facet of a measure as a row of the tracker."""

from dataclasses import replace

import pytest

from eyre.body.check import check_folder
from eyre.body.settings import ComparisonGroup, Tracker
from eyre.core import Facet, NotAFacet, measure_and_facet
from eyre.measures import FacetLabel, Target
from eyre.tracker import Request, build_tracker
from small_body import FORCE, share, small_body

CHARGED = "outcomes[outcome=1]"
OUTCOMES = share(
    "outcomes", facets=("offence", "outcome"),
    facet_labels=(FacetLabel(key="outcome", value="1", label="charged or summonsed"),),
)  # fmt: skip
FIGURES = {
    "outcomes": {FORCE: [(30, 100)] * 45},
    CHARGED: {FORCE: [(10, 100)] * 45, "othershire": [(20, 100)] * 45},
    "outcomes[outcome=18]": {FORCE: [(50, 100)] * 45},
}


def tracker(path, *measures, wanted=(), **how):
    folder = small_body(
        path, FIGURES, measures=[how.pop("measure", OUTCOMES)], tracker=Tracker(measures=measures), **how
    )
    return build_tracker(folder, Request(as_of=folder.loads[-1].received_on, measures=wanted))


@pytest.mark.parametrize(
    ("text", "measure", "facet"),
    [
        ("outcomes", "outcomes", Facet()),
        (CHARGED, "outcomes", Facet.of(outcome="1")),
        ("outcomes[outcome=1;offence=rape]", "outcomes", Facet.of(offence="rape", outcome="1")),
    ],
)
def test_a_measure_is_named_whole_or_with_one_facet(text, measure, facet):
    assert measure_and_facet(text) == (measure, facet)


@pytest.mark.parametrize("text", ["", "outcomes[]", "outcomes[1]", "outcomes[outcome=1", "[outcome=1]", "a[b=1][c=2]"])
def test_what_names_no_measure_or_no_facet_is_refused(text):
    with pytest.raises(NotAFacet, match="Write"):
        measure_and_facet(text)


def test_a_facet_is_a_row_of_its_own_beside_the_whole(tmp_path):
    found = tracker(tmp_path, "outcomes", CHARGED)
    assert [(str(r.key.facet), r.latest.value) for r in found.rows] == [("", 30), ("outcome=1", 10)]
    names = [row.measure.name for row in found.rows]
    assert names == ["Outcomes", "Outcomes (charged or summonsed)"]
    assert found.row("outcomes", FORCE).latest.value == 30
    assert found.row("outcomes", FORCE, Facet.of(outcome="1")).latest.value == 10


def test_a_value_without_words_is_said_with_what_it_numbers(tmp_path):
    found = tracker(tmp_path, "outcomes[outcome=18]")
    assert [row.measure.name for row in found.rows] == ["Outcomes (outcome 18)"]


def test_areas_and_groups_are_compared_by_the_facet(tmp_path):
    group = ComparisonGroup(key="two", name="Two forces", level="force", members=(FORCE, "othershire"), of=FORCE)
    settings = Tracker(measures=(CHARGED,), compare_with=("othershire",))
    folder = small_body(
        tmp_path, FIGURES, measures=[OUTCOMES], tracker=settings, body={"comparison_groups": (group,)}
    )  # fmt: skip
    row = build_tracker(folder, Request(as_of=folder.loads[-1].received_on)).rows[0]
    assert {s.area: s.value for s in row.comparison.standings} == {FORCE: 10, "othershire": 20}
    assert (row.group.place, row.group.of) == (2, 2)


def test_a_target_of_a_facet_holds_for_it_alone(tmp_path):
    targets = (Target(value=40.0), Target(value=15.0, facet="outcome=1"))
    found = tracker(tmp_path, "outcomes", CHARGED, "outcomes[outcome=18]", measure=replace(OUTCOMES, targets=targets))
    assert {str(r.key.facet): r.target and r.target.value for r in found.rows} == {
        "": 40, "outcome=1": 15, "outcome=18": None,
    }  # fmt: skip


def test_one_facet_may_be_asked_for(tmp_path):
    found = tracker(tmp_path, "outcomes", wanted=(CHARGED,))
    assert [str(row.key) for row in found.rows] == [f"outcomes/outcome=1/{FORCE}"]


def test_a_facet_without_figures_is_said(tmp_path):
    found = tracker(tmp_path, "outcomes[outcome=7]")
    assert found.rows == ()
    assert found.warnings == ("Outcomes (outcome 7): there are figures, but none for the areas shown.",)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("outcome[outcome=1]", 'there is no such measure here. Did you mean "outcomes"?'),
        ("outcomes[type=1]", "is cut by type, and across outcomes cuts offence, outcome."),
        ("outcomes[outcome=1;offence=rape]", "Write it as outcomes[offence=rape;outcome=1]."),
        ("outcomes[1]", '"1" is not a facet.'),
    ],
)
def test_a_tracker_that_names_what_is_not_there_is_a_fault(tmp_path, shown, said):
    folder = small_body(tmp_path, FIGURES, measures=[OUTCOMES], tracker=Tracker(measures=("outcomes", shown)))
    (fault,) = check_folder(folder).faults
    assert fault.where == "body.toml, tracker"
    assert said in fault.what
