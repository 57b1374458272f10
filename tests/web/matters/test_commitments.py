"""Commitments: their list, the list for the chair, and the page of one; and what is worked out beside the requests."""

import time
from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from eyre.core import Reference
from eyre_web.audit import services as audit
from eyre_web.meetings.models import Event, Item, Meeting
from eyre_web.minutes.matters import worked_out
from eyre_web.snapshot.kept import snapshot
from web.matters.conftest import add_line
from web.people import account

pytestmark = pytest.mark.db

C1 = "/commitments/2025-09/C1/"
PAGES = ("/commitments/", "/commitments/chair/", C1)


@pytest.mark.parametrize("address", PAGES)
class TestWhoSees:
    def test_who_sees_the_record(self, records, page, ada, ben, address):
        assert "Burglary will fall" in page(ada, address)
        assert "Burglary will fall" in page(ben, address)

    def test_a_person_of_the_same_body_who_does_not_see_the_record_is_refused(self, records, page, cy, address):
        assert "Burglary will fall" not in page(cy, address, 403)

    def test_nobody_without_signing_in(self, records, page, address):
        page(None, address, 302)

    def test_an_administrator_and_a_panel_member_are_refused(self, records, page, address):
        for name, role in (("Pat", "administrator"), ("Kim", "panel_member")):
            page(account(name, role), address, 403)


def test_one_that_is_not_there_is_not_found(records, page, ada):
    page(ada, "/commitments/2025-09/C99/", 404)
    page(ada, "/commitments/2025-09/F1/", 404)


def test_a_promise_of_a_meeting_that_somebody_may_not_see_is_not_there(records, page, ada, monkeypatch):
    rows = type(Meeting.objects.all())
    whole = rows.for_user
    monkeypatch.setattr(rows, "for_user", lambda self, access: whole(self, access).exclude(status="held"))
    page(ada, "/commitments/2025-10/C1/", 404)
    assert "Calls will be answered" not in page(ada, "/commitments/")
    assert "Calls will be answered" not in page(ada, "/commitments/chair/")
    assert "1 commitment" in page(ada, "/commitments/")


def test_a_page_says_who_gave_it_what_happened_and_that_it_has_no_test(records, page, ada):
    text = page(ada, C1)
    assert "Chief constable" in text
    assert "It rose again." in text
    assert "No test has been agreed" in text
    assert "Nobody has decided yet" in text
    assert 'href="/matters/burglary/"' in text


def test_the_chair_sees_what_is_due_and_what_was_missed(records, page, ada):
    text = page(ada, "/commitments/chair/")
    assert text.count('href="/commitments/2025-09/C1/"') == 2  # due on 31 October, and missed once
    assert 'href="/commitments/2025-10/C1/"' not in text


def test_what_was_decided_is_off_the_chairs_list(records, page, ada):
    Event.objects.create(
        reference="commitment 2025-09/C1", at=date(2025, 11, 10), by="commissioner", kind="decision", outcome="not_kept"
    )
    with transaction.atomic():
        audit.record("commitment.decided", "commitment 2025-09/C1", by=ada)
    assert 'href="/commitments/2025-09/C1/"' not in page(ada, "/commitments/chair/")
    assert "Decided: not kept" in page(ada, "/commitments/")


def test_a_list_is_narrowed_by_matter_and_by_how_it_stands(records, page, ada):
    assert "Burglary will fall" not in page(ada, "/commitments/?matter=calls")
    assert "Calls will be answered" not in page(ada, "/commitments/?stands=due")
    assert "Burglary will fall" in page(ada, "/commitments/?stands=nonsense")


def test_nobody_is_scored(records, page, ada):
    """Counts are of the body, of matters and of areas: of no post."""
    page(ada, "/commitments/")
    wait()
    text = page(ada, "/commitments/").split("How they stand")[1]
    assert "Burglary" in text
    assert "Chief constable" not in text


class TestWithFigures:
    def test_a_page_has_test_chart_course_luck_power_and_finding(self, west_mercia, page):
        text = page(west_mercia, "/commitments/2017-12/C19/")
        for said in ("above that of the three months before", "A force that changes nothing passes", "Not shown",
                     'class="chart-wide"', "window of the test", "Course over time"):  # fmt: skip
            assert said in text, said

    def test_a_page_that_is_not_worked_out_says_so_and_answers_at_once(self, west_mercia, page, monkeypatch):
        monkeypatch.setattr(worked_out, "PATIENCE_SECONDS", 0)
        monkeypatch.setattr(worked_out, "_begin", lambda: None)
        text = page(west_mercia, "/commitments/2017-12/C19/")
        assert "The figures are being worked out." in text
        assert "Being worked out" in page(west_mercia, "/commitments/")

    def test_what_is_worked_out_stays_when_something_else_is_written_down(self, west_mercia, page):
        page(west_mercia, "/commitments/2017-12/C19/")
        asked = Reference.parse("commitment 2017-12/C19")
        before = known().standing(asked)
        item = Item.objects.filter(title__contains="urglary").first()
        with transaction.atomic():
            line = add_line(item, "note", "N77", "Tea was late.")
            audit.record("line.entered", line.reference, by=west_mercia)
        assert known().body.folder.meetings[-1].items != before.promise.meeting.items
        after = known().asked.found[asked]
        assert after.trials == before.trials
        assert after.promise is known().promises[asked]

    def test_a_promise_to_which_something_happened_is_worked_out_anew(self, west_mercia, page):
        page(west_mercia, "/commitments/2017-12/C19/")
        asked = Reference.parse("commitment 2017-12/C19")
        Event.objects.create(reference=str(asked), at=date(2018, 7, 9), by="pcc", kind="withdrawn", words="No more.")
        with transaction.atomic():
            audit.record("commitment.withdrawn", str(asked), by=west_mercia)
        assert asked not in known().asked.found or known().asked.found[asked].stands == "withdrawn"
        assert "Withdrawn" in page(west_mercia, "/commitments/2017-12/C19/")


def wait():
    """Until everything is worked out: a list does not wait for it."""
    until = time.monotonic() + 60
    while known().is_busy and time.monotonic() < until:
        time.sleep(0.01)


def known():
    return worked_out.worked_out(snapshot(), timezone.localdate())
