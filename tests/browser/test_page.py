"""The page as a browser shows it: for a screen reader, on a phone, on paper, under its own policy."""

import json
from pathlib import Path

import pytest

from every_block import every_block
from eyre.writers.html import to_html

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no /usr/bin/chromium: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    page = tmp_path_factory.mktemp("pack") / "pack.html"
    page.write_text(to_html(every_block()), encoding="utf-8")
    return page.as_uri()


@pytest.fixture
def open_page(browser, address):
    contexts = []

    def open_at(width=1280, **more):
        context = browser.new_context(viewport={"width": width, "height": 900}, **more)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.goto(address)
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_accessibility_checker_finds_nothing(open_page, width):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(width, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}}).response["violations"]
    assert found == [], json.dumps([(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found], indent=1)


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_the_page_never_scrolls_sideways(open_page, width):
    page = open_page(width)
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_breaks_the_policy_of_the_page(open_page):
    page = open_page()
    assert page.complaints == []
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"  # the style is in


def test_script_is_not_needed_and_would_not_run(open_page):
    page = open_page(java_script_enabled=False)
    page.locator("summary").first.click()
    assert page.locator(".chart table").first.is_visible()


@pytest.mark.parametrize(("width", "seen", "unseen"), [(320, "narrow", "wide"), (1280, "wide", "narrow")])
def test_a_phone_gets_its_own_drawing(open_page, width, seen, unseen):
    page = open_page(width)
    assert page.locator(f"svg.chart-{seen}").first.is_visible()
    assert not page.locator(f"svg.chart-{unseen}").first.is_visible()


def test_words_in_charts_are_large_enough_on_a_phone(open_page):
    """13 units in a drawing 340 wide, in a column of 288: 11 pixels."""
    page = open_page(320)
    scale = page.evaluate(
        "(() => { const svg = document.querySelector('svg.chart-narrow');"
        " return svg.getBoundingClientRect().width / svg.viewBox.baseVal.width; })()"
    )
    assert 13 * scale >= 11


def test_the_keyboard_reaches_the_skip_link_first_and_every_pane(open_page):
    page = open_page(320)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    panes = page.locator(".pane").count()
    assert page.locator(".pane[tabindex='0']").count() == panes > 0


def test_figures_behind_charts_are_open_on_paper(open_page):
    page = open_page()
    row = page.locator(".chart table tbody tr").first
    assert not row.is_visible()
    page.emulate_media(media="print")
    assert row.is_visible()


def test_the_page_prints(open_page, tmp_path):
    pdf = open_page().pdf(path=str(tmp_path / "pack.pdf"), prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 20_000
