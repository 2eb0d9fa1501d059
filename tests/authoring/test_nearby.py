"""Is it one of these? True duplicates are asked about, neighbours are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kb.authoring.advising.nearby import THRESHOLD, KnownNames, Near, find_nearby, place_names
from kb.content.store import load_content
from kb.model import Practice
from kb.translation.catalogs import Translated, load_titles, load_translations
from tests.factories import practice_data, write_base

SHIPPED = Path(__file__).parents[2]
GREENHOUSES = "Närpesmodellen för arbetskraft i växthus"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> KnownNames:
    """Four entries, two of them in one town by one organisation; one with a translation."""
    town = {"country": "AT", "place": "Lungau"}
    entries = [
        practice_data(),
        practice_data(id="at-chor", title="Chor der Kulturen", location=town),
        practice_data(
            id="fi-vaxthus",
            language="sv-FI",
            title=GREENHOUSES,
            location={"country": "FI", "municipality": "Närpes"},
            organisations=[{"name": "Närpes stad", "role": "lead"}],
        ),
        practice_data(
            id="de-rad",
            language="de-DE",
            title="Fahrradwerkstatt im Pfarrhof",
            location={"country": "DE", "place": "Musterdorf"},
            organisations=[{"name": "Pfarre Musterdorf", "role": "lead"}],
        ),
    ]
    partner = {
        "language": "de-AT",
        "name": "Verein am Dorfplatz",
        "other_names": ["VaD", "Dorfplatzverein"],
        "kind": "association",
        "country": "AT",
    }
    root = write_base(tmp_path_factory.mktemp("base"), entries, partners={"at-verein": partner})
    finnish = Translated("Närpiön malli: työvoimaa kasvihuoneisiin", "draft")
    return KnownNames(
        load_content(root),
        lambda one: {"fi": {("title", GREENHOUSES): finnish}} if one.id == "fi-vaxthus" else {},
    )


def ids(found: list[Near]) -> list[str]:
    return [one.id for one in found]


@pytest.mark.parametrize(
    "asked",
    [
        {"title": "Sprachcafe am Dorfplatz", "lang": "de"},
        {"title": "SPRACH-CAFÉ auf dem Dorfplatz", "lang": "de", "country": "AT"},
        {"title": "Sprachkafé am Dorfplaz", "lang": "de"},  # typing errors
        {"title": "Sprachcafé Lungau", "lang": "de", "place": "Lungau", "country": "AT"},
    ],
)
def test_another_spelling_is_the_same(known: KnownNames, asked: dict[str, Any]) -> None:
    assert ids(find_nearby(known, **asked)) == ["at-sprachcafe"]


def test_a_title_in_another_language_and_a_place_by_another_name(known: KnownNames) -> None:
    found = find_nearby(known, "Närpiön malli", lang="fi", place="Närpiö", country="FI")
    assert ids(found) == ["fi-vaxthus"]
    assert [one.tell() for one in found[0].reasons] == [
        "The title is like “Närpiön malli: työvoimaa kasvihuoneisiin”.",
        "It is in the same place: Närpes.",
    ]
    assert found[0].title == GREENHOUSES


@pytest.mark.parametrize("organisation", ["at-verein", "Dorfplatzverein", "Verein am Dorfplaz"])
def test_an_organisation_by_id_other_name_or_with_a_slip(
    known: KnownNames, organisation: str
) -> None:
    found = find_nearby(known, "Chor im Dorf", organisations=[organisation], threshold=0.0)
    reasons = {one.id: [reason.kind for reason in one.reasons] for one in found}
    assert "organisation" in reasons["at-chor"]
    assert "organisation" in reasons["at-sprachcafe"]
    assert "organisation" not in reasons.get("de-rad", [])


def test_same_town_and_same_people_but_another_matter_is_not_the_same(known: KnownNames) -> None:
    asked: dict[str, Any] = {"place": "Lungau", "country": "AT", "organisations": ["at-verein"]}
    assert find_nearby(known, "Radwege sicher machen", lang="de", **asked) == []


def test_the_same_matter_in_another_country_is_not_the_same(known: KnownNames) -> None:
    title = "Die Fahrradwerkstatt"
    assert ids(find_nearby(known, title, lang="de", country="DE")) == ["de-rad"]
    assert find_nearby(known, title, lang="de", place="Bergdorf", country="AT") == []


def test_the_entry_itself_and_empty_titles_find_nothing(known: KnownNames) -> None:
    title = "Sprachcafé am Dorfplatz"
    assert find_nearby(known, title, lang="de", without=["at-sprachcafe"]) == []
    assert find_nearby(known, "") == []
    assert find_nearby(known, "§ – …") == []


def test_a_base_without_entries_finds_nothing(tmp_path: Path) -> None:
    empty = KnownNames(load_content(write_base(tmp_path)))
    assert find_nearby(empty, "Sprachcafé", place="Lungau", organisations=["Verein"]) == []


def _asked(practice: Practice) -> dict[str, Any]:
    return {
        "place": ", ".join(place_names(practice.location)),
        "country": practice.location.country if practice.location else None,
        "organisations": [one.partner or one.name or "" for one in practice.organisations],
    }


def test_no_shipped_entry_is_taken_for_another() -> None:
    content = load_content(SHIPPED)
    known = KnownNames.load(content)
    taken = {
        one.id: ids(
            find_nearby(known, one.title, lang=one.language, without=[one.id], **_asked(one))
        )
        for one in content.practices.values()
    }
    assert {entry: near for entry, near in taken.items() if near} == {}


def test_every_shipped_title_is_found_in_every_language_with_slips() -> None:
    content = load_content(SHIPPED)
    known = KnownNames.load(content)
    for practice in content.practices.values():
        for lang, texts in load_translations(SHIPPED, "practice", practice).items():
            translated = texts.get(("title", practice.title))
            if translated is None or not translated.text:
                continue
            words = translated.text.split()
            slips = (one[:3] + one[4:] if len(one) > 7 else one for one in words)
            found = find_nearby(known, " ".join(slips), lang=lang)
            assert found, (practice.id, lang)
            assert found[0].id == practice.id
            assert found[0].score >= THRESHOLD


def test_titles_are_read_as_with_all_other_texts(tmp_path: Path) -> None:
    root = write_base(tmp_path, [practice_data(id="at-rad", title="Fahrräder für alle")])
    catalog = root / "locales/en/LC_MESSAGES/practices/at-rad.po"
    catalog.parent.mkdir(parents=True)
    title = 'msgctxt "title"\nmsgid "%s"\nmsgstr "Bicycles for all"\n'
    other = 'msgctxt "context"\nmsgid "Ein Dorf."\nmsgstr "A village."\n\n'
    (practice,) = load_content(root).practices.values()
    key = ("title", practice.title)
    texts = {
        "first": title % practice.title,
        "with Windows' lines": (title % practice.title).replace("\n", "\r\n"),
        "behind another": other + title % practice.title,
        "of an older source": title % "Fahrräder für viele",
        "none": other,
        "damaged": "Bicycles",
    }
    for name, text in texts.items():
        catalog.write_bytes(text.encode())
        whole = load_translations(root, "practice", practice).get("en", {})
        found = load_titles(root, "practice", practice, practice.title, ["en"]).get("en", {})
        assert found.get(key) == whole.get(key), name
    assert load_titles(root, "practice", practice, practice.title, ["fi"]) == {}
