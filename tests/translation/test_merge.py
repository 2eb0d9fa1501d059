"""Whatever is done to a source, no translation is lost, and none wanders to another field."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.translation.merge import alike, merge, share_of
from kb.translation.pofile import FUZZY, Message, PoFile, format_po, parse_po

LISTS = ("goals", "measures")
LONG = (
    "Im Dorf gab es wenig Gelegenheit, Deutsch zu sprechen. Der Verein öffnet jeden Mittwoch "
    "sein Café. Zugewanderte und Einheimische reden dort miteinander."
)
WORDS = (
    *("Café", "Dorf", "Verein", "Deutsch", "öffnet", "jeden"),
    *("Mittwoch", "sein", "reden", "miteinander", "wenig", "Raum"),
)


def source(context: str, *texts: str) -> list[Message]:
    return [Message(context, text, notes=(context,)) for text in texts]


def done(context: str, text: str, translation: str, **more: object) -> Message:
    return replace(Message(context, text, translation), **more)


def told(messages: list[Message]) -> list[tuple[str, str, str, str | None]]:
    """(source, translation, state, previous) of each message."""
    return [
        (
            one.source,
            one.text,
            "obsolete" if one.is_obsolete else "stale" if one.is_fuzzy else "live",
            one.previous,
        )
        for one in messages
    ]


def test_an_edited_text_is_stale_beside_its_old_source() -> None:
    old = [done("goals", "Alle reden.", "Kaikki puhuvat.", comments=("Frage",))]
    (new,) = merge(old, source("goals", "Alle reden Deutsch."), lists=LISTS)
    assert told([new]) == [("Alle reden Deutsch.", "Kaikki puhuvat.", "stale", "Alle reden.")]
    assert new.comments == ("Frage",)
    assert new.notes == ("goals",)


def test_two_edits_keep_the_first_source() -> None:
    first = [done("title", "Ein Café im Dorf", "Kahvila")]
    second = merge(first, source("title", "Ein Café im Dorf am See"))
    third = merge(second, source("title", "Zwei Cafés im Dorf am See"))
    assert told(third) == [("Zwei Cafés im Dorf am See", "Kahvila", "stale", "Ein Café im Dorf")]


def test_the_way_back_may_be_nearer_to_the_first_source() -> None:
    """Edited beyond recognition, then almost as it was: still the same item."""
    before = "Der Verein öffnet jeden Mittwoch sein Café."
    (stale,) = merge(
        [done("goals", before, "Yhdistys")], source("goals", before + " " + "Mehr dazu. " * 5)
    )
    stale = replace(stale, source="Mehr dazu. " * 5)
    assert told(merge([stale], source("goals", before.replace("jeden", "am")), lists=LISTS)) == [
        (before.replace("jeden", "am"), "Yhdistys", "stale", before)
    ]


def test_an_edit_taken_back_makes_the_translation_valid_again() -> None:
    old = [done("goals", "Alle reden.", "Kaikki.", flags=("no-wrap",), comments=("kb: draft",))]
    new = merge(old, source("goals", "Alle reden Deutsch."), lists=LISTS)
    assert merge(new, source("goals", "Alle reden."), lists=LISTS) == [
        replace(old[0], notes=("goals",))
    ]


def test_the_old_text_may_come_back_beside_the_new_one() -> None:
    old = [done("goals", "Alle reden.", "Kaikki.")]
    new = merge(old, source("goals", "Alle reden Deutsch."), lists=LISTS)
    both = merge(new, source("goals", "Alle reden Deutsch.", "Alle reden."), lists=LISTS)
    assert told(both) == [
        ("Alle reden Deutsch.", "Kaikki.", "stale", "Alle reden."),
        ("Alle reden.", "Kaikki.", "live", None),
    ]


def test_lists_are_reordered_cut_and_grown_without_loss() -> None:
    old = [done("goals", text, text[::-1]) for text in ("Alle reden.", "Keiner fehlt.", "Mehr.")]
    new = merge(old, source("goals", "Mehr.", "Ganz anderes", "Alle reden."), lists=LISTS)
    assert told(new) == [
        ("Mehr.", ".rheM", "live", None),
        ("Ganz anderes", "", "live", None),
        ("Alle reden.", ".neder ellA", "live", None),
        ("Keiner fehlt.", ".tlhef renieK", "obsolete", None),
    ]
    back = merge(new, source("goals", "Keiner fehlt."), lists=LISTS)
    assert told(back)[0] == ("Keiner fehlt.", ".tlhef renieK", "live", None)
    assert len(back) == 3


def test_no_translation_crosses_fields() -> None:
    old = [done("goals", LONG, "käännös")]
    new = merge(old, source("measures", LONG), lists=LISTS)
    assert told(new) == [(LONG, "", "live", None), (LONG, "käännös", "obsolete", None)]


def test_a_text_written_anew_keeps_its_translation_where_it_has_one_place() -> None:
    old = [done("title", "Café", "Kahvila"), done("goals", "Café", "Kahvila")]
    template = [*source("title", "Ganz anders!"), *source("goals", "Ganz anders!")]
    assert told(merge(old, template, lists=LISTS)) == [
        ("Ganz anders!", "Kahvila", "stale", "Café"),
        ("Ganz anders!", "", "live", None),
        ("Café", "Kahvila", "obsolete", None),
    ]


def test_a_split_paragraph_gives_its_translation_to_each_piece() -> None:
    pieces = [one + "." for one in LONG.rstrip(".").split(". ")]
    new = merge([done("context", LONG, "koko")], source("context", *pieces))
    assert told(new) == [(one, "koko", "stale", LONG) for one in pieces]
    assert told(merge(new, source("context", LONG)))[0] == (LONG, "koko", "live", None)


def test_a_split_is_never_a_minor_edit() -> None:
    first, rest = LONG.split(". ", 1)
    assert alike(LONG, rest) > 0.55
    new = merge(
        [done("context", LONG, "koko")], source("context", first + ".", rest), lambda _: True
    )
    assert {state for _, _, state, _ in told(new)} == {"stale"}


def test_two_paragraphs_made_one_lose_nothing() -> None:
    one, two = LONG[:90], LONG[90:]
    new = merge([done("context", one, "yksi"), done("context", two, "kaksi")],
                source("context", one + two))  # fmt: skip
    assert told(new) == [(LONG, "yksi", "stale", one), (two, "kaksi", "obsolete", None)]


def test_a_minor_edit_keeps_what_is_valid_and_heals_nothing() -> None:
    old = [done("title", "Ein Caffe", "Kahvila", comments=("kb: reviewed 2026-01-01 M",))]
    new = merge(old, source("title", "Ein Café"), lambda field: field == "title")
    assert told(new) == [("Ein Café", "Kahvila", "live", None)]
    assert new[0].comments == old[0].comments
    stale = merge(new, source("title", "Zwei Cafés"))
    again = merge(stale, source("title", "Drei Cafés"), lambda _: True)
    assert told(again) == [("Drei Cafés", "Kahvila", "stale", "Ein Café")]


def test_untranslated_texts_leave_no_trace_but_their_comments() -> None:
    old = [done("goals", "Alle reden.", "", comments=("Frage",), flags=("no-wrap",))]
    new = merge(old, source("goals", "Alle reden Deutsch."), lists=LISTS)
    assert new == [
        replace(*source("goals", "Alle reden Deutsch."), comments=("Frage",), flags=("no-wrap",))
    ]
    assert merge(new, source("goals", "Ganz anderes"), lists=LISTS) == source(
        "goals", "Ganz anderes"
    )
    pieces = merge([done("context", LONG, "")], source("context", *LONG.split(". ")))
    assert not any(one.is_fuzzy for one in pieces)


def test_foreign_plural_forms_are_kept_whole() -> None:
    text = 'msgctxt "goals"\nmsgid "Gast"\nmsgid_plural "Gäste"\nmsgstr[0] "x"\nmsgstr[1] "y"\n'
    (old,) = parse_po(text).messages
    new = merge([old], source("goals", "Gast!"), lists=LISTS)
    assert 'msgstr[1] "y"' in format_po(PoFile(tuple(new)))
    assert told(new)[0] == ("Gast!", "", "live", None)


def test_a_translation_beats_an_empty_message_of_the_same_source() -> None:
    old = [done("goals", "A", ""), done("goals", "A", "a", is_obsolete=True)]
    assert told(merge(old, source("goals", "A"))) == [("A", "a", "live", None)]


def test_a_huge_list_written_anew_takes_no_long_time_and_loses_nothing() -> None:
    old = [done("goals", f"{LONG} {number}", f"käännös {number}") for number in range(5000)]
    new = merge(old, source("goals", *(f"Ganz anders {n}" for n in range(5000))), lists=LISTS)
    assert {one.text for one in new} == {"", *(one.text for one in old)}


@pytest.mark.parametrize(
    ("piece", "whole", "share"),
    [("", LONG, 0.0), ("Der Verein öffnet", LONG, 0.0), ("Der Verein öffnet jeden", LONG, 1.0),
     ("Der Verein öffnet nie", LONG, 0.75), ("reden reden reden reden", LONG, 0.25)],
)  # fmt: skip
def test_share_of_words(piece: str, whole: str, share: float) -> None:
    assert share_of(piece, whole) == share


# Long stories


class Story:
    """A source that is edited at random, and its catalog."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.source = {name: self.texts() for name in ("title", "context", "goals", "measures")}
        self.versions = [self.copy()]
        self.catalog: list[Message] = []
        self.made_from: dict[str, tuple[str, str]] = {}
        """Each translation that nobody has replaced → field and source it was made from."""

    def copy(self) -> dict[str, list[str]]:
        return {name: list(texts) for name, texts in self.source.items()}

    def texts(self) -> list[str]:
        return [self.text() for _ in range(self.chance.randint(1, 4))]

    def text(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, 14)))

    def edit(self) -> None:
        """One edit of the source."""
        texts = self.source[self.chance.choice(list(self.source))]
        place = self.chance.randrange(len(texts) + 1)
        way = self.chance.choice(["insert", "delete", "edit", "split", "join", "order", "revert"])
        if way == "revert":
            self.source = {
                name: list(one) for name, one in self.chance.choice(self.versions).items()
            }
        elif way == "insert" or place == len(texts):
            texts.insert(place, self.text())
        elif way == "delete":
            del texts[place]
        elif way == "order":
            self.chance.shuffle(texts)
        elif way == "join":
            texts[place : place + 2] = [" ".join(texts[place : place + 2])]
        elif way == "split":
            words = texts[place].split()
            cut = len(words) // 2
            texts[place : place + 1] = filter(None, map(" ".join, (words[:cut], words[cut:])))
        else:
            words = texts[place].split()
            words[self.chance.randrange(len(words))] = self.chance.choice(WORDS)
            texts[place] = " ".join(words)
        self.versions.append(self.copy())

    def translate(self) -> None:
        """A translator fills some messages and mends some stale ones."""
        for place, one in enumerate(self.catalog):
            if one.is_obsolete or (one.text and not one.is_fuzzy) or self.chance.random() < 0.5:
                continue
            text = f"{one.context} {self.chance.getrandbits(64):x}"
            self.catalog[place] = replace(one, text=text, flags=(), previous=None)
            held = {other.text for other in self.catalog}
            self.made_from = {old: key for old, key in self.made_from.items() if old in held}
            self.made_from[text] = one.key

    def update(self) -> None:
        """Bring the catalog up to date, and check what must always hold."""
        keys = dict.fromkeys((name, text) for name, texts in self.source.items() for text in texts)
        template = [Message(*key) for key in keys]
        merged = merge(self.catalog, template, lists=LISTS)
        assert [one.key for one in merged if not one.is_obsolete] == list(keys)
        assert merge(merged, template, lists=LISTS) == merged
        text = format_po(PoFile(tuple(merged)))
        assert parse_po(text).messages == tuple(merged)
        for one in filter(lambda one: one.text, merged):
            context, made_from = self.made_from[one.text]
            assert one.context == context
            assert (one.previous if one.is_fuzzy else one.source) == made_from
            assert one.is_fuzzy == (FUZZY in one.flags)
        assert self.made_from.keys() == {one.text for one in merged if one.text}
        self.catalog = list(parse_po(text).messages)


@given(st.integers(0, 2**32), st.lists(st.integers(0, 3), max_size=12))
def test_no_story_loses_a_translation(seed: int, edits: list[int]) -> None:
    story = Story(seed)
    story.update()
    for number in edits:
        story.translate()
        for _ in range(number):
            story.edit()
        story.update()
