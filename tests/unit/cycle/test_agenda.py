import pytest

from eyre.cycle.agenda import agenda, letters, normalise_numbers
from eyre.cycle.words import StandingHeading as Heading

# Numbers and headings as the notes of a real meeting print them; topics in our own words.
PRINTED = (
    ("1", "OUTSTANDING MATTERS / ITEMS BROUGHT FORWARD"),
    ("1.1", "Reform: savings"),
    ("1.2", "Safety: confidence"),
    ("2", "OPERATIONAL AND REPUTATIONAL OPPORTUNITIES AND RISKS"),
    ("3.", "CHIEF OFFICER MEETING / EXECUTIVE BOARD – UPDATE"),
    ("4.", "HOLDING TO ACCOUNT"),
    ("4a", "PERFORMANCE AGAINST THE POLICE AND CRIME PLAN"),
    ("1.", "Telford"),
    ("2 2.", "Domestic burglary"),
    ("3.", "Hate crime"),
    ("5b", "DELIVERY OF STRATEGIC INITIATIVES:"),
    ("5c", "HMIC INSPECTION PROGRAMME / SERVICE IMPROVEMENT BOARD"),
    ("5.", "AOB:"),
    ("6.", "DATE OF NEXT MEETING"),
)


def test_the_standing_agenda_is_numbered_and_keeps_empty_headings():
    lines = agenda({Heading.PLAN_PERFORMANCE: ["Telford", "Burglary"], Heading.BROUGHT_FORWARD: ["Savings"]})
    assert [line.number for line in lines] == [
        "1", "1.1", "2", "3", "4", "4a", "4a.1", "4a.2", "4b", "4c", "5", "6",
    ]  # fmt: skip
    assert [line.heading for line in lines if line.is_null] == [
        Heading.OPPORTUNITIES_AND_RISKS,
        Heading.CHIEF_OFFICER_MEETING,
        Heading.STRATEGIC_INITIATIVES,
        Heading.INSPECTION_PROGRAMME,
        Heading.ANY_OTHER_BUSINESS,
        Heading.NEXT_MEETING,
    ]


def test_a_body_may_have_fewer_headings_and_its_own_labels():
    standing = (Heading.BROUGHT_FORWARD, Heading.PLAN_PERFORMANCE, Heading.NEXT_MEETING)
    lines = agenda({}, standing, {Heading.NEXT_MEETING: "When we meet again"})
    # A part whose heading is not on the agenda is a heading itself.
    assert [(line.number, line.title) for line in lines] == [
        ("1", "Outstanding matters and items brought forward"),
        ("2", "Performance against the police and crime plan"),
        ("3", "When we meet again"),
    ]


def test_printed_numbers_are_normalised_and_every_clash_is_said():
    normalised = normalise_numbers(PRINTED)
    assert [line.number for line in normalised.lines] == [
        "1", "1.1", "1.2", "2", "3", "4", "4a", "4a.1", "4a.2", "4a.3", "4b", "4c", "5", "6",
    ]  # fmt: skip
    assert [line.printed for line in normalised.lines] == [number for number, _ in PRINTED]
    assert normalised.clashes == (
        '"Telford" is printed "1." and numbered 4a.1; the same number stands before '
        '"OUTSTANDING MATTERS / ITEMS BROUGHT FORWARD".',
        '"Domestic burglary" is printed "2 2." and numbered 4a.2.',
        '"Hate crime" is printed "3." and numbered 4a.3; the same number stands before '
        '"CHIEF OFFICER MEETING / EXECUTIVE BOARD – UPDATE".',
        '"DELIVERY OF STRATEGIC INITIATIVES:" is printed "5b" and numbered 4b.',
        '"HMIC INSPECTION PROGRAMME / SERVICE IMPROVEMENT BOARD" is printed "5c" and numbered 4c.',
    )


def test_a_line_knows_the_heading_it_stands_under():
    by_title = {line.title: line for line in normalise_numbers(PRINTED).lines}
    assert by_title["Telford"].heading is Heading.PLAN_PERFORMANCE
    assert by_title["Telford"].is_item
    assert not by_title["AOB:"].is_item


def test_a_heading_that_has_passed_is_taken_as_an_item_with_a_doubt():
    normalised = normalise_numbers([("1", "Any other business"), ("2", "Holding to account: a letter")])
    assert [line.number for line in normalised.lines] == ["1", "1.1"]
    assert "has passed" in normalised.clashes[0]


@pytest.mark.parametrize(("number", "named"), [(0, ""), (1, "a"), (26, "z"), (27, "aa"), (28, "ab")])
def test_parts_are_lettered(number, named):
    assert letters(number) == named


def test_generated_numbers_are_their_own_normal_form():
    lines = agenda({Heading.PLAN_PERFORMANCE: ["Telford", "Burglary"], Heading.OPPORTUNITIES_AND_RISKS: ["Calls"]})
    assert normalise_numbers([(line.number, line.title) for line in lines]).clashes == ()
