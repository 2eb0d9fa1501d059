"""Hints for good entries: KB5xx."""

from __future__ import annotations

from kb.content.findings.finding import hint
from kb.errors import N_

HINTS = (
    hint(
        "KB501",
        N_(
            "“%(key)s” has %(count)s characters; up to %(limit)s are easy to read. Shorten it if "
            "you can."
        ),
        N_("Long texts do not fit cards and booklets, and every language has to translate them."),
        N_("Keep to one thought for each list item, and move detail to “context” or “resources”."),
        label=N_(
            "“%(label)s” has %(count)s characters; up to %(limit)s are easy to read. Shorten it "
            "if you can."
        ),
    ),
    hint(
        "KB502",
        N_("The entry has %(count)s topics. Keep the %(limit)s that matter most."),
        N_("Who filters by a topic wants entries that are about it."),
        N_("Narrow topics make wider ones superfluous: these are found through the vocabulary."),
    ),
    hint(
        "KB503",
        N_(
            "The entry should have been looked over by %(value)s. Check links, contacts and "
            "figures, and set “review”."
        ),
        N_("Old contacts and figures make readers doubt the rest."),
        N_("Write who checked and when: “review: {by: …, on: …}”."),
    ),
    hint(
        "KB504",
        N_(
            "The exception for %(code)s at “%(id)s” is no longer needed. Delete it from "
            "exceptions.yaml."
        ),
        N_("A forgotten exception would hide the next fault of this kind."),
        N_("Delete the item from practices/exceptions.yaml."),
    ),
    hint(
        "KB505",
        N_(
            "This file is not read because of its name or place. Practices belong in "
            "practices/<country>/ and end in “.yaml”: move or rename it."
        ),
        N_("Its author believes it is part of the knowledge base."),
        N_(
            "Country folders have two small letters, such as practices/at/. Files that are no "
            "records belong outside of practices/."
        ),
        link=N_(
            "This link leads out of the knowledge base and is not followed. Copy the file to "
            "this place instead."
        ),
    ),
    hint(
        "KB506",
        N_("The language “%(value)s” is given without a region. Write %(near)s, for example."),
        N_("The region decides how dates and amounts are written, and how words are read aloud."),
        N_("Add a hyphen and the country's code."),
    ),
)
