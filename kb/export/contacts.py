"""Whom to ask about a practice, as far as they agreed to be named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from kb.export.description import Item, Passage
from kb.export.pieces import site_of
from kb.export.voices import RecordVoices, Voices, joined
from kb.model.practice import Contact
from kb.translation.formats import format_list, language_name
from kb.translation.interface import gettext as _

_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_PHONE = re.compile(r"\+?[0-9\s()/.–-]{3,40}")
_NO_DIGITS = re.compile(r"[^0-9+]")


def describe_contact(voices: Voices, texts: RecordVoices, contact: Contact) -> Item:
    """Whom to ask, and the languages spoken there."""
    role = texts.line("contacts.role", contact.role)
    person = joined(voices.same(contact.name), role, sign=", ")
    spoken = describe_spoken(voices, contact.languages)
    words = joined(voices.same(contact.organisation), person) or voices.same(contact.url)
    site = site_of(voices, contact.url) if words and contact.organisation else ()
    details = joined(voices.same(contact.email), voices.same(contact.phone), spoken, site)
    return Item(words, details=details, url=contact.url or "")


def describe_reachable(voices: Voices, texts: RecordVoices, contact: Contact) -> Item:
    """Whom to ask, with mail and telephone to be chosen at once."""
    told = describe_contact(
        voices, texts, contact.model_copy(update={"email": None, "phone": None})
    )
    ways = []
    if contact.email:
        url = f"mailto:{quote(contact.email, '@')}" if _MAIL.fullmatch(contact.email) else ""
        ways.append(Item(voices.same(contact.email), url=url))
    if contact.phone:
        digits = _NO_DIGITS.sub("", contact.phone)
        url = f"tel:{digits}" if _PHONE.fullmatch(contact.phone) else ""
        ways.append(Item(voices.same(contact.phone), url=url))
    if told.words:
        return replace(told, items=tuple(ways))
    first, *more = ways or [told]
    return replace(first, details=told.details, items=tuple(more))


def describe_spoken(voices: Voices, tags: Sequence[str]) -> Passage:
    """The languages somebody speaks."""
    if not tags:
        return ()
    # Translators: languages spoken by a contact.
    return voices.say(
        lambda lang: (
            _("speaks %(languages)s")
            % {"languages": format_list([language_name(tag, lang) for tag in tags], lang)}
        )
    )
