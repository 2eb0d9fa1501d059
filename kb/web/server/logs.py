"""What a server writes down: one line for every answer, and for what its keeper should know.

Lines are for programs and administrators: event and keys are English and stable, like the keys of
JSON. What people search for is theirs: no line holds a query, an address of a network, or what a
browser says about itself.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

from kb.web.server.settings import LogFormat

_LOGGER = logging.getLogger("kb.web")
_FIELDS = "fields"
_LONGEST = 300
"""Longer values are cut: a line is to be read."""
_NOISY = {"waitress": logging.WARNING, "waitress.queue": logging.ERROR}
"""Waitress tells of every request that had to wait a moment."""


def log(
    event: str,
    level: int = logging.INFO,
    *,
    error: BaseException | None = None,
    **fields: object,
) -> None:
    """Write a line.

    Args:
        event: what happened.
        level: as in `logging`.
        error: whose traceback follows.
        fields: what is known about it.
    """
    if _LOGGER.isEnabledFor(level):
        _LOGGER.log(level, event, exc_info=error, extra={_FIELDS: fields})


def configure_logging(form: LogFormat, stream: TextIO | None = None) -> None:
    """Decide how this process writes its lines; to be called once, by who serves.

    Args:
        form: "text" or "json".
        stream: where to; stderr if not given.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name, level in _NOISY.items():
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=True)


class TextLines(logging.Formatter):
    """`2026-11-22T10:11:12.131Z INFO request id=… status=200`, a traceback on lines below."""

    def format(self, record: logging.LogRecord) -> str:
        """A line."""
        pairs = (f"{name}={_plain(value)}" for name, value in _fields(record).items())
        head = f"{_time(record)} {record.levelname} {_one_line(record.getMessage())}"
        line = " ".join((head, *pairs))
        if record.exc_info:
            line = f"{line}\n{self.formatException(record.exc_info)}"
        return line


class JsonLines(logging.Formatter):
    """One JSON object on a line, a traceback as its last value."""

    def format(self, record: logging.LogRecord) -> str:
        """A line."""
        data: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **_fields(record),
        }
        if record.exc_info:
            data["traceback"] = self.formatException(record.exc_info)
        return json.dumps(data, ensure_ascii=False, default=str)


def _time(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    found: dict[str, Any] = dict(getattr(record, _FIELDS, {}))
    if record.name != _LOGGER.name:
        found["logger"] = record.name
    return {**found, "pid": record.process}


def _plain(value: object) -> str:
    """A value as it stands in a line: in quotation marks where it could be mistaken."""
    text = str(value)[:_LONGEST]
    is_plain = text.isprintable() and text and not any(one in text for one in ' "=\\')
    return text if is_plain else json.dumps(text, ensure_ascii=not text.isprintable())


def _one_line(text: str) -> str:
    return text if text.isprintable() else " ".join(text.split())
