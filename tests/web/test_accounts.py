"""Accounts of those who edit: passwords, the file of them, and what becomes of hostile names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kb.authoring.roles import EditorialRole
from kb.errors import UsageError
from kb.web.accounts.audit import write_audit
from kb.web.accounts.folder import PrivateFolder
from kb.web.accounts.passwords import find_weakness, hash_password, matches
from kb.web.accounts.users import AccountsError, UserBook, read_name, read_signature

PASSWORD = "vier Enten schwimmen laut"  # noqa: S105 - nobody's
HASH = "$argon2id$stands-for-one"
posix = pytest.mark.skipif(os.name != "posix", reason="modes of files")


# Passwords


@pytest.mark.parametrize(
    "password",
    [
        "",
        "elf Zeichen",
        "x" * 257,
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "hemligthemligt",
        "0123456789012345",
        "abcdefghijklmnop",
        "qwertyuiopasdfgh",
        "poiuztrewqlkjhgfdsa",
        "Maria trinkt Tee",
        "MARIAMARIA12",
    ],
)
def test_passwords_that_are_guessed_first_are_refused(password: str) -> None:
    assert find_weakness(password, "maria")


@pytest.mark.parametrize(
    "password", [PASSWORD, "Äpfel & Öl im Keller", "紙と鉛筆と消しゴムと定規と本"]
)
def test_words_in_a_row_will_do(password: str) -> None:
    assert find_weakness(password, "maria") is None


def test_a_password_is_known_again_and_no_other_is() -> None:
    kept = hash_password("Äpfel & Öl im Keller")
    assert kept.startswith("$argon2id$")
    assert "Keller" not in kept
    assert matches("Äpfel & Öl im Keller", kept)
    assert matches("A\u0308pfel & O\u0308l im Keller", kept)
    assert not matches("äpfel & Öl im Keller", kept)
    assert not matches("x" * 1_000_000, kept)
    assert not matches("nobody has this password", None)
    assert not matches(PASSWORD, "no hash at all")


# Names


@pytest.mark.parametrize(
    "name",
    ["", " ", "../users", "a/b", "-rf", "a\nb", "a\x1b[2J", "a b", "<b>", "\u202eolli", "x" * 65,
     "."],
)  # fmt: skip
def test_hostile_names_are_none(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_name(name)
    assert str(caught.value).isprintable()


def test_what_a_script_sends_after_a_name_is_left_out() -> None:
    assert read_name(" maria\n") == "maria"


def test_names_are_the_same_however_they_are_written(tmp_path: Path) -> None:
    book = UserBook(tmp_path)
    book.add("Märta", "By", EditorialRole.AUTHOR, HASH)
    for one in ("märta", "MÄRTA", " Ma\u0308rta "):
        found = book.find(one)
        assert found
        assert found.name == "Märta"
    with pytest.raises(UsageError):
        book.add("MÄRTA", "By", EditorialRole.AUTHOR, HASH)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 201, "a\u202eb", "a\x00b"])
def test_a_signature_is_a_line_of_text(text: str) -> None:
    with pytest.raises(UsageError):
        read_signature(text)
    assert read_signature(" Verein \n am  Platz ") == "Verein am Platz"


# The file


def test_accounts_stay_what_they_were(tmp_path: Path) -> None:
    book, other = UserBook(tmp_path), UserBook(tmp_path)
    assert book.users() == []
    assert not (tmp_path / ".kb").exists()
    olli = book.add("olli", "Yhdistys", EditorialRole.AUTHOR, HASH)
    assert other.users() == [olli]
    other.set_role("OLLI", EditorialRole.REVIEWER)
    other.set_password("olli", "$argon2id$another")
    found = book.get("olli")
    assert (found.role, found.hash) == (EditorialRole.REVIEWER, "$argon2id$another")
    book.remove("olli")
    assert other.find("olli") is None
    with pytest.raises(UsageError):
        other.remove("olli")


def test_a_role_includes_those_below_it() -> None:
    assert EditorialRole.REVIEWER.includes(EditorialRole.AUTHOR)
    assert EditorialRole.AUTHOR.includes(EditorialRole.AUTHOR)
    assert not EditorialRole.AUTHOR.includes(EditorialRole.REVIEWER)


@posix
def test_the_folder_is_for_its_owner_and_not_for_git(tmp_path: Path) -> None:
    book = UserBook(tmp_path)
    book.add("olli", "Yhdistys", EditorialRole.AUTHOR, HASH)
    secret = book.folder.load_secret()
    write_audit(book.folder, "login", "olli")
    assert len(secret) == 32
    assert UserBook(tmp_path).folder.load_secret() == secret
    assert (tmp_path / ".kb").stat().st_mode & 0o777 == 0o700
    for name in ("users.json", "secret", "audit.log"):
        assert (tmp_path / ".kb" / name).stat().st_mode & 0o777 == 0o600
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    told = subprocess.run(
        ["git", "status", "--porcelain"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert told.stdout == ""


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"format": 1}', '{"format": 2, "accounts": []}',
     '{"format": 1, "accounts": [{"name": "x"}]}', '{"format": 1, "accounts": "x"}',
     '{"format": 1, "accounts": [{"name": "x", "signs_as": "", "hash": "", "created": "",'
     ' "role": "king"}]}'],
)  # fmt: skip
def test_a_damaged_file_is_never_taken_for_an_empty_one(tmp_path: Path, text: str) -> None:
    folder = PrivateFolder(tmp_path)
    folder.write(folder.users, text.encode())
    with pytest.raises(AccountsError):
        UserBook(tmp_path).users()
    with pytest.raises(AccountsError):
        UserBook(tmp_path).add("olli", "Yhdistys", EditorialRole.AUTHOR, HASH)
    assert folder.users.read_text("utf-8") == text


def test_processes_that_add_at_once_lose_nobody(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kb.authoring.roles import EditorialRole\n"
        "from kb.web.accounts.users import UserBook\n"
        "book = UserBook(Path(sys.argv[1]))\n"
        "role = EditorialRole.AUTHOR\n"
        "for n in range(25): book.add(f'{sys.argv[2]}{n}', 'Verein', role, 'hash')\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), one]) for one in ("a", "b")
    ]
    assert [one.wait(120) for one in running] == [0, 0]
    names = {one.name for one in UserBook(tmp_path).users()}
    assert names == {f"{one}{number}" for one in "ab" for number in range(25)}


def test_a_line_of_the_audit_log_is_one_line(tmp_path: Path) -> None:
    folder = PrivateFolder(tmp_path)
    write_audit(folder, "changed", "olli", 'a"\n{"account": "maria"}', b"before", b"after")
    write_audit(folder, "login-failed", None)
    first, second = map(json.loads, folder.audit.read_text("utf-8").splitlines())
    assert (first["account"], first["action"]) == ("olli", "changed")
    assert first["before"].startswith("sha256:")
    assert first["before"] != first["after"]
    assert set(first) == set(second)
    assert second["account"] is None
