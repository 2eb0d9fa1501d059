"""What every answer says to browsers besides its text: what a page may do, and who may keep it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

Header = tuple[str, str]

_MAY_LOAD = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
"""Nothing comes from other hosts, and nothing stands in a page that would run or style it."""
_MAY_NOT_ASK = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
"""No page asks for any of these."""
_OPEN = "Access-Control-Allow-Origin"

POLICY = "; ".join(f"{name} {value}" for name, value in _MAY_LOAD.items())
GUARDS: tuple[Header, ...] = (
    ("Content-Security-Policy", POLICY),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", ", ".join(f"{one}=()" for one in _MAY_NOT_ASK)),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
)
"""Headers of every answer, unless it has stricter ones of its own."""
_SET = tuple((name.casefold(), name, value) for name, value in GUARDS)


def guarded(headers: Iterable[Header]) -> list[Header]:
    """The headers of an answer with those that every answer has.

    An answer that pages of other sites may read says so itself, and may then be loaded there.
    """
    own = list(headers)
    names = {name.casefold() for name, _value in own}
    if _OPEN.casefold() in names and "cross-origin-resource-policy" not in names:
        own.append(("Cross-Origin-Resource-Policy", "cross-origin"))
        names.add("cross-origin-resource-policy")
    own += [(name, value) for folded, name, value in _SET if folded not in names]
    return own


def find_header(headers: Iterable[Header], name: str) -> str:
    """The value of a header; "" where there is none."""
    folded = name.casefold()
    return next((value for one, value in headers if one.casefold() == folded), "")


def without(headers: Iterable[Header], *names: str) -> list[Header]:
    """Headers without some of them."""
    folded = {name.casefold() for name in names}
    return [one for one in headers if one[0].casefold() not in folded]


def with_vary(headers: Iterable[Header], name: str) -> list[Header]:
    """Headers that say the answer depends on one of the request's, too."""
    rest = list(headers)
    varies = [one.strip() for one in find_header(rest, "Vary").split(",") if one.strip()]
    if name.casefold() not in (one.casefold() for one in varies):
        varies.append(name)
    return [*without(rest, "Vary"), ("Vary", ", ".join(varies))]


@lru_cache(maxsize=256)
def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding lets an answer be packed."""
    wishes = {}
    for one in header.split(","):
        name, *parameters = (part.strip().casefold() for part in one.split(";"))
        wishes[name] = not any(_is_zero(part) for part in parameters)
    return wishes.get("gzip", wishes.get("*", False))


def _is_zero(parameter: str) -> bool:
    name, _sign, value = parameter.partition("=")
    return name.strip() == "q" and not value.strip().strip("0.")


@lru_cache(maxsize=256)
def names_etag(header: str, etag: str) -> bool:
    """Whether an If-None-Match knows an answer already."""
    if header.strip() == "*":
        return True
    known = (one.strip().removeprefix("W/") for one in header.split(","))
    return etag.removeprefix("W/") in known
