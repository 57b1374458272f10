"""An example looked at as on a day of its record: nothing else can be, and every page says so."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from eyre.core import BadInput, Refused
from eyre_web.project.environment import mark_as_example, trial_day
from eyre_web.project.trial import stand_on
from web.people import account

DAY = date(2018, 1, 9)


def test_the_day_is_the_clocks_unless_another_is_asked_for():
    assert trial_day({"EYRE_DATA": "/nowhere"}) is None


def test_only_an_example_is_looked_at_as_on_another_day(tmp_path):
    asked = {"EYRE_DATA": str(tmp_path), "EYRE_TODAY": "2018-01-09"}
    with pytest.raises(Refused, match="holds no example"):
        trial_day(asked)
    mark_as_example(tmp_path)
    assert trial_day(asked) == DAY


def test_what_is_no_date_is_refused_with_what_to_write(tmp_path):
    with pytest.raises(BadInput, match="YYYY-MM-DD"):
        trial_day({"EYRE_DATA": str(tmp_path), "EYRE_TODAY": "9 January"})


def test_today_is_the_day_of_the_trial_and_a_moment_keeps_its_own(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", timezone.localdate)  # put back afterwards
    stand_on(DAY)
    assert timezone.localdate() == DAY
    assert timezone.localdate(datetime(2020, 5, 1, 12, tzinfo=UTC)) == date(2020, 5, 1)
    assert timezone.now().date() != DAY


@pytest.mark.db
def test_every_page_says_the_day_of_the_trial_and_no_other_page_does(client, body, settings):
    client.force_login(account("Ada"))
    assert "Seen as on" not in client.get("/more/").content.decode()
    settings.EYRE_TODAY = DAY
    for address in ("/", "/more/", "/meetings/"):
        assert "Seen as on Tuesday 9 January 2018" in client.get(address).content.decode()
