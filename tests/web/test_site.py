"""A site of plain files: complete, the same every time, and nobody else's files are touched."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from kb.errors import KbError, UsageError
from kb.knowledgebase import KnowledgeBase
from kb.web.addresses import file_of
from kb.web.pages import iter_addresses
from kb.web.site import prints
from kb.web.site.folder import MANIFEST, Manifest, read_manifest, write_manifest
from kb.web.site.pages import SiteEdition
from tests.factories import practice_data, write_base, write_practice
from tests.web.sites import ROOT, build, files_of, find_dangling, shipped_site, times_of
from tests.web.test_hostile_pages import HOSTILE

FINNISH = practice_data(
    id="fi-kylatalo",
    language="fi-FI",
    title="Kylätalo täynnä elämää",
    topics=["housing"],
    target_groups=["volunteers"],
    location={"country": "FI", "place": "Närpiö"},
    former_ids=["fi-vanha-talo"],
)
VISIT = {
    "language": "de-AT",
    "status": "published",
    "title": "Besuch in Lungau",
    "host": "at-verein",
    "country": "AT",
    "start": "2027-05-01",
    "end": "2027-05-03",
    "participants": [{"name": "Gäste", "languages": ["fi"]}],
    "practices": ["at-sprachcafe"],
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small knowledge base nobody changes."""
    folder = tmp_path_factory.mktemp("base")
    draft = practice_data(id="at-entwurf", status="draft", title="Geheimer Entwurf")
    return write_base(folder, [practice_data(), FINNISH, draft])


@pytest.fixture(scope="module")
def site(base: Path, kb_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site, which nobody changes."""
    target = tmp_path_factory.mktemp("site") / "out"
    build(base, kb_cache, target, base_url="https://x.example/kb")
    return target


@pytest.fixture(scope="module")
def shipped(kb_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped base, without booklets."""
    return shipped_site(kb_cache, tmp_path_factory)


# What is in it


def test_every_page_of_every_language_has_its_file(shipped: Path, kb_cache: Path) -> None:
    edition = SiteEdition(KnowledgeBase(ROOT, kb_cache))
    for lang in edition.langs:
        for address in iter_addresses(edition, lang):
            text = (shipped / file_of(address)).read_text("utf-8")
            assert f'<html lang="{lang}"' in text, address
            assert 'http-equiv="Content-Security-Policy"' in text, address


def test_no_link_dangles(shipped: Path) -> None:
    assert list(find_dangling(shipped)) == []


def test_no_link_dangles_in_a_small_base(site: Path) -> None:
    assert list(find_dangling(site)) == []


def test_a_draft_is_nowhere(site: Path) -> None:
    for name, data in files_of(site).items():
        assert b"Geheimer" not in data, name
        assert b"at-entwurf" not in data, name


def test_what_belongs_to_every_site(site: Path) -> None:
    names = files_of(site)
    assert {"index.html", "404.html", "robots.txt", "sitemap.xml", ".nojekyll"} <= set(names)
    for lang in ("de", "fi", "sv", "en"):
        data = {one for one in names if one.startswith(f"{lang}/data/practices.")}
        suffixes = ("csv", "xlsx", "json", "geojson", "jsonld", "ttl")
        assert data == {f"{lang}/data/practices.{one}" for one in suffixes}
        assert f"{lang}/feed.atom" in names
        assert f"pagefind/words.{lang}.json" in names


def test_the_first_page_leads_to_every_language(site: Path) -> None:
    text = (site / "index.html").read_text("utf-8")
    for lang, name in {"de": "Deutsch", "fi": "suomi", "sv": "svenska", "en": "English"}.items():
        assert f'href="{lang}/index.html" hreflang="{lang}"' in text
        assert name in text


def test_a_page_for_addresses_that_are_none_has_whole_links_only(site: Path) -> None:
    text = (site / "404.html").read_text("utf-8")
    assert 'href="https://x.example/kb/fi/index.html"' in text
    assert 'href="https://x.example/kb/assets/style-' in text
    assert "noindex" in text


def test_without_an_address_nothing_is_made_up(base: Path, kb_cache: Path, tmp_path: Path) -> None:
    report = build(base, kb_cache, tmp_path / "out", langs=("fi",))
    text = (tmp_path / "out" / "404.html").read_text("utf-8")
    assert report.base_url == ""
    assert "href=" not in text
    assert "sitemap.xml" not in files_of(tmp_path / "out")
    assert "Sitemap" not in (tmp_path / "out" / "robots.txt").read_text("utf-8")


def test_a_former_id_leads_to_the_page_of_today(site: Path) -> None:
    text = (site / "fi/practices/fi-vanha-talo.html").read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0; url=fi-kylatalo.html">' in text
    assert 'rel="canonical" href="https://x.example/kb/fi/practices/fi-kylatalo.html"' in text
    lines = (site / "_redirects").read_text("utf-8").splitlines()
    assert "/sv/practices/fi-vanha-talo.html /sv/practices/fi-kylatalo.html 301" in lines
    assert "/sv/practices/fi-vanha-talo /sv/practices/fi-kylatalo.html 301" in lines


def test_chosen_languages_only(base: Path, kb_cache: Path, tmp_path: Path) -> None:
    build(base, kb_cache, tmp_path / "out", langs=("fi", "sv"))
    folders = {one.name for one in (tmp_path / "out").iterdir() if one.is_dir()}
    assert folders == {"fi", "sv", "assets", "pagefind"}
    assert list(find_dangling(tmp_path / "out")) == []


@pytest.mark.parametrize("practices", [[], [practice_data()]], ids=["empty", "one practice"])
def test_a_base_with_one_language(
    kb_cache: Path, tmp_path: Path, practices: list[dict[str, object]]
) -> None:
    write_base(tmp_path, practices, settings={"languages": ["sv"], "fallback": "sv"})
    build(tmp_path, kb_cache, tmp_path / "out")
    assert list(find_dangling(tmp_path / "out")) == []
    assert not (tmp_path / "out" / "en").exists()


def test_homepage_of_the_base_is_its_address(kb_cache: Path, tmp_path: Path) -> None:
    write_base(tmp_path, [practice_data()], settings={"homepage": "https://h.example/ä?x#y"})
    report = build(tmp_path, kb_cache, tmp_path / "out", langs=("en",))
    assert report.base_url == "https://h.example/ä"
    assert "https://h.example/ä/en/index.html".encode() in files_of(tmp_path / "out")["sitemap.xml"]


def test_a_faulty_base_is_no_site(kb_cache: Path, tmp_path: Path) -> None:
    write_base(tmp_path, [practice_data()])
    (tmp_path / "practices" / "kb.yaml").write_text("title: [", "utf-8")
    with pytest.raises(KbError, match=r"kb\.yaml has faults"):
        build(tmp_path, kb_cache, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_faulty_entry_is_left_out_and_counted(kb_cache: Path, tmp_path: Path) -> None:
    write_base(tmp_path, [practice_data()])
    (tmp_path / "practices" / "at" / "at-kaputt.yaml").write_text("title: a: b\n", "utf-8")
    report = build(tmp_path, kb_cache, tmp_path / "out", langs=("de",))
    assert report.faulty == 1
    assert not (tmp_path / "out/de/practices/at-kaputt.html").exists()


# Booklets


@pytest.mark.slow
def test_booklets_are_printed_once(kb_cache: Path, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    write_base(tmp_path, [practice_data(), FINNISH], visits={"lungau-2027": VISIT})
    out = tmp_path / "out"
    order = {"langs": ("fi",), "has_booklets": True}
    build(tmp_path, kb_cache, out, **order)
    printed = {one for one in files_of(out) if one.endswith((".pdf", ".zip"))}
    assert printed == {
        "fi/countries/at.pdf",
        "fi/countries/fi.pdf",
        "fi/topics/housing.pdf",
        "fi/topics/language-learning.pdf",
        "fi/visits/lungau-2027.zip",
    }
    with ZipFile(out / "fi/visits/lungau-2027.zip") as archive:
        assert any(one.endswith(".pdf") for one in archive.namelist())
    assert list(find_dangling(out)) == []
    before = times_of(out)

    build(tmp_path, kb_cache, out, **order, today=date(2027, 1, 1))
    after = times_of(out)
    kept = [one for one in before if one.endswith((".pdf", ".zip"))]
    assert [before[one] for one in kept] == [after[one] for one in kept]

    write_practice(tmp_path, {**FINNISH, "summary": "Talo on avoinna kaikille."})
    build(tmp_path, kb_cache, out, **order)
    again = times_of(out)
    pdfs = [one for one in after if one.endswith(".pdf")]
    changed = {Path(one).name for one in pdfs if after[one] != again[one]}
    assert changed == {"fi.pdf", "housing.pdf"}

    build(tmp_path, kb_cache, out, langs=("fi",), has_booklets=False)
    assert not [one for one in files_of(out) if one.endswith(".pdf")]
    assert list(find_dangling(out)) == []


@pytest.mark.slow
def test_more_booklets_than_the_first_processes_make(
    kb_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Processes that end after so many files are followed by others, until all is there."""
    pytest.importorskip("typst")
    monkeypatch.setattr(prints, "_MOST_TASKS", 1)
    write_base(tmp_path, [practice_data(), FINNISH], visits={"lungau-2027": VISIT})
    out = tmp_path / "out"
    build(tmp_path, kb_cache, out, langs=("fi",), has_booklets=True, processes=2)
    assert len([one for one in files_of(out) if one.endswith((".pdf", ".zip"))]) == 5


# The same every time, and only what changed


def test_two_builds_are_the_same_byte_by_byte(
    site: Path, base: Path, kb_cache: Path, tmp_path: Path
) -> None:
    build(base, kb_cache, tmp_path / "again", base_url="https://x.example/kb", processes=2)
    assert files_of(tmp_path / "again") == files_of(site)


def test_a_second_build_writes_nothing(site: Path, base: Path, kb_cache: Path) -> None:
    before = times_of(site)
    report = build(base, kb_cache, site, base_url="https://x.example/kb")
    assert (report.written, report.removed) == (0, 0)
    assert times_of(site) == before


def test_an_edit_writes_what_it_changes(kb_cache: Path, tmp_path: Path) -> None:
    write_base(tmp_path, [practice_data(), FINNISH])
    out = tmp_path / "out"
    build(tmp_path, kb_cache, out, langs=("fi",))
    before = times_of(out)
    write_practice(tmp_path, {**FINNISH, "context": "Kylässä ei ollut kokoontumispaikkaa."})
    report = build(tmp_path, kb_cache, out, langs=("fi",))
    after = times_of(out)
    changed = {
        Path(one).relative_to(out).as_posix() for one in after if before.get(one) != after[one]
    }
    assert "fi/practices/fi-kylatalo.html" in changed
    assert "fi/practices/at-sprachcafe.html" not in changed
    assert "fi/about.html" not in changed
    assert 0 < report.written < len(after)


def test_what_is_no_longer_part_goes(kb_cache: Path, tmp_path: Path) -> None:
    write_base(tmp_path, [practice_data(), FINNISH])
    out = tmp_path / "out"
    build(tmp_path, kb_cache, out, langs=("fi", "sv"))
    (out / "sv" / "notes.txt").write_text("mine", "utf-8")
    (tmp_path / "practices" / "fi" / "fi-kylatalo.yaml").unlink()
    report = build(tmp_path, kb_cache, out, langs=("fi",))
    assert report.removed > 0
    assert not (out / "fi/practices/fi-kylatalo.html").exists()
    assert not (out / "fi/practices/fi-vanha-talo.html").exists()
    assert [path.name for path in (out / "sv").rglob("*")] == ["notes.txt"]


def test_a_file_that_was_changed_or_lost_is_mended(
    base: Path, kb_cache: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    build(base, kb_cache, out, langs=("fi",))
    whole = files_of(out)
    (out / "fi" / "index.html").write_text("gone", "utf-8")
    (out / "fi" / "about.html").unlink()
    (out / "fi" / "data" / "practices.json").unlink()
    next(out.glob("pagefind/index/*")).unlink()
    build(base, kb_cache, out, langs=("fi",))
    assert files_of(out) == whole


# Nobody else's files


def test_a_folder_with_other_files_is_refused(base: Path, kb_cache: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    (tmp_path / "index.html").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="--force"):
        build(base, kb_cache, tmp_path)
    assert files_of(tmp_path) == {"letter.txt": b"mine", "index.html": b"mine"}
    build(base, kb_cache, tmp_path, langs=("fi",), force=True)
    assert (tmp_path / "letter.txt").read_text("utf-8") == "mine"
    assert (tmp_path / "index.html").read_text("utf-8") != "mine"


def test_a_file_that_came_later_is_not_overwritten(
    base: Path, kb_cache: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    build(base, kb_cache, out, langs=("fi",))
    (out / "sv").mkdir()
    (out / "sv" / "about.html").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="about"):
        build(base, kb_cache, out)
    assert (out / "sv" / "about.html").read_text("utf-8") == "mine"


def test_links_are_not_followed(base: Path, kb_cache: Path, tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    build(base, kb_cache, out, langs=("fi",))
    elsewhere.mkdir()
    (out / "sv").symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(UsageError, match="sv"):
        build(base, kb_cache, out)
    assert list(elsewhere.iterdir()) == []
    secret = tmp_path / "secret.txt"
    secret.write_text("mine", "utf-8")
    (out / "sv").unlink()
    (out / "fi" / "about.html").unlink()
    (out / "fi" / "about.html").symlink_to(secret)
    build(base, kb_cache, out, langs=("fi",))
    assert secret.read_text("utf-8") == "mine"
    assert not (out / "fi" / "about.html").is_symlink()


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "a/../../secret.txt", "", "."])
def test_a_manifest_cannot_reach_outside(tmp_path: Path, name: str) -> None:
    write_manifest(tmp_path, Manifest({name: "0"}))
    assert read_manifest(tmp_path) is None


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 1, "files": []}', "\0", '{"format": 9}']
)
def test_a_damaged_manifest_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text, "utf-8")
    assert read_manifest(tmp_path) is None


# Whatever stops it


_KILLED = """
import os, signal, sys
from pathlib import Path
from datetime import date
import kb.web.site.pages, kb.web.site.folder
from kb.web.site.building import SiteOrder, build_site
root, cache, target, number = sys.argv[1:]
count, last = 0, int(number)
write = kb.web.site.folder.write_if_changed
def counting(path, data):
    global count
    count += 1
    if count == last:
        path.with_name(f".{path.name}.{os.getpid()}-0.part").write_bytes(data[:10])
        os.kill(os.getpid(), signal.SIGKILL)
    return write(path, data)
kb.web.site.folder.write_if_changed = kb.web.site.pages.write_if_changed = counting
order = SiteOrder(Path(root), Path(cache), date(2026, 11, 22), ("sv", "fi"), has_booklets=False)
build_site(order, Path(target))
"""


@pytest.mark.parametrize("number", [1, 9, 40, 90])
def test_a_killed_build_leaves_a_usable_site_that_the_next_one_mends(
    base: Path, kb_cache: Path, tmp_path: Path, number: int
) -> None:
    out = tmp_path / "out"
    build(base, kb_cache, out, langs=("fi",))
    arguments = [str(base), str(kb_cache), str(out), str(number)]
    done = subprocess.run([sys.executable, "-c", _KILLED, *arguments], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert [one for one in find_dangling(out) if one.startswith("fi/")] == []
    for left in out.rglob(".*.part"):
        os.utime(left, (1_000_000_000, 1_000_000_000))  # what is young may still be written
    build(base, kb_cache, out, langs=("sv", "fi"))
    build(base, kb_cache, tmp_path / "fresh", langs=("sv", "fi"))
    assert files_of(out) == files_of(tmp_path / "fresh")


def test_entries_that_change_meanwhile_are_told(
    kb_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_base(tmp_path, [practice_data()])
    digests: Iterator[str] = iter(["one", "two", "three", "four"])
    monkeypatch.setattr(KnowledgeBase, "find_digest", lambda _self: next(digests))
    with pytest.raises(KbError, match="changed while"):
        build(tmp_path, kb_cache, tmp_path / "out", langs=("fi",))


def test_the_manifest_names_every_file(site: Path) -> None:
    data = json.loads((site / MANIFEST).read_bytes())
    assert set(data["files"]) == set(files_of(site)) - {MANIFEST}
    assert "claimed" not in data


def test_site_is_writable_by_its_owner_alone_as_any_file(site: Path) -> None:
    mask = os.umask(0o022)
    os.umask(mask)
    assert (site / "index.html").stat().st_mode & 0o777 == 0o666 & ~mask
    assert time.time() > (site / "index.html").stat().st_mtime


def test_hostile_words_stay_words(kb_cache: Path, tmp_path: Path) -> None:
    hostile = practice_data(
        id="at-boese", title=HOSTILE, summary=HOSTILE, context=HOSTILE, former_ids=["at-boeser"]
    )
    title = {"de": HOSTILE, "en": HOSTILE}
    write_base(tmp_path, [hostile], settings={"title": title, "languages": ["de", "en"]})
    build(tmp_path, kb_cache, tmp_path / "out", base_url="https://x.example")
    for name, data in files_of(tmp_path / "out").items():
        if name.endswith((".html", ".xml", ".atom")):
            assert b"<script>alert" not in data, name
            assert b"<svg onload" not in data, name
            assert b"<img src=x" not in data, name
    assert list(find_dangling(tmp_path / "out")) == []
