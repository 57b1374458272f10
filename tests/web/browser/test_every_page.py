"""Every page in a real browser: to a screen reader, on a telephone, on paper, without script, by keyboard.

`pages.py` has a sample of each; a page without one fails here. EYRE_SCREENSHOTS=folder keeps pictures to be looked at.
"""

import json
from collections import Counter

import pytest

from chromium import MARKS, started
from web.browser.pages import NOT_PAGES, SAMPLES, named_urls
from web.browser.site import served
from web.browser.walk import Walk, addresses_of

# A minute where nothing else runs; the walk is the setting up of the first test that asks for it.
pytestmark = [pytest.mark.db, pytest.mark.slow, pytest.mark.timeout(900), *MARKS]


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker, tmp_path_factory):
    """One browser over every page; each test asks what it found."""
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("site") / "data") as (site, made):
        addresses = addresses_of(made)
        with started() as browser:
            walked = Walk(browser, site, made, addresses)
            walked.go()
        yield walked


def said(faults):
    return json.dumps(faults, indent=1)


def test_every_page_has_a_sample_or_a_reason_to_have_none():
    names = named_urls()
    assert [name for name, times in Counter(names).items() if times > 1] == [], "a URL name is given once"
    without = [name for name in names if name not in SAMPLES and name not in NOT_PAGES]
    assert without == [], f"Give {', '.join(without)} a line in SAMPLES of tests/web/browser/pages.py, or in NOT_PAGES."
    assert {*SAMPLES, *NOT_PAGES} - {*names} == set(), "a line of pages.py is of no page any more"
    assert not SAMPLES.keys() & NOT_PAGES.keys()


def test_every_page_is_there_and_is_itself(walk):
    assert walk.faults.of_answers == [], said(walk.faults.of_answers)
    assert walk.visited.keys() == SAMPLES.keys()


def test_the_accessibility_checker_finds_nothing_on_any_page(walk):
    assert walk.faults.of_accessibility == [], said(walk.faults.of_accessibility)


def test_no_page_scrolls_sideways_on_a_telephone(walk):
    assert walk.faults.of_width == [], said(walk.faults.of_width)


def test_paper_has_every_word_of_a_page_and_nothing_that_is_pressed(walk):
    assert walk.faults.of_paper == [], said(walk.faults.of_paper)


def test_without_script_every_page_says_what_it_is(walk):
    assert walk.faults.without_script == [], said(walk.faults.without_script)


def test_by_keyboard_everything_is_reached_and_seen_and_the_skip_link_comes_first(walk):
    assert walk.faults.of_focus == [], said(walk.faults.of_focus)


def test_no_page_breaks_the_policy_or_complains(walk):
    assert walk.faults.of_policy == [], said(walk.faults.of_policy)
