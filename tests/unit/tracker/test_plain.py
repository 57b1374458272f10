"""The tracker as data: its schema, its table, and that both can always be written."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from eyre.body.registers import Happening, HappeningKind
from eyre.body.settings import ComparisonGroup, Peer, Tracker
from eyre.core import Month, Quarter, Reference
from eyre.measures import SeriesBreak, Target
from eyre.tracker.plain import COLUMNS, tracker_columns, tracker_plain
from eyre.tracker.row import RowCommitment
from schemas import REFERENCE, breaches, schema_of
from small_body import FORCE, measure, share, steady

SCHEMA = schema_of("tracker")


@pytest.fixture
def full(tracker_of):
    """A tracker in which everything is there: every field of a row is filled in some row."""
    operation = Happening(
        kind=HappeningKind.OPERATION, start=date(2022, 5, 2), title="Operation", measures=("burglary",)
    )
    targets = (Target(value=80), Target(value=900, over="financial_year"))
    figures = {
        "burglary": {"north": np.r_[steady(500, 44), [50]], "south": steady(400), f"{FORCE}:no-location": steady(5)},
        "satisfaction": {FORCE: [(40, 50)] * 45, "othershire": [(20 + at // 3, 50) for at in range(45)]},
        "outcomes[outcome=1]": {FORCE: [(4, 50)] * 45},
    }
    new_rule = (SeriesBreak(on=date(2020, 8, 1), why="new rule"),)
    wanted = ("burglary", "satisfaction", "outcomes[outcome=1]")
    peers = (Peer(area="othershire", tolerance=2.0),)
    districts = ComparisonGroup(key="all", name="Districts", level="local", members=("north", "south"))
    burglary = measure(source_key="x", targets=targets, breaks=new_rule)
    tracker = tracker_of(
        figures,
        measures=[burglary, share(), share("outcomes", facets=("outcome",)), measure("nothing", missing_note="why")],
        tracker=Tracker(measures=wanted, areas=("north", "south"), peers=peers),
        timeline=(operation,), since=date(2023, 12, 1),
        body={"comparison_groups": (districts,)},
    )  # fmt: skip
    promised = RowCommitment(Reference.parse("commitment 2023-11/C1"), "by March", "It will fall", "off course")
    return replace(tracker, rows=(replace(tracker.rows[0], commitments=(promised,)), *tracker.rows[1:]))


def test_the_whole_tracker_is_as_the_schema_says(full):
    plain = tracker_plain(full)
    assert breaches(plain, SCHEMA) == []
    empty = {key for key in SCHEMA["$defs"]["row"]["properties"] if not any(row[key] for row in plain["rows"])}
    assert empty == {"made_up"}  # everything else was looked at; made-up figures have their own tests


def test_the_schema_would_find_a_field_too_many_too_few_or_of_another_kind(full):
    plain = tracker_plain(full)
    plain["rows"][0]["more"] = 1
    del plain["rows"][1]["reason"]
    plain["rows"][2]["definition_version"] = "1"
    assert len(breaches(plain, SCHEMA)) == 3


@pytest.mark.parametrize(
    ("values", "how"),
    [
        ([5], {}),
        ([5, 6, 7], {}),
        ([0] * 45, {}),
        ([0] * 33 + [3] * 12, {}),
        ([(3, 4), (0, 0)] * 20, {"measure": share()}),
        ([(0, 5)] * 45, {"measure": share()}),
        (steady(50), {"measure": share()}),  # a proportion without its counts
        (np.where(np.arange(45) % 3, np.nan, 50.0), {}),
        (steady(50, 12), {"measure": measure(period="quarter"), "first": Quarter(2020, 1)}),
        (steady(100) * 1e12, {}),
    ],
)
def test_odd_series_can_be_written_without_a_nan(row_of, tracker_of, values, how):
    kind = how.pop("measure", measure())
    plain = tracker_plain(tracker_of({kind.key: {FORCE: values}}, measures=[kind], **{"first": Month(2020, 4), **how}))
    assert len(plain["rows"]) == 1
    json.dumps(plain, allow_nan=False)
    assert breaches(plain, SCHEMA) == []


def test_the_flat_table_has_one_row_a_series_and_the_columns_that_are_documented(full):
    columns = tracker_columns(full)
    assert tuple(columns) == COLUMNS
    assert {len(column) for column in columns.values()} == {5}
    told = (REFERENCE / "tracker.md").read_text("utf-8").partition("## CSV and Parquet")[2]
    assert [name for name in COLUMNS if f"`{name}`" not in told] == []
    at = columns["area"].index(FORCE)
    assert columns["as_of"][at] == "2024-01-15"
    north = columns["area"].index("north")
    assert (columns["period"][north], columns["incomplete"][north]) == ("2023-11", "2023-12")


def test_every_field_is_in_the_reference_page():
    page = (REFERENCE / "tracker.md").read_text("utf-8")

    def names(schema):
        for name, part in schema.get("properties", {}).items():
            yield name
            yield from names(part)
            yield from names(part.get("items", {}))

    every = {*names(SCHEMA), *names(SCHEMA["$defs"]["row"]), *names(SCHEMA["$defs"]["interval"])}
    assert [name for name in sorted(every) if f"| `{name}` |" not in page] == []
