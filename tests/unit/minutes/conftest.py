"""The record of December 2017, as the example folder has it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from eyre.body.folder import BodyFolder, read_folder
from eyre.minutes.lines import LineSetting

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
DECEMBER, JANUARY = date(2017, 12, 19), date(2018, 1, 30)


@pytest.fixture(scope="session")
def west_mercia() -> BodyFolder:
    return read_folder(EXAMPLES / "west-mercia")


@pytest.fixture(scope="session")
def setting(west_mercia) -> LineSetting:
    """The table of December 2017: commissioner, chief constable and deputy are there."""
    return LineSetting.of(west_mercia, "2017-12", DECEMBER, (JANUARY,), frozenset({"pcc", "cc", "dcc"}))


@pytest.fixture
def december(west_mercia):
    return west_mercia.meetings[0]


@pytest.fixture
def with_meeting(west_mercia):
    """The folder with its meeting changed."""
    return lambda meeting: replace(west_mercia, meetings=(meeting,))
