"""Booklets made by hand, for the writers' tests: every kind of block, and hostile texts."""

from __future__ import annotations

import base64
from dataclasses import replace

from kb.export.description import (
    Agenda,
    Bar,
    Block,
    Booklet,
    Cover,
    Fact,
    Facts,
    Funding,
    Index,
    IndexEntry,
    Item,
    Listing,
    Map,
    Paragraph,
    Passage,
    Picture,
    Place,
    Question,
    Questions,
    Section,
    Stop,
    Table,
    Term,
    Terms,
    Text,
    Timeline,
    Unfinished,
    Words,
)

_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_LONG = "Kotouttamissuunnitelmatyöryhmänpuheenjohtajisto" * 6
HOSTILE = (
    "#set page(width: 1pt) $x^2$ @label *fett* _kursiv_ `raw` <script>alert(1)</script> &amp; "
    '"quoted" =SUM(A1) {{ 7*7 }} {% raw %} \\u0041 [link](http://x.example) | pipe | '
    "مرحبا بالعالم שלום 👩‍🌾🇫🇮 // comment /* c */ ]] ) ~ 1. - + # heading"
)
"""Markup of every format, right-to-left words and emoji: comes out as the text it is."""


def sample_booklet(langs: tuple[str, ...] = ("fi",), practices: int = 3) -> Booklet:
    """A small booklet with every kind of block, in one or two languages."""
    return _Sample(langs).booklet(practices)


def hostile_booklet(langs: tuple[str, ...] = ("en",)) -> Booklet:
    """A booklet whose texts are made to break writers."""
    sample = _Sample(langs, hostile=f"{HOSTILE} {_LONG} \x00\x0b\ufffe")
    booklet = sample.booklet(2)
    return replace(booklet, title=HOSTILE, author=HOSTILE, keywords=(HOSTILE,))


class _Sample:
    def __init__(self, langs: tuple[str, ...], hostile: str = "") -> None:
        self.langs = langs
        self.hostile = hostile

    def say(self, words: str, note: str = "") -> Passage:
        """The words in each language of the booklet, told apart by its tag."""
        text = f"{words} {self.hostile}".strip()
        return tuple(Text(f"{text} ({one})", one, note) for one in self.langs)

    def same(self, words: str) -> Passage:
        return (Text(words, self.langs[0]),)

    def booklet(self, practices: int) -> Booklet:
        numbers = range(1, practices + 1)
        return Booklet(
            langs=self.langs,
            title="Näytevihko",
            author="Good practice",
            keywords=("integration", "housing"),
            created="2026-11-22",
            cover=self.cover(),
            writers_words=Words(self.say("Contents"), self.say("source"), self.say("Notes")),
            sections=(
                *self.front(practices),
                self.country("AT", [self.practice("AT", one) for one in numbers if one % 2]),
                self.country("FI", [self.practice("FI", one) for one in numbers if not one % 2]),
                *self.back(practices),
            ),
            countries=("AT", "FI", "SE", "DE"),
            unfinished=(Unfinished("practice", "at-1", "goals", "fi", "draft", "Tavoite"),),
        )

    def cover(self) -> Cover:
        return Cover(
            kicker=self.say("Good practice in rural integration"),
            title=self.say("Visit to a valley"),
            subtitle=self.say("Reading for the journey"),
            facts=(
                Fact(self.say("Host"), (Item(self.same("LAG Tal")),)),
                Fact(self.say("Dates"), (Item(self.say("19–20 September 2017")),)),
                Fact(self.say("Partners"), (Item(self.same("A")), Item(self.same("B")))),
            ),
            funding_line=self.say("Supported by a fund."),
            note=self.say("Edition of 22 November 2026 · CC BY 4.0"),
            logo=Picture(_PIXEL, "image/png", self.say("A logo")),
        )

    def front(self, practices: int) -> tuple[Section, ...]:
        about = Section(
            "about",
            self.say("About this booklet"),
            "part",
            (
                Paragraph(self.say("Who made it and for whom."), "lead"),
                Paragraph(self.say("All translations are drafts.", "not reviewed"), "note"),
            ),
        )
        stops = tuple(
            Stop(
                self.say(day),
                self.same("09:30–11:00") if day == "19 September" else (),
                self.say(f"Stop {number}", "draft"),
                self.same("Halmstad"),
                self.say("Bring shoes.") if number == 2 else (),
                "at-1" if number == 1 else "",
            )
            for number, day in enumerate(("19 September", "19 September", "20 September"), 1)
        )
        heads = (self.say("Day"), self.say("Time"), self.say("What"), self.say("Place"))
        places = tuple(
            Place(
                number,
                47.2 + number / 3,
                13.1 + number,
                "AT" if number % 2 else "FI",
                self.same(f"Ort {number}"),
                (Item(self.say(f"Practice {number}"), target=f"at-{number}"),),
            )
            for number in range(1, practices + 1)
        )
        return (
            about,
            Section("agenda", self.say("Programme"), "part", (Agenda(heads, stops),)),
            Section(
                "map", self.say("Map"), "part", (Map(places, ("AT", "FI"), self.say("A map")),)
            ),
        )

    def country(self, code: str, practices: list[Section]) -> Section:
        lead = Paragraph(self.say(f"Practices of {code}"), "lead")
        title = self.say(f"Country {code}")
        anchor = f"country-{code.lower()}"
        return Section(anchor, title, "country", (lead,), tuple(practices), country=code)

    def practice(self, code: str, number: int) -> Section:
        anchor = f"at-{number}"
        return Section(
            anchor,
            self.say(f"Practice {number}"),
            "practice",
            (
                Paragraph(self.say("What it is, in two sentences."), "lead"),
                Paragraph(self.say("Translated from German; not reviewed."), "note"),
                *self.facts(number),
            ),
            tuple(self.passages(anchor)),
            country=code,
            kicker=self.say(f"{code} · Ort {number}"),
        )

    def facts(self, number: int) -> tuple[Block, ...]:
        return (
            Facts(
                (
                    Fact(self.say("Period"), (Item(self.same("2016–2019")),)),
                    Fact(
                        self.say("Organisations"),
                        (
                            Item(self.same("Verein Tal"), url="https://example.org/a?b=1&c=2"),
                            Item(self.same("Gemeinde"), details=self.say("funder")),
                        ),
                    ),
                    Fact(self.say("Funding"), (Item(self.same("18 000 €"), sources=(1, 2)),)),
                )
            ),
            Funding(
                (
                    Bar(self.say("Total, planned"), self.same("40 000 €"), 1.0, False),
                    Bar(self.say("Grant, reported"), self.same("18 000 €"), 0.45, True),
                ),
                self.say("Amounts as bars"),
            ),
            Timeline(2014, 2026, 2016.5, 2019.25 + number, False, self.say("2016 to 2019")),
        )

    def passages(self, anchor: str) -> list[Section]:
        def section(name: str, *blocks: Block) -> Section:
            return Section(f"{anchor}-{name}", self.say(name.capitalize()), "passage", blocks)

        return [
            section("context", Paragraph(self.say("A place.")), Paragraph(self.say("A problem."))),
            section("goals", Listing((Item(self.say("One goal.")), Item(self.say("Another."))))),
            section(
                "results",
                Listing(
                    (
                        Item(
                            self.say("Many came.", "not reviewed"),
                            details=self.say("Participants: 1,300 · reported"),
                            sources=(1,),
                        ),
                    )
                ),
            ),
            section(
                "obstacles",
                Listing(
                    (
                        Item(
                            self.say("It was hard."),
                            items=(Item(self.say("Talking."), label=self.say("What helped")),),
                        ),
                    )
                ),
            ),
            section(
                "sources",
                Listing(
                    (
                        Item(self.same("Projektseite"), url="https://example.org/projekt"),
                        Item(self.say("A report"), details=self.say("2016, undated")),
                    ),
                    "numbers",
                ),
            ),
            section("related", Listing((Item(self.say("Practice 1"), target="at-1"),), "plain")),
        ]

    def back(self, practices: int) -> tuple[Section, ...]:
        term = Term(
            Text("kotoutumissuunnitelma", "fi"),
            self.say("Finland"),
            self.say("integration plan"),
            self.say("A plan drawn up with each newcomer.", "not reviewed"),
        )
        refs = tuple(
            Item(self.say(f"Practice {one}"), target=f"at-{one}") for one in range(1, practices + 1)
        )
        rows = tuple((one, Item(self.same("12")), Item(self.same("3"))) for one in refs)
        heads = (self.say("Practice"), self.say("Original"), self.say("Draft"))
        return (
            Section("glossary", self.say("Words that need explaining"), "part", (Terms((term,)),)),
            Section(
                "questions",
                self.say("Questions to the hosts"),
                "part",
                (Questions((Question(self.say("What would you do differently?"), 4),)),),
            ),
            Section(
                "index",
                self.say("Index by topic"),
                "part",
                (Index((IndexEntry(self.say("Housing"), refs),)),),
            ),
            Section(
                "provenance",
                self.say("Where the texts come from"),
                "part",
                (
                    Paragraph(self.say("What the words mean.")),
                    Table(heads, rows, (1, 2), self.say("States of the texts")),
                    Listing((Item(self.say("See also"), target="nowhere"),)),
                ),
            ),
        )
