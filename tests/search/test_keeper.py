"""The index follows the files and survives bad luck."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.cache.freshness import compare, take_snapshot
from kb.knowledgebase import KnowledgeBase
from kb.search.keeper import IndexKeeper
from kb.words.dictionary import dictionaries_folder
from tests.factories import practice_data, write_base, write_practice

REPOSITORY = Path(__file__).parents[2]
KILLS = 50
SEARCHER = """
import sys
from pathlib import Path
from kb.knowledgebase import KnowledgeBase
base = KnowledgeBase(Path(sys.argv[1]), cache=Path(sys.argv[2]))
print(*sorted(hit.id for hit in base.search(sys.argv[3], "de", limit=100).hits))
"""


@pytest.fixture
def cache(tmp_path: Path, kb_cache: Path) -> Path:
    """A cache of its own, with the session's dictionaries."""
    folder = tmp_path / "cache"
    folder.mkdir()
    dictionaries_folder(folder).symlink_to(dictionaries_folder(kb_cache).resolve())
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_base(
        tmp_path / "base", [entry("at-eins", "Garten"), entry("at-zwei", "Werkstatt")]
    )


def entry(name: str, word: str) -> dict[str, object]:
    return practice_data(id=name, title=f"Beispiel {word}", summary=f"Im Ort gibt es {word}.")


def found(base: KnowledgeBase, query: str) -> list[str]:
    return sorted(hit.id for hit in base.search(query, "de", limit=100).hits)


def test_an_edit_is_found_by_the_next_search(root: Path, cache: Path) -> None:
    base = KnowledgeBase(root, cache)
    assert found(base, "Garten") == ["at-eins"]
    write_practice(root, entry("at-zwei", "Gärten"))
    assert found(base, "Garten") == ["at-eins", "at-zwei"]
    write_practice(root, entry("at-drei", "Garten"))
    (root / "practices/at/at-eins.yaml").unlink()
    assert found(base, "Garten") == ["at-drei", "at-zwei"]


def test_only_what_changed_is_read_again(root: Path, cache: Path) -> None:
    keeper = IndexKeeper(root, cache)
    assert keeper.update().indexed == 2
    assert keeper.update().indexed == 0
    write_practice(root, entry("at-zwei", "Garten"))
    done = keeper.update()
    assert (done.indexed, done.unchanged, done.rebuilt) == (1, 1, False)


def test_a_changed_vocabulary_reaches_all_entries(root: Path, cache: Path) -> None:
    base = KnowledgeBase(root, cache)
    assert found(base, "Plauderrunde") == []
    path = root / "practices/vocabulary/topics.yaml"
    path.write_text(path.read_text("utf-8").replace("Sprachcafé", "Plauderrunde"), "utf-8")
    assert found(base, "Plauderrunde") == ["at-eins", "at-zwei"]


def test_a_translation_is_found_in_its_language(root: Path, cache: Path) -> None:
    folder = root / "locales/fi/LC_MESSAGES/practices"
    folder.mkdir(parents=True)
    base = KnowledgeBase(root, cache)
    assert base.search("puutarha", "fi").total == 0
    (folder / "at-eins.po").write_text(
        'msgid ""\nmsgstr ""\n\n# kb: draft\nmsgctxt "title"\nmsgid "Beispiel Garten"\n'
        'msgstr "Esimerkki puutarhasta"\n',
        "utf-8",
    )
    hit = base.search("puutarha", "fi").hits[0]
    assert (hit.id, hit.title, hit.title_lang) == ("at-eins", "Esimerkki puutarhasta", "fi")
    assert hit.title_state == "draft"


def test_a_faulty_entry_is_left_out_and_said(root: Path, cache: Path) -> None:
    base = KnowledgeBase(root, cache)
    assert base.search("Garten", "de").warnings == ()
    (root / "practices/at/at-eins.yaml").write_text("title: [", "utf-8")
    results = base.search("Beispiel", "de")
    assert [hit.id for hit in results.hits] == ["at-zwei"]
    assert len(results.warnings) == 1
    write_practice(root, entry("at-eins", "Garten"))
    assert base.search("Beispiel", "de").warnings == ()


def test_an_empty_base_answers(tmp_path: Path, cache: Path) -> None:
    base = KnowledgeBase(write_base(tmp_path / "empty"), cache)
    assert found(base, "Garten") == []
    assert base.search("", "de").facets["country"] == ()


def test_an_unchanged_base_is_not_written_to_the_cache_again(root: Path, cache: Path) -> None:
    keeper = IndexKeeper(root, cache)
    keeper.update()
    before = {path.name: path.stat().st_mtime_ns for path in keeper.folder.iterdir()}
    KnowledgeBase(root, cache).search("Garten", "de")
    assert before == {path.name: path.stat().st_mtime_ns for path in keeper.folder.iterdir()}


def test_nothing_is_written_into_the_knowledge_base(root: Path, cache: Path) -> None:
    before = take_snapshot(root).entries
    KnowledgeBase(root, cache).search("Garten", "de")
    assert take_snapshot(root).entries == before
    assert sorted(path.name for path in root.iterdir()) == ["practices"]


def truncate(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def scribble(path: Path) -> None:
    path.write_bytes(random.Random(path.name).randbytes(path.stat().st_size))


def scribble_and_hide(path: Path) -> None:
    """Garbage that pretends to be unchanged: same size, same time."""
    stat = path.stat()
    scribble(path)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("harm", [truncate, scribble, scribble_and_hide, empty, remove])
@pytest.mark.parametrize("which", ["*.seg", "*.toc", "state.json", "files.json", "*"])
def test_a_damaged_index_is_made_anew(
    root: Path, cache: Path, which: str, harm: Callable[[Path], None]
) -> None:
    keeper = IndexKeeper(root, cache)
    keeper.update()
    for path in sorted(keeper.folder.glob(which)):
        if path.suffix != ".LOCK" and path.stat().st_size:
            harm(path)
    write_practice(root, entry("at-zwei", "Garten"))
    assert found(KnowledgeBase(root, cache), "Garten") == ["at-eins", "at-zwei"]


@pytest.mark.parametrize("harm", [truncate, scribble, empty, remove])
def test_a_damaged_dictionary_is_made_anew(
    tmp_path: Path, root: Path, kb_cache: Path, harm: Callable[[Path], None]
) -> None:
    cache = tmp_path / "own"
    shutil.copytree(dictionaries_folder(kb_cache).resolve(), dictionaries_folder(cache))
    harm(dictionaries_folder(cache) / "en.dic")
    assert KnowledgeBase(root, cache).search("Language cafés", "en").total == 2


def test_damage_while_searching_is_mended(root: Path, cache: Path) -> None:
    base = KnowledgeBase(root, cache)
    assert found(base, "Garten") == ["at-eins"]
    shutil.rmtree(cache / "indexes")
    write_practice(root, entry("at-zwei", "Garten"))
    assert found(base, "Garten") == ["at-eins", "at-zwei"]


@pytest.fixture
def unwritable(cache: Path) -> Path:
    """A place below which no folder can be made, even by root: a file stands in the way."""
    (cache / "indexes").write_text("in the way", "utf-8")
    return cache


def test_an_unwritable_cache_means_memory_and_a_warning(root: Path, unwritable: Path) -> None:
    base = KnowledgeBase(root, unwritable)
    results = base.search("Garten", "de")
    assert [hit.id for hit in results.hits] == ["at-eins"]
    assert any(str(unwritable) in str(warning) for warning in results.warnings)
    write_practice(root, entry("at-zwei", "Garten"))
    assert found(base, "Garten") == ["at-eins", "at-zwei"]


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX resource limits")
def test_a_full_disk_means_memory_and_a_warning(root: Path, cache: Path) -> None:
    """No file may grow beyond 4 KiB, which fails in the middle of writing like a full disk."""
    code = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));" + SEARCHER
    )
    done = run(code, root, cache, "Garten")
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["at-eins"], "")
    assert not list((cache / "indexes").glob("*/state.json"))
    assert found(KnowledgeBase(root, cache), "Garten") == ["at-eins"]


def run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        # Whoosh leaves files to the garbage collector when writing fails.
        [sys.executable, "-W", "error", "-W", "ignore::ResourceWarning", "-c", code]
        + [str(one) for one in arguments],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        timeout=120,
        check=False,
    )


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )


def test_processes_that_index_at_once_all_find_everything(root: Path, cache: Path) -> None:
    for number in range(20):
        write_practice(root, entry(f"at-garten-{number}", "Garten"))
    expected = sorted(["at-eins", *(f"at-garten-{number}" for number in range(20))])
    running = [start(SEARCHER, root, cache, "Garten") for _ in range(4)]
    for process in running:
        output, errors = process.communicate(timeout=120)
        assert (process.returncode, output.split(), errors) == (0, expected, "")


def test_reading_goes_on_while_others_write(root: Path, cache: Path) -> None:
    base = KnowledgeBase(root, cache)
    found(base, "Garten")
    code = (
        "import sys; from pathlib import Path; from kb.search.keeper import IndexKeeper\n"
        "for _ in range(12): IndexKeeper(Path(sys.argv[1]), Path(sys.argv[2])).update(rebuild=True)"
    )
    writer = start(code, root, cache)
    searches = 0
    while writer.poll() is None:
        assert found(KnowledgeBase(root, cache), "Garten") == ["at-eins"]
        assert found(base, "Garten") == ["at-eins"]
        searches += 1
    assert writer.communicate()[1] == ""
    assert writer.returncode == 0
    assert searches > 1


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_kill_at_any_moment_loses_nothing(root: Path, cache: Path) -> None:
    names = [f"at-garten-{number}" for number in range(30)]
    for name in names:
        write_practice(root, entry(name, "Garten"))
    code = (
        "import sys; from pathlib import Path; from kb.search.keeper import IndexKeeper\n"
        "keeper = IndexKeeper(Path(sys.argv[1]), Path(sys.argv[2])); print(flush=True)\n"
        "while True: keeper.update(rebuild=True)"
    )
    chance = random.Random(20161014)
    for turn in range(KILLS):
        word = "Garten" if turn % 2 else "Werkstatt"
        write_practice(root, entry("at-zwei", word))
        process = start(code, root, cache)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.5))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        expected = sorted(["at-eins", *names, *(["at-zwei"] if turn % 2 else [])])
        results = KnowledgeBase(root, cache).search("Garten", "de", limit=100)
        assert sorted(hit.id for hit in results.hits) == expected
        assert results.warnings == ()


def test_error_on_closing_leaves_the_old_index(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up exactly when the state is written."""
    base = KnowledgeBase(root, cache)
    assert found(base, "Garten") == ["at-eins"]
    write_practice(root, entry("at-zwei", "Garten"))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("kb.search.keeper.write_json", full)
        results = base.search("Garten", "de")
        assert sorted(hit.id for hit in results.hits) == ["at-eins", "at-zwei"]
        assert results.warnings
    assert found(KnowledgeBase(root, cache), "Garten") == ["at-eins", "at-zwei"]


def test_two_bases_do_not_share_an_index(tmp_path: Path, root: Path, cache: Path) -> None:
    other = write_base(tmp_path / "other" / "base", [entry("at-drei", "Garten")])
    assert found(KnowledgeBase(root, cache), "Garten") == ["at-eins"]
    assert found(KnowledgeBase(other, cache), "Garten") == ["at-drei"]


def test_changes_are_told_apart() -> None:
    old = {
        "practices/at/a.yaml": (1, 1),
        "practices/at/b.yaml": (1, 1),
        "locales/fi/LC_MESSAGES/practices/c.po": (1, 1),
        "practices/groups/g.yaml": (1, 1),
    }
    new = {
        "practices/at/a.yaml": (2, 1),
        "practices/fi/d.yaml": (1, 1),
        "practices/groups/g.yaml": (2, 2),
        "locales/fi/LC_MESSAGES/kb.po": (1, 1),
    }
    change = compare(old, new)
    assert change.practices == {"a", "c", "d"}
    assert change.removed == {"b"}
    assert not change.touches_all
    assert compare(new, {**new, "practices/kb.yaml": (1, 1)}).touches_all


def test_several_processes_make_the_same_index(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.search.indexing.ENOUGH_FOR_PROCESSES", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    names = [f"at-garten-{number:02}" for number in range(11)]
    root = write_base(tmp_path / "many", [entry(name, "Garten") for name in names])
    done = IndexKeeper(root, cache).update()
    assert (done.indexed, sorted(done.documents)) == (11, names)
    base = KnowledgeBase(root, cache)
    assert found(base, "Gärten") == names
    write_practice(root, entry(names[0], "Werkstatt"))
    assert found(base, "Gärten") == names[1:]
