"""Reading content catalogs: the quick reader agrees with Babel's."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from hypothesis import given
from hypothesis import strategies as st

from kb.translation.catalogs import load_translations, parse_catalog
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


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    parse_catalog(text)
