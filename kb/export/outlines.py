"""Outlines of countries, from a package that carries Natural Earth 1:10m (public domain).

The package is geo-intel-offline (MIT), made to find the country of a point. Only its two data
files are read: countries by number, and their names and ISO codes. Natural Earth shows who holds
an area; what is put right here is what the European Union does not recognise, and codes that
are missing.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

from kb.export.projection import Place, is_inside

Ring = list[Place]
"""A closed line of (latitude, longitude); the last point is not the first again."""

_PACKAGE = "geo_intel_offline"
_START = re.compile(rb'"(\d+)": ?\{"exterior":')
_NO_CODE = "-99"
_CODES = {
    "France": "FR",
    "Norway": "NO",
    "Kosovo": "XK",
    "N. Cyprus": "CY",
    "Cyprus U.N. Buffer Zone": "CY",
    "Somaliland": "SO",
    "Baikonur": "KZ",
}
"""Codes of what has none of its own in Natural Earth: a country whose overseas parts stand apart,
or a part of a country that another holds. Kosovo's is the one in common use."""
_OWN_CODES = {"AX": "FI", "CN-TW": "TW"}
"""Codes of what is drawn as another: Åland belongs to Finland."""
_CRIMEA: Place = (45.3, 34.4)
STRAY = 6.0
"""Degrees that a ring reaches, at most, beyond the few points that are read of it at first."""
_STRIDE = 600
"""Bytes between those points: some thirty points of the ring."""
_LONGEST = 80
"""Bytes that a point takes, at most."""


class Outlines(Mapping[str, list[Ring]]):
    """Rings by country code, ISO 3166-1 alpha-2, holes among them; read when they are asked for.

    Args:
        parts: the text of each part of each country, as it stands in the file.
    """

    def __init__(self, parts: Mapping[str, list[bytes]]) -> None:
        self._parts = parts
        self._read: dict[str, list[Ring]] = {}

    def __getitem__(self, country: str) -> list[Ring]:
        if country not in self._read:
            self._read[country] = self._rings(country)
        return self._read[country]

    def near(self, country: str, may_meet: Callable[[Ring], bool]) -> list[Ring]:
        """The rings of a country that may be seen: to read those of the whole earth takes long.

        Args:
            country: its code.
            may_meet: whether a ring may be seen of which only some points are known; the others
                lie up to `STRAY` degrees beyond them.
        """
        parts = self._parts[country]
        texts = (text for part in parts for text in _ring_texts(part))
        if country in self._read or len(parts) > 1 or country == "UA":
            # To join rings takes all of them.
            return self[country] if any(may_meet(_sampled(text)) for text in texts) else []
        rings = _decoded(text for text in texts if may_meet(_sampled(text)))
        return [ring for ring in rings if country != "RU" or not self._is_lost_to("UA", ring)]

    def _is_lost_to(self, other: str, ring: Ring) -> bool:
        return other in self._parts and _is_crimea(ring)

    def _rings(self, country: str) -> list[Ring]:
        parts = self._parts[country]
        rings = [ring for part in parts for ring in _read_rings(part)]
        if country in ("RU", "UA") and "RU" in self._parts and "UA" in self._parts:
            return self._with_crimea(country, rings)
        return joined(rings) if len(parts) > 1 else rings

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def _with_crimea(self, country: str, rings: list[Ring]) -> list[Ring]:
        """Natural Earth draws Crimea with Russia; it is Ukraine's."""
        if country == "RU":
            return [ring for ring in rings if not _is_crimea(ring)]
        texts = (text for part in self._parts["RU"] for text in _ring_texts(part))
        near = _decoded(text for text in texts if _may_be_crimea(_sampled(text)))
        return joined([*rings, *filter(_is_crimea, near)])


def load_outlines() -> Outlines:
    """The outlines of all countries; none where the package is not installed."""
    folder = _data_folder()
    if folder is None:
        return Outlines({})
    about = json.loads(gzip.decompress((folder / "metadata.json.gz").read_bytes()))
    text = gzip.decompress((folder / "polygons.json.gz").read_bytes())
    if b" " in text or b"\n" in text:
        text = text.translate(None, b" \r\n\t")
    starts = list(_START.finditer(text))
    ends = [*(one.start() for one in starts[1:]), len(text)]
    parts: dict[str, list[bytes]] = {}
    for start, end in zip(starts, ends, strict=True):
        entry = about.get(start.group(1).decode("ascii"), {})
        code = entry.get("iso2", _NO_CODE)
        if code == _NO_CODE:
            code = _CODES.get(entry.get("name", ""), "")
        code = _OWN_CODES.get(code, code)
        if code:
            parts.setdefault(code, []).append(text[start.end() - len(b'{"exterior":') : end])
    return Outlines(parts)


def joined(rings: list[Ring]) -> list[Ring]:
    """Rings that touch become one: a line that two of them have in common is left out."""
    following: dict[Place, list[Place]] = {}
    edges = {edge for ring in rings for edge in zip(ring, [*ring[1:], ring[0]], strict=True)}
    for ring in rings:
        for edge in zip(ring, [*ring[1:], ring[0]], strict=True):
            if edge[::-1] not in edges:
                following.setdefault(edge[0], []).append(edge[1])
    found = []
    for start in list(following):
        while start in following:
            found.append(_walk(start, following))
    return [ring for ring in found if len(ring) > 2]


def _walk(start: Place, following: dict[Place, list[Place]]) -> Ring:
    """Follow edges from a point until there is none, taking away each that was gone along."""
    ring = []
    here = start
    while here in following:
        ring.append(here)
        ways = following[here]
        onward = ways.pop()
        if not ways:
            del following[here]
        here = onward
    return ring


def _data_folder() -> Path | None:
    """Where the package keeps its data; found without importing it, which would load all."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "data"
    return folder if (folder / "polygons.json.gz").is_file() else None


def _read_rings(part: bytes) -> list[Ring]:
    """All rings of a part."""
    return _decoded(_ring_texts(part))


def _ring_texts(part: bytes) -> Iterator[bytes]:
    """The points of each ring of a part, as they are written, without the brackets around all.

    Of several outer rings the file gives the first twice.
    """
    outer = part.find(b'"exteriors":[[[')
    if outer < 0:
        start = part.index(b"[[")
        yield part[start + 2 : part.index(b"]]", start)]
    for key in (outer, part.find(b'"holes":[[[')):
        if key >= 0:
            start = part.index(b"[[[", key) + 3
            yield from part[start : part.index(b"]]]", start)].split(b"]],[[")


def _sampled(text: bytes) -> Ring:
    """The first point of a ring, and one here and there."""
    places = []
    start = 0
    while True:
        lat, lon = text[start : start + _LONGEST].partition(b"]")[0].split(b",")
        places.append((float(lat), float(lon)))
        start = text.find(b"[", start + _STRIDE) + 1
        if not start:
            return places


def _decoded(texts: Iterable[bytes]) -> list[Ring]:
    """Rings from their texts; those that are none left out."""
    # One flat list for a ring is read twice as fast as a list of pairs.
    numbers = (json.loads(b"[%b]" % text.replace(b"],[", b",")) for text in texts)
    rings = (_tidied(zip(one[::2], one[1::2], strict=True)) for one in numbers)
    return [ring for ring in rings if len(ring) > 2]


def _tidied(places: Iterable[Place]) -> Ring:
    """A ring in which no point follows itself, the last not followed by the first either."""
    ring = [place for place, _same in groupby(places)]
    return ring[1:] if len(ring) > 1 and ring[0] == ring[-1] else ring


def _may_be_crimea(places: Ring) -> bool:
    return any(math.dist(place, _CRIMEA) < STRAY for place in places)


def _is_crimea(ring: Ring) -> bool:
    """Whether a ring is that of the peninsula and not of all Russia."""
    return len(ring) < 1000 and is_inside(_CRIMEA, ring)
