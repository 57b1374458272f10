"""Series of meetings in the body's settings: their year, what is added and changed, and who may."""

import pytest
from django.core.exceptions import PermissionDenied

from eyre.core import Refused
from eyre.cycle.words import SeriesKind
from eyre_web.audit.models import AuditEvent
from eyre_web.body.models import KeptRecord
from eyre_web.minutes.agenda import series as changes
from eyre_web.minutes.agenda.series import SeriesSaid
from eyre_web.snapshot.kept import snapshot
from web.minutes.conftest import TODAY

pytestmark = pytest.mark.db

TYPED = {
    "title": "Public accountability meeting", "kind": "public", "aliases": "PAM, the public meeting",
    "rhythm": "second Thursday of each quarter", "planned": "", "start": "18:30", "venue": "Town hall",
    "chair": "commissioner", "minute_taker": "policy",
}  # fmt: skip


def sent(client, who, address, **typed):
    client.force_login(who)
    answer = client.post(address, typed)
    return answer, answer.content.decode()


def kept():
    return KeptRecord.objects.get(kind="body").value["meeting_series"]


def test_a_series_is_added_with_its_names_its_rhythm_and_its_kind(client, series, ada):
    answer, _ = sent(client, ada, "/series/new/", **TYPED)
    assert answer.url == "/series/public-accountability-meeting/"
    assert kept()[1]["kind"] == "public"
    assert kept()[1]["aliases"] == ["PAM", "the public meeting"]
    event = AuditEvent.objects.get(what="body.series_added")
    assert (event.about, event.account) == ("body office", ada)
    assert snapshot().folder.body.meeting_series[1].kind is SeriesKind.PUBLIC
    page = client.get(f"{answer.url}?year=2026").content.decode()
    for said in ("Thursday 8 January", "Thursday 9 April", "From the rhythm", "PAM, the public meeting", "18:30"):
        assert said in page
    assert 'href="?year=2025#year-caption"' in page
    assert 'href="?year=2027#year-caption"' in page


def test_the_year_says_which_day_is_no_working_day(client, series, ada):
    sent(client, ada, "/series/new/", **{**TYPED, "rhythm": "", "planned": "25/12/2025\nSaturday 3 January 2026"})
    client.force_login(ada)
    page = client.get("/series/public-accountability-meeting/?year=2025").content.decode()
    assert "25 December 2025 is no working day: Christmas Day." in page


def test_every_fault_is_said_at_once_and_nothing_is_lost(client, series, ada):
    wrong = {
        **TYPED, "title": "", "kind": "", "rhythm": "fifth Tuesday of each month",
        "planned": "Monday 16 December 2025\n30/1/2026\n31/2/2026", "start": "25 o'clock",
    }  # fmt: skip
    answer, text = sent(client, ada, "/series/new/", **wrong)
    assert answer.status_code == 200
    for said in (
        "Give the series a title.", "Choose what kind of series it is.", "names no day of the month",
        "16 December 2025 is a Tuesday, not a Monday", "31/2/2026: Write the day like", "Write the hour like 10:30.",
    ):  # fmt: skip
        assert said in text, said
    assert "30/1/2026" in text
    assert len(kept()) == 1


def test_a_title_that_is_taken_is_refused(client, series, ada):
    _, text = sent(client, ada, "/series/new/", **{**TYPED, "title": "scrutiny"})
    assert "There is a series &quot;Scrutiny&quot; already." in text


def test_a_series_that_another_changed_meanwhile_is_shown_and_what_was_typed_stays(client, series, ada):
    client.force_login(ada)
    form = client.get("/series/scrutiny/change/").content.decode()
    assert 'value="Scrutiny"' in form
    said = SeriesSaid(title="Scrutiny", kind=SeriesKind.MONTHLY, venue="Room 2")
    changes.change_series("scrutiny", said, by=ada, on=TODAY)
    old = form.split('name="seen" value="')[1].split('"')[0]
    _, text = sent(client, ada, "/series/scrutiny/change/", **{**TYPED, "title": "Scrutiny", "seen": old})
    assert "This series was changed after you opened it." in text
    assert "Room 2" in text
    assert 'value="Town hall"' in text
    now = text.split('name="seen" value="')[1].split('"')[0]
    answer, _ = sent(client, ada, "/series/scrutiny/change/", **{**TYPED, "title": "Scrutiny", "seen": now})
    assert answer.url == "/series/scrutiny/"
    assert kept()[0]["venue"] == "Town hall"
    assert AuditEvent.objects.filter(what="body.series_changed").count() == 2


def test_only_who_keeps_notes_changes_series(client, series, ada, ben, cy):
    said = SeriesSaid(title="Another", kind=SeriesKind.THEMATIC)
    for who in (ben, cy):
        with pytest.raises(PermissionDenied):
            changes.add_series(said, by=who, on=TODAY)
        with pytest.raises(PermissionDenied):
            changes.change_series("scrutiny", said, by=who, on=TODAY)
        assert sent(client, who, "/series/new/", **TYPED)[0].status_code == 403
    with pytest.raises(Refused, match="no post nobody"):
        changes.add_series(SeriesSaid(title="X", kind=SeriesKind.PUBLIC, chair="nobody"), by=ada, on=TODAY)
    assert len(kept()) == 1
    client.force_login(ada)
    assert client.get("/series/none/").status_code == 404
    assert client.get("/series/none/plan/").status_code == 404
