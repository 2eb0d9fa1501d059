"""What a server does not even look at: foreign names, and more than any reader sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.web.addresses import is_for_editing
from kb.web.server.settings import WebSettings, is_number

LONGEST_URL = 8192
"""In characters as they are sent; a full basket has 4,000."""
MOST_PARAMETERS = 100
MOST_BODY_BYTES = 64 * 1024
MOST_FORM_BYTES = 2 * 1024 * 1024
"""Of a page for editing: an entry has 1 MiB at most, and a form says more words."""
METHODS = ("GET", "HEAD", "OPTIONS")
"""Pages are read, and nothing else."""
_EDITING_METHODS = (*METHODS, "POST")
FAULT = "kb.fault"
"""Where an environment says that its request is refused, with the status."""

Environ = Mapping[str, Any]


def find_fault(environ: Environ, settings: WebSettings) -> int | None:
    """The status a request is refused with; None for one that may be answered.

    Args:
        environ: of the request, as WSGI has it.
        settings: of the server.
    """
    if not is_our_host(environ.get("HTTP_HOST", ""), settings):
        return 400
    if _length_of_url(environ) > LONGEST_URL:
        return 414
    if environ.get("QUERY_STRING", "").count("&") >= MOST_PARAMETERS:
        return 400
    is_editing = settings.edits and is_for_editing(environ.get("PATH_INFO", ""))
    if environ["REQUEST_METHOD"] not in (_EDITING_METHODS if is_editing else METHODS):
        return 405
    if _length_of_body(environ) > (MOST_FORM_BYTES if is_editing else MOST_BODY_BYTES):
        return 413
    return None


def most_body_bytes(settings: WebSettings) -> int:
    """The largest body any request may have."""
    return MOST_FORM_BYTES if settings.edits else MOST_BODY_BYTES


def is_our_host(header: str, settings: WebSettings) -> bool:
    """Whether a Host header names this server.

    A page of another site could have its own name lead here, and then read what a browser inside
    a network may see. Only names do that: where the server can be reached from other machines, any
    number will do. The port says nothing, since ports are forwarded.
    """
    name = _name_of(header)
    return name in settings.names or (not settings.is_local and is_number(name))


def _name_of(header: str) -> str:
    """The name or number in a Host header; "" for none."""
    if header.startswith("["):
        name, _bracket, rest = header[1:].partition("]")
        return name if not rest or _is_port(rest) else ""
    name, colon, port = header.partition(":")
    if colon and not _is_port(f":{port}"):
        return ""
    return name.casefold().rstrip(".")


def _is_port(text: str) -> bool:
    number = text.removeprefix(":")
    return text.startswith(":") and (not number or (number.isascii() and number.isdigit()))


def _length_of_url(environ: Environ) -> int:
    """How long the address was as it was sent, or about that where nobody tells."""
    understood = len(environ.get("PATH_INFO", "")) + len(environ.get("QUERY_STRING", ""))
    return max(understood, len(environ.get("REQUEST_URI", "")))


def _length_of_body(environ: Environ) -> int:
    length = environ.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() else MOST_FORM_BYTES + 1
