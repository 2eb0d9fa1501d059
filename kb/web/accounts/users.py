"""Accounts: what they are called, for whom they sign, what they may do; and the file of them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kb.authoring.roles import EditorialRole
from kb.errors import N_, KbError, UsageError
from kb.translation.interface import pgettext
from kb.web.accounts.folder import PrivateFolder, Stamp, stamp_of

_FORMAT = 1
_NAME = re.compile(r"[^\W_](?:[\w.@-]{0,62}\w)?")
LONGEST_SIGNATURE = 200


@dataclass(frozen=True)
class Account:
    """Somebody who may change entries.

    Attributes:
        name: of the account; "" for whoever sits at this computer while there are no accounts.
        signs_as: the organisation that stands in the entries; "" where it has to be asked for.
        role: what they may do.
    """

    name: str
    signs_as: str
    role: EditorialRole

    @property
    def is_local(self) -> bool:
        """Whether it is whoever sits at this computer, without an account."""
        return not self.name


@dataclass(frozen=True)
class User(Account):
    """An account as the file has it.

    Attributes:
        hash: of the password, as Argon2 writes it.
        created: the day it was added, in ISO form.
    """

    hash: str
    created: str

    @property
    def account(self) -> Account:
        """The account without its hash, for pages."""
        return Account(self.name, self.signs_as, self.role)


class AccountsError(KbError):
    """The file of accounts cannot be understood; nobody is let in until it can."""

    status = 503


def role_name(role: EditorialRole) -> str:
    """What a role is called, in the language spoken just now."""
    if role is EditorialRole.REVIEWER:
        return pgettext("role", "Reviewer")
    return pgettext("role", "Author")


def read_name(text: str) -> str:
    """The name of an account as it is kept.

    Raises:
        UsageError: it has characters that no name has.
    """
    name = unicodedata.normalize("NFC", text.strip())
    if not _NAME.fullmatch(name):
        raise UsageError(
            N_(
                "“%(value)s” cannot be the name of an account. Use up to 64 letters and digits, "
                "and between them dots, hyphens, underscores or @."
            ),
            value=_shown(text),
        )
    return name


def read_signature(text: str) -> str:
    """The organisation an account signs for, in one line.

    Raises:
        UsageError: it is empty, too long, or no line of text.
    """
    line = unicodedata.normalize("NFC", " ".join(text.split()))
    if not line or len(line) > LONGEST_SIGNATURE or not line.isprintable():
        raise UsageError(
            N_("“%(value)s” cannot be signed with. Write the organisation's name in one line."),
            value=_shown(text),
        )
    return line


def _shown(text: str) -> str:
    """What was typed, without what would disturb a terminal."""
    return "".join(one if one.isprintable() else "�" for one in text)[:80]


class UserBook:
    """The accounts of one knowledge base; several processes may change them at once.

    Args:
        root: folder of the knowledge base.
    """

    def __init__(self, root: Path) -> None:
        self.folder = PrivateFolder(root)
        self._read: tuple[Stamp, Mapping[str, User]] | None = None

    def users(self) -> list[User]:
        """All accounts, by name.

        Raises:
            AccountsError: the file is damaged. It is never taken for an empty one.
        """
        return list(self._users().values())

    def find(self, name: str) -> User | None:
        """The account of a name, however it is written; None where there is none."""
        return self._users().get(_key(name))

    def get(self, name: str) -> User:
        """The account of a name.

        Raises:
            UsageError: there is none.
        """
        return _known(self._users(), name)

    def add(self, name: str, signs_as: str, role: EditorialRole, password_hash: str) -> User:
        """Add an account.

        Raises:
            UsageError: there is one of this name.
        """
        today = datetime.now(UTC).date().isoformat()
        user = User(read_name(name), read_signature(signs_as), role, password_hash, today)
        with self._changed() as users:
            if _key(user.name) in users:
                raise UsageError(
                    N_("There is an account “%(name)s” already. “kb user list” shows all."),
                    name=user.name,
                )
            users[_key(user.name)] = user
        return user

    def remove(self, name: str) -> None:
        """Remove an account; whoever is logged in with it is logged out."""
        with self._changed() as users:
            del users[_key(_known(users, name).name)]

    def set_password(self, name: str, password_hash: str) -> None:
        """Change a password; whoever is logged in with the old one is logged out."""
        with self._changed() as users:
            users[_key(name)] = replace(_known(users, name), hash=password_hash)

    def set_role(self, name: str, role: EditorialRole) -> None:
        """Change what an account may do; whoever is logged in with it is logged out."""
        with self._changed() as users:
            users[_key(name)] = replace(_known(users, name), role=role)

    @contextmanager
    def _changed(self) -> Iterator[dict[str, User]]:
        """The accounts of this moment, to be changed; then written."""
        with self.folder.locked():
            users = dict(_load(self.folder.users))
            yield users
            ordered = [asdict(users[key]) for key in sorted(users)]
            text = json.dumps(
                {"format": _FORMAT, "accounts": ordered}, ensure_ascii=False, indent=1
            )
            self.folder.write(self.folder.users, f"{text}\n".encode())

    def _users(self) -> Mapping[str, User]:
        stamp = stamp_of(self.folder.users)
        if self._read is None or self._read[0] != stamp:
            self._read = stamp, _load(self.folder.users)
        return self._read[1]


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip()).casefold()


def _known(users: Mapping[str, User], name: str) -> User:
    if user := users.get(_key(name)):
        return user
    raise UsageError(
        N_("There is no account “%(name)s”. “kb user list” shows all."), name=_shown(name)
    )


def _load(path: Path) -> dict[str, User]:
    try:
        data = json.loads(path.read_bytes())
        users = [_parse(one) for one in data["accounts"]] if data["format"] == _FORMAT else None
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, RecursionError):
        users = None
    if users is None:
        raise AccountsError(
            N_(
                "The accounts in %(path)s cannot be read, so nobody can log in. Put back a copy of "
                "the file, or remove it and add the accounts anew with “kb user add”."
            ),
            path=path,
        )
    return {_key(one.name): one for one in users}


def _parse(data: Mapping[str, Any]) -> User:
    texts = [data[name] for name in ("name", "signs_as", "hash", "created")]
    if not all(isinstance(one, str) for one in texts) or not data["name"]:
        raise TypeError
    name, signs_as, password_hash, created = texts
    return User(name, signs_as, EditorialRole(data["role"]), password_hash, created)
