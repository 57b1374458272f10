"""The example body of West Mercia: everything its notes hold is there, leads somewhere, and names nobody."""

import hashlib
import re
from collections import Counter
from datetime import date, time
from itertools import chain
from pathlib import Path

import pytest

from eyre.body.check import check_folder
from eyre.body.folder import canonical_files, read_folder
from eyre.core import Direction, Facet, Reference
from eyre.cycle.due import Certainty
from eyre.measures import shipped

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "west-mercia"

# The names of the six persons in the published notes, kept out of this repository: each in lower case, as the first 16
# digits of its SHA-256.
NAMES = {
    "96d9632f363564cc", "6ee9f188534ed7b6", "ae50ad81a2d4006e", "7e1307e3ba4b6d62", "73f91b8e33fa0f69",
    "312b5a2424390306", "502913bfdd49eab5", "dbbfe641bea9f5e6", "52e8e47b38e85458", "d390ad203489ee9c",
    "6177321eac992341", "f5f451e3a50cae32",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder():
    return read_folder(FOLDER)


@pytest.fixture(scope="module")
def meeting(folder):
    (meeting,) = folder.meetings
    return meeting


def of(meeting, records):
    """Every record of one kind in a meeting, by its label."""
    return {record.reference.label: record for item in meeting.items for record in getattr(item, records)}


def labels(letter, count):
    return {f"{letter}{number}" for number in range(1, count + 1)}


def test_the_folder_has_no_fault(folder):
    assert check_folder(folder).faults == ()


def test_every_file_is_in_its_one_writing(folder):
    written = canonical_files(folder)
    assert {name for name, text in written.items() if (FOLDER / name).read_bytes() != text.encode()} == set()
    by_hand = set(FOLDER.rglob("*.toml")) | {FOLDER / "events.csv", FOLDER / "timeline.csv"}
    assert {path.relative_to(FOLDER).as_posix() for path in by_hand} <= set(written)


def test_the_header_is_that_of_the_real_meeting(meeting):
    assert (meeting.date, meeting.weekday, meeting.start) == (date(2017, 12, 19), "Tuesday", time(10, 0))
    assert (meeting.chair, meeting.minute_taker) == ("pcc", "policy_officer")
    assert meeting.apologies == "none_recorded"
    assert [present.post for present in meeting.attendance] == ["pcc", "dpcc", "cc", "dcc", "cex"]
    assert (meeting.next_meeting.date, meeting.next_meeting.start) == (date(2018, 1, 30), time(10, 30))


def test_sixteen_nodes_keep_their_printed_and_their_right_number(meeting):
    numbers = [(item.printed_number, item.number) for item in meeting.items]
    assert numbers == [
        ("1", "1"), ("1.1", "1.1"), ("1.2", "1.2"), ("2", "2"), ("", ""), ("3.", "3"), ("4.", "4"), ("4a", "4a"),
        ("", ""), ("1.", "4a.1"), ("2 2.", "4a.2"), ("3.", "4a.3"),
        ("5b", "4b"), ("5c", "4c"), ("5.", "5"), ("6.", "6"),
    ]  # fmt: skip
    assert [item.number for item in meeting.items if item.nil] == ["4b", "4c", "5"]


def test_every_record_of_the_notes_is_there_once(meeting):
    questions = of(meeting, "questions")
    assert set(questions) == labels("Q", 6)
    assert {label for label, question in questions.items() if question.commissioned} == labels("Q", 3)
    assert set(of(meeting, "findings")) == labels("F", 34)
    assert set(of(meeting, "actions")) == {"1", "2", "3", "4", "5"}
    assert set(of(meeting, "decisions")) == labels("D", 5)
    assert set(of(meeting, "commitments")) == labels("C", 25)
    assert set(of(meeting, "risks")) == labels("R", 4)
    forward = {item.number: item.brought_forward_from for item in meeting.items if item.brought_forward_from}
    assert forward == {"1.1": "November 2017", "1.2": "November 2017"}


def test_the_four_bare_expectations_stand_apart_from_the_21_commitments(meeting):
    kinds = {label: str(record.kind) for label, record in of(meeting, "commitments").items()}
    assert {label for label, kind in kinds.items() if kind == "expectation"} == {"C22", "C23", "C24", "C25"}
    assert {label for label, kind in kinds.items() if kind == "aspiration"} == {"C4", "C5", "C11", "C16"}


def test_only_three_commitments_are_carried_by_an_action(meeting):
    carried = {label: record.carried_by for label, record in of(meeting, "commitments").items() if record.carried_by}
    assert carried == {
        "C8": Reference.parse("action 2017-12/1"),
        "C9": Reference.parse("action 2017-12/3"),
        "C21": Reference.parse("action 2017-12/5"),
    }


def test_a_commitment_has_a_test_or_says_why_not(meeting):
    for record in of(meeting, "commitments").values():
        assert bool(record.test) != bool(record.untested_because), record.reference


def test_actions_have_their_owners_and_only_the_dates_that_were_said(meeting):
    actions = of(meeting, "actions")
    assert [action.owners for action in actions.values()] == [("dcc",), ("dcc",), ("cc",), ("dcc",), ("all",)]
    dates = {label: action.due.date for label, action in actions.items() if action.due}
    assert dates == {"3": date(2018, 1, 31), "5": date(2018, 5, 31)}
    assert all("inferred by order" in " ".join(actions[label].doubts) for label in "123")


def test_each_action_says_what_it_is_to_bring_about_and_what_shows_that_it_did(meeting):
    actions = of(meeting, "actions").values()
    assert [each.deliverable.value for each in actions] == ["product_change", "document", "meeting", "plan", "review"]
    assert all(each.closes_when for each in actions)


def test_dates_of_commitments_are_those_of_their_words(meeting):
    dates = {label: record.due for label, record in of(meeting, "commitments").items() if record.due}
    assert {label: (due.earliest, due.date) for label, due in dates.items()} == {
        "C1": (date(2018, 1, 1), date(2018, 1, 31)),  # in January
        "C6": (None, date(2018, 3, 31)),  # by the end of March
        "C7": (date(2017, 12, 19), date(2018, 12, 19)),  # within the next 12 months
        "C9": (None, date(2018, 1, 31)),  # at the end of January
        "C19": (date(2018, 1, 1), date(2018, 3, 31)),  # between January and March
        "C20": (date(2018, 4, 1), date(2018, 6, 30)),  # first quarter of 18/19
        "C21": (date(2018, 5, 1), date(2018, 5, 31)),  # the month named in brackets
    }
    assert dates["C21"].certainty is Certainty.PROPOSED


def test_figures_stand_as_quoted_with_their_missing_base_said(meeting):
    figures = of(meeting, "figures")
    assert {label: (f.low, f.high) if f.value is None else f.value for label, f in figures.items()} == {
        "M1": 0, "M7": 6, "M8": 2, "M9": 100, "M10": 20, "M11": 5, "M12": 20, "M13": (0, 1), "M14": (80, 83), "M15": 90,
        "M16": 95,
    }  # fmt: skip
    assert {label for label, figure in figures.items() if figure.approximate} == {"M10", "M11", "M12"}
    assert {label: figure.n for label, figure in figures.items() if figure.n} == {"M9": 10}
    for figure in figures.values():
        assert figure.period or any(re.search("period|years", doubt) for doubt in figure.doubts), figure.reference


def test_questions_say_when_their_addressee_was_not_in_the_room(meeting):
    present = {attendance.post for attendance in meeting.attendance}
    absent = [question for question in of(meeting, "questions").values() if not set(question.addressed_to) & present]
    assert [question.reference.label for question in absent] == ["Q1"]
    assert "attendance list" in " ".join(absent[0].doubts)


def test_earlier_meetings_are_remembered_on_the_matter(folder):
    matters = {matter.key: [str(month) for month in matter.considered] for matter in folder.matters.matters}
    assert matters["domestic-burglary"] == ["2017-01", "2017-02", "2017-03", "2017-05"]
    assert matters["hate-crime"] == ["2017-02", "2017-10"]


def test_definitions_cover_the_twenty_measures_of_the_notes_each_once(folder):
    rows = Counter(chain.from_iterable(re.findall(r"\bM\d\d\b", measure.what) for measure in folder.measures))
    assert rows == {f"M{number:02d}": 1 for number in range(1, 21)}


def test_a_measure_without_public_figures_says_what_to_do(folder):
    for measure in folder.measures:
        if not measure.public_figures:
            assert "template" in measure.missing_note, measure.key


def test_disputed_measures_have_no_direction_and_say_why(folder):
    for key in ("recorded_rape", "other_serious_sexual_offences", "positive_breath_tests"):
        assert folder.measures[key].direction is Direction.NEITHER
        assert "Disputed" in folder.measures[key].direction_note


def test_sanction_detections_and_outcomes_are_two_measures_broken_in_april_2013(folder):
    for key in ("burglary_sanction_detection_rate", "burglary_outcome_rate"):
        first = folder.measures[key].breaks[0]
        assert first.on == date(2013, 4, 1)
        assert "side by side" in first.bridge


def test_the_shipped_crime_types_are_taken_over_unchanged(folder):
    assert all(folder.measures[measure.key] == measure for measure in shipped("police_uk"))
    own = {"positive_breath_tests"}  # written for this example before one was shipped
    ours = [measure for measure in shipped("home_office") if measure.key not in own]
    assert all(folder.measures[measure.key] == measure for measure in ours)


def test_offences_of_the_year_of_the_meeting_are_those_the_home_office_published(folder):
    quarters = folder.figures(date(2025, 12, 31)).panel("offences_recorded", ["west-mercia"])
    assert quarters.value.tolist() == [[22_194, 22_254, 21_025, 18_877]]
    assert [str(quarter) for quarter in quarters.periods] == ["2017-Q2", "2017-Q3", "2017-Q4", "2018-Q1"]


def test_211_of_5385_domestic_burglaries_were_charged_by_the_one_definition_and_others_by_the_other(folder):
    charged = [Facet.of(offence="domestic_burglary", outcome="1")]
    of_offences, in_quarter = (
        folder.figures(date(2025, 12, 31)).panel(measure, ["west-mercia"], facets=charged)
        for measure in ("outcomes_of_offences_recorded", "outcomes_recorded_in_quarter")
    )
    assert (of_offences.numerator.sum(), of_offences.denominator.sum()) == (211, 5_385)
    assert in_quarter.denominator.sum() != of_offences.denominator.sum()


def test_nine_districts_make_up_the_five_policing_areas_and_with_the_unplaced_the_force(folder):
    on = date(2018, 1, 30)
    parts = {area.key: folder.areas.leaves(area.key, on) for area in folder.areas.children("west-mercia", on)}
    assert {key: len(districts) for key, districts in parts.items()} == {
        "telford": 1, "north-worcestershire": 3, "south-worcestershire": 3, "herefordshire-lpa": 1, "shropshire-lpa": 1,
        "west-mercia:no-location": 1, "west-mercia:outside": 1,
    }  # fmt: skip
    assert set(parts["north-worcestershire"]) == {"bromsgrove", "redditch", "wyre-forest"}
    assert len(folder.areas.leaves("west-mercia", on)) == 11
    assert len(folder.areas.leaves("warwickshire", on)) == 7  # five districts, and the two kinds of unplaced


def test_the_inspectorate_is_one_organisation_with_two_names(folder):
    (inspectorate,) = [o for o in folder.organisations.organisations if o.key == "hmicfrs"]
    assert inspectorate.name(date(2017, 7, 18)).abbreviation == "HMIC"
    assert inspectorate.name(date(2017, 12, 19)).abbreviation == "HMICFRS"


def test_the_comparison_group_of_forces_is_marked_as_made_up(folder):
    assert [group.key for group in folder.body.comparison_groups if group.level == "force" and not group.made_up] == []


def test_the_projection_answers_the_action_that_asked_for_it(folder, meeting):
    (specification,) = folder.projections.projections
    action = of(meeting, "actions")["4"]
    assert specification.carries == action.reference
    assert (specification.owner,) == action.owners


def test_nobody_is_named_anywhere(folder):
    assert not any(post.holders for post in folder.body.posts)
    texts = [path for path in FOLDER.rglob("*") if path.suffix in {".toml", ".csv", ".md", ".json"}]
    assert texts
    for path in texts:
        words = set(re.findall(r"[a-z]+", path.read_text("utf-8").lower()))
        assert not {word for word in words if hashlib.sha256(word.encode()).hexdigest()[:16] in NAMES}, path.name
