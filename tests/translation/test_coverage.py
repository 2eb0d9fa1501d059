"""The ledger says what a fresh count says, whatever happens to the files and to the cache."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.knowledgebase import KnowledgeBase
from kb.translation.coverage import Coverage, Ledger, RecordKey, share_current, share_reviewed
from tests.translation.workbench import ID, LANGS, Workbench

KEY = RecordKey("practice", ID)


def counted(bench: Workbench) -> Coverage:
    """With what is remembered; the same as without."""
    remembered = bench.workshop.coverage()
    fresh = Ledger(bench.root, bench.cache / "empty" / str(random.random()), LANGS).coverage()
    assert remembered == fresh
    return remembered


def ledger_files(bench: Workbench) -> Iterator[Path]:
    return (bench.cache / "translation").glob("*.json")


def test_counts_follow_every_change_of_a_file(filled: Workbench) -> None:
    assert counted(filled).records[KEY]["fi"] == {"translated": 7}
    filled.edit(goals=["Ganz etwas anderes", "Noch etwas"])
    assert counted(filled).records[KEY]["fi"] == {"translated": 6, "missing": 2}
    filled.edit()
    filled.fill("fi", comments=("kb: draft",))
    assert counted(filled).records[KEY]["fi"] == {"draft": 7}
    filled.path("fi").write_text("damaged", "utf-8")
    assert counted(filled).records[KEY]["fi"] == {"missing": 7}
    assert counted(filled).faulty == (f"locales/fi/LC_MESSAGES/practices/{ID}.po",)
    filled.path("fi").unlink()
    assert counted(filled).faulty == ()
    filled.edit("at-neu", title="Neu")
    assert counted(filled).records[RecordKey("practice", "at-neu")]["sv"] == {"missing": 7}
    faulty = filled.root / "practices/at/at-neu.yaml"
    faulty.write_text("title: a: b", "utf-8")
    assert counted(filled).faulty == ("practices/at/at-neu.yaml",)
    assert RecordKey("practice", "at-neu") not in counted(filled).records
    faulty.unlink()
    (filled.root / "practices/at/at-sprachcafe.yaml").unlink()
    assert KEY not in counted(filled).records


def test_a_catalog_under_a_former_id_counts_and_is_watched(filled: Workbench) -> None:
    (filled.root / f"practices/at/{ID}.yaml").unlink()
    filled.edit("at-neu", former_ids=[ID])
    new = RecordKey("practice", "at-neu")
    assert counted(filled).records[new]["fi"] == {"translated": 7}
    filled.fill("fi", comments=("kb: draft",))
    assert counted(filled).records[new]["fi"] == {"draft": 7}
    assert new in filled.workshop._ledger.unsynced()
    filled.update()
    assert counted(filled).records[new]["fi"] == {"draft": 7}
    assert filled.workshop._ledger.unsynced() == []


def test_random_changes(bench: Workbench) -> None:
    chance = random.Random(5)
    names = ["at-eins", "at-zwei", "at-drei"]
    for name in names:
        bench.edit(name)
    for _ in range(25):
        name, lang = chance.choice(names), chance.choice(("fi", "sv"))
        match chance.randrange(5):
            case 0:
                bench.edit(name, goals=[str(chance.random()), "Alle reden."])
            case 1:
                bench.update()
            case 2 if bench.path(lang, name).exists():
                bench.fill(lang, record_id=name, comments=chance.choice([(), ("kb: draft",)]))
            case 3:
                bench.path(lang, name).unlink(missing_ok=True)
            case _:
                bench.edit(name, summary=str(chance.random()), context=None)
        counted(bench)


def test_only_what_changed_is_read_again(
    filled: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.edit("at-neu")
    counted(filled)
    read = []
    original = Ledger._count
    monkeypatch.setattr(
        Ledger, "_count", lambda self, key: (read.append(key), original(self, key))[1]
    )
    filled.workshop.coverage()
    assert read == []
    filled.edit("at-neu", title="Anders")
    filled.workshop.coverage()
    assert read == [RecordKey("practice", "at-neu")]


def test_another_language_is_counted_anew(filled: Workbench) -> None:
    counted(filled)
    settings = filled.root / "practices/kb.yaml"
    settings.write_text(settings.read_text("utf-8").replace('- "sv"', '- "sv"\n- "et"'), "utf-8")
    found = KnowledgeBase(filled.root, filled.cache).translations.coverage()
    assert found.records[KEY]["et"] == {"missing": 7}
    assert len(filled.update().written) == 1


RUBBISH = (
    b"", b"\0\0", b"[]", b"{}", b'{"version": 2}', b"[" * 100_000, b'{"version": 2, "rows": 5}',
)  # fmt: skip
ROWS = (
    5, {}, {"stamp": 1}, {"counts": 7}, {"counts": {"fi": 3}}, {"counts": {"fi": {"good": 1}}},
    {"counts": {"fi": {"draft": "many"}}}, {"former": 1}, {"former": [1]}, {"faulty": None},
    {"faulty": [[]]},
)  # fmt: skip


@pytest.mark.parametrize("data", RUBBISH)
def test_rubbish_in_the_cache_is_thrown_away(filled: Workbench, data: bytes) -> None:
    counted(filled)
    for path in ledger_files(filled):
        path.write_bytes(data)
    assert counted(filled).records[KEY]["fi"] == {"translated": 7}


@pytest.mark.parametrize("row", ROWS)
def test_a_row_that_nobody_wrote_is_thrown_away(filled: Workbench, row: object) -> None:
    counted(filled)
    (path,) = ledger_files(filled)
    data = json.loads(path.read_bytes())
    good = data["rows"][f"practice/{ID}"]
    data["rows"][f"practice/{ID}"] = {**good, **row} if isinstance(row, dict) and row else row
    path.write_text(json.dumps(data), "utf-8")
    assert counted(filled).records[KEY]["fi"] == {"translated": 7}


def test_a_cache_that_cannot_be_written_is_done_without(filled: Workbench) -> None:
    filled.cache = filled.root / "practices" / "kb.yaml"  # no folder, and never will be one
    assert counted(filled).records[KEY]["fi"] == {"translated": 7}
    filled.edit(goals=["Ganz etwas anderes"])
    assert len(filled.update().written) == 3
    assert filled.update().written == []


def test_folders_and_links_called_like_catalogs(filled: Workbench, tmp_path: Path) -> None:
    folder = filled.path("fi").parent
    (folder / "at-ordner.po").mkdir()
    (folder / "at-kreis.po").symlink_to("at-kreis.po")
    (filled.root / "practices/at/at-ordner.yaml").mkdir()
    (filled.root / "practices/at/at-weg.yaml").symlink_to(tmp_path / "nowhere.yaml")
    found = counted(filled)
    assert found.records[KEY]["fi"] == {"translated": 7}
    assert found.faulty == ("practices/at/at-ordner.yaml",)


def test_records_follow_each_other_as_they_are_listed(bench: Workbench) -> None:
    bench.edit("fi-eka")
    bench.edit("at-zwei")
    assert list(bench.workshop.coverage().records) == [
        RecordKey("practice", "at-sprachcafe"),
        RecordKey("practice", "at-zwei"),
        RecordKey("practice", "fi-eka"),
        RecordKey("partner", "at-verein"),
    ]


def test_shares() -> None:
    counts = {"source": 50, "translated": 4, "draft": 2, "stale": 1, "missing": 1}
    assert share_reviewed(counts) == 0.5
    assert share_current(counts) == 0.75
    assert share_current({"source": 3}) == share_reviewed({}) == 1.0


def test_totals_of_some_records(filled: Workbench) -> None:
    filled.edit("at-neu")
    found = counted(filled)
    assert found.totals()["fi"] == {
        "source": 0, "translated": 7, "draft": 0, "stale": 0, "missing": 7,
    }  # fmt: skip
    assert found.totals([KEY])["fi"]["missing"] == 0
    assert filled.workshop.coverage(["at-neu"]).records.keys() == {RecordKey("practice", "at-neu")}
