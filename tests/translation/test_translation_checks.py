"""Faults of translations are told at their message; a comment with a reason passes over one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import Issue
from kb.knowledgebase import KnowledgeBase
from kb.translation.catalogs import catalog_path
from kb.translation.marks import (
    IGNORED_KINDS,
    Ignored,
    Reviewed,
    find_review,
    iter_ignored,
    iter_unknown,
)
from kb.translation.pofile import Message, PoFile, format_po, parse_po
from tests.factories import practice_data, write_base

ID = "at-sprachcafe"
GLOSSARY = [
    {
        "id": "gemeinde", "term": "Gemeinde", "language": "de-AT", "country": "AT",
        "renderings": {"fi": {"term": "kunta"}, "en": {"term": "municipality"}},
    },
    {
        "id": "lehre", "term": "Lehre", "language": "de-AT", "country": "AT",
        "renderings": {"fi": {"explain": "oppisopimuskoulutus Itävallassa"}},
    },
]  # fmt: skip
COUNT = "Im Jahr 2016 kamen 40 Menschen."
URL = "Mehr unter https://example.org/a und 5 Euro."
TERM = "Die Gemeinde hilft."
KEPT = "Nach der Lehre bleiben viele."
NAME = "Die Xylobert lädt ein."
ORGANISATIONS = [{"partner": "at-verein", "role": "lead"}, {"name": "Xylobert", "role": "host"}]


class Checks:
    """A base with one practice, whose Finnish catalog a test writes."""

    def __init__(self, folder: Path, cache: Path) -> None:
        data = practice_data(goals=[COUNT, URL, TERM, KEPT, NAME], organisations=ORGANISATIONS)
        self.root = write_base(folder / "base", [data], glossary=GLOSSARY)
        self.cache = cache
        self.base.translations.update()

    @property
    def base(self) -> KnowledgeBase:
        return KnowledgeBase(self.root, self.cache)

    @property
    def path(self) -> Path:
        return catalog_path(self.root, "fi", "practice", ID)

    def write(self, texts: dict[str, str], *comments: str, fuzzy: bool = False) -> None:
        """Translate some sources; the comments stand at each of them."""
        catalog = parse_po(self.path.read_text("utf-8"))
        messages = tuple(
            replace(one, text=texts[one.source], comments=comments,
                    flags=("fuzzy",) if fuzzy else ())
            if one.source in texts
            else one
            for one in catalog.messages
        )  # fmt: skip
        self.path.write_text(format_po(PoFile(messages)), "utf-8")

    def issues(self) -> list[Issue]:
        return [one for one in self.base.check_translations() if one.where.path == self.path]

    def codes(self) -> list[str]:
        return sorted(one.code for one in self.issues())


@pytest.fixture
def checks(tmp_path: Path, kb_cache: Path) -> Checks:
    return Checks(tmp_path, kb_cache)


def test_right_translations_have_no_findings(checks: Checks) -> None:
    checks.write({
        COUNT: "Vuonna 2016 tuli 40 ihmistä.",
        URL: "Lisää: https://example.org/a ja 5 euroa.",
        TERM: "Kunta auttaa.",
        KEPT: "Lehre-koulutuksen (oppisopimuskoulutus Itävallassa) jälkeen moni jää.",
        NAME: "Xylobert kutsuu.",
    })  # fmt: skip
    assert checks.issues() == []


@pytest.mark.parametrize(
    ("source", "text", "code", "kind"),
    [
        (COUNT, "Vuonna 2016 tuli 50 ihmistä.", "KB611", "number"),
        (COUNT, "Vuonna 2016 tuli 40 ihmistä ja 7 koiraa.", "KB612", "number"),
        (URL, "Lisää: https://example.org/b ja 5 euroa.", "KB614", "url"),
        (NAME, "Kahvila kutsuu.", "KB613", "name"),
        (TERM, "Kaupunki auttaa.", "KB616", "term"),
        (KEPT, "Koulutuksen jälkeen moni jää.", "KB617", "term"),
        (KEPT, "Lehre-vaiheen jälkeen moni jää.", "KB617", "term"),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_message_and_passed_over_with_a_reason(
    checks: Checks, source: str, text: str, code: str, kind: str
) -> None:
    checks.write({source: text})
    found = checks.issues()
    assert code in {one.code for one in found}
    lines = checks.path.read_text("utf-8").splitlines()
    for one in found:
        assert lines[one.where.line - 1].startswith("#")
        assert any(source[:20] in line for line in lines[one.where.line - 1 : one.where.line + 9])
    checks.write({source: text}, f"kb: ignore {kind}: so heißt es")
    assert code not in checks.codes() or kind == "number"
    checks.write({source: text}, *(f"kb: ignore {one}: ja" for one in IGNORED_KINDS))
    assert set(checks.codes()) == {"KB605"}


def test_a_limit_is_a_hint(checks: Checks) -> None:
    checks.write({TERM: "kunta " * 100})
    assert checks.codes() == ["KB615"]


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("kb: ignore number", "KB604"),
        ("kb: ignore number:   ", "KB604"),
        ("kb: ignore colour: grün", "KB604"),
        ("kb: ignroe number: weil", "KB604"),
        ("KB: ignore number: weil", "KB604"),
        ("kb: ignore", "KB604"),
        ("kb: ignore number: weil", "KB605"),
        ("kb: ignore term: weil", "KB605"),
        ("kb: draft", ""),
        ("kb: reviewed 2026-11-22 Maija", ""),
        ("Ist das so?", ""),
    ],
)
def test_comments_that_do_nothing_are_findings(checks: Checks, comment: str, code: str) -> None:
    checks.write({"Sprachcafé am Dorfplatz": "Kahvila Dorfplatz"}, comment)
    assert checks.codes() == ([code] if code else [])


def test_outdated_and_missing_texts_are_not_checked(checks: Checks) -> None:
    checks.write({COUNT: "Aivan muuta: 77."}, "kb: ignore number: alt", fuzzy=True)
    checks.write({TERM: ""}, "kb: ignore term: später")
    assert checks.codes() == []


def test_a_reason_at_the_first_mention_covers_a_missing_explanation(checks: Checks) -> None:
    checks.write({KEPT: "Lehre-vaiheen jälkeen moni jää."}, "kb: ignore term: überall bekannt")
    assert checks.codes() == []


def test_without_a_glossary_nothing_is_said_of_terms(checks: Checks) -> None:
    (checks.root / "practices/vocabulary/glossary.yaml").unlink()
    checks.write({TERM: "Kaupunki auttaa."}, "kb: ignore term: weil")
    assert checks.codes() == []


def test_files_that_are_no_catalogs_of_ours(checks: Checks) -> None:
    checks.write({TERM: "Kunta auttaa."})
    good = checks.path.read_bytes()
    twice = good.replace(b"Kunta", b"Se kunta")
    folder = checks.path.parent
    (folder / "at-fremd.po").write_bytes(good)
    (folder / "at-ordner.po").mkdir()
    (folder / ".at-versteckt.po").write_bytes(b"\xff")
    for data, code in (
        (b"\xff\xfe", "KB601"),
        (b"<<<<<<<\n", "KB601"),
        (good + twice, "KB601"),
        (good.replace(b"=UTF-8", b"=latin1"), "KB601"),
        (b"", "KB603"),
        (b"\xef\xbb\xbf" + good, ""),
    ):
        checks.path.write_bytes(data)
        assert checks.codes() == ([code] if code else [])
    others = {one.where.path.name: one.code for one in checks.base.check_translations()}
    assert others["at-fremd.po"] == others["at-ordner.po"] == "KB602"
    assert ".at-versteckt.po" not in others


def test_a_catalog_under_a_former_id_is_none_too_many(checks: Checks) -> None:
    checks.path.rename(checks.path.with_name("at-alt.po"))
    assert "KB602" in {one.code for one in checks.base.check_translations()}
    entry = checks.root / f"practices/at/{ID}.yaml"
    entry.write_text(entry.read_text("utf-8") + '"former_ids": ["at-alt"]\n', "utf-8")
    assert checks.base.check_translations() == []


def test_only_some_languages_records_or_files(checks: Checks) -> None:
    checks.write({COUNT: "Ei lukuja."})
    base = checks.base
    assert base.check_translations(langs=["sv"]) == []
    assert base.check_translations(ids=["at-anderes"]) == []
    assert base.check_translations([checks.root / "locales/sv"]) == []
    for only in (checks.path, checks.root / "locales/fi", checks.root / f"practices/at/{ID}.yaml"):
        assert base.check_translations([only])
    assert base.check_translations(langs=["fi"], ids=[ID])


# What the marks say


def test_marks_are_read() -> None:
    comments = ("kb: ignore number: a: b", "kb:ignore url", "kb: reviewed 2026-01-02 Maija M",
                "kb: reviewed 2026-02-03", "Frage", "kb: drft")  # fmt: skip
    assert list(iter_ignored(comments)) == [Ignored("number", "a: b"), Ignored("url", "")]
    assert find_review(comments) == Reviewed("2026-02-03", "")
    assert find_review(()) is None
    assert list(iter_unknown(comments)) == ["kb: drft"]


@given(st.lists(st.text(max_size=40) | st.text(max_size=20).map("kb: ignore ".__add__)))
def test_any_comment_is_read(comments: list[str]) -> None:
    assert all(one.kind for one in iter_ignored(comments))
    find_review(comments)
    assert {*iter_unknown(comments)} <= {*comments}


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=20))
def test_any_translation_can_be_checked(source: str, text: str, comment: str) -> None:
    from kb.translation.checks import _fact_issues, _judged, _length_issues
    from kb.translation.names import Names

    class NoNames(Names):
        groups = ()  # type: ignore[assignment]

        def __init__(self) -> None: ...

    message = Message("goals", source, text, comments=(comment,))
    path = Path("a.po")
    faults = [
        *_fact_issues(message, path, "de-AT", "fi", NoNames()), *_length_issues(message, path, 5),
    ]  # fmt: skip
    list(_judged(message, path, faults, has_terms=True))
