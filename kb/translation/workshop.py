"""All that can be done with the catalogs of one knowledge base."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kb.cache.cachefiles import remove_abandoned
from kb.content.nearmiss import find_near
from kb.content.root import record_paths
from kb.content.store import read_record
from kb.content.yamlfile import load_yaml
from kb.errors import N_, KbError, UsageError
from kb.model import Record, Settings
from kb.model.text import iter_passages
from kb.translation.catalogs import catalog_path, list_fields
from kb.translation.coverage import Coverage, Ledger, Progress, RecordKey
from kb.translation.exchange import Taking, review_messages, signed, take_messages
from kb.translation.extract import extract_document
from kb.translation.pofile import Message, format_po, parse_po
from kb.translation.update import (
    Updating,
    current_catalog,
    load_po,
    new_po,
    record_language,
    update_record,
    write_catalog,
)
from kb.words.languages import primary

SUFFIXES = {"po": ".po", "xliff": ".xlf", "xliff2": ".xlf"}
"""Formats catalogs go out in, PO, XLIFF 1.2 and XLIFF 2.0, with the ends of their names."""
_XLIFF_VERSIONS = {"xliff": "1.2", "xliff2": "2.0"}


class Import(NamedTuple):
    """What came of one file that came back."""

    key: RecordKey
    lang: str
    taking: Taking
    path: Path
    """The catalog."""
    text: str
    """What is to be written; the same as before where nothing changed."""


class TranslationWorkshop:
    """The catalogs of one knowledge base.

    Args:
        root: folder of the knowledge base.
        cache: folder for what is remembered between runs.
        progress: told how far long work is.
    """

    def __init__(self, root: Path, cache: Path, progress: Progress | None = None) -> None:
        self.root = root
        self._cache = cache
        self._progress = progress

    @cached_property
    def settings(self) -> Settings:
        """The settings of the knowledge base.

        Raises:
            KbError: kb.yaml has faults.
        """
        for path in record_paths(self.root, "settings"):
            record, _issues = read_record(path, "settings")
            if isinstance(record, Settings):
                return record
        raise KbError(N_('practices/kb.yaml has faults. "kb check" lists them.'))

    @property
    def langs(self) -> tuple[str, ...]:
        """Languages of the knowledge base."""
        return self.settings.languages

    @cached_property
    def _ledger(self) -> Ledger:
        return Ledger(self.root, self._cache, self.langs, self._progress)

    # Which records and languages

    def find_keys(self, ids: Sequence[str]) -> list[RecordKey]:
        """The records of these ids, all kinds of one id; all records where none is given.

        Raises:
            UsageError: there is no such record; the nearest is named.
        """
        if not ids:
            return list(self._ledger.files)
        by_id: dict[str, list[RecordKey]] = {}
        for key in self._ledger.files:
            by_id.setdefault(key.id, []).append(key)
        for one in ids:
            if one not in by_id:
                raise _unknown_record(one, by_id)
        return [key for one in dict.fromkeys(ids) for key in by_id[one]]

    def find_langs(self, langs: Sequence[str]) -> list[str]:
        """These languages as kb.yaml writes them; all where none is given.

        Raises:
            UsageError: the knowledge base has no such language.
        """
        if not langs:
            return list(self.langs)
        by_name = {one.casefold(): one for one in self.langs}
        by_name = {primary(one).casefold(): one for one in self.langs} | by_name
        found = []
        for lang in langs:
            known = by_name.get(lang.casefold()) or by_name.get(primary(lang).casefold())
            if known is None:
                raise UsageError(
                    N_("The knowledge base has no language “%(lang)s”. It has: %(known)s."),
                    lang=lang,
                    known=", ".join(self.langs),
                )
            found.append(known)
        return list(dict.fromkeys(found))

    # What there is

    def coverage(self, ids: Sequence[str] = ()) -> Coverage:
        """How far the knowledge base or some of its records are translated."""
        return self._ledger.coverage(self.find_keys(ids) if ids else None)

    def template(self, key: RecordKey) -> str:
        """The record's template, a PO file without translations.

        Raises:
            KbError: the record has faults.
        """
        path = self._path(key)
        messages = extract_document(load_yaml(path), key.kind, self._relative(path))
        record = self._record(key)
        header = new_po(
            key.id, _title(record), record_language(record), "", (self._relative(path),)
        )
        return format_po(replace(header, messages=(*header.messages, *messages)))

    # Keeping up with the source

    def update(
        self,
        ids: Sequence[str] = (),
        langs: Sequence[str] = (),
        *,
        minor_fields: Collection[str] | None = None,
        dry_run: bool = False,
    ) -> Updating:
        """Bring catalogs up to date with their sources.

        Args:
            ids: only these records; without any, all whose files changed since the last update.
            langs: only these languages.
            minor_fields: fields whose edits leave translations valid, all where empty; None
                where edits make translations stale.
            dry_run: write nothing.

        Raises:
            UsageError: no such record or language.
        """
        wanted = self.find_langs(langs)
        keys = self.find_keys(ids) if ids else self._ledger.unsynced()
        done = Updating()
        synced = []
        if not dry_run:
            self._sweep(keys, wanted)
        try:
            for number, key in enumerate(keys):
                if self._progress and number % 100 == 0 and len(keys) > 100:
                    self._progress("translations", number, len(keys))
                is_fine = update_record(
                    self.root,
                    key.kind,
                    self._path(key),
                    wanted,
                    done,
                    lambda field: _is_minor(field, minor_fields),
                    dry_run=dry_run,
                )
                if is_fine:
                    synced.append(key)
        finally:
            if not dry_run and len(wanted) == len(self.langs):
                self._ledger.note_synced(synced)
        return done

    def _sweep(self, keys: Iterable[RecordKey], langs: Sequence[str]) -> None:
        """Remove what updates that were killed have left beside the catalogs of these kinds."""
        for kind, record_id in {key.kind: key.id for key in keys}.items():
            for lang in langs:
                remove_abandoned(catalog_path(self.root, lang, kind, record_id).parent)

    # Review

    def review(
        self, ids: Sequence[str], lang: str, by: str, fields: Collection[str] = ()
    ) -> tuple[int, int]:
        """Lift the draft mark from texts that a person has read.

        Args:
            ids: the records.
            lang: the language reviewed.
            by: who did it.
            fields: only these fields; all where empty.

        Returns:
            How many texts are reviewed by this, and how many are still drafts or outdated.

        Raises:
            KbError: there is no catalog, or it is damaged.
            UsageError: no such record, language or field.
        """
        (target,) = self.find_langs([lang])
        keys = self.find_keys(ids)
        lifted = left = 0
        written = []
        now = datetime.now(UTC)
        for key in keys:
            record = self._record(key)
            if primary(record_language(record)) == primary(target):
                continue
            _check_fields(record, fields)
            catalog = current_catalog(self.root, key.kind, self._path(key), target)
            reviewed, number = review_messages(catalog, by, now.date(), fields)
            lifted += number
            if number:
                text = format_po(signed(reviewed, by, now.strftime("%Y-%m-%d %H:%M%z")))
                written.append((key, record, text))
            left += sum(_is_open(one) for one in reviewed.messages)
        for key, record, text in written:
            write_catalog(self.root, target, key.kind, record, text)
        return lifted, left

    # To translators and back

    def export(self, key: RecordKey, lang: str, form: str) -> bytes:
        """A record's catalog, up to date with its source, as a file for a translator.

        Args:
            key: the record.
            lang: language to translate into.
            form: a key of `SUFFIXES`.

        Raises:
            KbError: the record or catalog has faults, or the format's library is missing.
        """
        (target,) = self.find_langs([lang])
        record = self._record(key)
        catalog = current_catalog(self.root, key.kind, self._path(key), target)
        if form == "po":
            return format_po(catalog).encode("utf-8")
        from kb.translation.xliff import format_xliff

        version = _XLIFF_VERSIONS[form]
        return format_xliff(catalog, key.id, record_language(record), target, version)

    def is_source(self, key: RecordKey, lang: str) -> bool:
        """Whether a record is written in a language, so that there is nothing to translate."""
        return primary(record_language(self._record(key))) == primary(lang)

    def read_import(self, path: Path, *, is_machine: bool = False) -> Import:
        """What a file that came back from a translator would change; nothing is written yet.

        Raises:
            KbError: the file is damaged, or of no record or language of this knowledge base.
        """
        name, lang, messages = _read_exchange(path)
        keys = [key for key in self._ledger.files if key.id == name]
        if not keys:
            raise KbError(
                N_(
                    "%(path)s belongs to “%(id)s”, and there is no such record here. Nothing was "
                    "changed."
                ),
                path=path,
                id=name,
            )
        try:
            (target,) = self.find_langs([lang])
        except UsageError as error:
            raise KbError(error.message, **error.params) from None
        taken = []
        for key in keys:
            record = self._record(key)
            if primary(record_language(record)) == primary(target):
                continue
            catalog = current_catalog(self.root, key.kind, self._path(key), target)
            lists = list_fields(iter_passages(record))
            merged, taking = take_messages(catalog, messages, lists, is_machine=is_machine)
            target_path = catalog_path(self.root, target, key.kind, key.id)
            taken.append(Import(key, target, taking, target_path, format_po(merged)))
        if not taken:
            raise KbError(
                N_("“%(id)s” is written in the language of %(path)s itself. Nothing was changed."),
                path=path,
                id=name,
            )
        best = min(taken, key=lambda one: len(one.taking.unknown))
        known = sum(1 for one in messages if not one.is_header and one.text)
        if known and len(best.taking.unknown) >= known:
            raise KbError(
                N_(
                    "No text in %(path)s belongs to “%(id)s”. Is it the right file? Nothing was "
                    "changed."
                ),
                path=path,
                id=name,
            )
        return best

    def write_import(self, one: Import, by: str = "") -> None:
        """Write what came back."""
        text = one.text
        if by:
            when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M%z")
            text = format_po(signed(parse_po(text), by, when))
        record = self._record(one.key)
        write_catalog(self.root, one.lang, one.key.kind, record, text)

    # Pieces

    def _path(self, key: RecordKey) -> Path:
        return self.root / self._ledger.files[key].path

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _record(self, key: RecordKey) -> Record:
        path = self._path(key)
        record, _issues = read_record(path, key.kind)
        if record is None:
            raise KbError(
                N_('%(path)s has faults and cannot be translated. "kb check %(path)s" lists them.'),
                path=self._relative(path),
            )
        return record


def _title(record: Record) -> str:
    return str(getattr(record, "title", None) or getattr(record, "name", record.id))


def _is_minor(field: str, minor_fields: Collection[str] | None) -> bool:
    if minor_fields is None:
        return False
    return not minor_fields or any(
        field == one or field.startswith(f"{one}.") for one in minor_fields
    )


def _is_open(message: Message) -> bool:
    from kb.translation.catalogs import DRAFT

    is_draft = DRAFT in message.comments or message.is_fuzzy
    return bool(message.text) and is_draft and not message.is_obsolete and not message.is_header


def _check_fields(record: Record, fields: Iterable[str]) -> None:
    """Refuse a field the record has no text in."""
    known = {one.field for one in iter_passages(record)}
    known |= {field.partition(".")[0] for field in known}
    for field in fields:
        if field not in known:
            near = find_near(field, sorted(known)) or ", ".join(sorted(known))
            raise UsageError(
                N_("“%(id)s” has no text in a field “%(field)s”. Did you mean: %(near)s?"),
                id=record.id,
                field=field,
                near=near,
            )


def _unknown_record(record_id: str, known: Iterable[str]) -> UsageError:
    near = find_near(record_id, list(known))
    if near:
        return UsageError(
            N_('There is no record "%(id)s". Did you mean "%(near)s"?'), id=record_id, near=near
        )
    return UsageError(N_('There is no record "%(id)s".'), id=record_id)


def _read_exchange(path: Path) -> tuple[str, str, Sequence[Message]]:
    """(record id, language, messages) of a PO or XLIFF file.

    Raises:
        KbError: it is neither, or says not what it belongs to.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KbError(
            N_("%(path)s cannot be read: %(reason)s."),
            path=path,
            reason=error.strerror or str(error),
        ) from error
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or path.suffix in (".xlf", ".xliff"):
        from kb.translation.xliff import parse_xliff

        xliff = parse_xliff(data, path)
        return xliff.name, xliff.lang, xliff.messages
    catalog = load_po(path)
    metadata = catalog.metadata()
    name = metadata.get("project-id-version", "") or path.stem
    lang = metadata.get("language", "").replace("_", "-")
    if not catalog.header or not lang:
        raise KbError(
            N_(
                "%(path)s does not say which language it is in. Is it a PO file from “kb "
                "translate export”? Nothing was changed."
            ),
            path=path,
        )
    return name, lang, catalog.messages
