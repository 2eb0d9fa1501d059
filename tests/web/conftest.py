"""The shipped knowledge base as pages, once for all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient

from kb.knowledgebase import KnowledgeBase
from kb.web.addresses import Address, LiveLinks
from kb.web.assets import load_assets
from kb.web.basket import parse_basket
from kb.web.edition import Edition
from kb.web.page import Reader
from kb.web.server.app import create_app
from kb.web.server.keeping import EditionKeeper
from tests.web.browser import Visitor, chromium
from tests.web.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
MakeReader = Callable[..., Reader]


@pytest.fixture(scope="session")
def keeper(kb_cache: Path) -> EditionKeeper:
    """Keeps the edition of the shipped base."""
    return EditionKeeper(lambda: KnowledgeBase.open(ROOT, kb_cache))


@pytest.fixture(scope="session")
def edition(keeper: EditionKeeper) -> Edition:
    """The shipped base as it is now."""
    return keeper.current


@pytest.fixture
def client(keeper: EditionKeeper) -> FlaskClient:
    """Asks the application as a browser would."""
    return create_app(keeper).test_client()


@pytest.fixture(scope="session")
def make_reader(edition: Edition) -> MakeReader:
    """Makes a reader: `make_reader("search", lang="fi", q="kieli")`."""

    def make(kind: str, record_id: str = "", lang: str = "en", **query: str) -> Reader:
        address = Address(lang, kind, record_id)
        basket = parse_basket([query.pop("basket", "")])
        found = load_assets(tuple(edition.settings.countries))
        assets = {name: one.name for name, one in found.items()}
        carried = {"basket": basket.text} if basket else {}
        links = LiveLinks(address, assets, "", carried)
        asked = {name: (value,) for name, value in query.items()}
        return Reader(edition, address, links, TODAY, basket, asked)

    return make


@pytest.fixture(scope="session")
def address(kb_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where `kb serve` shows the shipped base to browsers."""
    folder = tmp_path_factory.mktemp("served")
    with served(ROOT, kb_cache, folder, "--no-reload") as server:
        yield server.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A running Chromium."""
    with chromium() as running:
        yield running


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Visitor]:
    """Somebody who looks at the shipped base; at the end, nothing may have gone wrong."""
    person = Visitor(browser, address)
    yield person
    person.leave()
