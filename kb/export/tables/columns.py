"""Which columns the tables have, and what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kb.export.tables.entrycells import EntryCells, joined, parse_day
from kb.export.tables.making import Plan
from kb.export.tables.sheets import Amount, Kind
from kb.model import Event, Source
from kb.model.base import Result
from kb.model.practice import Funding as Claim
from kb.translation.labels import value_label


def _numbers(numbers: Sequence[int]) -> int | str | None:
    """Numbers of sources; a single one stays a number."""
    return numbers[0] if len(numbers) == 1 else ", ".join(map(str, numbers))


def _field(name: str) -> Plan[EntryCells]:
    return Plan(name, lambda one: one.field(name), Kind.PROSE, True)


def _where(name: str, kind: Kind = Kind.LABEL) -> Plan[EntryCells]:
    return Plan(name, lambda one: one.where(name), kind)


_ID: Plan[EntryCells] = Plan("id", lambda one: one.practice.id, Kind.ID)
PRACTICES: tuple[Plan[EntryCells], ...] = (
    _ID,
    Plan("title", lambda one: one.title, Kind.TITLE, True),
    Plan("country", lambda one: one.country, has_words=True),
    Plan("country_code", lambda one: one.where("country"), Kind.CODE),
    _where("place"),
    _where("municipality"),
    _where("nuts", Kind.CODE),
    Plan("topics", lambda one: one.concepts("topics", one.practice.topics), has_words=True),
    Plan(
        "target_groups",
        lambda one: one.concepts("target-groups", one.practice.target_groups),
        has_words=True,
    ),
    _field("summary"),
    _field("context"),
    _field("goals"),
    _field("measures"),
    Plan("results", lambda one: tuple(map(one.result, one.practice.results)), Kind.PROSE, True),
    _field("benefits"),
    _field("success_factors"),
    Plan(
        "obstacles",
        lambda one: tuple(map(one.obstacle, one.practice.obstacles)),
        Kind.PROSE,
        True,
    ),
    Plan(
        "transferability",
        lambda one: one.prose(
            "transferability.text", getattr(one.practice.transferability, "text", None)
        ),
        Kind.PROSE,
        True,
    ),
    Plan("preconditions", lambda one: one.transfer("preconditions"), Kind.PROSE, True),
    Plan("not_suitable_for", lambda one: one.transfer("not_suitable_for"), Kind.PROSE, True),
    _field("resources"),
    _field("legal_context"),
    Plan(
        "keywords", lambda one: one.items("keywords", one.practice.keywords), Kind.LABEL, True
    ),
    Plan("start", lambda one: one.day("start"), Kind.DATE),
    Plan("end", lambda one: one.day("end"), Kind.DATE),
    Plan("state", lambda one: one.state, has_words=True),
    Plan("period_note", lambda one: one.period_note, Kind.NOTE, True),
    Plan("lead", lambda one: one.leads, Kind.TITLE),
    Plan("others", lambda one: one.others, Kind.TITLE, True),
    Plan("part_of", lambda one: one.project, Kind.TITLE, True),
    Plan("language", lambda one: one.original, has_words=True),
    Plan("translation", lambda one: one.translation, has_words=True),
    Plan("licence", lambda one: one.licence, Kind.CODE),
    _where("lat", Kind.NUMBER),
    _where("lon", Kind.NUMBER),
    Plan("precision", lambda one: one.precision, has_words=True),
    Plan(
        "sources",
        lambda one: tuple(
            one.source(number, source) for number, source in enumerate(one.practice.sources, 1)
        ),
        Kind.PROSE,
        True,
    ),
    Plan(
        "links",
        lambda one: tuple(
            joined(one.line("links.title", link.title), link.url) for link in one.practice.links
        ),
        Kind.PROSE,
        True,
    ),
    Plan("page", lambda one: one.page, Kind.URL, True),
    Plan("same_as", lambda one: one.practice.same_as, Kind.URL),
    Plan("contacts", lambda one: tuple(map(one.contact, one.practice.contacts)), Kind.PROSE, True),
)  # fmt: skip


class ClaimRow(NamedTuple):
    """What one source says of the money of a practice."""

    entry: EntryCells
    claim: Claim


class ResultRow(NamedTuple):
    """A result with its figure."""

    entry: EntryCells
    result: Result


class EventRow(NamedTuple):
    """An event of a practice."""

    entry: EntryCells
    event: Event


class SourceRow(NamedTuple):
    """A source, with its number in the entry."""

    entry: EntryCells
    number: int
    source: Source


FUNDING: tuple[Plan[ClaimRow], ...] = (
    Plan("id", lambda row: row.entry.practice.id, Kind.ID),
    Plan("practice", lambda row: row.entry.title, Kind.TITLE, True),
    Plan("amount", lambda row: _amount(row.claim), Kind.AMOUNT),
    Plan("currency", lambda row: row.claim.currency, Kind.CODE),
    Plan("scope", lambda row: value_label("scope", row.claim.scope.value), has_words=True),
    Plan(
        "fund",
        lambda row: row.entry.fund(row.claim.fund) if row.claim.fund else "",
        has_words=True,
    ),
    Plan("share", lambda row: row.claim.share, Kind.NUMBER),
    Plan(
        "funding_state",
        lambda row: value_label("funding", row.claim.state.value) if row.claim.state else "",
        has_words=True,
    ),
    Plan("note", lambda row: row.entry.line("funding.note", row.claim.note), Kind.NOTE, True),
    Plan("source", lambda row: _numbers(row.claim.source), Kind.NUMBER),
)

RESULTS: tuple[Plan[ResultRow], ...] = (
    Plan("id", lambda row: row.entry.practice.id, Kind.ID),
    Plan("practice", lambda row: row.entry.title, Kind.TITLE, True),
    Plan(
        "indicator",
        lambda row: row.entry.line("results.indicator", row.result.indicator),
        Kind.TITLE,
        True,
    ),
    Plan("value", lambda row: row.result.value, Kind.NUMBER),
    Plan("unit", lambda row: row.entry.line("results.unit", row.result.unit), has_words=True),
    Plan("date", lambda row: parse_day(row.result.on), Kind.DATE),
    Plan(
        "kind",
        lambda row: value_label("result", row.result.kind.value) if row.result.kind else "",
        has_words=True,
    ),
    Plan("result", lambda row: row.entry.line("results.text", row.result.text), Kind.PROSE, True),
    Plan("source", lambda row: _numbers(row.result.source), Kind.NUMBER),
)

EVENTS: tuple[Plan[EventRow], ...] = (
    Plan("id", lambda row: row.entry.practice.id, Kind.ID),
    Plan("practice", lambda row: row.entry.title, Kind.TITLE, True),
    Plan("event", lambda row: row.entry.line("events.title", row.event.title), Kind.TITLE, True),
    Plan("date", lambda row: row.entry.event_day(row.event.date), Kind.DATE),
    Plan("end", lambda row: parse_day(row.event.end), Kind.DATE),
    Plan("place", lambda row: row.event.place),
    Plan("country", lambda row: row.entry.country_of(row.event.country), has_words=True),
    Plan("note", lambda row: row.entry.line("events.note", row.event.note), Kind.NOTE, True),
    Plan("url", lambda row: row.event.url, Kind.URL),
)

SOURCES: tuple[Plan[SourceRow], ...] = (
    Plan("id", lambda row: row.entry.practice.id, Kind.ID),
    Plan("practice", lambda row: row.entry.title, Kind.TITLE, True),
    Plan("number", lambda row: row.number, Kind.NUMBER),
    Plan(
        "source_title",
        lambda row: row.entry.line("sources.title", row.source.title),
        Kind.NOTE,
        True,
    ),
    Plan("publisher", lambda row: row.source.publisher, Kind.TITLE),
    Plan("date", lambda row: parse_day(row.source.date), Kind.DATE),
    Plan("url", lambda row: row.source.url, Kind.URL),
    Plan("note", lambda row: row.entry.line("sources.note", row.source.note), Kind.NOTE, True),
)


def _amount(claim: Claim) -> Amount | None:
    return None if claim.amount is None else Amount(claim.amount, claim.currency)
