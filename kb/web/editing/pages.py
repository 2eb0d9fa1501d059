"""The pages for editing: the desk, the form, history and steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from flask import Blueprint, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from kb.authoring.files.history import PastChange, find_history
from kb.authoring.roles import EditorialRole
from kb.translation.interface import gettext as _
from kb.web.accounts.guard import audit, get_account, require
from kb.web.accounts.pages import EditFrame, make_frame
from kb.web.addresses import EDITING, Address
from kb.web.editing.answers import NEW, Origin
from kb.web.editing.desk import make_desk
from kb.web.editing.request import BASE, FormRequest, written
from kb.web.editing.showing import crumbs_to
from kb.web.editing.steps import StepError, take
from kb.web.editing.writing import SAVING
from kb.web.page import Page, Reader
from kb.web.server.keeping import EditionKeeper
from kb.web.server.live import reader_of
from kb.web.server.settings import WebSettings

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class HistoryPage:
    """What git knows of an entry.

    Attributes:
        frame: who is at work.
        entry_id: whose history.
        changes: the newest first; None where there is no git.
    """

    frame: EditFrame
    entry_id: str
    changes: Sequence[PastChange] | None


def create_editing(keeper: EditionKeeper, settings: WebSettings) -> Blueprint:
    """The pages for editing.

    Args:
        keeper: gives the newest edition, and is told to look when something was saved.
        settings: of the server.
    """
    pages = _EditingPages(keeper, settings)
    editing = Blueprint("editing", __name__)
    both = ["GET", "POST"]
    rules: dict[str, tuple[Callable[..., BaseResponse], list[str]]] = {
        "desk": (pages.desk, ["GET"]),
        "new": (pages.new, both),
        "change": (pages.change, both),
        "history": (pages.history, ["GET"]),
        "step": (pages.step, ["POST"]),
    }
    for kind, (view, methods) in rules.items():
        guarded = require(EditorialRole.AUTHOR)(view)
        editing.add_url_rule(f"/<lang>/{EDITING[kind]}", kind, guarded, methods=methods)
    return editing


class _EditingPages:
    """The views."""

    def __init__(self, keeper: EditionKeeper, settings: WebSettings) -> None:
        self._keeper = keeper
        self._settings = settings

    def desk(self, lang: str) -> BaseResponse:
        """All entries by what they wait for."""
        reader = self._reader(lang, "desk")
        with reader.voices.speaking(lang):
            made = make_desk(reader, make_frame(get_account(request)))
            return written(reader, Page("edit_desk.html.j2", _("Editing"), made, is_listed=False))

    def new(self, lang: str) -> BaseResponse:
        """A new entry."""
        reader = self._reader(lang, "new")
        origin = Origin("", self._root / NEW, None)
        with reader.voices.speaking(lang):
            return FormRequest(self._keeper, reader, origin).answer()

    def change(self, lang: str, id: str) -> BaseResponse:  # noqa: A002 - as the addresses call it
        """An entry that is there, or was: what somebody typed is not lost with the file."""
        reader = self._reader(lang, "change", id)
        today = _name_today(reader, id)
        if today != id:
            if request.method != "POST":
                return redirect(reader.links.page("change", today), 303)
            reader = self._reader(lang, "change", today)
        with reader.voices.speaking(lang):
            try:
                path = self._path(reader, today)
                origin = Origin(today, path, path.read_bytes())
            except (NotFound, FileNotFoundError):
                if request.method != "POST":
                    raise NotFound from None
                origin = Origin("", self._root / NEW, None)
            is_gone = not origin.entry_id
            return FormRequest(self._keeper, reader, origin, is_gone=is_gone).answer()

    def history(self, lang: str, id: str) -> BaseResponse:  # noqa: A002 - as above
        """What git knows of an entry."""
        reader = self._reader(lang, "history", id)
        path = self._path(reader, id)
        with reader.voices.speaking(lang):
            changes = find_history(self._root, path)
            made = HistoryPage(make_frame(get_account(request)), id, changes)
            title = _("History of %(id)s") % {"id": id}
            page = Page("edit_history.html.j2", title, made, crumbs=crumbs_to(reader, id),
                        is_listed=False)  # fmt: skip
            return written(reader, page)

    def step(self, lang: str, id: str) -> BaseResponse:  # noqa: A002 - as above
        """Take a step: submit, publish, archive, or back."""
        # A form is read and shown before the lock: others can save meanwhile. If they change this
        # very entry, the step is not taken, for it names the state of the file that was seen.
        if BASE in request.form and (unsaved := self._ask_form(lang, id, FormRequest.find_unsaved)):
            return unsaved
        try:
            return redirect(self._take_step(lang, id), 303)
        except StepError as error:
            refusal = error
        return self._ask_form(lang, id, lambda form: form.refuse_step(refusal))

    def _take_step(self, lang: str, entry_id: str) -> str:
        """Take the step that was sent; where to go on."""
        with SAVING:
            self._keeper.refresh()  # what is judged is what stands in the files
            reader = self._reader(lang, "change", entry_id)
            path = self._path(reader, entry_id)
            with reader.voices.speaking(lang):
                taken = take(reader, get_account(request), path, request.form)
                audit(taken.action, entry_id, before=taken.before, after=taken.after)
            self._keeper.refresh()
        return reader.links.page("change", entry_id, query={"done": taken.status.value})

    def _ask_form(self, lang: str, entry_id: str, ask: Callable[[FormRequest], Answer]) -> Answer:
        """What the form of an entry says, with the file as it is now."""
        self._keeper.refresh()  # an entry that was just made is found
        reader = self._reader(lang, "change", entry_id)
        path = self._path(reader, entry_id)
        try:
            origin = Origin(entry_id, path, path.read_bytes())
        except FileNotFoundError:  # a moment ago it was there
            raise NotFound from None
        with reader.voices.speaking(lang):
            return ask(FormRequest(self._keeper, reader, origin))

    @property
    def _root(self) -> Path:
        return self._keeper.current.root

    def _path(self, reader: Reader, entry_id: str) -> Path:
        """The file of an entry; ids are looked up and never joined to a path."""
        path = reader.edition.content.paths.get(("practice", entry_id))
        if path is None or not path.is_file():
            raise NotFound
        return path

    def _reader(self, lang: str, kind: str, entry_id: str = "") -> Reader:
        return reader_of(self._keeper, Address(lang, kind, entry_id), self._settings.base_url)


def _name_today(reader: Reader, entry_id: str) -> str:
    """The id an entry has today: that of the one which had this id formerly, else the same."""
    content = reader.edition.content
    if ("practice", entry_id) in content.paths:
        return entry_id
    found = (one.id for one in content.practices.values() if entry_id in one.former_ids)
    return next(found, entry_id)
