"""Sentences that do not say who does it: "wurde durchgeführt", "järjestettiin", "anordnas".

One function for each language. The dictionary of the search tells which verb a word form belongs
to, and so "hintaan" (a price) from "annetaan" (is given), "barns" (a child's) from "byggs" (is
built), and "verändern" (to change) from "verändert" (changed). It does not know the sentence, so
this errs both ways; `passivequality` beside this tells how often. Only the share in a whole entry
is told, and only as a hint. A language without a function is not looked at.

Told is what hides somebody who acts. A state ("ist geschlossen", "är stängt", "is interested"),
a lack ("saknas") and verbs that have the form of a passive only ("trivs") hide nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from kb.words.analysis import LONGEST_WORD, Analyser
from kb.words.languages import primary, stop_words

_TOKEN = re.compile(r"[^\W\d_]+|[,;:.!?()–]")
_MOST_BETWEEN = 3
"""Words between "was" or "on" and its participle, at most."""


def _lemmas(word: str, analyser: Analyser) -> tuple[str, ...]:
    """What the dictionary has a form under; () for a form it does not know."""
    keys = analyser.keys(word)
    return (keys.lemmas or (keys.form,)) if keys.known else ()


# German: a form of "werden" and a participle.

_WERDEN = frozenset({"werden", "wird", "wurde", "wurden", "worden", "werde", "würde", "würden"})
_PRESENT_WERDEN = frozenset({"werden", "wird", "werde", "würde", "würden"})
"""Forms that make a future with an infinitive."""
_WITH_GE = re.compile(r"\w*ge\w{2,}(?:t|en|an)|\w{2,}iert")
_PREFIXED = re.compile(
    r"\w*(?:be|emp|ent|er|ver|zer|miss|über|unter|wieder|um|durch)\w{2,}(?:t|en|an)"
)
_LIKE_INFINITIVE = re.compile(
    r"\w*(?:be|emp|ent|er|ver|zer|miss|über|unter|wider|wieder|um|durch)"
    r"(?:fahren|fallen|fangen|geben|gessen|halten|kommen|laden|lassen|laufen|lesen|messen|raten|"
    r"rufen|schlagen|sehen|stoßen|tragen|treten|wachsen|waschen)"
)
"""Participles that look like the infinitive: "vergeben", "vertreten"."""
_RECEIVING = frozenset(
    {"bekommen", "behalten", "betragen", "enthalten", "erfahren", "ergeben", "erhalten"}
)
"""Of those, verbs that "wird" makes a future of rather than a passive."""
_CALLED_ADJECTIVES = frozenset({"entschieden", "gebraucht", "verboten"})
"""Participles that dictionaries have as adjectives only."""
_ADJECTIVES = frozenset(
    {"bekannt", "beliebt", "berechtigt", "berühmt", "bewusst", "geeignet", "gerecht", "gewohnt",
     "unbekannt", "unbeliebt", "unbewusst", "verliebt", "verrückt", "vertraut", "verwandt"}
)  # fmt: skip
"""What somebody or something can become: no participles, or none any more."""
_CLAUSE = frozenset(
    {"aber", "bevor", "damit", "dass", "denn", "nachdem", "ob", "obwohl", "sodass", "um", "weil",
     "wenn"}
)  # fmt: skip
"""After a comma they begin a clause with verbs of its own."""
_AND = frozenset({"und", "oder", "sowie", "bzw"})
_LONGEST_CLAUSE = 100
"""A participle stands no farther from its "wird"."""


def _is_german_passive(tokens: Sequence[str], analyser: Analyser | None) -> bool:
    return any(
        _has_participle(tokens, place, analyser)
        for place, word in enumerate(tokens)
        if word.lower() in _WERDEN
    )


def _has_participle(tokens: Sequence[str], place: int, analyser: Analyser | None) -> bool:
    """Whether one belongs to the form of "werden" at a place: right before, or further on."""
    if place and _is_german_participle(tokens[place - 1], analyser, is_first=place == 1):
        return True
    is_present = tokens[place].lower() in _PRESENT_WERDEN
    for at in range(place + 1, min(place + _LONGEST_CLAUSE, len(tokens))):
        here, following = tokens[at], "".join(tokens[at + 1 : at + 2])
        if here in ",;" and following in _CLAUSE:
            return False
        if is_present and here in _RECEIVING:
            continue
        if _is_german_participle(here, analyser):
            # "verändert" may be "changes" as well; a participle closes its clause.
            is_last = not following.isalpha() or following in _AND or following in _WERDEN
            if is_last or not _PREFIXED.fullmatch(here):
                return True
    return False


def _is_german_participle(word: str, analyser: Analyser | None, *, is_first: bool = False) -> bool:
    """Whether a word is one; nouns are written with a capital, as is the first of a sentence."""
    if is_first:
        word = word.lower()
    if not word[0].islower() or word in _WERDEN or word in _ADJECTIVES:
        return False
    if not (_WITH_GE.fullmatch(word) or _PREFIXED.fullmatch(word)):
        return False
    if analyser is None or word in _CALLED_ADJECTIVES:
        return True
    if not is_first:  # "Verfahren", "Gebiet" and their like begin sentences as nouns
        if _LIKE_INFINITIVE.fullmatch(word):
            return True
        if word.endswith("t") and _lemmas(word, analyser) in ((), (word,)):
            return True
    # The analyser has "anbieten" as "anbiete". "gestalten" is no form of another verb.
    return any(
        key.endswith(("n", "ete")) and not word.startswith(key) for key in _lemmas(word, analyser)
    )


# Swedish: "bli" and a participle, or a verb with -s.

_BLI = frozenset({"blir", "blev", "bli", "blivit"})
_BETWEEN_SWEDISH = frozenset(
    {"alltid", "aldrig", "då", "i", "inte", "nu", "ofta", "också", "sedan", "slutligen", "snart",
     "därför", "även"}
)  # fmt: skip
_SWEDISH_PARTICIPLE = re.compile(r"\w{2,}(?:d|t|n|(?<!an)(?<!en)de|da|ta|na)")
_NO_VERBS = frozenset({"annars", "mars"})
_HIDING_NOBODY = frozenset(
    {"behöva", "hjälpa", "höra", "kräva", "känna", "lycka", "minna", "misslycka", "märka", "möta",
     "sakna", "skilja", "synas", "träffa", "vista"}
)  # fmt: skip
"""Verbs whose form in -s says a lack or a need, or that two do it to each other."""
_SWEDISH_S_FORM = re.compile(r"\w{2,}(?<![ae]n)(?<!et)(?<!rna)(?<!s)s")
"""Without those that end like "skolans", "husets" and "skolornas"."""
_SWEDISH_ENDING = re.compile(r"a(?:des|ts)$")


def _is_swedish_passive(tokens: Sequence[str], analyser: Analyser | None) -> bool:
    if analyser is None:
        return False
    for place, token in enumerate(tokens):
        word = token.lower()
        if word in _BLI and _is_followed_by_participle(tokens[place + 1 :], analyser):
            return True
        # Within a sentence only names have capitals: "Annas".
        if (token.islower() or place == 0) and _is_swedish_s_form(word, analyser):
            return True
    return False


def _is_followed_by_participle(tokens: Sequence[str], analyser: Analyser) -> bool:
    for token in tokens[:_MOST_BETWEEN]:
        if token not in _BETWEEN_SWEDISH:
            verbs = _swedish_verbs(token, analyser)
            return bool(_SWEDISH_PARTICIPLE.fullmatch(token)) and any(verbs)
    return False


def _is_swedish_s_form(word: str, analyser: Analyser) -> bool:
    """Whether a word is a verb with the -s of the passive."""
    if not _SWEDISH_S_FORM.fullmatch(word) or word in _NO_VERBS or word in stop_words("sv"):
        return False
    if any(lemma.endswith("s") and len(lemma) > 3 for lemma in _lemmas(word, analyser)):
        return False  # the dictionary has it as a word of its own: "finnas", "trivas"
    if any(_lemmas(word + end, analyser) == (word,) for end in ("et", "en")):
        return False  # "pris" has "priset"
    # The dictionary has "togs" under a rare verb, but "tog" under the right one.
    forms = {word, word[:-1], _SWEDISH_ENDING.sub("a", word)}
    verbs = {verb for form in forms for verb in _swedish_verbs(form, analyser)}
    return bool(verbs) and verbs.isdisjoint(_HIDING_NOBODY)


def _swedish_verbs(word: str, analyser: Analyser) -> Iterator[str]:
    """Verbs a form belongs to, as the dictionary has them."""
    for verb in _lemmas(word, analyser):
        stem = verb.removesuffix("a")
        # "ordna" has "ordnade", "bygga" "bygger", "föra" "förde", "köra" "kör", "nå" "nått".
        if not verb.endswith("a"):
            found = verb in _lemmas(verb + "tt", analyser)
        else:
            stem = verb[:-1]
            forms = [verb + "de", stem + "er", stem + "de", stem]
            # "anta" has "antar", "samla" "samlande"; but "kvinna" has "kvinnar", too.
            if verb not in _lemmas(stem + "or", analyser):
                forms += [verb + "r", verb + "nde"]
            found = any(verb in _lemmas(form, analyser) for form in forms)
        if found:
            yield verb


# Finnish: -taan, -tiin and their like; "on" or "ei" and a participle; "ei järjestetä".

_FINNISH_PRESENT = re.compile(r"\w+(?:d|t|ll|nn|rr)(?:aan|ään)")
_FINNISH_PAST = re.compile(r"\w+tiin")
_FINNISH_CONDITIONAL = re.compile(r"\w+(?:t|d|ll|nn|rr)(?:ai|äi)siin")
_FINNISH_UNKNOWN = re.compile(r"\w{3,}(?:[eouyö]t(?:aa|ää)n|[eiouyö]ttiin)")
_FINNISH_PARTICIPLE = re.compile(r"\w+t[uy]")
_ENCLITIC = re.compile(r"(?<=n)(?:k[oö]|kin|kaan|kään|han|hän)$")
_FINNISH_INFINITIVE = re.compile(r"\w+(?:[aeiou]a|[äeiyö]ä|[dlnrt][aä])")
_OLLA = frozenset({"on", "oli", "ole", "olisi", "ollut", "olla"})
_NOT = frozenset({"ei", "eikä", "ettei", "jollei", "ellei"})
_BETWEEN_FINNISH = frozenset({"aina", "edes", "enää", "koskaan", "kuitenkaan", "vielä", "yleensä"})


def _is_finnish_passive(tokens: Sequence[str], analyser: Analyser | None) -> bool:
    if analyser is None:
        return False
    small = [_ENCLITIC.sub("", token.lower()) for token in tokens]
    for place, word in enumerate(small):
        if _is_finnish_form(word, analyser):
            return True
        before = small[max(0, place - _MOST_BETWEEN) : place]
        # "tehty" has "tehtiin" beside it; "laatu" and "tuttu" have no such form.
        if (
            _FINNISH_PARTICIPLE.fullmatch(word)
            and not (_OLLA | _NOT).isdisjoint(before)
            and _is_finnish_form(word[:-1] + "iin", analyser)
        ):
            return True
        # "Ei järjestetä" has "järjestetään".
        nearest = next((one for one in reversed(before) if one not in _BETWEEN_FINNISH), "")
        if nearest in _NOT and _is_finnish_form(f"{word}{word[-1]}n", analyser):
            return True
    return False


def _is_finnish_form(word: str, analyser: Analyser) -> bool:
    """Whether a word has the form of a passive and belongs to a verb."""
    if not any(
        shape.fullmatch(word) for shape in (_FINNISH_PRESENT, _FINNISH_PAST, _FINNISH_CONDITIONAL)
    ):
        return False
    if not analyser.keys(word).known:
        return bool(_FINNISH_UNKNOWN.fullmatch(word))
    # The first may be what is left without an owner's ending: "työtä" of "työtään".
    return _is_finnish_verb(_lemmas(word, analyser)[0], analyser)


def _is_finnish_verb(word: str, analyser: Analyser) -> bool:
    """Whether a word is an infinitive. Nouns like "hinta" look the same, but have "hintaa"."""
    return (
        bool(_FINNISH_INFINITIVE.fullmatch(word))
        and _lemmas(word, analyser) == (word,)
        and _lemmas(word + word[-1], analyser) != (word,)
    )


# English: a form of "to be" and a participle.

_BE = frozenset(
    {"is", "are", "was", "were", "be", "been", "being", "isn", "aren", "wasn", "weren"}
)  # fmt: skip
_BETWEEN_ENGLISH = re.compile(
    r"\w{2,}ly|t|all|also|already|always|been|being|both|ever|first|later|never|not|now|often|once|"
    r"only|soon|still|then|together|yet"
)
_IRREGULAR = frozenset(
    {"begun", "bitten", "blown", "bought", "bound", "broken", "brought", "built", "caught",
     "chosen", "cut", "dealt", "done", "drawn", "driven", "drunk", "dug", "eaten", "felt",
     "forbidden", "forgotten", "fought", "found", "given", "ground", "grown", "heard", "held",
     "hidden", "hit", "hung", "kept", "known", "laid", "learnt", "lent", "let", "lit", "made",
     "meant", "met", "mistaken", "overcome", "paid", "proven", "put", "read", "rebuilt",
     "rewritten", "ridden", "run", "rung", "said", "seen", "sent", "set", "sewn", "shaken",
     "shot", "shown", "shut", "sold", "sought", "spent", "split", "spoken", "spread", "stolen",
     "struck", "sung", "swept", "sworn", "taken", "taught", "thought", "thrown", "told", "torn",
     "understood", "undertaken", "undone", "upheld", "withdrawn", "won", "worn", "woven",
     "written"}
)  # fmt: skip
"""Participles that do not end in -ed."""
_STATES = frozenset(
    {"aged", "ashamed", "based", "bored", "committed", "concerned", "convinced", "crowded",
     "dedicated", "delighted", "determined", "disappointed", "engaged", "excited",
     "experienced", "frightened", "interested", "involved", "limited", "located", "married",
     "mixed", "motivated", "pleased", "qualified", "related", "retired", "satisfied",
     "scared", "situated", "skilled", "supposed", "surprised", "tired", "varied", "worried"}
)  # fmt: skip
"""Participles that say what somebody or something is like."""


def _is_english_passive(tokens: Sequence[str], analyser: Analyser | None) -> bool:
    small = [token.lower() for token in tokens]
    for place, word in enumerate(small):
        # In "there were donated bicycles" nothing is done to anybody.
        if word in _BE and small[place - 1 : place] != ["there"]:
            behind = small[place + 1 : place + 2 + _MOST_BETWEEN]
            at = next(
                (at for at, one in enumerate(behind) if not _BETWEEN_ENGLISH.fullmatch(one)), None
            )
            if at is None or behind[at : at + 2] == ["used", "to"]:
                continue
            if _is_english_participle(behind[at], analyser):
                return True
    return False


def _is_english_participle(word: str, analyser: Analyser | None) -> bool:
    if word in _STATES or not word.endswith("ed"):
        return word in _IRREGULAR
    if analyser is None:
        return True
    # "indeed", "hundred" and "unemployed" are words of their own.
    keys = analyser.keys(word)
    return bool(keys.lemmas) or not keys.known


_IS_PASSIVE: dict[str, Callable[[Sequence[str], Analyser | None], bool]] = {
    "de": _is_german_passive,
    "en": _is_english_passive,
    "fi": _is_finnish_passive,
    "sv": _is_swedish_passive,
}


_NEED_DICTIONARY = frozenset({"fi", "sv"})
"""Languages whose endings tell too little without one."""


def is_passive(sentence: str, lang: str, analyser: Analyser | None = None) -> bool:
    """Whether a sentence hides who acts; False for a language nobody wrote a function for.

    Args:
        sentence: the sentence.
        lang: its language.
        analyser: of the language. Without it no Finnish or Swedish sentence does, for all that
            this can tell.
    """
    look = _IS_PASSIVE.get(primary(lang))
    # Longer runs of letters are no words, and patterns would take long over them.
    tokens = [one for one in _TOKEN.findall(sentence) if len(one) <= LONGEST_WORD]
    return look is not None and look(tokens, analyser)


def count_passives(
    sentences: Iterable[str], lang: str, analyser: Analyser | None = None
) -> int | None:
    """How many sentences hide who acts; None where that is not known.

    Args:
        sentences: the sentences.
        lang: their language. Nothing is known of one that nobody wrote a function for.
        analyser: of the language. Without it nothing is known of Finnish and Swedish.
    """
    code = primary(lang)
    if code not in _IS_PASSIVE or (analyser is None and code in _NEED_DICTIONARY):
        return None
    return sum(is_passive(one, lang, analyser) for one in sentences)
