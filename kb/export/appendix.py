"""The last pages of a booklet: words explained, contacts, index, and where the texts come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kb.export.contacts import describe_contact, describe_spoken
from kb.export.description import (
    Block,
    Index,
    IndexEntry,
    Item,
    Listing,
    Paragraph,
    Passage,
    Section,
    Table,
    Term,
    Terms,
    Text,
    Unfinished,
)
from kb.export.shelf import Shelf
from kb.export.voices import Voices, joined
from kb.model import Practice, Record, Visit
from kb.model.glossary import GlossaryTerm
from kb.translation.formats import language_name, sort_key
from kb.translation.glossary import definition_for
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.translation.terms import Terms as KnownTerms
from kb.translation.terms import find_rendering
from kb.words.languages import primary

_FINISHED = ("source", "translated")
_NO_WORD = "–"


# Words explained


def describe_glossary(voices: Voices, known: KnownTerms) -> Iterator[Section]:
    """Terms of law and administration that occur in the entries, for readers from elsewhere."""
    terms = [one for one in _occurring(voices.shelf, known) if _needs_explaining(one, voices)]
    if not terms:
        return
    terms.sort(key=lambda one: sort_key(one.term, voices.langs[0]))
    note = voices.say(
        lambda _lang: _(
            "Explained in our own words; this is no legal advice. No person has reviewed an "
            "explanation that does not say so."
        )
    )
    title = voices.say(lambda _lang: pgettext("booklet", "Words of law and administration"))
    block = Terms(tuple(_term(voices, one) for one in terms))
    yield Section("part--glossary", title, "part", (Paragraph(note, "note"), block))


def _occurring(shelf: Shelf, known: KnownTerms) -> list[GlossaryTerm]:
    """Terms in the originals of the entries on the shelf."""
    found: dict[str, GlossaryTerm] = {}
    for practice in shelf.practices:
        originals = "\n".join(
            dict.fromkeys(text.source for _field, text in shelf.texts(practice, practice.language))
        )
        country = practice.location.country if practice.location else None
        for term in known.find(originals, practice.language):
            # The same word may be a term of a neighbour's law.
            if term.country in (None, country):
                found.setdefault(term.id, term)
    return list(found.values())


def _needs_explaining(term: GlossaryTerm, voices: Voices) -> bool:
    return any(primary(term.language) != primary(lang) for lang in voices.langs)


def _term(voices: Voices, term: GlossaryTerm) -> Term:
    country = voices.country(term.country) if term.country else voices.say(_of_the_union)
    return Term(
        Text(term.term, term.language),
        country,
        _said_in_all(term, voices),
        _meaning(voices, term),
    )


def _of_the_union(_lang: str) -> str:
    return pgettext("country", "EU")


def _said_in_all(term: GlossaryTerm, voices: Voices) -> Passage:
    """What each language says for a term; a dash where it has no word of its own."""
    renderings = [find_rendering(term, lang) for lang in voices.langs]
    words = [one.term if one and one.term else "" for one in renderings]
    if not any(words):
        return ()
    return tuple(
        Text(word or _NO_WORD, lang) for word, lang in zip(words, voices.langs, strict=True)
    )


def _meaning(voices: Voices, term: GlossaryTerm) -> Passage:
    texts = []
    for lang in voices.langs:
        found = definition_for(term, lang, voices.shelf.settings.fallback)
        if found is None:
            return ()
        text, tag = found
        is_asked = primary(tag) == primary(lang)
        note = "" if is_asked else language_name(tag, lang)
        if is_asked and primary(lang) in map(primary, term.reviewed):
            with voices.speaking(lang):
                note = pgettext("translation", "reviewed")
        texts.append(Text(text, tag if not is_asked else lang, note))
    return tuple(texts)


# Contacts


def describe_contacts(voices: Voices, visit: Visit | None) -> Iterator[Section]:
    """Whom to ask: the partners of a visit, and the contacts of every entry."""
    sections = [*_partner_contacts(voices, visit), *_entry_contacts(voices)]
    if sections:
        title = voices.field("contacts")
        yield Section("part--contacts", title, "part", (), tuple(sections))


def _partner_contacts(voices: Voices, visit: Visit | None) -> Iterator[Section]:
    if visit is None:
        return
    ids = dict.fromkeys([visit.host, *(one.partner for one in visit.participants)])
    partners = [one for one in map(voices.shelf.find_partner, ids) if one]
    items = []
    for one in partners:
        details = joined(voices.country(one.country), describe_spoken(voices, one.languages))
        items.append(Item(voices.same(one.name), details=details, url=one.homepage or ""))
    if items:
        title = voices.say(lambda _lang: pgettext("visit", "Partners"))
        yield Section("part--partners", title, "passage", (Listing(tuple(items), "plain"),))


def _entry_contacts(voices: Voices) -> Iterator[Section]:
    items = []
    for practice in voices.shelf.practices:
        texts = voices.of(practice)
        if practice.contacts:
            below = tuple(describe_contact(voices, texts, one) for one in practice.contacts)
            items.append(Item(texts.title, target=practice.id, items=below))
    if items:
        title = voices.say(lambda _lang: pgettext("booklet", "By practice"))
        yield Section(
            "part--practice-contacts", title, "passage", (Listing(tuple(items), "plain"),)
        )


# Index


def describe_index(voices: Voices) -> Iterator[Section]:
    """Topics, and the entries each is about."""
    by_topic: dict[str, list[Practice]] = {}
    for practice in voices.shelf.practices:
        for topic in practice.topics:
            by_topic.setdefault(topic, []).append(practice)
    if not by_topic:
        return
    lang = voices.langs[0]
    entries = [
        IndexEntry(
            voices.concept("topics", topic),
            tuple(Item(voices.of(one).title, target=one.id) for one in practices),
        )
        for topic, practices in by_topic.items()
    ]
    entries.sort(key=lambda one: sort_key(one.word[0].value, lang))
    title = voices.say(lambda _lang: pgettext("booklet", "Index by topic"))
    yield Section("part--index", title, "part", (Index(tuple(entries)),))


# Provenance


def describe_provenance(voices: Voices, visit: Visit | None) -> Iterator[Section]:
    """How many texts of each record are original, reviewed, draft, outdated or missing."""
    intro = voices.say(
        lambda _lang: _(
            "Original texts are as their authors wrote them. A person has read a reviewed "
            "translation and found it good; nobody has done that with a draft yet. A translation "
            "is outdated if the original was changed later; a missing one is shown in another "
            "language."
        )
    )
    records = [*_records(voices.shelf, visit)]
    sections = [
        Section(
            f"part--provenance-{lang.lower()}",
            voices.language(lang),
            "passage",
            (_states(voices, records, place),),
        )
        for place, lang in enumerate(voices.langs)
    ]
    title = voices.say(lambda _lang: pgettext("booklet", "Where the texts come from"))
    blocks: tuple[Block, ...] = (Paragraph(intro),)
    if len(sections) == 1:
        yield Section("part--provenance", title, "part", (*blocks, *sections[0].blocks))
    else:
        yield Section("part--provenance", title, "part", blocks, tuple(sections))


def _states(voices: Voices, records: Sequence[tuple[str, Record]], place: int) -> Table:
    states = (*_FINISHED, "draft", "stale", "missing")
    lang = voices.langs[place]
    rows = []
    for kind, record in records:
        texts = voices.of(record, kind)
        counts = texts.texts[place].states()
        target = record.id if kind == "practice" else ""
        language = voices.language(getattr(record, "language", lang))
        numbers = (Item(voices.same(str(counts[one]) if one in counts else "–")) for one in states)
        rows.append((Item(texts.title, target=target), Item(language), *numbers))
    heads = (
        voices.field("title"),
        voices.say(lambda _lang: pgettext("booklet", "Written in")),
        *(voices.value("translation", one) for one in states),
    )
    alt = voices.say(lambda _lang: _("How many texts of each record are in which state"))
    return Table(heads, tuple(rows), tuple(range(2, len(heads))), alt)


def _records(shelf: Shelf, visit: Visit | None) -> Iterator[tuple[str, Record]]:
    """(kind, record) of all whose texts are printed."""
    if visit:
        yield "visit", visit
        if project := shelf.find_project(visit.part_of):
            yield "project", project
    for practice in shelf.practices:
        yield "practice", practice


def iter_unfinished(
    shelf: Shelf, langs: Sequence[str], visit: Visit | None
) -> Iterator[Unfinished]:
    """Texts that are drafts, outdated, or shown in another language, in each language."""
    for kind, record in _records(shelf, visit):
        for lang in langs:
            for field, text in shelf.texts(record, lang, kind):
                if text.state not in _FINISHED:
                    yield Unfinished(kind, record.id, field, lang, text.state, text.source)


def count_unfinished(unfinished: Sequence[Unfinished]) -> Counter[tuple[str, str, str, str]]:
    """How many texts of each kind, record, language and state."""
    return Counter((one.kind, one.record, one.lang, one.state) for one in unfinished)
