"""`kb user`: the accounts of those who edit entries in a browser."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from kb.cli.ask import confirm
from kb.cli.base import UserFamily
from kb.cli.base import command as any_command
from kb.cli.commands import USER_COMMANDS
from kb.cli.options import json_option, option
from kb.cli.output import look_of_stdout, table, tell, write_json, write_lines
from kb.cli.settings import Settings, open_base
from kb.errors import N_, KbError, UsageError
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext

if TYPE_CHECKING:
    from kb.web.accounts.audit import Action
    from kb.web.accounts.users import UserBook

_ROLES = ("author", "reviewer")
command = partial(any_command, entries=USER_COMMANDS)

name_argument = click.argument("name", metavar="NAME")
stdin_option = option(
    "--password-stdin", is_flag=True, help=N_("Read the password from the first line of stdin.")
)


@any_command(
    "user",
    cls=UserFamily,
    examples=(
        (
            'kb user add maria --role author --signs-as "Verein am Dorfplatz"',
            N_("Add an account; the password is asked for."),
        ),
        ("kb user list", N_("See who may change entries.")),
    ),
    details=(
        N_(
            "Accounts are for “kb serve --edit” where others can reach the server. An author "
            "writes entries and submits them; a reviewer publishes them, too. Accounts lie "
            "beside practices/, in the folder .kb, which is never published and never in git. "
            "What is done with them stands in .kb/audit.log."
        ),
    ),
)
def user() -> None:
    """Hold the commands together."""


@command(
    "add",
    examples=(
        (
            'kb user add maria --role author --signs-as "Verein am Dorfplatz"',
            N_("The password is asked for, twice."),
        ),
        (
            'kb user add olli --role reviewer --signs-as "Kehitysyhdistys" --password-stdin < file',
            N_("From a script."),
        ),
    ),
)
@name_argument
@option(
    "--role",
    type=click.Choice(_ROLES),
    required=True,
    help=N_("An author writes and submits; a reviewer publishes, too."),
)
@option(
    "--signs-as",
    metavar="TEXT",
    required=True,
    help=N_("The organisation under whose name the steps stand in the entries."),
)
@stdin_option
@click.pass_obj
def add(settings: Settings, *, name: str, role: str, signs_as: str, password_stdin: bool) -> None:
    """Add an account."""
    from kb.authoring.roles import EditorialRole
    from kb.web.accounts.users import read_name, read_signature

    book = _open_book(settings)
    name, signs_as = read_name(name), read_signature(signs_as)
    if book.find(name):  # told before a password is thought of
        raise UsageError(
            N_("There is an account “%(name)s” already. “kb user list” shows all."), name=name
        )
    made = book.add(name, signs_as, EditorialRole(role), _new_hash(name, from_stdin=password_stdin))
    _audit(book, "account-added", made.name)
    tell(_("The account “%(name)s” can log in now.") % {"name": made.name})


@command("list", examples=(("kb user list", N_("In a table.")),))
@json_option
@click.pass_obj
def list_users(settings: Settings, *, as_json: bool) -> None:
    """Print all accounts, without what is kept of their passwords."""
    from kb.web.accounts.users import role_name

    users = _open_book(settings).users()
    if as_json:
        keys = ("name", "signs_as", "role", "created")
        write_json({"users": [{key: getattr(one, key) for key in keys} for one in users]})
        return
    if not users:
        tell(_("There are no accounts. “kb user add” adds one."))
        return
    rows = [(one.name, role_name(one.role), one.created, one.signs_as) for one in users]
    heads = [
        pgettext("column", "Account"),
        pgettext("account", "Role"),
        pgettext("column", "Added"),
        pgettext("account", "Signs as"),
    ]
    write_lines(table(heads, rows, look_of_stdout(), 3))


@command(
    "password",
    examples=(("kb user password maria", N_("The new one is asked for, twice.")),),
    details=(N_("Whoever is logged in with the old password is logged out."),),
)
@name_argument
@stdin_option
@click.pass_obj
def password(settings: Settings, *, name: str, password_stdin: bool) -> None:
    """Give an account another password."""
    book = _open_book(settings)
    name = book.get(name).name
    book.set_password(name, _new_hash(name, from_stdin=password_stdin))
    _audit(book, "password-changed", name)
    tell(_("The account “%(name)s” has a new password.") % {"name": name})


@command(
    "role",
    examples=(("kb user role maria reviewer", N_("Let her publish, too.")),),
    details=(N_("Whoever is logged in with it has to log in again."),),
)
@name_argument
@click.argument("new_role", metavar="ROLE", type=click.Choice(_ROLES))
@click.pass_obj
def role(settings: Settings, *, name: str, new_role: str) -> None:
    """Change what an account may do."""
    from kb.authoring.roles import EditorialRole

    book = _open_book(settings)
    name = book.get(name).name
    book.set_role(name, EditorialRole(new_role))
    _audit(book, "role-changed", name)


@command(
    "remove",
    examples=(("kb user remove maria", N_("You are asked first.")),),
    details=(N_("Whoever is logged in with it is logged out. Their entries stay as they are."),),
)
@name_argument
@option("--yes", is_flag=True, help=N_("Do not ask."))
@click.pass_obj
def remove(settings: Settings, *, name: str, yes: bool) -> None:
    """Remove an account."""
    book = _open_book(settings)
    name = book.get(name).name
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError(N_("Nobody can be asked here. Add --yes to remove the account."))
        if not confirm(_("Remove the account “%(name)s”?") % {"name": name}):
            return
    book.remove(name)
    _audit(book, "account-removed", name)


def _open_book(settings: Settings) -> UserBook:
    """The accounts of the knowledge base we are in."""
    if find_spec("argon2") is None:
        raise KbError(
            N_(
                "“kb user” needs the package %(package)s, which is not installed. Type: "
                'pip install "kb-good-practice[edit]"'
            ),
            package="argon2-cffi",
        )
    from kb.web.accounts.users import UserBook

    with open_base(settings, settings.lang, quiet=True) as base:
        return UserBook(base.root.absolute())


def _new_hash(name: str, *, from_stdin: bool) -> str:
    """The hash of a password that is good enough."""
    from kb.web.accounts.passwords import find_weakness, hash_password

    if not from_stdin and not sys.stdin.isatty():
        raise UsageError(
            N_(
                "Nobody can be asked for a password here. Add --password-stdin, and send the "
                "password to the standard input."
            )
        )
    ask: Callable[[], str] = _read_stdin if from_stdin else _ask
    while True:
        typed = ask()
        weakness = find_weakness(typed, name)
        if weakness is None:
            return hash_password(typed)
        sentence, params = weakness
        if from_stdin:
            raise UsageError(sentence, **params)
        tell(_(sentence) % params)


def _read_stdin() -> str:
    return sys.stdin.readline().removesuffix("\n").removesuffix("\r")


def _ask() -> str:
    question = pgettext("question", "Password")
    typed: str = click.prompt(question, hide_input=True, confirmation_prompt=True, err=True)
    return typed


def _audit(book: UserBook, action: Action, name: str) -> None:
    from kb.web.accounts.audit import write_audit

    write_audit(book.folder, action, name)
