"""What the tests of translation share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.translation.workbench import Workbench


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    """A knowledge base of one practice, not yet translated."""
    return Workbench(tmp_path)


@pytest.fixture
def filled(bench: Workbench) -> Workbench:
    """The same, translated into all languages."""
    bench.update()
    bench.fill()
    return bench
