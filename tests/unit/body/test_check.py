"""What the records of a folder say about one another: one rule, one test."""

from dataclasses import replace
from datetime import date

import pytest

from eyre.body.check import check_folder
from eyre.body.folder import BodyFolder, write_folder
from eyre.body.meeting import Action, Finding, Item, Meeting, NextMeeting, QuotedFigure
from eyre.body.registers import (
    Document,
    Event,
    Happening,
    HappeningKind,
    Matter,
    Matters,
    PartPlayed,
    Plan,
    Sample,
    Standard,
)
from eyre.body.settings import Body, ComparisonGroup, Holder, Objective, Post, Tracker
from eyre.core import Area, AreaKind, Direction, MeasureKind, Reference
from eyre.cycle.due import Certainty, Due
from eyre.cycle.events import EventKind
from eyre.cycle.states import MeetingStatus
from eyre.cycle.words import FindingKind, Part
from eyre.measures import Catalogue, Measure
from figures import take_in

BODY = Body(
    key="office",
    name="Office",
    kind="board",
    force="force",
    areas=(
        Area(key="force", name="Force", kind=AreaKind.FORCE),
        Area(key="telford", name="Telford", kind=AreaKind.LOCAL_POLICING_AREA, part_of="force"),
    ),
    posts=(Post(key="cc", title="Chief Constable"),),
    objectives=(Objective(key="secure", title="A secure area"),),
)
BURGLARY = Measure(key="burglary", name="B", what="", why="", unit="", kind=MeasureKind.COUNT, direction=Direction.DOWN)
ACTION = Action(reference=Reference.parse("action 2017-12/3"), words="report", owners=("cc",))
FINDING = Finding(reference=Reference.parse("finding 2017-12/F1"), words="heard", kind=FindingKind.UPDATE)
MEETING = Meeting(
    reference=Reference.parse("meeting 2017-12"),
    series="monthly",
    title="Meeting",
    date=date(2017, 12, 19),
    status=MeetingStatus.AGREED,
    items=(Item(number="1", title="Burglary", matter="burglary", objective="secure", actions=(ACTION,)),),
)


@pytest.fixture
def folder(tmp_path):
    return BodyFolder(
        path=tmp_path,
        body=BODY,
        measures=Catalogue((BURGLARY,)),
        meetings=(MEETING,),
        matters=Matters(matters=(Matter(key="burglary", title="Burglary", objective="secure"),)),
    )


def found(folder):
    write_folder(folder)
    return check_folder(folder)


def faults(folder):
    return [str(fault) for fault in found(folder).faults]


def doubts(folder):
    return [str(doubt) for doubt in found(folder).doubts]


def with_item(folder, **fields):
    return replace(folder, meetings=(replace(MEETING, items=(replace(MEETING.items[0], **fields),)),))


def happened(kind, reference=ACTION.reference, at=date(2018, 1, 10)):
    return Event(reference=reference, at=at, by="cc", kind=kind)


def test_a_folder_that_holds_together_has_nothing_wrong_with_it(folder):
    assert found(folder).faults == found(folder).doubts == ()


# --- names that lead nowhere ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("areas", ("telfrod",), 'areas names "telfrod", and there is no such area here. Did you mean "telford"?'),
        ("measures", ("burglry",), 'no such measure here. Did you mean "burglary"?'),
        ("matter", "vehicles", "no such matter here. Add it, or use one of: burglary."),
        ("objective", "sekure", 'no such objective here. Did you mean "secure"?'),
        ("actions", (replace(ACTION, owners=("dcc",)),), 'owners names "dcc", and there is no such post here.'),
        ("actions", (replace(ACTION, managing_officer="chief"),), "no such post here"),
    ],
)
def test_a_name_that_leads_nowhere_is_a_fault_that_says_what_is_there(folder, field, value, said):
    (fault,) = faults(with_item(folder, **{field: value}))
    assert fault.startswith("meetings/monthly-2017-12-19.toml, items[1]")
    assert said in fault


def test_a_name_that_leads_nowhere_is_found_in_every_register(folder):
    happening = Happening(kind=HappeningKind.OPERATION, start=MEETING.date, title="x", areas=("nowhere",))
    tracker = replace(BODY, tracker=Tracker(measures=("robbery",)))
    assert faults(replace(folder, timeline=(happening,)))[0].startswith("timeline.csv, row 2: areas names")
    assert faults(replace(folder, body=tracker))[0].startswith("body.toml, tracker: measures names")


def test_the_force_of_a_body_must_be_one_of_its_areas(folder):
    assert 'force names "forse"' in faults(replace(folder, body=replace(BODY, force="forse")))[0]


def test_an_action_for_everyone_present_needs_no_post(folder):
    assert faults(with_item(folder, actions=(replace(ACTION, owners=("all",)),))) == []


# --- references and events ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["question 2017-12/3", "action 2017-11/3"])
def test_a_reference_of_another_kind_or_another_meeting_is_told_its_right_writing(folder, wrong):
    misnamed = replace(ACTION, reference=Reference.parse(wrong))
    (fault,) = faults(with_item(folder, actions=(misnamed,)))
    assert fault.endswith(
        f'items[1].actions[1]: "{wrong}" is not how this action can be called. Write it as action 2017-12/3.'
    )


def test_a_reference_is_never_given_twice(folder):
    assert faults(with_item(folder, actions=(ACTION, ACTION))) == [
        'meetings: "action 2017-12/3" is given to 2 records. A reference is never used again.'
    ]


def test_the_two_versions_of_a_corrected_meeting_share_their_references(folder):
    assert faults(replace(folder, meetings=(MEETING, replace(MEETING, version=2)))) == []


def test_a_record_that_follows_one_which_is_not_there_is_a_fault_unless_its_meeting_is_elsewhere(folder):
    lost, older = Reference.parse("action 2017-12/7"), Reference.parse("action 2016-01/7")
    (fault,) = faults(
        with_item(
            folder, actions=(replace(ACTION, follows=lost, from_findings=(FINDING.reference,)),), findings=(FINDING,)
        )
    )
    assert fault.endswith('follows names "action 2017-12/7", and there is no such record here.')
    assert faults(with_item(folder, actions=(replace(ACTION, follows=older),))) == []


def test_an_event_of_no_record_is_a_fault_with_its_row(folder):
    unknown = happened(EventKind.UPDATE, Reference.parse("action 2017-12/99"))
    events = (happened(EventKind.UPDATE), happened(EventKind.WATCHED, Reference.parse("matter burglary")), unknown)
    assert faults(replace(folder, events=events)) == [
        'events.csv, row 4: "action 2017-12/99" is no record of this folder.'
    ]


def test_a_move_that_its_table_does_not_allow_is_a_fault(folder):
    (fault,) = faults(replace(folder, events=(happened(EventKind.WITHDRAWN), happened(EventKind.ACCEPTED))))
    assert fault.startswith("events.csv: action 2017-12/3: Event 2 (accepted)")


def test_events_are_judged_in_the_order_of_their_days_and_not_of_their_rows(folder):
    accepted = happened(EventKind.ACCEPTED, at=date(2018, 2, 1))
    reported = happened(EventKind.REPORTED_COMPLETE, at=date(2018, 1, 20))
    assert faults(replace(folder, events=(accepted, reported))) == []


def test_a_new_date_that_is_asked_for_names_its_day(folder):
    asked = happened(EventKind.DATE_ASKED)
    (fault,) = faults(replace(folder, events=(happened(EventKind.UPDATE), asked)))
    assert fault == "events.csv, row 3: a new date is asked for, and no day. Give the day in sets_date."
    assert faults(replace(folder, events=(replace(asked, sets_date=date(2018, 3, 1)),))) == []


# --- dates ----------------------------------------------------------------------------------------------------------


def test_a_due_date_that_contradicts_itself_is_a_fault(folder):
    due = Due(words="in January", date=date(2018, 1, 31), certainty=Certainty.PROPOSED)
    (fault,) = faults(with_item(folder, actions=(replace(ACTION, due=due),)))
    assert "items[1].actions[1].due: A proposed date needs a note" in fault


def test_a_due_date_before_the_meeting_that_set_it_is_doubted(folder):
    due = Due.on(date(2017, 12, 18))
    (doubt,) = doubts(with_item(folder, actions=(replace(ACTION, due=due),)))
    assert "is due on 18 December 2017, before the meeting that set it" in doubt
    assert doubts(with_item(folder, actions=(replace(ACTION, due=Due.on(MEETING.date)),))) == []


def test_a_weekday_that_is_not_the_dates_own_is_doubted(folder):
    upcoming = NextMeeting(date=date(2018, 1, 30), weekday="Tuesday")
    meeting = replace(MEETING, weekday="Monday", next_meeting=upcoming)
    (doubt,) = doubts(replace(folder, meetings=(meeting,)))
    assert "19 December 2017 is a Tuesday, and the notes say Monday" in doubt


@pytest.mark.parametrize(
    ("second", "doubted"),
    [
        (Post(key="pcc", title="Commissioner", organisation="office", holders=(Holder(person="Pat"),)), True),
        (Post(key="dcc", title="Deputy", organisation="force", holders=(Holder(person="Pat"),)), False),
        (Post(key="pcc", title="Commissioner", organisation="office", holders=(Holder(person="Kim"),)), False),
        (
            Post(key="pcc", title="Commissioner", organisation="office",
                 holders=(Holder(person="Pat", from_date=date(2018, 1, 1)),)),
            False,  # the first post had ended the day before
        ),
    ],
)  # fmt: skip
def test_one_name_in_posts_of_two_organisations_at_once_is_doubted(folder, second, doubted):
    first = Post(
        key="cc", title="Chief", organisation="force", holders=(Holder(person="Pat", to_date=date(2017, 12, 31)),)
    )
    said = [str(doubt) for doubt in found(replace(folder, body=replace(BODY, posts=(first, second)))).doubts]
    assert any('holds "cc" and "pcc", posts of two organisations' in each for each in said) == doubted
    assert not any("Pat" in each for each in said)  # a check is often shown around


def test_a_part_may_be_played_on_a_plan_and_on_no_other_record(folder):
    plan = Plan(key="burglary", title="Plan")
    parts = tuple(
        PartPlayed(
            reference=Reference.parse(each), post="cc", part=Part.OWNS, from_date=date(2018, 1, 2), by="cc"
        )
        for each in ("plan burglary", "plan calls", "finding 2017-12/F1")
    )  # fmt: skip
    said = [str(fault) for fault in found(replace(folder, plans=(plan,), parts=parts)).faults]
    assert said == [
        f'parts.csv, row {row}: "{name}" is no action, no matter and no plan of this folder.'
        for row, name in ((3, "plan calls"), (4, "finding 2017-12/F1"))
    ]


def test_a_quoted_range_that_runs_downwards_is_doubted(folder):
    figure = QuotedFigure(reference=Reference.parse("figure 2017-12/1"), words="between", low=9.0, high=7.0)
    assert "the range 9.0 to 7.0 runs downwards" in doubts(with_item(folder, figures=(figure,)))[0]


# --- groups, files, loads -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "member"), [("force", "telford"), ("local", "force")])
def test_a_group_never_mixes_forces_with_local_areas(folder, level, member):
    group = ComparisonGroup(key="family", name="Family", level=level, members=(member,))
    (fault,) = faults(replace(folder, body=replace(BODY, comparison_groups=(group,))))
    assert f"group family is at {level} level, and {member} is not" in fault


def test_a_group_is_at_force_or_local_level(folder):
    group = ComparisonGroup(key="family", name="Family", level="regional", members=("force",))
    assert "Write force or local" in faults(replace(folder, body=replace(BODY, comparison_groups=(group,))))[0]


def test_two_records_that_would_share_a_file_are_a_fault(folder):
    papers = (Document(key="strategy", title="One"), Document(key="strategy", title="Other"))
    assert "documents/strategy.toml: would hold 2 records" in faults(replace(folder, documents=papers))[0]


def test_a_file_that_is_right_and_not_in_the_one_writing_is_doubted(folder):
    write_folder(folder)
    path = folder.path / "body.toml"
    path.write_text("# by hand\n" + path.read_text("utf-8"), "utf-8")
    assert [str(doubt) for doubt in check_folder(folder).doubts] == [
        "body.toml: is right, and not in the one writing. Let eyre write it: eyre check --write."
    ]


def test_a_file_under_another_name_than_its_records_is_doubted(folder):
    write_folder(folder)
    (folder.path / "meetings" / "monthly-2017-12-19.toml").rename(folder.path / "meetings" / "december.toml")
    (doubt,) = check_folder(folder).doubts
    assert "the file has another name" in doubt.what


def test_figures_without_a_definition_or_an_area_are_doubted(folder):
    taken = take_in(folder.path, {("robbery", "wyre", "2017-11"): 3.0}, date(2017, 12, 1)).entry
    said = doubts(replace(folder, loads=(taken,)))
    assert any('figures for "robbery" and no definition' in doubt for doubt in said)
    assert any('figures for the area "wyre"' in doubt for doubt in said)


def test_a_damaged_load_is_a_fault_beside_the_others(folder):
    taken = take_in(folder.path, {("burglary", "force", "2017-11"): 3.0}, date(2017, 12, 1)).entry
    next((folder.path / "loads").iterdir()).write_bytes(b"")
    said = faults(replace(with_item(folder, matter="vehicles"), loads=(taken,)))
    assert len(said) == 2
    assert "its hash differs" in said[1]


def test_a_sample_read_by_a_version_that_is_not_there_is_a_fault(folder):
    standard = Standard(key="response", version=2, title="Response", what="What is asked.")
    drawn = Sample(reference=Reference.parse("sample a-2017"), title="Files", frame="All", standard="response")
    of = {None: [], 2: [], 1: ["was read by version 1 of response, and the versions here are: 2."]}
    for version, said in of.items():
        found = faults(replace(folder, standards=(standard,), samples=(replace(drawn, standard_version=version),)))
        assert [fault.partition(": ")[2] for fault in found] == said
    alone = replace(drawn, standard="", standard_version=1)
    assert "no standard. Say of which" in faults(replace(folder, samples=(alone,)))[0]
    strange = replace(drawn, matter="nowhere")
    assert "there is no such matter" in faults(replace(folder, standards=(standard,), samples=(strange,)))[0]
