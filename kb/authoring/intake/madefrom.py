"""What an entry said when a form was made of it, so that an old form takes nothing back.

The form carries it along: the answers that it shows, and a digest of all the entry's answers in its
last line, which outlasts programs that drop the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from kb.authoring.form.citing import SOURCES, citing_questions
from kb.authoring.form.composing import Filled
from kb.authoring.form.packing import as_json, from_json, pack, unpack
from kb.authoring.form.questions import practice_form

_DIGITS = 8


@dataclass(frozen=True)
class MadeFrom:
    """What a form knows of the entry as it was."""

    digest: str = ""
    """See `digest_of`; "" where only the answers are known."""
    answers: Filled | None = None
    """What it answered to the questions below; None where only the digest is known."""
    keys: frozenset[str] = frozenset()
    """Keys of the questions the answers are for."""

    def over(self, now: Filled) -> Filled:
        """The entry's answers of then; those of now to questions that were not kept."""
        if self.answers is None:
            return now
        kept = {key: one for key, one in self.answers.items() if key in self.keys}
        return {**{key: one for key, one in now.items() if key not in self.keys}, **kept}


def digest_of(filled: Filled) -> str:
    """Eight digits that are others once an answer is another one."""
    plain = json.dumps(json.loads(as_json(filled)), sort_keys=True)
    return sha256(plain.encode()).hexdigest()[:_DIGITS]


def pack_made_from(filled: Filled, keys: Iterable[str]) -> str:
    """What a form carries along: answers to the questions it asks, and no others.

    Args:
        filled: what the entry says.
        keys: of the questions.
    """
    asked = set(keys)
    if asked & {one.path[0] for one in citing_questions()}:
        asked.add(SOURCES)  # they are what its numbers count
    known: Filled = {key: filled.get(key, []) for key in sorted(asked)}
    return pack(as_json(known).encode())


def unpack_made_from(text: str, digest: str = "") -> MadeFrom | None:
    """What `pack_made_from` packed; None for what is none."""
    data = unpack(text)
    found = from_json(data) if data is not None else None
    if not isinstance(found, dict):
        return None
    keys = {one.key for one in practice_form().questions()} & found.keys()
    answers = {key: one for key, one in found.items() if one != []}
    return MadeFrom(digest, answers, frozenset(keys))
