"""What a body has at hand for a line of words: the figures a test of it could rest on, and the readings to offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from eyre.body.folder import BodyFolder
from eyre.commitments.frozen import Known
from eyre.commitments.readings.library import Library, shipped_readings
from eyre.commitments.testability import Setting
from eyre.comparison.groups import Level
from eyre.core import AreaKind, Facet, NotFound, is_in_force


def known_for(words: str, body: BodyFolder, measures: Sequence[str], areas: Sequence[str], on: date) -> Known:
    """The series of the areas asked, of those named in the words, and of the members of their groups."""
    groups = {
        group.key: group.members
        for group in body.body.comparison_groups
        if is_in_force(group.from_date, group.to_date, on) and set(areas) <= {*group.members}
    }
    named = [area.key for area in body.areas if area.name.lower() in words.lower()]
    wanted = list(dict.fromkeys([*areas, *named, *(member for members in groups.values() for member in members)]))
    figures = body.figures(on)
    series: dict[Any, Any] = {}
    for key in measures:
        facets = sorted({Facet(), *(each.facet for each in figures.series_keys(key))})
        try:
            panel = figures.panel(key, wanted, facets=facets)
        except NotFound:  # said of each test that would need them
            continue
        series |= {each: panel.series(each) for each in panel.keys}
    return Known({measure.key: measure for measure in body.measures}, series, groups)


def setting_of(body: BodyFolder, known: Known) -> Setting:
    """What a line is checked by: what is known, and which areas and groups are of a force and which local."""
    return Setting(
        known,
        area_levels={a.key: Level.FORCE if a.kind is AreaKind.FORCE else Level.LOCAL for a in body.areas},
        group_levels={group.key: Level(group.level) for group in body.body.comparison_groups},
    )


def names_of(body: BodyFolder, on: date) -> Mapping[str, str]:
    """What areas and comparison groups are called on a day."""
    names = {area.key: body.areas.name(area.key, on) for area in body.areas}
    return names | {group.key: group.name for group in body.body.comparison_groups}


def library_of(body: BodyFolder) -> Library:
    """The readings shipped, and those of the body's own, which replace those of the same key."""
    return shipped_readings().with_own(body.readings)
