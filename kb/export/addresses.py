"""Addresses on the web: of pages, of what the data formats identify, of licences."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from kb.model import Settings
from kb.words.languages import primary

URN = "urn:kb"
"""Identifiers of a knowledge base that is not published anywhere begin so."""
_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f]")
_LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_CREATIVE_COMMONS = re.compile(
    r"CC-(?P<terms>BY(?:-[A-Z]{2})*)-(?P<version>\d\.\d)(?:-(?P<port>[A-Z]{2}))?"
)
_PUBLIC_DOMAIN = re.compile(r"CC0-(?P<version>\d\.\d)")


class Addresses:
    """What things of one knowledge base are called in data that travel."""

    def __init__(self, settings: Settings) -> None:
        self._languages = settings.languages
        self._fallback = settings.fallback
        self.homepage = _without_query(settings.homepage) if settings.homepage else None
        """Address of the site, without a slash at its end; None where it is not published."""

    def identifier(self, *names: str) -> str:
        """An identifier that stays, whatever language it is read in.

        Below the homepage where there is one: https://example.org/practices/x, else a URN:
        urn:kb:practices:x.

        Args:
            names: ids, from the wide to the narrow; none for the knowledge base itself.
        """
        if self.homepage is not None:
            return "/".join((self.homepage, *names)) if names else f"{self.homepage}/"
        return ":".join((URN, *(names or ("base",))))

    def page(self, lang: str, *names: str) -> str | None:
        """The page of a record for readers of a language; None without a homepage."""
        if self.homepage is None:
            return None
        return "/".join((self.homepage, self._language_of_site(lang), *names))

    def _language_of_site(self, lang: str) -> str:
        known = {primary(one): one for one in reversed(self._languages)}
        return lang if lang in self._languages else known.get(primary(lang), self._fallback)


def clean_address(url: str) -> str:
    """An address as RFC 3987 wants it: signs that may not stand in one are escaped."""
    return _NOT_IN_ADDRESSES.sub(lambda found: quote(found[0]), url)


def licence_address(licence: str | None) -> str | None:
    """Where a licence can be read; None for none and for what is no SPDX id.

    Args:
        licence: SPDX id, such as CC-BY-4.0.
    """
    if not licence or not _LICENCE.fullmatch(licence):
        return None
    if found := _PUBLIC_DOMAIN.fullmatch(licence):
        return f"https://creativecommons.org/publicdomain/zero/{found['version']}/"
    if found := _CREATIVE_COMMONS.fullmatch(licence):
        port = f"{found['port'].lower()}/" if found["port"] else ""
        return f"https://creativecommons.org/licenses/{found['terms'].lower()}/{found['version']}/{port}"
    return f"https://spdx.org/licenses/{licence}.html"


def _without_query(homepage: str) -> str:
    parts = urlsplit(homepage)
    return clean_address(urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")).rstrip("/"))
