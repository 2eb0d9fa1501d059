"""The index on Whoosh: the only module that imports its engine.

One document per practice. A posting carries its weight (already saturated, see
`kb.search.documents`), the fields it stands in and its first passage, so that ranking reads
posting lists and nothing else. Whoosh's own query evaluation walks postings one by one through a
tree of matchers, about forty times slower than reading its blocks whole; ranking therefore takes
the blocks (`_iter_blocks`) and falls back to single steps where a codec has none. Looking a term up
costs more than reading its postings, so those of terms lately asked for are kept.
"""

from __future__ import annotations

import contextlib
import pickle
import struct
import weakref
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from whoosh import fields, formats
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC, FileIndex
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import CorruptIndexError, TermNotFound
from whoosh.util.filelock import FileLock
from whoosh.util.text import utf8encode
from whoosh.writing import CLEAR, SegmentWriter

from kb.search.bits import bits_of, live_bits
from kb.search.engine import FACETS, FORMS, KEYS, STARTS, Postings
from kb.search.fields import Document, Posting

DAMAGED = (
    OSError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    struct.error,
    zlib.error,
    pickle.UnpicklingError,
    CorruptIndexError,
    WhooshIndexError,
)
"""What opening or reading a damaged index may raise: it unpickles and unpacks what it finds."""

WRITER_MEMORY_MB = 128
"""Postings a writer gathers before it sorts them to disk."""
MOST_SEGMENTS = 8
"""Beyond this, the small segments that single edits leave are merged."""
KEPT_TERMS = 20_000
KEPT_POSTINGS = 200_000
"""What a reader keeps of terms lately asked for: some 20 MB at the most."""
MOST_KEPT = 1_000
"""Postings of a term that is kept; longer lists are read anew."""
_LAST_POSITION = 0xFFFF
_HEAD_BYTES = 2


class _KeyFormat(formats.Format):  # type: ignore[misc]
    """Weight, field bits and passage of a posting; no positions."""

    posting_size = _HEAD_BYTES

    def __init__(self, field_boost: float = 1.0, **options: Any) -> None:
        self.field_boost = field_boost
        self.options = options

    def word_values(
        self, value: Mapping[str, Posting], analyzer: object, **kwargs: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        for key, (weight, bits, passage, _) in value.items():
            yield utf8encode(key)[0], 1, weight, bytes((bits, passage))


class _FormFormat(_KeyFormat):
    """Weight, field bits, passage, and the positions of the word."""

    posting_size = -1

    def word_values(
        self, value: Mapping[str, Posting], analyzer: object, **kwargs: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        for key, (weight, bits, passage, positions) in value.items():
            near = positions
            if positions[-1] > _LAST_POSITION:
                near = [one for one in positions if one <= _LAST_POSITION]
            head = bytes((bits, passage))
            yield utf8encode(key)[0], 1, weight, head + array("H", near).tobytes()


class _ReadyField(fields.FieldType):  # type: ignore[misc]
    """A field that takes what it indexes ready-made instead of analysing text."""

    def __init__(self, format_: formats.Format) -> None:
        self.format = format_
        self.analyzer = None
        self.scorable = False
        self.stored = False
        self.unique = False
        self.indexed = True
        self.vector = None
        self.column_type = None
        self.spelling = False


class PostingField(_ReadyField):
    """A field of ready-made postings."""

    def index(
        self, value: Mapping[str, Posting], **kwargs: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Key, frequency, weight and payload of each posting."""
        words: Iterator[tuple[bytes, int, float, bytes]] = self.format.word_values(value, None)
        return words


class FacetField(_ReadyField):
    """A field of values as they are."""

    def index(
        self, value: Iterable[str], **kwargs: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Key, frequency, weight and payload of each value."""
        for one in value:
            yield utf8encode(one)[0], 1, 1.0, b""


def _schema() -> fields.Schema:
    return fields.Schema(
        id=fields.ID(unique=True),
        shown=fields.STORED,
        **{
            FORMS: PostingField(_FormFormat()),
            KEYS: PostingField(_KeyFormat()),
            FACETS: FacetField(formats.Existence()),
        },
    )


class _Block(NamedTuple):
    """Some postings of a term."""

    ids: Sequence[int]
    weights: Sequence[float]
    values: Sequence[bytes] | bytes
    """One by one, or those of one size all in a row."""

    def value(self, number: int) -> bytes:
        """Fields, passage and positions of one posting."""
        if isinstance(self.values, bytes):
            return self.values[number * _HEAD_BYTES : (number + 1) * _HEAD_BYTES]
        return self.values[number]

    def packed(self) -> _Block:
        """The same in arrays and tuples, which Python's collector does not look through."""
        values = self.values if isinstance(self.values, bytes) else tuple(self.values)
        return _Block(array("I", self.ids), array("f", self.weights), values)


class _Kept:
    """The postings of terms that were asked for lately; all are dropped when they grow many."""

    def __init__(self) -> None:
        self._blocks: dict[tuple[str, str], tuple[_Block, ...]] = {}
        self._postings = 0

    def find(self, field: str, term: str) -> tuple[_Block, ...] | None:
        """The blocks of a term; None where it was not asked for lately."""
        return self._blocks.get((field, term))

    def keep(self, field: str, term: str, blocks: Sequence[_Block]) -> None:
        """Keep the blocks of a term."""
        count = sum(len(one.ids) for one in blocks)
        self._postings += count
        if self._postings > KEPT_POSTINGS or len(self._blocks) >= KEPT_TERMS:
            self._blocks.clear()
            self._postings = count
        self._blocks[field, term] = tuple(one.packed() for one in blocks)


class WhooshReader:
    """Reads one committed state."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._kept = _Kept()
        # Whoever drops a search without a word still gets its files closed.
        self.close = weakref.finalize(self, reader.close)
        self._leaves = [(leaf, offset) for leaf, offset in reader.leaf_readers()]
        self.document_count: int = reader.doc_count_all()
        self.generation: int = reader.generation() or 0

    def deleted(self) -> Iterator[int]:
        """Numbers of deleted documents."""
        for leaf, offset in self._leaves:
            if leaf.has_deletions():
                yield from (
                    offset + number
                    for number in range(leaf.doc_count_all())
                    if leaf.is_deleted(number)
                )

    def postings(self, field: str, term: str) -> Iterator[Postings]:
        """Where a term stands, in pieces; nothing where it does not occur."""
        kept = self._kept.find(field, term)
        if kept is not None:
            for one in kept:
                yield one.ids, one.weights
            return
        count = 0
        blocks = []
        for one in self._blocks(field, term):
            yield one.ids, one.weights
            count += len(one.ids)
            if count <= MOST_KEPT:
                blocks.append(one)
        if count <= MOST_KEPT:
            self._kept.keep(field, term, blocks)

    def _blocks(self, field: str, term: str) -> Iterator[_Block]:
        for matcher, offset in self._matchers(field, term):
            for one in _iter_blocks(matcher):
                yield one._replace(ids=[id_ + offset for id_ in one.ids]) if offset else one

    def occurrences(
        self, field: str, term: str, documents: Sequence[int] | None = None
    ) -> Iterator[tuple[int, int, int, Sequence[int]]]:
        """(document, bits of fields, passage, positions) of a term."""
        blocks = self._kept.find(field, term)
        if blocks is None:
            found = self._walked(field, term, documents)
        else:
            found = _picked(blocks, documents)
        for number, value in found:
            positions = array("H")
            positions.frombytes(value[_HEAD_BYTES:])
            yield number, value[0], value[1], positions

    def _walked(
        self, field: str, term: str, documents: Sequence[int] | None
    ) -> Iterator[tuple[int, bytes]]:
        for matcher, offset in self._matchers(field, term):
            wanted = None if documents is None else iter(sorted(documents))
            for number in _walk(matcher, offset, wanted):
                yield number, matcher.value()

    def _matchers(self, field: str, term: str) -> Iterator[tuple[Any, int]]:
        encoded = utf8encode(term)[0]
        for leaf, offset in self._leaves:
            try:
                # Asking first whether it has the term would look that up twice.
                matcher = leaf.postings(field, encoded)
            except TermNotFound:
                continue
            # Deleted documents are left out by the caller's bit set, at no cost per posting.
            yield getattr(matcher, "child", matcher), offset

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """Terms of a field that begin with a prefix, in order."""
        for term in self._reader.expand_prefix(field, prefix):
            yield term.decode("utf-8")

    def stored(self, document: int) -> Mapping[str, Any]:
        """What the index keeps of a document to show it."""
        shown: Mapping[str, Any] = self._reader.stored_fields(document)["shown"]
        return shown

    def facet_bits(self) -> dict[str, int]:
        """Facet and value, "country:AT" → bit set of its documents."""
        live = live_bits(self)
        found = {}
        for term in self.terms(FACETS, ""):
            if term.startswith(STARTS):
                continue
            numbers = [one for ids, _ in self.postings(FACETS, term) for one in ids]
            if bits := bits_of(numbers, self.document_count) & live:
                found[term] = bits
        return found


def _iter_blocks(matcher: Any) -> Iterator[_Block]:
    """Posting lists block by block (private to Whoosh's codec), else one by one."""
    if hasattr(matcher, "_next_block") and hasattr(matcher, "_read_weights"):
        while matcher.is_active():
            matcher.id()
            matcher.weight()
            yield _Block(matcher._ids, matcher._weights, matcher._data[2] or ())
            matcher._next_block()
        return
    while matcher.is_active():
        yield _Block((matcher.id(),), (matcher.weight(),), (matcher.value(),))
        matcher.next()


def _picked(
    blocks: Iterable[_Block], documents: Sequence[int] | None
) -> Iterator[tuple[int, bytes]]:
    """Documents and values of all postings, or those of the wanted documents."""
    wanted = None if documents is None else sorted(documents)
    for block in blocks:
        ids = block.ids
        if wanted is None:
            yield from ((one, block.value(number)) for number, one in enumerate(ids))
            continue
        for one in wanted:
            number = bisect_left(ids, one)
            if number < len(ids) and ids[number] == one:
                yield one, block.value(number)


def _walk(matcher: Any, offset: int, wanted: Iterator[int] | None) -> Iterator[int]:
    """Document numbers a matcher stops at: all, or the wanted ones it has."""
    if wanted is None:
        while matcher.is_active():
            yield matcher.id() + offset
            matcher.next()
        return
    for number in wanted:
        local = number - offset
        if local < 0 or not matcher.is_active():
            continue
        if matcher.id() < local:
            matcher.skip_to(local)
        if matcher.is_active() and matcher.id() == local:
            yield number


class WhooshIndex:
    """An index in a folder, or in memory."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._storage = RamStorage() if folder is None else FileStorage(str(folder))
        self._index: FileIndex | None = None

    def _opened(self) -> FileIndex:
        if self._index is None:
            self._index = FileIndex(self._storage, schema=_schema())
        return self._index

    def create(self) -> None:
        """Start an empty index, dropping whatever stood there."""
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            for path in self.folder.iterdir():
                if path.is_file() and not path.name.endswith("LOCK"):
                    path.unlink(missing_ok=True)
        self._index = FileIndex.create(self._storage, _schema())

    def reader(self) -> WhooshReader:
        """The latest committed state.

        Raises:
            Exception: of any kind, where files are missing or damaged.
        """
        return WhooshReader(self._opened().reader())

    def files(self) -> list[Path]:
        """Files of the latest committed state."""
        if self.folder is None:
            return []
        toc = TOC.read(self._storage, "MAIN", schema=_schema())
        segments = [segment.segment_id() for segment in toc.segments]
        return sorted(
            path
            for path in self.folder.iterdir()
            if path.name == TOC._filename("MAIN", toc.generation)
            or any(path.name.startswith(f"{one}.") for one in segments)
        )

    def update(
        self, documents: Iterable[Document], removed: Iterable[str] = (), replace_all: bool = False
    ) -> None:
        """Commit documents, replacing those with the same id.

        Args:
            documents: new and changed documents.
            removed: ids of documents to drop.
            replace_all: drop everything else.

        Raises:
            OSError: the disk is full or read-only; the last commit stays as it was.
        """
        writer = self._writer(WRITER_MEMORY_MB)
        try:
            documents = documents if replace_all else list(documents)
            if not replace_all:
                replaced = (document.id for document in documents)
                self._delete(writer, {*removed, *replaced})
            for document in documents:
                _add(writer, document)
            if replace_all:
                writer.commit(mergetype=CLEAR)
            else:
                writer.commit(merge=len(writer.segments) > MOST_SEGMENTS)
        except BaseException:
            with contextlib.suppress(Exception):
                writer.cancel()
            raise

    def _writer(self, memory_mb: int, **options: Any) -> SegmentWriter:
        # A compound segment would be copied into memory as a whole when it is opened.
        return SegmentWriter(self._opened(), limitmb=memory_mb, compound=False, **options)

    def _delete(self, writer: SegmentWriter, ids: Iterable[str]) -> None:
        """Delete documents by id; Whoosh's own way opens the index again for each."""
        reader = WhooshReader(self._opened().reader())
        for one in ids:
            for numbers, _ in reader.postings("id", one):
                for number in numbers:
                    writer.delete_document(number)
        reader.close()

    def write_segment(self, documents: Iterable[Document]) -> Any:
        """Write documents as a segment that is not part of the index yet.

        For several processes at once; the caller holds the lock and passes all segments to
        `commit_segments`. This is how Whoosh's own multi-process writer works, but with
        documents made where they are written instead of sent there.
        """
        writer = self._writer(WRITER_MEMORY_MB, _lk=False)
        for document in documents:
            _add(writer, document)
        return writer._finalize_segment()

    def commit_segments(self, make_segments: Callable[[], Sequence[Any]]) -> None:
        """Make some segments the whole index, in one step, under the lock."""
        writer = self._writer(1)
        try:
            segments = list(make_segments())
            writer._close_segment()
            writer._commit_toc(segments)
            writer._finish()
        except BaseException:
            with contextlib.suppress(Exception):
                writer.cancel()
            raise


def _add(writer: SegmentWriter, document: Document) -> None:
    writer.add_document(
        id=document.id,
        shown=dict(document.stored),
        **{FORMS: document.forms, KEYS: document.keys, FACETS: document.facets},
    )


def file_lock(path: Path) -> FileLock:
    """A lock between processes that a killed one lets go of; `acquire()` does not wait."""
    return FileLock(str(path))
