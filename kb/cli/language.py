"""Which language to speak: `--lang`, else KB_LANG, else what the terminal is set to.

What the terminal is set to is read as other programs read it: LC_ALL before LC_MESSAGES before
LANG; and where that is not plain C, the first language of the list in LANGUAGE before all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

ENGLISH = "en"
_CHOOSING = ("translate", "quality", "export", "visit", "build")
"""Commands whose own `--lang` says what is worked on, not which language is spoken."""
_WITH_VALUE = ("--root", "--lang")
"""Options of `kb` itself that take the word behind them."""
LANG_VARIABLE = "KB_LANG"
_POSIX = ("LC_ALL", "LC_MESSAGES", "LANG")
_NO_LANGUAGE = ("C", "POSIX")
_LANGUAGE_LENGTHS = (2, 3)
_SCRIPT_LENGTH = 4


def parse_language(text: str) -> str | None:
    """The BCP 47 tag of "de-AT", "de_AT.UTF-8", "sv_FI@euro" or "C"; None for anything else."""
    name = text.strip().partition(".")[0].partition("@")[0]
    if name in _NO_LANGUAGE:
        return ENGLISH
    lang, *rest = name.replace("_", "-").split("-")
    if not (_is_word(lang) and len(lang) in _LANGUAGE_LENGTHS):
        return None
    parts = [lang.lower()]
    if rest and _is_word(rest[0]) and len(rest[0]) == _SCRIPT_LENGTH:
        parts.append(rest.pop(0).title())
    if rest and _is_region(rest[0]):
        parts.append(rest.pop(0).upper())
    return None if rest else "-".join(parts)


def _is_region(text: str) -> bool:
    return (_is_word(text) and len(text) == 2) or (
        text.isascii() and text.isdigit() and len(text) == 3
    )


def _is_word(text: str) -> bool:
    return text.isascii() and text.isalpha()


def terminal_language(environ: Mapping[str, str]) -> str:
    """The language a terminal is set to; English where it says none."""
    value = next((found for name in _POSIX if (found := environ.get(name))), "")
    if value.partition(".")[0] in ("", *_NO_LANGUAGE):
        return ENGLISH
    wishes = [parse_language(one) for one in environ.get("LANGUAGE", "").split(":")]
    return next(filter(None, wishes), None) or parse_language(value) or ENGLISH


def asked_language(args: Sequence[str], environ: Mapping[str, str]) -> str:
    """The language asked for, before anything is parsed: help and errors speak it too.

    Args:
        args: the command line, without the program's name.
        environ: the process's environment.
    """
    asked = environ.get(LANG_VARIABLE, "")
    is_command_next = True
    for number, arg in enumerate(args):
        before = args[number - 1] if number else ""
        if arg == "--":
            break
        if arg.startswith("--lang="):
            asked = arg.removeprefix("--lang=")
        elif arg == "--lang" and number + 1 < len(args):
            asked = args[number + 1]
        elif is_command_next and not arg.startswith("-") and before not in _WITH_VALUE:
            if arg in _CHOOSING:
                break
            is_command_next = False
    return parse_language(asked) or terminal_language(environ)
