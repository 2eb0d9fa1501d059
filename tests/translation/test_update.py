"""Catalogs follow their sources: each edit is seen, and no work of translators is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kb.errors import KbError, UsageError
from kb.knowledgebase import KnowledgeBase
from kb.translation.pofile import format_po, parse_po
from kb.translation.update import load_po
from tests.factories import PRACTICE, write_base
from tests.translation.workbench import ID, TARGETS, Workbench

REPOSITORY = Path(__file__).parents[2]
UPDATER = """
import sys
from pathlib import Path
from kb.knowledgebase import KnowledgeBase
base = KnowledgeBase(Path(sys.argv[1]), Path(sys.argv[2]))
print(len(base.translations.update(sys.argv[3:]).written))
"""
TEXTS = 7
"""Different texts of the practice."""
SENTENCE = "Der Verein öffnet jeden Mittwoch und Samstag sein Café."
OLD_SENTENCE = PRACTICE["measures"][0]


def all_in(state: str, number: int = TEXTS) -> dict[str, dict[str, int]]:
    return {"de": {"source": number}, **{lang: {state: number} for lang in TARGETS}}


def test_new_catalogs_hold_all_a_translator_needs(bench: Workbench) -> None:
    done = bench.update()
    assert done.written == [bench.path(lang) for lang in TARGETS]
    assert not bench.path("de").exists()
    text = bench.text("sv")
    assert text.startswith(
        "# Sprachcafé am Dorfplatz\n# practices/at/at-sprachcafe.yaml, from de-AT into sv.\n"
    )
    assert bench.catalog("sv").metadata() | {"pot-creation-date": "", "po-revision-date": ""} == {
        "project-id-version": ID,
        "report-msgid-bugs-to": "",
        "pot-creation-date": "",
        "po-revision-date": "",
        "last-translator": "",
        "language-team": "",
        "language": "sv",
        "mime-version": "1.0",
        "content-type": "text/plain; charset=UTF-8",
        "content-transfer-encoding": "8bit",
        "x-source-language": "de-AT",
    }
    assert (
        "#. title, up to 120 characters\n#: practices/at/at-sprachcafe.yaml:3\n"
        'msgctxt "title"\nmsgid "Sprachcafé am Dorfplatz"\nmsgstr ""\n'
    ) in text
    assert bench.states() == all_in("missing")


def test_a_second_update_changes_no_byte(filled: Workbench) -> None:
    before = filled.snapshot()
    assert filled.update().written == []
    assert filled.update(ID).unchanged == 3
    shutil.rmtree(filled.cache)
    assert filled.update().written == []
    assert filled.snapshot() == before


def test_one_edited_sentence_makes_exactly_that_text_stale(filled: Workbench) -> None:
    assert filled.states() == all_in("translated")
    filled.edit(measures=[SENTENCE])
    one_stale = {lang: {"translated": TEXTS - 1, "stale": 1} for lang in TARGETS}
    assert filled.states() == {"de": {"source": TEXTS}, **one_stale}
    base = KnowledgeBase(filled.root, filled.cache)
    seen_before = list(base.localise(filled.record(), "fi"))
    shown = dict(seen_before)["measures"]
    assert (shown.value, shown.state, shown.previous) == (
        f"fi[{OLD_SENTENCE}]", "stale", OLD_SENTENCE,
    )  # fmt: skip
    assert len(filled.update().written) == 3
    assert filled.states() == {"de": {"source": TEXTS}, **one_stale}
    assert list(base.localise(filled.record(), "fi")) == seen_before
    message = filled.messages("en")["measures", SENTENCE]
    assert (message.text, message.previous) == (f"en[{OLD_SENTENCE}]", OLD_SENTENCE)
    changed = filled.text("en")
    assert f'#, fuzzy\n#| msgid "{OLD_SENTENCE}"\n' in changed
    assert f'msgid "{SENTENCE}"\n' in changed


def test_an_edit_changes_only_its_own_lines(filled: Workbench) -> None:
    before = filled.text("fi").splitlines()
    filled.edit(measures=[SENTENCE])
    filled.update()
    after = filled.text("fi").splitlines()
    assert [line for line in after if line not in before] == [
        "#, fuzzy", f'#| msgid "{OLD_SENTENCE}"', f'msgid "{SENTENCE}"',
    ]  # fmt: skip
    assert [line for line in before if line not in after] == [f'msgid "{OLD_SENTENCE}"']
    filled.edit()
    filled.update()
    assert filled.text("fi").splitlines() == before


def test_a_minor_edit_leaves_translations_valid(filled: Workbench) -> None:
    filled.edit(measures=[SENTENCE], goals=["Zugewanderte sprechen gutes Deutsch im Alltag."])
    filled.update(ID, minor_fields=["goals"])
    states = filled.states()
    assert states["fi"] == {"translated": TEXTS - 1, "stale": 1}
    filled.edit(measures=[SENTENCE], goals=["Zugewanderte sprechen besser Deutsch im Alltag."])
    filled.update(ID, minor_fields=[])
    assert filled.states()["fi"] == {"translated": TEXTS - 1, "stale": 1}


def test_a_renamed_practice_takes_its_catalogs_along(filled: Workbench) -> None:
    (filled.root / "practices/at/at-sprachcafe.yaml").unlink()
    filled.edit("at-kaffeehaus", former_ids=[ID])
    assert filled.states("at-kaffeehaus") == all_in("translated")
    done = filled.update()
    assert done.moved == [filled.path(lang, "at-kaffeehaus") for lang in TARGETS]
    assert not filled.path("fi").exists()
    assert filled.states("at-kaffeehaus") == all_in("translated")
    assert "#: practices/at/at-kaffeehaus.yaml:3" in filled.text("fi", "at-kaffeehaus")
    assert filled.update().written == []


def test_a_former_id_leads_nowhere_else(tmp_path: Path) -> None:
    about = {"language": "de-AT", "name": "Ort", "kind": "association", "country": "AT"}
    former = ["../../../../../outside", "at-alt"]
    partner = {**about, "description": "Wir.", "former_ids": former}
    root = write_base(tmp_path / "base", partners={"at-ort": partner})
    outside = tmp_path / "outside.po"
    outside.write_text('msgctxt "description"\nmsgid "Wir."\nmsgstr "Me."\n', "utf-8")
    workshop = KnowledgeBase(root, tmp_path / "cache").translations
    workshop.update()
    assert outside.is_file()
    assert workshop.coverage().totals()["fi"]["translated"] == 0


def test_dry_run_writes_nothing_and_is_not_remembered(filled: Workbench) -> None:
    filled.edit(measures=[SENTENCE])
    before = filled.snapshot()
    assert len(filled.update(dry_run=True).written) == 3
    assert filled.snapshot() == before
    assert len(filled.update().written) == 3


def test_one_language_is_updated_and_the_others_later(filled: Workbench) -> None:
    filled.edit(measures=[SENTENCE])
    assert filled.update(langs=["fi"]).written == [filled.path("fi")]
    assert filled.update().written == [filled.path("sv"), filled.path("en")]


def test_all_kinds_of_records_have_catalogs(tmp_path: Path) -> None:
    german, finnish = {"language": "de-AT", "country": "AT"}, {"language": "fi", "country": "FI"}
    root = write_base(
        tmp_path / "base",
        groups={
            "at-kreis": {**german, "name": "Kreis", "host": "at-verein", "purpose": ["Reden."]}
        },
        visits={"fi-besuch": {**finnish, "title": "Vierailu", "host": "at-verein", "start": "tba"}},
        projects={"iira": {"language": "en", "title": "A project", "summary": "About it."}},
        partners={
            "at-ort": {**german, "name": "Ort", "kind": "association", "description": "Wir."}
        },
    )
    workshop = KnowledgeBase(root, tmp_path / "cache").translations
    assert workshop.coverage().faulty == ()
    workshop.update()
    folder = root / "locales/fi/LC_MESSAGES"
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.po")}
    assert {"groups/at-kreis.po", "projects/iira.po"} <= found
    assert "visits/fi-besuch.po" not in found
    assert (root / "locales/sv/LC_MESSAGES/visits/fi-besuch.po").is_file()
    assert 'msgid "Wir."' in (folder / "partners/at-ort.po").read_text("utf-8")
    assert not (folder / "partners/at-verein.po").exists()  # it has no text to translate


# Files as other tools leave them


def poedit_like(text: str) -> str:
    """Comments, several places in one line, another width, a team, obsolete texts, plurals."""
    text = text.replace("Language-Team:\\n", "Language-Team: Käännöstiimi <t@example.org>\\n")
    text = text.replace('"X-Source', '"X-Generator: Poedit 3.4\\n"\n"X-Source')
    text = text.replace(
        'msgstr "fi[Einmal in der Woche reden', 'msgstr ""\n"fi[Einmal in der "\n"Woche reden'
    )
    text = text.replace("#. title", "# Onko tämä nimi?\n#. title")
    text = text.replace("# Sprachcafé", "# Oma huomautus\n#\n# Sprachcafé")
    return text + (
        '\n# vanha\n#, fuzzy\n#~| msgctxt "goals"\n#~| msgid "Ganz alt"\n#~ msgctxt "goals"\n'
        '#~ msgid "Alt"\n#~ msgstr ""\n#~ "Va"\n#~ "nha"\n\n'
        '#~ msgid "Gast"\n#~ msgid_plural "Gäste"\n#~ msgstr[0] "vieras"\n#~ msgstr[1] "vieraita"\n'
    )


SAVED: dict[str, Callable[[str], str]] = {
    "as Poedit saves it": poedit_like,
    "with Windows lines": lambda text: poedit_like(text).replace("\n", "\r\n"),
    "with a byte order mark": lambda text: "\ufeff" + text,
    "without a last line ending": lambda text: text.rstrip("\n"),
    "with empty lines": lambda text: text.replace("\n\n", "\n\n\n"),
    "with a fuzzy header": lambda text: text.replace('msgid ""\n', '#, fuzzy\nmsgid ""\n', 1),
    "with comments at its end": lambda text: text + "\n# loppu\n",
}  # fmt: skip


@pytest.mark.parametrize("name", SAVED)
def test_files_of_other_tools_are_left_alone_until_something_changes(
    filled: Workbench, name: str
) -> None:
    text = SAVED[name](filled.text("fi"))
    filled.path("fi").write_bytes(text.encode("utf-8"))
    assert filled.states() == all_in("translated")
    assert filled.update().written == []
    assert filled.path("fi").read_bytes() == text.encode("utf-8")
    filled.edit(measures=[SENTENCE])
    filled.update()
    before = set(text.removeprefix("\ufeff").splitlines())
    after = filled.text("fi")
    assert before - set(after.splitlines()) == {f'msgid "{OLD_SENTENCE}"'}
    assert len(filled.update(ID).written) == 0
    if "\r\n" in text:
        assert "\n" not in after.replace("\r\n", "")


def test_a_catalog_without_header_gets_one(filled: Workbench) -> None:
    text = format_po(replace(filled.catalog("fi"), messages=filled.catalog("fi").messages[1:]))
    filled.path("fi").write_text(text, "utf-8")
    filled.update()
    assert filled.catalog("fi").metadata()["language"] == "fi"
    assert filled.states() == all_in("translated")
    assert filled.update(ID).written == []


def test_gettext_saves_it_in_another_width(filled: Workbench) -> None:
    for option in ("--no-wrap", "--width=30", "--sort-output", "--add-location=file"):
        done = subprocess.run(
            ["msgcat", option, filled.path("fi")], check=True, capture_output=True
        )
        filled.path("fi").write_bytes(done.stdout)
        assert filled.states() == all_in("translated")
        filled.update()
        added = set(filled.text("fi").splitlines()) - set(done.stdout.decode().splitlines())
        assert all(line.startswith("#: ") for line in added), added
        assert filled.update(ID).written == []


def test_gettext_finds_nothing_wrong_and_keeps_states(filled: Workbench, tmp_path: Path) -> None:
    """msgfmt, msgmerge with our template, msgattrib: the same states before and after."""
    filled.fill("sv", comments=("kb: draft", "kb: ignore number: »5« ist ein Name"))
    filled.edit(measures=[SENTENCE], goals=["Ganz etwas anderes"], context=None)
    filled.update()
    expected = filled.states()
    assert expected["sv"] == {"draft": 4, "stale": 1, "missing": 1}
    (key,) = filled.workshop.find_keys([ID])
    template = tmp_path / "a.pot"
    template.write_text(filled.workshop.template(key), "utf-8")
    for lang in TARGETS:
        path = str(filled.path(lang))
        check = ["msgfmt", "--check", "--check-accelerators", "-o", "/dev/null"]
        for command in (
            [*check, path],
            ["msgfmt", "-o", "/dev/null", str(template)],
            ["msgmerge", "--no-fuzzy-matching", "--previous", "--quiet", "--update",
             "--backup=none", path, str(template)],
            ["msgattrib", "--no-obsolete", "-o", path, path],
            ["msgattrib", "--set-obsolete", "--only-file=/dev/null", "-o", path, path],
        ):  # fmt: skip
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            assert (done.returncode, done.stderr) == (0, ""), command
        assert filled.states() == expected
    assert filled.update().written == []
    comments = filled.messages("sv")["title", "Sprachcafé am Dorfplatz"].comments
    assert comments == ("kb: draft", "kb: ignore number: »5« ist ein Name")


def test_msgmerge_alone_loses_nothing_either(filled: Workbench, tmp_path: Path) -> None:
    """A translator updates with gettext's own tool; ours finds nothing left to do."""
    filled.edit(measures=[SENTENCE], title="Café")
    (key,) = filled.workshop.find_keys([ID])
    (tmp_path / "a.pot").write_text(filled.workshop.template(key), "utf-8")
    done = subprocess.run(
        ["msgmerge", "--previous", "--quiet", filled.path("fi"), tmp_path / "a.pot"],
        check=True,
        capture_output=True,
    )
    filled.path("fi").write_bytes(done.stdout)
    stale = filled.messages("fi")["measures", SENTENCE]
    assert (stale.is_fuzzy, stale.previous) == (True, OLD_SENTENCE)
    filled.update()
    assert "fi[Sprachcafé am Dorfplatz]" in filled.text("fi")
    assert filled.states()["fi"] == {"translated": 5, "stale": 1, "missing": 1}


# Damage and attacks

DAMAGED: dict[str, tuple[bytes, str]] = {
    "conflict": (b'msgid "a"\nmsgstr "b"\n<<<<<<< HEAD\n', "line 3"),
    "encoding": (b'msgid "a"\nmsgstr "\xe4"\n', "UTF-8"),
    "charset": (
        b'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n', "UTF-8"
    ),
    "twice": (b'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', "lines 1 and 4"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0", "UTF-8"),
    "nothing": (b"\0" * 50, "line 1"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_catalog_is_left_alone_and_the_others_are_updated(
    filled: Workbench, name: str
) -> None:
    data, told = DAMAGED[name]
    filled.path("fi").write_bytes(data)
    filled.edit(measures=[SENTENCE])
    done = filled.update()
    assert [told in str(error) for error in done.damaged] == [True]
    assert done.written == [filled.path("sv"), filled.path("en")]
    assert filled.path("fi").read_bytes() == data
    assert len(filled.update().damaged) == 1
    if name != "charset":
        assert filled.states()["fi"] == {"missing": TEXTS}


def test_a_message_that_stands_there_twice_alike_is_made_one(filled: Workbench) -> None:
    """As `git merge` leaves it, where both sides added the same."""
    text = filled.text("fi")
    lines = text[text.index("#. goals") : text.index("#. measures")]
    empty = lines.replace("fi[Zugewanderte sprechen Deutsch im Alltag.]", "")
    filled.path("fi").write_text(f"{text}\n{lines}\n{empty}", "utf-8")
    assert filled.states() == all_in("translated")
    assert filled.update().written == [filled.path("fi")]
    assert filled.text("fi") == text


def test_a_faulty_record_leaves_its_catalogs_alone(filled: Workbench) -> None:
    path = filled.root / "practices/at/at-sprachcafe.yaml"
    path.write_text(path.read_text("utf-8") + "title: twice\n", "utf-8")
    before = filled.snapshot()
    assert filled.update().faulty == [path]
    assert filled.snapshot() == before
    assert filled.update().faulty == [path]


def test_a_folder_in_a_catalogs_place_is_told(filled: Workbench) -> None:
    filled.path("fi").unlink()
    filled.path("fi").mkdir()
    filled.edit(measures=[SENTENCE])
    with pytest.raises(OSError, match="directory"):
        filled.update()
    assert [path for path in filled.path("fi").parent.iterdir() if path.suffix == ".part"] == []


def test_links_that_lead_out_are_not_written_through(bench: Workbench, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    secret = outside / "secret.po"
    secret.write_text("keep me", "utf-8")
    bench.path("fi").parent.mkdir(parents=True)
    bench.path("fi").symlink_to(secret)
    bench.path("sv").parent.parent.mkdir(parents=True)
    bench.path("sv").parent.symlink_to(outside)
    done = bench.update()
    assert "leads out" in str(done.damaged[0])
    assert done.written[0] == bench.path("fi")
    assert sorted(path.name for path in outside.iterdir()) == ["secret.po"]
    assert secret.read_text("utf-8") == "keep me"
    assert not bench.path("fi").is_symlink()


def test_a_file_of_a_group_stays_writable_for_it(filled: Workbench) -> None:
    filled.path("fi").chmod(0o664)
    filled.edit(measures=[SENTENCE])
    filled.update()
    assert filled.path("fi").stat().st_mode & 0o777 == 0o664


def test_a_base_without_catalogs_or_records(tmp_path: Path) -> None:
    root = write_base(tmp_path / "base", partners={})
    (root / "practices/partners/at-verein.yaml").unlink()
    workshop = KnowledgeBase(root, tmp_path / "cache").translations
    assert workshop.update().written == []
    assert workshop.coverage().totals()["fi"]["missing"] == 0
    with pytest.raises(UsageError):
        workshop.update(["../../etc/passwd"])
    with pytest.raises(UsageError):
        workshop.update(langs=["../.."])


def test_a_file_that_goes_or_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(KbError, match="cannot be read"):
        load_po(tmp_path / "not-there.po")
    with pytest.raises(KbError, match="cannot be read"):
        load_po(tmp_path)


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )


def test_a_full_disk_leaves_the_old_catalogs(filled: Workbench) -> None:
    filled.edit(measures=[SENTENCE], summary="Ganz anders. " * 30)
    before = filled.snapshot()
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n" + UPDATER
    process = start("import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n" + code,
                    filled.root, filled.cache)  # fmt: skip
    _out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "OSError" in err
    assert filled.snapshot() == before
    assert len(filled.update().written) == 3


def test_a_kill_leaves_each_catalog_whole(bench: Workbench) -> None:
    names = [f"at-nummer-{number}" for number in range(12)]
    versions: list[dict[str, Any]] = [{"measures": [OLD_SENTENCE]}, {"measures": [SENTENCE]}]
    for name in names:
        bench.edit(name)
    bench.update()
    for name in names:
        bench.fill(record_id=name)
    chance = random.Random(20161014)
    for turn in range(10):
        for name in names:
            bench.edit(name, **versions[turn % 2])
        process = start(UPDATER, bench.root, bench.cache)
        time.sleep(chance.uniform(0.15, 0.45))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        for name in names:
            for lang in TARGETS:
                catalog = bench.catalog(lang, name)
                assert sum(bool(one.text) for one in catalog.messages) == TEXTS + 1
    bench.update()
    states = {lang: dict(one) for lang, one in bench.states(names[0]).items()}
    for name in names:
        assert bench.states(name) == states


def test_what_a_killed_update_left_goes_with_the_next(bench: Workbench) -> None:
    bench.edit()
    bench.update()
    bench.edit(measures=[SENTENCE])
    left = bench.path("fi").with_name(".at-x.po.999999999-1.part")
    left.write_bytes(b"half")
    os.utime(left, (1_000_000_000, 1_000_000_000))
    bench.update()
    assert not left.exists()


def test_several_updates_at_once_agree(bench: Workbench) -> None:
    names = [f"at-nummer-{number}" for number in range(10)]
    for name in names:
        bench.edit(name)
    bench.update()
    for name in names:
        bench.fill(record_id=name)
        bench.edit(name, measures=[SENTENCE])
    processes = [start(UPDATER, bench.root, bench.cache, *names) for _ in range(3)]
    for process in processes:
        assert process.communicate(timeout=60)[1] == ""
    for name in names:
        assert bench.states(name)["fi"] == {"translated": TEXTS - 1, "stale": 1}
    assert bench.update().written == []
    leftovers = [name for name in bench.snapshot() if not name.endswith(".po")]
    assert leftovers == []


def test_an_edit_during_the_update_is_not_forgotten(
    filled: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves the entry while its catalogs are being written."""
    from kb.translation import update

    filled.edit(measures=[SENTENCE])
    original = update.write_catalog

    def write_and_edit(*arguments: Any) -> None:
        original(*arguments)
        filled.edit(measures=["Der Verein öffnet täglich sein Café, auch im Winter."])

    with monkeypatch.context() as patch:
        patch.setattr(update, "write_catalog", write_and_edit)
        filled.update()
    assert len(filled.update().written) == 3


def test_a_title_of_several_lines_makes_no_broken_header(bench: Workbench) -> None:
    path = bench.edit()
    text = path.read_text("utf-8")
    path.write_text(
        text.replace('"Sprachcafé am Dorfplatz"', '"Sprach\\nmsgid x\\n\\ncafé"'), "utf-8"
    )
    bench.update()
    assert parse_po(bench.text("fi")).messages[0].is_header
    assert bench.update(ID).written == []
