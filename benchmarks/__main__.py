"""`python -m benchmarks <what>`: measure, and print tables with the aims beside the figures."""

from __future__ import annotations

import contextlib
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click

from benchmarks import (
    authoring,
    cold,
    edit,
    export,
    forms,
    index,
    lighthouse,
    query,
    site,
    sitesearch,
    translation,
    web,
)
from benchmarks.report import Row, Table, machine
from benchmarks.setup import Setup


def _base(setup: Setup) -> Table:
    started = time.perf_counter()
    root = setup.base()
    seconds = time.perf_counter() - started
    files = sum(1 for path in root.rglob("*") if path.is_file())
    table = Table(f"base, {setup.practices:,} practices in {root}", ("generator",))
    table.rows = [Row("made or found after, s", [seconds]), Row("files", [files])]
    return table


MEASURES: dict[str, Callable[[Setup], Table]] = {
    "base": _base,
    "forms": forms.measure,
    "cold": cold.measure,
    "query": query.measure,
    "index": index.measure,
    "edit": edit.measure,
    "translation": translation.measure,
    "export": export.measure,
    "authoring": authoring.measure,
    "web": web.measure,
    "lighthouse": lighthouse.measure,
    "site": site.measure,
    "sitesearch": sitesearch.measure,
}


@click.command()
@click.argument("what", type=click.Choice([*MEASURES, "all"]))
@click.option("--practices", default=10_000, show_default=True, help="Size of the made-up base.")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same base.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keeps the made-up base and its indexes, and takes those that are there.",
)
@click.option("--processes", default=2, show_default=True, help="For a full index.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(
    what: str, practices: int, seed: int, folder: Path | None, processes: int, as_json: bool
) -> None:
    """Measure search, translation, writing, files and pages, beside others."""
    with contextlib.ExitStack() as stack:
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kb-bench-")))
        setup = Setup(folder.absolute(), practices, seed, processes)
        wanted = MEASURES if what == "all" else {what: MEASURES[what]}
        if not as_json:
            print(", ".join(f"{name} {value}" for name, value in machine().items()))
        tables = []
        for take in wanted.values():
            table = take(setup)
            tables.append(table)
            if not as_json:
                print("", *table.lines(), sep="\n", flush=True)
        if as_json:
            data = {"machine": machine(), "tables": [table.as_json() for table in tables]}
            print(json.dumps(data, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
