"""Passwords: which ones are too simple, and how they are kept so that nobody can read them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import chain
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kb.errors import N_

SHORTEST = 12
LONGEST = 256
"""In characters; reading a longer one would only cost time."""
_FEWEST = 6
"""So many characters must be different, and so many must be no part of a row of keys."""
_SHORTEST_NAME = 3
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiopåasdfghjklöäzxcvbnm",
    "qwertzuiopüasdfghjklöäyxcvbnm",
)
_RUN = 4
_REPEATED = re.compile(r"(.+?)\1+|(.{1,8}?)\2{2,}.{0,7}", re.DOTALL)

_one_at_a_time = Lock()
"""Each check takes 64 MiB for a moment: many at once would bring a small machine down."""


def find_weakness(password: str, name: str) -> tuple[str, dict[str, object]] | None:
    """Why a password will not do, as a sentence and its values; None for one that will.

    Args:
        password: as it was typed.
        name: of the account.
    """
    text = unicodedata.normalize("NFC", password)
    folded = text.casefold()
    if len(text) < SHORTEST:
        return N_(
            "A password needs %(num)d characters or more. Four or five words in a row are long "
            "enough, and easy to remember."
        ), {"num": SHORTEST}
    if len(text) > LONGEST:
        return N_("A password has no more than %(num)d characters."), {"num": LONGEST}
    if len(name) >= _SHORTEST_NAME and name.casefold() in folded:
        return N_("The name of the account is in this password. Choose one without it."), {}
    if len(set(folded)) < _FEWEST or _REPEATED.fullmatch(folded):
        return N_("This password repeats the same few characters. Choose another one."), {}
    if len(_without_rows(folded)) < _FEWEST:
        return N_(
            "This password follows the alphabet, the digits or the keys. Choose another one."
        ), {}
    return None


def hash_password(password: str) -> str:
    """What is kept of a password."""
    with _one_at_a_time:
        return _hasher().hash(_as_typed_anywhere(password))


def matches(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was hashed.

    It takes as long where there is no such account, so that nobody learns which names there are.

    Args:
        password: as it was typed.
        kept: its hash; None where there is no account.
    """
    typed = _as_typed_anywhere(password)
    if len(typed) > LONGEST:
        typed = ""  # cannot be anybody's, and costs no more than others
    with _one_at_a_time:
        try:
            _hasher().verify(kept or _nobodys(), typed)
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def prepare() -> None:
    """Make what unknown names are compared with, before anybody comes."""
    _nobodys()


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    """The hash of a password that nobody has: a hash takes no longer for being guessed."""
    return _hasher().hash("nobody has this password")


def _as_typed_anywhere(password: str) -> str:
    """One system sends "ä" as one character, another as two."""
    return unicodedata.normalize("NFC", password)


def _without_rows(text: str) -> str:
    """What is left where rows of the alphabet or of keys are taken out."""
    rows = tuple(chain(_ROWS, (one[::-1] for one in _ROWS)))
    kept, start = [], 0
    while start < len(text):
        end = start + _RUN
        if any(text[start:end] in row for row in rows) and end <= len(text):
            while end < len(text) and any(text[start : end + 1] in row for row in rows):
                end += 1
            start = end
        else:
            kept.append(text[start])
            start += 1
    return "".join(kept)
