"""From a tree to a file: new entries as a person writes them, updates line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.authoring.files.editing import ChangedMeanwhileError
from kb.authoring.files.saving import draft_new, draft_update
from kb.authoring.form.choices import Choices
from kb.authoring.form.composing import compose
from kb.content.store import Content, load_content
from kb.content.yamlfile import load_yaml, parse_yaml
from kb.errors import KbError
from kb.translation.interface import speaking
from tests.authoring.bases import filled_form, make_content

KEPT = {"status": "draft"}


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return make_content(tmp_path)


def test_new_entry_is_written_once(content: Content) -> None:
    tree = compose(filled_form(topics="Wohnen"), Choices(content, "en"), KEPT).tree
    draft = draft_new(content, tree)
    assert (draft.is_new, draft.is_unchanged, list(draft.difference())) == (True, False, [])
    assert not draft.path.exists()
    draft.save()
    assert draft.path.relative_to(content.root).as_posix() == (
        "practices/at/at-oberhuegel-radwerkstatt.yaml"
    )
    assert not load_content(content.root).issues
    with pytest.raises(ChangedMeanwhileError):
        draft.save()


@pytest.mark.parametrize("lang", ["de", "fi", "sv", "en"])
def test_help_stands_above_the_fields_in_the_language_spoken(content: Content, lang: str) -> None:
    tree = compose(filled_form(), Choices(content, lang), KEPT).tree
    with speaking(lang):
        from kb.authoring.form.questions import practice_form

        text = draft_new(content, tree, with_help=True).after.decode()
        help_words = practice_form().get("title").help.split()[:3]
    assert "# " + " ".join(help_words) in text
    assert "“summary”" in text or "summary" in text
    assert parse_yaml(text.encode(), Path("x.yaml")).value == tree


@pytest.mark.parametrize("lang", ["de", "fi", "sv", "en"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_is_there_is_not_called_missing_any_more(
    content: Content, lang: str, newline: str
) -> None:
    tree = {"language": "sv-SE", "title": "Fest", "location": {"country": "SE"}}
    with speaking(lang):
        draft = draft_new(content, tree, with_help=True)
    draft.save()
    text = draft.after.decode().replace("\n", newline)
    own = "# “goals” have to be talked over with Lena."
    before = text.replace("# ", f"{own}{newline}# ", 1).encode()
    more = {"summary": "Vi firar.", "context": "Det var tyst.", "goals": ["Folk träffas."]}
    with speaking("en"):
        after = draft_update(draft.path, {**tree, **more}, before=before).after.decode()
    lost = [one for one in before.decode().splitlines() if one not in after.splitlines()]
    assert all(one.startswith("# ") for one in lost)
    assert [key in "".join(lost) for key in (*more, "measures")] == [True, True, True, False]
    added = [one for one in after.splitlines() if one not in before.decode().splitlines()]
    assert added == ["summary: Vi firar.", "context: Det var tyst.", "goals:", "  - Folk träffas."]
    assert own in after
    quoted = [one for one in after.splitlines() if one.startswith("#") and "summary" in one]
    assert quoted == []
    again = draft_update(draft.path, tree, before=after.encode()).after.decode()
    assert set(again.splitlines()) <= set(after.splitlines())


def test_a_remark_somebody_has_changed_stays(content: Content) -> None:
    tree = {"language": "sv-SE", "title": "Fest", "location": {"country": "SE"}}
    draft = draft_new(content, tree, with_help=True)
    before = draft.after.replace(b"What it is and for whom,", b"Lena writes it:")
    assert before != draft.after
    after = draft_update(draft.path, {**tree, "summary": "Vi firar."}, before=before).after
    assert after.replace(b"summary: Vi firar.\n", b"") == before


@pytest.mark.parametrize(
    "tree",
    [
        {"title": "Titel"},
        {"location": {"country": "AT"}},
        {"title": "Titel", "location": "AT"},
        {},
    ],
)
def test_no_entry_without_title_and_country(content: Content, tree) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(KbError, match="needs a title and a country"):
        draft_new(content, tree)


def test_taken_id_is_refused(content: Content) -> None:
    tree = compose(filled_form(), Choices(content, "en"), KEPT).tree
    with pytest.raises(KbError, match="already"):
        draft_new(content, tree, entry_id="at-sprachcafe")


def test_update_changes_only_its_lines(content: Content) -> None:
    path = content.paths["practice", "at-sprachcafe"]
    before = path.read_text("utf-8")
    path.write_text(f"# A remark that stays.\n{before}", "utf-8")
    tree = load_yaml(path).value
    assert isinstance(tree, dict)
    draft = draft_update(path, {**tree, "title": "Ein anderer Titel"})
    lines = [one for one in draft.difference() if one[0] in "+-" and one[:3] not in ("+++", "---")]
    assert [one[0] for one in lines] == ["-", "+"]
    draft.save()
    assert path.read_text("utf-8").startswith("# A remark that stays.\n")
    assert load_content(content.root).practices["at-sprachcafe"].title == "Ein anderer Titel"


def test_unchanged_answers_change_nothing(content: Content) -> None:
    path = content.paths["practice", "at-sprachcafe"]
    tree = load_yaml(path).value
    assert isinstance(tree, dict)
    assert draft_update(path, tree).is_unchanged


def test_only_what_was_asked_goes(content: Content) -> None:
    path = content.paths["practice", "at-sprachcafe"]
    draft = draft_update(path, {}, asked={"context"})
    tree = parse_yaml(draft.after, path).value
    assert isinstance(tree, dict)
    assert "context" not in tree
    assert "goals" in tree


def test_a_file_changed_meanwhile_is_left_alone(content: Content) -> None:
    path = content.paths["practice", "at-sprachcafe"]
    tree = load_yaml(path).value
    assert isinstance(tree, dict)
    draft = draft_update(path, {**tree, "title": "Meiner"})
    other = path.read_bytes() + b"# Somebody else's.\n"
    path.write_bytes(other)
    with pytest.raises(ChangedMeanwhileError):
        draft.save()
    assert path.read_bytes() == other


def test_faulty_files_are_not_changed(content: Content) -> None:
    path = content.root / "practices" / "at" / "at-kaputt.yaml"
    path.write_text("- a\n- list\n")
    with pytest.raises(KbError, match="has faults"):
        draft_update(path, {"title": "x"})


_made: list[Content] = []


@settings(max_examples=60)
@given(
    title=st.text(st.characters(), min_size=1, max_size=40),
    context=st.text(st.characters(), max_size=200),
)
def test_whatever_is_typed_can_be_read_again(title: str, context: str) -> None:
    from tempfile import mkdtemp

    if not _made:
        _made.append(make_content(Path(mkdtemp(prefix="kb-saving-"))))
    composed = compose(filled_form(title=title, context=context), Choices(_made[0], "en"), KEPT)
    if composed.has_errors:
        return
    draft = draft_new(_made[0], composed.tree, with_help=True)
    document = parse_yaml(draft.after, draft.path)
    assert document.value == composed.tree
    assert not document.issues
