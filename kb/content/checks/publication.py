"""Checks of what an entry needs before and after it is published."""

from __future__ import annotations

from collections.abc import Iterator

from kb.content.checks.faults import Case, Fault, near
from kb.content.languages import written_languages
from kb.content.yamlfile import FieldPath
from kb.model import Practice, Settings
from kb.model.base import Status
from kb.model.practice import missing_for_publication
from kb.model.text import iter_passages
from kb.model.types import is_before

SCHEMA = 1
"""Version of the file format this program reads."""
MAX_TOPICS = 5


def check_published(case: Case) -> Iterator[Fault]:
    """A published entry has sources and all that others need to take it over."""
    record = case.record
    if not isinstance(record, Practice) or record.status is not Status.PUBLISHED:
        return
    if not record.sources:
        yield Fault("KB306", ("status",))
    missing = [one for one in missing_for_publication(record) if one != "sources"]
    if missing:
        yield Fault("KB307", ("status",), {"missing": ", ".join(missing)})


def check_lengths(case: Case) -> Iterator[Fault]:
    """Texts keep to their soft limits; the paragraphs of one text count together."""
    lengths: dict[FieldPath, tuple[int, int]] = {}
    for passage in iter_passages(case.record):
        if passage.limit is not None:
            before, limit = lengths.get(passage.path, (0, passage.limit))
            lengths[passage.path] = (before + len(passage.text), limit)
    for path, (length, limit) in lengths.items():
        if length > limit:
            key = next(str(one) for one in reversed(path) if isinstance(one, str))
            yield Fault("KB501", path, {"key": key, "count": str(length), "limit": str(limit)})


def check_topics(case: Case) -> Iterator[Fault]:
    """An entry has not more topics than a reader can weigh."""
    record = case.record
    if isinstance(record, Practice) and len(record.topics) > MAX_TOPICS:
        params = {"count": str(len(record.topics)), "limit": str(MAX_TOPICS)}
        yield Fault("KB502", ("topics", MAX_TOPICS), params)


def check_language(case: Case) -> Iterator[Fault]:
    """The language of an entry names its region, where a country of the base is one of it."""
    record = case.record
    if not isinstance(record, Practice) or "-" in record.language:
        return
    if record.language not in written_languages(case.known.content.settings):
        region = record.location.country if record.location else case.file.parent.name.upper()
        params = {"value": record.language} | near(f"{record.language}-{region}")
        yield Fault("KB506", ("language",), params)


def check_review(case: Case) -> Iterator[Fault]:
    """The date of the next review has not passed."""
    record = case.record
    if not isinstance(record, Practice) or record.review is None:
        return
    due = record.review.due
    months = case.known.content.settings.review_after_months
    if due is None and months is not None:
        due = add_months(record.review.on, months)
    if due and is_before(due, case.known.today):
        yield Fault("KB503", ("review",), {"value": due})


def add_months(date: str, months: int) -> str:
    """An ISO date some months later, to the month; a date without month to the year."""
    if len(date) == 4:
        return f"{min(int(date) + -(-months // 12), 9999):04}"
    total = int(date[:4]) * 12 + int(date[5:7]) - 1 + months
    return f"{min(total // 12, 9999):04}-{total % 12 + 1:02}"


def check_settings(case: Case) -> Iterator[Fault]:
    """The file format is one this program knows."""
    record = case.record
    if isinstance(record, Settings) and record.schema_number != SCHEMA:
        params = {"value": str(record.schema_number), "known": str(SCHEMA)}
        yield Fault("KB315", ("schema",), params)
