"""What a reader must know of a text: its language, if another than expected, and its state."""

from __future__ import annotations

from kb.translation.formats import language_name
from kb.translation.labels import text_notes
from kb.translation.localise import LocalText
from kb.words.languages import primary


def notes_beside(text: LocalText, title: LocalText, asked: str) -> list[str]:
    """Notes on a text below a title: only what the title does not let expect.

    Args:
        text: the text.
        title: the title of its record, whose own notes have been read.
        asked: language of the reader, BCP 47.
    """
    return _notes(text, title.lang, title.shown_state, asked)


def notes_alone(text: LocalText, asked: str) -> list[str]:
    """Notes on a text that stands by itself: it is expected to be reviewed, in the asked language.

    Args:
        text: the text.
        asked: language of the reader, BCP 47.
    """
    return _notes(text, asked, "translated", asked)


def _notes(text: LocalText, lang: str, state: str, asked: str) -> list[str]:
    has_lang = primary(text.lang) == primary(lang)
    language = language_name(text.lang, asked)
    told = _state_to_tell(text.shown_state, state if has_lang else "")
    return text_notes(text.lang, lang, told, language)


def _state_to_tell(state: str, expected: str) -> str:
    """The state as far as it must be told where another one is expected."""
    if state == expected:
        return ""
    is_better = state == "translated" and expected in ("draft", "stale")
    return "reviewed" if is_better else state
