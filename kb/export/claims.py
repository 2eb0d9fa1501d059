"""What registers say of a project: side by side, since they disagree and no sum of them is true."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kb.export.description import Block, Item, Paragraph, Passage, Table
from kb.export.pieces import period_days
from kb.export.voices import RecordVoices, Voices, joined
from kb.model.project import Claim
from kb.translation.formats import format_amount, format_share
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext


def describe_claims(voices: Voices, texts: RecordVoices, claims: Sequence[Claim]) -> list[Block]:
    """A table with a row for each register, and only columns that one of them fills.

    Args:
        voices: the languages.
        texts: those of the project.
        claims: in the order of the record.
    """
    if not claims:
        return []
    note = voices.say(
        lambda _lang: _(
            "Registers and project pages differ. What each of them says stands side by side; "
            "nothing is added up or averaged."
        )
    )
    heads = _heads(voices)
    rows = [_row(voices, texts, one) for one in claims]
    used = [place for place in range(len(heads)) if any(row[place].words for row in rows)]
    table = Table(
        tuple(heads[place] for place in used),
        tuple(tuple(row[place] for place in used) for row in rows),
        tuple(number for number, place in enumerate(used) if place == _AMOUNT),
        voices.say(lambda _lang: _("What each register says of money, time and place")),
    )
    return [Paragraph(note, "note"), table]


_AMOUNT = 1


def _heads(voices: Voices) -> tuple[Passage, ...]:
    say = voices.say
    return (
        say(lambda _lang: pgettext("column", "Register or page")),
        say(lambda _lang: pgettext("column", "Amount")),
        say(lambda _lang: pgettext("column", "What the amount covers")),
        say(lambda _lang: pgettext("column", "Fund")),
        voices.field("period"),
        say(lambda _lang: pgettext("column", "Countries and regions")),
        say(lambda _lang: pgettext("column", "Note")),
    )


def _row(voices: Voices, texts: RecordVoices, claim: Claim) -> tuple[Item, ...]:
    register = texts.line("claims.registry", claim.registry)
    language: Passage = ()
    if claim.language:
        language = joined(voices.field("language"), voices.language(claim.language), sign=": ")
    places = (*map(voices.country, claim.countries), *map(voices.same, claim.regions))
    return (
        Item(register, details=language, url=claim.url or ""),
        Item(_amount(voices, claim.amount, claim.currency), details=_parts(voices, texts, claim)),
        Item(voices.value("scope", claim.scope.value) if claim.scope else ()),
        Item(_fund(voices, claim)),
        Item(period_days(voices, claim.start, claim.end)),
        Item(joined(*places, sign=", ")),
        Item(texts.line("claims.note", claim.note)),
    )


def _amount(voices: Voices, amount: Decimal | None, currency: str | None) -> Passage:
    return voices.format(lambda lang: format_amount(amount, currency, lang)) if amount else ()


def _parts(voices: Voices, texts: RecordVoices, claim: Claim) -> Passage:
    """What the amount consists of: "EAFRD: €252,000 · national/regional: €348,000"."""
    parts = []
    for one in claim.parts:
        label = texts.line("claims.parts.label", one.label)
        parts.append(joined(label, _amount(voices, one.amount, claim.currency), sign=": "))
    return joined(*parts)


def _fund(voices: Voices, claim: Claim) -> Passage:
    share = claim.share
    return joined(
        voices.fund(claim.fund) if claim.fund else (),
        voices.format(lambda lang: format_share(share, lang)) if share else (),
    )
