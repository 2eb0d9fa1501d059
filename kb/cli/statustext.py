"""How far translations are, as a table or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kb.cli.output import Look, table
from kb.translation.coverage import Counts, Coverage, RecordKey, share_current, share_reviewed
from kb.translation.formats import format_number, format_share, language_name
from kb.translation.interface import pgettext
from kb.translation.labels import value_label
from kb.translation.localise import STATES


class StatusReport:
    """What `kb translate status` tells.

    Args:
        coverage: how far the records are.
        langs: languages to tell of.
        lang: language of the reader.
        is_strict: only reviewed texts count in the share.
    """

    def __init__(
        self, coverage: Coverage, langs: Sequence[str], lang: str, *, is_strict: bool
    ) -> None:
        self._coverage = coverage
        self._langs = langs
        self._lang = lang
        self._share = share_reviewed if is_strict else share_current
        self.faulty = coverage.faulty

    def lines(self, look: Look, *, with_records: bool) -> Iterator[str]:
        """The table by language; with one line for each record and language before it."""
        if with_records:
            heads = [pgettext("field", "Id"), *self._heads()]
            rows = [
                [key.id, *self._row(lang, counts[lang])]
                for key, counts in self._coverage.records.items()
                for lang in self._langs
                if "source" not in counts[lang]
            ]
            if rows:
                yield from table(heads, rows, look, 0)
                yield ""
        totals = self._coverage.totals()
        rows = [self._row(lang, totals[lang]) for lang in self._langs]
        yield from table(self._heads(), rows, look, 0)

    def below(self, percent: float) -> list[tuple[str, str]]:
        """(language, share) of the languages with a smaller share than asked for."""
        totals = self._coverage.totals()
        return [
            (language_name(lang, self._lang), self.percent(self._share(totals[lang]) * 100))
            for lang in self._langs
            if self._share(totals[lang]) * 100 < percent
        ]

    def percent(self, value: float) -> str:
        """A share as the reader's language writes it; never rounded up to all."""
        cut = Decimal(int(value * 10)) / 10
        return format_share(cut.normalize() if cut % 1 else Decimal(int(cut)), self._lang)

    def as_json(self) -> dict[str, object]:
        """All counts; keys may be added, never renamed."""
        totals = self._coverage.totals()
        return {
            "languages": [
                {"lang": lang, **totals[lang], "share": round(self._share(totals[lang]), 4)}
                for lang in self._langs
            ],
            "records": [
                self._record(key, counts) for key, counts in self._coverage.records.items()
            ],
            "faulty": list(self.faulty),
        }

    def _record(self, key: RecordKey, counts: Mapping[str, Counts]) -> dict[str, object]:
        by_lang = {
            lang: {state: counts[lang].get(state, 0) for state in STATES} for lang in self._langs
        }
        return {"kind": key.kind, "id": key.id, "languages": by_lang}

    def _heads(self) -> list[str]:
        states = [value_label("translation", one) for one in STATES]
        return [pgettext("field", "Language"), *states, pgettext("share", "up to date")]

    def _row(self, lang: str, counts: Counts) -> list[str]:
        numbers = [format_number(counts.get(state, 0), self._lang) for state in STATES]
        share = self.percent(self._share(counts) * 100)
        return [language_name(lang, self._lang), *numbers, share]
