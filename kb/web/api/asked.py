"""What may be asked of the interface for programs: the parameters, and how they are read.

The same models check a request and stand in the description, so neither can promise what the
other does not keep. Closed values are those of one edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from kb.search.sorting import SORTS
from kb.web.edition import Edition

LONGEST_QUERY = 200
MOST_VALUES = 20
MOST_HITS = 100
FARTHEST = 100_000
YEAR = r"^([0-9]{4}|[0-9]{4}\.\.[0-9]{4}|[0-9]{4}\.\.|\.\.[0-9]{4})$"

Asked = Mapping[str, Any]
"""Parameter → value, lists as tuples; all parameters are there."""


class Refused(ValueError):  # noqa: N818 - nothing went wrong on our side
    """A request that is not understood.

    Attributes:
        faults: (parameter, what was given); the value is "" where it is the name that is unknown.
    """

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__(faults)
        self.faults = faults


class Parameters:
    """The parameters of every address, with the values that one edition knows.

    Args:
        edition: whose languages, countries, topics.
    """

    def __init__(self, edition: Edition) -> None:
        langs = tuple(edition.langs)
        choices = {
            "country": (tuple(_countries(edition)), "Countries, ISO 3166-1 alpha-2; any will do."),
            "topic": (tuple(_concepts(edition, "topics")), "Topics; narrower ones belong to them."),
            "target": (tuple(_concepts(edition, "target-groups")), "Target groups."),
            "source_lang": (langs, "Languages the entries were written in."),
        }
        filters = {name: _several(values, text) for name, (values, text) in choices.items()}
        filters["year"] = _years()
        lang = _one(langs, edition.settings.fallback, "Language of the texts, BCP 47.")
        in_langs = _several(langs, "Languages of the texts; all of the knowledge base if none.")
        pages = {
            "limit": _number(10, 1, MOST_HITS, "How many to give."),
            "offset": _number(0, 0, FARTHEST, "How many to skip."),
        }
        query = Annotated[
            str,
            Field(
                max_length=LONGEST_QUERY,
                description="Words in any language; see the query language of the search.",
            ),
        ]
        sort = _one(SORTS, SORTS[0], "What comes first.")
        self.models: Mapping[str, type[BaseModel]] = {
            "search": _model("search", {"q": (query, ""), "lang": lang, **filters, "sort": sort}
                             | pages),
            "practices": _model("practices", {"lang": in_langs, **filters, **pages}),
            "practice": _model("practice", {"lang": in_langs}),
            "vocabulary": _model("vocabulary", {"lang": in_langs}),
        }  # fmt: skip

    def read(self, name: str, given: Mapping[str, Sequence[str]]) -> Asked:
        """The parameters of a request.

        Args:
            name: a key of `models`.
            given: parameter → values, as they stand in the address.

        Raises:
            Refused: one is unknown, or has a value it cannot have.
        """
        model = self.models[name]
        lists = {key for key, one in model.model_fields.items() if _is_list(one.annotation)}
        data = {key: list(values) if key in lists or len(values) > 1 else values[0]
                for key, values in given.items()}  # fmt: skip
        try:
            asked = model.model_validate(data)
        except ValidationError as error:
            raise Refused(list(_faults(error, given))) from None
        return {key: getattr(asked, key) for key in model.model_fields}


def _faults(
    error: ValidationError, given: Mapping[str, Sequence[str]]
) -> Iterable[tuple[str, str]]:
    for one in error.errors(include_url=False, include_context=False):
        name = str(one["loc"][0])
        is_unknown = one["type"] == "extra_forbidden"
        yield name, "" if is_unknown else ", ".join(given.get(name, ()))


def _model(name: str, fields: Mapping[str, Any]) -> type[BaseModel]:
    config = ConfigDict(extra="forbid", frozen=True)
    made: type[BaseModel] = create_model(f"{name.title()}Asked", __config__=config, **fields)
    return made


def _one(values: Sequence[str], default: str, description: str) -> Any:
    return Annotated[_literal(values), Field(description=description)], default


def _several(values: Sequence[str], description: str) -> Any:
    value = _literal(values) if values else str
    most = min(MOST_VALUES, len(values))
    kind: Any = tuple[value, ...]  # type: ignore[valid-type]  # known when an edition is
    return Annotated[kind, Field(max_length=most, description=description)], ()


def _years() -> Any:
    year = Annotated[str, Field(pattern=YEAR)]
    description = "Years the practices ran in: 2016, 2016..2019, 2016.. or ..2019."
    return Annotated[tuple[year, ...], Field(max_length=MOST_VALUES, description=description)], ()


def _number(default: int, least: int, most: int, description: str) -> Any:
    return Annotated[int, Field(ge=least, le=most, description=description)], default


def _literal(values: Sequence[str]) -> Any:
    return Literal[tuple(values)]


def _is_list(annotation: Any) -> bool:
    return str(annotation).startswith("tuple[")


def _countries(edition: Edition) -> Iterable[str]:
    return dict.fromkeys((*edition.settings.countries, *edition.shelf.country_codes()))


def _concepts(edition: Edition, vocabulary: str) -> Iterable[str]:
    found = edition.shelf.vocabularies.get(vocabulary)
    return (one.id for one in found.concepts) if found else ()
