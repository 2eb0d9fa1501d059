"""Reads a Word form that came back.

Each answer is found by the tag of its field. Where fields got lost (in Google Docs and Pages, or
because somebody pasted over them) the label beside the answer tells, in any of the base's
languages. Text that belongs to no question becomes a finding, so that nothing gets lost unseen.
"""

from __future__ import annotations

from pathlib import Path

from kb.authoring.form.composing import FilledForm
from kb.authoring.form.questions import practice_form
from kb.authoring.intake.filekinds import Fault
from kb.authoring.intake.madefrom import MadeFrom, unpack_made_from
from kb.authoring.intake.opening import Members, find_main, open_package
from kb.authoring.intake.received import Received, ReceivedForm
from kb.authoring.intake.stamp import FORM_VERSION, Stamp, find_stamp, is_own
from kb.authoring.intake.wordform import phrases
from kb.authoring.intake.wordform.collecting import Collector, is_group
from kb.authoring.intake.wordform.contents import Contents, read_contents
from kb.authoring.intake.wordform.known import Known
from kb.authoring.intake.wordform.memory import read_memory
from kb.authoring.intake.wordform.package import STAMP_PROPERTY
from kb.authoring.intake.wordform.walking import Walker
from kb.content.store import Content
from kb.errors import Issue, Location

_MOST_TAGS = 1_000_000
"""A filled form has some twenty thousand."""
_MOST_MEGABYTES = 16
_HEAD = 20_000


class WordReader:
    """Reads the forms of one knowledge base.

    Args:
        content: the knowledge base.
    """

    def __init__(self, content: Content) -> None:
        self._known = Known(content)
        self._content = content

    def read(self, data: bytes | Members, path: Path) -> Received:
        """The form in a DOCX file, and what is to be said about it before anybody composes it.

        Args:
            data: the file, or its members if it was opened before.
            path: names it in findings.
        """
        members = open_package(data, path) if isinstance(data, bytes) else data
        if isinstance(members, list):
            return Received((), members)
        try:
            return Received([self._read(members, path)])
        except Fault as fault:
            return Received((), [Issue(fault.code, Location.of_file(path), fault.params)])

    def _read(self, members: Members, path: Path) -> ReceivedForm:
        main = find_main(members)
        if not main or b"wordprocessingml" not in members[main][:_HEAD]:
            raise Fault("KB758")
        if members[main].count(b"<") > _MOST_TAGS:
            raise Fault("KB751", unpacked=str(_MOST_MEGABYTES))
        contents = read_contents(members, main)
        stamp = _stamp_of(contents)
        if stamp and stamp.version > FORM_VERSION:
            raise Fault("KB758", newer=str(stamp.version))
        if stamp and not is_own(self._content, stamp):
            raise Fault("KB758", other=stamp.base)
        collector = Collector(path)
        memory = read_memory(members)
        Walker(self._known.of_form(memory), collector).walk(contents)
        if not collector.asked:
            raise Fault("KB758")
        return _form(path, stamp, collector, memory.made_from)


def read_word_form(data: bytes | Members, path: Path, content: Content) -> Received:
    """The same for a single file; several are read faster by one `WordReader`."""
    return WordReader(content).read(data, path)


def _form(path: Path, stamp: Stamp | None, collector: Collector, made_from: str) -> ReceivedForm:
    all_names = {one.name for one in practice_form().all_questions() if not is_group(one)}
    entry_id = stamp.entry_id if stamp else ""
    form = FilledForm(path, collector.finished(), phrases.whole_form(), entry_id)
    asked = frozenset(collector.asked)
    return ReceivedForm(
        form,
        None if asked >= all_names else asked,
        tuple(collector.issues),
        made_from=_made_from(stamp, made_from) if stamp and entry_id else None,
    )


def _made_from(stamp: Stamp, packed: str) -> MadeFrom | None:
    """What the entry said when the form was made; older forms do not know."""
    if found := unpack_made_from(packed, stamp.digest):
        return found
    return MadeFrom(stamp.digest) if stamp.digest else None


def _stamp_of(contents: Contents) -> Stamp | None:
    """What the form says about itself: unseen, in its last line, or at the foot of its pages."""
    if found := find_stamp(contents.properties.get(STAMP_PROPERTY, "")):
        return found
    return find_stamp(contents.text) or find_stamp(contents.footers)
