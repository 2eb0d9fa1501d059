"""How often something may be tried: logging in, and changing entries.

Counted in the memory of this process, of which there is one where entries are edited; a new start
counts from zero. Behind a proxy all come from one address, unless it is named as one to be believed
(see `kb.web.server.proxies`): so much more is allowed to an address than to a name. Neither is
written down.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_network

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse

from kb.errors import N_, KbError
from kb.web.server.proxies import parse_address

LOGINS_OF_A_NAME = "10 per 10 minutes"
LOGINS_FROM_AN_ADDRESS = "100 per 10 minutes"
CHANGES = "60 per minute"
CHECKS = "240 per minute"
"""A script of the form asks for them while somebody types, and nothing is changed by them."""
_LOGIN_RETRY_S = 600
_CHANGE_RETRY_S = 60
_BITS_OF_A_HOUSE = 64
"""Of an IPv6 address: what one household or office has."""


class TooOftenError(KbError):
    """Something was tried too often."""

    status = 429

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message, num=retry_after_s // 60)
        self.retry_after_s = retry_after_s


class Limits:
    """Counts what is tried in an application.

    Args:
        app: the application.
    """

    def __init__(self, app: Flask) -> None:
        self._limiter = Limiter(
            get_remote_address, app=app, storage_uri="memory://", strategy="moving-window"
        )

    def count_login(self, name: str) -> None:
        """Count an attempt to log in.

        Args:
            name: of the account, whether there is one or not.

        Raises:
            TooOftenError: there were too many.
        """
        is_taken = self._hit(parse(LOGINS_FROM_AN_ADDRESS), "address", _whose_address())
        if not is_taken or not self._hit(parse(LOGINS_OF_A_NAME), "name", name):
            raise TooOftenError(
                N_("There were too many attempts to log in. Try again in %(num)d minutes."),
                _LOGIN_RETRY_S,
            )

    def forget_logins(self, name: str) -> None:
        """Count anew: the right password was given."""
        self._limiter.limiter.clear(parse(LOGINS_OF_A_NAME), "name", name)

    def count_change(self, name: str) -> None:
        """Count a form that was sent.

        What a script has checked while somebody types is counted by itself: it must not use up
        what they need for saving.

        Raises:
            TooOftenError: there were too many.
        """
        is_check = request.accept_mimetypes.best == "application/json"
        limit, kind = (CHECKS, "check") if is_check else (CHANGES, "change")
        if request.method == "POST" and not self._hit(parse(limit), kind, name):
            raise TooOftenError(
                N_("Too many forms were sent at once. Nothing was changed. Try again in a minute."),
                _CHANGE_RETRY_S,
            )

    def _hit(self, limit: RateLimitItem, *key: str) -> bool:
        return self._limiter.limiter.hit(limit, *key)


def _whose_address() -> str:
    """Where a visitor comes from; whoever has one new address has all of the same network."""
    address = parse_address(get_remote_address())
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _BITS_OF_A_HOUSE), strict=False))
    return str(address)
