"""A change of structure looked at both ways: each month by its own structure, and all by that of one day."""

from datetime import date

import numpy as np

from eyre.body.settings import Tracker
from eyre.core import Area, AreaKind, Month
from eyre.disclosure import Audience
from eyre.minutes.standing import find_meeting
from eyre.pack.build import Pack
from eyre.pack.charts import MarkerKind
from eyre.pack.document import charts_of
from eyre.tracker import Request, build_tracker
from small_body import FORCE, small_body

AS_OF = date(2024, 1, 15)
MOVE = date(2022, 4, 1)  # the valley leaves the east for the west


def district(key, part_of, starts=None, ends=None):
    return Area(key=key, name=key.title(), kind=AreaKind.DISTRICT, part_of=part_of, from_date=starts, to_date=ends)


AREAS = (
    Area(key=FORCE, name="Anyshire", kind=AreaKind.FORCE),
    *(Area(key=key, name=key.title(), kind=AreaKind.LOCAL_POLICING_AREA, part_of=FORCE) for key in ("east", "west")),
    district("hill", "east"),
    district("coast", "west"),
    district("valley", "east", ends=date(2022, 3, 31)),
    district("valley", "west", starts=MOVE),
)
FIGURES = {"burglary": {"hill": np.full(45, 100.0), "coast": np.full(45, 40.0), "valley": np.full(45, 10.0)}}


def body(path):
    return small_body(path / "b", FIGURES, areas=AREAS, tracker=Tracker(areas=("west",)))


def west(folder, structure=None):
    tracker = build_tracker(folder, Request(as_of=AS_OF, structure=structure))
    return next(row for row in tracker.rows if row.key.area == "west")


def test_by_its_own_structure_the_area_steps_up_and_the_tracker_says_why(tmp_path):
    row = west(body(tmp_path))
    by_month = dict(zip(row.series.periods, row.series.value, strict=True))
    assert (by_month[Month(2022, 3)], by_month[Month(2022, 4)]) == (40.0, 50.0)
    assert "The area was made of other districts before April 2022." in row.warnings


def test_by_the_structure_of_one_day_every_month_is_cut_alike(tmp_path):
    folder = body(tmp_path)
    for day, value in ((date(2022, 3, 31), 40.0), (MOVE, 50.0)):
        row = west(folder, structure=day)
        assert set(row.series.value) == {value}
        assert not any("other districts" in warning for warning in row.warnings)


def test_the_break_is_marked_on_the_chart(tmp_path):
    folder = body(tmp_path)
    tracker = build_tracker(folder, Request(as_of=AS_OF))
    pack = Pack(folder, find_meeting(folder, "next"), AS_OF, Audience.WORKING, tracker)
    reading = next(reading for reading in pack.readings if reading.row.key.area == "west")
    breaks = [marker.period for marker in reading.chart().spec.markers if marker.kind is MarkerKind.BREAK]
    assert breaks == [Month(2022, 4)]
    assert all(not chart.spec.markers for _, chart in charts_of(pack.document()) if hasattr(chart.spec, "markers"))
