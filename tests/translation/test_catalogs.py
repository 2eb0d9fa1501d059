"""Reading content catalogs: the quick reader agrees with Babel's."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from hypothesis import given
from hypothesis import strategies as st

from kb.translation.catalogs import (
    catalog_langs,
    catalog_path,
    load_translations,
    parse_catalog,
)
from tests.factories import make_practice

TEXT = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"),
    min_size=1,
    max_size=120,
)
CONTEXT = st.sampled_from(["title", "goals", "obstacles.remedy"])


@given(st.dictionaries(st.tuples(CONTEXT, TEXT), st.tuples(TEXT, st.booleans()), max_size=6))
def test_agrees_with_babel(messages: dict[tuple[str, str], tuple[str, bool]]) -> None:
    catalog = Catalog(locale="fi")
    for (context, source), (text, is_fuzzy) in messages.items():
        catalog.add(source, text, context=context, flags=["fuzzy"] if is_fuzzy else [])
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=76)
    ours = parse_catalog(buffer.getvalue().decode("utf-8"))
    buffer.seek(0)
    theirs = {
        (message.context, message.id): (message.string, "stale" if message.fuzzy else "translated")
        for message in read_po(buffer)
        if message.id
    }
    assert {key: (one.text, one.state) for key, one in ours.items()} == theirs


def test_draft_and_stale_are_told_apart() -> None:
    text = """
# kb: draft
msgctxt "title"
msgid "Garten"
msgstr "Puutarha"

#, fuzzy
#| msgctxt "goals"
#| msgid "Alt"
msgctxt "goals"
msgid "Neu"
msgstr "Vanha"

msgctxt "measures"
msgid "Offen"
msgstr ""

#~ msgctxt "goals"
#~ msgid "Weg"
#~ msgstr "Poissa"
"""
    assert parse_catalog(text) == {
        ("title", "Garten"): ("Puutarha", "draft", None),
        ("goals", "Neu"): ("Vanha", "stale", "Alt"),
        ("measures", "Offen"): ("", "missing", None),
    }


def test_missing_or_broken_catalogs_are_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "locales/sv/LC_MESSAGES/practices"
    folder.mkdir(parents=True)
    (folder / "at-a.po").write_bytes(b'msgid "x"\nmsgstr "\xff\xfe"\n')
    assert load_translations(tmp_path, "practice", make_practice(id="at-a")) == {}
    assert load_translations(tmp_path, "practice", make_practice(id="at-b")) == {}


def test_marks_of_obsolete_messages_are_not_those_of_the_next() -> None:
    text = """
# kb: draft
#, fuzzy
#~| msgid "Alt"
#~ msgid "Weg"
#~ msgstr "Poissa"

msgctxt "title"
msgid "Garten"
msgstr "Puutarha"

# kb: drafted by hand
#, no-fuzzy
msgctxt "goals"
msgid "Neu"
msgstr "Uusi \x85\x0cb"
"""
    assert parse_catalog(text) == {
        ("title", "Garten"): ("Puutarha", "translated", None),
        ("goals", "Neu"): ("Uusi \x85\x0cb", "translated", None),
    }


def test_a_damaged_catalog_is_as_good_as_none(tmp_path: Path) -> None:
    practice = make_practice(id="at-a")
    path = catalog_path(tmp_path, "sv", "practice", "at-a")
    path.parent.mkdir(parents=True)
    good = f'msgctxt "title"\nmsgid "{practice.title}"\nmsgstr "Språkcafé"\n'
    path.write_text(good, "utf-8")
    assert load_translations(tmp_path, "practice", practice).keys() == {"sv"}
    path.write_text(good + ">>>>>>> theirs\n", "utf-8")
    assert load_translations(tmp_path, "practice", practice) == {}


def test_what_leads_out_or_is_no_file_is_no_catalog(tmp_path: Path) -> None:
    practice = make_practice(id="at-a", former_ids=["at-b"])
    outside = tmp_path / "outside"
    outside.mkdir()
    good = f'msgctxt "title"\nmsgid "{practice.title}"\nmsgstr "Språkcafé"\n'
    (outside / "at-a.po").write_text(good, "utf-8")
    root = tmp_path / "base"
    catalog_path(root, "sv", "practice", "at-a").mkdir(parents=True)
    linked = catalog_path(root, "fi", "practice", "at-a")
    linked.parent.mkdir(parents=True)
    linked.symlink_to(outside / "at-a.po")
    (root / "locales" / "de").symlink_to(outside)
    (root / "locales" / "update.py").touch()
    assert catalog_langs(root) == ["fi", "sv"]
    assert load_translations(root, "practice", practice) == {}
    catalog_path(root, "sv", "practice", "at-b").write_text(good, "utf-8")
    assert load_translations(root, "practice", practice).keys() == {"sv"}
    inside = root / "locales" / "real.po"
    inside.write_text(good, "utf-8")
    linked.unlink()
    linked.symlink_to(inside)
    assert load_translations(root, "practice", practice).keys() == {"fi", "sv"}
