"""Pages for everybody: what axe-core finds, narrow screens, large letters, the keyboard alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kb.web.addresses import PAGES, path_of
from tests.conftest import LANGS
from tests.web.browser import DESKTOP, Visitor, is_focused, tab_to

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.slow

_ROOT = Path(__file__).parents[2]
_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
_BASKET = "fi-narpio-narpesmodellen,se-tolgmodellen,at-imst-arbeitskreis-integration"
_IDS: Mapping[str, str] = {
    "practice": "se-integration-halland",
    "original": "at-alberschwende-wir-sind-asyl",
    "topic": "housing",
    "country": "at",
    "partner": "se-halland",
    "group": "at-imst-arbeitskreis",
    "visit": "halland-2017",
    "project": "iira",
}
"""Kind of page → whose page, where there are many."""
_MORE: Mapping[str, str] = {
    "search, found": "search?q=kieli&page=2",
    "search, narrowed": "search?q=langauge&country=AT&topic=housing",
    "search, nothing": "search?q=xyzzyq",
    "search, doubtful": "search?q=country%3AXX",
    "practice, chosen": f"practices/fi-narpio-narpesmodellen?basket={_BASKET}",
    "basket, full": f"basket?basket={_BASKET}",
    "missing": "practices/there-is-none",
}
"""Pages in a state of their own."""
KINDS = {**{kind: path_of(path, _IDS.get(kind, "")) for kind, path in PAGES.items()}, **_MORE}
PHONE = {"width": 320, "height": 640}
_TOUCHED = """
() => [...document.querySelectorAll(
  ".menu:not(nav *), .find, .languages a, .basket-link, main .button, .search-line button")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
  .map((one) => one.outerHTML)
"""
_MOVING = """
() => [...document.querySelectorAll("*")].filter((one) => {
  const { transitionDuration, animationName, scrollBehavior: way } = getComputedStyle(one);
  return parseFloat(transitionDuration) > 0 || animationName !== "none" || way !== "auto";
}).map((one) => one.outerHTML)
"""
_RUN = """
async ([rules, details]) => {
  for (const one of document.querySelectorAll("details")) one.open = details;
  const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target}: ${failureSummary}`));
}
"""


@cache
def axe_source() -> str:
    """axe-core, from where the test command or the environment has it."""
    places = (os.environ.get("KB_NODE_MODULES"), _ROOT / "build" / "npm" / "node_modules")
    for place in filter(None, places):
        found = Path(place) / "axe-core" / "axe.min.js"
        if found.exists():
            return found.read_text("utf-8")
    pytest.skip("axe-core is not installed: npm install --prefix build/npm axe-core")


def look_with_axe(page: Page) -> list[str]:
    """What axe-core finds, by day and by night; only colours are other ones then."""
    page.evaluate(axe_source())
    found: list[str] = page.evaluate(_RUN, [{"type": "tag", "values": _TAGS}, True])
    page.emulate_media(color_scheme="dark")
    found += page.evaluate(_RUN, [{"type": "rule", "values": ["color-contrast"]}, True])
    return found


def width_beyond(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return max(0, int(wide))


def forget_missing(visitor: Visitor) -> None:
    """The browser itself remarks on pages that are not there."""
    visitor.faults[:] = [one for one in visitor.faults if "404" not in one]


@pytest.fixture
def look(visitor: Visitor) -> Callable[..., Page]:
    """Opens a page by its kind."""

    def open_page(kind: str, lang: str = "fi", **options: Any) -> Page:
        return visitor.open(f"{lang}/{KINDS[kind]}", **options)

    return open_page


@pytest.mark.parametrize("lang", LANGS)
def test_axe_finds_nothing(visitor: Visitor, lang: str) -> None:
    page = visitor.open("robots.txt")
    found = {}
    for kind, path in KINDS.items():
        page.goto(f"{lang}/{path}")
        found[kind] = look_with_axe(page)
        page.emulate_media(color_scheme="light")
    forget_missing(visitor)
    assert {kind: faults for kind, faults in found.items() if faults} == {}


@pytest.mark.parametrize("kind", ["home", "search, found", "practice"])
def test_axe_finds_nothing_on_a_phone(look: Callable[..., Page], kind: str) -> None:
    page = look(kind, viewport=PHONE, has_touch=True)
    assert look_with_axe(page) == []
    page.locator("header .menu").first.click()
    assert look_with_axe(page) == []


def test_nothing_hangs_out_of_the_window(visitor: Visitor) -> None:
    page = visitor.open("robots.txt", viewport=PHONE)
    beyond = {}
    for kind, path in KINDS.items():
        page.set_viewport_size(PHONE)  # as 1280 pixels at 400 %
        page.goto(f"de/{path}")
        widths = [width_beyond(page)]
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        widths.append(width_beyond(page))
        page.set_viewport_size(DESKTOP)
        beyond[kind] = (*widths, width_beyond(page))
    forget_missing(visitor)
    assert {kind: widths for kind, widths in beyond.items() if any(widths)} == {}


@pytest.mark.parametrize("kind", ["home", "search, narrowed", "practice", "basket, full", "map"])
def test_fingers_find_the_main_controls(look: Callable[..., Page], kind: str) -> None:
    page = look(kind, viewport=PHONE, has_touch=True, is_mobile=True)
    assert page.evaluate(_TOUCHED) == []


def test_the_first_key_leads_past_the_header(look: Callable[..., Page]) -> None:
    page = look("practice")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert is_focused(skip)
    box = skip.bounding_box()
    assert box
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert is_focused(page.locator("main"))


@pytest.mark.parametrize("kind", ["home", "practice", "search, narrowed", "basket, full", "map"])
def test_the_keyboard_reaches_the_last_link_and_is_seen_all_the_way(
    look: Callable[..., Page], kind: str
) -> None:
    page = look(kind)
    tab_to(page, page.locator(".foot a").last)


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(look: Callable[..., Page]) -> None:
    page = look("practice", viewport=PHONE)
    button = page.locator("header > .menu")
    tab_to(page, button)
    first = page.locator("nav.main a").first
    assert not first.is_visible()
    page.keyboard.press("Enter")
    assert first.is_visible()
    tab_to(page, first, most=3)
    page.keyboard.press("Escape")
    assert not first.is_visible()
    assert is_focused(button)


def test_without_script_the_menu_opens_too(look: Callable[..., Page]) -> None:
    page = look("practice", viewport=PHONE, java_script_enabled=False)
    page.locator("header > .menu").click()
    page.locator("nav.main a").first.click()
    assert page.url.partition("?")[0].endswith("/fi/practices")


@pytest.mark.parametrize("kind", ["home", "practice"])
def test_nothing_moves_for_those_who_asked_for_that(look: Callable[..., Page], kind: str) -> None:
    assert look(kind, reduced_motion="reduce").evaluate(_MOVING) == []


def test_parts_are_marked_with_their_language(look: Callable[..., Page]) -> None:
    page = look("original", "fi")
    assert page.locator("html").get_attribute("lang") == "fi"
    pairs = page.locator(".record .rest .pair").first.locator("p")
    langs = pairs.evaluate_all("all => all.map((one) => one.closest('[lang]').lang.slice(0, 2))")
    assert langs == ["fi", "de"]
    names = page.locator(".languages a")
    told = names.evaluate_all("all => all.map((one) => [one.lang, one.innerText.trim()])")
    assert ["sv", "svenska"] in told


def test_countries_are_known_without_their_colours(look: Callable[..., Page]) -> None:
    page = look("practices", forced_colors="active")
    codes = page.locator("main .country-code")
    assert codes.count()
    look_of = "one => [getComputedStyle(one).borderTopStyle, one.textContent]"
    assert set(codes.evaluate_all(f"all => all.map((one) => ({look_of})(one)[0])")) == {"solid"}
    assert set(codes.all_inner_texts()) == {"AT", "DE", "FI", "SE"}
