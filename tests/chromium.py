"""A real browser for the tests: where it is, how it is started, and what its accessibility checker is asked."""

import os
from contextlib import contextmanager
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler

import pytest

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = os.environ.get("EYRE_SCREENSHOTS")

MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no /usr/bin/chromium: apt-get install chromium"),
]


class Silent(WSGIRequestHandler):
    def log_message(self, *_arguments):
        """The test says what is wrong; the log of requests does not."""


@contextmanager
def started():
    """Chromium, running."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield running
        running.close()


def open_all(page):
    """Unfold whatever is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")


def violations(page):
    """What the accessibility checker finds: each rule with the elements that break it."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"]})
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found.response["violations"]]


def picture(page, name):
    """Keep a picture of a page, where EYRE_SCREENSHOTS names a folder for them."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        safe = "".join(letter if letter.isalnum() else "-" for letter in name)
        page.screenshot(path=Path(PICTURES) / f"{safe}.png", full_page=True)
