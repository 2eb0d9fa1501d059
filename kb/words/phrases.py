"""Names of one or more words, met in texts whatever form their words are in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.words.analysis import Analyser, Keys, iter_tokens, normalise

WordKeys = frozenset[str]
"""Keys under which one word is known."""


def follows(phrase: Sequence[Iterable[str]], words: Sequence[WordKeys], place: int) -> bool:
    """Whether the rest of a phrase stands behind its first word."""
    if len(phrase) == 1:
        return True
    if place + len(phrase) > len(words):
        return False
    return all(
        not words[place + step].isdisjoint(word) for step, word in enumerate(phrase[1:], start=1)
    )


def whole_keys(keys: Keys) -> WordKeys:
    """Keys under which a whole word is known."""
    return frozenset((keys.form, *keys.lemmas))


def phrase_words(text: str, analyser: Analyser) -> tuple[WordKeys, ...]:
    """Keys of each word of a phrase; of joined words only the whole."""
    words = []
    last = -1
    for word, start, _ in iter_tokens(normalise(text), analyser.lang):
        if start != last:
            words.append(whole_keys(analyser.keys(word)))
        last = start
    return tuple(words)
