"""Typed records: what a practice, partner, group, visit, project and vocabulary are."""

from kb.model.base import Event, Link, Press, Record, Source
from kb.model.glossary import Glossary, GlossaryTerm
from kb.model.group import Group
from kb.model.partner import Partner
from kb.model.practice import Practice
from kb.model.project import Project
from kb.model.settings import Settings
from kb.model.visit import Visit
from kb.model.vocabulary import Concept, Vocabulary

__all__ = [
    "Concept",
    "Event",
    "Glossary",
    "GlossaryTerm",
    "Group",
    "Link",
    "Partner",
    "Practice",
    "Press",
    "Project",
    "Record",
    "Settings",
    "Source",
    "Visit",
    "Vocabulary",
]
