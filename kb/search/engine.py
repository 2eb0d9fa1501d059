"""What ranking needs of an index, whichever engine keeps it.

Whoosh on the local disk is the default. Another engine takes the same `Document`s and gives back
the same postings; `kb.search.finder` does not know which one it talks to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

FORMS = "forms"
"""Index field of words as they were written, with positions."""
KEYS = "keys"
"""Index field of lemmas and compound parts."""
FACETS = "facets"
"""Index field of facet values."""
STARTS = "start:"
"""Before "<date>/<id>" in the field of facet values: when each entry began, for sorting."""

Postings = tuple[Sequence[int], Sequence[float]]
"""Document numbers, ascending, and the weight of the term in each."""


class IndexReader(Protocol):
    """One committed state of an index, which does not change while it is read."""

    @property
    def document_count(self) -> int:
        """Numbers given to documents so far, deleted ones included."""

    def deleted(self) -> Iterable[int]:
        """Numbers of deleted documents."""

    def postings(self, field: str, term: str) -> Iterator[Postings]:
        """Where a term stands, in pieces; nothing where it does not occur."""

    def occurrences(
        self, field: str, term: str, documents: Sequence[int] | None = None
    ) -> Iterator[tuple[int, int, int, Sequence[int]]]:
        """(document, bits of fields, passage, positions) of a term, in some or all documents."""

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """Terms of a field that begin with a prefix, in order."""

    def stored(self, document: int) -> Mapping[str, Any]:
        """What the index keeps of a document to show it."""

    @property
    def close(self) -> Callable[[], object]:
        """Let go of the files; happens by itself when the reader is dropped."""
