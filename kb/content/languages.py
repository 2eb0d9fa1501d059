"""The languages that the entries of a knowledge base are written in."""

from __future__ import annotations

import re

from kb.model import Settings

_REGION = re.compile("[A-Z]{2}|[0-9]{3}")


def written_languages(settings: Settings) -> tuple[str, ...]:
    """Languages of the base, each with the countries it is an official language of.

    One that none of the countries has stands there as it is: nobody could say which region it
    should get.
    """
    from babel.languages import get_official_languages

    official = {
        country: {
            one.partition("_")[0]
            for one in get_official_languages(country, regional=True, de_facto=True)
        }
        for country in settings.countries
    }
    own: dict[str, str] = {}
    for lang in settings.languages:
        own.setdefault(without_region(lang), lang)
    found: list[str] = []
    for bare, lang in own.items():
        primary = bare.partition("-")[0]
        tags = [f"{bare}-{country}" for country in official if primary in official[country]]
        found += tags or [lang]
    return tuple(found)


def without_region(tag: str) -> str:
    """The language with its script: "sr-Latn" of "sr-Latn-RS"."""
    return "-".join(one for one in tag.split("-") if not _REGION.fullmatch(one))
