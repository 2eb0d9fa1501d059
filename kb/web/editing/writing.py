"""Writing an entry's file: one at a time, each once, and noted."""

from __future__ import annotations

import errno
import logging
from collections.abc import Mapping
from threading import Lock

from kb.authoring.files.editing import ChangedMeanwhileError
from kb.authoring.files.saving import Draft, draft_new
from kb.content.yamlfile import Tree
from kb.errors import N_, KbError
from kb.web.accounts.audit import Action
from kb.web.accounts.guard import audit
from kb.web.server.keeping import EditionKeeper
from kb.web.server.logs import log

SAVING = Lock()
"""Held while a file is compared with what it was and written, so that no two do so at once."""
_MOST_TRIES = 5
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def write_draft(
    keeper: EditionKeeper, draft: Draft, tree: Mapping[str, Tree]
) -> tuple[Draft, bool]:
    """Write the file; what was written under which name, and whether that was needed.

    A new entry gets another name where somebody took it this moment; one that was sent twice is
    written once.

    Args:
        keeper: is told to look.
        draft: what to write.
        tree: the answers, for another try.

    Raises:
        ChangedMeanwhileError: somebody else changed the entry since.
        KbError: it cannot be written.
        OSError: the folder is read-only or the disk full.
    """
    with SAVING:
        for _number in range(_MOST_TRIES):
            if draft.is_unchanged:
                return draft, False
            if twin := _find_twin(draft):
                return twin, True
            try:
                draft.save()
            except ChangedMeanwhileError:
                if not draft.is_new:
                    raise
                keeper.refresh()
                draft = draft_new(keeper.current.content, tree)
                continue
            _note("created" if draft.is_new else "changed", draft, keeper)
            return draft, True
    raise KbError(N_("There is no name left for this entry. Choose another title."))


def why_not_written(error: OSError) -> KbError:
    """What to tell somebody whose text the system did not take."""
    if error.errno in _FULL:
        return KbError(
            N_(
                "The server's disk is full, so nothing was saved. Leave this page open until "
                "whoever looks after the server has made room, then save again."
            )
        )
    if error.errno in _FORBIDDEN:
        return KbError(
            N_(
                "The server may not write into the folder of the entries, so nothing was saved. "
                "Leave this page open, tell whoever looks after the server, then save again."
            )
        )
    return KbError(
        N_("The file cannot be written: %(reason)s. Nothing was changed."),
        reason=error.strerror or str(error),
    )


def _find_twin(draft: Draft) -> Draft | None:
    """A new entry that holds the very same already: somebody pressed the button twice."""
    if not draft.is_new:
        return None
    stem = draft.entry_id.rstrip("0123456789").rstrip("-")
    alike = sorted(draft.path.parent.glob(f"{stem}*.yaml"))
    found = next((one for one in alike if one.read_bytes() == draft.after), None)
    return Draft(found.stem, found, draft.after, draft.after) if found else None


def _note(action: Action, draft: Draft, keeper: EditionKeeper) -> None:
    """Write down that it was saved, and show it; it is saved whatever becomes of that."""
    audit(action, draft.entry_id, before=draft.before, after=draft.after)
    try:
        keeper.refresh()
    except OSError as error:
        log("saved, but not shown", logging.ERROR, error=error, entry=draft.entry_id)
