"""PO files are written back byte by byte, except for what was changed."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from hypothesis import given
from hypothesis import strategies as st

from kb.translation.catalogs import Translated, parse_catalog, state_of
from kb.translation.pofile import (
    Message,
    PoError,
    PoFile,
    format_po,
    parse_po,
    unescape,
    with_metadata,
)

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120)
WRITTEN = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"),
    min_size=1,
    max_size=120,
)
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60)
CONTEXT = st.sampled_from(["title", "goals", "obstacles.remedy"])
PIECE = st.sampled_from(
    (
        *("", "#", "# kb: draft", "#, fuzzy", '#| msgid "Alt"', "#~", '#~ msgid "x"'),
        *('#~ msgstr "y"', 'msgctxt "goals"', 'msgid "x"', 'msgid ""', 'msgid_plural "xs"'),
        *('msgstr "y"', 'msgstr ""', 'msgstr[0] "y"', 'msgstr[1] "ys"', '"mehr"', '"a\\n"'),
        *('"a"b"', '"a\\"', '"', "<<<<<<<", "  #, fuzzy", '\tmsgid\t"x"', '"a" "b"'),
        *('"a\\303\\244"', "\ufeff", '"a\u2028b"', "\x0c"),
    )
)


@given(
    st.dictionaries(
        st.tuples(CONTEXT, WRITTEN), st.tuples(WRITTEN, st.booleans(), LINE), max_size=6
    ),
    st.sampled_from([40, 76, 0]),
)
def test_what_babel_writes_stays_as_it_is(
    messages: dict[tuple[str, str], tuple[str, bool, str]], width: int
) -> None:
    catalog = Catalog(locale="fi")
    for (context, source), (text, is_fuzzy, comment) in messages.items():
        flags = ["fuzzy"] if is_fuzzy else []
        catalog.add(source, text, context=context, flags=flags, user_comments=[comment])
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=width)
    text = buffer.getvalue().decode("utf-8")
    assert format_po(parse_po(text)) == text.rstrip("\n") + "\n"


messages = st.builds(
    Message,
    CONTEXT,
    TEXT,
    st.text(st.characters(exclude_categories=["Cs"]), max_size=120),
    comments=st.lists(LINE.map(str.strip), max_size=3).map(tuple),
    notes=st.just(("goals, up to 400 characters",)),
    references=st.just(("practices/at/at-a.yaml:3", "practices/at/at-a.yaml:9")),
    flags=st.sampled_from([(), ("fuzzy",), ("fuzzy", "no-wrap")]),
    previous=st.none() | TEXT,
)


@given(st.lists(messages, max_size=5, unique_by=lambda one: one.key))
def test_what_is_written_is_read_again(written: list[Message]) -> None:
    text = format_po(PoFile(tuple(written)))
    read = parse_po(text)
    assert read.messages == tuple(written)
    assert format_po(read) == text
    assert {one.key: one.text for one in written} == {
        key: one.text for key, one in parse_catalog(text).items()
    }


@given(st.lists(messages, max_size=4, unique_by=lambda one: one.key))
def test_babel_reads_what_is_written(written: list[Message]) -> None:
    written = [one for one in written if "\r" not in one.source + one.text]
    text = HEADER + format_po(PoFile(tuple(written)))
    found = {
        (one.context, one.id): one.string for one in read_po(io.BytesIO(text.encode())) if one.id
    }
    assert found == {one.key: one.text for one in written}


@given(st.lists(PIECE | st.text(max_size=20), max_size=14).map("\n".join))
def test_any_text_is_a_catalog_or_refused(text: str) -> None:
    try:
        catalog = parse_po(text)
    except PoError:
        return
    again = parse_po(format_po(catalog))
    assert again.messages == catalog.messages
    assert format_po(again) == format_po(catalog)
    assert parse_catalog(text) == {
        one.key: Translated(
            one.text,
            state_of(one.text, one.is_fuzzy, "kb: draft" in one.comments),
            one.previous if one.is_fuzzy else None,
        )
        for one in sorted(catalog.messages, key=lambda one: bool(one.text))
        if one.source and not one.is_obsolete
    }


@given(st.binary(max_size=200))
def test_any_bytes_are_a_catalog_or_refused(data: bytes) -> None:
    text = data.decode("latin-1")
    for read in (parse_po, parse_catalog):
        try:
            read(text)
        except PoError:
            continue


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('msgid "a"\nmsgstr "b"\n<<<<<<< HEAD\n', 3),
        ('msgid "a"\nmsgstr "b\n', 2),
        ('msgid "a"\n# x\nmsgstr "b"\n', 2),
        ('msgctxt "a"\nmsgstr "b"\n', 1),
        ('"a"\n', 1),
        ('msgid "a"\nmsgid "b"\nmsgstr ""\n', 2),
        ('msgid "a"\n', 1),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 4),
        ('msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n', 4),
        ("\0", 1),
    ],
)
def test_damage_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(PoError) as caught:
        parse_po(text)
    assert caught.value.line == line


def test_a_long_line_takes_no_long_time() -> None:
    inside = 'ä\\"' * 350_000
    text = f'msgid "{inside}"\nmsgstr "{inside}"\n'
    assert format_po(parse_po(text)) == text
    assert next(iter(parse_catalog(text).values())).text == 'ä"' * 350_000


def test_only_the_changed_message_gets_new_lines() -> None:
    text = (
        "# Kommentar vor dem Kopf\n#\n"
        + HEADER
        + '#: a.yaml:1 a.yaml:2\n#: b.yaml:3\n#, fuzzy,no-wrap\nmsgid "eins"\nmsgstr "yksi"\n\n'
        + '#: c.yaml:1 c.yaml:2\nmsgid ""\n"zw"\n"ei"\nmsgstr ""\n"ka"\n"ksi"\n\n'
        + '# Zwischenruf\n\n#~ msgid "drei"\n#~ msgstr "kolme"\n\n# am Ende\n'
    ).replace("Zwischenruf\n\n", "Zwischenruf\n")
    catalog = parse_po(text)
    assert format_po(catalog) == text
    header, one, two, three = catalog.messages
    changed = replace(catalog, messages=(header, replace(one, text="1"), two, three))
    assert format_po(changed) == text.replace('"yksi"', '"1"')
    commented = replace(two, comments=("neu",))
    changed = replace(catalog, messages=(header, one, commented, three))
    assert format_po(changed) == text.replace(
        "#: c.yaml:1 c.yaml:2\n", "# neu\n#: c.yaml:1\n#: c.yaml:2\n"
    )


def test_windows_lines_stay_and_a_byte_order_mark_is_no_text() -> None:
    text = HEADER + '# Hinweis\nmsgid "a"\nmsgstr "b"\n'
    windows = text.replace("\n", "\r\n")
    assert format_po(parse_po(windows)) == windows
    assert parse_po("\ufeff" + text) == parse_po(text)
    assert parse_catalog("\ufeff" + windows) == {("", "a"): ("b", "translated", None)}


def test_plural_forms_survive_being_struck_out_and_coming_back() -> None:
    text = HEADER + 'msgid "Gast"\nmsgid_plural "Gäste"\nmsgstr[0] ""\nmsgstr[1] ""\n"vieraita"\n'
    catalog = parse_po(text)
    header, guest = catalog.messages
    assert (guest.text, guest.is_plural) == ("vieraita", True)
    struck = format_po(replace(catalog, messages=(header, replace(guest, is_obsolete=True))))
    assert '#~ msgid_plural "Gäste"\n#~ msgstr[0] ""\n#~ msgstr[1] ""\n#~ "vieraita"\n' in struck
    again = parse_po(struck)
    back = replace(again.messages[1], is_obsolete=False)
    assert format_po(replace(again, messages=(again.messages[0], back))) == text


def test_line_breaks_in_comments_make_no_messages() -> None:
    sly = Message("", "a", "b", comments=('x\nmsgid "y"\nmsgstr "z"', "u\u2028v"), notes=("n\nm",))
    assert parse_po(format_po(PoFile((sly,)))).messages == (
        replace(sly, comments=("x", 'msgid "y"', 'msgstr "z"', "u", "v"), notes=("n m",)),
    )
    header = with_metadata(Message("", "", "A: 1\nB: 2\n"), "b", "3\nC: 4")
    assert header.text == "A: 1\nb: 3 C: 4\n"
    assert with_metadata(Message("", ""), "A", "1").text == "A: 1\n"


def test_letters_written_as_bytes() -> None:
    assert unescape(r"K\303\244se \x41\t\"") == 'Käse A\t"'
    assert unescape(r"\377\400") == "\ufffd\0"


def test_gettext_reads_what_it_wrote(tmp_path: Path) -> None:
    """`msgcat --escape` and other widths: the same messages."""
    assert shutil.which("msgcat"), "msgcat is missing: install gettext"
    long = "Äpfel und Birnen, " * 20 + 'für "alle"'
    written = (
        parse_po(HEADER).messages[0],
        Message("goals", long, long, comments=("kb: draft",), flags=("fuzzy",), previous=long),
        Message("title", "Weg", "Pois", is_obsolete=True, flags=("fuzzy",), previous="Fort"),
    )
    path = tmp_path / "a.po"
    path.write_text(format_po(PoFile(written)), "utf-8")
    for option in ("--escape", "--width=40", "--no-wrap"):
        done = subprocess.run(["msgcat", option, path], check=True, capture_output=True)
        text = done.stdout.decode("utf-8")
        assert parse_po(text).messages == written
        assert format_po(parse_po(text)) == text
