"""What a Word form says besides its questions, in the language spoken."""

from __future__ import annotations

from kb.authoring.form.questions import Kind, Need, Question
from kb.model.settings import Operator
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext, pgettext

_OPEN = (Kind.COUNTRY, Kind.LANGUAGE, Kind.CURRENCY)
"""Kinds of which all values are known, but only some are listed."""


def placeholder(question: Question) -> str:
    """What an empty field shows."""
    if not question.has_choices:
        return text_hint()
    if takes_other_words(question):
        return pgettext("form", "Choose or write")
    return pgettext("form", "Choose")


def text_hint() -> str:
    """What an empty field for text shows."""
    return pgettext("form", "Write here")


def takes_other_words(question: Question) -> bool:
    """Whether a list only suggests answers."""
    return bool(question.known_key) or question.kind in _OPEN


def need_mark(question: Question) -> str:
    """In words whether an answer is needed; "" where it may be left out."""
    if question.need is Need.OPTIONAL:
        return ""
    if question.is_in_spare_part:
        return _("Needed if you fill in this part")
    return _("Needed for publication")


def limit_note(question: Question) -> str:
    """How long an answer should be at most; "" where nothing is said."""
    if not question.limit or question.kind is not Kind.TEXT:
        return ""
    sentence = (
        ngettext(
            "Each line has at most about %(num)d character.",
            "Each line has at most about %(num)d characters.",
            question.limit,
        )
        if question.is_list
        else ngettext(
            "At most about %(num)d character.", "At most about %(num)d characters.", question.limit
        )
    )
    return sentence % {"num": question.limit}


def example_note(question: Question) -> str:
    """An invented answer, called so; "" where there is none."""
    if not question.example:
        return ""
    return _("Example: %(example)s") % {"example": question.example}


def heading(entry_title: str) -> str:
    """What the form is for."""
    if entry_title:
        return _("Corrections to “%(title)s”") % {"title": entry_title}
    return _("Tell us about your practice")


def introduction() -> tuple[str, str]:
    """For whom it is, and how it is filled in."""
    return (
        _(
            "This form is for everybody who knows the work on the spot: coordinators, partners, "
            "volunteers. Write in your own language, as you would tell a colleague. What you do "
            "not know stays empty; what is needed for publication is marked."
        ),
        _(
            "Click on a grey field and write. Where there is a list, choose from it. If a table "
            "has too few rows, copy its last row and paste it below."
        ),
    )


def short_note() -> str:
    """What a form says that does not ask everything."""
    return _("This form asks the most important things. All else can be added later.")


def ending() -> str:
    """The heading below which stands where it goes."""
    return pgettext("form", "Done?")


def way_back(operator: Operator | None) -> str:
    """Whom to send it to."""
    if operator is None:
        return _("Save the file and send it back to the person you have it from.")
    if operator.email is None:
        return _("Save the file and send it to %(name)s.") % {"name": operator.name}
    sentence = _("Save the file and send it to %(name)s: %(email)s.")
    return sentence % {"name": operator.name, "email": operator.email}


def reference(stamp: object) -> str:
    """The line that tells whose form it is."""
    return _("Please leave this line as it is: %(reference)s") % {"reference": str(stamp)}


def more_blocks() -> str:
    """How to get one more where a table holds one thing."""
    return _("If you need more of these, copy a whole table and paste it below the last one.")


def group_number(group: Question, number: int) -> str:
    """The heading of one of several: "Result 2"."""
    return group.numbered(number)


def whole_form() -> str:
    """Where something is missing that has no place of its own."""
    return pgettext("form", "the form")


def number_head() -> str:
    """Above the numbers of rows."""
    return pgettext("form", "No.")


def page_words() -> tuple[str, str]:
    """Before the number of the page, and between it and how many there are."""
    before, _mark, after = pgettext("form", "Page %(page)s of %(pages)s").partition("%(page)s")
    return before, after.replace("%(pages)s", "")
