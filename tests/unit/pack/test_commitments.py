"""Promises in the pack: each where it stands, in words with their bases, and nobody scored."""

from dataclasses import replace
from datetime import date

import pytest

from eyre.body.commitment_test import FactTest
from eyre.body.folder import read_folder
from eyre.body.meeting import LuckAndPower
from eyre.body.registers import Event
from eyre.commitments import Improvement
from eyre.core import Month, Reference
from eyre.cycle.events import EventKind
from eyre.disclosure import SUPPRESSED, Audience
from eyre.minutes.standing import find_meeting
from eyre.pack.build import Pack
from eyre.pack.document import Quotation, all_blocks, naked_numbers, tables_of
from eyre.tracker import Tracker
from eyre.tracker.commitments import CommitmentsAsOf
from eyre.writers.html import to_html
from eyre.writers.issue import issue_pack
from promised_body import EVENTS, LOADED, MEETING, TESTS, agreed, many, missed, promised_body
from small_body import FORCE, load, small_body, steady

AS_OF = date(2024, 4, 22)


def pack_of(folder, audience=Audience.WORKING, as_of=AS_OF, **more):
    """Without rows in the tracker: only what is said of promises is looked at."""
    day = find_meeting(folder, MEETING.isoformat())
    return Pack(folder, day, as_of, audience, Tracker(as_of, None, (), (), ()), **more)


def texts(document, anchor):
    """What a section says, one text a block."""
    section = next(section for section in document.sections if section.anchor == anchor)
    return [text for block in all_blocks(section.blocks) for text in _texts(block)]


def _texts(block):
    if isinstance(block, Quotation):
        yield f"“{block.words}”; {block.by} ({block.ref.reference})"
    for name in ("text", "words"):
        if hasattr(getattr(block, name, None), "plain"):
            yield getattr(block, name).plain
    yield from (item.plain for item in getattr(block, "items", ()) if hasattr(item, "plain"))


def said(document, anchor):
    return "\n".join(texts(document, anchor))


def told_of(document, anchor, words):
    """The lines under the promise with these words."""
    lines = texts(document, anchor)
    start = next(at for at, line in enumerate(lines) if line.startswith(f"“{words}”"))
    end = next((at for at in range(start + 1, len(lines)) if lines[at].startswith("“")), len(lines))
    return "\n".join(lines[start:end])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return promised_body(tmp_path_factory.mktemp("promised") / "body")


@pytest.fixture(scope="module")
def document(folder):
    return pack_of(folder).document()


# --- where a promise stands ----------------------------------------------------------------------------------------


def test_due_are_those_whose_day_has_come_and_on_which_nobody_decided(document, tmp_path):
    due = said(document, "commitments-due")
    assert all(f"commitment 2023-11/C{at})" in due for at in (1, 2, 3, 8))
    assert not any(f"commitment 2023-11/C{at})" in due for at in (4, 5, 6, 7, 9, 10, 11))
    decision = Event(
        reference=Reference.parse("commitment 2023-11/C1"), at=date(2024, 4, 21), by="chair",
        kind=EventKind.DECISION, outcome="kept", words="It fell",
    )  # fmt: skip
    decided = pack_of(promised_body(tmp_path / "body", events=(*EVENTS, decision))).document()
    assert "commitment 2023-11/C1)" not in said(decided, "commitments-due")
    assert "by Commissioner: kept: “It fell”" in said(decided, "commitments-settled")


def test_a_course_is_off_or_on_only_at_the_ends_and_else_uncertain(document):
    def course(words):
        return told_of(document, "commitments-course", words)

    assert "Off course: if nothing changes, under 10%." in course("There will be hardly any burglary in the north")
    assert "On course: if nothing changes, over 90%." in course("Burglary in the south will be contained")
    assert "Uncertain: if nothing changes, 5" in course("Burglary will not rise")
    heads = [line[:14] for line in texts(document, "commitments-course") if line.startswith("“")]
    assert heads == ["“There will be", "“Burglary will", "“Burglary in t"]  # the worst first


def test_what_is_settled_says_published_and_underlying_with_its_confidence(document):
    told = told_of(document, "commitments-due", "90 % will be satisfied")
    assert "Shown not, settled on 20 April 2024." in told
    assert "as published, shown not: 84.4% in January to March 2024, where at least 90% was asked" in told
    assert "The level behind: shown not, confidence under 1%." in told
    # 152 of 180, and the flat prior: P(p ≥ 0.9) = 0.0096
    assert "“90 % will be satisfied”, shown not" in said(document, "commitments-settled")


def test_several_areas_are_counted_and_stand_in_a_table(document):
    assert "Of 2 areas and elements, 1 shown; 1 shown not." in told_of(
        document, "commitments-due", "Burglary will fall in all areas"
    )
    table = next(table for _, table in tables_of(document) if "Finding for commitment 2023-11/C3" in table.title)
    assert table.column("where") == ("North", "South")
    assert table.column("after")[0] - table.column("before")[0] == table.column("change")[0]


def test_a_later_load_changes_no_finding_and_says_what_it_would_now_read(tmp_path):
    folder = promised_body(tmp_path / "body")
    more = {"burglary": {"north": [99.0, 99.0, 99.0], "south": [40.0] * 3, FORCE: [139.0] * 3}}
    load(folder.path, more, first=Month(2024, 1), received=date(2024, 4, 21))
    told = told_of(
        pack_of(read_folder(folder.path)).document(), "commitments-due", "Burglary in the north will be lower"
    )
    assert "Shown, settled on 20 April 2024." in told
    assert "Would now read: shown not." in told
    assert "297 offences in January to March 2024 against 257" in told


def test_luck_and_power_are_told_with_the_day_they_are_of(tmp_path, document):
    told = told_of(document, "commitments-due", "Burglary in the north will be lower")
    assert "A force that changes nothing passes this about" in told
    assert "One that improves by 10 % passes" in told
    assert "Not written down when the test was agreed; worked out on what was known on 20 December 2023." in told
    fixed = LuckAndPower(
        luck=0.4, power=0.15, improvement=Improvement(5.0), computed_on=date(2023, 12, 20), version="1"
    )
    kept = agreed("C1", TESTS["C1"])
    kept = replace(kept, agreed=(replace(kept.agreed[0], luck_and_power=fixed),))
    told = said(pack_of(promised_body(tmp_path / "body", commitments=(kept,))).document(), "commitments-due")
    assert (
        "passes this about 4 in 10. One that improves by 5 points passes about 3 in 20. Fixed on 20 December 2023"
        in told
    )


@pytest.mark.parametrize(
    ("luck", "power", "blind", "loose"), [(0.0, 0.49, True, False), (0.2, 0.5, False, False), (0.21, 0.2, True, True)]
)
def test_a_blind_test_cannot_be_shown_and_a_loose_one_shows_little(tmp_path, luck, power, blind, loose):
    fixed = LuckAndPower(
        luck=luck, power=power, improvement=Improvement(5.0), computed_on=date(2023, 12, 20), version="1"
    )
    kept = agreed("C1", TESTS["C1"])
    kept = replace(kept, agreed=(replace(kept.agreed[0], luck_and_power=fixed),))
    told = said(pack_of(promised_body(tmp_path / "body", commitments=(kept,))).document(), "commitments-due")
    assert ("It cannot be shown with these figures" in told) is blind
    assert ("Passing shows little" in told) is loose


@pytest.mark.parametrize("misses", [1, 2, 3])
def test_the_second_miss_brings_a_promise_to_the_chair_with_every_explanation(tmp_path, misses):
    words = ("Staff were ill", "The system is late", "It was forgotten")[:misses]
    events = tuple(missed("C8", date(2024, 2 + at, 1), each) for at, each in enumerate(words))
    told = said(pack_of(promised_body(tmp_path / "body", of=(), events=events)).document(), "commitments-missed")
    if misses < 2:
        assert told == "No items"
    else:
        assert f"Missed {misses} times." in told
        assert all(f"“{each}”" in told for each in words)


def test_what_became_neither_action_nor_test_is_listed_with_what_is_missing(document):
    adrift = said(document, "commitments-adrift")
    assert "It names no measure. It names no area. It has no date. Nobody is named as giving it." in told_of(
        document, "commitments-adrift", "It will be gripped"
    )
    assert "It has no date." not in told_of(document, "commitments-adrift", "Every victim has a plan")
    assert "A plan comes" not in adrift  # an action carries it
    assert "The aspiration" not in adrift  # listed elsewhere, never scored


def test_a_giver_who_is_not_stated_is_listed(document):
    assert [line[:21] for line in texts(document, "commitments-no-giver")] == ["“It will be gripped”,"]


def test_of_an_aspiration_only_the_distance_is_told(document):
    told = told_of(document, "commitments-listed", "The aspiration is 90 %")
    assert "on the newest figures: it would not be met: 84.4%" in told
    assert "The aspiration" not in said(document, "commitments-settled")
    assert "Without a measure" in told_of(document, "commitments-listed", "More will be done in social media")


def test_a_promise_is_told_in_full_once(document):
    full = [line for section in document.sections for line in texts(document, section.anchor) if "Stands: " in line]
    assert len(full) == 7  # four due, three open; those settled were due


# --- counts --------------------------------------------------------------------------------------------------------


def counts(document):
    return {table.title: table for _, table in tables_of(document) if table.title.startswith("Commitments ")}


def test_the_body_each_matter_and_each_area_are_counted(document):
    body = counts(document)["Commitments of the body"]
    named = dict(zip((column.name for column in body.columns), body.rows[0], strict=True))
    assert named == {
        "of": "Anyshire Commissioner", "given": 11, "listed": 2, "testable": 7, "waiting": 3, "shown": 1,
        "not_shown": 0, "shown_not": 2, "cannot_tell": 0, "withdrawn": 0,
    }  # fmt: skip
    assert counts(document)["Commitments by matter"].column("of") == ("Burglary at home",)
    assert counts(document)["Commitments by area"].column("given") == (7, 3, 2)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("further", [6, 7])
def test_by_post_is_for_those_inside_and_from_ten_settled_on(tmp_path, audience, further):
    folder = promised_body(tmp_path / "body", also=many(further))
    found = counts(pack_of(folder, audience).document())
    assert ("Commitments by the post that gave them" in found) is (audience is Audience.WORKING and further == 7)


# --- what else was said --------------------------------------------------------------------------------------------


def test_an_assurance_says_in_place_functioning_impact_and_whether_it_was_borne_out_a10_a12(document):
    table = next(table for _, table in tables_of(document) if table.title.startswith("Assurance given"))
    assert table.rows == (
        (
            "Every victim is visited (assurance 2023-11/A1)", "Chief constable, 14 November 2023; told", "Yes",
            "In 9 of 10", "not said", "not borne out, Commissioner, 1 February 2024: Three were not",
        ),
    )  # fmt: skip
    assert "partly assured of performance of Burglary: Commissioner on 14 November 2023" in said(document, "judgements")


def test_a_statement_without_a_figure_is_unevidenced_and_names_the_measure_c6(document):
    lines = texts(document, "unevidenced")
    assert any("There is far less of it" in line and "would be tested by Burglary (" in line for line in lines)
    assert any("Every victim is visited" in line and line.startswith("Unevidenced") for line in lines)


# --- bases and small numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("with_pages", [False, True])
def test_no_number_stands_without_its_base(folder, audience, with_pages):
    document = pack_of(folder, audience, with_pages=with_pages).document()
    assert naked_numbers(document) == []
    assert {table.audience for _, table in tables_of(document)} == {audience}


@pytest.mark.parametrize("with_pages", [False, True])
def test_the_public_is_told_a_finding_and_not_the_few_it_rests_on(tmp_path, with_pages):
    folder = promised_body(tmp_path / "body", south=2.0, n=3)
    document = pack_of(folder, Audience.PUBLIC, with_pages=with_pages).document()
    told = told_of(document, "commitments-due", "90 % will be satisfied")
    assert "as published, shown" in told
    assert "was asked" not in told
    assert "confidence" not in told.split("settled on")[1]
    table = next(table for _, table in tables_of(document) if "Finding for commitment 2023-11/C3" in table.title)
    south = table.rows[table.column("where").index("South")]
    assert {cell for cell in south if not isinstance(cell, str)} == {SUPPRESSED}
    inside = pack_of(folder, Audience.WORKING).document()
    assert "was asked" in told_of(inside, "commitments-due", "90 % will be satisfied")


def test_a_window_of_a_neighbour_gives_no_small_window_away(tmp_path):
    """The force and one of its two areas in a quarter: their difference is the other area, which is small."""
    document = pack_of(promised_body(tmp_path / "body", south=1.0), Audience.PUBLIC).document()
    table = next(table for _, table in tables_of(document) if "Finding for commitment 2023-11/C3" in table.title)
    south = table.rows[table.column("where").index("South")]
    assert SUPPRESSED in south


def test_what_the_public_was_told_of_promises_is_kept_in_the_ledger(tmp_path):
    folder = promised_body(tmp_path / "body")
    given = issue_pack(pack_of(folder, Audience.PUBLIC), tmp_path / "out", 0)
    kept = (given.kept_in / "disclosed.csv").read_text("utf-8")
    assert "2024-01..2024-03" in kept
    assert "north" in kept


# --- what was known when -------------------------------------------------------------------------------------------


def test_the_record_is_that_of_the_meeting_and_the_figures_those_received(tmp_path):
    late = agreed("C7", TESTS["C1"], date(2024, 5, 1))
    folder = promised_body(tmp_path / "body", of=("C1",))
    folder = replace(folder, commitments=(*folder.commitments, late))
    after = pack_of(folder, as_of=date(2024, 6, 1)).document()
    assert "It will be gripped" in said(after, "commitments-adrift")
    before = pack_of(folder, as_of=date(2024, 4, 1)).document()
    told = told_of(before, "commitments-due", "Burglary in the north will be lower")
    assert "Stands: cannot tell" in told  # due, and the load of 20 April has not come
    assert "run to January 2024, and 3 months to March 2024 ends later" in told
    assert date(2024, 4, 1) < LOADED


def test_what_a_person_has_to_see_is_late_by_the_day_of_the_record_and_not_by_that_of_the_figures(tmp_path):
    """Printed again with later figures, a pack does not look past its meeting."""
    fact = FactTest(by=date(2024, 4, 30), evidence_wanted="The plan of each victim")
    folder = promised_body(tmp_path / "body", commitments=(agreed("C8", fact),))
    told = told_of(pack_of(folder, as_of=date(2024, 6, 1)).document(), "commitments-due", "Every victim has a plan")
    assert "Stands: waiting" in told
    assert "A person has to say whether it is so." in told
    assert "course" not in told
    assert "Luck" not in told


def test_a_body_without_promises_asks_for_nothing(tmp_path, monkeypatch):
    folder = small_body(tmp_path / "body", {"burglary": {FORCE: steady(80)}})
    monkeypatch.setattr(CommitmentsAsOf, "standing", lambda *_: pytest.fail("nothing was promised"))
    monkeypatch.setattr(CommitmentsAsOf, "model", lambda *_: pytest.fail("nothing was promised"))
    day = find_meeting(folder, "next")
    document = Pack(folder, day, AS_OF, Audience.WORKING, Tracker(AS_OF, None, (), (), ())).document()
    assert said(document, "commitments") == "No promise is on record from before this meeting"
    assert not any(section.anchor.startswith("commitments-") for section in document.sections)


def test_a_topic_knows_the_tests_agreed_after_the_minutes(folder):
    page = to_html(pack_of(folder).document())
    topic = page[page.index('id="topic-burglary"') :]
    assert "test agreed" in topic
