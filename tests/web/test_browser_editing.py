"""Writing entries in a real browser: by keyboard without scripts, with them, and for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import LANGS
from tests.web.browser import Visitor, is_focused, tab_to
from tests.web.editing import CAFE, write_small
from tests.web.served import Served, served
from tests.web.test_accessibility import PHONE, look_with_axe, width_beyond

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.slow
expect = playwright.expect
_SESSION = "a cookie: kb_session_"
_STATUSES = ("status of 403", "status of 409", "status of 422")


class EditingVisitor(Visitor):
    """Somebody who edits: their session is kept, and a form that is not taken is no fault.

    Attributes:
        way_in: address that lets in.
    """

    way_in = ""

    def open(self, path: str = "", **options: Any) -> Page:
        """A page in a fresh browser that was let in."""
        page = super().open(self.way_in, **options)
        page.goto(path)
        return page

    def leave(self) -> None:
        """Close all; nothing else may have gone wrong."""
        try:
            super().leave()
        except AssertionError:
            known = (_SESSION, *_STATUSES)
            rest = [one for one in self.faults if not any(it in one for it in known)]
            assert not rest, "\n".join(rest)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small knowledge base."""
    return write_small(tmp_path_factory.mktemp("edited") / "base")


@pytest.fixture(scope="module")
def server(root: Path, kb_cache: Path) -> Iterator[Served]:
    """`kb serve --edit` over it."""
    arguments = ("--edit", "--sign-as", "Verein am Dorfplatz")
    with served(root, kb_cache, root.parent, *arguments) as server:
        EditingVisitor.way_in = server.read_way_in()
        yield server


@pytest.fixture
def visitor(browser: Browser, server: Served) -> Iterator[Visitor]:
    """Somebody who edits."""
    person = EditingVisitor(browser, server.url)
    yield person
    person.leave()


def field(page: Page, name: str) -> Locator:
    """A field of the form."""
    return page.locator(f"#sheet [name='{name}']").first


def write(page: Page, **texts: str) -> None:
    """Go from field to field by the tab key, and type."""
    for name, text in texts.items():
        tab_to(page, field(page, name.replace("__", ".")))
        page.keyboard.type(text)


def press(page: Page, name: str) -> None:
    """Go to a button or link by the tab key, and press it."""
    for role in ("button", "link"):
        found = page.locator("main").get_by_role(role, name=name, exact=True)
        if found.count():
            tab_to(page, found.first)
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(name)


def forget(page: Page) -> None:
    """Let a page be left without a question, as if its form was sent."""
    page.locator("#sheet").dispatch_event("submit")


def test_from_a_new_entry_to_the_public_page_by_keyboard_alone(
    visitor: Visitor, root: Path
) -> None:
    page = visitor.open("en/edit", java_script_enabled=False)
    press(page, "Write a new practice")
    write(page, title="Werkstatt im Stall", language="German (Aus", summary="Wir reparieren.")
    write(page, topics="Language c", location__country="Aus", location__place="Irgendwo")
    tab_to(page, field(page, "period.start"))
    page.keyboard.type("März 2020")
    with page.expect_navigation():  # checks, and presses no button of a list
        page.keyboard.press("Enter")
    expect(page.locator("#mistakes")).to_be_visible()
    expect(field(page, "period.start")).to_have_value("März 2020")
    write(page, period__state="Run")
    press(page, "Add: Organisation")
    assert is_focused(field(page, "organisations.0.name"))
    page.keyboard.type("Verein am Dorfplatz")
    write(page, organisations__0__role="Lead", context="Räder fehlten.")
    write(page, goals__0="Alle fahren Rad.", measures__0="Jeden Samstag offen.")
    press(page, "Add: Result")
    assert is_focused(field(page, "results.0.text"))
    page.keyboard.type("Vierzig Räder fahren wieder.")
    write(page, transferability__text="Ein Stall genügt.")
    press(page, "Add: Source")
    page.keyboard.type("Homepage")
    write(page, sources__0__url="https://example.org/werkstatt")
    field(page, "target_groups").focus()
    page.keyboard.press("Space")
    press(page, "Preview")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Werkstatt im Stall")
    expect(page.locator("main")).to_contain_text("Vierzig Räder fahren wieder.")
    press(page, "Go on to saving")
    expect(page.locator("main")).to_contain_text("practices/at/at-irgendwo-werkstatt-im-stall.yaml")
    press(page, "Save")
    expect(page.locator(".done")).to_have_text("The entry is saved.")
    press(page, "Submit for review")
    press(page, "Publish")
    expect(page.locator(".done")).to_have_text("The entry is published.")
    press(page, "As readers see it")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Werkstatt im Stall")
    text = (root / "practices/at/at-irgendwo-werkstatt-im-stall.yaml").read_text("utf-8")
    assert "start: 2020-03" in text
    assert "partner: at-verein" in text
    assert text.count("by: Verein am Dorfplatz") == 2


def test_a_script_tells_at_the_field_and_counts(visitor: Visitor) -> None:
    page = visitor.open(f"de/edit/practices/{CAFE}")
    title = field(page, "title")
    title.fill("👩‍🌾 Hof")
    expect(page.locator("output[for=f-title]")).to_contain_text("7 ")
    title.fill("x" * 121)
    expect(page.locator("output.over[for=f-title]")).to_contain_text("121 ")
    start = field(page, "period.start")
    start.fill("irgendwann")
    start.blur()
    problem = page.locator("#f-period-start-problems > .wrong")
    expect(problem).to_be_visible()
    expect(start).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#live")).to_have_text(problem.inner_text())
    start.fill("2016")
    start.blur()
    expect(problem).to_have_count(0)
    expect(start).not_to_have_attribute("aria-invalid", "true")


def test_unsaved_text_is_not_left_without_a_question(visitor: Visitor) -> None:
    page = visitor.open(f"en/edit/practices/{CAFE}")
    page.locator(".brand").click()
    expect(page).not_to_have_url(f"{visitor.home}en/edit/practices/{CAFE}")
    page.go_back()
    field(page, "summary").press_sequentially("Neu. ")
    page.locator(".brand").click(no_wait_after=True)
    expect(field(page, "summary")).to_be_visible()
    assert len([one for one in visitor.faults if one.startswith("a dialog")]) == 1
    page.get_by_role("button", name="Add: Goal").click()  # sends the form, and asks nothing
    page.locator(".brand").click(no_wait_after=True)  # what was typed is still not saved
    expect(field(page, "goals.1")).to_be_visible()
    assert len([one for one in visitor.faults if one.startswith("a dialog")]) == 2
    visitor.faults[:] = [one for one in visitor.faults if not one.startswith("a dialog")]
    forget(page)


def test_the_key_is_not_seen_once_it_has_let_in(visitor: Visitor) -> None:
    page = visitor.open("en/edit")
    page.goto(EditingVisitor.way_in)
    assert page.url == f"{visitor.home}en/edit"
    key = EditingVisitor.way_in.partition("key=")[2]
    assert key not in page.content() + page.evaluate("document.referrer + document.cookie")
    page.go_back()
    assert page.url == f"{visitor.home}en/edit"
    stranger = Visitor.open(visitor, "en/edit")
    expect(stranger.locator("main code")).to_have_text(f"{visitor.home}open/edit")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_the_language_changes_and_the_text_stays(visitor: Visitor, has_scripts: bool) -> None:
    page = visitor.open(f"en/edit/practices/{CAFE}", java_script_enabled=has_scripts)
    field(page, "summary").fill("Was ich gerade schreibe.")
    page.locator("summary", has_text="Next step").click()
    page.locator("#note").fill("Eine Notiz")
    for lang in ("fi", "sv", "de"):
        button = page.locator(f".languages button[lang={lang}]:not(.hidden)")
        tab_to(page, button)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator("html")).to_have_attribute("lang", lang)
        expect(field(page, "summary")).to_have_value("Was ich gerade schreibe.")
        expect(page.locator("#note")).to_have_value("Eine Notiz")
    send(page, "#sheet button[value=preview]")
    send(page, ".languages button[lang=fi]")
    expect(page.locator("main")).to_contain_text("Was ich gerade schreibe.")
    send(page, "main button[value=compare]")
    send(page, ".languages button[lang=sv]")
    expect(page.locator("ins")).to_contain_text("Was ich gerade schreibe.")
    assert not [one for one in visitor.faults if one.startswith("a dialog")]


def test_links_of_mistakes_lead_to_their_fields(visitor: Visitor) -> None:
    page = visitor.open(f"en/edit/practices/{CAFE}")
    page.locator("#f-sources-0 > summary").click()
    field(page, "sources.0.url").fill("no address")
    page.locator("#f-sources-0 > summary").click()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#mistakes")).to_be_focused()
    page.locator("#mistakes a").first.click()
    expect(field(page, "sources.0.url")).to_be_in_viewport()
    forget(page)


def send(page: Page, button: str) -> None:
    """Press a button that leads to another page, and wait until that is there."""
    with page.expect_navigation():
        page.locator(button).click()


def pages_of_an_editor(page: Page, lang: str) -> Iterator[tuple[str, Page]]:
    """All kinds of pages for those who edit."""
    page.goto(f"{lang}/edit")
    yield "desk", page
    page.goto(f"{lang}/edit/practices/{CAFE}/history")
    yield "history", page
    page.goto(f"{lang}/edit/practices/at-entwurf")
    page.locator("#sheet button[value^='drop:organisations']").first.evaluate("one => one.click()")
    field(page, "period.start").fill("xyz")
    send(page, "#sheet .send button[value=check]")
    expect(page.locator("#mistakes")).to_be_visible()
    yield "form", page
    forget(page)
    page.goto(f"{lang}/edit/practices/{CAFE}")
    field(page, "summary").fill("Anders.")
    send(page, "#sheet button[value=preview]")
    yield "preview", page
    send(page, "main button[value=compare]")
    yield "comparison", page
    page.context.clear_cookies()
    page.goto(f"{lang}/edit")
    expect(page.locator("main code")).to_be_visible()
    yield "way in", page


@pytest.mark.parametrize("lang", LANGS)
def test_axe_finds_nothing_where_entries_are_written(visitor: Visitor, lang: str) -> None:
    page = visitor.open("robots.txt")
    found = {}
    for kind, shown in pages_of_an_editor(page, lang):
        found[kind] = look_with_axe(shown)
        page.emulate_media(color_scheme="light")
    assert {kind: faults for kind, faults in found.items() if faults} == {}


def test_nothing_hangs_out_of_a_narrow_window(visitor: Visitor) -> None:
    page = visitor.open("robots.txt", viewport=PHONE)
    beyond = {}
    for kind, shown in pages_of_an_editor(page, "de"):
        shown.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        widths = [width_beyond(shown)]
        shown.evaluate("document.documentElement.style.fontSize = '200%'")
        widths.append(width_beyond(shown))
        shown.evaluate("document.documentElement.style.fontSize = ''")
        beyond[kind] = widths
    assert {kind: widths for kind, widths in beyond.items() if any(widths)} == {}


def test_the_keyboard_is_seen_all_the_way_through_the_form(visitor: Visitor) -> None:
    page = visitor.open(f"fi/edit/practices/{CAFE}", viewport=PHONE)
    tab_to(page, page.locator(".foot a").last, most=400)
