"""Drafts for other databases: nothing cut, nothing lost, nothing made up."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kb.content.store import load_content
from kb.errors import KbError
from kb.export.crosswalk import Draft, DraftField, draft_crosswalk, fill_form, measure
from kb.export.crosswalkforms import (
    FORMS,
    Form,
    FormField,
    Limit,
    Take,
    form_ids,
    load_form,
    read_form,
)
from kb.export.crosswalkpieces import SOURCES
from kb.export.crosswalktext import format_crosswalk, render_crosswalk
from kb.export.shelf import Shelf
from kb.model.practice import ConsentScope
from kb.model.text import split_paragraphs
from tests.export.bases import SHIPPED
from tests.export.sample import HOSTILE
from tests.factories import practice_data, write_base

LANGS = ("de", "en", "fi", "sv")
SENTENCES = {
    "summary": "summary",
    "context": "context",
    "resources": "resources",
    "legal_context": "legal_context",
    "transferability": "transferability.text",
}
"""Sources that are sentences, with the field they come from."""
ENDS = ".!?…"
CLOSERS = "”“\"'’»)"


def shelf_of(root: Path, scope: ConsentScope = ConsentScope.WEB) -> Shelf:
    content = load_content(root)
    return Shelf(content, list(content.practices.values()), scope)


@pytest.fixture(scope="module")
def shipped() -> Shelf:
    return shelf_of(SHIPPED)


def small(tmp_path: Path, **over: Any) -> Shelf:
    return shelf_of(write_base(tmp_path, [practice_data(**over)]))


def filled(shelf: Shelf, *takes: Take | str, lang: str = "de", **over: Any) -> DraftField:
    """The one field of a form made for a test."""
    take = tuple(Take(one) if isinstance(one, str) else one for one in takes)
    field = FormField("one", "One", take=take, **over)
    form = Form("test", "Test", "https://example.org", (), "", (field,))
    return fill_form(shelf, shelf.practices[0], form, lang).fields[0]


def words(most: int, least: int = 0) -> Limit:
    return Limit("words", most, least, is_verified=True)


def draft_of(shelf: Shelf, form_id: str, lang: str = "de") -> Draft:
    return draft_crosswalk(shelf, shelf.practices[0], form_id, lang)


def field_of(draft: Draft, field_id: str) -> DraftField:
    return next(one for one in draft.fields if one.field.id == field_id)


# The whole shipped base


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form_id", form_ids())
def test_every_text_is_within_its_limit_and_nothing_is_lost(
    form_id: str, lang: str, shipped: Shelf
) -> None:
    for practice in shipped.practices:
        texts = shipped.texts(practice, lang)
        for one in draft_crosswalk(shipped, practice, form_id, lang).fields:
            where = practice.id, one.field.id
            if one.field.limit:
                assert measure(one.text, one.field.limit.unit) <= one.field.limit.most, where
            for take in one.field.take:
                if field := SENTENCES.get(take.source):
                    owner = practice.transferability if "." in field else practice
                    value = getattr(owner, field.rpartition(".")[2], None)
                    whole = [texts.find(field, x).value for x in split_paragraphs(value or "")]
                    pieces = [x for x in (*one.kept, *one.left_over) if x.source == take.source]
                    assert Counter(" ".join(whole).split()) == Counter(
                        word for piece in pieces for word in piece.text.split()
                    ), where


@pytest.mark.parametrize("lang", LANGS)
def test_every_sentence_is_whole(lang: str, shipped: Shelf) -> None:
    for practice in shipped.practices:
        for form_id in form_ids():
            for one in draft_crosswalk(shipped, practice, form_id, lang).fields:
                for piece in one.kept:
                    if piece.source in SENTENCES:
                        (origin,) = piece.origins
                        before, _, after = origin.value.partition(piece.text)
                        is_end = not after or piece.text.rstrip(CLOSERS)[-1] in ENDS
                        is_start = not before or before.rstrip().rstrip(CLOSERS)[-1] in ENDS
                        assert is_end, (practice.id, piece.text)
                        assert is_start, (practice.id, piece.text)
                        assert not after.lstrip()[:1].islower(), (practice.id, piece.text)


def test_text_ends_where_its_last_piece_does(shipped: Shelf) -> None:
    for practice in shipped.practices:
        for form_id in form_ids():
            for one in draft_crosswalk(shipped, practice, form_id, "en").fields:
                if one.kept:
                    assert one.text.endswith(one.kept[-1].text)
                    assert all(piece.text in one.text for piece in one.kept)


def test_the_same_entry_gives_the_same_bytes(shipped: Shelf) -> None:
    practice = shipped.practices[0]
    first = render_crosswalk(shipped, practice, "ewsi", "en", "en")
    again = render_crosswalk(shelf_of(SHIPPED), practice, "ewsi", "en", "en")
    assert first == again


# Filling


def test_whole_sentences_until_the_limit(tmp_path: Path) -> None:
    shelf = small(tmp_path, context="Eins zwei drei. Vier fünf sechs. Sieben acht.")
    one = filled(shelf, "context", limit=words(6))
    assert one.text == "Eins zwei drei. Vier fünf sechs."
    assert [piece.text for piece in one.left_over] == ["Sieben acht."]
    assert (one.size, one.lacking) == (6, 0)


def test_a_sentence_that_fits_later_does_not_jump_the_queue(tmp_path: Path) -> None:
    shelf = small(tmp_path, context="Eins zwei. Drei vier fünf sechs. Sieben.")
    one = filled(shelf, "context", limit=words(5))
    assert one.text == "Eins zwei."
    assert [piece.text for piece in one.left_over] == ["Drei vier fünf sechs.", "Sieben."]


def test_a_sentence_longer_than_the_whole_field_is_left_out_by_itself(tmp_path: Path) -> None:
    shelf = small(tmp_path, context="Eins. Zwei drei vier fünf sechs sieben. Acht neun.")
    one = filled(shelf, "context", limit=words(5))
    assert one.text == "Eins. Acht neun."
    assert [piece.text for piece in one.left_over] == ["Zwei drei vier fünf sechs sieben."]


def test_characters_count_spaces_and_line_breaks(tmp_path: Path) -> None:
    shelf = small(tmp_path, goals=["Abc.", "Def ghi."])
    assert filled(shelf, "goals", limit=Limit("characters", 13)).text == "Abc.\nDef ghi."
    one = filled(shelf, "goals", limit=Limit("characters", 12))
    assert (one.text, one.size) == ("Abc.", 4)


def test_items_stay_whole(tmp_path: Path) -> None:
    shelf = small(tmp_path, measures=["Eins zwei. Drei vier.", "Fünf. Sechs sieben acht."])
    one = filled(shelf, "measures", limit=words(6))
    assert one.text == "Eins zwei. Drei vier."
    assert [piece.text for piece in one.left_over] == ["Fünf. Sechs sieben acht."]


def test_sources_take_turns_and_keep_their_order(tmp_path: Path) -> None:
    shelf = small(
        tmp_path, context="Eins zwei. Drei vier. Fünf sechs.", goals=["Ziel eins.", "Ziel zwei."]
    )
    one = filled(shelf, "context", Take("goals"), limit=words(6), in_turns=True)
    assert one.text == "Eins zwei. Drei vier.\nZiel eins."
    assert filled(shelf, "context", "goals", limit=words(6)).text == (
        "Eins zwei. Drei vier. Fünf sechs."
    )


def test_paragraphs_and_items_stand_on_lines_of_their_own(tmp_path: Path) -> None:
    shelf = small(tmp_path, context="Eins. Zwei.\n\nDrei.", goals=["Vier", "Fünf."])
    take = Take("goals", is_labelled=True)
    assert filled(shelf, "context", take, lang="en").text == (
        "Eins. Zwei.\nDrei.\nGoals:\nVier\nFünf."
    )


def test_a_label_before_a_single_item_stands_on_its_line(tmp_path: Path) -> None:
    shelf = small(tmp_path, goals=["Vier."])
    assert filled(shelf, Take("goals", is_labelled=True), lang="en").text == "Goals: Vier."


def test_too_short_is_counted_and_filled_up(tmp_path: Path) -> None:
    shelf = small(tmp_path, summary="Eins zwei.", goals=["Drei vier.", "Fünf.", "Sechs."])
    one = filled(shelf, "summary", limit=words(8, 5))
    assert one.lacking == 3
    one = filled(shelf, "summary", limit=words(8, 5), fill_up=(Take("goals"),))
    assert (one.text, one.lacking) == ("Eins zwei.\nDrei vier.\nFünf.", 0)
    assert one.added == ("goals",)
    assert one.left_over == ()


def test_only_the_first_sentence_and_the_rest_is_told(tmp_path: Path) -> None:
    shelf = small(tmp_path, summary="Eins zwei. Drei.")
    one = filled(shelf, Take("summary", first=1))
    assert one.text == "Eins zwei."
    assert [piece.text for piece in one.left_over] == ["Drei."]


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    one = filled(small(tmp_path), "benefits", "obstacles", limit=words(100, 75))
    assert (one.text, one.size, one.lacking) == ("", 0, 75)
    assert one.empty == ("benefits", "obstacles")


def test_an_obstacle_stands_with_what_helped(tmp_path: Path) -> None:
    obstacles = [{"text": "Es war kalt.", "remedy": "Ein Ofen."}, {"text": "Es war weit."}]
    one = filled(small(tmp_path, obstacles=obstacles), "obstacles", lang="en")
    assert one.text == "Es war kalt. What helped: Ein Ofen.\nEs war weit."


def test_an_aim_is_not_a_result(tmp_path: Path) -> None:
    results = [{"text": "Zehn kommen.", "kind": "target"}, {"text": "Acht kamen."}]
    shelf = small(tmp_path, results=results)
    assert filled(shelf, "results", lang="en").text == "Target: Zehn kommen.\nAcht kamen."


def test_figures_say_who_says_so(tmp_path: Path) -> None:
    figure = {"text": "Viele.", "indicator": "besuche", "value": "1040.5", "unit": "Stück"}
    facts = {"on": "2017", "kind": "reported", "source": "1"}
    shelf = small(tmp_path, results=[{**figure, **facts}, {"text": "Andere."}])
    assert filled(shelf, "figures", lang="en").text == (
        "Besuche: 1,040.5 Stück (2017; reported; source: Homepage des Vereins)"
    )


# Money

CLAIMS = [
    {"scope": "total", "amount": "44000", "currency": "EUR", "state": "reported", "source": "1"},
    {"scope": "total", "amount": "40000", "currency": "EUR", "state": "planned"},
    {"scope": "grant", "fund": "LEADER", "amount": "18000.50", "currency": "EUR", "share": "80"},
    {"scope": "in-kind", "note": "Arbeit der Freiwilligen."},
    {"scope": "own-contribution", "fund": "municipal"},
]


def test_amounts_are_listed_with_scope_state_and_source(tmp_path: Path) -> None:
    assert filled(small(tmp_path, funding=CLAIMS), "funding", lang="en").text.split("\n") == [
        "Total, reported: €44,000 (source: Homepage des Vereins)",
        "Total, planned: €40,000",
        "Grant, LEADER: €18,000.50; 80%",
        "In kind: Arbeit der Freiwilligen",
        "Own contribution, municipal: amount not stated",
    ]


def test_amounts_are_never_summed(tmp_path: Path) -> None:
    amounts = [Decimal(one["amount"]) for one in CLAIMS if "amount" in one]
    shelf = small(tmp_path, funding=CLAIMS)
    for form_id in form_ids():
        text = format_crosswalk(draft_of(shelf, form_id, "en"), "en")
        for total in (sum(amounts), amounts[0] + amounts[1], amounts[1] + amounts[2]):
            assert f"{total:,.0f}" not in text


def test_an_amount_the_text_names_is_not_repeated_but_told(tmp_path: Path) -> None:
    resources = "Es kostete 44.000 Euro. LEADER gab 18\N{NO-BREAK SPACE}000,50\u202fEuro."
    shelf = small(tmp_path, funding=CLAIMS[:3], resources=resources)
    take = Take("funding", is_unless_said=True)
    one = filled(shelf, "resources", take, lang="en")
    assert "Total, planned: €40,000" in one.text
    assert "Total, reported" not in one.text
    assert [piece.amount for piece in one.said] == [Decimal("44000"), Decimal("18000.50")]


def test_claims_that_do_not_fit_together_are_left_out_together(tmp_path: Path) -> None:
    shelf = small(tmp_path, funding=CLAIMS[:2], resources="Ein Raum.")
    take = Take("funding", is_unless_said=True)
    one = filled(shelf, "resources", take, lang="en", limit=words(8))
    assert one.text == "Ein Raum."
    assert len(one.left_over) == 2


def test_a_leader_grant_is_not_taken_for_the_share_of_its_fund(tmp_path: Path) -> None:
    draft = draft_of(small(tmp_path, funding=CLAIMS), "eu-cap", "en")
    assert field_of(draft, "total-budget").text.startswith("Total, reported: €44,000")
    for name in ("eafrd", "national"):
        one = field_of(draft, name)
        assert one.text == ""
        assert one.perhaps[0].text == "Grant, LEADER: €18,000.50; 80%"
    text = format_crosswalk(draft, "en")
    assert "Our entry names no amount for exactly this." in text


def test_eafrd_and_national_share_by_what_the_entry_says(shipped: Shelf) -> None:
    practice = shipped.find_practice("de-hochsauerland-leader-austausch")
    assert practice
    draft = draft_crosswalk(shipped, practice, "eu-cap", "en")
    assert "€252,000" in field_of(draft, "eafrd").text
    assert "€348,000" in field_of(draft, "national").text
    total = field_of(draft, "total-budget").text
    assert "€600,000" in total
    assert "€23,421.21" in total


# Facts


def test_facts_are_said_in_the_language_asked(tmp_path: Path) -> None:
    period = {"start": "2016-10-14", "end": "2017-12", "state": "finished", "note": "Ungefähr."}
    location = {"country": "AT", "municipality": "Imst", "place": "Bezirk Imst", "nuts": "AT334"}
    shelf = small(tmp_path, period=period, location=location)
    assert filled(shelf, "start", lang="fi").text == "14. lokakuuta 2016"
    assert filled(shelf, "end", lang="sv").text == "december 2017"
    one = filled(shelf, "period", lang="en")
    assert one.text == "14 October 2016 – December 2017, finished"
    assert [piece.text for piece in one.remarks] == ["Ungefähr."]
    assert filled(shelf, "place", "region", "country", lang="de").text.startswith("Bezirk Imst\n")
    assert filled(shelf, "country", lang="fi").text == "Itävalta"
    assert filled(shelf, "lead", lang="en").text == "Verein am Dorfplatz"
    assert filled(shelf, "target_groups", lang="sv").text == "Nyanlända"


def test_what_goes_on_has_no_end_and_lacks_none(tmp_path: Path) -> None:
    draft = draft_of(small(tmp_path), "ewsi", "en")
    assert field_of(draft, "end").stays_empty
    assert "It goes on: this stays empty." in format_crosswalk(draft, "en")
    over = {"start": "2016", "state": "finished"}
    assert not field_of(draft_of(small(tmp_path / "b", period=over), "ewsi"), "end").stays_empty


def test_contacts_never_go_into_a_draft(tmp_path: Path) -> None:
    consent = {"given_on": "2024-01-31", "scope": ["web", "booklet", "partners"]}
    contact = {"name": "Paula Planted", "email": "planted@example.org", "consent": consent}
    shelf = small(tmp_path, contacts=[contact])
    for form_id in form_ids():
        text = render_crosswalk(shelf, shelf.practices[0], form_id, "en", "en").decode()
        assert "lanted" not in text


# The text


CATALOG = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "title"
msgid "Sprachcafé am Dorfplatz"
msgstr "Kielikahvila torilla"

msgctxt "goals"
msgid "Zugewanderte sprechen Deutsch im Alltag."
msgstr "Maahanmuuttajat puhuvat saksaa arjessa."

#, fuzzy
#| msgctxt "summary"
#| msgid "Jede Woche."
msgctxt "summary"
msgid "Einmal in der Woche reden Zugewanderte und Einheimische miteinander."
msgstr "Kerran viikossa."
"""


def test_texts_in_another_state_or_language_are_told(tmp_path: Path) -> None:
    write_base(tmp_path, [practice_data()])
    folder = tmp_path / "locales" / "fi" / "LC_MESSAGES" / "practices"
    folder.mkdir(parents=True)
    (folder / "at-sprachcafe.po").write_text(CATALOG, "utf-8")
    draft = draft_of(shelf_of(tmp_path), "ewsi", "fi")
    text = format_crosswalk(draft, "en")
    assert "Written in German; this translation has been reviewed." in text
    assert "→ All of this: German" in text  # the measures
    assert "→ Of this: translation older than the original\n   - Kerran viikossa." in text
    assert "Maahanmuuttajat puhuvat saksaa arjessa." in text


def test_an_entry_without_translation_says_so_once(tmp_path: Path) -> None:
    text = format_crosswalk(draft_of(small(tmp_path), "eu-cap", "fi"), "en")
    assert "Written in German; not yet translated." in text
    assert "All of this" not in text


def test_what_is_not_to_be_copied_has_an_arrow(tmp_path: Path) -> None:
    shelf = small(tmp_path, summary="Eins zwei drei.")
    text = format_crosswalk(draft_of(shelf, "ewsi", "en"), "en")
    _, _, rest = text.partition("\n7. Summary\n")
    assert rest.startswith(
        "----------\n→ The form asks for: Main characteristics of the practice\n"
        "→ 17 of 75–100 words\n\nEins zwei drei.\n"
    )
    assert "→ Too short: 58 words are missing." in rest
    assert "→ Filled up from: Goals and Measures" in rest
    _, _, evaluation = text.partition("\n11. Evaluation\n")
    assert "→ Missing.\n→ In our entry it would come from: Results\n" in evaluation


def test_a_title_that_does_not_fit_is_left_to_a_person(tmp_path: Path) -> None:
    title = " ".join(["Wort"] * 16)
    text = format_crosswalk(draft_of(small(tmp_path, title=title), "ewsi", "en"), "en")
    assert f"→ 0 of at most 15 words\n\n→ Nothing fits as a whole. Shorten this:\n   - {title}" in (
        text
    )


def test_what_no_entry_holds_is_for_a_person(tmp_path: Path) -> None:
    text = format_crosswalk(draft_of(small(tmp_path), "eu-cap", "en"), "en")
    assert text.count("Our entries have no such field: fill it in yourself.") == 2


def test_a_demanded_field_says_so(tmp_path: Path) -> None:
    shelf = small(tmp_path, period={"end": "2017", "state": "finished"})
    assert "→ Missing, and the form demands it." in format_crosswalk(
        draft_of(shelf, "ewsi", "en"), "en"
    )


def test_where_limits_come_from_is_told(shipped: Shelf) -> None:
    practice = shipped.practices[0]
    text = render_crosswalk(shipped, practice, "interreg-europe", "en", "en").decode()
    assert "of at most 1,500 characters (limit not verified)" in text
    assert "of at most 100 characters\n" in text
    assert "22 November 2026: " in text
    text = render_crosswalk(shipped, practice, "eu-cap", "en", "en").decode()
    assert "Its limits are not known." in text


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    fields = {"summary": HOSTILE, "context": HOSTILE, "goals": [HOSTILE]}
    shelf = small(tmp_path, title=HOSTILE, **fields)
    for form_id in form_ids():
        text = render_crosswalk(shelf, shelf.practices[0], form_id, "en", "en").decode()
        assert HOSTILE in text
    one = filled(shelf, "goals", limit=words(3))
    assert [piece.text for piece in one.left_over] == [HOSTILE]


def test_a_word_of_300_characters_is_a_word(tmp_path: Path) -> None:
    long = "Kotouttamissuunnitelma" * 14
    one = filled(small(tmp_path, goals=[f"{long}.", "Kurz."]), "goals", limit=words(2))
    assert one.text == f"{long}.\nKurz."
    one = filled(
        small(tmp_path / "b", goals=[f"{long}.", "Kurz."]), "goals", limit=Limit("characters", 300)
    )
    assert one.text == "Kurz."


# Forms


def test_the_shipped_forms_are_sound() -> None:
    assert form_ids() == ("eu-cap", "ewsi", "interreg-europe")
    for form_id in form_ids():
        form = load_form(form_id)
        assert form.readings
        assert form.address.startswith("https://")
        for one in form.fields:
            for take in (*one.take, *one.fill_up, *one.perhaps):
                assert take.source in SOURCES


def test_there_is_no_such_form() -> None:
    for name in ("ewsii", "../crosswalks/ewsi", ""):
        with pytest.raises(KeyError):
            load_form(name)


FAULTS = [
    ("limit: {words: 75-100, from: read}", "limit: {words: many, from: read}"),
    ("limit: {words: 75-100, from: read}", "limit: {words: 100-75, from: read}"),
    ("limit: {words: 75-100, from: read}", "limit: {words: 100, characters: 5, from: read}"),
    ("limit: {words: 75-100, from: read}", "limit: {words: 75-100}"),
    ("limit: {words: 75-100, from: read}", "limit: {words: 75-100, from: hearsay}"),
    ("limit: {words: 75-100, from: read}", "limits: {words: 75-100, from: read}"),
    ("required: yes", "required: maybe"),
    ("on: 2026-11-22", "on: lately"),
    ("take: [title]", "take: title"),
    ("take: [title]", "take:"),
    ("id: end", "id: start"),
    ("name:", "title:"),
    ("fields:", "fields: none\nrest:"),
    ("address:", "\taddress:"),
]


@pytest.mark.parametrize(("right", "wrong"), FAULTS)
def test_a_faulty_form_is_told(right: str, wrong: str, tmp_path: Path) -> None:
    text = (FORMS / "ewsi.yaml").read_text("utf-8")
    assert right in text
    path = tmp_path / "ewsi.yaml"
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(KbError, match="ewsi"):
        read_form(path)


def test_a_source_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(KbError, match=r"“goal”.*goals"):
        filled(small(tmp_path), "goal")
