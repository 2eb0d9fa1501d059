"""One request to a form: what was sent is checked, shown, compared or saved."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, jsonify, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from kb.authoring.files.editing import ChangedMeanwhileError
from kb.authoring.files.saving import Draft, draft_new, draft_update, in_shape_of
from kb.authoring.form.choices import Choices
from kb.authoring.form.citing import follow, tell_lost
from kb.authoring.form.composing import fill_from_tree
from kb.authoring.form.packing import unpack
from kb.authoring.form.questions import practice_form
from kb.authoring.merging import Merged, merge
from kb.authoring.roles import EditorialRole
from kb.content.findings import describe
from kb.errors import N_, KbError
from kb.model.base import Status
from kb.translation.interface import gettext as _
from kb.web.accounts.guard import NotAllowedError, get_account
from kb.web.accounts.pages import make_frame
from kb.web.editing.answers import Answers, Origin, answers_of, read_tree
from kb.web.editing.comparing import make_comparison
from kb.web.editing.fields import id_of
from kb.web.editing.lists import BUTTONS, change_list, find_removed
from kb.web.editing.preview import make_preview
from kb.web.editing.sent import read_fields
from kb.web.editing.showing import (
    CHECKED,
    NOTHING,
    Remarks,
    Writer,
    crumbs_to,
    make_form_page,
)
from kb.web.editing.steps import StepError
from kb.web.editing.writing import why_not_written, write_draft
from kb.web.page import Page, Reader
from kb.web.rendering import render_page
from kb.web.server.keeping import EditionKeeper

SHOW = "show"
"""What a button sends that only wants the form again, as those of the languages do."""
BASE = "base"
"""The field that holds the file as it was when the form was opened."""
_OWN = ("do", BASE, "csrf_token", "seen", "removed", "removed_at", "both", "taken")
"""Names of fields that say how it stands with the form, and are no answers."""
_UNPROCESSABLE = 422
_CONFLICT = 409
_UNAVAILABLE = 503


class IncompleteFormError(KbError):
    """Something of the form is missing that every browser sends."""

    status = 400
    title = N_("This form was not taken")


class FormRequest:
    """One request to a form.

    Args:
        keeper: is told to look when something was saved.
        reader: who asks.
        origin: the file it is about.
        is_gone: whether that file is not there any more; `origin` is then that of a new entry.
    """

    def __init__(
        self, keeper: EditionKeeper, reader: Reader, origin: Origin, *, is_gone: bool = False
    ) -> None:
        self._keeper = keeper
        self._reader = reader
        self._origin = origin
        self._is_gone = is_gone
        self._content = reader.edition.content
        self._choices = Choices(self._content, reader.lang)
        account = get_account(request)
        self._writer = Writer(reader, account, make_frame(account), self._choices)

    def answer(self) -> BaseResponse:
        """The page that fits what was asked or sent."""
        refusal = self._find_refusal()
        if request.method != "POST":
            if refusal:
                raise refusal
            stored = answers_of(self._content, self._choices, self._origin)
            return self._show(stored, Remarks(message=self._done()))
        sent = self._read()
        if self._is_gone:
            return self._show_lost(sent)
        if refusal:
            return self._show(sent, Remarks(is_checked=True, refusal=refusal), refusal.status)
        return self._act(sent)

    def find_unsaved(self) -> BaseResponse | None:
        """The form again, where a step is asked for before what was typed is saved."""
        sent = self._read()
        if not sent.is_changed:
            return None
        refusal = KbError(
            N_("You have typed something that is not saved yet. Save it first, then take the step.")
        )
        return self._show(sent, Remarks(is_checked=True, refusal=refusal, is_step=True), _CONFLICT)

    def refuse_step(self, refusal: StepError) -> BaseResponse:
        """The form again, with why the step was not taken.

        Raises:
            StepError: the same, where whoever asks may not open the form.
            FaultyEntryError: there is no form, for the file cannot be read without doubt.
        """
        if self._find_refusal():
            raise refusal
        stored = answers_of(self._content, self._choices, self._origin)
        remarks = Remarks(is_checked=True, refusal=refusal, is_step=True)
        return self._show(stored, remarks, refusal.status)

    def _read(self) -> Answers:
        """The answers that were sent."""
        origin = self._origin._replace(data=self._base())
        filled = read_fields(practice_form(), request.form)
        return Answers(self._content, self._choices, origin, filled)

    def _act(self, sent: Answers) -> BaseResponse:
        """Do what the button says that sent the form."""
        action, _colon, name = request.form.get("do", "check").partition(":")
        if action in BUTTONS:
            return self._change_list(sent, action, name)
        if action == "preview":
            return self._preview(sent)
        if action in ("compare", "save"):
            return self._finish(sent, action)
        if action == SHOW:
            return self._show_again(sent, is_checked=name == "checked")
        return self._check(sent)

    def _base(self) -> bytes | None:
        """The file as it was when the form was opened; None for a new entry."""
        if not self._origin.entry_id:
            return None
        base = unpack(request.form.get(BASE, ""))
        if base is None:
            raise IncompleteFormError(
                N_(
                    "The form was sent incompletely. Nothing was changed. Go back and send it "
                    "again."
                )
            )
        return base

    def _find_refusal(self) -> NotAllowedError | None:
        """Why whoever asks may not change the entry: a published one is changed by reviewers."""
        status = self._origin.tree.get("status")
        is_public = status in (Status.PUBLISHED.value, Status.ARCHIVED.value)
        if not is_public or self._writer.account.role.includes(EditorialRole.REVIEWER):
            return None
        if request.method == "POST":
            return NotAllowedError(
                N_(
                    "The entry has been published meanwhile, and what is published is changed by "
                    "reviewers. Nothing was changed. What you have typed stands below: copy it "
                    "and send it to one."
                )
            )
        return NotAllowedError(
            N_("Only reviewers may change a published entry. Tell one what should be different.")
        )

    def _done(self) -> str:
        """What has been done right before, in a sentence."""
        return {
            "saved": _("The entry is saved."),
            "unchanged": _("Nothing has changed, so nothing was written."),
            "submitted": _("The entry is submitted. A reviewer can publish it now."),
            "published": _("The entry is published."),
            "archived": _("The entry is archived."),
            "draft": _("The entry is a draft again."),
        }.get(self._reader.first("done"), "")

    # Buttons

    def _change_list(self, sent: Answers, action: str, name: str) -> BaseResponse:
        done = change_list(sent.filled, action, name, request.form.get("removed", ""))
        changed = Answers(self._content, self._choices, sent.origin, sent.filled)
        lost = tell_lost(done.uncited, sent.path)
        message = " ".join(describe(one, _) for one in lost)
        return self._show(
            changed, Remarks(focus=id_of(done.focus), message=message, removed=done.removed)
        )

    def _check(self, sent: Answers) -> BaseResponse:
        if request.accept_mimetypes.best == "application/json":
            told = {
                place: [{"sentence": one.sentence, "error": one.is_error} for one in some]
                for place, some in sent.problems().items()
            }
            return jsonify({"problems": told})
        return self._show(sent, CHECKED)

    def _preview(self, sent: Answers) -> BaseResponse:
        if sent.composed.shaped.record is None:
            return self._show(sent, CHECKED, _UNPROCESSABLE)
        made = make_preview(self._reader, self._writer.frame, sent, _sent())
        page = Page("edit_preview.html.j2", made.title, made, title_lang=made.lang,
                    crumbs=crumbs_to(self._reader, self._origin.entry_id),
                    is_listed=False)  # fmt: skip
        return written(self._reader, page)

    def _finish(self, sent: Answers, action: str) -> BaseResponse:
        """Compare or save, unless something has to be mended or somebody came first."""
        if sent.origin.data != self._origin.data:
            return self._bring_together(sent)
        if sent.has_errors:
            return self._show(sent, CHECKED, _UNPROCESSABLE)
        try:
            draft = self._draft(sent)
            if action == "save":
                return self._save(sent, draft)
        except KbError as error:
            return self._show(sent, Remarks(is_checked=True, refusal=error), _UNPROCESSABLE)
        made = make_comparison(self._reader, self._writer.frame, sent, draft, _sent())
        page = Page("edit_compare.html.j2", _("Before the entry is saved"), made,
                    crumbs=crumbs_to(self._reader, self._origin.entry_id),
                    is_listed=False)  # fmt: skip
        return written(self._reader, page)

    def _draft(self, sent: Answers) -> Draft:
        if self._origin.entry_id:
            return draft_update(self._origin.path, sent.composed.tree, before=sent.origin.data)
        return draft_new(self._content, sent.composed.tree)

    # Saving

    def _save(self, sent: Answers, draft: Draft) -> BaseResponse:
        try:
            draft, is_written = write_draft(self._keeper, draft, sent.composed.tree)
        except ChangedMeanwhileError:
            return self._came_second(sent, draft)
        except OSError as error:
            refusal = why_not_written(error)
            return self._show(sent, Remarks(is_checked=True, refusal=refusal), _UNAVAILABLE)
        query = {"done": "saved" if is_written else "unchanged"}
        return redirect(self._reader.links.page("change", draft.entry_id, query=query), 303)

    # Somebody else came first

    def _came_second(self, sent: Answers, draft: Draft) -> BaseResponse:
        """Somebody else wrote the file between reading and writing it, or took it away."""
        try:
            self._origin = self._origin._replace(data=draft.path.read_bytes())
        except OSError:
            self._origin = Origin("", self._origin.path, None)
            return self._show_lost(sent)
        return self._bring_together(sent)

    def _show_lost(self, sent: Answers) -> BaseResponse:
        """The file is gone: what was typed is kept as that of a new entry."""
        kept = Answers(self._content, self._choices, self._origin, sent.filled)
        message = _(
            "Somebody has deleted this entry meanwhile. Your text is below, and nothing of it is "
            "lost: if you save it, it becomes a new entry."
        )
        return self._show(kept, Remarks(message=message, is_lost=True), _CONFLICT)

    def _bring_together(self, sent: Answers) -> BaseResponse:
        """Somebody else has saved since: both changes are kept, and contradictions shown."""
        before = sent.stored
        now = read_tree(self._origin.data or b"", self._origin.path)
        mine = in_shape_of(before, sent.composed.tree)
        merged = merge(before, now, mine, sent.doubtful - sent.untouched)
        theirs = fill_from_tree(merged.tree)
        own, _told = follow(sent.closed, merged.moved)
        filled = {key: one for key, one in own.items() if key not in merged.taken}
        filled |= {key: one for key, one in theirs.items() if key in merged.taken}
        answers = Answers(self._content, self._choices, self._origin, filled)
        remarks = Remarks(is_checked=answers.has_errors, merged=merged)
        return self._show(answers, remarks, _CONFLICT)

    # The page

    def _show_again(self, sent: Answers, *, is_checked: bool) -> BaseResponse:
        """The form as it was, with all that was said: in another language, say."""
        theirs = {key: sent.stored.get(key) for key in _known_keys("both")}
        taken = frozenset(_known_keys("taken"))
        removed = find_removed(request.form.get("removed_at", ""), request.form.get("removed", ""))
        merged = Merged({}, theirs, taken) if theirs or taken else None
        return self._show(sent, Remarks(is_checked, merged=merged, removed=removed))

    def _show(
        self, answers: Answers, remarks: Remarks = NOTHING, status: int = 200
    ) -> BaseResponse:
        sent = request.form
        remarks = replace(remarks, by=sent.get("by", ""), note=sent.get("note", ""))
        page = make_form_page(self._writer, self._origin, answers, remarks, status)
        return written(self._reader, page)


def _sent() -> list[tuple[str, str]]:
    """What the form sent, to be sent once more by the next page."""
    return [(name, one) for name in request.form if name not in _OWN
            for one in request.form.getlist(name)]  # fmt: skip


def _known_keys(name: str) -> list[str]:
    """Keys of questions that a hidden field names."""
    known = {one.key for one in practice_form().questions()}
    return [one for one in request.form.getlist(name) if one in known]


def written(reader: Reader, page: Page) -> Response:
    """A page as an answer."""
    answer = Response(render_page(reader, page), page.status, mimetype="text/html")
    answer.headers["Content-Language"] = reader.lang
    return answer
