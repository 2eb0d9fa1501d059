"""What holds for a running server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

LogFormat = Literal["text", "json"]
LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""What this machine calls itself."""

WAY_IN = "open/edit"
"""Path below no language, where a key is traded for a session; it counts as one for editing."""


@dataclass(frozen=True)
class WebSettings:
    """How a knowledge base is served.

    Attributes:
        root: its folder.
        cache: folder for caches; that of the system if None.
        lang: BCP 47 tag of whoever started the server, for what is said on the terminal.
        host: address the server listens at.
        port: port it listens at.
        processes: how many answer side by side.
        threads: how many requests each of them works on at once.
        allowed_hosts: names it answers to, besides those of this machine.
        base_url: address readers use, such as "https://example.org/kb"; where there is none,
            links in feeds lead to where the server listens.
        log_format: how log lines are written.
        reloads: whether changed files are looked for.
        edits: whether entries can be changed in the browser.
        sign_as: the organisation that whoever sits at this computer signs for; "" where nobody
            said.
        trusted_proxies: addresses and networks of proxies, which are believed when they say where
            a visitor comes from.
        key: what whoever sits at this computer comes in with to edit, while there are no
            accounts; without one nobody does.
    """

    root: Path = Path()
    cache: Path | None = None
    lang: str = "en"
    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 1
    threads: int = 4
    allowed_hosts: tuple[str, ...] = ()
    base_url: str = ""
    log_format: LogFormat = "text"
    reloads: bool = True
    edits: bool = False
    sign_as: str = ""
    trusted_proxies: tuple[str, ...] = ()
    key: str = field(default="", repr=False)

    @property
    def address(self) -> str:
        """Where it is to be seen from this machine."""
        name = self.host
        if is_everywhere(name):
            name = LOOPBACK[0] if ":" not in name else LOOPBACK[2]
        shown = f"[{name}]" if ":" in name else name
        return f"http://{shown}:{self.port}{self.prefix}/"

    @property
    def public_url(self) -> str:
        """What absolute links begin with, without a slash at the end."""
        return self.base_url.rstrip("/") or self.address.rstrip("/")

    @property
    def prefix(self) -> str:
        """Path the pages lie below, such as "/kb"; empty at the root of a host."""
        return urlsplit(self.base_url).path.rstrip("/")

    @property
    def names(self) -> frozenset[str]:
        """Names the server answers to, in small letters."""
        public = urlsplit(self.base_url).hostname
        own = () if is_everywhere(self.host) else (self.host,)
        found = (*LOOPBACK, *own, *self.allowed_hosts, *filter(None, (public,)))
        return frozenset(one.casefold().rstrip(".") for one in found)

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in LOOPBACK

    @property
    def is_private(self) -> bool:
        """Whether nothing hints at readers elsewhere: no other host, no other name, no proxy."""
        has_others = self.base_url or self.allowed_hosts or self.trusted_proxies
        return self.is_local and not has_others

    @property
    def way_in(self) -> str:
        """The address that lets whoever sits at this computer edit, without its key."""
        return f"{self.address}{WAY_IN}"

    @property
    def is_encrypted(self) -> bool:
        """Whether readers reach it through https."""
        return urlsplit(self.base_url).scheme == "https"

    def as_json(self) -> dict[str, Any]:
        """The settings as JSON, for a process of their own."""
        paths = {"root": str(self.root), "cache": str(self.cache) if self.cache else None}
        return {**asdict(self), **paths}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The settings of `as_json`; what this version does not know is left out."""
        known = {one.name: data[one.name] for one in fields(cls) if one.name in data}
        cache = known.get("cache")
        known["root"], known["cache"] = Path(known["root"]), Path(cache) if cache else None
        for name in ("allowed_hosts", "trusted_proxies"):
            known[name] = tuple(known.get(name, ()))
        return cls(**known)


def is_everywhere(host: str) -> bool:
    """Whether an address stands for all of this machine's."""
    return is_number(host) and ip_address(host).is_unspecified


def is_number(host: str) -> bool:
    """Whether a host is an IP address and no name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
