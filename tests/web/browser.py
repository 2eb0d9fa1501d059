"""A real browser over a real server, which remarks whatever no page may do.

Fixtures stand in `conftest.py`. Where there is no Chromium, tests that want one say so.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Locator, Page

PATIENCE_MS = 20_000
"""A loaded machine may take long; nothing is measured by it."""
DOWNLOAD_MS = 120_000
DESKTOP = {"width": 1280, "height": 900}
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`against the policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
_FOCUSED = """
() => {
  const one = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const { left, top, right, bottom } = one.getBoundingClientRect();
  return {
    name: one.outerHTML.slice(0, 200),
    isSomething: one !== document.body && one !== document.documentElement,
    isOutlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 1,
    isInView: right > 0 && bottom > 0 && left < innerWidth && top < innerHeight && right > left,
  };
}
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium; the test is skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    with playwright.sync_playwright() as engine:
        path = found or engine.chromium.executable_path
        if not Path(path).exists():
            pytest.skip("Chromium is not installed")
        playwright.expect.set_options(timeout=PATIENCE_MS)
        browser = engine.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


class Visitor:
    """Somebody at a browser.

    Attributes:
        browser: runs the pages.
        home: address all pages must come from, with a slash at its end.
        faults: what pages did that none may do.
        asked: addresses pages have asked for, in order.
    """

    def __init__(self, browser: Browser, home: str) -> None:
        self.browser, self.home = browser, home
        self.faults: list[str] = []
        self.asked: list[str] = []
        self._contexts: list[BrowserContext] = []

    def open(self, path: str = "", **options: Any) -> Page:
        """A page in a fresh browser, which knows nothing of the others.

        Args:
            path: below home.
            options: of the browser, see Playwright's `new_context`.
        """
        wanted = {"viewport": DESKTOP, "reduced_motion": "reduce", "service_workers": "block"}
        context = self.browser.new_context(**{**wanted, "base_url": self.home, **options})
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(_TELL_VIOLATIONS)
        context.on("console", self._note_console)
        context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("page", self._watch)
        self._contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    def leave(self) -> None:
        """Close all; nothing was left behind, nobody else was asked, nothing went wrong."""
        for context in self._contexts:
            self.faults += _kept(context)
            context.close()
        for url in self.asked:
            if not url.startswith((self.home, "data:", "blob:")):
                self.faults.append(f"asked elsewhere: {url}")
        assert not self.faults, "\n".join(self.faults)

    def _watch(self, page: Page) -> None:
        # A dialog that nobody answers would stop the page.
        page.on("dialog", self._note_dialog)

    def _note_dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text} {message.location.get('url', '')}")


def _kept(context: BrowserContext) -> Iterator[str]:
    """What pages have stored in a browser."""
    state = context.storage_state(indexed_db=True)
    yield from (f"a cookie: {one['name']}" for one in state.get("cookies", ()))
    for origin in state.get("origins", ()):
        yield f"stored: {origin}"
    for page in context.pages:
        if page.url.startswith("http") and page.evaluate("sessionStorage.length"):
            yield f"stored in the session of {page.url}"


def tab_to(page: Page, target: Locator, most: int = 250) -> None:
    """Go to an element by the tab key alone; on the way, the focus is always to be seen."""
    for _ in range(most):
        if is_focused(target):
            return
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused["isSomething"]:  # else it is in the browser's own controls
            assert focused["isOutlined"], focused["name"]
            assert focused["isInView"], focused["name"]
    raise AssertionError(f"not reached: {target}")


def is_focused(target: Locator) -> bool:
    """Whether the keyboard speaks to an element."""
    return bool(target.evaluate("one => one === document.activeElement"))


def take(page: Page, button: Locator, folder: Path, key: str = "") -> Path:
    """Download what a button or link gives, by a click or a key on it; the file, by its name."""
    with page.expect_download(timeout=DOWNLOAD_MS) as download:
        button.press(key) if key else button.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path
