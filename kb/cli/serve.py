"""`kb serve`: the knowledge base as pages for browsers."""

from __future__ import annotations

import errno
import json
import os
import re
import socket
import sys
from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from kb.cli.base import command
from kb.cli.options import option, quiet_option
from kb.cli.output import tell, write_lines
from kb.cli.settings import Settings, open_base, system_cache
from kb.errors import N_, KbError, UsageError
from kb.translation.interface import gettext as _
from kb.translation.interface import use_language

if TYPE_CHECKING:
    from kb.web.server.settings import WebSettings

_PORT = 8000
_MOST_PORTS = 20
"""So many ports are tried one after the other before any free one is taken."""
_KEY_BYTES = 32
_NEEDED = {"flask": "flask", "waitress": "waitress"}
"""Module → package on PyPI."""
_NEEDED_TO_EDIT = {
    "argon2": "argon2-cffi",
    "flask_limiter": "flask-limiter",
    "flask_login": "flask-login",
    "flask_wtf": "flask-wtf",
}
_CHILD = "import sys; sys.path[:] = %r; from kb.cli.serve import answer; answer()"
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.?")


def _read_hosts(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> Any:
    """Names that are names: a whole address would never match."""
    from kb.web.server.settings import is_number

    for one in value:
        if not _NAME.fullmatch(one.casefold()) and not is_number(one):
            sentence = _("“%(value)s” is no name of a host. Write it like practice.example.org.")
            raise click.BadParameter(sentence % {"value": one})
    return value


def _read_url(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    """The address readers use, without a slash at its end."""
    if not value:
        return ""
    parts = urlsplit(value)
    is_whole = parts.scheme in ("http", "https") and parts.hostname
    if not is_whole or parts.query or parts.fragment:
        sentence = _("“%(value)s” is no address. Write it like https://practice.example.org.")
        raise click.BadParameter(sentence % {"value": value})
    return value.rstrip("/")


def _read_proxies(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> Any:
    """Addresses and networks; one of everybody would let all say of themselves what they like."""
    from kb.web.server.proxies import parse_network

    for one in value:
        try:
            is_everybody = parse_network(one).prefixlen == 0
        except ValueError:
            is_everybody = True
        if is_everybody:
            sentence = _(
                "“%(value)s” is no address of a proxy. Write it like 127.0.0.1 or 10.88.0.0/16."
            )
            raise click.BadParameter(sentence % {"value": one})
    return value


@command(
    "serve",
    examples=(
        ("kb serve", N_("Look at the pages on this computer.")),
        ("kb serve --host 0.0.0.0", N_("Let others in this network look, too.")),
        (
            "kb serve --processes 2 --base-url https://practice.example.org",
            N_("Behind a web server."),
        ),
        ("kb serve --edit", N_("Change entries on this computer, in the browser.")),
    ),
    details=(
        N_(
            "The pages follow the files: a change is seen within a few seconds. Log lines go to "
            "stderr. Ctrl-C or SIGTERM ends the server when all answers under way are given; "
            "SIGHUP starts its processes anew without losing one. docs/hosting.md tells how to "
            "run it for everybody."
        ),
        N_(
            "With --edit, entries can be changed in the browser. On this computer alone an "
            "address with a key is printed, which lets you do everything, and nobody else who "
            "uses the computer. Once there is an account, or others can reach the server, "
            "everybody has to log in; “kb user add” adds accounts."
        ),
    ),
)
@option(
    "--host",
    metavar="NAME",
    default="127.0.0.1",
    help=N_("Address to listen at; 127.0.0.1 if not given, which is this computer alone."),
)
@option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="NUMBER",
    help=N_("Port to listen at; 8000 if not given, or the next that is free."),
)
@option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    metavar="NUMBER",
    help=N_("How many processes answer; 1 if not given. One for each processor is best."),
)
@option(
    "--threads",
    type=click.IntRange(1, 64),
    default=6,
    metavar="NUMBER",
    help=N_("How many requests each process works on at once; 6 if not given."),
)
@option(
    "--allow-host",
    "allowed_hosts",
    multiple=True,
    metavar="NAME",
    callback=_read_hosts,
    help=N_("A name the server answers to, besides this computer's own; may be repeated."),
)
@option(
    "--base-url",
    metavar="URL",
    default="",
    callback=_read_url,
    help=N_("The address readers use, such as https://practice.example.org."),
)
@option(
    "--log-format",
    type=click.Choice(("text", "json")),
    default="text",
    help=N_("How log lines are written; as text if not given."),
)
@option("--edit", "edits", is_flag=True, help=N_("Let entries be changed in the browser."))
@option(
    "--sign-as",
    metavar="TEXT",
    default="",
    help=N_(
        "With --edit, the organisation that whoever sits at this computer signs for; that of "
        "kb.yaml if not given."
    ),
)
@option(
    "--trusted-proxy",
    "trusted_proxies",
    metavar="ADDRESS",
    multiple=True,
    callback=_read_proxies,
    help=N_(
        "With --edit, the address of a web server before this one, or a network such as "
        "10.88.0.0/16: what it says in X-Forwarded-For is believed, so that attempts to log in "
        "are counted for each visitor; may be repeated."
    ),
)
@option(
    "--no-reload",
    is_flag=True,
    help=N_("Show the files as they are now, until the server is stopped."),
)
@quiet_option
@click.pass_context
def serve(
    ctx: click.Context,
    /,
    *,
    host: str,
    port: int | None,
    no_reload: bool,
    quiet: bool,
    sign_as: str,
    **others: Any,
) -> None:
    """Serve the pages until the process is ended."""
    from kb.web.server.settings import WebSettings

    _require_packages(_NEEDED, "web")
    settings: Settings = ctx.obj
    with open_base(settings, settings.lang, quiet=True) as base:
        root = base.root.absolute()
    _check_editing(WebSettings(root, host=host, sign_as=sign_as, **others))
    listener = _listen(host, port)
    with listener:
        web = WebSettings(
            root=root,
            cache=_absolute(settings.cache),
            lang=settings.lang,
            host=host,
            port=listener.getsockname()[1],
            reloads=not no_reload,
            sign_as=sign_as,
            key=token_urlsafe(_KEY_BYTES),
            **others,
        )
        _run(web, listener, quiet=quiet)


def _require_packages(needed: Mapping[str, str], extra: str) -> None:
    """Say what is missing before anything is begun."""
    for module, package in needed.items():
        if find_spec(module) is None:
            raise KbError(
                N_(
                    "“kb serve” needs the package %(package)s, which is not installed. Type: "
                    'pip install "kb-good-practice[%(extra)s]"'
                ),
                package=package,
                extra=extra,
            )


def _check_editing(web: WebSettings) -> None:
    """Let nobody be served who could change what they should not."""
    if not web.edits:
        needless = {"--sign-as": web.sign_as, "--trusted-proxy": web.trusted_proxies}
        for name in (name for name, given in needless.items() if given):
            sentence = N_("%(option)s is of use with --edit only. Add that, or leave it out.")
            raise UsageError(sentence, option=name)
        return
    if web.processes > 1:
        raise UsageError(
            N_(
                "With --edit one process answers, because it alone counts attempts to log in. "
                "Leave --processes out."
            )
        )
    _require_packages(_NEEDED_TO_EDIT, "edit")
    from kb.web.accounts.users import UserBook

    book = UserBook(web.root)
    book.folder.load_secret()  # a folder that cannot be written to is told of here
    if not web.is_private and not book.users():
        raise KbError(
            N_(
                "Others can reach this server, so changing entries needs an account. Add one "
                "first: kb user add NAME --role reviewer --signs-as ORGANISATION"
            )
        )
    if not web.is_private and not web.is_encrypted:
        tell(
            _(
                "Passwords can be read on the way where readers do not come through https. Put "
                "the server behind one that speaks it, and name its address with --base-url."
            )
        )


def _absolute(path: Path | None) -> Path | None:
    return path.absolute() if path else None


def _listen(host: str, port: int | None) -> socket.socket:
    """A socket at the port asked for, else at the first that is free."""
    from kb.web.server.listening import bind

    wanted = [port] if port is not None else [*range(_PORT, _PORT + _MOST_PORTS), 0]
    for one in wanted:
        try:
            return bind(host, one)
        except OSError as error:
            is_taken = error.errno == errno.EADDRINUSE
            if is_taken and one != wanted[-1]:
                continue
            if is_taken:
                raise KbError(
                    N_(
                        "Port %(port)d is taken by another program. Choose another one with "
                        "--port, or leave the option out to get one that is free."
                    ),
                    port=one,
                ) from None
            raise KbError(
                N_("The server cannot listen at %(host)s, port %(port)d: %(reason)s."),
                host=host,
                port=one,
                reason=error.strerror or str(error),
            ) from None
    raise AssertionError(wanted)


def _run(settings: WebSettings, listener: socket.socket, *, quiet: bool) -> None:
    def on_ready() -> None:
        if not quiet:
            _tell_where(settings)
        _tell_way_in(settings)
        sys.stdout.flush()

    if os.name != "posix":
        _run_alone(settings, listener, on_ready)
        return
    from kb.web.server.logs import configure_logging
    from kb.web.server.supervising import Supervisor

    configure_logging(settings.log_format)
    brief = {"settings": settings.as_json(), "is_quiet": quiet}
    code = _CHILD % (sys.path,)
    Supervisor(code, brief, listener, settings.processes, on_ready).run()


def _run_alone(settings: WebSettings, listener: socket.socket, on_ready: Any) -> None:
    """In this very process, where a socket cannot be shared."""
    from kb.web.server.running import serve as serve_here

    if settings.processes > 1:
        tell(_("On this system one process answers, however many are asked for."))
    serve_here(replace(settings, processes=1), listener, on_ready=on_ready)


def _tell_where(settings: WebSettings) -> None:
    """Where the pages are, for people and for programs that started us."""
    sentence = _("The pages are at %(address)s – Ctrl-C ends the server.")
    write_lines([sentence % {"address": settings.address}])
    if not (settings.is_local or settings.base_url or settings.allowed_hosts):
        tell(
            _(
                "Other computers reach it by this one's number. Name the names they may use, too, "
                "with --allow-host."
            )
        )


def _tell_way_in(settings: WebSettings) -> None:
    """The address that lets its reader edit; however quiet we are, nobody could else."""
    if not (settings.edits and settings.is_private):
        return
    from kb.web.accounts.users import UserBook

    if UserBook(settings.root).users():
        return
    sentence = _("To change entries, open this address, which is for you alone: %(address)s")
    write_lines([sentence % {"address": f"{settings.way_in}?key={settings.key}"}])


def answer() -> None:
    """Run in a child of `kb serve`: answer, as its first line of input says."""
    from kb.cli.progress import ProgressLine
    from kb.web.server.running import serve_as_child
    from kb.web.server.settings import WebSettings

    brief = json.loads(sys.stdin.buffer.readline())
    settings = WebSettings.from_json(brief["settings"])
    use_language(settings.lang, system_cache)
    line = ProgressLine(settings.lang)

    def show(what: str, done: int, total: int) -> None:
        if not done:  # once for each kind of work: log lines follow, which nothing may overwrite
            line(what, done, total)
            click.echo(file=sys.stderr)

    shows_progress = brief["is_first"] and not brief["is_quiet"] and sys.stderr.isatty()
    serve_as_child(brief, settings, show if shows_progress else None)
