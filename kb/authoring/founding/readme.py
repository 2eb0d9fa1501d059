"""The README of a new knowledge base, in the language spoken: for those who open its folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.content.root import PRACTICES, SETTINGS_FILE
from kb.translation.formats import country_name, format_list, language_name
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext


def render_readme(
    *,
    title: str,
    theme: str,
    languages: Sequence[str],
    countries: Sequence[str],
    unspoken: Sequence[str],
    licence: str,
    example: str,
    lang: str,
) -> str:
    """What the knowledge base is, and what to do first.

    Args:
        title: its name.
        theme: what its practices are about; may be empty.
        languages: tags it is read in.
        countries: codes it is about.
        unspoken: those of its languages that the program does not speak.
        licence: id of the licence of its entries.
        example: path of the invented entry.
        lang: tag of the language spoken.
    """
    blocks = [
        f"# {title}",
        _("A knowledge base of good practice."),
        _list(_facts(theme, languages, countries, lang)),
        _(
            "Entries are text files, one for each practice. To write, check, find, translate, "
            "print and publish them there is the program kb."
        ),
        *_about_unspoken(unspoken, lang),
        "## " + pgettext("readme", "What to do first"),
        "\n".join(f"{number}. {step}" for number, step in enumerate(_steps(example), 1)),
        "## " + pgettext("readme", "Commands to begin with"),
        "\n".join(["```sh", *_aligned(_commands()), "```"]),
        "## " + pgettext("readme", "What lies where"),
        _list(_places()),
        _("Entries stand under this licence unless they say otherwise: %(licence)s")
        % {"licence": licence},
    ]
    return "\n\n".join(blocks) + "\n"


def _facts(
    theme: str, languages: Sequence[str], countries: Sequence[str], lang: str
) -> Iterator[tuple[str, str]]:
    """What the knowledge base is about."""
    if theme:
        yield pgettext("readme", "Theme"), theme
    tongues = [language_name(one, lang) for one in languages]
    yield pgettext("about", "Languages"), format_list(tongues, lang)
    places = [country_name(one, lang) for one in countries]
    yield pgettext("page", "Countries"), format_list(places, lang)


def _about_unspoken(unspoken: Sequence[str], lang: str) -> Iterator[str]:
    """Which of its languages the program does not speak, if there are any."""
    if unspoken:
        sentence = _(
            "The program itself does not speak %(languages)s yet: there, messages and buttons are "
            "English, and the entries are in their own language."
        )
        names = [language_name(one, lang) for one in unspoken]
        yield sentence % {"languages": format_list(names, lang)}


def _list(lines: Iterator[tuple[str, str]]) -> str:
    """Names and what is said of them, below each other."""
    # Translators: a line of a list, such as "Languages: French and Estonian".
    line = pgettext("readme", "%(name)s: %(value)s")
    return "\n".join(f"- {line}" % {"name": name, "value": value} for name, value in lines)


def _steps(example: str) -> tuple[str, ...]:
    read = _(
        "Read the example, `%(path)s`. A comment above each key says what belongs there. It is "
        "invented, and a draft that readers do not see. Delete it, its partner and their catalogs "
        "when you have entries of your own."
    )
    return (
        read % {"path": example},
        _("Replace the topics and target groups in `practices/vocabulary/` by your own."),
        _("Put the folder under version control: `git init`, `git add .`, `git commit`."),
    )


def _commands() -> Iterator[tuple[str, str]]:
    """Commands, and the sentence that each is introduced with elsewhere."""
    yield "kb new", _("Describe a practice that is not there yet, question by question.")
    yield (
        "kb form -o form.docx",
        _("Write a form for Word or Excel, empty or with what an entry holds."),
    )
    yield "kb import form.docx", _("Take in forms that came back, and say what went where.")
    yield "kb check", _("Say what is wrong in the entries, and how to mend it.")
    yield "kb list --status draft", _("List practices in a table.")
    yield (
        "kb status",
        _("See which entries wait, and submit, publish or archive one."),
    )
    yield (
        "kb translate update",
        _("Bring catalogs up to date with entries that were edited."),
    )
    yield "kb translate status", _("Count translated, outdated and missing texts.")
    yield "kb serve --edit", _("Show the knowledge base as pages for a browser.")
    yield "kb build site/", _("Write the pages as a site of plain files.")


def _aligned(commands: Iterator[tuple[str, str]]) -> list[str]:
    lines = [*commands]
    width = max(len(command) for command, _sentence in lines)
    return [f"{command:<{width}}  # {sentence}" for command, sentence in lines]


def _places() -> Iterator[tuple[str, str]]:
    """Files and folders, and what lies there."""
    country, language = pgettext("facet", "country"), pgettext("facet", "language")
    yield f"`{PRACTICES}/{SETTINGS_FILE}`", pgettext("readme", "title, languages, countries")
    yield f"`{PRACTICES}/<{country}>/`", pgettext("readme", "one file for each practice")
    yield f"`{PRACTICES}/partners/`", pgettext("readme", "organisations that entries name")
    yield f"`{PRACTICES}/vocabulary/`", pgettext("readme", "topics, target groups, places")
    yield (
        f"`locales/<{language}>/`",
        pgettext("readme", "translations, one PO file for each record"),
    )
    yield "`docs/schema/`", pgettext("readme", "what may stand in the files, for text editors")
    yield (
        "`.github/`, `.gitlab-ci.yml`",
        pgettext("readme", "checks of each pull or merge request; delete the one you do not use"),
    )
    yield "`.pre-commit-config.yaml`", pgettext("readme", "the same check before each commit")
