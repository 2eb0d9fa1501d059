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

from kb.cache.cachefiles import write_all
from kb.content.shape import parse_shape
from kb.content.store import MODELS
from kb.content.yamlfile import load_yaml
from kb.errors import N_, KbError
from kb.model import Record
from kb.model.text import iter_passages
from kb.translation.catalogs import catalog_path, find_catalog, list_fields
from kb.translation.extract import iter_messages
from kb.translation.merge import merge
from kb.translation.pofile import Message, PoError, PoFile, format_po, parse_po
from kb.words.languages import primary


@dataclass(slots=True)
class Updating:
    """What an update did.

    Attributes:
        written: catalogs that changed.
        moved: catalogs that followed a renamed practice.
        unchanged: how many catalogs were up to date.
        faulty: records that could not be read; their catalogs were left alone.
        damaged: what is wrong with catalogs that could not be read; they were left alone.
    """

    written: list[Path] = field(default_factory=list)
    moved: list[Path] = field(default_factory=list)
    unchanged: int = 0
    faulty: list[Path] = field(default_factory=list)
    damaged: list[KbError] = field(default_factory=list)


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
        Whether the catalogs are up to date now; not where the record or one of them has faults.
    """
    source = _Source.read(root, kind, path)
    if source is None:
        done.faulty.append(path)
        return False
    damaged = len(done.damaged)
    for lang in langs:
        if primary(lang) == primary(record_language(source.record)):
            continue
        try:
            _update_catalog(source, lang, done, is_minor, dry_run)
        except KbError as error:
            done.damaged.append(error)
    return len(done.damaged) == damaged


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
    return source.catalog(lang)[2]


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
    ) -> tuple[Path | None, PoFile | None, PoFile]:
        """Where the catalog lies, what it holds, if there is one, and what it should hold now."""
        path = find_catalog(self.root, lang, self.kind, self.record)
        old = load_po(path) if path else None
        new = _new_catalog(self.record, self.path, self.root, lang)
        return path, old, _merged(old or new, new, self.template, is_minor, self.lists)


def _update_catalog(
    source: _Source, lang: str, done: Updating, is_minor: Callable[[str], bool], dry_run: bool
) -> None:
    target = catalog_path(source.root, lang, source.kind, source.record.id)
    path, old, merged = source.catalog(lang, is_minor)
    is_empty = not path and not source.template  # a partner without a word to translate
    if is_empty or (path == target and old == merged):
        done.unchanged += 1
        return
    done.written.append(target)
    if path and path != target:
        done.moved.append(target)
    if not dry_run:
        write_catalog(source.root, lang, source.kind, source.record, format_po(merged))


def write_catalog(root: Path, lang: str, kind: str, record: Record, text: str) -> None:
    """Write a record's catalog; one under a former id goes.

    Raises:
        KbError: its folder is a link that leads out of the knowledge base.
        OSError: the folder is read-only or the disk full; all is left as it was.
    """
    target = catalog_path(root, lang, kind, record.id)
    if not target.parent.resolve().is_relative_to(root.resolve()):
        raise KbError(
            N_(
                "%(folder)s is a link that leads out of the knowledge base. Nothing is written "
                "there; put a real folder in its place."
            ),
            folder=target.parent,
        )
    former = find_catalog(root, lang, kind, record)
    write_aside(target, text)
    if former and former != target:
        former.unlink(missing_ok=True)


def record_language(record: Record) -> str:
    """The language a record is written in."""
    language: str = getattr(record, "language", "")
    return language


def _merged(
    catalog: PoFile,
    new: PoFile,
    template: Sequence[Message],
    is_minor: Callable[[str], bool],
    lists: Iterable[str],
) -> PoFile:
    """The catalog up to date; a new one's header where it has none."""
    header = catalog.header or new.header
    rest = [one for one in catalog.messages if not one.is_header]
    messages = merge(rest, template, is_minor, lists)
    return replace(catalog, messages=(*filter(None, (header,)), *messages))


def load_po(path: Path) -> PoFile:
    """The catalog in a file.

    Raises:
        KbError: it is damaged, no PO file, or cannot be read.
    """
    try:
        catalog = parse_po(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise KbError(
            N_("%(path)s cannot be read: %(reason)s."),
            path=path,
            reason=error.strerror or str(error),
        ) from error
    except UnicodeDecodeError:
        raise _wrong_encoding(path) from None
    except PoError as error:
        raise _damaged(path, error) from None
    if not catalog.is_utf8:
        raise _wrong_encoding(path)
    return catalog


def _wrong_encoding(path: Path) -> KbError:
    return KbError(
        N_("%(path)s is not written in UTF-8. Save it as UTF-8 in your PO editor."), path=path
    )


def _damaged(path: Path, error: PoError) -> KbError:
    if error.first:
        return KbError(
            N_(
                "%(path)s is damaged: lines %(first)s and %(line)s hold the same text twice: "
                "%(found)s. Delete the wrong one, or take the last good version."
            ),
            path=path,
            first=error.first,
            line=error.line,
            found=error.found[:60],
        )
    return KbError(
        N_(
            "%(path)s is damaged: line %(line)s is no part of a PO file: %(found)s. Mend it "
            "in your PO editor, or take the last good version."
        ),
        path=path,
        line=error.line,
        found=error.found[:60],
    )


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
    write_all([(path, text.encode("utf-8", "replace"))])
