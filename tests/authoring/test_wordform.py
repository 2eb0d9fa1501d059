"""The Word form: what it looks like inside, and that what it shows comes back as it was."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from kb.authoring.form.choices import Choices
from kb.authoring.form.composing import compose
from kb.authoring.form.questions import Kind, practice_form
from kb.authoring.founding.firstfiles import Charter
from kb.authoring.founding.starting import found_base
from kb.authoring.intake.opening import parse_xml
from kb.authoring.intake.stamp import Stamp, find_stamp, mark_of
from kb.authoring.intake.wordform import WordReader, layout, render_word_form
from kb.content.store import Content, load_content
from kb.content.yamlfile import Tree, load_yaml
from kb.errors import UsageError
from kb.model.practice import FOR_PUBLICATION
from tests.authoring.badforms import MAIN, members_of
from tests.authoring.wordfiles import tag_of, w
from tests.factories import practice_data, write_base

SHIPPED = Path(__file__).parents[2]
LANGS = ("de", "fi", "sv", "en")
ASKED = {one.key for one in practice_form().questions()}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A small knowledge base."""
    return load_content(write_base(tmp_path_factory.mktemp("base"), [practice_data()]))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A copy of the shipped knowledge base."""
    root = tmp_path_factory.mktemp("shipped")
    shutil.copytree(SHIPPED / "practices", root / "practices")
    return load_content(root)


def tree_of(content: Content, entry_id: str) -> dict[str, Tree]:
    tree = load_yaml(content.paths["practice", entry_id]).value
    assert isinstance(tree, dict)
    return tree


def test_every_question_has_a_field_in_every_language(content: Content) -> None:
    names = {one.name for one in practice_form().all_questions() if one.kind is not Kind.PART}
    for lang in LANGS:
        root = parse_xml(members_of(render_word_form(content, lang))[MAIN])
        tags = [tag_of(field) for field in root.iter(w("sdt"))]
        assert len(tags) == len(set(tags))
        words = [[part for part in tag.split(".") if not part.isdecimal()] for tag in tags]
        assert {".".join(one) for one in words} == names
        ids = [one.attrib[w("val")] for one in root.iter(w("id"))]
        assert len(ids) == len(set(ids))


def test_no_list_offers_the_same_twice(shipped: Content) -> None:
    root = parse_xml(members_of(render_word_form(shipped, "de"))[MAIN])
    lists = [*root.iter(w("dropDownList")), *root.iter(w("comboBox"))]
    assert lists
    for one in lists:
        items = [item.attrib[w("displayText")] for item in one[1:]]
        assert len(items) == len(set(items)) > 0
        assert all(items)


def test_the_form_says_whose_it_is(content: Content) -> None:
    members = members_of(render_word_form(content, "fi", entry_id="at-sprachcafe"))
    wanted = Stamp(mark_of(content), "fi", "at-sprachcafe")
    for name in (MAIN, "docProps/custom.xml"):
        assert find_stamp(members[name].decode()) == wanted


def test_the_same_form_has_the_same_bytes(content: Content) -> None:
    assert render_word_form(content, "sv") == render_word_form(content, "sv")


def test_a_form_of_some_sections_asks_for_no_more(content: Content) -> None:
    data = render_word_form(content, "sv", sections=["money"])
    received = WordReader(content).read(data, Path("form.docx")).forms[0]
    assert received.asked
    assert {name.split(".")[0] for name in received.asked} == {"funding"}


def test_a_short_form_asks_what_publication_needs_and_leaves_the_rest(content: Content) -> None:
    data = render_word_form(content, "fi", is_short=True)
    asked = WordReader(content).read(data, Path("form.docx")).forms[0].asked
    assert asked
    assert {name.split(".")[0] for name in asked} == {*FOR_PUBLICATION, "language", "results"}
    assert {"location.country", "location.place", "sources.url", "period.state"} <= asked
    assert not asked & {"location.lat", "results.value", "keywords", "organisations.url"}
    assert len(data) < len(render_word_form(content, "fi"))


def test_a_short_form_asks_no_more_of_things_that_have_a_table_each(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = {f"results.{key}" for key in ("text", "indicator", "value", "unit")}
    monkeypatch.setattr(layout, "_SHORT_TOO", frozenset(("results", *wanted)))
    data = render_word_form(content, "fi", is_short=True, sections=["outcome"])
    asked = WordReader(content).read(data, Path("form.docx")).forms[0].asked
    assert {name for name in asked or () if name.startswith("results.")} == wanted


def test_english_sentences_of_a_form_from_right_to_left_are_read_from_the_left(
    tmp_path: Path,
) -> None:
    found_base(tmp_path, Charter({"ar": "ماء"}, ("ar", "sv"), ("MA",), "ar"))
    base = load_content(tmp_path)
    for lang, from_left in (("ar", True), ("sv", False)):
        root = parse_xml(members_of(render_word_form(base, lang))[MAIN])
        turned = [one.get(w("val")) for one in root.iter(w("bidi"))]
        assert (len(turned) > 100, set(turned) <= {"0", "false"}) == (from_left, True)
        assert bool([*root.iter(w("bidiVisual"))]) == from_left


def test_an_unknown_section_is_told(content: Content) -> None:
    with pytest.raises(UsageError, match=r"There is no section “monny”\. Known are: about,"):
        render_word_form(content, "sv", sections=["monny"])


def test_every_shipped_entry_comes_back_as_it_was(shipped: Content) -> None:
    reader = WordReader(shipped)
    choices = {lang: Choices(shipped, lang) for lang in LANGS}
    for number, entry_id in enumerate(sorted(shipped.practices)):
        lang = LANGS[number % len(LANGS)]
        tree = tree_of(shipped, entry_id)
        data = render_word_form(shipped, lang, tree, entry_id=entry_id)
        received = reader.read(data, Path(f"{entry_id}.docx"))
        assert not received.issues
        (one,) = received.forms
        assert (one.asked, one.issues, one.form.entry_id) == (None, (), entry_id)
        composed = compose(one.form, choices[lang])
        assert composed.issues == ()
        assert composed.tree == {key: value for key, value in tree.items() if key in ASKED}


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_what_libreoffice_saves_comes_back_as_it_was(shipped: Content, tmp_path: Path) -> None:
    entry_id = "se-krokom-integration"
    tree = tree_of(shipped, entry_id)
    source = tmp_path / "form.docx"
    source.write_bytes(render_word_form(shipped, "sv", tree, entry_id=entry_id))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    made = tmp_path / "saved"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir"]
    subprocess.run([*command, str(made), str(source)], check=True, capture_output=True, timeout=300)
    received = WordReader(shipped).read((made / "form.docx").read_bytes(), Path("form.docx"))
    (one,) = received.forms
    assert (one.issues, one.form.entry_id) == ((), entry_id)
    composed = compose(one.form, Choices(shipped, "sv"))
    assert composed.issues == ()
    assert composed.tree == {key: value for key, value in tree.items() if key in ASKED}
