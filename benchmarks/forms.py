"""What the texts are made of, and what analysing a word costs."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.process import call
from benchmarks.report import Row, Table
from benchmarks.setup import Setup, say
from benchmarks.texts import read_texts
from benchmarks.words import LANGS
from kb.words.analysis import Analysers, iter_tokens
from kb.words.dictionary import dictionaries_folder


def measure(setup: Setup) -> Table:
    """The whole table."""
    texts = setup.ensure_texts(setup.base())
    say("word forms")
    found = call("forms:run", texts=str(texts), cache=str(setup.cache))
    table = Table(f"forms, {setup.practices:,} practices", LANGS)
    for name in (
        "running words",
        "different words",
        "share of the 50 commonest",
        "share that occurs once",
        "different words known by dictionary or parts",
        "different words with parts",
        "keys besides the form, of a word",
        "microseconds to analyse a new word",
        "microseconds to meet a known one",
    ):
        table.rows.append(Row(name, [found[lang][name] for lang in LANGS]))
    return table


def run(texts: str, cache: str) -> dict[str, Any]:
    """Count and analyse all words; runs in a process of its own."""
    counts: dict[str, Counter[str]] = {lang: Counter() for lang in LANGS}
    for entry in read_texts(Path(texts)):
        for lang, text in entry.texts.items():
            counts[lang].update(token[0] for token in iter_tokens(text, lang))
    analysers = Analysers(LANGS, dictionaries_folder(Path(cache)))
    return {lang: _facts(counts[lang], analysers, lang) for lang in LANGS}


def _facts(counts: Counter[str], analysers: Analysers, lang: str) -> dict[str, float]:
    analyse = analysers[lang].keys
    started = time.perf_counter()
    keys = [analyse(word) for word in counts]
    first = time.perf_counter() - started
    some = list(counts)[:50_000]
    for word in some:
        analyse(word)
    started = time.perf_counter()
    for word in some:
        analyse(word)
    again = time.perf_counter() - started
    total, different = counts.total(), len(counts)
    return {
        "running words": total,
        "different words": different,
        "share of the 50 commonest": sum(count for _, count in counts.most_common(50)) / total,
        "share that occurs once": sum(count == 1 for count in counts.values()) / different,
        "different words known by dictionary or parts": sum(k.known for k in keys) / different,
        "different words with parts": sum(bool(one.parts) for one in keys) / different,
        "keys besides the form, of a word": sum(len(k.lemmas) + len(k.parts) for k in keys)
        / different,
        "microseconds to analyse a new word": first / different * 1e6,
        "microseconds to meet a known one": again / len(some) * 1e6,
    }
