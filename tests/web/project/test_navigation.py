"""Where one can go: one line on every page, the rest on a page of its own, and to each person what they may open."""

import re

import pytest
from django.urls import reverse

from eyre_web.accounts.access import access_of
from eyre_web.project.navigation import MORE, ON_EVERY_PAGE, more_for, navigation
from web.minutes.conftest import TODAY
from web.people import account

pytestmark = pytest.mark.db

FITS = 80  # letters that stand in one line at 1280 pixels, with room between the words


def titles(links):
    return [str(link["text"]) for link in links]


def test_the_links_of_every_page_stand_in_one_line(body, ada):
    found = titles(navigation(access_of(ada, TODAY), "/"))
    assert found == [
        "Front page", "Actions", "Meetings", "Matters", "Commitments", "Registers", "Documents", "Search", "More",
    ]  # fmt: skip
    assert sum(map(len, found)) <= FITS


def test_each_person_is_led_only_to_what_they_may_open(client, body, ada, ben, cy):
    for who in (ada, ben, cy, account("Moe", "panel_member"), account("Al", "administrator")):
        access = access_of(who, TODAY)
        client.force_login(who)
        for part in (*ON_EVERY_PAGE, *MORE):
            opened = client.get(reverse(part.name)).status_code
            assert (opened == 200) == part.is_for(access), (who, part.name, opened)
        page = client.get(reverse("more")).content.decode()
        linked = set(re.findall(r'class="govuk-link" href="([^"]+)"', page))
        assert linked == {reverse(part.name) for part in more_for(access)}


def test_nobody_reads_it_who_has_not_signed_in(client, body):
    assert client.get(reverse("more")).status_code == 302


@pytest.mark.parametrize(
    ("path", "marked"),
    [("/", "Front page"), ("/actions/2025-09/1/", "Actions"), ("/series/", "Meetings"), ("/people/", "More"),
     ("/commitments/chair/", "Commitments"), ("/more/", "More")],
)  # fmt: skip
def test_the_part_that_a_page_stands_in_is_marked_and_no_other(body, ada, path, marked):
    links = navigation(access_of(ada, TODAY), path)
    assert titles(link for link in links if link["active"] or link["current"]) == [marked]
