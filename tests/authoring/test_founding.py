"""Founding another knowledge base: in other languages and countries everything works at once."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from kb.authoring.files.formatting import format_files
from kb.authoring.founding import starting as founding
from kb.authoring.founding.firstfiles import STARTER, Charter, known_languages
from kb.authoring.founding.starting import found_base
from kb.authoring.intake.formfiles import FormReader
from kb.authoring.intake.wordform import render_word_form
from kb.cache.cachefiles import write_all
from kb.content.fields import fields_of
from kb.content.store import load_content, read_record
from kb.content.yamlfile import load_yaml
from kb.errors import KbError, UsageError
from kb.knowledgebase import KnowledgeBase
from kb.model import Practice, Vocabulary

FRENCH = Charter({"fr": "Villages vivants"}, ("fr", "et"), ("FR", "EE"), "fr")
WORDS = {"fr": ("FR", "bénévole"), "et": ("EE", "jalgratas"), "pl": ("PL", "narzędzie")}
"""A country of each language, and a word that stands in its example in another form."""


@pytest.mark.parametrize("lang", sorted(WORDS))
def test_new_base_is_sound_and_its_example_is_found(
    lang: str, tmp_path: Path, kb_cache: Path
) -> None:
    country, word = WORDS[lang]
    languages = (lang, *(one for one in WORDS if one != lang))
    done = found_base(
        tmp_path / "base", Charter({lang: "Näide: «żółw»"}, languages, (country,), lang)
    )
    base = KnowledgeBase(tmp_path / "base", kb_cache)
    assert base.check() == []
    assert not any(one.is_changed for one in format_files(base.root))
    assert done.untranslated == done.unbounded == ()
    assert done.unspoken == languages
    hits = base.search(word, lang, status=("draft",)).hits
    assert [one.id for one in hits] == [f"{country.lower()}-example"]
    assert base.translations.update().written == []
    counts = base.translations.coverage().totals()
    assert [counts[one]["missing"] > 0 for one in languages] == [False, True, True]
    assert counts[lang]["source"] > 10


def test_languages_nobody_knows_here_are_english_and_say_so(tmp_path: Path, kb_cache: Path) -> None:
    done = found_base(tmp_path / "b", Charter({"ga": "Sráidbhailte"}, ("ga",), ("IE",), "ga"))
    base = KnowledgeBase(tmp_path / "b", kb_cache)
    assert (done.untranslated, base.check()) == (("ga",), [])
    assert base.practice("ie-example").language == "en-IE"
    topics = (tmp_path / "b" / "practices" / "vocabulary" / "topics.yaml").read_text("utf-8")
    assert topics.count("# English; to be translated.") == topics.count("      ga: ") + 1


def test_readme_and_remarks_are_in_the_first_language_the_program_speaks(tmp_path: Path) -> None:
    found_base(tmp_path / "b", Charter({"sv": "Byns butik"}, ("sv", "fr"), ("SE",), "sv"))
    readme = (tmp_path / "b" / "README.md").read_text("utf-8")
    assert "- Språk: svenska och franska\n" in readme
    assert "- `practices/<land>/`: " in readme
    assert "- `locales/<språk>/`: " in readme
    assert "kb check                # Berätta vad som är fel i posterna" in readme
    assert "CC-BY-4.0" in readme
    remarks = (tmp_path / "b" / "practices" / "kb.yaml").read_text("utf-8")
    assert "# Visas när en översättning saknas" in remarks
    assert FRENCH.spoken == "en"
    found_base(tmp_path / "c", Charter({"fr": "Eau"}, ("fr",), ("FR",), "fr", theme="l'eau"))
    readme = (tmp_path / "c" / "README.md").read_text("utf-8")
    assert readme.startswith("# Eau\n\nA knowledge base of good practice.\n\n- Theme: l'eau\n")
    assert "does not speak French yet" in readme


def test_scripts_and_small_languages_have_names_of_their_own(tmp_path: Path) -> None:
    langs = ("zh-Hant", "sr-Latn", "smn", "krl")
    found_base(tmp_path, Charter({"zh-Hant": "水"}, langs, ("RS",), "zh-Hant"))
    places = (tmp_path / "practices" / "vocabulary" / "places.yaml").read_text("utf-8")
    assert "zh-Hant: {preferred: 塞爾維亞}\n" in places
    assert "sr-Latn: {preferred: Srbija}\n" in places
    assert "# English; to be translated.\n      krl: {preferred: Serbia}\n" in places


def test_an_entry_in_a_language_besides_is_found_after_each_edit(
    tmp_path: Path, kb_cache: Path
) -> None:
    found_base(tmp_path / "b", Charter({"es": "Agua"}, ("es",), ("ES",), "es"))
    base = KnowledgeBase(tmp_path / "b", kb_cache)
    drafts = ("draft",)
    assert [one.id for one in base.search("volunteer", "es", status=drafts).hits] == ["es-example"]
    path = tmp_path / "b" / "practices" / "es" / "es-example.yaml"
    path.write_text(path.read_text("utf-8").replace("bicycles", "accordions"), "utf-8")
    assert base.index().indexed == 1
    assert [one.id for one in base.search("accordion", "es", status=drafts).hits] == ["es-example"]


def test_bases_of_one_name_tell_their_forms_apart(tmp_path: Path) -> None:
    contents = []
    for folder in ("b", "c"):
        found_base(tmp_path / folder, FRENCH)
        contents.append(load_content(tmp_path / folder))
    path = tmp_path / "form.docx"
    path.write_bytes(render_word_form(contents[0], "en"))
    counts = [len(FormReader(one).read(path).forms) for one in contents]
    assert counts == [1, 0]


def test_the_example_explains_each_of_its_keys(tmp_path: Path) -> None:
    found_base(tmp_path, FRENCH)
    lines = (tmp_path / "practices/fr/fr-example.yaml").read_text("utf-8").splitlines()
    keys = [one.partition(":")[0] for one in lines]
    first = {key: number for number, key in reversed([*enumerate(keys)]) if key in fields()}
    assert len(first) > 14
    assert all(lines[number - 1].startswith("# ") for number in first.values())


def fields() -> set[str]:
    return set(fields_of(Practice))


def test_editors_find_the_schema_of_each_file(tmp_path: Path) -> None:
    found_base(tmp_path, FRENCH)
    files = sorted((tmp_path / "practices").rglob("*.yaml"))
    assert len(files) == 6
    for path in files:
        line = path.read_text("utf-8").split("\n", 1)[0]
        schema = json.loads((path.parent / line.partition("$schema=")[2]).read_text("utf-8"))
        document = load_yaml(path)
        found = jsonschema.Draft7Validator(schema).iter_errors(document.value)
        assert [one.message for one in found if "is not of type" not in one.message] == []


def test_bounds_are_those_of_the_outlines(tmp_path: Path) -> None:
    found_base(tmp_path, Charter({"en": "A"}, ("en",), ("EE",), "en"))
    frame = KnowledgeBase(tmp_path).content.settings.countries["EE"]
    assert frame.bounds == (57.5, 21.8, 59.7, 28.2)


def test_without_outlines_the_bounds_are_the_world_and_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.export.outlines._PACKAGE", "no_such_package")
    assert found_base(tmp_path, FRENCH).unbounded == ("FR", "EE")
    base = KnowledgeBase(tmp_path)
    assert base.check() == []
    assert base.content.settings.countries["FR"].bounds == (-90, -180, 90, 180)


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="not empty"):
        found_base(tmp_path, FRENCH)
    with pytest.raises(UsageError, match="no folder"):
        found_base(tmp_path / "notes.txt", FRENCH)
    with pytest.raises(UsageError, match="There is no folder"):
        found_base(tmp_path / "a" / "b", FRENCH)
    assert [one.name for one in tmp_path.iterdir()] == ["notes.txt"]


def test_an_empty_repository_is_as_good_as_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert "README.md" in found_base(tmp_path, FRENCH).files


def test_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def appearing(files: list[tuple[Path, bytes]], *, is_new: bool) -> None:
        files[-1][0].write_text("somebody else's", "utf-8")
        write_all(files, is_new=is_new)

    monkeypatch.setattr(founding, "write_all", appearing)
    with pytest.raises(KbError, match="meanwhile"):
        found_base(tmp_path / "base", FRENCH)
    left = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert [one.read_text("utf-8") for one in left] == ["somebody else's"]


@pytest.mark.parametrize("name", ["topics", "target-groups", "places"])
def test_starting_words_are_there_in_every_language_of_the_examples(name: str) -> None:
    record, issues = read_record(STARTER / "vocabulary" / f"{name}.yaml", "vocabulary")
    assert isinstance(record, Vocabulary)
    assert not issues
    languages = set(known_languages())
    assert set(record.title) == languages
    assert all(set(one.labels) == languages for one in record.concepts)
    assert {path.stem for path in (STARTER / "partner").iterdir()} == languages
