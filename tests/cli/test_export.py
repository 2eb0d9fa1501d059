"""`kb export` and `kb visit`: what is chosen, where it is written, and what is refused."""

from __future__ import annotations

import errno
import json
import os
import zipfile
from pathlib import Path

import icalendar
import pytest

from kb.cache import cachefiles
from kb.export.exporting import FORMATS
from tests.cli.conftest import PRACTICES, SHIPPED, Run
from tests.factories import KB, write_base, write_yaml

VISIT = {
    "language": "en",
    "status": "published",
    "title": "Days in the valley",
    "country": "AT",
    "host": "at-verein",
    "start": "2026-05-04",
    "end": "2026-05-05",
    "timezone": "Europe/Vienna",
    "participants": [
        {"partner": "at-verein", "country": "AT", "languages": ["de"]},
        {"name": "Kyläyhdistys", "country": "FI", "languages": ["fi"], "count": "12"},
    ],
    "programme": [
        {
            "title": "Walk",
            "date": "2026-05-04",
            "start": "09:30",
            "end": "11:00",
            "place": "Lungau",
        },
        {"title": "Supper", "date": "tba"},
    ],
    "practices": ["at-sprachcafe"],
    "further_practices": ["fi-kylatalo"],
    "questions": ["Who comes in winter?"],
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_base(tmp_path / "base", PRACTICES, visits={"at-tal": VISIT})


def headings(markdown: str) -> list[str]:
    return [line.lstrip("# ") for line in markdown.splitlines() if line.startswith("#")]


def test_an_entry_goes_to_stdout(run: Run) -> None:
    result = run("export", "fi-kylatalo", "--format", "md", "--lang", "fi")
    assert result.exit_code == 0
    assert "Kylätalo täynnä elämää" in headings(result.stdout)
    assert "Sprachcafé am Dorfplatz" not in headings(result.stdout)


def test_the_file_s_end_says_the_format(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "all.html"
    result = run("export", "--all", "-o", str(target))
    assert result.exit_code == 0
    assert target.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert str(target) in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (("--country", "FI"), ["Kylätalo täynnä elämää"]),
        (("--topic", "language-learning"), ["Sprachcafé am Dorfplatz"]),
        (("--query", "Sprachcafé"), ["Sprachcafé am Dorfplatz"]),
        (("--year", "2020", "--country", "FI"), ["Kylätalo täynnä elämää"]),
    ],
)
def test_what_is_chosen(run: Run, options: tuple[str, ...], titles: list[str]) -> None:
    result = run("export", *options, "--format", "json")
    practices = json.loads(result.stdout)["practices"]
    assert [one["title"]["en"]["text"] for one in practices] == titles


def test_several_languages_stand_side_by_side(run: Run) -> None:
    result = run("export", "fi-kylatalo", "--format", "html", "--lang", "fi,de")
    assert 'lang="fi' in result.stdout
    assert "Zeitraum" in result.stdout
    assert "Ajanjakso" in result.stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "Say which practices"),
        (("fi-kylatalot",), "fi-kylatalo"),
        (("--all", "--format", "pdff"), "pdf"),
        (("--all", "--format", "odt"), "There is no format"),
        (("--all", "--lang", "fr", "--format", "md"), "not read in"),
        (("--all", "--lang", "fi,sv,de", "--format", "md"), "At most 2 languages"),
        (("--all", "--lang", "fi,fi-FI", "--format", "md"), "are the same"),
        (("--all", "--lang", "12", "--format", "md"), "no language tag"),
        (("--topic", "housingg", "--format", "md"), "housing"),
        (("--visit", "at-tall", "--format", "md"), "at-tal"),
        (("--visit", "../../etc/passwd", "--format", "md"), "There is no visit"),
        (("--query", "xyzzyxyzzy", "--format", "md"), "No published practice"),
    ],
)
def test_wrong_usage_names_the_cure(
    run: Run, root: Path, args: tuple[str, ...], words: str
) -> None:
    result = run("export", *args, root=root)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""


def test_a_draft_does_not_leave(run: Run) -> None:
    result = run("export", "at-entwurf", "--format", "md")
    assert result.exit_code == 3
    assert "at-entwurf" in result.stderr
    assert "status: published" in result.stderr


def test_a_file_that_is_there_stays(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "all.md"
    target.write_text("mine", "utf-8")
    result = run("export", "--all", "-o", str(target))
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert target.read_text("utf-8") == "mine"
    assert run("export", "--all", "--force", "-o", str(target)).exit_code == 0
    assert target.read_text("utf-8") != "mine"


def test_a_folder_gets_a_name_of_its_own(run: Run, tmp_path: Path) -> None:
    run("export", "fi-kylatalo", "--format", "md", "--lang", "fi", "-o", str(tmp_path))
    assert [one.name for one in tmp_path.iterdir()] == ["fi-kylatalo-fi.md"]


def test_a_folder_that_is_far_from_there(run: Run, tmp_path: Path) -> None:
    result = run("export", "--all", "-o", str(tmp_path / "no" / "such" / "x.md"))
    assert result.exit_code == 2
    assert "There is no folder" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="no folder here is read-only for everybody")
def test_a_read_only_folder_is_said(run: Run) -> None:
    result = run("export", "fi-kylatalo", "-o", "/sys/kb-test.md")
    assert result.exit_code == 3
    assert "/sys/kb-test.md" in result.stderr
    assert ".part" not in result.stderr


def test_a_full_disk_leaves_nothing(
    run: Run, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 0
    real = os.fsync

    def full(number: int) -> None:
        nonlocal count
        count += 1
        if count == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(number)

    monkeypatch.setattr(cachefiles.os, "fsync", full)
    pack = tmp_path / "pack"
    result = run("visit", "at-tal", "-o", str(pack), "--format", "md", root=root)
    assert result.exit_code == 3
    assert "No space left" in result.stderr
    assert not pack.exists()


def test_strict_names_what_is_not_reviewed(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "x.md"
    result = run("export", "--all", "--lang", "sv", "--strict", "-o", str(target))
    assert result.exit_code == 1
    assert "fi-kylatalo" in result.stderr
    assert not target.exists()
    whole = run("export", "fi-kylatalo", "--lang", "fi", "--strict", "-o", str(target))
    assert whole.exit_code == 0


def test_a_pack_speaks_the_languages_of_its_participants(
    run: Run, root: Path, tmp_path: Path
) -> None:
    pack = tmp_path / "pack"
    result = run("visit", "at-tal", "-o", str(pack), root=root)
    assert result.exit_code == 0, result.stderr
    names = {one.name for one in pack.iterdir()}
    wanted = {f"at-tal-{lang}.{end}" for lang in ("de", "fi") for end in ("pdf", "html", "ics")}
    contacts = {f"at-tal-contacts-{lang}.xlsx" for lang in ("de", "fi")}
    assert names == wanted | contacts | {"at-tal.zip"}
    with zipfile.ZipFile(pack / "at-tal.zip") as archive:
        assert {f"at-tal/{one}" for one in names - {"at-tal.zip"}} == set(archive.namelist())
        assert archive.testzip() is None
    calendar = icalendar.Calendar.from_ical((pack / "at-tal-fi.ics").read_bytes())
    starts = [one.decoded("dtstart") for one in calendar.walk("VEVENT")]
    assert any(getattr(start, "hour", None) == 9 for start in starts)
    assert "Supper" in result.stderr


def test_a_pack_is_not_overwritten(run: Run, root: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    assert run("visit", "at-tal", "-o", str(pack), "--format", "md", root=root).exit_code == 0
    before = {one.name: one.read_bytes() for one in pack.iterdir()}
    again = run("visit", "at-tal", "-o", str(pack), "--format", "md", root=root)
    assert again.exit_code == 2
    forced = run("visit", "at-tal", "-o", str(pack), "--format", "md", "--force", root=root)
    assert forced.exit_code == 0
    assert before == {one.name: one.read_bytes() for one in pack.iterdir()}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_an_end_and_says_what_it_is_for(name: str) -> None:
    assert FORMATS[name].suffix
    assert FORMATS[name].what.endswith(".")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no picture at all", "no picture"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * (2 << 20), "at most 1 MiB"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "no picture"),
    ],
)
def test_a_logo_that_is_none(run: Run, root: Path, data: bytes, words: str) -> None:
    (root / "practices" / "logo.png").write_bytes(data)
    write_yaml(root / "practices" / "kb.yaml", {**KB, "logo": {"file": "logo.png"}})
    result = run("export", "--all", "--format", "md", root=root)
    assert result.exit_code == 3
    assert words in result.stderr


def test_a_logo_outside_is_not_read(run: Run, root: Path) -> None:
    write_yaml(root / "practices" / "kb.yaml", {**KB, "logo": {"file": "../../secret.png"}})
    result = run("export", "--all", "--format", "md", root=root)
    assert result.exit_code == 3
    assert "outside" in result.stderr


def test_the_shipped_visit_is_ready_to_hand_out(run: Run, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    result = run("visit", "halland-2017", "-o", str(pack), root=SHIPPED)
    assert result.exit_code == 0, result.stderr
    assert {one.suffix for one in pack.iterdir()} == {".pdf", ".html", ".ics", ".xlsx", ".zip"}


@pytest.mark.parametrize("lang", ["", ",", ",,,"])
def test_no_language_at_all_is_told(run: Run, lang: str) -> None:
    result = run("export", "fi-kylatalo", "--format", "md", "--lang", lang)
    assert result.exit_code == 2
    assert "no language tag" in result.stderr


@pytest.mark.parametrize("seconds", ["abc", "-", "99999999999999999", "253402300800000", "²"])
def test_rubbish_for_a_day_is_told(run: Run, seconds: str) -> None:
    result = run("export", "fi-kylatalo", "--format", "md", SOURCE_DATE_EPOCH=seconds)
    assert result.exit_code == 2
    assert "SOURCE_DATE_EPOCH" in result.stderr


def test_the_day_can_be_set(run: Run) -> None:
    result = run("export", "fi-kylatalo", "--format", "md", SOURCE_DATE_EPOCH="86400")
    assert "2 January 1970" in result.stdout


def test_only_files_are_overwritten(run: Run, tmp_path: Path) -> None:
    link = tmp_path / "link.md"
    kept = tmp_path / "kept.md"
    kept.write_text("mine", "utf-8")
    link.symlink_to(kept)
    for target in ("/dev/null", str(link), str(tmp_path)):
        result = run("export", "--all", "--format", "md", "--force", "-o", target)
        assert result.exit_code == (0 if target == str(tmp_path) else 2)
    assert Path("/dev/null").is_char_device()
    assert link.is_symlink()
    assert kept.read_text("utf-8") == "mine"


def test_a_folder_in_the_place_of_a_file_changes_nothing(
    run: Run, root: Path, tmp_path: Path
) -> None:
    pack = tmp_path / "pack"
    assert run("visit", "at-tal", "-o", str(pack), "--format", "md", root=root).exit_code == 0
    (pack / "at-tal.zip").unlink()
    (pack / "at-tal.zip").mkdir()
    (pack / "at-tal-de.md").write_text("mine", "utf-8")
    again = run("visit", "at-tal", "-o", str(pack), "--format", "md", "--force", root=root)
    assert again.exit_code == 2
    assert (pack / "at-tal-de.md").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "words"), [("x.txt", "ewsi"), ("x.weird", "--format"), ("x.xlsx", "")]
)
def test_an_end_that_says_no_format(run: Run, tmp_path: Path, name: str, words: str) -> None:
    result = run("export", "--all", "-o", str(tmp_path / name))
    assert result.exit_code == (2 if words else 0)
    assert words in result.stderr


def test_strict_is_for_booklets(run: Run) -> None:
    result = run("export", "--all", "--format", "json", "--strict")
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_title_has_an_end(run: Run) -> None:
    result = run("export", "--all", "--format", "md", "--title", "x" * 201)
    assert result.exit_code == 2


def test_a_pack_says_what_it_lacks(run: Run, root: Path, tmp_path: Path) -> None:
    visit = {
        **VISIT,
        "practices": ["at-sprachcafe", "at-entwurf", "at-unbekannt"],
        "participants": [{"name": "Gmina", "languages": ["pl", "de"]}],
    }
    write_yaml(root / "practices" / "visits" / "at-tal.yaml", visit)
    target = str(tmp_path / "pack")
    result = run("visit", "at-tal", "-o", target, "--format", "md", root=root)
    assert result.exit_code == 0
    assert "at-entwurf" in result.stderr
    assert "at-unbekannt" in result.stderr
    assert "Polish" in result.stderr


@pytest.mark.parametrize("settings", ["title: {}\n", "foo: 1\n", "a: b: c\n", ""])
def test_a_faulty_kb_yaml_exports_nothing(run: Run, root: Path, settings: str) -> None:
    path = root / "practices" / "kb.yaml"
    text = path.read_text("utf-8")
    path.write_text(text + settings if settings == "foo: 1\n" else settings, "utf-8")
    for form in ("md", "json"):
        result = run("export", "--all", "--format", form, root=root)
        assert result.exit_code in (2, 3)
        assert result.stdout == ""
        assert result.stderr


def test_every_format_is_named_in_the_help(run: Run) -> None:
    page = " ".join(run("export", "--help").stdout.split())
    assert not [name for name in FORMATS if name not in page]


def test_what_a_killed_process_left_is_swept_up(run: Run, tmp_path: Path) -> None:
    dead, alive = tmp_path / ".x.md.999999999-1.part", tmp_path / f".x.md.{os.getpid()}-1.part"
    for one in (dead, alive):
        one.write_bytes(b"half")
    os.utime(dead, (1_000_000_000, 1_000_000_000))
    assert run("export", "fi-kylatalo", "-o", str(tmp_path / "x.md")).exit_code == 0
    assert not dead.exists()
    assert alive.exists()
