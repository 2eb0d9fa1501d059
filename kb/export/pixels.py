"""PNG and JPEG: whole files of a size and kind that every format shows."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from kb.errors import N_
from kb.export.picturefile import MAX_PIXELS, NO_PICTURE, PictureFile, Size, check_proportion

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Values of a pixel by the colour type of a PNG."""
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_STEP = 1 << 16
_FRAMES = (0xC0, 0xC1, 0xC2)
"""Markers of the kinds of JPEG that browsers, Word and Typst show."""
_SCAN = 0xDA
_CMYK = 4


def check_pixels(file: PictureFile, size: Size) -> None:
    """A size that can be shown."""
    if min(size) <= 0:
        raise file.fault(NO_PICTURE)
    check_proportion(file, size)
    pixels = int(size.width * size.height)
    if pixels > MAX_PIXELS:
        raise file.fault(
            N_(
                "The logo “%(file)s” in kb.yaml has %(size)d megapixels; at most %(most)d are "
                "printed. Save it smaller."
            ),
            size=-(-pixels // 1_000_000),
            most=MAX_PIXELS // 1_000_000,
        )


def png_size(file: PictureFile) -> Size:
    """Width and height; every chunk is looked at, the pixels only as far as they are few."""
    chunks = list(_png_chunks(file))
    kinds = [kind for kind, _ in chunks]
    head = chunks[0][1] if chunks else b""
    if len(head) != 13 or kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        raise file.fault(NO_PICTURE)
    size = Size(int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big"))
    depth, colours, packing, filtering, interlace = head[8:]
    is_known = depth in _DEPTHS.get(colours, ()) and packing == filtering == 0 and interlace < 2
    if not is_known or (colours == 3 and b"PLTE" not in kinds):
        raise file.fault(NO_PICTURE)
    check_pixels(file, size)
    row = 1 + -(-int(size.width) * depth * _CHANNELS[colours] // 8)
    # The rows of an interlaced picture are counted otherwise; they are never shorter in all.
    _check_packed(file, b"".join(data for kind, data in chunks if kind == b"IDAT"), row, size)
    return size


def _png_chunks(file: PictureFile) -> Iterator[tuple[bytes, bytes]]:
    data, start = file.data, len(PNG)
    while start < len(data):
        end = start + 8 + int.from_bytes(data[start : start + 4], "big")
        kind, content = data[start + 4 : start + 8], data[start + 8 : end]
        if zlib.crc32(kind + content) != int.from_bytes(data[end : end + 4], "big"):
            raise file.fault(NO_PICTURE)
        yield kind, content
        start = end + 4
        if kind == b"IEND" and start != len(data):
            raise file.fault(NO_PICTURE)


def _check_packed(file: PictureFile, packed: bytes, row: int, size: Size) -> None:
    """Whether as many pixels are there as the header promises; they are not kept."""
    missing = row * int(size.height)
    unpacker = zlib.decompressobj()
    try:
        while missing > 0 and (found := len(unpacker.decompress(packed, _STEP))):
            missing -= found
            packed = unpacker.unconsumed_tail
    except zlib.error as error:
        raise file.fault(NO_PICTURE) from error
    if missing > 0:
        raise file.fault(NO_PICTURE)


def jpeg_size(file: PictureFile) -> Size:
    """Width and height, from the header of the frame; a scan and its end must follow."""
    size = None
    for marker, content, end in _jpeg_segments(file.data):
        if marker in _FRAMES and len(content) > 5 and content[0] == 8:
            size = Size(int.from_bytes(content[3:5], "big"), int.from_bytes(content[1:3], "big"))
            if content[5] == _CMYK:
                raise file.fault(
                    N_(
                        "The logo “%(file)s” in kb.yaml has the colours of a printing press "
                        "(CMYK), which not every program shows. Save it as RGB."
                    )
                )
            if content[5] not in (1, 3):
                break
        if marker == _SCAN:
            # Inside a scan, these two bytes mean nothing but its end.
            if size and file.data.find(b"\xff\xd9", end) > end:
                return size
            break
    raise file.fault(NO_PICTURE)


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Marker, content and end of each segment as far as they follow each other."""
    start = 2
    while start + 4 <= len(data) and data[start] == 0xFF:
        if data[start + 1] == 0xFF:  # filling
            start += 1
            continue
        length = int.from_bytes(data[start + 2 : start + 4], "big")
        end = start + 2 + length
        if length < 2 or end > len(data):
            return
        yield data[start + 1], data[start + 4 : end], end
        start = end


# Drawings
