"""The files that a new knowledge base begins with.

They lie in the folder `starter` beside this module: short lists of topics and target groups, an
invented entry and partner in each language we know, workflow files. A person replaces all of it.
Where a language is not known yet, the words are English and say so.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from kb.authoring.files.yamltext import render_entry
from kb.authoring.form.wording import WORDING
from kb.authoring.founding.readme import render_readme
from kb.content.root import PRACTICES, SETTINGS_FILE
from kb.content.schema import SCHEMA_KINDS, json_schema
from kb.content.store import MODELS
from kb.content.yamlfile import FieldPath, Tree, load_yaml
from kb.translation.formats import country_name, locale_of
from kb.translation.interface import gettext as _
from kb.translation.interface import has_catalog
from kb.words.languages import primary

STARTER = Path(__file__).with_name("starter")
ENGLISH = "en"
DEFAULT_LICENCE = "CC-BY-4.0"
_VOCABULARIES = ("topics", "target-groups", "places")
_SCHEMAS = "docs/schema"
_PLAIN_FILES = {
    "gitignore": ".gitignore",
    "github.yml": ".github/workflows/knowledge-base.yml",
    "gitlab-ci.yml": ".gitlab-ci.yml",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
}
"""Files of `starter/files`, and where they go."""
_LANGUAGE_LINE = "  KB_LANG: en\n"
"""Stands in the workflow files; the language of what they say."""
_WORLD = ("-90", "-180", "90", "180")

Node = dict[str, Tree]
Comments = dict[FieldPath, str]


@dataclass(frozen=True)
class Charter:
    """What a new knowledge base is to be.

    Attributes:
        titles: its name by language; the first one stands in for languages without.
        languages: BCP 47 tags, the most used first.
        countries: ISO 3166-1 codes.
        fallback: language shown where a translation is missing.
        licence: SPDX id of the licence of its entries.
        theme: what its practices are about, in a few words; may be empty.
    """

    titles: Mapping[str, str]
    languages: tuple[str, ...]
    countries: tuple[str, ...]
    fallback: str
    licence: str = DEFAULT_LICENCE
    theme: str = ""

    @property
    def spoken(self) -> str:
        """The first of its languages that the program speaks; English where it speaks none.

        README and remarks are in it, whatever language the command was given in.
        """
        return next(filter(has_catalog, self.languages), ENGLISH)


def known_languages() -> tuple[str, ...]:
    """Languages that the starting words and the example are there in."""
    return tuple(sorted(path.stem for path in (STARTER / "practice").glob("*.yaml")))


def is_known(lang: str) -> bool:
    """Whether the starting words are there in a language."""
    return primary(lang) in known_languages()


def iter_files(charter: Charter, bounds: Mapping[str, list[str]]) -> Iterator[tuple[str, bytes]]:
    """(path, data) of every file but the catalogs, with remarks in the language spoken."""
    lang, country = _home(charter)
    yield f"{PRACTICES}/{SETTINGS_FILE}", _rendered("settings", *_settings(charter, bounds))
    for name in _VOCABULARIES:
        tree = _vocabulary(name, charter)
        yield f"{PRACTICES}/vocabulary/{name}.yaml", _rendered("vocabulary", *tree)
    name = f"{country.lower()}-example"
    partner = f"{name}-partner"
    yield f"{PRACTICES}/partners/{partner}.yaml", _rendered("partner", *_partner(lang, country))
    example = _practice(lang, country, partner)
    yield f"{PRACTICES}/{country.lower()}/{name}.yaml", _rendered("practice", *example)
    for kind in SCHEMA_KINDS:
        schema = json.dumps(json_schema(kind), indent=2, ensure_ascii=False) + "\n"
        yield f"{_SCHEMAS}/{kind}.json", schema.encode()
    for plain, target in _PLAIN_FILES.items():
        yield target, _with_language(_starter_text(plain), charter).encode()
    yield "README.md", _readme(charter, f"{PRACTICES}/{country.lower()}/{name}.yaml").encode()


def _rendered(kind: str, tree: Node, comments: Comments) -> bytes:
    """A record's file; its first line leads editors to the schema."""
    up = ".." if kind == "settings" else "../.."
    line = f"{up}/{_SCHEMAS}/{kind}.json"
    return render_entry(tree, MODELS[kind], schema_line=line, comments=comments).encode()


def _starter(path: str) -> Node:
    return cast("Node", load_yaml(STARTER / path).value)


def _starter_text(name: str) -> str:
    return (STARTER / "files" / name).read_text("utf-8")


def _home(charter: Charter) -> tuple[str, str]:
    """Language and country of the example: a pair that belongs together, if there is one."""
    from babel.languages import get_official_languages

    for lang in charter.languages:
        for country in charter.countries:
            if primary(lang) in get_official_languages(country, regional=True):
                return lang, country
    return charter.languages[0], charter.countries[0]


def _settings(charter: Charter, bounds: Mapping[str, list[str]]) -> tuple[Node, Comments]:
    first = next(iter(charter.titles.values()))
    titles: Node = {lang: charter.titles.get(lang, first) for lang in charter.languages}
    countries: Node = {one: {"bounds": list(bounds.get(one, _WORLD))} for one in charter.countries}
    tree: Node = {
        "schema": "1",
        "title": titles,
        "languages": list(charter.languages),
        "fallback": charter.fallback,
        "countries": countries,
        "licence": charter.licence,
        "review_after_months": "24",
        "form_marks": [_new_mark()],
    }
    comments: Comments = {
        ("title", lang): _("To be translated.")
        for lang in charter.languages
        if lang not in charter.titles
    }
    comments |= {
        ("countries", one): _("The whole world: put the box of the country here.")
        for one in charter.countries
        if one not in bounds
    }
    comments["fallback",] = _("Shown where a translation is missing, before the original.")
    comments["countries",] = _(
        "A box around each country: south, west, north, east in degrees. It finds swapped or "
        "mistyped coordinates, not borders."
    )
    comments["form_marks",] = _("Forms of this base are known by it, also after a new name.")
    comments["review_after_months",] = _("After so many months an entry should be looked over.")
    return tree, comments


def _new_mark() -> str:
    """What forms will be known by: not made from the name, which another base may have, too.

    It begins with a letter, so that no program takes it for a number.
    """
    return secrets.choice("abcdef") + secrets.token_hex(4)[1:]


def _vocabulary(name: str, charter: Charter) -> tuple[Node, Comments]:
    """A vocabulary with labels in the languages of the knowledge base."""
    source = _starter(f"vocabulary/{name}.yaml")
    comments: Comments = {}
    titles, are_english = _in_languages(cast("Node", source["title"]), charter.languages)
    comments |= {("title", lang): _("English; to be translated.") for lang in are_english}
    concepts = cast("list[Node]", source["concepts"])
    concepts += _country_concepts(charter) if name == "places" else []
    chosen: list[Tree] = []
    for number, concept in enumerate(concepts):
        labels, are_english = _in_languages(cast("Node", concept["labels"]), charter.languages)
        place: FieldPath = ("concepts", number, "labels")
        comments |= {(*place, lang): _("English; to be translated.") for lang in are_english}
        chosen.append({**concept, "labels": labels})
    comments["concepts",] = _vocabulary_comment(name)
    return {"title": titles, "concepts": chosen}, comments


def _vocabulary_comment(name: str) -> str:
    if name == "places":
        return _(
            "Places that have another name in another language, so that each name finds them. A "
            "region may carry its NUTS code, and all entries with that code lie in it."
        )
    return _(
        "A list to begin with: replace it by your own. The id of a concept stands in the entries "
        "and should stay; labels may change at any time, and “alternative” lists other words "
        "people search for."
    )


def _in_languages(texts: Node, langs: tuple[str, ...]) -> tuple[Node, list[str]]:
    """What stands in these languages, and which of them had to take the English.

    A script or a region of its own comes first: zh-Hant before zh.
    """
    found = {lang: texts.get(lang) or texts.get(primary(lang)) for lang in langs}
    english = [lang for lang, value in found.items() if value is None]
    return {lang: value or texts[ENGLISH] for lang, value in found.items()}, english


def _country_concepts(charter: Charter) -> list[Node]:
    """Each country with its names; one that a language has no name for is left to English."""
    concepts: list[Node] = []
    langs = [*filter(_has_names, charter.languages)]
    for country in charter.countries:
        names = {lang: country_name(country, lang) for lang in langs}
        labels: Node = {
            lang: {"preferred": name} for lang, name in names.items() if name != country
        }
        labels.setdefault(ENGLISH, {"preferred": country_name(country, ENGLISH)})
        concepts.append({"id": country.lower(), "country": country, "labels": labels})
    return concepts


def _has_names(lang: str) -> bool:
    """Whether names of countries are known in a language, or English stands in for it."""
    return primary(lang) == ENGLISH or locale_of(lang).language != ENGLISH


def _practice(lang: str, country: str, partner: str) -> tuple[Node, Comments]:
    """The invented entry, and above each key what belongs there."""
    tree = _starter(f"practice/{primary(lang) if is_known(lang) else ENGLISH}.yaml")
    tree["language"] = _tag(lang, country)
    tree["location"] = {"country": country, **cast("Node", tree["location"])}
    tree["organisations"] = [{"partner": partner, "role": "lead"}]
    comments: Comments = {(key,): WORDING[key].help for key in tree if key in WORDING}
    comments["status",] = _("A draft is not shown to readers; write “published” when it is ready.")
    about = _(
        "An invented example: it shows what stands in an entry, and above each key what belongs "
        "there. Delete it when you have entries of your own."
    )
    comments[()] = f"{about}\n"  # parted from the first key's
    return tree, comments


def _partner(lang: str, country: str) -> tuple[Node, Comments]:
    """The invented partner."""
    tree = _starter(f"partner/{primary(lang) if is_known(lang) else ENGLISH}.yaml")
    tag = _tag(lang, country)
    tree |= {"language": tag, "country": country, "languages": [primary(tag)]}
    return tree, {("kind",): _("One of the words that docs/schema/partner.json lists.")}


def _tag(lang: str, country: str) -> str:
    """The language of a text with its region; English where the language is not known yet."""
    known = lang if is_known(lang) else ENGLISH
    return known if "-" in known else f"{known}-{country}"


def _with_language(text: str, charter: Charter) -> str:
    return text.replace(_LANGUAGE_LINE, f"  KB_LANG: {charter.spoken}\n")


def _readme(charter: Charter, example: str) -> str:
    return render_readme(
        title=next(iter(charter.titles.values())),
        theme=charter.theme,
        languages=charter.languages,
        countries=charter.countries,
        unspoken=[one for one in charter.languages if not has_catalog(one)],
        licence=charter.licence,
        example=example,
        lang=charter.spoken,
    )
