"""The promises of December 2017 followed to their end: what could be known on which day, and what it showed."""

import importlib.util
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from eyre.body.commitment_test import FactTest, RecordTest, ReversalTest
from eyre.body.folder import read_folder
from eyre.commitments.answers import Verdict, luck_and_power
from eyre.commitments.evaluate import parts_of, series_tests
from eyre.commitments.faults import faults
from eyre.commitments.promises import Became, promises
from eyre.commitments.settlement import Settled, settle
from eyre.commitments.testability import DoubtKind
from eyre.commitments.views import Views
from eyre.core import MARK, Facet, Month
from eyre.pack.document import all_blocks, charts_of, naked_numbers, tables_of
from eyre.tracker.commitments import CommitmentsAsOf

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "west-mercia"
JANUARY, MAY, YEAR_END, NOW = date(2018, 1, 30), date(2018, 5, 22), date(2018, 12, 31), date(2026, 1, 1)
SATISFACTION = {"victim_satisfaction", "burglary_victim_satisfaction", "hate_crime_victim_satisfaction"}
WHOLE = Facet.of(element="whole_experience")
EXPECTATIONS = {"C22", "C23", "C24", "C25"}
WAITS, LATE = "waits", "late"


@pytest.fixture(scope="module")
def folder():
    return read_folder(FOLDER)


@pytest.fixture(scope="module")
def standing(folder):
    """Every test of every promise on a day, by label of the promise and of the test: its verdict, or that it waits."""
    views = Views(folder)

    @cache
    def on(day):
        found = {}
        for promise in promises(folder, day):
            for trial in promise.trials:
                came = settle(trial, promise, views)
                how = came.finding.verdict.value if isinstance(came, Settled) else LATE if came.is_late else WAITS
                found[promise.reference.label, trial.label] = how
        return found

    return on


@pytest.fixture(scope="module")
def packs(folder, tmp_path_factory):
    from eyre.disclosure import Audience
    from eyre.minutes.standing import Standing, find_meeting
    from eyre.pack.build import Pack
    from eyre.tracker import Request, build_tracker

    @cache
    def of(day):
        meeting = find_meeting(folder, day.isoformat())
        last = Standing(folder, meeting).last
        return Pack(folder, meeting, day, Audience.WORKING, build_tracker(folder, Request(day, since=last.date)))

    return of


def promise(folder, label, day=NOW):
    return next(each for each in promises(folder, day) if each.reference.label == label)


# --- every promise ---


def test_each_of_the_twenty_five_has_a_test_or_a_reason(folder):
    every = {each.reference.label: each for each in promises(folder, JANUARY)}
    assert set(every) == {f"C{number}" for number in range(1, 26)}
    without = {label for label, each in every.items() if not each.trials}
    assert without == {"C12", "C15"} | EXPECTATIONS
    assert all(every[label].untested_because for label in without)


def test_tests_were_agreed_by_posts_in_the_three_weeks_after_the_meeting_and_by_nobody_in_truth(folder):
    posts = {post.key for post in folder.body.posts}
    for agreed in folder.commitments:
        assert agreed.illustrative.startswith("Nobody of the office agreed this")
        for each in agreed.agreed:
            assert date(2017, 12, 20) <= each.agreed_on <= date(2018, 1, 12)
            assert each.agreed_by in posts


def test_on_the_day_of_the_meeting_only_what_the_minutes_propose_is_there(folder):
    tested = {each.reference.label for each in promises(folder, date(2017, 12, 19)) if each.trials}
    assert tested == {"C8", "C9", "C21"}
    became = {each.became for each in promises(folder, date(2017, 12, 19))}
    assert became == {Became.BOTH, Became.NEITHER}


def test_what_was_not_done_is_a_miss_with_its_explanation_and_not_yet_for_the_chair(folder):
    missed = [each for each in promises(folder, JANUARY) if each.misses]
    assert [each.reference.label for each in missed] == ["C17"]
    (miss,) = missed[0].misses
    assert (miss.at, miss.by) == (date(2017, 12, 19), "cc")
    assert "not done" in miss.words
    assert not missed[0].goes_to_the_chair


def test_no_event_is_later_than_the_meeting_of_which_the_notes_are_at_hand(folder):
    assert {event.at for event in folder.events} == {date(2017, 12, 19)}


def test_a_record_that_was_promised_by_a_day_is_asked_for_with_something_a_person_must_see(folder):
    """The folder has no record after December 2017: silence is no miss."""
    for each in promises(folder, NOW):
        for trial in each.trials:
            parts = list(parts_of(trial.test))
            if any(isinstance(part, RecordTest) for part in parts) and (each.due.date or trial.due):
                assert any(isinstance(part, FactTest) for part in parts), each.reference


# --- the reversal ---


def test_the_reversal_is_refused_and_a_change_takes_its_place_from_the_day_it_was_agreed(folder):
    asked = promise(folder, "C19", date(2018, 1, 8))
    (first,) = [trial for trial in asked.trials if not trial.label]
    assert isinstance(first.test, ReversalTest)
    views = Views(folder)
    figures = views.figures(date(2018, 4, 16), first.test, first.agreed_on, {})
    said = {fault.what.partition(";")[0] for fault in faults(first.test, figures)}
    assert said == {"A reversal needs at least 6 points a side", "The same holds for 23 more of its areas and facets."}
    later = promise(folder, "C19", date(2018, 1, 9))
    (now,) = [trial for trial in later.trials if not trial.label]
    assert now.test.kind == "change"
    assert [trial.test for trial in later.earlier] == [first.test]
    assert len(now.test.for_each.areas) * len(now.test.for_each.facets) == 25
    assert now.test.for_each.at_least is None


def test_in_all_elements_across_all_areas_it_cannot_be_shown(folder, standing):
    (own,) = [trial for trial in promise(folder, "C19").trials if not trial.label]
    assert (own.luck_and_power.luck, own.luck_and_power.power) == (0, 0)
    assert standing(MAY)["C19", ""] == standing(NOW)["C19", ""] == "not_shown"
    known = CommitmentsAsOf(folder, JANUARY)
    doubts = {doubt.kind for doubt in known.standing(promise(folder, "C19", JANUARY)).doubts}
    assert DoubtKind.BLIND in doubts


def test_the_horizon_of_three_months_and_then_six_to_nine_has_a_window_of_its_own(folder):
    for label in ("C19", "C20"):
        windows = {trial.label: trial for trial in promise(folder, label).trials}
        later = windows["6 to 9 months"]
        assert later.due == date(2018, 12, 31)
        assert {each.after.end for each in series_tests(later.test)} == {date(2018, 12, 31)}
        assert windows[""].due < later.due


def test_significant_is_read_once_as_large_and_once_as_beyond_chance(folder):
    readings = {trial.label: trial.test for trial in promise(folder, "C20").trials}
    assert (readings["significant in size"].by, readings["significant in size"].reads.value) == (5, "published")
    assert (readings[""].by, readings[""].reads.value, readings[""].confidence) == (0, "underlying", 0.95)


# --- luck and power ---


def worth(folder):
    return [(agreed.reference.label, each) for agreed in folder.commitments for each in agreed.agreed if each.matters]


def test_luck_and_power_are_those_of_the_day_the_test_was_agreed(folder):
    views, found = Views(folder), []
    for label, each in worth(folder):
        if each.luck_and_power:
            known = views.known(each.agreed_on, [each.test], each.agreed_on)
            kept = each.luck_and_power
            again = luck_and_power(
                each.test, known, each.matters, seed=0, on=each.agreed_on, version=kept.version,
                given_on=date(2017, 12, 19),
            )  # fmt: skip
            assert again == kept, label
            found.append((label, each.label))
    assert found == [
        ("C16", ""), ("C19", ""), ("C19", "6 to 9 months"), ("C20", "significant in size"), ("C20", ""),
        ("C20", "6 to 9 months"), ("C5", ""), ("C6", "victim satisfaction"),
    ]  # fmt: skip


def test_where_nothing_was_known_that_day_no_number_is_given(folder):
    without = {label for label, each in worth(folder) if not each.luck_and_power}
    assert without == {"C4", "C6", "C7", "C11", "C14", "C19"}  # of C19 the reversal, which is refused


# --- what is found on which day ---

FOR_A_PERSON = {("C13", ""), ("C18", ""), ("C2", ""), ("C8", "")}  # without a date they wait and are never late
VERDICTS = {
    ("C1", ""): (WAITS, LATE, LATE, LATE),
    ("C3", ""): (LATE, LATE, LATE, LATE),
    ("C4", ""): (WAITS, WAITS, "shown_not", "shown_not"),
    ("C5", ""): (WAITS, WAITS, "shown_not", "shown_not"),
    ("C6", ""): (WAITS, WAITS, LATE, LATE),
    ("C6", "victim satisfaction"): (WAITS, "shown_not", "shown_not", "shown_not"),
    ("C6", "violence in the force"): (WAITS, WAITS, "shown", "shown"),
    ("C7", "more reports, as trust"): (WAITS, WAITS, LATE, LATE),
    ("C7", "fewer reports, as less offending"): (WAITS, WAITS, LATE, LATE),
    ("C9", ""): (WAITS, LATE, LATE, LATE),
    ("C10", "same day, on the sample that was shown"): ("not_shown",) * 4,
    ("C10", ""): (WAITS, LATE, LATE, LATE),
    ("C11", ""): (WAITS, WAITS, WAITS, LATE),
    ("C11", "West Midlands"): (WAITS, WAITS, WAITS, "shown"),
    ("C11", "the old level"): (WAITS, WAITS, WAITS, "shown_not"),
    ("C14", ""): (WAITS, LATE, LATE, LATE),
    ("C14", "burglary of every kind"): (WAITS, WAITS, WAITS, "shown_not"),
    ("C16", ""): (WAITS, WAITS, "shown_not", "shown_not"),
    ("C17", ""): (WAITS, LATE, LATE, LATE),
    ("C19", ""): (WAITS, "not_shown", "not_shown", "not_shown"),
    ("C19", "6 to 9 months"): (WAITS, WAITS, WAITS, LATE),
    ("C20", "significant in size"): (WAITS, WAITS, "shown_not", "shown_not"),
    ("C20", ""): (WAITS, WAITS, "not_shown", "not_shown"),
    ("C20", "6 to 9 months"): (WAITS, WAITS, WAITS, LATE),
    ("C21", ""): (WAITS, WAITS, LATE, LATE),
    **dict.fromkeys(FOR_A_PERSON, (WAITS,) * 4),
}


@pytest.mark.parametrize(("at", "day"), list(enumerate((JANUARY, MAY, YEAR_END, NOW))))
def test_each_test_reads_as_its_day_allows(standing, at, day):
    assert standing(day) == {key: verdicts[at] for key, verdicts in VERDICTS.items()}


def test_findings_rest_on_these_numbers(folder):
    """Worked from the loads by hand: places of ten, 3.9 against 4.8 and 20 %, 375 satisfied of 461."""
    views = Views(folder)

    def numbers(label, of=""):
        (trial,) = [trial for trial in promise(folder, label).trials if trial.label == of]
        found = settle(trial, promise(folder, label), views)
        assert isinstance(found, Settled)
        return {name: round(value, 1) for name, value in found.finding.parts[0].numbers.items()}

    assert numbers("C4") == {"place": 9, "of": 10}
    assert numbers("C5") == {"place": 5, "of": 5}
    assert numbers("C11", "West Midlands") == {"own": 3.9, "other": 4.8, "gap": -0.9}
    assert numbers("C16") == {"reached": round(100 * 375 / 461, 1), "asked": 90}


def test_a_sample_that_was_shown_before_the_test_was_agreed_promises_nothing(folder):
    views, given = Views(folder), promise(folder, "C10")
    (trial,) = [trial for trial in given.trials if trial.label]
    found = settle(trial, given, views)
    assert found.known_when_agreed
    assert found.finding.verdict is Verdict.NOT_SHOWN
    assert "picked by hand" in found.finding.parts[0].note


# --- nothing is known before its day ---


def last_period(folder, measure, area, day, facet=Facet()):
    series = folder.figures(day).panel(measure, [area], facets=[facet])
    return series.series(series.keys[0]).trimmed().periods[-1].end


@pytest.mark.parametrize(
    ("day", "offences", "survey"),
    [
        (date(2017, 12, 19), date(2017, 6, 30), Month(2017, 11)),
        (JANUARY, date(2017, 9, 30), Month(2017, 12)),
        (MAY, date(2017, 12, 31), Month(2018, 4)),
        (YEAR_END, date(2018, 3, 31), Month(2018, 6)),
    ],
)
def test_each_day_knows_what_had_come_by_then(folder, day, offences, survey):
    assert last_period(folder, "offences_recorded", "west-mercia", day) == offences
    assert last_period(folder, "violence_with_and_without_injury", "west-mercia", day) == offences
    assert last_period(folder, "victim_satisfaction", "telford", day, WHOLE) == survey.end
    assert not {"outcomes_of_offences_recorded", "burglary"} & set(folder.figures(day).measure_keys)


def test_no_load_speaks_of_a_period_that_was_not_over_when_it_came(folder):
    for entry in folder.loads:
        rows = folder.figures(entry.received_on).rows
        assert max(rows["period_end"].to_pylist()) <= entry.received_on
        before = folder.figures(entry.received_on - timedelta(days=1)).rows
        assert entry.id not in set(before["load"].to_pylist())


def test_real_figures_say_that_their_day_is_re_enacted_and_their_vintage_later(folder):
    real = [entry for entry in folder.loads if not entry.made_up and entry.received_on != date(2025, 12, 31)]
    assert len(real) == 4 + 4 + 2 + 1
    for entry in real:
        assert "Re-enacted" in entry.reason
        assert "later vintage" in entry.reason
        assert entry.published_on in (None, entry.received_on)


# --- what is made up ---


def test_the_survey_is_marked_and_nothing_else_is(folder):
    figures = folder.figures(NOW)
    marked = {key for key in figures.measure_keys if figures.made_up(key)}
    assert marked == SATISFACTION
    assert not any(figures.made_up(key).in_part for key in marked)


def test_a_test_says_whether_the_figures_it_is_read_on_were_made_up(folder):
    views, found = Views(folder), {}
    for each in promises(folder, NOW):
        for trial in each.trials:
            made_up = views.made_up(NOW, trial.test)
            found[each.reference.label, trial.label] = made_up.mark if made_up else ""
    assert {label for (label, _), mark in found.items() if mark} == {"C5", "C6", "C16", "C19", "C20"}
    assert found["C6", ""] == f"IN PART {MARK}"  # satisfaction made up, violence real
    assert (found["C6", "violence in the force"], found["C19", ""]) == ("", MARK)


def test_the_script_makes_the_files_and_the_files_are_what_was_loaded(folder, tmp_path):
    home = FOLDER / "illustration"
    spec = importlib.util.spec_from_file_location("make", home / "make.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    make.write(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in home.glob("*.csv")}
    assert {entry.source for entry in folder.loads if entry.made_up} == set(made)
    loaded = folder.figures(NOW)
    assert sum(len(loaded._rows_of(key)) for key in SATISFACTION) == len(make.every_row())
    assert all(MARK in line for text in made.values() for line in text.decode().splitlines()[1:])


def survey(folder, measure, area, first, last):
    panel = folder.figures(NOW).panel(measure, [area], facets=[WHOLE])
    series = panel.series(panel.keys[0]).between(first, last)
    return series.numerator, series.denominator


def test_burglary_satisfaction_is_what_the_meeting_was_told(folder):
    k, n = survey(folder, "burglary_victim_satisfaction", "west-mercia", Month(2017, 9), Month(2017, 11))
    assert (100 * k / n).tolist() == [87.5, 87.5, 95.0]
    assert 100 * k.sum() / n.sum() == 90.0
    k, n = survey(folder, "burglary_victim_satisfaction", "west-mercia", Month(2016, 1), Month(2017, 8))
    pooled = [100 * sum(k[at : at + 3]) / sum(n[at : at + 3]) for at in range(len(k) - 2)]
    assert 80 <= min(pooled) <= max(pooled) <= 83


def test_bases_are_as_small_as_an_office_has_them(folder):
    areas = [a.key for a in folder.areas.children("west-mercia", JANUARY) if a.kind.value == "local_policing_area"]
    for area in areas:
        _, n = survey(folder, "victim_satisfaction", area, Month(2016, 1), Month(2018, 6))
        assert len(n) == 30
        assert 8 <= n.min() <= n.max() <= 25
    _, n = survey(folder, "hate_crime_victim_satisfaction", "west-mercia", Month(2016, 1), Month(2018, 6))
    assert n.max() < 10


def test_hate_crime_satisfaction_falls_and_the_whole_experience_is_below_ninety(folder):
    def share(measure, first, last):
        k, n = survey(folder, measure, "west-mercia", first, last)
        return 100 * k.sum() / n.sum()

    before, after = (Month(2016, 1), Month(2016, 12)), (Month(2017, 1), Month(2017, 11))
    assert share("hate_crime_victim_satisfaction", *before) - share("hate_crime_victim_satisfaction", *after) > 10
    assert share("victim_satisfaction", Month(2017, 1), Month(2017, 11)) < 90


# --- the packs of January and May ---


@pytest.mark.parametrize("day", [JANUARY, MAY])
def test_a_pack_of_either_meeting_marks_what_is_made_up_and_prints_no_naked_number(packs, day):
    document = packs(day).document()
    assert naked_numbers(document) == []
    first = document.sections[0].blocks[0]
    said = " ".join(block.text.plain for block in all_blocks(first.blocks) if hasattr(block, "text"))
    assert MARK in said
    assert "No record after that day is at hand" in said
    names = {packs(day).folder.measures[key].name for key in SATISFACTION}
    for _, chart in charts_of(document):
        assert any(name in chart.table.title for name in names) == chart.sentence.plain.startswith(MARK)
    for _, table in tables_of(document):
        if any(table.title.startswith((name, f"{MARK}: {name}")) for name in names):
            assert MARK in table.title
            assert table.base.line.startswith(MARK)


def test_the_pack_of_january_does_not_know_what_the_pack_of_may_knows(packs):
    january, may = (packs(day).tracker for day in (JANUARY, MAY))
    for measure, periods in {
        "hate_crime_victim_satisfaction": (Month(2017, 12), Month(2018, 4)),
        "victim_satisfaction": (Month(2017, 12), Month(2018, 4)),
    }.items():
        latest = tuple(each.row(measure, "west-mercia").latest.period for each in (january, may))
        assert latest == periods


def test_an_unmarked_copy_of_the_survey_would_be_seen(folder):
    """The mark comes from the manifest: without it, nothing would say that the figures are made up."""
    bare = replace(folder, loads=tuple(replace(entry, made_up="") for entry in folder.loads))
    assert bare.figures(JANUARY).made_up("victim_satisfaction") is None
    assert folder.figures(JANUARY).made_up("victim_satisfaction") is not None
