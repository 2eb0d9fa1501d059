"""What can be advised on an entry: one row for each kind, heaviest first.

Advice is no finding: nothing of it is wrong, and nothing of it keeps an entry from being
published. The weight says how much a reader will miss it; docs/review.md is made from this table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kb.authoring.advising.readability import LEVELS
from kb.content.yamlfile import FieldPath
from kb.errors import N_, Location
from kb.translation.interface import gettext
from kb.translation.labels import field_label


@dataclass(frozen=True, slots=True)
class AdviceKind:
    """One thing a reader may miss."""

    name: str
    """Stable; programs know it by this."""
    weight: int
    """How much a reader misses it, 1 to 100."""
    sentence: str
    """With named places for values: %(field)s."""
    cure: str
    """How to mend it."""
    meaning: str
    """When it is given, and why."""
    is_heuristic: bool = False
    """Whether it goes by the looks of the words, and may be mistaken."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice on one entry, not yet told in any language."""

    kind: AdviceKind
    path: FieldPath = ()
    """The field, as in the file; () for the entry as a whole."""
    params: Mapping[str, str] = field(default_factory=dict)
    """Values of the sentence; "field" and "level" are translated when told."""
    where: Location | None = None
    """Line and column in the file, where there is one."""

    def tell(self) -> str:
        """The sentence in the reader's language."""
        params = dict(self.params)
        if "field" in params:
            params["field"] = field_label(params["field"])
        if "level" in params:
            params["level"] = gettext(LEVELS[params["level"]])
        return gettext(self.kind.sentence) % params

    def tell_cure(self) -> str:
        """How to mend it, in the reader's language."""
        return gettext(self.kind.cure)


_KINDS = (
    AdviceKind(
        "no-source",
        100,
        N_("No source is named."),
        N_("Name a report, a project page or an article, with its address and date."),
        N_("Without any source a reader can check nothing and read on nowhere."),
    ),
    AdviceKind(
        "stub-field",
        95,
        N_("Nothing stands under “%(field)s”."),
        N_("A short answer is enough; the help of the question says what belongs there."),
        N_("Given for each field that a published entry needs and that is empty."),
    ),
    AdviceKind(
        "nobody-to-ask",
        90,
        N_("A reader who wants to do the same finds nobody to ask."),
        N_(
            "Name an organisation under contacts, or the web page of the lead organisation. A "
            "person is shown only with consent."
        ),
        N_(
            "Given where no contact may be shown and no lead organisation has a web page. "
            "Exchange begins with a call or a mail."
        ),
    ),
    AdviceKind(
        "no-transferability",
        85,
        N_("Nothing says whether it works elsewhere."),
        N_("Say what others need to know before they copy it, and where it will not work."),
        N_("Readers come to take something over; this is the part they look for."),
    ),
    AdviceKind(
        "no-results",
        80,
        N_("Nothing says what came of it."),
        N_("Tell what has changed, with a figure if there is one; small results count, too."),
        N_("Without results a reader sees intentions only."),
    ),
    AdviceKind(
        "no-figures",
        75,
        N_("No result has a figure with its source."),
        N_("Give one result a value, what it counts, and the number of the source it stands in."),
        N_("A figure that can be looked up convinces a council more than a page of praise."),
    ),
    AdviceKind(
        "no-lead",
        70,
        N_("None of the organisations is said to lead."),
        N_("Give the one that answers for it the role that leads."),
        N_("A reader wants to know who stands behind it, and whom to cite."),
    ),
    AdviceKind(
        "short-text",
        65,
        N_("“%(field)s” is very short. Characters: %(count)s."),
        N_("Say it as you would tell a colleague on the phone: what, for whom, where, why."),
        N_("Given for summary, context and transferability of fewer than 40 characters."),
        is_heuristic=True,
    ),
    AdviceKind(
        "figure-without-source",
        60,
        N_("The figure %(value)s has no source."),
        N_("Name the source by its number in the list of sources, counted from 1."),
        N_("Given for values of results and amounts of money: nobody can repeat such a figure."),
    ),
    AdviceKind(
        "hidden-person",
        55,
        N_("A person is named here but shown nowhere: no consent is noted."),
        N_("Ask for consent and note when it was given, or name the organisation alone."),
        N_("Given for each contact with a name and without consent."),
    ),
    AdviceKind(
        "hard-text",
        50,
        N_("The text is %(level)s (LIX %(lix)s)."),
        N_("Make two sentences of one, and take short words for long ones."),
        N_(
            "Given from a LIX of 50 on, by the scale of Swedish, for entries of 60 words and more "
            "in a language whose LIX was compared with that of others. It counts words, and knows "
            "nothing of their meaning."
        ),
        is_heuristic=True,
    ),
    AdviceKind(
        "abbreviation",
        45,
        N_("“%(word)s” is explained nowhere."),
        N_("Write it out the first time, with the short form in brackets, or add it to the "
           "glossary."),
        N_(
            "Given for capital letters that stand neither beside their long form, nor in the "
            "glossary, nor in a vocabulary, nor in the name of a partner or project, nor among "
            "the codes of countries and currencies. Another name written in capitals looks the "
            "same."
        ),
        is_heuristic=True,
    ),
    AdviceKind(
        "undefined-term",
        40,
        N_("“%(word)s” is a term of law or administration without a definition in this language."),
        N_("Explain it in a few words, or add a definition to the glossary."),
        N_("Given for words of the glossary that it does not define in the entry's language."),
    ),
    AdviceKind(
        "no-preconditions",
        35,
        N_("Nothing says what must be there first."),
        N_("List what it takes: people, rooms, partners, a decision of the council."),
        N_("Given where transferability is told, but without preconditions."),
    ),
    AdviceKind(
        "long-sentence",
        30,
        N_("A sentence of %(count)s words: “%(beginning)s”"),
        N_("Make two or three of it."),
        N_(
            "Given for each sentence of more than 30 words. Where a sentence ends is guessed from "
            "the punctuation and known abbreviations."
        ),
        is_heuristic=True,
    ),
    AdviceKind(
        "passive",
        20,
        N_("Many sentences do not say who does it: about %(share)s in 100."),
        N_("Say who acts: “the association opens its café”, not “the café is opened”."),
        N_(
            "Given where a third of at least eight sentences is passive. It goes by the forms of "
            "verbs and auxiliary verbs in German, English, Finnish and Swedish; other languages "
            "are not looked at. How often it is right, `kb quality` tells."
        ),
        is_heuristic=True,
    ),
    AdviceKind(
        "not-measured",
        1,
        N_("Sentences were not looked at: the package sentencex is not installed."),
        N_("Type: pip install \"kb-good-practice[export]\""),
        N_("Then nothing is said of long sentences, LIX and passive sentences."),
    ),
)  # fmt: skip
KINDS: Mapping[str, AdviceKind] = {one.name: one for one in _KINDS}
"""All kinds of advice by name, heaviest first."""


def render_page(translate: Callable[[str], str] = str) -> str:
    """docs/review.md."""
    return "\n".join(_page_lines(translate)) + "\n"


_INTRODUCTION = """\
# What `kb review` advises

`kb review ID` says what a reader will miss in an entry; `kb review` without an id lists all
entries, those first that need it most. Nothing of it is an error, and nothing keeps an entry from
being published. Weights say how much a reader misses it, from 1 to 100; an entry's weight is their
sum. Advice marked as a guess goes by the looks of words and may be mistaken: read it, and leave it
where it is wrong. This page is generated from `kb/authoring/advising/advice.py`; do not edit it.

How hard a text is to read is told as LIX: words in a sentence, plus the percentage of words of more
than six letters (C. H. Björnsson, *Läsbarhet*, Stockholm 1968). Below 30 a text is very easy, below
40 easy, below 50 medium, below 60 hard, and very hard from there on. These bands hold for Swedish.
The same text, measured on 61 entries and their translations, has a LIX higher by 4 in German and by
18 in Finnish, and lower by 2 in English; this is taken off before a band is told. For other
languages the difference between ordinary newspapers has to do (C. H. Björnsson, "Readability of
Newspapers in 11 Languages", *Reading Research Quarterly* 18 (4), 1983,
<https://doi.org/10.2307/747382>). A language that was not measured gets its LIX without a band.
"""


def _page_lines(translate: Callable[[str], str]) -> Iterator[str]:
    yield _INTRODUCTION
    for kind in _KINDS:
        yield f"## {kind.name}\n"
        guess = " A guess." if kind.is_heuristic else ""
        yield f"Weight {kind.weight}.{guess} {translate(kind.meaning)}\n"
        yield f"- says: {translate(kind.sentence)}"
        yield f"- to mend it: {translate(kind.cure)}\n"
