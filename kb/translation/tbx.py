"""The glossary for translators' tools: TBX, one entry per concept with its terms by language.

translate-toolkit holds and writes the file. Its own calls know a source and a target, and here are
as many languages as the glossary has, so what belongs to each term is put there element by element.

Source: ISO 30042:2008, TermBase eXchange, with its default data categories. The document type
declaration is left out: tools would look for a file that none of them needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.errors import KbError
from kb.model.glossary import Glossary, GlossaryTerm, Rendering
from kb.translation.xliffxml import TOOLKIT_ABSENT, Element, add, check_texts
from kb.words.languages import primary

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SKELETON = """<?xml version="1.0" encoding="UTF-8"?>
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><titleStmt>\
<title>Glossary</title></titleStmt>\
<sourceDesc><p>Made from the glossary of a knowledge base by kb.</p></sourceDesc></fileDesc>\
<encodingDesc><p type="XCSURI">TBXXCS.xcs</p></encodingDesc></martifHeader>\
<text><body/></text></martif>"""
_ID_PREFIX = "term-"
"""Ids of XML begin with a letter, those of terms may begin with a digit."""
_PREFERRED = "preferredTerm-admn-sts"
_ADMITTED = "admittedTerm-admn-sts"
_REVIEWED = "finalized"
_DRAFT = "provisionallyProcessed"
"""Values of the default data categories."""


def render_tbx(glossary: Glossary) -> bytes:
    """The glossary as a TBX file.

    Args:
        glossary: with all its terms.

    Raises:
        KbError: translate-toolkit is not installed, or a text has a control character.
    """
    try:
        from translate.storage.tbx import tbxfile
    except ImportError:
        raise KbError(TOOLKIT_ABSENT) from None
    store = tbxfile()
    store.parse(_SKELETON.encode())
    for term in glossary.terms:
        check_texts(_texts(term), glossary.id, term.id)
        _add_entry(store.body, term)
    return bytes(store)


def _texts(term: GlossaryTerm) -> Iterator[str]:
    yield from (term.term, *term.also, *term.definition.values())
    for rendering in term.renderings.values():
        yield from (*rendering.also, *filter(None, (rendering.term, rendering.explain)))


def _add_entry(body: Element, term: GlossaryTerm) -> None:
    """One concept, its own language first."""
    entry = add(body, "termEntry", None, {"id": f"{_ID_PREFIX}{term.id}"})
    renderings = {
        term.language: Rendering(term=term.term, also=term.also),
        **{lang: one for lang, one in term.renderings.items() if lang != term.language},
    }
    definitions = _definitions(term, renderings)
    for lang, text in term.definition.items():
        if lang not in definitions.values():  # no term there that it could stand with
            add(entry, "descrip", text, {"type": "definition", _LANG: lang})
    for lang, rendering in renderings.items():
        language = add(entry, "langSet", None, {_LANG: lang})
        if lang in definitions:
            add(language, "descrip", term.definition[definitions[lang]], {"type": "definition"})
        _add_terms(language, term, lang, rendering)


def _definitions(term: GlossaryTerm, langs: Iterable[str]) -> dict[str, str]:
    """Language of terms → language of the definition that stands with them, regions apart."""
    found: dict[str, str] = {}
    for defined in term.definition:
        alike = [one for one in langs if primary(one) == primary(defined)]
        best = defined if defined in alike else next(iter(alike), None)
        if best is not None:
            found.setdefault(best, defined)
    return found


def _add_terms(language: Element, term: GlossaryTerm, lang: str, rendering: Rendering) -> None:
    """All terms of one language; where it has none, the original word with its explanation."""
    status = _REVIEWED if primary(lang) in map(primary, term.reviewed) else _DRAFT
    words = dict.fromkeys((rendering.term or term.term, *rendering.also))
    for number, word in enumerate(words):
        group = add(language, "tig")
        add(group, "term", word)
        facts = {
            "administrativeStatus": _ADMITTED if number else _PREFERRED,
            "geographicalUsage": term.country if lang == term.language else None,
            "processStatus": status,
        }
        for name, value in facts.items():
            if value:
                add(group, "termNote", value, {"type": name})
        if rendering.explain and not number:
            add(group, "note", rendering.explain)
