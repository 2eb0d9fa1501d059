"""Who did what, and when: lines that are added and never changed.

One JSON object on each line, with keys that stay as they are: time, account, action, entry, and
digests of the entry's file before and after. No passwords, no texts, no addresses of a network.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal

from kb.web.accounts.folder import PrivateFolder
from kb.web.server.logs import log

Action = Literal[
    "login", "login-failed", "logout", "account-added", "account-removed",
    "password-changed", "role-changed",
    "created", "changed", "submitted", "published", "archived", "renamed", "returned",
]  # fmt: skip


def write_audit(
    folder: PrivateFolder,
    action: Action,
    account: str | None,
    entry: str | None = None,
    before: bytes | None = None,
    after: bytes | None = None,
    *,
    is_vital: bool = True,
) -> None:
    """Add a line.

    Args:
        folder: of the knowledge base.
        action: what was done.
        account: by whom, or whose account it is; None for whoever sits at the computer itself,
            and for a name that is nobody's: it may be a password typed into the wrong field.
        entry: id of the record.
        before: content of its file before; None where there was none.
        after: content of its file after; None where there is none.
        is_vital: whether to fail where the line cannot be written. In a server a full disk must
            neither undo what is done nor keep people out, so that is only logged there.

    Raises:
        OSError: the line cannot be written, and is vital.
    """
    line = {
        "time": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "account": account,
        "action": action,
        "entry": entry,
        "before": _digest(before),
        "after": _digest(after),
    }
    try:
        folder.append(folder.audit, json.dumps(line, ensure_ascii=False).encode() + b"\n")
    except OSError as error:
        if is_vital:
            raise
        log("not noted", logging.ERROR, error=error, action=action, entry=entry)


def _digest(data: bytes | None) -> str | None:
    return None if data is None else f"sha256:{sha256(data).hexdigest()}"
