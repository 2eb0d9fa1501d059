"""A crosswalk draft as plain text: under each field what to copy, beside it what is left to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kb.export.crosswalk import Draft, DraftField, draft_crosswalk, measure
from kb.export.crosswalkforms import Form, Limit
from kb.export.crosswalkpieces import Piece, source_field
from kb.export.shelf import Shelf
from kb.export.voices import FindFolder
from kb.model import Practice
from kb.translation.formats import format_day, format_list, format_number, language_name
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext
from kb.translation.labels import origin_note
from kb.translation.notes import notes_beside

_MARK = "→ "
"""Stands before all that is not to be copied."""
_INDENT = "   "


def render_crosswalk(
    shelf: Shelf,
    practice: Practice,
    form_id: str,
    lang: str,
    spoken: str,
    find_cache: FindFolder | None = None,
) -> bytes:
    """A draft as a text file.

    Args:
        shelf: what may leave the house.
        practice: from that shelf.
        form_id: one of `kb.export.crosswalkforms.form_ids()`.
        lang: language of the texts to copy, BCP 47; that of the form, mostly English.
        spoken: language of the remarks around them: the one the interface speaks.
        find_cache: finds the folder for compiled interface catalogs.

    Raises:
        KeyError: there is no such form.
        KbError: the form's file is faulty, or the sentence splitter is not installed.
    """
    draft = draft_crosswalk(shelf, practice, form_id, lang, find_cache)
    return format_crosswalk(draft, spoken).encode()


def format_crosswalk(draft: Draft, lang: str) -> str:
    """A draft as plain text; what is not to be copied begins with an arrow.

    Args:
        draft: the filled form.
        lang: language of the remarks, BCP 47: the one the interface speaks.
    """
    return "\n".join(_Writing(draft, lang).lines()) + "\n"


class _Writing:
    """The lines of one draft."""

    def __init__(self, draft: Draft, lang: str) -> None:
        self._draft = draft
        self._lang = lang
        self._told: set[str] = set()
        """What our entry adds, told once."""

    def lines(self) -> Iterator[str]:
        """All of them."""
        yield from self._head()
        for number, one in enumerate(self._draft.fields, 1):
            heading = f"{number}. {one.field.label}"
            yield from ("", "", heading, "-" * len(heading))
            yield from self._marked(self._above(one))
            if one.kept:
                yield from ("", one.text)
            below = list(self._marked(self._below(one)))
            yield from (["", *below] if below else ())
        yield from ("", "", *self._readings(self._draft.form))

    def _head(self) -> Iterator[str]:
        draft, form = self._draft, self._draft.form
        title = draft.title.value
        yield from (title, "=" * len(title), draft.practice.id, "")
        yield _("Draft for the form: %(form)s") % {"form": form.name}
        yield form.address
        yield ""
        yield self._origin()
        yield from self._left_to_do()
        yield _("Copy the text of each field. Lines with an arrow are for you alone.")

    def _origin(self) -> str:
        """In which language the texts are, and how far they are reviewed."""
        title = self._draft.title
        language = language_name(self._draft.practice.language, self._lang)
        original = _("Written in %(language)s; these are the original texts.")
        return origin_note(title.state, language) or original % {"language": language}

    def _left_to_do(self) -> Iterator[str]:
        fields = self._draft.fields
        empty = sum(not one.kept and not one.stays_empty for one in fields)
        short = sum(bool(one.kept and one.lacking) for one in fields)
        over = sum(bool(one.left_over) for one in fields)
        if empty:
            text = ngettext("%(num)s field is empty.", "%(num)s fields are empty.", empty)
            yield text % {"num": empty}
        if short:
            text = ngettext("%(num)s text is too short.", "%(num)s texts are too short.", short)
            yield text % {"num": short}
        if over:
            text = ngettext(
                "In %(num)s field, something did not fit.",
                "In %(num)s fields, something did not fit.",
                over,
            )
            yield text % {"num": over}

    def _readings(self, form: Form) -> Iterator[str]:
        """Where fields and limits come from, and how far they can be trusted."""
        if form.readings:
            yield _("What is known of the form was read here:")
        for one in form.readings:
            day = format_day(one.on, self._lang)
            yield f"- {day}: {one.what}"
            if one.address:
                yield f"  {one.address}"
        if form.note:
            yield form.note
        limits = [one.limit for one in form.fields if one.limit]
        if not limits:
            yield _("Its limits are not known. Trust the counters of the form itself.")
        elif not all(one.is_verified for one in limits):
            yield _(
                "Limits that are not verified come from our own notes. Trust the counters of the "
                "form itself."
            )
        else:
            yield _("The form may have changed since. Trust its own counters.")

    # Fields

    def _marked(self, remarks: Iterable[str | Sequence[str]]) -> Iterator[str]:
        """Remarks behind an arrow; those with a list have it below them."""
        for remark in remarks:
            first, *items = [remark] if isinstance(remark, str) else remark
            yield _MARK + first
            yield from (f"{_INDENT}- {item}" for item in items)

    def _above(self, one: DraftField) -> Iterator[str]:
        """What to know before reading the text."""
        if one.field.asks:
            yield _("The form asks for: %(what)s") % {"what": one.field.asks}
        if one.field.note:
            yield one.field.note
        if counter := self._counter(one):
            yield counter

    def _counter(self, one: DraftField) -> str:
        if one.field.limit:
            counted = self._of_limit(one.size, one.field.limit)
            return counted if one.field.limit.is_verified else _unverified(counted)
        if not any(piece.is_prose for piece in one.kept):
            return ""
        words = measure(one.text, "words")
        params = {"words": self._number(words), "characters": self._number(len(one.text))}
        return _("Words: %(words)s, characters: %(characters)s") % params

    def _of_limit(self, size: int, limit: Limit) -> str:
        if limit.unit == "words" and limit.least:
            text = ngettext(
                "%(size)s of %(least)s–%(most)s word",
                "%(size)s of %(least)s–%(most)s words",
                limit.most,
            )
        elif limit.unit == "words":
            text = ngettext(
                "%(size)s of at most %(most)s word",
                "%(size)s of at most %(most)s words",
                limit.most,
            )
        elif limit.least:
            text = ngettext(
                "%(size)s of %(least)s–%(most)s character",
                "%(size)s of %(least)s–%(most)s characters",
                limit.most,
            )
        else:
            text = ngettext(
                "%(size)s of at most %(most)s character",
                "%(size)s of at most %(most)s characters",
                limit.most,
            )
        numbers = {"size": size, "least": limit.least, "most": limit.most}
        return text % {name: self._number(value) for name, value in numbers.items()}

    def _below(self, one: DraftField) -> Iterator[str | Sequence[str]]:
        """What is left to do."""
        if one.kept:
            yield from self._about_text(one)
        elif not one.left_over:
            yield from self._about_nothing(one)
        if one.left_over:
            yield (
                _("Did not fit:") if one.kept else _("Nothing fits as a whole. Shorten this:"),
                *(piece.text for piece in one.left_over),
            )
        if one.said:
            yield (
                _("Left out, because the text names the amount:"),
                *(piece.text for piece in one.said),
            )
        if one.perhaps:
            yield (
                _("May be meant here, or hold a part of it; the entry does not say:"),
                *(piece.text for piece in one.perhaps),
            )
        for remark in one.remarks:
            if remark.text not in self._told:
                self._told.add(remark.text)
                yield _("Our entry adds: %(remark)s") % {"remark": remark.text}
        yield from self._notes((*one.kept, *one.left_over, *one.said, *one.perhaps))

    def _about_text(self, one: DraftField) -> Iterator[str]:
        if one.lacking:
            yield self._lacking(one)
        if one.lacking and one.empty:
            fields = self._fields(one.empty)
            yield _("Our entry says nothing under: %(fields)s") % {"fields": fields}
        if one.added:
            yield _("Filled up from: %(fields)s") % {"fields": self._fields(one.added)}
        if one.field.is_nearest:
            yield _("This is only the nearest we have. Check it against what the form asks for.")

    def _about_nothing(self, one: DraftField) -> Iterator[str]:
        if one.stays_empty:
            yield _("It goes on: this stays empty.")
            return
        if one.field.is_required:
            yield _("Missing, and the form demands it.")
        else:
            yield _("Missing.")
        if not one.field.take:
            yield _("Our entries have no such field: fill it in yourself.")
        elif any(take.filters for take in one.field.take):
            yield _("Our entry names no amount for exactly this.")
        else:
            fields = self._fields(one.empty)
            yield _("In our entry it would come from: %(fields)s") % {"fields": fields}

    def _lacking(self, one: DraftField) -> str:
        if one.field.limit and one.field.limit.unit == "words":
            text = ngettext(
                "Too short: %(num)s word is missing.",
                "Too short: %(num)s words are missing.",
                one.lacking,
            )
        else:
            text = ngettext(
                "Too short: %(num)s character is missing.",
                "Too short: %(num)s characters are missing.",
                one.lacking,
            )
        return text % {"num": self._number(one.lacking)}

    def _notes(self, pieces: Sequence[Piece]) -> Iterator[str | Sequence[str]]:
        """What to know of single texts: another language or state."""
        noted: dict[str, list[str]] = {}
        for one in pieces:
            notes = (
                note
                for origin in one.origins
                for note in notes_beside(origin, self._draft.title, self._lang)
            )
            if one.origins:
                noted.setdefault(", ".join(dict.fromkeys(notes)), []).append(one.text)
        for note in filter(None, noted):
            if len(noted) == 1:
                # Translators: of all texts of a field; what they are, such as "German".
                yield _("All of this: %(note)s") % {"note": note}
            else:
                # Translators: of some texts of a field, which follow; "note" as above.
                yield (_("Of this: %(note)s") % {"note": note}, *noted[note])

    def _fields(self, sources: Iterable[str]) -> str:
        return format_list(list(dict.fromkeys(map(source_field, sources))), self._lang)

    def _number(self, value: int) -> str:
        return format_number(value, self._lang)


def _unverified(counted: str) -> str:
    # Translators: behind a counter such as "87 of at most 300 characters".
    return _("%(counter)s (limit not verified)") % {"counter": counted}
