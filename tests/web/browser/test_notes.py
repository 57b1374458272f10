"""The script of the notes: a line is entered where one types, others' lines appear, and nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from chromium import MARKS, started
from web.browser.site import PASSWORD, served

pytestmark = [pytest.mark.db, *MARKS]

NOTES = "/meetings/2025-10/notes/"


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("site") / "data") as (address, made):
        yield address, made.emails["Ada"]


@pytest.fixture
def pages(site):
    """Two open pages of the notes, each in a browser of its own."""
    address, email = site
    with started() as browser:
        yield [_signed_in(browser, address, email) for _ in range(2)]


def _signed_in(browser, address, email):
    page = browser.new_context().new_page()
    page.goto(f"{address}/account/login/?next={NOTES}")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")
    return page


def test_enter_enters_the_focus_stays_and_the_other_sees_it(pages):
    one, two = pages
    one.keyboard.press("Alt+ArrowDown")
    box = one.locator("#line-0")
    expect(box).to_be_focused()
    for words in ("finding gap chief: One after the other", "nonsense without a colon"):
        box.press_sequentially(words)
        box.press("Enter")
    lines = one.locator("#item-0")
    expect(lines).to_contain_text("Finding (gap) Chief constable: One after the other")
    expect(lines).to_contain_text("No colon was found, so this is kept as a note")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    expect(one.locator("#status")).to_contain_text("1 line could not be read and is kept as a note")
    expect(two.locator("#item-0")).to_contain_text("One after the other", timeout=10_000)
    expect(two.locator("#status")).to_contain_text("Somebody else has changed the notes")


def test_what_was_not_entered_comes_back_into_the_box_and_is_entered_once(pages):
    one, _ = pages
    box = one.locator("#line-0")
    one.route("**/notes/items/0/", lambda route: route.abort())
    box.fill("note: The line was down")
    box.press("Enter")
    expect(one.locator("#error-0")).to_contain_text("the server did not answer")
    expect(box).to_have_value("note: The line was down")
    one.unroute("**/notes/items/0/")

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    one.route("**/notes/items/0/", lose_the_answer)
    box.press("Enter")
    expect(box).to_have_value("note: The line was down")
    one.unroute("**/notes/items/0/")
    box.press("Enter")
    expect(box).to_have_value("")
    expect(one.locator("#status")).to_contain_text("It was entered already")
    expect(one.locator("#item-0").get_by_text("The line was down")).to_have_count(1)
    expect(one.locator("#error-0")).to_be_hidden()


def test_what_is_being_typed_is_kept_as_a_draft(pages):
    one, _ = pages
    box = one.locator("#line-0")
    with one.expect_response("**/draft/"):
        box.press_sequentially("finding gap ch")
    one.reload()
    expect(box).to_have_value("finding gap ch")


def test_whoever_was_signed_out_keeps_what_they_typed(pages):
    one, _ = pages
    one.context.clear_cookies()
    box = one.locator("#line-0")
    box.fill("note: Typed too late")
    box.press("Enter")
    expect(one.locator("#error-0")).to_contain_text("you are signed out")
    expect(box).to_have_value("note: Typed too late")
