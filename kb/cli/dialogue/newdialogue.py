"""`kb new` as a dialogue: taken up again, kept after each answer, saved at its end."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kb.authoring.dialogue.asking import Dialogue, State, find_unanswered
from kb.authoring.dialogue.unfinished import AnswerKeeper, Unfinished, find_unfinished, new_path
from kb.authoring.form.choices import Choices
from kb.cli import EXIT_INTERRUPTED
from kb.cli.check import EXIT_FINDINGS
from kb.cli.dialogue.advisor import Advisor
from kb.cli.dialogue.conversation import Back, Left, no_word, yes_word
from kb.cli.dialogue.interview import Interview, Known
from kb.cli.dialogue.newentry import print_draft, tell_next
from kb.cli.dialogue.terminal import Keyboard, Terminal
from kb.cli.output import tell
from kb.content.findings import is_error
from kb.errors import N_, UsageError
from kb.translation.interface import gettext as _
from kb.translation.telling import reason_label

if TYPE_CHECKING:
    from kb.authoring.files.saving import Draft
    from kb.cli.dialogue.newentry import Wish
    from kb.knowledgebase import KnowledgeBase


class NewDialogue:
    """One run of `kb new` at a terminal.

    Args:
        base: the knowledge base.
        cache: folder for dictionaries.
        folder: where this user's unfinished answers are kept.
        wish: the options.
        terminal: where to ask; the one the command was started from if not given.
    """

    def __init__(
        self,
        base: KnowledgeBase,
        cache: Path | None,
        folder: Path,
        wish: Wish,
        terminal: Terminal | None = None,
    ) -> None:
        from kb.knowledgebase import default_cache

        self._base = base
        self._folder = folder
        self._wish = wish
        self._terminal = terminal or Keyboard()
        self._advisor = Advisor(base.content, cache or default_cache())
        self._choices = Choices(base.content, wish.lang)
        self._keeper: AnswerKeeper | None = None
        self._begin(State())

    def _begin(self, state: State, path: Path | None = None) -> None:
        self._dialogue = Dialogue(self._base.content, self._choices, state, self._wish.entry_id)
        path = path or new_path(self._folder, self._base.root)
        self._keeper = AnswerKeeper(path, self._base.root)
        self._interview = Interview(self._dialogue, self._terminal, self._advisor, self._keep)

    def run(self, answers: Mapping[str, str], resume: bool) -> int:
        """Ask, and save what was answered; the exit code.

        Args:
            answers: what the options said, by name.
            resume: go on with what was kept, unasked.

        Raises:
            UsageError: nothing was kept.
            KbError: the entry cannot be written; the answers are kept.
        """
        try:
            self._take_up(resume)
            self._interview.introduce()
            self._interview.tell_issues(self._dialogue.prefill(answers))
            return self._finish()
        except Left:
            self._tell_left()
            return 0
        except (EOFError, KeyboardInterrupt):
            with suppress(OSError):  # the terminal may be gone
                self._terminal.say()
                self._tell_left()
            return EXIT_INTERRUPTED
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            return EXIT_INTERRUPTED  # the terminal was closed; the answers are kept
        except Known as known:
            tell(_("Then add what you know to that entry:"))
            tell(f"  kb show {known.entry_id}")
            tell(f"  kb form --entry {known.entry_id}")
            self._tell_left()
            return 0

    def _take_up(self, resume: bool) -> None:
        """Go on with kept answers, if there are any and they are wanted."""
        found = find_unfinished(self._folder, self._base.root)
        if resume and not found:
            raise UsageError(N_("No answers were kept. Begin with “kb new”."))
        for one in found:
            if resume or self._is_wanted(one):
                self._begin(one.state, one.path)
                return

    def _is_wanted(self, kept: Unfinished) -> bool:
        from kb.translation.formats import format_day

        day = format_day(kept.changed.astimezone().date().isoformat(), self._wish.lang)
        if kept.title:
            sentence = _("Go on with “%(title)s” from %(day)s?")
        else:
            sentence = _("Go on with the answers from %(day)s?")
        params = {"title": kept.title, "day": day}
        try:
            return self._interview.choose(sentence % params, (yes_word(), no_word())) == 0
        except Back:
            return False

    def _keep(self) -> None:
        """Keep the answers; say it once if that is not possible."""
        if self._keeper is None:
            return
        try:
            self._keeper.keep(self._dialogue.state)
        except OSError as error:
            self._keeper = None
            reason = reason_label(error.strerror)
            sentence = _("Your answers cannot be kept for another day: %(reason)s.")
            tell(sentence % {"reason": reason})

    def _tell_left(self) -> None:
        if self._keeper and self._dialogue.state.answers:
            self._keep()
            tell(_("Your answers are kept. “kb new --resume” goes on, “kb new --discard” forgets "
                   "them."))  # fmt: skip

    def _finish(self) -> int:
        """Ask until the answers make an entry that is wanted, and save it."""
        while True:
            self._interview.run()
            composed = self._dialogue.compose()
            issues = [*self._dialogue.check(), *find_unanswered(composed, "location.country")]
            errors = [one for one in issues if is_error(one)]
            if errors:
                self._interview.tell_issues(errors)
                if self._dialogue.reopen(one.where.place for one in errors):
                    continue
                self._tell_left()
                return EXIT_FINDINGS
            try:
                if not self._wish.yes:
                    self._interview.ask_nearby(composed.tree)
                draft = self._draft()
                if not self._is_accepted(draft):
                    raise Left
            except Back:
                self._dialogue.go_back()
                continue
            self._save(draft)
            return 0

    def _draft(self) -> Draft:
        from kb.authoring.files.saving import draft_new

        tree = self._dialogue.compose().tree
        return draft_new(self._base.content, tree, entry_id=self._wish.entry_id, with_help=True)

    def _is_accepted(self, draft: Draft) -> bool:
        if self._wish.yes or self._wish.dry_run:
            return True
        path = draft.path.relative_to(self._base.root).as_posix()
        sentence = _("Save as %(path)s? “?” shows the file.") % {"path": path}

        def show() -> None:
            self._terminal.rows(draft.after.decode().splitlines(), is_cut=False)

        return self._interview.choose(sentence, (yes_word(), no_word()), show) == 0

    def _save(self, draft: Draft) -> None:
        from kb.model.practice import missing_for_publication

        if not self._wish.dry_run:
            draft.save()
            if self._keeper:
                self._keeper.discard()
        print_draft(draft, self._base.root, self._wish)
        shaped = self._dialogue.compose().shaped
        record = shaped.record or shaped.rest
        missing = missing_for_publication(record) if record else ()
        if not self._wish.quiet:
            tell_next(draft, missing, self._base.root, self._wish)
