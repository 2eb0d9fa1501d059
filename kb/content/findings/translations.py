"""Translations: KB6xx."""

from __future__ import annotations

from kb.content.findings.finding import error, hint
from kb.errors import N_

TRANSLATIONS = (
    error(
        "KB601",
        N_(
            "The catalog is damaged: this line is no part of a PO file: “%(value)s”. Mend it in "
            "your PO editor, or take the last good version."
        ),
        N_("What cannot be read is shown in another language, as if nobody had translated it."),
        N_(
            "Open the file in Poedit or run “msgfmt --check” on it: both name the line. Often a "
            "quotation mark is missing, or a conflict of versions was not resolved."
        ),
        encoding=N_("The catalog is not saved as UTF-8. Save it again with the encoding UTF-8."),
    ),
    hint(
        "KB602",
        N_(
            "The catalog belongs to no record: there is no “%(value)s”. Note the old id under "
            "“former_ids” of the practice that was renamed, or delete the catalog."
        ),
        N_("Its translations are not shown anywhere."),
        N_(
            "If the practice was renamed, write “former_ids: [old-id]” and run “kb translate "
            "update”: the catalogs move along."
        ),
    ),
    hint(
        "KB603",
        N_("Texts of the source are missing in this catalog. Run “kb translate update %(value)s”."),
        N_("Translators do not see what is to be translated."),
        N_("“kb translate update” adds new texts and keeps all there is."),
    ),
    hint(
        "KB604",
        N_(
            "The comment “%(value)s” is not understood. Write “kb: ignore number: reason”, or one "
            "of: %(known)s."
        ),
        N_("A remark meant to pass over a check does nothing, and nobody notices."),
        N_(
            "After “kb: ignore” stands the kind of check, a colon, and the reason why the text is "
            "right as it is."
        ),
        reason=N_(
            "The comment “%(value)s” gives no reason. Write it behind a colon: “kb: ignore "
            "%(kind)s: because …”."
        ),
    ),
    hint(
        "KB605",
        N_("The comment “%(value)s” is no longer needed. Delete it."),
        N_("A forgotten exception would hide the next fault of this kind."),
        N_("Delete the comment in the PO file; the check is silent without it."),
    ),
    error(
        "KB611",
        N_(
            "“%(value)s” of the source does not stand in the translation. Write it, for example "
            "as “%(expected)s”."
        ),
        N_("Readers of the translation would go away with another fact."),
        N_(
            "Numbers, dates and amounts stand in every language, written its own way. If the "
            "text is right as it is, say so above it: “# kb: ignore number: reason”."
        ),
    ),
    error(
        "KB612",
        N_(
            "“%(value)s” stands in the translation and not in the source. Delete it, or correct "
            "the number."
        ),
        N_("Six regions must not become five, and no figure may come from nowhere."),
        N_(
            "Compare both texts. If the translation is right as it is, say so above it: “# kb: "
            "ignore number: reason”."
        ),
    ),
    error(
        "KB613",
        N_("The name “%(value)s” does not stand in the translation. Write it as “%(expected)s”."),
        N_("Who wants to know more looks for the organisation or place by its name."),
        N_(
            "Keep names of organisations as they are, with an explanation where it helps. Places "
            "may have their name in the other language."
        ),
    ),
    error(
        "KB614",
        N_("“%(value)s” must stand in the translation just as in the source. Copy it."),
        N_("A changed address leads nowhere, and a changed placeholder breaks the text."),
        N_("Copy it from the source, letter by letter."),
    ),
    hint(
        "KB615",
        N_(
            "The translation has %(count)s characters; up to %(limit)s are easy to read. Shorten "
            "it if you can."
        ),
        N_("Long texts do not fit cards and booklets."),
        N_("Say the same with fewer words. Some languages need fewer characters for the same."),
    ),
    hint(
        "KB616",
        N_("The glossary says “%(expected)s” for “%(value)s”. Use it, or change the glossary."),
        N_("One thing should have one name in all entries, or readers take it for two."),
        N_(
            "“kb glossary TERM” shows definition and translations. Where the word means something "
            "else here, say so above the text: “# kb: ignore term: reason”."
        ),
    ),
    hint(
        "KB617",
        N_("“%(value)s” has no equivalent: keep the word, and explain it: “%(expected)s”."),
        N_("A near word of another country's law would promise what is not meant."),
        N_("Write the original word and, at its first mention, the explanation in brackets."),
        explain=N_(
            "“%(value)s” is not explained anywhere in this translation. Explain it once, for "
            "example: “%(expected)s”."
        ),
    ),
    hint(
        "KB621",
        N_("The translation of this text is older than the text itself: %(langs)s."),
        N_("Readers of that language see what was true before the edit."),
        N_(
            "Run “kb translate update”, and mend the marked texts in the PO files. Where only a "
            "typing error was corrected, “kb translate update ID --minor” keeps them valid."
        ),
    ),
    hint(
        "KB622",
        N_("Not translated yet, by language and number of texts: %(counts)s."),
        N_("Readers of that language see another language in its place."),
        N_("“kb translate update” puts the texts into the PO files, to be translated there."),
    ),
)
