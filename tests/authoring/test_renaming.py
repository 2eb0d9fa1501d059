"""Another id for a record: all that belongs to it goes along, or nothing does."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from kb.authoring.files.editing import ChangedMeanwhileError
from kb.authoring.files.renaming import plan_renaming, rename
from kb.content.checks import check_content
from kb.content.store import load_content
from kb.errors import KbError, UsageError
from kb.translation.update import Updating, update_record
from tests.factories import practice_data, write_base

CAFE = """\
language: de-AT
title: Sprachcafé  # im Dorf
summary: at-sprachcafe ist nur ein Wort.
location: {country: AT}
related: [at-sprachcafe-zwei, fi-kylatalo]
"""
OTHER = """\
language: fi-FI
title: Kylätalo
adopted_from:
  - practice: at-sprachcafe   # das erste
related:
  - at-sprachcafe
location: {country: FI}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A base whose records refer to each other in every way, with catalogs."""
    write_base(
        tmp_path,
        [practice_data(), practice_data(id="fi-kylatalo"), practice_data(id="at-sprachcafe-zwei")],
        groups={
            "at-kreis": {
                "language": "de-AT",
                "name": "Kreis",
                "host": "at-verein",
                "country": "AT",
                "practice": "at-sprachcafe",
                "steering": [{"partner": "at-verein"}],
                "small_projects": [{"title": "Klein", "practice": "at-sprachcafe"}],
            }
        },
        visits={
            "wien": {
                "language": "de-AT",
                "title": "Besuch",
                "country": "AT",
                "start": "tba",
                "host": "at-verein",
                "practices": ["fi-kylatalo", "at-sprachcafe"],
                "programme": [{"title": "Rundgang", "date": "tba", "practice": "at-sprachcafe"}],
            }
        },
    )
    base = tmp_path / "practices"
    (base / "at" / "at-sprachcafe.yaml").write_text(CAFE, "utf-8")
    (base / "fi" / "fi-kylatalo.yaml").write_text(OTHER, "utf-8")
    (base / "exceptions.yaml").write_text(
        "# Ausnahmen\n- {id: at-sprachcafe, code: KB501, reason: Er passt so.}\n", "utf-8"
    )
    done = Updating()
    update_record(tmp_path, "practice", base / "at" / "at-sprachcafe.yaml", ["fi", "en"], done)
    assert len(done.written) == 2
    return tmp_path


def files(root: Path) -> Mapping[str, bytes]:
    found = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def test_file_catalogs_references_and_exceptions_go_along(root: Path) -> None:
    before = files(root)
    plan = plan_renaming(root, "at-sprachcafe", "at-frauencafe")
    assert files(root) == before
    rename(plan)
    after = files(root)
    moved = {"practices/at/at-sprachcafe.yaml"} | {
        f"locales/{lang}/LC_MESSAGES/practices/at-sprachcafe.po" for lang in ("fi", "en")
    }
    for name, data in before.items():
        other = name.replace("at-sprachcafe.", "at-frauencafe.") if name in moved else name
        told = after[other].decode()
        if name == "practices/at/at-sprachcafe.yaml":
            assert told == CAFE + "former_ids:\n  - at-sprachcafe\n"
        elif name.endswith(".po"):
            assert told == data.decode().replace(
                "at-sprachcafe.yaml", "at-frauencafe.yaml"
            ).replace("Project-Id-Version: at-sprachcafe", "Project-Id-Version: at-frauencafe")
        else:
            expected = data.decode().replace("at-sprachcafe", "at-frauencafe")
            assert told == expected.replace("at-frauencafe-zwei", "at-sprachcafe-zwei")
    assert set(after).isdisjoint(moved)
    assert not [
        one for one in check_content(load_content(root)) if one.code in ("KB404", "KB412", "KB308")
    ]


def test_catalogs_need_no_update_afterwards(root: Path) -> None:
    rename(plan_renaming(root, "at-sprachcafe", "at-frauencafe"))
    done = Updating()
    path = root / "practices" / "at" / "at-frauencafe.yaml"
    update_record(root, "practice", path, ["fi", "en"], done)
    assert (done.written, done.unchanged) == ([], 2)


def test_back_to_a_former_id(root: Path) -> None:
    rename(plan_renaming(root, "at-sprachcafe", "at-frauencafe"))
    rename(plan_renaming(root, "at-frauencafe", "at-sprachcafe"))
    told = (root / "practices" / "at" / "at-sprachcafe.yaml").read_text("utf-8")
    assert told == CAFE + "former_ids:\n  - at-frauencafe\n"


def test_other_kinds_and_kinds_without_former_ids(root: Path) -> None:
    rename(plan_renaming(root, "at-verein", "at-dorfverein"))
    rename(plan_renaming(root, "at-kreis", "kreis"))
    content = load_content(root)
    assert content.groups["kreis"].host == "at-dorfverein"
    assert content.groups["kreis"].steering[0].partner == "at-dorfverein"
    assert content.visits["wien"].host == "at-dorfverein"
    assert content.partners["at-dorfverein"].former_ids == ("at-verein",)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("at-sprachcafe", "at-sprachcafe", "already"),
        ("at-sprachcafe", "at-sprachcafe-zwei", "taken"),
        ("at-sprachcafe", "at-alt", "former id of “at-sprachcafe-zwei”"),
        ("at-sprachcafe", "At Café", "Write at-cafe"),
        ("at-sprachcafe", "../../etc", "is no id"),
        ("at-sprachcafe", "fi-sprachcafe", "does not begin with “at-”"),
        ("at-sprachkafe", "at-neu", "Did you mean"),
        ("wien", "wien-2", "Several records"),
    ],
)
def test_ids_that_cannot_be_given_are_refused(root: Path, old: str, new: str, reason: str) -> None:
    second = root / "practices" / "at" / "at-sprachcafe-zwei.yaml"
    second.write_text(second.read_text("utf-8") + "former_ids: [at-alt]\n", "utf-8")
    (root / "practices" / "groups" / "wien.yaml").write_text("name: Kreis\n", "utf-8")
    before = files(root)
    with pytest.raises(UsageError) as caught:
        plan_renaming(root, old, new)
    assert reason in str(caught.value)
    assert files(root) == before
    assert plan_renaming(root, "wien", "wien-2", "visit").moved


def test_a_faulty_file_with_the_id_stops_it(root: Path) -> None:
    path = root / "practices" / "fi" / "fi-kaputt.yaml"
    path.write_text("title: a: b\n", "utf-8")
    assert plan_renaming(root, "at-sprachcafe", "at-neu")
    path.write_text("title: a: b\nrelated: [at-sprachcafe]\n", "utf-8")
    with pytest.raises(KbError, match="fi-kaputt"):
        plan_renaming(root, "at-sprachcafe", "at-neu")


def test_a_file_changed_meanwhile_stops_it(root: Path) -> None:
    plan = plan_renaming(root, "at-sprachcafe", "at-neu")
    path = root / "practices" / "fi" / "fi-kylatalo.yaml"
    path.write_text(OTHER + "status: draft\n", "utf-8")
    before = files(root)
    with pytest.raises(ChangedMeanwhileError):
        rename(plan)
    assert files(root) == before


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_leaves_all_as_it_was(root: Path) -> None:
    before = files(root)
    folder = root / "practices" / "visits"
    folder.chmod(0o555)
    try:
        with pytest.raises(OSError, match="denied"):
            rename(plan_renaming(root, "at-sprachcafe", "at-neu"))
    finally:
        folder.chmod(0o755)
    assert files(root) == before


def test_what_was_written_is_taken_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(root)
    unlink = Path.unlink

    def stubborn(path: Path, missing_ok: bool = False) -> None:
        if path.name == "at-sprachcafe.po":
            raise PermissionError(13, "Somebody has it open", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", stubborn)
    with pytest.raises(PermissionError):
        rename(plan_renaming(root, "at-sprachcafe", "at-neu"))
    assert files(root) == before
