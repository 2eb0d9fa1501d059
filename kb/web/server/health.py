"""Whether the server is well: for whoever watches it, and nothing that is not public anyway."""

from __future__ import annotations

import json

from kb.version import __version__
from kb.web.server.answers import Whole
from kb.web.server.keeping import EditionKeeper

HEALTH = "/health"


def tell_health(keeper: EditionKeeper) -> Whole:
    """How this process is, as JSON.

    Keys: `status` ("ok", or "starting" while there is nothing to show), `edition` (another one
    whenever files changed), `fresh` (false while the newest files have faults and an edition
    before is shown), `practices`, `version`, `started`.
    """
    edition = keeper.edition
    data = {
        "status": "ok" if edition else "starting",
        "edition": edition.digest if edition else None,
        "fresh": keeper.is_fresh,
        "practices": len(edition.shelf.practices) if edition else 0,
        "version": __version__,
        "started": keeper.started.isoformat(timespec="seconds"),
    }
    headers = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
    status = "200 OK" if edition else "503 Service Unavailable"
    return Whole(status, headers, json.dumps(data).encode() + b"\n")
