"""Sets of document numbers as integers: counting and cutting them costs next to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.search.engine import IndexReader


def bits_of(numbers: Iterable[int], count: int) -> int:
    """A set of document numbers below `count` as one integer."""
    buffer = bytearray(count // 8 + 1)
    for number in numbers:
        buffer[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(buffer, "little")


def iter_bits(bits: int) -> Iterator[int]:
    """Document numbers of a bit set, ascending."""
    for index, byte in enumerate(bits.to_bytes(bits.bit_length() // 8 + 1, "little")):
        if byte:
            base = index << 3
            for shift in range(8):
                if byte >> shift & 1:
                    yield base + shift


def live_bits(reader: IndexReader) -> int:
    """All documents of an index but the deleted ones."""
    count = reader.document_count
    return ((1 << count) - 1) & ~bits_of(reader.deleted(), count)
