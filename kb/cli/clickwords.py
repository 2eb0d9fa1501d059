"""What Click itself says, in plain words and in the reader's language.

Click looks its sentences up with the standard library's `gettext`, which finds the language in
the environment and needs compiled catalogs in a folder. `speak_for_click` gives it our catalogs
instead: the one place where names inside Click are replaced. A test holds that these tables have
every sentence of the installed Click that can reach a person.
"""

from __future__ import annotations

import sys

from kb.errors import N_
from kb.translation.interface import gettext, ngettext

SPEAKING = ("core", "exceptions", "formatting", "parser", "termui", "types")
"""Modules of Click that say something to the person at the terminal."""

SENTENCES = {
    "Aborted!": N_("Stopped."),
    "Error: {message}": N_("Error: {message}"),
    "Error: invalid input": N_("Error: this is no answer to the question."),
    "Error: The two entered values do not match.": N_("Error: the two answers differ."),
    "Repeat for confirmation": N_("Once more, to be sure"),
    "Press any key to continue...": N_("Press any key to go on …"),
    "Usage:": N_("Usage:"),
    "Options": N_("Options"),
    "Commands": N_("Commands"),
    "deprecated": N_("outdated"),
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": N_(
        'The command "{name}" is outdated and will go.{extra_message}'
    ),
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": N_(
        '"{name}" is outdated and will go.{extra_message}'
    ),
    # Translators: stands in brackets behind an option that has to be given.
    "required": N_("required"),
    # Translators: stands in brackets behind an option; {var} is a variable that does the same.
    "env var: {var}": N_("variable: {var}"),
    # Translators: stands in brackets behind an option.
    "default: {default}": N_("if not given: {default}"),
    "(dynamic)": N_("(computed)"),
    "No such command {name!r}.": N_('There is no command "{name}".'),
    "Missing command.": N_("A command is missing."),
    "Invalid value: {message}": N_("Invalid value: {message}"),
    "Invalid value for {param_hint}: {message}": N_("Invalid value for {param_hint}: {message}"),
    "Value must be an iterable.": N_("Several values are needed."),
    "Argument {name!r} takes {nargs} values.": N_("{name} takes {nargs} values."),
    "Option {name!r} does not take a value.": N_("Option {name} takes no value."),
    "{value!r} is not a valid {number_type}.": N_("“{value}” is not a number that fits here."),
    # Translators: {range} is such as "x>=1".
    "{value} is not in the range {range}.": N_("{value} is too small or too large: {range}."),
    "{value!r} is not a valid boolean. Recognized values: {states}": N_(
        "“{value}” is neither yes nor no. Write one of: {states}."
    ),
    "{value!r} is not a valid UUID.": N_("“{value}” is not a valid UUID."),
    "file": N_("file"),
    "directory": N_("folder"),
    "path": N_("path"),
    "{name} {filename!r} does not exist.": N_("There is no “{filename}”."),
    "{name} {filename!r} is a file.": N_("“{filename}” is a file, not a folder."),
    "{name} {filename!r} is a directory.": N_("“{filename}” is a folder, not a file."),
    "{name} {filename!r} is not readable.": N_("“{filename}” may not be read."),
    "{name} {filename!r} is not writable.": N_("“{filename}” may not be written."),
    "{name} {filename!r} is not executable.": N_("“{filename}” may not be run."),
    "Could not open file {filename!r}: {message}": N_(
        "The file “{filename}” cannot be opened: {message}"
    ),
    "unknown error": N_("the reason is not known"),
}
"""What Click says → what we say instead, with Click's names for the values."""

OURS_BEFORE = (
    "Positional arguments",
    "Try '{command} {option}' for help.",
    "No such option {name!r}.",
    "Missing argument",
    "Missing option",
    "Missing parameter",
    "Missing {param_type}",
    "Missing parameter: {param_name}",
    "Choose from:\n\t{choices}",
)
"""What `kb.cli.help` and `kb.cli.usage` say in their own way before Click can."""


def _our_ngettext(singular: str, plural: str, number: int) -> str:
    """The form that fits a number, of a sentence Click knows or of ours."""
    forms = {
        "Did you mean {possibility}?": ngettext(
            "Did you mean {possibility}?", "Did you mean one of these: {possibilities}?", number
        ),
        "{value!r} is not {choice}.": ngettext(
            "“{value}” is not {choice}.", "“{value}” is not one of these: {choices}.", number
        ),
        "{value!r} does not match the format {format}.": ngettext(
            "“{value}” is not written like {format}.",
            "“{value}” is not written like one of these: {formats}.",
            number,
        ),
        "Got unexpected extra argument ({args})": ngettext(
            "This is one word too many: {args}", "These are too many words: {args}", number
        ),
        "Option {name!r} requires an argument.": ngettext(
            "Option {name} needs a value.", "Option {name} needs {nargs} values.", number
        ),
        "Takes {nargs} values but 1 was given.": ngettext(
            "{nargs} values are needed, not {len}.", "{nargs} values are needed, not {len}.", number
        ),
        "{len_type} values are required, but {len_value} was given.": ngettext(
            "{len_type} values are needed, not {len_value}.",
            "{len_type} values are needed, not {len_value}.",
            number,
        ),
    }
    return forms.get(singular) or ngettext(singular, plural, number)


def _our_gettext(sentence: str) -> str:
    """Our words for a sentence of Click, in the reader's language."""
    return gettext(SENTENCES.get(sentence, sentence))


def speak_for_click() -> None:
    """Let Click take its words from here."""
    for name in SPEAKING:
        module = sys.modules.get(f"click.{name}")
        for lookup, ours in (("_", _our_gettext), ("ngettext", _our_ngettext)):
            if hasattr(module, lookup):
                setattr(module, lookup, ours)
