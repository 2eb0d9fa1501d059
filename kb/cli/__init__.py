"""The command line, `kb`. Importing it costs nothing; each command is loaded when it runs."""

from __future__ import annotations

import gc

_PATIENCE = 100_000
"""Objects to make before looking for circles; a search makes fewer and is gone by then."""


def main() -> None:
    """Run `kb` with the arguments of this process."""
    gc.set_threshold(_PATIENCE, 20, 20)
    from kb.cli.root import cli

    try:
        cli(prog_name="kb")
    finally:
        # What is left goes with the process; looking through it all takes ten milliseconds.
        gc.freeze()
