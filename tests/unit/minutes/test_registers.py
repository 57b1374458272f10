"""The registers of the December notes, and the rules of risks and decisions."""

from dataclasses import replace
from datetime import date

import pytest

from eyre.body.check import check_folder
from eyre.body.meeting import RECORDS
from eyre.body.registers import Event, RiskLook
from eyre.core import Reference
from eyre.cycle.events import EventKind
from eyre.cycle.words import MediaCoverage, Proceedings, RiskTrend
from eyre.minutes.registers import (
    Whose,
    awaits_identification_check,
    borne_out,
    proceedings_of,
    registers,
    unchecked,
    whose,
)

MEETING = Reference.parse("meeting 2017-12")


def entry(folder, kind, label):
    return registers(folder).get(Reference.parse(f"{kind} 2017-12/{label}"))


def test_every_record_of_the_notes_is_in_its_register_once(west_mercia, december):
    found = registers(west_mercia)
    for kind, name in RECORDS.items():
        said = [record.reference for item in december.items for record in getattr(item, name)]
        assert [each.reference for each in found.entries[kind]] == said


def test_a_record_is_about_the_measures_and_areas_it_names_else_those_of_its_item(west_mercia):
    assert entry(west_mercia, "risk", "R4").measures == {"call_answering_999", "call_answering_101"}
    figure = entry(west_mercia, "figure", "M7")
    assert (figure.areas, figure.measures) == ({"telford"}, {"recorded_rape"})


# --- decisions: D1, D6 ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["D1", "D2", "D3", "D4", "D5"])
def test_what_the_force_and_its_board_decided_is_not_the_commissioners(west_mercia, december, label):
    assert whose(west_mercia, december, entry(west_mercia, "decision", label).record) is Whose.REPORTED


def test_what_the_chair_or_the_chairs_office_decides_is_the_bodys_own(west_mercia, december):
    decision = entry(west_mercia, "decision", "D5").record
    assert whose(west_mercia, december, replace(decision, by="pcc")) is Whose.OWN
    assert whose(west_mercia, december, replace(decision, by="cex")) is Whose.OWN


def test_without_an_organisation_nobody_can_tell(west_mercia, december):
    posts = tuple(replace(post, organisation="") for post in west_mercia.body.posts)
    folder = replace(west_mercia, body=replace(west_mercia.body, posts=posts))
    assert whose(folder, december, entry(west_mercia, "decision", "D5").record) is Whose.NOT_STATED


# --- risks: C2 to C5 -----------------------------------------------------------------------------------------------


def test_a_look_keeps_coverage_inspection_trend_and_what_it_rests_on(west_mercia):
    (report,) = entry(west_mercia, "risk", "R1").looks
    assert (report.coverage, report.inspection) == (MediaCoverage.LOCAL_LIMITED, "peel-legitimacy-2017")
    (calls,) = entry(west_mercia, "risk", "R4").looks
    assert (calls.level, calls.trend) == (None, RiskTrend.IMPROVING)
    assert calls.measures == ("call_answering_999", "call_answering_101")


def test_a_case_before_a_court_is_flagged_by_the_notes_or_the_last_look(west_mercia):
    assert proceedings_of(entry(west_mercia, "risk", "R1")) is Proceedings.NONE
    assert proceedings_of(entry(west_mercia, "risk", "R2")) is Proceedings.CONCLUDED  # a look
    live = entry(west_mercia, "risk", "R3")
    assert proceedings_of(live) is Proceedings.LIVE  # the notes
    look = RiskLook(reference=live.reference, at=date(2018, 3, 1), by="pcc", proceedings=Proceedings.CONCLUDED)
    assert proceedings_of(replace(live, looks=(look,))) is Proceedings.CONCLUDED


def test_what_is_or_was_before_a_court_waits_for_a_check_and_for_another_when_the_case_moves(west_mercia):
    assert [str(each) for each in unchecked(west_mercia, MEETING)] == ["risk 2017-12/R2", "risk 2017-12/R3"]
    live = entry(west_mercia, "risk", "R3")

    def check(day):
        return Event(
            reference=live.reference,
            at=day,
            by="policy_officer",
            kind=EventKind.IDENTIFICATION_CHECKED,
            words="Looked at.",
        )

    checked = replace(live, events=(check(date(2018, 1, 10)),))
    assert not awaits_identification_check(checked)
    look = RiskLook(reference=live.reference, at=date(2018, 3, 1), by="pcc", proceedings=Proceedings.CONCLUDED)
    assert awaits_identification_check(replace(checked, looks=(look,)))
    assert not awaits_identification_check(replace(checked, looks=(look,), events=(check(date(2018, 3, 1)),)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reference": Reference.parse("risk 2017-12/R9")}, 'looks.csv, row 2: "risk 2017-12/R9" is no risk'),
        ({"at": date(2017, 12, 18)}, "looks.csv, row 2: the look of 18 December 2017 is older than the meeting"),
        ({"inspection": "peel-2099"}, 'looks.csv, row 2: inspection names "peel-2099"'),
    ],
)
def test_a_look_that_cannot_be_is_a_fault(west_mercia, change, said):
    look = replace(west_mercia.looks[0], **change)
    faults = [str(fault) for fault in check_folder(replace(west_mercia, looks=(look,))).faults]
    assert any(said in fault for fault in faults), faults


# --- assurances ----------------------------------------------------------------------------------------------------


def test_whether_an_assurance_was_borne_out_is_what_a_person_last_said(west_mercia):
    given = entry(west_mercia, "assurance", "S1")
    assert borne_out(given) is None
    said = [
        Event(reference=given.reference, at=date(2018, month, 1), by="pcc", kind=kind, words="Seen.")
        for month, kind in ((1, EventKind.CANNOT_TELL), (2, EventKind.NOT_BORNE_OUT), (3, EventKind.UPDATE))
    ]
    assert borne_out(replace(given, events=tuple(said))).kind is EventKind.NOT_BORNE_OUT
