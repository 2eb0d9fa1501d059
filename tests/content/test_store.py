"""Reading a whole knowledge base: every file is a record or a finding."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb.content.root import find_kind, find_root, practice_paths
from kb.content.store import MODELS, load_content, read_record
from kb.errors import Issue, KbError
from kb.model import Glossary, Group, Partner, Practice, Project, Settings, Visit, Vocabulary
from tests.factories import (
    PARTNER,
    PRACTICE,
    make_practice,
    practice_data,
    write_base,
    write_practice,
    write_yaml,
)


def brief(issues: list[Issue]) -> list[tuple[str, str]]:
    return [(one.code, one.where.path.name) for one in issues]


def test_every_kind_of_record_is_read(tmp_path: Path) -> None:
    root = write_base(
        tmp_path,
        [practice_data(), practice_data(id="fi-kielikahvila", location={"country": "FI"})],
        partners={"fi-leader": {**PARTNER, "country": "FI"}},
        groups={
            "at-kreis": {"language": "de-AT", "name": "K", "host": "at-verein", "country": "AT"}
        },
        visits={"at-besuch": {"language": "de", "title": "B", "country": "AT", "start": "tba"}},
        projects={"iira": {"language": "en", "title": "IIRA"}},
        glossary=[{"id": "bezirk", "term": "Bezirk", "language": "de-AT"}],
    )
    content = load_content(root)
    assert content.issues == []
    assert list(content.practices) == ["at-sprachcafe", "fi-kielikahvila"]
    assert list(content.partners) == ["at-verein", "fi-leader"]
    assert list(content.groups) == ["at-kreis"]
    assert list(content.visits) == ["at-besuch"]
    assert list(content.projects) == ["iira"]
    assert set(content.vocabularies) == {"topics", "target-groups", "places"}
    assert content.glossary is not None
    assert content.glossary.terms[0].term == "Bezirk"
    assert content.settings.languages == ("de", "fi", "sv", "en")
    path = root / "practices" / "fi" / "fi-kielikahvila.yaml"
    assert content.paths["practice", "fi-kielikahvila"] == path


def test_records_of_a_kind_are_found_by_the_name_of_the_kind(tmp_path: Path) -> None:
    content = load_content(write_base(tmp_path, [practice_data()], glossary=[]))
    kinds = {
        "settings": Settings,
        "vocabulary": Vocabulary,
        "glossary": Glossary,
        "partner": Partner,
        "project": Project,
        "practice": Practice,
        "group": Group,
        "visit": Visit,
    }
    assert kinds == dict(MODELS)
    for kind, model in kinds.items():
        assert all(type(one) is model for one in content.records(kind).values())
    assert set(content.records("settings")) == {"kb"}
    assert set(content.records("glossary")) == {"glossary"}
    assert content.records("recipe") == {}


def test_a_written_practice_comes_back_the_same(tmp_path: Path) -> None:
    practice = make_practice(
        funding=[{"amount": "18000.50", "currency": "EUR", "scope": "grant"}],
        results=[{"text": "20 kamen", "value": "20", "source": "1"}],
        location={"country": "AT", "lat": "47.125", "lon": "13.8", "precision": "region"},
    )
    content = load_content(write_base(tmp_path, [practice]))
    assert content.practices == {"at-sprachcafe": practice}


def test_missing_folders_are_fine(tmp_path: Path) -> None:
    write_yaml(tmp_path / "practices/kb.yaml", {"schema": 1, "title": {}, "languages": ["en"]})
    content = load_content(tmp_path)
    assert content.issues == []
    assert content.practices == {}
    assert content.glossary is None


def test_without_a_folder_practices_the_way_out_is_told(tmp_path: Path) -> None:
    with pytest.raises(KbError, match="no folder “practices”"):
        load_content(tmp_path)


@pytest.mark.parametrize("text", ["languages: [en", "schema: 1\n", ""])
def test_faulty_settings_are_findings_and_the_rest_is_read(tmp_path: Path, text: str) -> None:
    root = write_base(tmp_path, [practice_data()])
    (root / "practices/kb.yaml").write_text(text, "utf-8")
    content = load_content(root)
    assert {name for _, name in brief(content.issues)} == {"kb.yaml"}
    assert content.settings.fallback == "en"
    assert list(content.practices) == ["at-sprachcafe"]


def test_missing_settings_are_a_finding(tmp_path: Path) -> None:
    root = write_base(tmp_path)
    (root / "practices/kb.yaml").unlink()
    assert brief(load_content(root).issues) == [("KB101", "kb.yaml")]


def test_a_faulty_file_yields_no_record_but_all_its_findings(tmp_path: Path) -> None:
    root = write_base(tmp_path, [practice_data()])
    path = root / "practices/at/at-sprachcafe.yaml"
    path.write_text("titel: Café\ntitle: Café\nlanguage: deutsch\nstatus: ~\n", "utf-8")
    content = load_content(root)
    assert content.practices == {}
    assert sorted(one.code for one in content.issues) == ["KB128", "KB201", "KB211"]
    assert ("practice", "at-sprachcafe") in content.paths


def test_one_file_is_read_like_the_whole_base(tmp_path: Path) -> None:
    root = write_base(tmp_path, [practice_data(), practice_data(id="at-zwei", status="fertig")])
    content = load_content(root)
    for (kind, record_id), path in content.paths.items():
        record, issues = read_record(path, kind)
        assert record == content.records(kind).get(record_id)
        assert issues == [one for one in content.issues if one.where.path == path]


def test_the_same_id_twice_is_told_at_both_places(tmp_path: Path) -> None:
    root = write_base(tmp_path, [practice_data()])
    write_yaml(root / "practices/de/at-sprachcafe.yaml", PRACTICE)
    content = load_content(root)
    found = {(one.code, one.where.path.parent.name): one.params for one in content.issues}
    assert found == {
        ("KB309", "at"): {"id": "at-sprachcafe", "other": "de/at-sprachcafe.yaml"},
        ("KB309", "de"): {"id": "at-sprachcafe", "other": "at/at-sprachcafe.yaml"},
    }


def test_two_kinds_may_share_an_id(tmp_path: Path) -> None:
    root = write_base(tmp_path, projects={"at-verein": {"language": "de", "title": "Rad"}})
    assert load_content(root).issues == []


def test_a_file_name_that_is_no_id_is_told_with_a_better_one(tmp_path: Path) -> None:
    root = write_base(tmp_path)
    write_yaml(root / "practices/at/AT Café Übelbach.yaml", PRACTICE)
    (issue,) = load_content(root).issues
    assert issue.code == "KB308"
    assert issue.params["wanted"] == "at-cafe-uebelbach"
    assert issue.where.line == 1


def test_a_file_name_that_is_no_text_is_told_too(tmp_path: Path) -> None:
    root = write_base(tmp_path)
    (root / "practices/at").mkdir()
    source = write_yaml(tmp_path / "x.yaml", PRACTICE)
    try:
        Path(os.fsdecode(os.fsencode(root / "practices/at") + b"/\xff.yaml")).hardlink_to(source)
    except (OSError, UnicodeError, FileNotFoundError):
        pytest.skip("this system takes no such names")
    assert [one.code for one in load_content(root).issues] == ["KB308"]


def test_root_is_found_from_below_and_nowhere_else(tmp_path: Path) -> None:
    root = write_base(tmp_path / "base", [practice_data()])
    assert find_root(root) == root
    assert find_root(root / "practices" / "at") == root
    assert find_root(root / "practices" / "at" / "at-sprachcafe.yaml") == root
    assert find_root(tmp_path) is None


def test_root_is_found_from_a_relative_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_base(tmp_path)
    monkeypatch.chdir(root / "practices")
    assert find_root(Path()) == root


def test_practices_are_sorted_and_only_those_in_country_folders(tmp_path: Path) -> None:
    root = write_base(tmp_path)
    for name in (
        "se/se-b",
        "at/at-b",
        "at/at-a",
        "partners/x",
        "AT/at-c",
        "aut/at-d",
        "at/in/at-e",
    ):
        write_yaml(root / "practices" / f"{name}.yaml", PRACTICE)
    write_yaml(root / "practices/at/.hidden.yaml", PRACTICE)
    names = [path.relative_to(root / "practices").as_posix() for path in practice_paths(root)]
    assert names == ["at/at-a.yaml", "at/at-b.yaml", "se/se-b.yaml"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("practices/kb.yaml", "settings"),
        ("practices/at/at-x.yaml", "practice"),
        ("practices/partners/at-x.yaml", "partner"),
        ("practices/groups/at-x.yaml", "group"),
        ("practices/visits/at-x.yaml", "visit"),
        ("practices/projects/x.yaml", "project"),
        ("practices/vocabulary/topics.yaml", "vocabulary"),
        ("practices/vocabulary/glossary.yaml", "glossary"),
        ("practices/exceptions.yaml", None),
        ("practices/at/at-x.yml", None),
        ("practices/at/.at-x.yaml", None),
        ("practices/at/in/at-x.yaml", None),
        ("practices/AT/at-x.yaml", None),
        ("locales/kb.pot", None),
        ("../practices/at/at-x.yaml", None),
    ],
)
def test_the_kind_of_a_file_shows_in_its_place(tmp_path: Path, name: str, kind: str | None) -> None:
    assert find_kind(tmp_path, tmp_path / name) == kind


def _link(link: Path, target: Path) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("this system makes no links")


def test_links_out_of_the_base_are_not_followed(tmp_path: Path) -> None:
    root = write_base(tmp_path / "base", [practice_data()])
    outside = write_practice(tmp_path / "other", practice_data(id="at-fremd"))
    _link(root / "practices/at/at-fremd.yaml", outside)
    _link(root / "practices/de", outside.parent)
    _link(root / "practices/groups", outside.parent)
    _link(root / "practices/at/at-broken.yaml", tmp_path / "nowhere.yaml")
    _link(root / "practices/at/at-circle.yaml", root / "practices/at/at-circle.yaml")
    content = load_content(root)
    assert list(content.practices) == ["at-sprachcafe"]
    assert content.groups == {}
    assert content.issues == []


def test_links_inside_the_base_are_followed(tmp_path: Path) -> None:
    root = write_base(tmp_path, [practice_data()])
    _link(root / "practices/at/at-zweit.yaml", root / "practices/at/at-sprachcafe.yaml")
    assert set(load_content(root).practices) == {"at-sprachcafe", "at-zweit"}
