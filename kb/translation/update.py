"""Makes and updates the catalogs of a knowledge base.

A catalog is written only where its text changes, aside first and then renamed. A renamed practice
takes its catalogs along, found by `former_ids`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Self

from kb.cache.cachefiles import write_bytes
from kb.content.shape import parse_shape
from kb.content.store import MODELS
from kb.content.yamlfile import load_yaml
from kb.errors import N_, KbError
from kb.model import Practice, Record
from kb.model.text import iter_passages
from kb.translation.catalogs import catalog_path, list_fields
from kb.translation.extract import iter_messages
from kb.translation.localise import primary
from kb.translation.merge import merge
from kb.translation.pofile import Message, PoError, PoFile, format_po, parse_po


@dataclass(slots=True)
class Updating:
    """What an update did.

    Attributes:
        written: catalogs that changed.
        moved: catalogs that followed a renamed practice.
        unchanged: how many catalogs were up to date.
        faulty: files that could not be read; their catalogs were left alone.
    """

    written: list[Path] = field(default_factory=list)
    moved: list[Path] = field(default_factory=list)
    unchanged: int = 0
    faulty: list[Path] = field(default_factory=list)


def update_record(
    root: Path,
    kind: str,
    path: Path,
    langs: Iterable[str],
    done: Updating,
    is_minor: Callable[[str], bool] = lambda field: False,
    *,
    dry_run: bool = False,
) -> bool:
    """Bring the catalogs of one record up to date.

    Args:
        root: folder of the knowledge base.
        kind: kind of the record, such as "practice".
        path: file of the record.
        langs: languages of the knowledge base.
        done: where to note what was done.
        is_minor: tells whether edits of a field leave translations valid.
        dry_run: note what would be done, and write nothing.

    Returns:
        Whether the catalogs are up to date now; not where the record has faults.

    Raises:
        KbError: a catalog is damaged; it is left as it is.
    """
    source = _Source.read(root, kind, path)
    if source is None:
        done.faulty.append(path)
        return False
    for lang in langs:
        if primary(lang) != primary(record_language(source.record)):
            _update_catalog(source, lang, done, is_minor, dry_run)
    return True


def current_catalog(root: Path, kind: str, path: Path, lang: str) -> PoFile:
    """A record's catalog as an update would leave it; nothing is written.

    Raises:
        KbError: the record has faults, or the catalog is damaged.
    """
    source = _Source.read(root, kind, path)
    if source is None:
        raise KbError(
            N_('%(path)s has faults and cannot be translated. "kb check %(path)s" lists them.'),
            path=path.relative_to(root).as_posix(),
        )
    return source.catalog(lang)[1]


class _Source(NamedTuple):
    """A record with what its catalogs are made from."""

    root: Path
    kind: str
    path: Path
    record: Record
    template: Sequence[Message]
    lists: Collection[str]

    @classmethod
    def read(cls, root: Path, kind: str, path: Path) -> Self | None:
        """The source in a file, None where it has faults."""
        document = load_yaml(path)
        record = parse_shape(MODELS[kind], document, id=path.stem).record
        if record is None:
            return None
        template = list(iter_messages(record, document, path.relative_to(root).as_posix()))
        return cls(root, kind, path, record, template, list_fields(iter_passages(record)))

    def catalog(
        self, lang: str, is_minor: Callable[[str], bool] = lambda field: False
    ) -> tuple[Path | None, PoFile]:
        """Where the catalog lies, if there is one, and what it should hold now."""
        path = _find_catalog(self.root, lang, self.kind, self.record)
        old = load_po(path) if path else _new_catalog(self.record, self.path, self.root, lang)
        return path, _merged(old, self.template, is_minor, self.lists)


def _update_catalog(
    source: _Source, lang: str, done: Updating, is_minor: Callable[[str], bool], dry_run: bool
) -> None:
    target = catalog_path(source.root, lang, source.kind, source.record.id)
    old_path, merged = source.catalog(lang, is_minor)
    text = format_po(merged)
    if old_path == target and text == _read(old_path):
        done.unchanged += 1
        return
    done.written.append(target)
    if old_path and old_path != target:
        done.moved.append(target)
    if dry_run:
        return
    write_aside(target, text)
    if old_path and old_path != target:
        old_path.unlink()


def record_language(record: Record) -> str:
    """The language a record is written in."""
    language: str = getattr(record, "language", "")
    return language


def _merged(
    catalog: PoFile,
    template: Sequence[Message],
    is_minor: Callable[[str], bool],
    lists: Iterable[str],
) -> PoFile:
    header = [one for one in catalog.messages if one.is_header]
    rest = [one for one in catalog.messages if not one.is_header]
    return replace(catalog, messages=(*header, *merge(rest, template, is_minor, lists)))


def _find_catalog(root: Path, lang: str, kind: str, record: Record) -> Path | None:
    """The record's catalog, or that of a former id where it has not moved yet."""
    former = record.former_ids if isinstance(record, Practice) else ()
    paths = (catalog_path(root, lang, kind, one) for one in (record.id, *former))
    return next((path for path in paths if path.is_file()), None)


def load_po(path: Path) -> PoFile:
    """The catalog in a file.

    Raises:
        KbError: it is damaged or no PO file.
    """
    try:
        return parse_po(_read(path))
    except UnicodeDecodeError:
        raise KbError(
            N_("%(path)s is not written in UTF-8. Save it as UTF-8 in your PO editor."),
            path=path,
        ) from None
    except PoError as error:
        raise KbError(
            N_(
                "%(path)s is damaged: line %(line)s is no part of a PO file: %(found)s. Mend it "
                "in your PO editor, or take the last good version."
            ),
            path=path,
            line=error.line,
            found=error.found[:60],
        ) from None


def _read(path: Path) -> str:
    """The text of a file with its line endings as they are."""
    return path.read_bytes().decode("utf-8")


def _new_catalog(record: Record, path: Path, root: Path, lang: str) -> PoFile:
    title = str(getattr(record, "title", None) or getattr(record, "name", record.id))
    source = record_language(record)
    name = path.relative_to(root).as_posix()
    return new_po(record.id, title, source, lang, (f"{name}, from {source} into {lang}.",))


def new_po(
    project: str, title: str, source: str, lang: str, comments: Sequence[str] = ()
) -> PoFile:
    """A catalog without messages.

    Args:
        project: what the catalog belongs to.
        title: shown to translators.
        source: language of the sources.
        lang: language of the translations.
        comments: more lines for translators.
    """
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M%z")
    fields = {
        "Project-Id-Version": project,
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": now,
        "PO-Revision-Date": now,
        "Last-Translator": "",
        "Language-Team": "",
        "Language": lang.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": source,
    }
    text = "".join(f"{name}: {value}".rstrip() + "\n" for name, value in fields.items())
    return PoFile((Message("", "", text, comments=(title, *comments)),))


def write_aside(path: Path, text: str) -> None:
    """Write a catalog so that at any moment either the old or the new one is there.

    Raises:
        OSError: the folder is read-only or the disk full; nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(path, text.encode("utf-8"))
