"""Ids and files of new entries."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from kb.authoring.files.naming import entry_path, propose_id, taken_ids
from kb.content.store import load_content
from kb.content.yamlfile import Tree
from kb.model.types import Id
from tests.authoring.bases import make_content
from tests.factories import practice_data, write_base


def proposed(title: str, place: str = "", country: str = "AT", taken: tuple[str, ...] = ()) -> str:
    return propose_id(
        {"title": title, "location": {"country": country, "municipality": place}}, taken
    )


@pytest.mark.parametrize(
    ("title", "place", "wanted"),
    [
        ("Radwerkstatt", "Oberhügel", "at-oberhuegel-radwerkstatt"),
        ("Sprachcafé in Oberhügel", "Oberhügel", "at-oberhuegel-sprachcafe-in"),
        ("Ääni & Öljy", "Närpes", "at-naerpes-aeaeni-oeljy"),
        ("Radwerkstatt", "", "at-radwerkstatt"),
        ("🙂🙂", "", "at-practice"),
        ("🙂", "Oberhügel", "at-oberhuegel"),
        ("Мастерская", "", "at-practice"),
        ("x" * 200, "", f"at-{'x' * 45}"),
    ],
)
def test_country_place_and_title_make_the_id(title: str, place: str, wanted: str) -> None:
    assert proposed(title, place) == wanted


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("fi-FI", "se-naset-kylakahvila"),
        ("sv", "se-naset-kylakahvila"),
        ("de-AT", "se-naeset-kylaekahvila"),
        ("da", "se-naset-kylakahvila"),
    ],
)
def test_letters_become_those_the_language_writes_instead(lang: str, wanted: str) -> None:
    tree: dict[str, Tree] = {"title": "Kyläkahvila", "language": lang}
    tree["location"] = {"country": "SE", "municipality": "Näset"}
    assert propose_id(tree) == wanted


def test_nothing_without_title_or_country() -> None:
    assert proposed("") == proposed("   ") == proposed("Titel", country="") == ""
    assert propose_id({"title": "Titel", "location": "AT"}) == ""


def test_taken_ids_get_a_number() -> None:
    taken = ("at-titel", "at-titel-2")
    assert proposed("Titel", taken=taken) == "at-titel-3"


def test_former_ids_and_faulty_files_are_taken(tmp_path: Path) -> None:
    base = write_base(tmp_path, [practice_data(former_ids=["at-alt"])])
    (base / "practices" / "at" / "at-kaputt.yaml").write_text("a: b: c")
    assert taken_ids(load_content(base)) == {"at-sprachcafe", "at-alt", "at-kaputt"}


def test_path_is_in_the_folder_of_the_country(tmp_path: Path) -> None:
    make_content(tmp_path)
    wanted = tmp_path / "practices" / "fi" / "fi-x.yaml"
    assert entry_path(tmp_path, "fi-x", "FI") == wanted


@given(st.text(min_size=1), st.text(), st.sampled_from(["AT", "FI", "SE"]))
def test_whatever_the_title_the_id_is_one(title: str, place: str, country: str) -> None:
    found = proposed(title, place, country)
    if title.strip():
        assert TypeAdapter(Id).validate_python(found) == found
        assert found.startswith(f"{country.lower()}-")
        assert len(found) <= 48
