"""Addresses: identifiers that stay, pages in the reader's language, licences."""

from __future__ import annotations

from typing import Any

import pytest

from kb.export.addresses import Addresses, clean_address, licence_address
from kb.model import Settings
from tests.factories import KB


def addresses(homepage: str | None, **over: Any) -> Addresses:
    return Addresses(Settings.model_validate({"id": "kb", **KB, "homepage": homepage, **over}))


@pytest.mark.parametrize(
    "homepage",
    ["https://example.org/kb", "https://example.org/kb/", "https://example.org/kb/?a=b#c"],
)
def test_identifiers_lie_below_the_homepage(homepage: str) -> None:
    found = addresses(homepage)
    assert found.identifier() == "https://example.org/kb/"
    assert found.identifier("practices", "at-x") == "https://example.org/kb/practices/at-x"


def test_an_unpublished_base_has_identifiers_but_no_pages() -> None:
    found = addresses(None)
    assert found.identifier("vocabulary", "topics", "x") == "urn:kb:vocabulary:topics:x"
    assert found.identifier() == "urn:kb:base"
    assert found.page("fi", "practices", "at-x") is None


@pytest.mark.parametrize(
    ("lang", "shown"), [("fi", "fi"), ("de-AT", "de"), ("sv-FI", "sv"), ("et", "en")]
)
def test_pages_are_in_a_language_of_the_site(lang: str, shown: str) -> None:
    page = addresses("https://example.org").page(lang, "practices", "at-x")
    assert page == f"https://example.org/{shown}/practices/at-x"


def test_a_site_in_a_regional_language_is_found_by_the_plain_one() -> None:
    found = addresses("https://example.org", languages=["de-AT", "en"])
    assert found.page("de", "about") == "https://example.org/de-AT/about"


def test_signs_that_no_address_may_hold_are_escaped() -> None:
    assert clean_address("https://example.org/a|b{c}^`\\") == (
        "https://example.org/a%7Cb%7Bc%7D%5E%60%5C"
    )
    kept = "https://example.org/Närpiö?q=a&b=%20#x"
    assert clean_address(kept) == kept


@pytest.mark.parametrize(
    ("licence", "url"),
    [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-NC-SA-3.0-AT", "https://creativecommons.org/licenses/by-nc-sa/3.0/at/"),
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("EUPL-1.2", "https://spdx.org/licenses/EUPL-1.2.html"),
        ("All rights reserved", None),
        ("../../etc", None),
        (None, None),
    ],
)
def test_licences_lead_to_their_text(licence: str | None, url: str | None) -> None:
    assert licence_address(licence) == url
