"""Matters over the years: what their pages show, and to whom."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eyre_web.meetings.addresses import address_of
from eyre_web.meetings.models import Item, Matter, Meeting
from eyre_web.snapshot import kept
from web.matters.conftest import add_line
from web.people import account

pytestmark = pytest.mark.db

BURGLARY = "/matters/burglary/"


def headings(text):
    return [re.sub(r"\s+", " ", found).strip() for found in re.findall(r"<h4[^>]*>(.*?)</h4>", text)]


class TestWhoSees:
    def test_a_policy_officer_and_a_chief_officer_see_the_record(self, records, page, ada, ben):
        for who in (ada, ben):
            text = page(who, BURGLARY)
            assert "Repeat burglary fell" in text
            assert "Burglary will fall" in text

    def test_a_force_analyst_sees_of_a_matter_only_their_own_actions(self, records, page, cy):
        """Cy manages action 2025-09/2 on burglary, and may see nothing else of it."""
        text = page(cy, BURGLARY)
        assert "Hold a meeting with housing providers." in text
        for hidden in (
            "Repeat burglary fell", "Burglary will fall", "Why did burglary rise?", "Send a paper", "It rose again",
            "Silent", "eatured in", "What was promised", "Suggested questions",
        ):  # fmt: skip
            assert hidden not in text
        assert "2025-09/1" not in text

    def test_a_matter_of_which_a_person_sees_nothing_is_not_there(self, records, page, cy):
        Matter.objects.create(key="drones", title="Drones", place=9)
        page(cy, "/matters/drones/", 404)
        page(cy, "/matters/drones/print/", 404)
        assert "Drones" not in page(cy, "/matters/")

    def test_one_that_is_not_there_answers_the_same(self, records, page, ada, cy):
        page(ada, "/matters/nowhere/", 404)
        page(cy, "/matters/nowhere/", 404)

    def test_an_administrator_sees_no_matter(self, records, page):
        admin = account("Pat", "administrator")
        for address in ("/matters/", BURGLARY, f"{BURGLARY}print/"):
            page(admin, address, 403)

    @pytest.mark.parametrize("address", ["/matters/", BURGLARY, f"{BURGLARY}print/"])
    def test_nobody_sees_it_without_signing_in(self, records, page, address):
        page(None, address, 302)

    def test_the_briefing_hides_what_the_page_hides(self, records, page, cy):
        text = page(cy, f"{BURGLARY}print/")
        assert "Hold a meeting with housing providers." in text
        assert "Burglary will fall" not in text
        assert "Send a paper" not in text

    def test_what_a_meeting_says_that_somebody_may_not_see_is_left_out_and_not_counted(
        self, records, page, ada, monkeypatch
    ):
        """As it is for a force while the notes are a draft: whatever `for_user` of meetings holds back."""
        seen = page(ada, "/matters/calls/")
        assert "Calls will be answered" in seen
        assert "September and October 2025" in seen
        without = type(Meeting.objects.all()).for_user
        monkeypatch.setattr(
            type(Meeting.objects.all()), "for_user", lambda rows, access: without(rows, access).exclude(status="held")
        )
        hidden = page(ada, "/matters/calls/")
        assert "Calls will be answered" not in hidden
        assert "eatured in September 2025" in hidden
        assert "Calls will be answered" not in page(ada, "/commitments/")


class TestThePage:
    def test_it_leads_from_the_question_to_what_came_of_it(self, records, page, ada):
        assert headings(page(ada, BURGLARY)) == [
            "Asked", "Found", "Promised", "Set to be done",  # on the day of the meeting
            "Set to be done",  # the new date of its action, in October
            "What came of it",  # missed, in November
        ]  # fmt: skip

    def test_it_says_in_which_months_the_matter_featured(self, records, page, ada):
        assert "Featured in September 2025." in page(ada, BURGLARY)

    def test_a_silent_matter_is_a_warning(self, records, page, ada, monkeypatch):
        assert "govuk-warning-text" not in page(ada, BURGLARY)
        monkeypatch.setattr(timezone, "localdate", lambda *more: date(2026, 3, 1))
        assert "Silent for 166 days: last considered on 16 September 2025" in page(ada, BURGLARY)  # 14+31+30+31+31+28+1

    def test_each_promise_stands_there_with_its_standing(self, records, page, ada):
        text = page(ada, BURGLARY)
        assert 'href="/commitments/2025-09/C1/"' in text
        assert "missed once" in text
        assert "Due: nobody has decided" in text

    def test_a_question_is_suggested_with_its_reason(self, records, page, ada):
        text = page(ada, BURGLARY)
        assert "Put again: “Why did burglary rise?”" in text
        assert "Reason: it was put on 16 September 2025 and answered in part (question 2025-09/Q1)." in text

    def test_the_thread_stands_on_one_axis_in_a_chart_with_its_table(self, records, page, ada):
        text = page(ada, BURGLARY)
        assert 'class="chart-wide"' in text
        assert "Figures: Burglary, month by month" in text

    def test_each_record_leads_somewhere(self, records, page, ada, client):
        text = page(ada, BURGLARY)
        addresses = {part.split('"')[0] for part in text.split('<a class="govuk-link" href="')[1:]}
        for address in addresses:
            if address.startswith("/"):
                assert client.get(address.split("#")[0]).status_code == 200, address
        assert address_of("finding 2025-09/F1") in addresses

    def test_words_are_never_markup(self, records, page, ada):
        add_line(Item.objects.get(title="Burglary"), "note", "N1", "<script>x</script>")
        assert "<script>x" not in page(ada, BURGLARY)

    def test_a_year_that_is_not_there_is_the_last(self, records, page, ada):
        assert "The thread in 2025" in page(ada, f"{BURGLARY}?year=1999")
        assert "The thread in 2025" in page(ada, f"{BURGLARY}?year=x")

    def test_the_number_of_queries_does_not_grow_with_the_record(self, records, page, ada, client):
        def asked(address):
            page(ada, address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            return len(queries)

        before = [asked(address) for address in ("/matters/", BURGLARY)]
        item = Item.objects.get(title="Burglary")
        for number in range(2, 30):
            add_line(item, "finding", f"F{number}", "It fell", kind="performance")
            add_line(item, "commitment", f"C{number}", "It will fall", kind="commitment", given_by=["chief"])
        kept.forget()
        assert [asked(address) for address in ("/matters/", BURGLARY)] == before


def test_figures_stand_above_the_thread_on_the_same_axis(west_mercia, page):
    text = page(west_mercia, "/matters/domestic-burglary/")
    assert "Burglary victims satisfied with the service, West Mercia" in text
    assert "Featured in January, February, March, May and December 2017." in text
    svg = re.search(r'<svg class="chart-wide".*?</svg>', text, re.DOTALL)[0]
    for step in ("Questions", "Evidence", "Findings", "Commitments", "Actions", "Results"):
        assert f">{step}</text>" in svg
