"""What samples, surveys, comparison and drivers know, as a reader of the pack meets it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from eyre.body.meeting import QuotedFigure
from eyre.body.registers import Happening, HappeningKind, Sample, SampleResult, Standard, StandardElement
from eyre.body.settings import ComparisonGroup, Peer, Tracker
from eyre.comparison import FunnelKind, funnel
from eyre.core import Reference
from eyre.disclosure import SUPPRESSED, Audience, Form
from eyre.measures import Target
from eyre.pack.charts import FlagKind, FunnelSpec
from eyre.pack.document import Chart, Paragraph, all_blocks, charts_of, naked_numbers, tables_of
from small_body import AREAS, FORCE, measure, share, steady

STANDARD = Standard(
    key="response", version=1, title="Response", what="What is asked.",
    elements=(StandardElement(key="visited", asks="An officer visits on the same day."),),
)  # fmt: skip


def sample(met=10, of=10, **changes):
    plain = Sample(
        reference=Reference.parse("sample response-2023"), title="Files of burglaries", frame="Burglaries of 2023",
        standard="response", results=(SampleResult(element="visited", met=met, applicable=of),),
    )  # fmt: skip
    return replace(plain, **changes)


def words(document, *, tables=False):
    """Every paragraph and every sentence over a chart as one text."""
    blocks = [block for section in document.sections for block in all_blocks(section.blocks)]
    said = [
        block.text if isinstance(block, Paragraph) else block.sentence
        for block in blocks
        if isinstance(block, Paragraph | Chart)
    ]
    return "\n".join(text.plain for text in said)


def table_of(document, title):
    return next((table for _, table in tables_of(document) if title in table.title), None)


def citing(record):
    """The record with a figure under the matter that was taken from the sample."""
    meetings = []
    for meeting in record["meetings"]:
        figure = QuotedFigure(
            reference=Reference.parse("figure 2023-11/M1"), words="Ten of ten", source="sample response-2023",
        )  # fmt: skip
        items = tuple(replace(i, figures=(figure,)) if i.matter == "burglary" else i for i in meeting.items)
        meetings.append(replace(meeting, items=items))
    return {**record, "meetings": tuple(meetings), "standards": (STANDARD,)}


# --- samples -------------------------------------------------------------------------------------------------------


def test_ten_of_ten_that_nobody_drew_stands_under_its_matter_and_says_so_j4(pack_of, record):
    document = pack_of({"burglary": {FORCE: steady(80)}}, samples=(sample(),), **citing(record)).document()
    said = words(document)
    assert "Hand-picked review: Files of burglaries. No seed is on record" in said
    assert "An officer visits on the same day: 10 of 10 in a hand-picked review" in said
    assert "may be as low as 69%; one-sided it is at least 74%" in said  # reference entry of ten of ten
    section = next(s for s, table in tables_of(document) if table.title == "Files of burglaries")
    assert section.anchor == "topic-burglary"
    assert naked_numbers(document) == []
    assert [column.name for column in table_of(document, "Files").columns] == ["element", "met", "of"]


def test_a_drawn_sample_that_no_matter_cites_has_its_interval_in_a_section_of_its_own(pack_of):
    drawn = sample(met=45, of=50, seed=7, drawn_on=date(2023, 12, 1), frame_size=400)
    document = pack_of({"burglary": {FORCE: steady(80)}}, samples=(drawn,), standards=(STANDARD,)).document()
    assert any(section.anchor == "dip-samples" for section in document.sections)
    table = table_of(document, "Files")
    # Clopper and Pearson, 45 of 50: 78.2 to 96.7 %
    assert table.column("lower")[0] == pytest.approx(78.2, abs=0.05)
    assert table.column("upper")[0] == pytest.approx(96.7, abs=0.05)
    assert "Of the 400 cases in the frame" in words(document)


@pytest.mark.parametrize(("met", "of"), [(9, 10), (8, 8), (46, 50), (3, 60)])
def test_the_public_is_not_told_of_few_cases(pack_of, met, of):
    drawn = sample(met=met, of=of, seed=7, drawn_on=date(2023, 12, 1))
    pack = pack_of({}, samples=(drawn,), standards=(STANDARD,), audience=Audience.PUBLIC)
    document = pack.document()
    assert "Results of few cases are not shown" in words(document)
    assert f"{met} of {of}" not in words(document)
    assert table_of(document, "Files") is None


# --- surveys -------------------------------------------------------------------------------------------------------


def survey(last_six):
    answers = [(42, 50)] * 39 + list(last_six)
    return {"measures": [share(targets=(Target(value=85),))], "figures": {"satisfaction": {FORCE: answers}}}


def test_month_pool_and_the_pool_before_stand_side_by_side_each_with_its_base_k3(pack_of):
    made = survey([(40, 50), (40, 50), (40, 50), (45, 50), (46, 50), (19, 20)])
    document = pack_of(made["figures"], measures=made["measures"]).document()
    table = table_of(document, "months beside one another")
    assert table.column("n") == (20, 120, 150)
    # 45 + 46 + 19 = 110 of 120; 120 of 150 before; never the mean of 90, 92 and 95
    assert table.column("share") == pytest.approx((95, 100 * 110 / 120, 80))
    said = words(document)
    assert "with which they share no answer, it moved by +11.7 percentage points" in said
    assert "a rise is shown" in said
    assert naked_numbers(document) == []


def test_the_chance_of_meeting_the_target_all_year_is_said_at_this_n_k5(pack_of):
    made = survey([(42, 50)] * 6)
    said = words(pack_of(made["figures"], measures=made["measures"]).document())
    # 126 of 150 is 84 %; 128 of 150 are needed: about 4 in 10 a quarter, under 1 in 20 in all four
    assert "with 150 answers each, show the target of 85.0% or more with a chance of under 5%" in said
    assert "for a chance of four in five the level would have to be" in said


def test_a_pool_does_not_tell_the_public_of_a_month_that_is_hidden(pack_of):
    made = survey([(42, 50)] * 3 + [(42, 50), (42, 50), (3, 4)])
    document = pack_of(made["figures"], measures=made["measures"], audience=Audience.PUBLIC).document()
    assert "all answers pooled" not in words(document)
    assert table_of(document, "months beside one another") is None


# --- family group --------------------------------------------------------------------------------------------------

GROUP = ComparisonGroup(
    key="like", name="Forces like it", level="force", of=FORCE, made_up=True, members=(FORCE, "othershire", "nowhere")
)


def test_the_place_in_the_group_says_the_group_its_day_who_reported_and_that_it_is_made_up_f1(pack_of):
    figures = {"burglary": {FORCE: steady(300), "othershire": steady(610, seed=3)}}
    document = pack_of(figures, body={"comparison_groups": (GROUP,)}).document()
    said = words(document)
    assert (
        "In its family group, Forces like it (made up) as on 15 January 2024, of 3 members, of which 2 reported" in said
    )
    assert "cannot be separated from any of them" in said
    assert naked_numbers(document) == []


def test_a_disputed_direction_gives_highest_and_never_best(pack_of):
    kind = measure("recorded_rape")
    figures = {"recorded_rape": {FORCE: steady(400), "othershire": steady(400, seed=3)}}
    said = words(pack_of(figures, measures=[kind], body={"comparison_groups": (GROUP,)}).document())
    assert "it is the highest of 2" in said
    assert "best of" not in said


# --- drivers -------------------------------------------------------------------------------------------------------


def districts(north_now=160.0, south=20.0):
    """Two districts of which one rose in the last financial year so far."""
    north = np.r_[steady(100, 36), np.full(9, north_now)]
    return {"burglary": {"north": north, "south": np.full(45, south), f"{FORCE}:no-location": np.full(45, 30.0)}}


def test_the_areas_that_account_for_the_change_are_named_with_their_intervals_e5(pack_of):
    document = pack_of(districts(), tracker=Tracker(areas=())).document()
    table = table_of(document, "Where the change in burglary lies")
    assert table.column("area")[0] == "North"
    assert table.column("lower")[0] < table.column("change")[0] < table.column("upper")[0]
    assert "North accounts for +" in words(document)
    assert all(column.form is Form.CHANGE for column in table.columns if column.name in ("lower", "upper"))


def test_what_happened_stands_beside_the_change_with_its_day(pack_of):
    operation = Happening(
        kind=HappeningKind.OPERATION, start=date(2023, 5, 2), title="Operation begins", areas=("north",),
        measures=("burglary",),
    )  # fmt: skip
    reading = pack_of(districts(), timeline=(operation,)).readings[0]
    assert reading.notes == ("North: Operation begins (2 May 2023; timeline)",)


def test_the_public_is_told_no_small_part_of_a_change(pack_of):
    document = pack_of(districts(south=0.0) | {}, audience=Audience.PUBLIC).document()
    assert table_of(document, "Where the change").column("now").count(SUPPRESSED) == 0
    figures = districts()
    figures["burglary"]["south"] = np.r_[np.zeros(44), [2.0]]
    hidden = table_of(pack_of(figures, audience=Audience.PUBLIC, name="other").document(), "Where the change")
    row = hidden.column("area").index("South")
    assert {hidden.column(name)[row] for name in ("now", "change", "lower", "upper")} == {SUPPRESSED}


# --- which matter, which version of a standard --------------------------------------------------------------------

HOUR = replace(
    STANDARD, version=2, in_force_from=date(2023, 6, 1),
    elements=(StandardElement(key="visited", asks="An officer visits within the hour.", applies_when="in daylight"),),
)  # fmt: skip
BOTH = (replace(STANDARD, in_force_from=date(2022, 1, 1), in_force_to=date(2023, 5, 31)), HOUR)


def test_a_sample_stands_under_the_matter_it_was_drawn_for(pack_of, record):
    drawn = sample(met=45, of=50, seed=7, drawn_on=date(2023, 12, 1), matter="burglary")
    document = pack_of({"burglary": {FORCE: steady(80)}}, samples=(drawn,), **record).document()
    section = next(s for s, table in tables_of(document) if table.title == "Files of burglaries")
    assert section.anchor == "topic-burglary"
    assert not any(section.anchor == "dip-samples" for section in document.sections)


@pytest.mark.parametrize(
    ("changes", "said", "asked"),
    [
        ({"drawn_on": date(2023, 12, 1)}, "response, version 2, in force on that day.", "within the hour"),
        ({"drawn_on": date(2023, 3, 1)}, "response, version 1, in force on that day.", "on the same day"),
        ({"drawn_on": date(2023, 12, 1), "standard_version": 1}, "response, version 1.", "on the same day"),
    ],
)
def test_a_sample_is_read_by_the_version_it_names_or_the_one_in_force_when_it_was_drawn(pack_of, changes, said, asked):
    drawn = sample(met=45, of=50, seed=7, frame_size=400, **changes)
    found = words(pack_of({"burglary": {FORCE: steady(80)}}, samples=(drawn,), standards=BOTH).document())
    assert f"Read by {said}" in found
    assert f"An officer visits {asked}" in found
    # What applies in daylight only is not asked of every case in the frame.
    assert ("Of the 400 cases in the frame" in found) == (asked == "on the same day")


def test_where_nothing_tells_the_version_it_is_not_guessed(pack_of):
    undated = (STANDARD, replace(HOUR, in_force_from=None))
    drawn = sample(met=45, of=50, seed=7, drawn_on=date(2023, 12, 1))
    found = words(pack_of({"burglary": {FORCE: steady(80)}}, samples=(drawn,), standards=undated).document())
    assert "Read by response, version not stated." in found


# --- between areas ------------------------------------------------------------------------------------------------

FIVE = tuple(
    replace(AREAS[1], key=f"area-{at}", name=f"Area {letter}", population=100_000)
    for at, letter in enumerate("ABCDE")
)  # fmt: skip


def five_areas(*levels):
    return {"burglary": {area.key: [float(level)] * 45 for area, level in zip(FIVE, levels, strict=True)}}


def test_areas_of_a_force_stand_as_a_funnel_with_the_limits_of_chance_f4(pack_of):
    """A year of 1,200 each of 100,000, and one of 2,400: the others are alike, and it lies above."""
    pack = pack_of(five_areas(100, 100, 100, 100, 200), areas=(AREAS[0], *FIVE), measures=(measure(),))
    document = pack.document()
    table = table_of(document, "its areas as a funnel")
    assert dict(zip(table.column("area"), table.column("side"), strict=True))["Area E"].startswith("above")
    said = words(document)
    assert "As a funnel: of 5 areas" in said
    assert "Areas lie further apart than chance takes them" in said
    assert naked_numbers(document) == []
    # The limits are those of the room: level 7,200 of 500,000 = 14.4 per 1,000, wider than chance of counting alone.
    found = funnel([1200] * 4 + [2400], [100_000] * 5, kind=FunnelKind.RATE, with_dispersion=True)
    at = table.column("area").index("Area A")
    assert table.column("lower")[at] == pytest.approx(1000 * float(found.limits[0].lower[0]))
    chart = next(chart for _, chart in charts_of(document) if isinstance(chart.spec, FunnelSpec))
    assert [area.flag for area in chart.spec.areas if area.name == "Area E"] == [FlagKind.CONCERN]  # more is worse
    assert chart.spec.limits[0].level == 95
    grown = chart.spec.limits[0].high[0] - chart.spec.limits[0].low[0]
    assert grown > chart.spec.limits[0].high[-1] - chart.spec.limits[0].low[-1]  # the larger, the closer
    assert "Area E at 24.0, above" in chart.alternative.plain
    inside = np.interp(100_000, chart.spec.sizes, chart.spec.limits[0].low)
    assert inside == pytest.approx(table.column("lower")[at], rel=1e-3)  # drawn as tabled


def test_areas_that_are_alike_lie_within_their_funnel(pack_of):
    pack = pack_of(five_areas(*[100] * 5), areas=(AREAS[0], *FIVE), measures=(measure(),))
    assert "none lies outside the limits of chance about 12.0 per 1,000 residents" in words(pack.document())


def test_where_a_part_is_small_the_public_gets_no_funnel_that_would_give_it_back(pack_of):
    few = five_areas(100, 100, 100, 100, 0)
    few["burglary"][FIVE[-1].key] = [0.0] * 44 + [3.0]
    given = {"areas": (AREAS[0], *FIVE), "measures": (measure(),)}
    assert table_of(pack_of(few, **given).document(), "its areas as a funnel") is not None
    public = pack_of(few, audience=Audience.PUBLIC, **given).document()
    assert table_of(public, "its areas as a funnel") is None
    assert not any(isinstance(chart.spec, FunnelSpec) for _, chart in charts_of(public))


def in_areas(**met_of):
    return tuple(SampleResult(element="visited", met=k, applicable=n, area=area) for area, (k, n) in met_of.items())


def test_a_drawn_sample_says_whether_areas_differ_with_an_interval_j2(pack_of):
    """83 of 100 against 90 of 100: 7.0 points, -2.6 to 16.6 (Newcombe)."""
    drawn = sample(seed=7, drawn_on=date(2023, 12, 1), results=in_areas(north=(90, 100), south=(83, 100)))
    said = words(pack_of({"burglary": {FORCE: steady(80)}}, samples=(drawn,), standards=(STANDARD,)).document())
    assert "Between areas. North against South: +7 points, 95% interval -3 to +17: no difference is shown" in said
    assert "cases" in said.partition("To show 10 points")[2]
    assert "furthest apart" not in said


def test_of_several_areas_the_furthest_apart_are_named_with_how_many_pairs_there_were(pack_of):
    results = in_areas(north=(90, 100), south=(60, 100), east=(80, 100))
    drawn = sample(seed=7, drawn_on=date(2023, 12, 1), results=results)
    said = words(pack_of({"burglary": {FORCE: steady(80)}}, samples=(drawn,), standards=(STANDARD,)).document())
    assert "North against South: +30 points" in said
    assert "furthest apart of 3 areas, which make 3 pairs" in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"seed": 7, "drawn_on": date(2023, 12, 1)}, "not kept by area, so whether areas differ cannot be said."),
        ({"seed": None, "drawn_on": date(2023, 12, 1), "results": in_areas(north=(90, 100), south=(60, 100))}, ""),
    ],
)
def test_a_sample_without_areas_says_so_and_one_that_nobody_drew_compares_nothing(pack_of, changes, said):
    found = words(pack_of({"burglary": {FORCE: steady(80)}}, samples=(sample(45, 50, **changes),)).document())
    assert said in found
    assert "Between areas." not in found


# --- a named peer -------------------------------------------------------------------------------------------------


def beside_othershire(pack_of, *, tolerance=None, own=40, audience=Audience.WORKING):
    figures = {"outcomes": {FORCE: [(own, 400)] * 45, "othershire": [(80, 400)] * 45}}
    settings = Tracker(peers=(Peer(area="othershire", tolerance=tolerance),))
    return pack_of(figures, measures=[share("outcomes")], tracker=settings, audience=audience).document()


def test_the_pack_says_how_far_the_force_is_from_its_named_peer_f5(pack_of):
    said = words(beside_othershire(pack_of, tolerance=5.0))
    assert (
        "Beside Othershire, its named peer: 10.0% against 20.0%, a gap of −10.0 percentage points (95% interval −11.4"
        in said
    )
    assert "apart by more than the tolerance of 5.0 points. The gap is not closing" in said
    assert naked_numbers(beside_othershire(pack_of)) == []
    assert "the figures show a gap; no tolerance for parity was agreed" in words(beside_othershire(pack_of))


def test_a_gap_that_rests_on_a_small_count_is_not_for_the_public(pack_of):
    assert "its named peer" in words(beside_othershire(pack_of, audience=Audience.PUBLIC))
    assert "its named peer" not in words(beside_othershire(pack_of, own=0.25, audience=Audience.PUBLIC))
