"""Where an entry stands, and which entries wait: as text or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from kb.authoring.lifecycle import Hindrances, allowed_steps, find_since
from kb.cli.output import Look, bold, pad, table, width_of, wrap
from kb.cli.texts import Texts
from kb.content.findings import describe
from kb.errors import Issue
from kb.model import Practice
from kb.model.base import Status
from kb.model.practice import Step, level, missing_for_publication
from kb.translation.coverage import Counts, share_current
from kb.translation.formats import format_day, format_list, format_share, language_name
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext, pgettext
from kb.translation.labels import field_label, value_label

_TITLE_COLUMN = 2


class Standing:
    """Where one entry stands.

    Args:
        practice: the entry.
        texts: its title.
        path: its file, relative to the knowledge base.
        lacks: what it lacks to be published.
        counts: how many texts are in which state, by language.
        lang: language of the reader.
    """

    def __init__(
        self,
        practice: Practice,
        texts: Texts,
        path: Path,
        lacks: Hindrances,
        counts: Mapping[str, Counts],
        lang: str,
    ) -> None:
        self._practice = practice
        self._texts = texts
        self._path = path
        self._lacks = lacks
        self._counts = {one: counts[one] for one in counts if "source" not in counts[one]}
        self._lang = lang

    def lines(self, look: Look) -> Iterator[str]:
        """Title, id, and what is to be said in a few lines."""
        yield from map(bold, wrap(self._texts.noted_title, look))
        yield self._practice.id
        yield ""
        rows = [(name, lines) for name, lines in self._rows() if lines]
        width = max(width_of(name) for name, _lines in rows) + 2
        for name, lines in rows:
            for number, line in enumerate(lines):
                first = " " * width if number else pad(name, width)
                yield from wrap(line, look, " " * width, first)

    def _rows(self) -> Iterator[tuple[str, Sequence[str]]]:
        status = self._practice.status
        states = (value_label("status", status), value_label("level", level(self._practice)))
        yield field_label("status"), [", ".join(states)]
        yield field_label("steps"), [self._step(one) for one in self._practice.steps]
        possible = [value_label("status", one) for one in allowed_steps(status)]
        yield pgettext("field", "Can become"), [", ".join(possible)]
        yield pgettext("field", "Missing"), list(self._missing())
        shares = ", ".join(f"{self._language(lang)} {self._share(lang)}" for lang in self._counts)
        yield pgettext("field", "Translations"), [shares] if shares else []

    def _step(self, step: Step) -> str:
        note = f": {step.note}" if step.note else ""
        day = format_day(step.on, self._lang)
        return f"{day} · {value_label('status', step.status)} · {step.by}{note}"

    def _missing(self) -> Iterator[str]:
        if self._lacks.missing:
            yield format_list(list(map(field_label, self._lacks.missing)), self._lang)
        if number := len(self._lacks.issues):
            sentence = ngettext(
                "%(num)d error is to be mended; “kb check %(path)s” tells how.",
                "%(num)d errors are to be mended; “kb check %(path)s” tells how.",
                number,
            )
            yield sentence % {"num": number, "path": self._path.as_posix()}
        if not self._lacks and self._practice.status in (Status.DRAFT, Status.SUBMITTED):
            yield _("Nothing: it has all that a published entry needs.")

    def _language(self, lang: str) -> str:
        return language_name(lang, self._lang)

    def _share(self, lang: str) -> str:
        # Cut, not rounded: 100 % are all.
        return format_share(Decimal(int(share_current(self._counts[lang]) * 100)), self._lang)

    def as_json(self) -> dict[str, object]:
        """The same for programs; keys may be added, never renamed."""
        practice = self._practice
        return {
            "id": practice.id,
            "title": self._texts.title.value,
            "title_lang": self._texts.title.lang,
            "status": practice.status.value,
            "level": level(practice).value,
            "since": find_since(practice),
            "steps": [one.model_dump(mode="json") for one in practice.steps],
            "possible": [one.value for one in allowed_steps(practice.status)],
            **lacks_as_json(self._lacks),
            "translations": {
                lang: {**counts, "share": round(share_current(counts), 4)}
                for lang, counts in self._counts.items()
            },
            "path": self._path.as_posix(),
        }


def lacks_as_json(lacks: Hindrances) -> dict[str, object]:
    """What is missing and what is wrong, for programs."""
    return {"missing": list(lacks.missing), "findings": [_finding(one) for one in lacks.issues]}


def _finding(issue: Issue) -> dict[str, object]:
    return {
        "code": issue.code,
        "line": issue.where.line,
        "column": issue.where.column,
        "message": describe(issue),
    }


def waiting_lines(entries: Sequence[tuple[Practice, Texts]], lang: str, look: Look) -> list[str]:
    """A table of the entries that wait, the first to be looked at on top."""
    heads = (
        field_label("status"),
        field_label("id"),
        field_label("title"),
        pgettext("field", "Since"),
        pgettext("field", "By"),
        pgettext("field", "Missing"),
    )
    return table(heads, [_row(one, texts, lang) for one, texts in entries], look, _TITLE_COLUMN)


def _row(practice: Practice, texts: Texts, lang: str) -> tuple[str, ...]:
    since = find_since(practice)
    missing = len(missing_for_publication(practice))
    return (
        value_label("status", practice.status),
        practice.id,
        texts.noted_title,
        format_day(since, lang) if since else "",
        practice.steps[-1].by if since else "",
        ngettext("%(num)d field", "%(num)d fields", missing) % {"num": missing} if missing else "",
    )


def waiting_record(practice: Practice, texts: Texts, path: Path) -> dict[str, object]:
    """One entry that waits, for programs."""
    since = find_since(practice)
    return {
        "id": practice.id,
        "title": texts.title.value,
        "title_lang": texts.title.lang,
        "status": practice.status.value,
        "since": since,
        "by": practice.steps[-1].by if since else None,
        "missing": list(missing_for_publication(practice)),
        "path": path.as_posix(),
    }
