"""A walk over every page in one browser: what a screen reader, a telephone, paper, no script and a keyboard meet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Error

from chromium import open_all, picture, violations
from web.browser.pages import ADA, HALF, NOBODY, SAMPLES, TOT, Sample
from web.browser.site import PASSWORD, Furnished

PHONE, DESK, PAPER = 320, 1280, 680  # pixels across; of A4, what 15 mm of margin leave, is 680
SIGN_IN = "/account/login/"
FIRST = ("govuk-skip-link", "govuk-error-summary", "govuk-notification-banner")  # or what was done wrong, or right

# Every element that can be reached, focused one by one: what of it looks the same as before.
UNSEEN = """() => {
    const look = e => { const s = getComputedStyle(e); const b = getComputedStyle(e, '::before');
        return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.backgroundColor, s.borderColor,
                b.boxShadow, b.outlineStyle].join() };
    const shown = e => e.checkVisibility({visibilityProperty: true}) && e.tabIndex >= 0 && !e.disabled;
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')];
    const unseen = [];
    for (const element of all.filter(shown)) {
        const label = element.labels && element.labels[0];
        document.activeElement.blur();
        const before = look(element) + (label ? look(label) : '');
        element.focus();
        if (document.activeElement !== element) unseen.push('cannot be reached: ' + element.outerHTML);
        else if (look(element) + (label ? look(label) : '') === before) unseen.push(element.outerHTML);
    }
    document.activeElement.blur();
    return unseen.map(html => html.slice(0, 200)) }"""
LEAPS = "[...document.querySelectorAll('[tabindex]')].filter(e => e.tabIndex > 0).map(e => e.outerHTML)"

# Words of the page itself that the screen has and paper has not. What is pressed may go.
PRESSED = (
    "nav, form, button, .govuk-button, .govuk-button-group, .govuk-pagination, .eyre-screen-only, .govuk-back-link, "
    ".govuk-summary-list__actions, .eyre-filter__details, .eyre-filter__clear, .govuk-tabs__list, .govuk-tabs__title, "
    ".govuk-visually-hidden, script"
)
MARK_WORDS = f"""() => {{
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    window.eyreWords = [];
    while (walker.nextNode()) {{
        const holder = walker.currentNode.parentElement;
        if (walker.currentNode.textContent.trim() && !holder.closest('{PRESSED}') && holder.checkVisibility())
            window.eyreWords.push(walker.currentNode);
    }} }}"""
LOST_WORDS = """() => window.eyreWords.filter(node => {
        const range = document.createRange(); range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        return !node.parentElement.checkVisibility() || box.width === 0 || box.right > innerWidth + 1;
    }).map(node => node.textContent.trim().slice(0, 80))"""
# A list that people read on a telephone stands as blocks; what may still be wider than one, by the name of its pane.
SIDEWAYS = """() => [...document.querySelectorAll('.eyre-pane')].filter(pane => pane.scrollWidth > pane.clientWidth + 1)
    .map(pane => pane.getAttribute('aria-labelledby'))"""
MATRICES = ("counts-",)
NOT_ON_PAPER = ".govuk-skip-link, .govuk-service-navigation, .eyre-person, .govuk-back-link, .govuk-button"


@dataclass(slots=True)
class Faults:
    """What was found, each with the page on which it was."""

    of_answers: list[str] = field(default_factory=list)
    of_accessibility: list[Any] = field(default_factory=list)
    of_width: list[str] = field(default_factory=list)
    of_focus: list[Any] = field(default_factory=list)
    of_paper: list[Any] = field(default_factory=list)
    without_script: list[str] = field(default_factory=list)
    of_policy: list[Any] = field(default_factory=list)


class Walk:
    """Somebody with a browser, who has signed in as each of the people once."""

    def __init__(self, browser, site: str, made: Furnished, addresses: Sequence[tuple[str, Sample, str]]) -> None:
        self.browser, self.site, self.made, self.addresses = browser, site, made, addresses
        self.faults = Faults()
        self.visited: dict[str, int] = {}
        self._pages: dict[tuple[str, bool], Any] = {}

    def go(self) -> None:
        for name, sample, address in self.addresses:
            self._visit(name, sample, address)

    # --- who ---------------------------------------------------------------------------------------------------

    def _page(self, who: str, script: bool):
        """The open page of a person, with or without script; signed in at the first time."""
        if (who, script) not in self._pages:
            state = None if script else self._page(who, True).context.storage_state()
            # The checker is a script of its own: where scripts run, the policy is not asked.
            context = self.browser.new_context(
                viewport={"width": DESK, "height": 900},
                storage_state=state,
                bypass_csp=script,
                java_script_enabled=script,
            )
            context.set_default_timeout(10_000)
            page = self._pages[who, script] = context.new_page()
            page.on("console", lambda message: self._hear(page.url, message))
            page.on("pageerror", lambda error: self.faults.of_policy.append((page.url, str(error))))
            if script and who != NOBODY:
                self._sign_in(page, who)
        return self._pages[who, script]

    def _sign_in(self, page, who: str) -> None:
        page.goto(self.site + SIGN_IN)
        page.fill("[name=login]", self.made.emails[ADA if who == ADA else TOT])
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        if who == TOT:
            page.fill("[name=code]", self.made.code)
            page.click("main button[type=submit]")
        if who != HALF:  # the password once more, which opens what changes an account
            page.goto(self.site + "/account/reauthenticate/?next=/")
            page.fill("[name=password]", PASSWORD)
            page.click("main button[type=submit]")
        assert page.url == self.site + ("/account/two-factor/authenticate/" if who == HALF else "/"), page.url

    # --- one page ----------------------------------------------------------------------------------------------

    def _visit(self, name: str, sample: Sample, address: str) -> None:
        where = f"{name} {address}"
        self.visited[name] = self.visited.get(name, 0) + 1
        for script in (False, True):
            page = self._page(sample.who, script)
            try:
                answer = page.goto(self.site + address)
            except Error as error:
                self.faults.of_answers.append(f"{where}: {error}")
                return
            if answer.status != sample.code or "text/html" not in answer.headers.get("content-type", ""):
                self.faults.of_answers.append(f"{where}: {answer.status}, {answer.headers.get('content-type')}")
                return
            if sample.stays and page.url != self.site + address:
                self.faults.of_answers.append(f"{where} leads to {page.url}")
                return
            self._look(page, where, script)
            if sample.sent is not None and script:
                try:
                    self._send(page, sample.sent)
                except Error as error:
                    self.faults.of_answers.append(f"{where} when {dict(sample.sent)} is sent: {error}")
                    return
                self._look(page, f"{where} when {dict(sample.sent)} is sent", script)

    def _look(self, page, where: str, script: bool) -> None:
        if not script:
            self._look_without_script(page, where)
            return
        if (first := self._first_of_all(page)) not in FIRST:
            self.faults.of_focus.append((where, f"the keyboard comes first to: {first}"))
        open_all(page)
        picture(page, f"{where}-{DESK}")
        self._add(self.faults.of_accessibility, where, violations(page))
        self._add(self.faults.of_focus, where, page.evaluate(UNSEEN) + page.evaluate(LEAPS))
        page.evaluate(MARK_WORDS)
        self._look_on_a_phone(page, where)
        self._look_on_paper(page, where)
        page.set_viewport_size({"width": DESK, "height": 900})

    @staticmethod
    def _first_of_all(page) -> str:
        """Where the keyboard begins: what the page itself put the focus on, else what the first Tab comes to."""
        at = "document.activeElement"
        if page.evaluate(f"{at} === document.body"):
            page.keyboard.press("Tab")
        return page.evaluate(f"{at}.classList[0] || {at}.outerHTML.slice(0, 200)")

    def _hear(self, where: str, message) -> None:
        """What the browser complains of, but for a page that is meant not to be there."""
        if message.type in ("error", "warning") and "status of 404" not in message.text:
            self.faults.of_policy.append((where, message.text))

    def _look_on_a_phone(self, page, where: str) -> None:
        page.set_viewport_size({"width": PHONE, "height": 700})
        picture(page, f"{where}-{PHONE}")
        if (width := page.evaluate("document.documentElement.scrollWidth")) > PHONE:
            self.faults.of_width.append(f"{where}: {width} pixels")
        lists = [name for name in page.evaluate(SIDEWAYS) if not name.startswith(MATRICES)]
        self.faults.of_width += [f"{where}: {name} is read by scrolling sideways" for name in lists]

    def _look_on_paper(self, page, where: str) -> None:
        page.emulate_media(media="print")
        page.set_viewport_size({"width": PAPER, "height": 900})
        picture(page, f"{where}-paper")
        self._add(self.faults.of_paper, where, page.evaluate(LOST_WORDS))
        pressed = page.locator(f":is({NOT_ON_PAPER}):visible").count()
        if pressed:
            self.faults.of_paper.append((where, f"{pressed} things that are pressed"))
        page.emulate_media(media="screen")

    def _look_without_script(self, page, where: str) -> None:
        heading = page.locator("main h1")
        words = re.sub(r"\s+", " ", page.locator("main").inner_text())
        if heading.count() != 1 or not heading.is_visible() or len(words) < 20:
            self.faults.without_script.append(f"{where}: {words[:80]}")

    @staticmethod
    def _add(into: list[Any], where: str, found: list[Any]) -> None:
        if found:
            into.append((where, found))

    @staticmethod
    def _send(page, typed) -> None:
        """Type into the form of the page and send it; where several are, the one that has the fields."""
        form = page.locator("main form[method=post]")
        if typed:
            form = form.filter(has=page.locator(f"[name={next(iter(typed))}]"))
        for name, value in typed.items():
            control = form.first.locator(f"[name={name}]")
            if control.count() > 1:
                control = form.first.locator(f"[name={name}][value='{value}']")
                control.check()
            elif control.evaluate("control => control.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        with page.expect_navigation():
            form.first.locator("button[type=submit]").first.click()


def addresses_of(made: Furnished) -> list[tuple[str, Sample, str]]:
    """Every sample with its address; found before the browser starts, in whose thread no record can be looked up."""
    return [(name, sample, sample.address(name, made)) for name, every in SAMPLES.items() for sample in every]
