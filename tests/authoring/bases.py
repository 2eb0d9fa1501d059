"""Small knowledge bases for tests of forms, and answers to them."""

from __future__ import annotations

import copy
from pathlib import Path

from kb.authoring.form.answers import fill_answers
from kb.authoring.form.composing import FilledForm, Typed
from kb.content.store import Content, load_content
from tests.factories import PARTNER, TOPICS, practice_data, write_base

PARTNERS = {
    "at-verein": {**PARTNER, "other_names": ["Dorfverein", "VaD"]},
    "fi-kylayhdistys": {
        "language": "fi-FI",
        "name": "Kyläyhdistys",
        "kind": "association",
        "country": "FI",
        "languages": ["fi"],
    },
}
STUB = {
    "title": "Radwerkstatt",
    "language": "de-AT",
    "location.country": "AT",
    "location.municipality": "Oberhügel",
}


def make_content(folder: Path) -> Content:
    """A base with one practice, two partners and four topics, two of which share a name."""
    topics = copy.deepcopy(TOPICS)
    for concept in topics["concepts"][1:3]:
        concept["labels"]["de"].setdefault("alternative", []).append("Treffpunkt")
    return load_content(
        write_base(folder, [practice_data()], partners=PARTNERS, vocabularies={"topics": topics})
    )


def filled_form(path: Path = Path("form.docx"), /, **more: str) -> FilledForm:
    """A form with the answers of a stub; others by name with "__" for ".", each at its name."""
    answers = STUB | {name.replace("__", "."): text for name, text in more.items()}
    typed = {name: Typed(text, name) for name, text in answers.items()}
    return FilledForm(path, fill_answers(typed))
