"""`kb init`: another knowledge base, for another theme, other countries and other languages."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from kb.cli.base import command
from kb.cli.language import parse_language
from kb.cli.options import option, quiet_option, read_language
from kb.cli.output import tell, write_lines
from kb.cli.settings import Settings, system_cache
from kb.errors import N_, UsageError
from kb.translation.interface import gettext as _
from kb.translation.interface import has_catalog
from kb.translation.telling import tell_error

if TYPE_CHECKING:
    from kb.authoring.founding.firstfiles import Charter
    from kb.authoring.founding.starting import Founded

Answer = TypeVar("Answer")
_SEPARATOR = re.compile(r"[,;\s]+")
_TITLE = re.compile(r"(?P<lang>[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})*)=(?P<title>.*)", re.DOTALL)


@command(
    "init",
    examples=(
        ("kb init villages", N_("Asks for what it needs to know.")),
        (
            'kb init villages --title "Villages vivants" --title et="Elavad külad" '
            "--languages fr,et --countries FR,EE",
            N_("Asks nothing."),
        ),
    ),
    details=(
        N_(
            "The folder gets settings, lists of topics and target groups to begin with, an "
            "invented entry that explains each field, catalogs for translators, and the files "
            "that check each change on GitHub, on GitLab and before a commit. A folder with files "
            "in it is left alone."
        ),
    ),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@option(
    "--title",
    "titles",
    multiple=True,
    metavar="TITLE",
    help=N_("Its name in the first language; in another one as et=TITLE. May be repeated."),
)
@option("--languages", metavar="TAGS", help=N_("Languages it is read in, such as fr,et."))
@option("--countries", metavar="CODES", help=N_("Countries it is about, such as FR,EE."))
@option(
    "--fallback",
    metavar="TAG",
    callback=read_language,
    help=N_("Language shown where a translation is missing; English or the first if not given."),
)
@option("--theme", metavar="TEXT", help=N_("What the practices are about, for its README."))
@option("--licence", metavar="ID", help=N_("Licence of the entries; CC-BY-4.0 if not given."))
@quiet_option
@click.pass_obj
def init(
    settings: Settings,
    folder: Path,
    *,
    titles: tuple[str, ...],
    languages: str | None,
    countries: str | None,
    fallback: str | None,
    theme: str | None,
    licence: str | None,
    quiet: bool,
) -> None:
    """Write the files."""
    from kb.authoring.founding.firstfiles import DEFAULT_LICENCE, Charter
    from kb.authoring.founding.starting import found_base

    langs = _typed_or_asked(
        "--languages", languages, _("Languages it is read in, such as fr,et"), _languages
    )
    codes = _typed_or_asked(
        "--countries", countries, _("Countries it is about, such as FR,EE"), _countries
    )
    named = (
        _titles(titles, langs)
        if titles
        else _typed_or_asked(
            "--title", None, _("What it is called"), lambda one: _titles((one,), langs)
        )
    )
    charter = Charter(
        titles=named,
        languages=langs,
        countries=codes,
        fallback=_fallback(fallback, langs),
        licence=_one_line(licence or "") or DEFAULT_LICENCE,
        theme=_one_line(theme or ""),
    )
    done = found_base(folder, charter)
    write_lines((folder / name).as_posix() for name in done.files)
    if not quiet:
        _tell(done, charter, folder, settings.lang)


def _typed_or_asked(
    name: str, typed: str | None, question: str, parse: Callable[[str], Answer]
) -> Answer:
    """What an option says, or a person; a script is told which option is missing."""
    if typed is not None:
        return parse(typed)
    if not sys.stdin.isatty():
        raise UsageError(N_("%(option)s is missing."), option=name)

    def read(text: str) -> Answer:
        try:
            return parse(text)
        except UsageError as error:
            raise click.UsageError(tell_error(error)) from None

    answer: Answer = click.prompt(question, value_proc=read, err=True)
    return answer


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _languages(typed: str) -> tuple[str, ...]:
    found = []
    for one in filter(None, _SEPARATOR.split(typed)):
        tag = parse_language(one)
        if tag is None or not _is_language(tag):
            raise UsageError(
                N_("“%(value)s” is no language tag. Write it like de or de-AT."), value=one
            )
        found.append(tag)
    return _some(found, "--languages")


def _is_language(tag: str) -> bool:
    """Whether there is such a language; of three letters there are more than CLDR has names of."""
    from kb.translation.formats import language_name

    code = tag.partition("-")[0]
    return len(code) > 2 or language_name(code, "en") != code


def _countries(typed: str) -> tuple[str, ...]:
    from kb.translation.formats import country_name

    found = []
    for one in filter(None, _SEPARATOR.split(typed)):
        code = one.upper()
        if not re.fullmatch("[A-Z]{2}", code) or country_name(code, "en") == code:
            raise UsageError(
                N_("There is no country “%(value)s”. Write its two letters, such as FR or EE."),
                value=one,
            )
        found.append(code)
    return _some(found, "--countries")


def _some(found: Sequence[str], name: str) -> tuple[str, ...]:
    if not found:
        raise UsageError(N_("%(option)s is missing."), option=name)
    return tuple(dict.fromkeys(found))


def _titles(typed: Sequence[str], langs: Sequence[str]) -> dict[str, str]:
    """Title by language, in the order of the languages; one without a language is the first's."""
    found: dict[str, str] = {}
    for one in typed:
        match = _TITLE.fullmatch(one)
        tag = parse_language(match["lang"]) if match else None
        is_named = match is not None and tag in langs
        title = _one_line(match["title"] if match and is_named else one)
        lang = tag if is_named and tag else langs[0]
        if not title:
            raise UsageError(N_("The title is empty. Write what the knowledge base is called."))
        if lang in found:
            raise UsageError(
                N_(
                    "There are two titles in the language %(lang)s. Write one of them as TAG=TITLE."
                ),
                lang=lang,
            )
        found[lang] = title
    return {lang: found[lang] for lang in langs if lang in found}


def _fallback(asked: str | None, langs: Sequence[str]) -> str:
    if asked is None:
        return "en" if "en" in langs else langs[0]
    if asked not in langs:
        raise UsageError(
            N_("--fallback has to be one of the languages: %(known)s."), known=", ".join(langs)
        )
    return asked


def _tell(done: Founded, charter: Charter, folder: Path, lang: str) -> None:
    """What a person should know about what was written."""
    from kb.translation.formats import country_name, format_list

    for sentence in (*_about_words(done, charter, lang), *_about_search(charter, lang)):
        tell(sentence)
    if done.unbounded:
        sentence = _(
            "Coordinates are not compared with these countries: %(names)s. Their bounds in kb.yaml "
            "are the whole world, since no outlines are installed; they come with "
            "kb-good-practice[export]."
        )
        countries = format_list([country_name(one, lang) for one in done.unbounded], lang)
        tell(sentence % {"names": countries})
    tell(_("The knowledge base is ready. Go there and read README.md: cd %(folder)s")
         % {"folder": folder})  # fmt: skip


def _about_words(done: Founded, charter: Charter, lang: str) -> Iterator[str]:
    """Which of its words are not in the languages of the knowledge base."""
    from kb.authoring.founding.firstfiles import known_languages

    unspoken = [one for one in charter.languages if not has_catalog(one, system_cache)]
    if unspoken:
        yield _(
            "The program itself does not speak %(languages)s yet: there, messages and buttons are "
            "English, and the entries are in their own language."
        ) % {"languages": _names(unspoken, lang)}
    if charter.spoken != charter.languages[0]:
        yield _("README.md and the remarks in the files are in this language: %(language)s.") % {
            "language": _names([charter.spoken], lang)
        }
    if done.untranslated:
        yield _(
            "Topics, target groups and the example are there in %(known)s. For %(languages)s they "
            "are English, with a remark: translate them."
        ) % {
            "known": _names(known_languages(), lang),
            "languages": _names(done.untranslated, lang),
        }


def _about_search(charter: Charter, lang: str) -> Iterator[str]:
    """In which languages the search finds less than in others."""
    from kb.words.languages import UNSPACED, knows_word_forms, primary

    unspaced = [one for one in charter.languages if primary(one) in UNSPACED]
    if unspaced:
        yield _(
            "In %(languages)s the search does not find single words yet, since they are not "
            "written apart; topics and translations are found."
        ) % {"languages": _names(unspaced, lang)}
    bare = [one for one in charter.languages if not knows_word_forms(one) and one not in unspaced]
    if bare:
        yield _(
            "In %(languages)s the search finds a word only in the form in which it is written: no "
            "dictionary and no rules for other forms are installed."
        ) % {"languages": _names(bare, lang)}


def _names(tags: Sequence[str], lang: str) -> str:
    from kb.translation.formats import format_list, language_name

    return format_list([language_name(one, lang) for one in tags], lang)
