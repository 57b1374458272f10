"""The pattern page as a browser shows it: to a screen reader, on a phone, on paper, without script, by keyboard.

EYRE_SCREENSHOTS=folder keeps a picture of each, to be looked at.
"""

import json
import threading
from itertools import pairwise
from pathlib import Path
from wsgiref.simple_server import make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test.utils import override_settings

from chromium import MARKS, PICTURES, Silent, open_all, picture, started, violations

pytestmark = MARKS


@pytest.fixture(scope="module")
def address():
    with override_settings(ROOT_URLCONF="pattern_page", ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[]):
        server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), handler_class=Silent)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def browser():
    with started() as running:
        yield running


@pytest.fixture
def open_page(browser, address, request):
    contexts = []

    def open_at(width=1280, query="", **more):
        context = browser.new_context(viewport={"width": width, "height": 900}, **more)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(address + query)
        picture(page, f"{request.node.name}-{width}{query}")
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("width", "script", "query"), [(320, True, ""), (1280, True, "?wrong"), (320, False, "?wrong"), (1280, False, "")]
)
def test_the_accessibility_checker_finds_nothing(open_page, width, script, query):
    # The checker is a script itself: where pages must do without, our file is what is kept back.
    page = open_page(width, bypass_csp=True)
    if not script:
        page.route("**/eyre.js", lambda route: route.abort())
    page.goto(page.url + query)
    open_all(page)
    found = violations(page)
    assert found == [], json.dumps(found, indent=1)


@pytest.mark.parametrize("query", ["", "?wrong"])
@pytest.mark.parametrize("width", [320, 640, 1280])
def test_the_page_never_scrolls_sideways(open_page, width, query):
    page = open_page(width, query)
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wide_table_scrolls_by_itself_on_a_phone(open_page):
    pane = open_page(320).locator(".eyre-pane").first
    assert pane.evaluate("pane => pane.scrollWidth > pane.clientWidth")
    assert pane.get_attribute("tabindex") == "0"


def test_nothing_breaks_the_policy(open_page):
    page = open_page(query="?wrong")
    page.locator(".govuk-password-input__toggle").click()
    page.locator("textarea").first.fill("x" * 600)
    page.get_by_text("You have 100 characters too many").first.wait_for()
    assert page.complaints == []
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.govuk-skip-link')).position") == "absolute"
    )  # style is in
    assert page.evaluate("document.body.classList.contains('govuk-frontend-supported')")  # script is in


def test_without_script_everything_is_there(open_page):
    page = open_page(java_script_enabled=False)
    assert page.locator("#history").is_visible()
    assert page.locator("#versions").is_visible()
    assert page.locator("#id_successor").is_visible()
    assert page.get_by_text("You can enter up to 500 characters").is_visible()
    assert page.get_by_role("link", name="People").is_visible()
    assert page.locator(".govuk-password-input__toggle").is_hidden()
    page.get_by_text("Choose what is shown").click()
    assert page.get_by_role("button", name="Show", exact=True).is_visible()


def test_with_script_tabs_and_reveals_fold(open_page):
    page = open_page()
    assert not page.locator("#versions").is_visible()
    page.get_by_role("tab", name="Two versions").click()
    assert page.locator("#versions").is_visible()
    assert not page.locator("#id_successor").is_visible()
    page.get_by_label("Superseded by another action").check()
    assert page.locator("#id_successor").is_visible()


def test_the_focus_goes_to_what_is_wrong_and_on_to_the_field(open_page):
    page = open_page(query="?wrong")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="E-mail address: Enter a valid email address.").click()
    assert page.evaluate("document.activeElement.id") == "id_email"


def focused(page):
    return page.evaluate(
        "(() => { const at = document.activeElement, style = getComputedStyle(at);"
        " const label = at.labels && at.labels[0];"
        " const ring = element => { const s = getComputedStyle(element);"
        " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' };"
        " const before = label ? getComputedStyle(label, '::before').boxShadow : 'none';"
        " return {name: at.tagName, text: at.textContent.trim().slice(0, 40), id: at.id,"
        " seen: ring(at) || before !== 'none' || style.outlineStyle !== 'none',"
        " top: at.getBoundingClientRect().top + scrollY}; })()"
    )


@pytest.mark.parametrize("width", [320, 1280])
def test_the_keyboard_goes_through_the_page_from_top_to_bottom_and_is_seen(open_page, width):
    page = open_page(width)
    reached = []
    for _press in range(90):
        page.keyboard.press("Tab")
        at = focused(page)
        if at["name"] == "BODY":
            break
        reached.append(at)
    assert reached[0]["text"] == "Skip to main content"
    assert [at for at in reached if not at["seen"]] == []
    names = [at["text"] or at["id"] for at in reached]
    assert {"Sign out", "open-actions", "id_due-day", "Accept as done", "About Eyre"} <= {
        *names,
        *(at["id"] for at in reached),
    }
    tops = [at["top"] for at in reached[1:]]
    # Side by side counts as the same height; nothing jumps back by more than a line of boxes.
    assert all(later >= earlier - 60 for earlier, later in pairwise(tops))


def test_the_skip_link_skips(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


@pytest.mark.parametrize("width", [320, 1280])
def test_what_is_pressed_is_large_enough(open_page, width):
    """WCAG 2.2, 2.5.8: 24 by 24 pixels, unless it stands in a line of text."""
    page = open_page(width)
    open_all(page)
    small = page.evaluate(
        "[...document.querySelectorAll('button, summary, select, input:not([type=hidden]), .eyre-filter__remove')]"
        ".filter(e => { const box = e.getBoundingClientRect();"
        " return box.width && (box.height < 24 || box.width < 24) })"
        ".map(e => e.outerHTML)"
    )
    assert small == []


def test_paper_has_what_is_said_and_not_what_is_pressed(open_page):
    page = open_page()
    page.emulate_media(media="print")
    for selector in (
        ".govuk-service-navigation",
        ".govuk-button",
        ".govuk-breadcrumbs",
        ".govuk-pagination",
        ".eyre-person",
    ):
        assert not page.locator(selector).first.is_visible(), selector
    for selector in (
        "#history",
        "#versions",
        ".govuk-details__text",
        ".eyre-filter__applied",
        "h1",
        ".eyre-footer__words",
    ):
        assert page.locator(selector).first.is_visible(), selector
    assert page.locator(".govuk-generic-header").inner_text().startswith("Office of the Police")
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    if PICTURES:
        (Path(PICTURES) / "page.pdf").write_bytes(paper)
