"""Charts as drawn: what a reader can tell apart, and what never clashes."""

import dataclasses
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from every_block import burglary_table, every_block, fan_after, funnel_chart, process_chart
from eyre.core import FinancialQuarter, FinancialYear, Month, Quarter, Rolling
from eyre.disclosure import Form
from eyre.pack.charts import (
    Band,
    FlagKind,
    FunnelPoint,
    Limits,
    Line,
    Marker,
    MarkerKind,
    ProcessChartSpec,
    SparklineSpec,
)
from eyre.pack.document import Chart, Name, Text, charts_of
from eyre.writers.svg import NARROW, WIDE, draw, draw_alone, sparkline
from eyre.writers.svg.plot import axis_title, runs_of, say_level
from eyre.writers.svg.scales import period_labels, round_ticks, say_tick, spread
from eyre.writers.svg.shapes import flag_sign, number, width_of, wrap

CHARTS = [chart for _, chart in charts_of(every_block())]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: Chart, size=WIDE) -> ElementTree.Element:
    return ElementTree.fromstring(draw(chart, size, "chart-1"))


def said(root: ElementTree.Element) -> list[str]:
    return [text.text for text in root.iter("text")]


def with_spec(**changes) -> Chart:
    chart = process_chart()
    return dataclasses.replace(chart, spec=dataclasses.replace(chart.spec, **changes))


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: type(chart.spec).__name__)
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=lambda size: size.name)
class TestEveryChart:
    def test_is_one_image_with_a_title_and_an_alternative(self, chart, size):
        root = drawn(chart, size)
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == "chart-1-title chart-1-desc"
        assert root.find("title").text == chart.sentence.plain
        assert root.find("desc").text == chart.alternative.plain

    def test_needs_no_style_and_no_script(self, chart, size):
        tags = {element.tag for element in drawn(chart, size).iter()}
        attributes = {name for element in drawn(chart, size).iter() for name in element.attrib}
        assert tags <= {"svg", "title", "desc", "text", "line", "polyline", "polygon", "circle"}
        assert not {name for name in attributes if name == "style" or name.startswith("on") or "href" in name}

    def test_says_nothing_beyond_its_own_edge(self, chart, size):
        root = drawn(chart, size)
        _, _, width, height = map(float, root.get("viewBox").split())
        for text in root.iter("text"):
            wide = width_of(text.text, float(text.get("font-size")))
            before = {"middle": 0.5, "end": 1}.get(text.get("text-anchor"), 0) * wide
            left = float(text.get("x")) - before
            assert left >= -8, text.text
            assert left + wide <= width + 8, text.text
            assert 0 < float(text.get("y")) <= height, text.text

    def test_is_the_same_twice(self, chart, size):
        assert draw(chart, size, "c") == draw(chart, size, "c")


def test_labels_of_target_and_mean_at_one_height_do_not_clash():
    spec = process_chart().spec
    months = spec.periods
    limits = (Limits(months[0], months[-1], 413, 412, 414),)
    root = drawn(with_spec(limits=limits, target=Line(413, "target"), fan=fan_after(months[-1], 413)))
    labels = ("mean", "target", "upper limit", "lower limit", "projected")
    heights = sorted(float(text.get("y")) for text in root.iter("text") if text.text.startswith(labels))
    assert len(heights) == 5
    assert all(below - above >= WIDE.font for above, below in pairwise(heights))


def test_on_a_phone_the_labels_of_lines_stand_in_the_key_and_happenings_are_letters():
    words = said(drawn(process_chart(), NARROW))
    assert {"mean 364", "target 413", "A", "B", "C"} <= set(words)
    assert "Operation Example (October 2016)" in words
    assert "Operation Example" not in words
    assert "Operation Example" in said(drawn(process_chart(), WIDE))


def test_a_missing_month_and_a_break_in_the_counting_part_the_line():
    assert runs_of((1, 2, None, 4, 5)) == [[0, 1], [3, 4]]
    assert runs_of((1, 2, 3, 4), frozenset({2})) == [[0, 1], [2, 3]]
    table = burglary_table(values=(7, 8, 9, 10))
    months = table.periods("month")
    spec = ProcessChartSpec("offences", months, table.values("offences"))
    parted = dataclasses.replace(spec, markers=(Marker(months[2], "New rule", MarkerKind.BREAK),))
    passed = dataclasses.replace(spec, markers=(Marker(months[2], "Operation"),))
    drawings = [drawn(Chart(s, Text("a"), Text("b"), table), NARROW) for s in (spec, passed, parted)]
    assert [len(list(drawing.iter("polyline"))) for drawing in drawings] == [1, 1, 2]


def test_an_incomplete_month_is_hollow():
    spec = process_chart().spec
    hollow = [circle for circle in drawn(process_chart()).iter("circle") if circle.get("fill") == "#FFFFFF"]
    assert len(hollow) == 1 + len(spec.incomplete)  # the point, and its sign in the key
    assert not [c for c in drawn(with_spec(incomplete=())).iter("circle") if c.get("fill") == "#FFFFFF"]


def test_the_windows_of_a_test_are_shaded_over_their_months_and_named_in_the_key():
    months = tuple(Month(2016, 1).shift(place) for place in range(20))
    away = Band(Rolling(Month(2030, 1), Month(2030, 3)), "not here")

    def width(first: int, last: int) -> float:
        window = Band(Rolling(months[first], months[last]), "window of the test")
        plain, shaded = drawn(with_spec(windows=())), drawn(with_spec(windows=(window, away)))
        assert "window of the test" in said(shaded)
        assert "not here" not in said(shaded)  # nothing of it is drawn
        there = {polygon.get("points") for polygon in plain.iter("polygon")}
        added = [p.get("points") for p in shaded.iter("polygon") if p.get("points") not in there]
        left, right = (float(corner.split(",")[0]) for corner in added[0].split()[:2])
        return right - left

    assert width(4, 6) == pytest.approx(3 * width(4, 4), abs=0.1)
    assert width(0, 19) == pytest.approx(20 * width(4, 4), abs=0.2)


def test_kinds_of_special_cause_have_different_shapes():
    corners = {kind: ElementTree.fromstring(flag_sign(kind, (0, 0), 3)).get("points") for kind in FlagKind}
    assert len(set(corners.values())) == 3
    assert len(corners[FlagKind.CONCERN].split()) == 3  # a triangle


def test_only_what_is_in_the_chart_is_in_its_key():
    words = said(drawn(with_spec(flags=(), incomplete=(), fan=None)))
    assert not [word for word in words if "special cause" in word or "incomplete" in word or "times in" in word]


def test_a_chart_without_any_figure_is_still_a_chart():
    table = burglary_table(values=(None, None))
    spec = ProcessChartSpec("offences", table.periods("month"), table.values("offences"))
    assert "Offences" in said(drawn(Chart(spec, Text("No figures came"), Text("An empty chart."), table)))


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "]]>", "\"'&", "--><svg onload=x>"])
def test_hostile_words_stay_words(hostile):
    chart = dataclasses.replace(with_spec(markers=(Marker(Month(2016, 3), hostile),)), sentence=Text(Name(hostile)))
    root = ElementTree.fromstring(draw_alone(chart).encode())
    assert root.find(f"{SVG}title").text == hostile
    assert not list(root.iter(f"{SVG}script"))


def test_a_chart_that_stands_alone_has_its_sentence_and_its_base():
    root = ElementTree.fromstring(draw_alone(process_chart()).encode())
    words = " ".join(text.text for text in root.iter(f"{SVG}text"))
    assert "Burglary has settled lower: 358 offences in August 2017" in words
    assert process_chart().table.base.line in words


def test_the_latest_value_is_said_at_the_end_of_its_line_or_at_its_point_before_a_projection():
    assert "latest 358" in said(drawn(with_spec(fan=None)))
    assert "358" in said(drawn(process_chart()))


def test_a_mean_of_few_keeps_a_decimal():
    assert say_level(1.86, Form.COUNT) == "1.9"
    assert say_level(412.4, Form.COUNT) == "412"
    assert say_level(88.04, Form.PERCENT) == "88.0%"


def test_an_axis_that_does_not_start_at_nought_says_so():
    assert axis_title("offences a month", (340, 360), Form.COUNT) == "Offences a month (axis starts at 340)"
    assert axis_title("offences a month", (0, 100), Form.COUNT) == "Offences a month"
    assert said(drawn(process_chart()))[0] == "Offences a month (axis starts at 300)"


def test_a_sparkline_is_for_the_eye_alone():
    root = ElementTree.fromstring(sparkline(SparklineSpec((1, None, 3, 2), 2, 1, 3, last_flag=FlagKind.CONCERN)))
    assert root.get("aria-hidden") == "true"
    assert len(list(root.iter("polyline"))) == 2
    assert ElementTree.fromstring(sparkline(SparklineSpec((None,)))) is not None


# ---------------------------------------------------------------- scales


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((412, 349), (340, 360, 380, 400, 420)),
        ((3, 97), (0, 20, 40, 60, 80, 100)),  # from nought: it costs little
        ((-4, 4), (-4, -2, 0, 2, 4)),
        ((0, 0), (-1, -0.5, 0, 0.5, 1)),
    ],
)
def test_ticks_are_round(values, ticks):
    assert round_ticks(values) == pytest.approx(ticks)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=20))
def test_ticks_span_the_values_evenly_and_are_few(values):
    ticks = round_ticks(values)
    slack = 1e-6 * (ticks[-1] - ticks[0])
    assert ticks[0] - slack <= min(values) <= max(values) <= ticks[-1] + slack
    assert 3 <= len(ticks) <= 8
    steps = [b - a for a, b in pairwise(ticks)]
    assert steps == pytest.approx([steps[0]] * len(steps), rel=1e-6)


@pytest.mark.parametrize(
    ("value", "step", "form", "label"),
    [
        (2500, 500, Form.COUNT, "2,500"),
        (0.25, 0.25, Form.DECIMAL, "0.25"),
        (7.5, 2.5, Form.DECIMAL, "7.5"),
        (90, 5, Form.PERCENT, "90%"),
        (-20, 10, Form.CHANGE, "−20"),
    ],
)
def test_a_tick_has_the_decimals_its_step_needs(value, step, form, label):
    assert say_tick(value, step, form) == label


def test_months_are_labelled_from_april_and_the_year_where_it_changes():
    months = [Month(2017, 1).shift(place) for place in range(15)]
    assert period_labels(months, slot=12, room=36) == [
        (0, "Jan", "2017"), (3, "Apr", ""), (6, "Jul", ""), (9, "Oct", ""), (12, "Jan", "2018"),
    ]  # fmt: skip
    assert period_labels(months, slot=3, room=36) == [(3, "Apr", "2017")]


def test_quarters_that_do_not_all_fit_are_labelled_at_the_same_quarter():
    quarters = [Quarter(2015, 1).shift(place) for place in range(12)]
    assert [label for _, label, _ in period_labels(quarters, 25, 35)] == ["Oct–Dec"] * 3


def test_quarters_and_years_are_labelled_up_to_the_last():
    assert period_labels([Quarter(2017, 3), Quarter(2017, 4)], 60, 30) == [(0, "Jul–Sep", "2017"), (1, "Oct–Dec", "")]
    assert period_labels([FinancialQuarter(2017, 4)], 60, 30) == [(0, "Q4", "2017/18")]
    assert period_labels([FinancialYear(2016), FinancialYear(2017)], 30, 30) == [(1, "2017/18", "")]


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(5, 30)), min_size=1, max_size=8))
def test_spread_labels_keep_their_order_and_never_lie_over_each_other(labels):
    wanted = sorted(top for top, _ in labels)
    heights = [height for _, height in labels]
    tops = spread(wanted, heights, 0, 300)
    for (above, height), below in zip(zip(tops, heights, strict=True), tops[1:], strict=False):
        assert above + height <= below + 1e-9
    assert tops[0] >= 0
    assert tops[-1] + heights[-1] <= 300 + 1e-9  # eight of thirty at most: there is room


def test_labels_with_room_stay_where_they_want_to_be():
    assert spread([10, 50, 90], [15, 15, 15], 0, 200) == [10, 50, 90]


@given(st.floats(-1e5, 1e5))
def test_a_coordinate_has_one_writing(value):
    assert "e" not in number(value)
    assert float(number(value)) == pytest.approx(value, abs=0.0051)
    assert number(value) != "-0"


def test_words_are_wrapped_at_spaces():
    lines = wrap("a statement that is longer than one line", 13, 120)
    assert " ".join(lines) == "a statement that is longer than one line"
    assert all(width_of(line, 13) <= 120 for line in lines)


# --- funnels -------------------------------------------------------------------------------------------------------


def funnel(names, flag=None) -> Chart:
    """A funnel of areas that all lie at one point."""
    chart = funnel_chart()
    size, value = chart.table.values("residents")[0], chart.table.values("rate")[0]
    points = tuple(FunnelPoint(name, size, value, flag) for name in names)
    return dataclasses.replace(chart, spec=dataclasses.replace(chart.spec, areas=points))


def test_a_funnel_marks_who_lies_outside_by_shape_and_says_so_in_the_key():
    texts = said(drawn(funnel_chart()))
    assert "outside on the worse side" in texts
    assert {"by chance 95% lie within", "by chance 99.8% lie within", "all together 10.2"} <= set(texts)
    assert "Bromsgrove" not in texts  # it has no figure, and stands in the table


def test_names_in_a_funnel_never_lie_over_one_another():
    texts = [
        text for text in said(drawn(funnel([f"Area {letter}" for letter in "ABCDEFGH"]))) if text.startswith("Area ")
    ]
    assert 1 < len(texts) < 8


def test_of_many_areas_a_funnel_names_those_outside_alone():
    assert not [text for text in said(drawn(funnel([f"Area {n}" for n in range(9)]))) if text.startswith("Area ")]
    outside = said(drawn(funnel([f"Area {n}" for n in range(9)], flag=FlagKind.NEUTRAL)))
    assert any(text.startswith("Area ") for text in outside)
