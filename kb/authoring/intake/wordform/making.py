"""Makes a Word form: an empty one, or one that shows what an entry holds."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence

from kb.authoring.form.choices import Choices
from kb.authoring.form.composing import Filled, fill_from_tree
from kb.authoring.form.questions import practice_form
from kb.authoring.intake.madefrom import digest_of, pack_made_from
from kb.authoring.intake.stamp import Stamp, mark_of
from kb.authoring.intake.wordform import phrases
from kb.authoring.intake.wordform.controls import FOR_BOTH, FOR_CHOICE, FOR_TEXT, Controls
from kb.authoring.intake.wordform.layout import Layout
from kb.authoring.intake.wordform.memory import MEMORY, own_lines, render_memory
from kb.authoring.intake.wordform.package import Part, Words, pack, settings, word_part
from kb.authoring.intake.wordform.styles import LOOK, form_styles
from kb.content.store import Content
from kb.content.yamlfile import Tree
from kb.errors import N_, UsageError
from kb.export.word.markup import Node, declared, element, w
from kb.export.word.scribe import direction, field_of, paragraph, runs, tag_with_region
from kb.translation.formats import is_right_to_left
from kb.translation.interface import pgettext, speaking

_FOOTER = "footer"


def render_word_form(
    content: Content,
    lang: str,
    tree: Mapping[str, Tree] | None = None,
    *,
    entry_id: str = "",
    sections: Sequence[str] = (),
    is_short: bool = False,
) -> bytes:
    """An empty form, or one filled with an entry.

    Args:
        content: the knowledge base.
        lang: language of the form, one of the base's.
        tree: an entry's values, to be corrected.
        entry_id: its id.
        sections: ids of the sections it has; all if not given.
        is_short: ask only what an entry needs for publication, and a little more.

    Raises:
        UsageError: there is no such section.
    """
    known = [one.id for one in practice_form().sections]
    for one in sections:
        if one not in known:
            raise UsageError(
                N_("There is no section “%(section)s”. Known are: %(known)s."),
                section=one,
                known=", ".join(known),
            )
    with speaking(lang):
        chosen = sections or known
        return _Form(content, lang, tree or {}, entry_id, chosen, is_short=is_short).data()


class _Form:
    """One form in the making, in the language spoken."""

    def __init__(
        self,
        content: Content,
        lang: str,
        tree: Mapping[str, Tree],
        entry_id: str,
        sections: Sequence[str],
        *,
        is_short: bool = False,
    ) -> None:
        self._is_short = is_short
        self._content = content
        self._lang = lang
        self._sections = sections
        self._filled: Filled = fill_from_tree(tree)
        self._entry_title = str(tree.get("title") or entry_id)
        prose_lang = str(tree.get("language") or "")
        controls = Controls(Choices(content, lang), prose_lang)
        self._layout = Layout(lang, controls, is_short=is_short)
        digest = digest_of(self._filled) if tree else ""
        self._stamp = Stamp(mark_of(content), lang, entry_id, digest=digest)
        titles = content.settings.title
        fallback = content.settings.fallback
        self._base_title = titles.get(lang) or titles.get(fallback) or next(iter(titles.values()))

    def data(self) -> bytes:
        """The file."""
        operator = self._content.settings.operator
        words = Words(
            self._heading(),
            operator.name if operator else self._base_title,
            tag_with_region(self._lang),
            str(self._stamp),
        )
        parts = [
            word_part("styles", form_styles(self._lang)),
            word_part("settings", settings(w("themeFontLang", val=tag_with_region(self._lang)))),
            word_part("footer1", self._footer(), _FOOTER, _FOOTER),
        ]
        document = self.document()
        memory = render_memory(document, self._made_from())
        parts.append(Part(MEMORY, "application/xml", "customXml", memory))
        return pack(document, parts, _placeholders(self._lang), words)

    def _made_from(self) -> str:
        """What the entry says in the sections that are shown; nothing of the others goes along."""
        if not self._stamp.digest or self._is_short:
            return ""
        sections = (one for one in practice_form().sections if one.id in self._sections)
        return pack_made_from(self._filled, (one.key for it in sections for one in it.questions))

    def _heading(self) -> str:
        return phrases.heading(self._entry_title)

    def document(self) -> Node:
        """The text."""
        body = [*self._opening()]
        for section in practice_form().sections:
            if section.id in self._sections:
                body += self._layout.section(section, self._filled)
        text = self._layout.text
        body.append(text("FormSection", phrases.ending()))
        body.append(text("FormIntro", phrases.way_back(self._content.settings.operator)))
        body.append(text("FormHelp", phrases.reference(self._stamp)))
        body.append(
            w(
                "sectPr",
                element("w:footerReference", {"w:type": "default", "r:id": _FOOTER}),
                w("pgSz", w=LOOK.width, h=LOOK.height),
                w(
                    "pgMar",
                    top=LOOK.top,
                    bottom=LOOK.bottom,
                    left=LOOK.side,
                    right=LOOK.side,
                    header=400,
                    footer=450,
                    gutter=0,
                ),
            )
        )
        return declared(w("document", w("body", *body)), "w", "r")

    def _opening(self) -> list[Node]:
        """Title, for whom it is, how it is filled in and where it goes."""
        text = self._layout.text
        for_whom, how = phrases.introduction()
        return [
            text("KickerNeutral", self._base_title),
            text("FormTitle", self._heading()),
            text("FormIntro", for_whom),
            text("FormIntro", how),
            *([text("FormIntro", phrases.short_note())] if self._is_short else ()),
            text("FormIntro", phrases.way_back(self._content.settings.operator)),
        ]

    def _footer(self) -> Node:
        before, between = phrases.page_words()
        lang = self._layout.words_lang
        nodes = [
            *runs(f"{self._base_title} · {before}", lang),
            *field_of("PAGE", runs("1", lang)),
            *runs(between, lang),
            *field_of("NUMPAGES", runs("1", lang)),
        ]
        own = direction(lang, is_right_to_left(self._lang))
        return declared(w("ftr", paragraph("Footer", nodes, own)))


def _placeholders(lang: str) -> Node:
    """What Word shows in an emptied field, so that it does not take its own words."""
    shown = {
        FOR_TEXT: phrases.text_hint(),
        FOR_CHOICE: pgettext("form", "Choose"),
        FOR_BOTH: pgettext("form", "Choose or write"),
    }
    blocks = [
        w(
            "docPart",
            w(
                "docPartPr",
                w("name", val=name),
                w("category", w("name", val="General"), w("gallery", val="placeholder")),
                w("types", w("type", val="bbPlcHdr")),
                w("behaviors", w("behavior", val="content")),
                w("guid", val=f"{{{str(uuid.uuid5(uuid.NAMESPACE_OID, name)).upper()}}}"),
            ),
            w("docPartBody", w("p", *runs(words, lang, "PlaceholderText"))),
        )
        for name, words in shown.items()
    ]
    return declared(w("glossaryDocument", w("docParts", *blocks)))


def fixed_texts(content: Content, lang: str) -> Iterator[str]:
    """All that an empty form says, line by line, without what its fields show."""
    with speaking(lang):
        yield phrases.short_note()
        form = _Form(content, lang, {}, "", [one.id for one in practice_form().sections])
        document = form.document()
    yield from own_lines(document)
