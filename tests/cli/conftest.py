"""What the tests of the command line share: a small knowledge base, and a way to run `kb`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb.cli.root import cli
from tests.factories import practice_data, write_base

SHIPPED = Path(__file__).parents[2]
"""The knowledge base that comes with the program."""
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")
Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]

PRACTICES = (
    practice_data(
        results=[
            {
                "text": "Vierzig Menschen kommen.",
                "indicator": "Gäste",
                "value": "1040.5",
                "unit": "Besuche",
                "on": "2017-12-31",
                "kind": "reported",
                "source": "1",
            }
        ],
        obstacles=[{"text": "Im Winter kam niemand.", "remedy": "Ein Fahrdienst."}],
        organisations=[
            {"partner": "at-verein", "role": "lead"},
            {"name": "Land", "role": "funder"},
        ],
        funding=[{"amount": "18000", "currency": "EUR", "scope": "total", "fund": "LEADER"}],
        contacts=[
            {"organisation": "Verein", "url": "https://example.org"},
            {
                "name": "Olga Offen",
                "role": "Leitung",
                "email": "olga@example.org",
                "consent": {"given_on": "2020-01-02"},
            },
        ],
        events=[{"title": "Nächstes Treffen", "date": "tba"}],
        related=["fi-kylatalo"],
        former_ids=["at-altes-sprachcafe"],
    ),
    practice_data(
        id="fi-kylatalo",
        language="fi-FI",
        title="Kylätalo täynnä elämää",
        summary="Kylätalo on avoinna kaikille.",
        context="Kylässä ei ollut kokoontumispaikkaa.",
        goals=["Kylä herää eloon."],
        measures=["Yhdistys avaa ovet."],
        transferability={"text": "Tarvitaan talo ja avain."},
        topics=["housing"],
        target_groups=["volunteers"],
        location={"country": "FI", "place": "Närpiö"},
        period={"start": "2019", "end": "2021", "state": "finished"},
        sources=[{"title": "Kotisivu", "url": "https://example.org/kylatalo"}],
    ),
    practice_data(id="at-entwurf", status="draft", title="Ein Entwurf", topics=["mobility"]),
)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small knowledge base nobody changes: an Austrian, a Finnish and a draft entry."""
    return write_base(tmp_path_factory.mktemp("base"), PRACTICES)


@pytest.fixture
def faulty_base(tmp_path: Path) -> Path:
    """The small base with an unreadable entry, an unknown topic and a hint."""
    write_base(tmp_path, PRACTICES)
    folder = tmp_path / "practices" / "at"
    (folder / "at-kaputt.yaml").write_text("title: a: b\n", "utf-8")
    entry = folder / "at-sprachcafe.yaml"
    text = entry.read_text("utf-8").replace('"language-cafe"', '"mobilty"')
    entry.write_text(text.replace("Im Dorf gab es", "Im Dorf gab es " + "wenig " * 400), "utf-8")
    return tmp_path


@pytest.fixture
def run(kb_cache: Path, base: Path) -> Run:
    """Run `kb` in this process, in the small base; a bug keeps its traceback."""

    def run(*args: str, root: Path | None = base, **env: str | None) -> Result:
        clean = dict.fromkeys((*LOCALE_VARIABLES, "KB_LANG", "NO_COLOR"))
        runner = CliRunner(env={**clean, "KB_CACHE": str(kb_cache), "KB_ROOT": None, **env})
        options = ["--root", str(root)] if root else []
        return runner.invoke(cli, [*options, *args], prog_name="kb", catch_exceptions=False)

    return run


def heed_interrupts() -> None:
    """Let a process be interrupted even where the tests run in the background of a shell.

    A shell without job control has its background processes ignore interrupts, and theirs, too.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def process(kb_cache: Path) -> Process:
    """Run `kb` in a process of its own, in the shipped knowledge base."""

    def process(*args: str, cwd: Path = SHIPPED, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kb.cli", *args],
            cwd=cwd,
            env=process_env(kb_cache) | env,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=120,
            check=False,
        )

    return process


def process_env(cache: Path) -> dict[str, str]:
    """An environment without a language, in which this package is found."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    for name in (*LOCALE_VARIABLES, "NO_COLOR", "PYTHONIOENCODING", "COLUMNS"):
        ours.pop(name, None)
    path = os.pathsep.join(filter(None, (str(SHIPPED), ours.get("PYTHONPATH"))))
    return {**ours, "KB_CACHE": str(cache), "PYTHONPATH": path}
