"""Which commands there are, and the one sentence each is introduced with.

The sentence stands here alone: `kb --help` shows it without loading the command, and the
command's own page begins with it.
"""

from __future__ import annotations

from typing import NamedTuple

from kb.errors import N_


class Entry(NamedTuple):
    """One command: where it is defined, and what it does."""

    target: str
    """Module and function, "kb.cli.search:search"."""
    help: str
    is_hidden: bool = False


COMMANDS: dict[str, Entry] = {
    "search": Entry(
        "kb.cli.search:search", N_("Find practices, whatever language they were written in.")
    ),
    "show": Entry("kb.cli.show:show", N_("Read one practice, visit, group, partner or project.")),
    "list": Entry("kb.cli.listing:list_practices", N_("List practices in a table.")),
    "topics": Entry("kb.cli.topics:topics", N_("Show all topics and how many practices each has.")),
    "stats": Entry("kb.cli.stats:stats", N_("Count practices by country, topic, year and more.")),
    "export": Entry(
        "kb.cli.export:export",
        N_("Write chosen practices as a booklet, a table, a calendar or data."),
    ),
    "visit": Entry(
        "kb.cli.visit:visit", N_("Write everything for an exchange visit into one folder.")
    ),
    "form": Entry(
        "kb.cli.form:form", N_("Write a form for Word or Excel, empty or with what an entry holds.")
    ),
    "status": Entry(
        "kb.cli.status:status",
        N_("See which entries wait, and submit, publish or archive one."),
    ),
    "new": Entry(
        "kb.cli.new:new", N_("Describe a practice that is not there yet, question by question.")
    ),
    "import": Entry(
        "kb.cli.take_in:take_in",
        N_("Take in forms that came back, and say what went where."),
    ),
    "check": Entry(
        "kb.cli.check:check", N_("Say what is wrong in the entries, and how to mend it.")
    ),
    "fmt": Entry(
        "kb.cli.fmt:fmt", N_("Bring files to the house style; what they say stays the same.")
    ),
    "rename": Entry(
        "kb.cli.rename:rename",
        N_("Give a record another id; translations and references go along."),
    ),
    "review": Entry("kb.cli.review:review", N_("Say what a reader will miss in an entry.")),
    "translate": Entry(
        "kb.cli.translate:translate",
        N_("Translate entries: see what is missing, send texts out and take them back."),
    ),
    "glossary": Entry(
        "kb.cli.glossary:glossary",
        N_("Look up a term of law or administration, and how each language says it."),
    ),
    "init": Entry(
        "kb.cli.init:init",
        N_("Begin another knowledge base: other theme, other countries, other languages."),
    ),
    "serve": Entry("kb.cli.serve:serve", N_("Show the knowledge base as pages for a browser.")),
    "user": Entry("kb.cli.user:user", N_("Keep the accounts of those who edit in a browser.")),
    "build": Entry("kb.cli.build:build", N_("Write the pages as a site of plain files.")),
    "index": Entry("kb.cli.index:index", N_("Bring the search index up to date.")),
    "schema": Entry(
        "kb.cli.schema:schema", N_("Print the JSON Schema of a kind of file, for editors.")
    ),
    "quality": Entry(
        "kb.cli.quality:quality", N_("Measure how well the search finds what it should.")
    ),
    "docs": Entry("kb.cli.docs:docs", N_("Write the generated pages of docs/."), is_hidden=True),
}
"""All commands by name, in the order they are shown."""

TRANSLATE_COMMANDS: dict[str, Entry] = {
    "status": Entry("kb.cli.translate:status", N_("Count translated, outdated and missing texts.")),
    "update": Entry(
        "kb.cli.translate:update", N_("Bring catalogs up to date with entries that were edited.")
    ),
    "check": Entry(
        "kb.cli.translate:check",
        N_("Check figures, names, limits and the glossary's words in the translations."),
    ),
    "review": Entry(
        "kb.cli.translate:review", N_("Note that a person has read drafts and found them good.")
    ),
    "export": Entry("kb.cli.translate:export", N_("Write files for a translator or an agency.")),
    "import": Entry("kb.cli.translate:take_back", N_("Take back what a translator has sent.")),
    "extract": Entry(
        "kb.cli.translate:extract", N_("Print an entry's texts as an empty PO template.")
    ),
}
"""The commands of `kb translate`."""

USER_COMMANDS: dict[str, Entry] = {
    "add": Entry("kb.cli.user:add", N_("Add an account.")),
    "list": Entry("kb.cli.user:list_users", N_("List all accounts.")),
    "password": Entry("kb.cli.user:password", N_("Give an account another password.")),
    "role": Entry("kb.cli.user:role", N_("Change what an account may do.")),
    "remove": Entry("kb.cli.user:remove", N_("Remove an account.")),
}
"""The commands of `kb user`."""
