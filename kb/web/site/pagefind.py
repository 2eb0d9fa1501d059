"""Pagefind: makes the index that browsers search among plain files.

Its program is asked directly, in the way its own packages do: the one for Python waits a tenth of
a second for each page.
"""

from __future__ import annotations

import gzip
import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath
from subprocess import DEVNULL, PIPE, Popen
from threading import Thread
from typing import Any, NamedTuple

from kb.errors import N_, KbError

FOLDER = "pagefind"
"""Where the index lies in a site."""
MOST_WEIGHT = 10.0
"""What a word may count at the most."""
_NEEDED = ("pagefind.js", "pagefind-worker.js")
_NEEDED_SUFFIXES = (".json", ".pagefind", ".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter")
_ENTRY = "pagefind-entry.json"
_MARK = b"pagefind_dcd"
"""What the files of pages begin with, once they are unpacked."""


class Entry(NamedTuple):
    """A page as the index has it."""

    url: str
    """Not the same for two pages."""
    html: str
    """A whole page, with Pagefind's own attributes."""


class SearchIndex(NamedTuple):
    """A finished index.

    Attributes:
        files: name relative to its folder → content.
        ids: url of a page → its id in results.
    """

    files: Mapping[str, bytes]
    ids: Mapping[str, str]


def make_index(entries: Iterable[Entry]) -> SearchIndex:
    """Make an index; the same pages in the same order give the same bytes.

    Raises:
        KbError: the package pagefind is missing, or its program fails.
    """
    files = dict(_needed(_ask(_requests(entries))))
    ids = {
        url: Path(name).stem
        for name, data in files.items()
        if name.endswith(".pf_fragment")
        for url in [_url_of(data)]
    }
    return SearchIndex(files, ids)


def pagefind_version() -> str:
    """The version of Pagefind that is installed; "" for none."""
    try:
        return version("pagefind")
    except PackageNotFoundError:
        return ""


def _requests(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    yield {"type": "NewIndex", "config": {"keep_index_url": True}}
    for one in entries:
        yield {
            "type": "AddFile",
            "index_id": 0,
            "file_path": None,
            "url": one.url,
            "file_contents": one.html,
        }
    # Handed over and not written: it says that files are written before they are.
    yield {"type": "GetFiles", "index_id": 0}


def _ask(requests: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Send requests to the program; the answer to the last of them."""
    lines = [
        b64encode(json.dumps({"message_id": number, "payload": one}).encode()) + b","
        for number, one in enumerate(requests, 1)
    ]
    command = [str(_program()), "--service"]
    with Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL) as process:  # noqa: S603 - its own program
        # While it is told, it answers; so one talks and another listens.
        teller = Thread(target=_tell, args=(process, lines), daemon=True)
        teller.start()
        try:
            return _listen(process, len(lines))
        finally:
            process.kill()
            teller.join()


def _tell(process: Popen[bytes], lines: Iterable[bytes]) -> None:
    assert process.stdin  # noqa: S101 - made with pipes
    try:
        for line in lines:
            process.stdin.write(line)
        process.stdin.flush()
    except OSError:
        return  # it has ended, as whoever listens finds out


def _listen(process: Popen[bytes], expected: int) -> dict[str, Any]:
    assert process.stdout  # noqa: S101 - made with pipes
    pieces: list[bytes] = []
    while piece := process.stdout.read1(1 << 20):  # type: ignore[attr-defined]  # it is buffered
        *ends, rest = piece.split(b",")
        for end in ends:
            payload: dict[str, Any] = json.loads(b64decode(b"".join((*pieces, end))))["payload"]
            pieces = []
            if payload["type"] == "Error":
                reason = payload.get("message", "")
                raise KbError(N_("Pagefind cannot make the index: %(reason)s"), reason=reason)
            expected -= 1
            if not expected:
                return payload
        pieces.append(rest)
    raise KbError(N_("Pagefind ended before the search index was done. Try again."))


def _program() -> Path:
    try:
        from pagefind.service import get_executable
    except ImportError:
        raise _missing() from None
    found = get_executable()
    if found is None:
        raise _missing()
    return found


def _missing() -> KbError:
    return KbError(
        N_(
            "The search needs the package pagefind, which is not installed. Type: "
            'pip install "kb-good-practice[web]"'
        )
    )


def _needed(answer: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The files a search needs; Pagefind's own pages and styles are not among them."""
    for one in sorted(answer["files"], key=lambda file: str(file["path"])):
        path = PurePath(one["path"])
        if path.name in _NEEDED or path.suffix in _NEEDED_SUFFIXES:
            data = b64decode(one["content"])
            if path.name == _ENTRY:  # its order is another one each time
                data = json.dumps(json.loads(data), sort_keys=True).encode()
            yield path.as_posix(), data


def _url_of(fragment: bytes) -> str:
    url: str = json.loads(gzip.decompress(fragment).removeprefix(_MARK))["url"]
    return url
