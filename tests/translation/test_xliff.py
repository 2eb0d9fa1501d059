"""XLIFF goes out with all a translator needs, and comes back whatever tools did to it."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import KbError, UsageError
from kb.translation.pofile import Message, PoFile, format_po, parse_po
from kb.translation.xliff import XliffCatalog, format_xliff, parse_xliff
from kb.translation.xliffunits import unit_id
from kb.translation.xliffxml import LARGEST_BYTES, VERSIONS

HEADER = Message("", "", "Language: fi\n", comments=("Sprachcafé", "practices/at-a.po"))
MISSING = Message(
    "title",
    "Sprachcafé am Dorfplatz",
    notes=("title, up to 120 characters",),
    references=("practices/at/at-a.yaml:4", "practices/at/at-a.yaml:9"),
)
DRAFT = Message("goals", "Deutsch lernen.", "Opitaan saksaa.", comments=("kb: draft",))
STALE = Message(
    "goals",
    "Neue Nachbarn.",
    "Vanhat naapurit.",
    comments=("kb: ignore term: name", ""),
    flags=("no-wrap", "fuzzy"),
    previous="Alte Nachbarn.",
)
TRANSLATED = Message("obstacles.remedy", "Mehr Geld & Zeit", "Enemmän rahaa ja aikaa")
REVIEWED = Message("results", "Alle da.", "Kaikki.", comments=("kb: reviewed 2026-11-22 Maija M.",))
MESSAGES = (MISSING, DRAFT, STALE, TRANSLATED, REVIEWED)

NEW = "{urn:oasis:names:tc:xliff:document:2.0}"
OLD = "{urn:oasis:names:tc:xliff:document:1.2}"

version = pytest.mark.parametrize("version", VERSIONS)


def out(version: str, *messages: Message, name: str = "practices/at-a") -> bytes:
    catalog = PoFile((HEADER, *(messages or MESSAGES)))
    return format_xliff(catalog, name, "de-AT", "fi", version)


def back(data: bytes, *changes: tuple[str, str]) -> tuple[Message, ...]:
    """The messages after a tool changed the file."""
    text = data.decode()
    for pattern, new in changes:
        text, count = re.subn(pattern, new, text, flags=re.DOTALL)
        assert count, pattern
    return parse_xliff(text.encode()).messages


def parse_xml(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(data)  # noqa: S314 - made here


def one_unit(version: str, content: str, attributes: str = 'id="x" resname="goals"') -> Message:
    """What is read from a unit that some other tool wrote."""
    head = '<?xml version="1.0"?>'
    if version == "1.2":
        text = (
            f'<xliff version="1.2" xmlns="{OLD[1:-1]}"><file original="a" datatype="plaintext" '
            f'source-language="de" target-language="fi"><body><trans-unit {attributes}>{content}'
            "</trans-unit></body></file></xliff>"
        )
    else:
        text = (
            f'<xliff version="2.0" xmlns="{NEW[1:-1]}" srcLang="de" trgLang="fi"><file id="f">'
            f"<unit {attributes}>{content}</unit></file></xliff>"
        )
    (message,) = parse_xliff((head + text).encode()).messages
    return message


# Out and back


@version
def test_a_catalog_comes_back_as_it_went_out(version: str) -> None:
    assert parse_xliff(out(version)) == XliffCatalog("practices/at-a", "de-AT", "fi", MESSAGES)


@version
def test_header_and_obsolete_messages_stay_at_home(version: str) -> None:
    data = out(version, DRAFT, replace(TRANSLATED, is_obsolete=True))
    assert parse_xliff(data).messages == (DRAFT,)


@version
def test_an_empty_catalog_goes_through(version: str) -> None:
    assert parse_xliff(format_xliff(PoFile(), "a", "de", "fi", version)).messages == ()


@version
def test_what_was_read_from_a_po_file_can_be_written_to_one_again(version: str) -> None:
    catalog = parse_po(format_po(PoFile((HEADER, *MESSAGES))))
    came = parse_xliff(format_xliff(catalog, "a", "de", "fi", version)).messages
    assert parse_po(format_po(PoFile((HEADER, *came)))) == catalog


line = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufffe\uffff")
)
word = st.text("abcäöå日م.-_:/12", min_size=1, max_size=8)
hostile = st.one_of(
    st.text(
        st.characters(
            exclude_categories=("Cs", "Cc"),
            include_characters="\n\t\r",
            exclude_characters="\ufffe\uffff",
        )
    ),
    st.sampled_from(
        [
            "<b>&amp;</b> ]]> <![CDATA[x]]> &#0; &lol;",
            "  vorn und hinten \n\n\t ",
            "مرحبا \u200f(العربية)\u202e abc",
            "👩‍👩‍👧‍👦 🇫🇮 é e\u0301 \x85 \u2028 \u00a0",
            "%(name)s {0} \\n \" ' <!-- --> <?php ?>",
            "ä" * 200_000,
            "</target></trans-unit>",
        ]
    ),
)


@st.composite
def messages(draw: st.DrawFn) -> Message:
    flags = draw(st.lists(st.sampled_from(("fuzzy", "no-wrap", "python-format")), unique=True))
    marks = st.sampled_from(
        ("kb: draft", 'kb: ignore number: "4 Pfoten"', "kb: reviewed 2026-01-01 X")
    )
    message = Message(
        draw(st.one_of(st.sampled_from(("title", "obstacles.remedy")), hostile)),
        draw(hostile),
        draw(st.one_of(st.just(""), hostile)),
        comments=tuple(draw(st.lists(st.one_of(marks, line), max_size=3))),
        notes=tuple(draw(st.lists(line, max_size=2))),
        references=tuple(draw(st.lists(word, max_size=3))),
        flags=tuple(flags),
        previous=draw(st.one_of(st.none(), hostile)),
    )
    return replace(message, context="title") if message.is_header else message


@version
@given(found=st.lists(messages(), max_size=4), name=line)
@settings(deadline=None, max_examples=60)
def test_nothing_is_lost_between_format_and_parse(
    version: str, found: list[Message], name: str
) -> None:
    data = format_xliff(PoFile(tuple(found)), name, "sv-FI", "de-AT", version)
    assert parse_xliff(data) == XliffCatalog(name, "sv-FI", "de-AT", tuple(found))


@version
@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\ufffe", "\ud800"])
@pytest.mark.parametrize("field", ["context", "source", "text", "previous", "comments"])
def test_control_characters_are_refused(version: str, character: str, field: str) -> None:
    text = f"a{character}b"
    change: Any = (text,) if field == "comments" else text
    with pytest.raises(KbError) as error:
        out(version, replace(DRAFT, **{field: change}))
    assert f"U+{ord(character):04X}" in str(error.value)


def test_plural_forms_are_refused_and_not_lost() -> None:
    catalog = parse_po('msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] ""\n')
    with pytest.raises(KbError, match="plural"):
        format_xliff(catalog, "kb", "en", "fi", "1.2")


def test_there_is_no_version_3() -> None:
    with pytest.raises(UsageError, match=r"1\.2, 2\.0"):
        out("3.0")


# What a translator gets


def test_version_1_2_says_state_limit_field_and_place() -> None:
    units = list(parse_xml(out("1.2")).iter(f"{OLD}trans-unit"))
    assert [(one.get("approved"), one.find(f"{OLD}target").get("state")) for one in units] == [
        (None, "new"),
        (None, "needs-review-translation"),
        (None, "needs-translation"),
        ("yes", "translated"),
        ("yes", "signed-off"),
    ]
    first = units[0]
    assert first.get("resname") == "title"
    assert (first.get("maxwidth"), first.get("size-unit")) == ("120", "char")
    assert [(one.get("from"), one.text) for one in first.iter(f"{OLD}note")] == [
        ("developer", "title, up to 120 characters")
    ]
    assert [one.text for one in first.iter(f"{OLD}context")] == [
        "practices/at/at-a.yaml",
        "4",
        "practices/at/at-a.yaml",
        "9",
    ]
    (previous,) = units[2].iter(f"{OLD}alt-trans")
    assert [one.text for one in previous] == ["Alte Nachbarn.", "Vanhat naapurit."]
    assert units[2].find(f"{OLD}target").get("state-qualifier") == "fuzzy-match"


def test_version_2_0_says_state_limit_field_and_place() -> None:
    units = list(parse_xml(out("2.0")).iter(f"{NEW}unit"))
    segments = [one.find(f"{NEW}segment") for one in units]
    assert [(one.get("state"), one.get("subState")) for one in segments if one is not None] == [
        ("initial", None),
        ("initial", "kb:draft"),
        ("initial", "kb:stale"),
        ("translated", None),
        ("reviewed", None),
    ]
    assert units[0].get("name") == "title"
    sizes = "{urn:oasis:names:tc:xliff:sizerestriction:2.0}"
    assert units[0].get(f"{sizes}sizeRestriction") == "120"
    assert [(one.get("category"), one.text) for one in units[0].iter(f"{NEW}note")] == [
        ("developer", "title, up to 120 characters"),
        ("location", "practices/at/at-a.yaml:4"),
        ("location", "practices/at/at-a.yaml:9"),
    ]
    notes = {one.get("category"): one.text for one in units[2].iter(f"{NEW}note")}
    assert notes["previous-source"] == "Alte Nachbarn."


@version
def test_the_file_says_in_its_head_what_it_is_about(version: str) -> None:
    notes = [one.text for one in parse_xml(out(version)).iter() if one.tag.endswith("}note")]
    assert notes[:2] == list(HEADER.comments)


@version
def test_ids_are_unique_and_survive_another_order(version: str) -> None:
    twice = (*MESSAGES, DRAFT, replace(DRAFT, context="results"))
    ids = re.findall(r'unit id="([^"]+)"', out(version, *twice).decode())
    turned = re.findall(r'unit id="([^"]+)"', out(version, *reversed(MESSAGES)).decode())
    assert len(set(ids)) == len(twice)
    assert set(turned) <= set(ids)
    assert all(re.fullmatch(r"[\w.-]+", one) for one in ids)


@version
def test_languages_are_written_as_bcp_47(version: str) -> None:
    data = format_xliff(PoFile(), "a", "de_AT", "sr_latn_rs", version)
    assert b'"de-AT"' in data
    assert b'"sr-Latn-RS"' in data


# What tools do


@version
def test_units_in_another_order_and_left_out(version: str) -> None:
    assert parse_xliff(out(version, TRANSLATED, MISSING)).messages == (TRANSLATED, MISSING)


@version
def test_dropped_notes_and_names_leave_field_source_and_text(version: str) -> None:
    names = r' (res)?name="[^"]*"'
    notes = r"<notes>.*?</notes>|<note .*?</note>"
    found = back(out(version), (notes, ""), (names, ""))
    assert [(one.key, one.text) for one in found] == [(one.key, one.text) for one in MESSAGES]
    assert [one.is_fuzzy for one in found] == [one.is_fuzzy for one in MESSAGES]
    assert "kb: draft" in found[1].comments


def test_a_name_of_the_tool_does_not_hide_the_field() -> None:
    found = back(out("1.2"), (r'resname="[^"]*"', 'resname="row 7"'))
    assert [one.context for one in found] == [one.context for one in MESSAGES]


@pytest.mark.parametrize("state", ["translated", "signed-off", "final"])
def test_a_state_set_in_1_2_ends_draft_and_stale(state: str) -> None:
    found = back(out("1.2"), (r'state="needs[^"]*"( state-qualifier="[^"]*")?', f'state="{state}"'))
    assert found[1] == replace(DRAFT, comments=())
    assert found[2] == replace(STALE, flags=("no-wrap",), previous=None)


@pytest.mark.parametrize("state", ["translated", "reviewed", "final"])
def test_a_state_set_in_2_0_ends_draft_and_stale(state: str) -> None:
    found = back(out("2.0"), (r'state="initial" subState', f'state="{state}" subState'))
    assert found[1] == replace(DRAFT, comments=())
    assert found[2] == replace(STALE, flags=("no-wrap",), previous=None)


def test_a_stale_text_set_to_review_becomes_a_draft() -> None:
    found = back(out("1.2"), ("needs-translation", "needs-review-l10n"))
    assert found[2].flags == ("no-wrap",)
    assert found[2].comments == ("kb: draft", *STALE.comments)
    assert found[2].previous is None


def test_a_translated_text_sent_back_to_review_becomes_a_draft() -> None:
    found = back(out("1.2"), ('state="translated"', 'state="needs-review-translation"'))
    assert found[3].comments == ("kb: draft",)


def test_text_typed_into_an_untouched_state_is_a_draft() -> None:
    found = back(out("1.2"), (r'state="new"></target>', 'state="new">Kielikahvila</target>'))
    assert found[0] == replace(MISSING, text="Kielikahvila", comments=("kb: draft",))
    found = back(out("2.0"), (r"(Dorfplatz</source>)", r"\1<target>Kielikahvila</target>"))
    assert found[0] == replace(MISSING, text="Kielikahvila", comments=("kb: draft",))


@pytest.mark.parametrize(
    ("approved", "comments"),
    [("", ()), (' approved="yes"', ()), (' approved="no"', ("kb: draft",))],
)
def test_a_tool_without_states(approved: str, comments: tuple[str, ...]) -> None:
    content = "<source>a</source><target>b</target>"
    found = one_unit("1.2", content, f'id="7" resname="goals"{approved}')
    assert found == Message("goals", "a", "b", comments=comments)


def test_a_dropped_state_leaves_the_marks() -> None:
    found = back(out("1.2"), (r' state="[^"]*"', ""))
    assert found == MESSAGES


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ('<g id="1">lihava</g> sana', "lihava sana"),
        ('<bpt id="1">&lt;b></bpt>lihava<ept id="1">&lt;/b></ept> sana', "lihava sana"),
        (
            '<mrk mtype="seg" mid="0">Yksi.</mrk> <mrk mtype="seg" mid="1">Kaksi.</mrk>',
            "Yksi. Kaksi.",
        ),
        ('Hei <ph id="1">%(name)s</ph>!', "Hei %(name)s!"),
        ('Hei <x id="1" equiv-text="%(name)s"/>!', "Hei %(name)s!"),
        ('Hei <x id="9" ctype="image"/><!-- soso --><?tool x?>!', "Hei !"),
        ("<![CDATA[a < b]]>", "a < b"),
    ],
)
def test_markup_in_1_2_becomes_text(target: str, text: str) -> None:
    found = one_unit("1.2", f"<source>Hallo %(name)s!</source><target>{target}</target>")
    assert (found.source, found.text) == ("Hallo %(name)s!", text)


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ('<pc id="1" dataRefStart="b" dataRefEnd="e">lihava</pc> sana', "lihava sana"),
        ('<mrk id="m1" type="term">sana</mrk>', "sana"),
        ('Hei <ph id="1" dataRef="p"/>!', "Hei %(name)s!"),
        ('Hei <ph id="1" equiv="%(name)s"/>!', "Hei %(name)s!"),
        ('<sc id="1" dataRef="b"/>lihava<ec startRef="1" dataRef="e"/>', "lihava"),
        ('<sm id="1"/>sana<em startRef="1"/>', "sana"),
    ],
)
def test_markup_in_2_0_becomes_text(target: str, text: str) -> None:
    data = (
        '<originalData><data id="b">&lt;b></data><data id="e">&lt;/b></data>'
        '<data id="p">%(name)s</data></originalData>'
    )
    segment = f"<segment><source>Hallo %(name)s!</source><target>{target}</target></segment>"
    found = one_unit("2.0", data + segment, 'id="x"')
    assert (found.source, found.text) == ("Hallo %(name)s!", text)


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ('Hallo <ph id="1">%(name)s</ph> <g id="2">du</g>!', "Hallo %(name)s du!"),
        ('Hallo <bpt id="1">{b}</bpt>du<ept id="1">{/b}</ept>!', "Hallo du!"),
        ('<bpt id="1">&lt;b></bpt>du<ept id="1">&lt;/b></ept>', "<b>du</b>"),
    ],
)
def test_a_source_with_markup_is_found_by_its_id(source: str, key: str) -> None:
    unit = f'id="{unit_id("goals", key)}"'
    found = one_unit("1.2", f"<source>{source}</source><target>x</target>", unit)
    assert found.key == ("goals", key)


SEGMENTS = """<segment state="{0}"><source>Eins.</source><target{2}>Yksi.</target></segment>
<ignorable><source> </source></ignorable>
<segment state="{1}"><source>Zwei.</source>{3}</segment>"""


@pytest.mark.parametrize(
    ("filling", "text", "comments"),
    [
        (("translated", "final", "", "<target>Kaksi.</target>"), "Yksi. Kaksi.", ()),
        (("translated", "initial", "", "<target>Kaksi.</target>"), "Yksi. Kaksi.", ("kb: draft",)),
        (("final", "final", ' order="3"', '<target order="1">Kaksi.</target>'), "Kaksi. Yksi.", ()),
        (("translated", "initial", "", ""), "", ()),
    ],
)
def test_segments_are_joined(
    filling: tuple[str, ...], text: str, comments: tuple[str, ...]
) -> None:
    found = one_unit("2.0", SEGMENTS.format(*filling), 'id="x" name="goals"')
    assert found == Message("goals", "Eins. Zwei.", text, comments=comments)


def test_notes_of_the_agency_become_comments_one_a_line() -> None:
    note = '<note from="Agentur">Wer ist "er"?\nmsgid "böse"</note></trans-unit>'
    found = back(out("1.2", TRANSLATED), ("</trans-unit>", note))
    assert found[0].comments == ('Wer ist "er"?', 'msgid "böse"')
    assert parse_po(format_po(PoFile((HEADER, *found)))).messages[1:] == found


def test_flags_and_references_cannot_break_a_catalog() -> None:
    content = (
        "<source>a</source><target>b</target><context-group purpose='information'>"
        "<context context-type='x-po-flag'>no-wrap\nmsgid</context></context-group>"
        "<context-group purpose='location'><context context-type='sourcefile'>a\nb</context>"
        "</context-group>"
    )
    found = one_unit("1.2", content)
    assert (found.flags, found.references) == ((), ("a", "b"))


def test_suggestions_of_a_memory_are_not_the_previous_source() -> None:
    other = '<alt-trans match-quality="80%"><source>x</source><target>y</target></alt-trans>'
    content = f'<source>a</source><target state="needs-translation">b</target>{other}'
    assert one_unit("1.2", content).previous is None


def test_a_byte_order_mark_and_utf_16_are_read() -> None:
    text = out("1.2").decode()
    assert parse_xliff(b"\xef\xbb\xbf" + text.encode()).messages == MESSAGES
    wide = text.replace("UTF-8", "UTF-16").encode("utf-16")
    assert parse_xliff(wide).messages == MESSAGES


def test_languages_are_read_as_bcp_47_however_they_are_written() -> None:
    data = out("1.2").replace(b'"de-AT"', b'"DE_at"')
    assert parse_xliff(data).source_lang == "de-AT"


def test_version_2_1_is_read_like_2_0() -> None:
    assert parse_xliff(out("2.0").replace(b'version="2.0"', b'version="2.1"')).messages == MESSAGES


# What is refused

BOMB = b"""<?xml version="1.0"?><!DOCTYPE xliff [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>
<xliff version="1.2">&e;</xliff>"""
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE xliff [<!ENTITY a SYSTEM "file:///etc/hostname">]>
<xliff version="1.2"><file original="&a;"/></xliff>"""
REFUSED = {
    "empty": (b"", "is empty"),
    "blank": (b" \n\n", "is empty"),
    "no-xml": (b"Liebe Kollegin, anbei die Datei", "not XML"),
    "po": (b'msgid "a"\nmsgstr "b"\n', "not XML"),
    "zip": (b"PK\x03\x04\x14\x00\x00\x00\x08\x00", "not XML"),
    "zeros": (bytes(100), "not XML"),
    "latin": ("<xliff>é</xliff>".encode("latin-1"), "damaged"),
    "cut off": (out("1.2")[:-40], "damaged or cut off: line"),
    "bomb": (BOMB, "document type declaration"),
    "external entity": (EXTERNAL, "document type declaration"),
    "unknown entity": (b'<xliff version="1.2">&a;</xliff>', "damaged"),
    "unknown encoding": (b'<?xml version="1.0" encoding="x-y"?><xliff/>', "not XML"),
    "tmx": (b'<tmx version="1.4"><header/></tmx>', "begins with <tmx>"),
    "tbx": (b'<martif type="TBX"><text/></martif>', "begins with <martif>"),
    "html": (b"<html><body/></html>", "begins with <html>"),
    "version 1.1": (b'<xliff version="1.1"><file/></xliff>', "version 1.1"),
    "no version": (b"<xliff><file/></xliff>", "version ?"),
    "other namespace": (b'<xliff version="2.0" xmlns="urn:x"/>', "version 2.0"),
    "no file": (b'<xliff version="1.2"/>', "damaged"),
    "no language": (out("1.2").replace(b' target-language="fi"', b""), "target-language"),
    "no new language": (out("2.0").replace(b' trgLang="fi"', b""), "trgLang"),
    "odd language": (out("2.0").replace(b'"fi"', b'"Suomi!"'), "trgLang"),
    "two files": (
        out("2.0").replace(b"</xliff>", b'<file id="f2"><group id="g"/></file></xliff>'),
        "2 catalogs",
    ),
    "code point": (
        out("2.0").replace(b"Kaikki.", b'<cp hex="001A"/>'),
        "U+001A",
    ),
    "deep": (
        b'<xliff version="1.2">' + b"<g>" * 100_000 + b"</g>" * 100_000 + b"</xliff>",
        "damaged",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_foreign_and_damaged_files_are_refused(name: str) -> None:
    data, sentence = REFUSED[name]
    with pytest.raises(KbError) as error:
        parse_xliff(data, "agency.xlf")
    assert str(error.value).startswith("agency.xlf")
    assert sentence in str(error.value)


def test_huge_files_are_refused() -> None:
    with pytest.raises(KbError, match="32 MiB"):
        parse_xliff(b"<" * (LARGEST_BYTES + 1))


@version
@given(data=st.data())
@settings(deadline=None, max_examples=150)
def test_whatever_happens_to_a_file_it_is_read_or_refused(
    version: str, data: st.DataObject
) -> None:
    whole = out(version)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 60)))
    damaged = whole[:start] + data.draw(st.binary(max_size=6)) + whole[end:]
    with suppress(KbError):
        assert all(isinstance(one.text, str) for one in parse_xliff(damaged).messages)


def test_without_translate_toolkit_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    data = out("1.2")
    monkeypatch.setitem(sys.modules, "translate.storage.xliff", None)
    for call in (lambda: out("1.2"), lambda: parse_xliff(data)):
        with pytest.raises(KbError, match=r"pip install kb-good-practice\[translation\]"):
            call()


# translate-toolkit's own opinion


def test_translate_toolkit_reads_the_same_texts_and_states() -> None:
    from translate.storage.xliff import Xliff1File
    from translate.storage.xliff2 import Xliff2File

    for store in (Xliff1File.parsestring(out("1.2")), Xliff2File.parsestring(out("2.0"))):
        assert [one.source for one in store.units] == [one.source for one in MESSAGES]
        assert [one.target or "" for one in store.units] == [one.text for one in MESSAGES]
        assert [one.isfuzzy() for one in store.units] == [False, True, True, False, False]
        assert [one.istranslated() for one in store.units] == [False, False, False, True, True]


def test_what_translate_toolkit_marks_is_understood() -> None:
    from translate.storage.xliff import Xliff1File

    store = Xliff1File.parsestring(out("1.2"))
    store.units[0].target = "Kielikahvila"
    store.units[1].markfuzzy(False)
    store.units[3].markfuzzy(True)
    found = parse_xliff(bytes(store)).messages
    assert found[0] == replace(MISSING, text="Kielikahvila")
    assert found[1] == replace(DRAFT, comments=())
    assert found[3] == replace(TRANSLATED, flags=("fuzzy",))
