"""`kb rename`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import PRACTICES, Run
from tests.factories import write_base


def test_a_record_gets_another_id_and_old_links_lead_to_it(run: Run, tmp_path: Path) -> None:
    write_base(tmp_path, PRACTICES)
    planned = run("rename", "fi-kylatalo", "fi-talo", "--dry-run", root=tmp_path)
    assert planned.exit_code == 0
    assert planned.stderr == "2 files would change.\n"
    assert "fi-kylatalo.yaml → " in planned.stdout
    assert (tmp_path / "practices" / "fi" / "fi-kylatalo.yaml").is_file()
    done = run("rename", "fi-kylatalo", "fi-talo", root=tmp_path)
    assert (done.exit_code, done.stdout) == (0, planned.stdout)
    assert "fi-talo" in run("show", "fi-kylatalo", "--json", root=tmp_path).stdout


def test_an_id_of_another_country_is_refused(run: Run) -> None:
    done = run("rename", "fi-kylatalo", "at-talo")
    assert done.exit_code == 2
    assert "does not begin with “fi-”" in done.stderr
