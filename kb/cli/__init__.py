"""The command line, `kb`. Importing it costs nothing; each command is loaded when it runs."""

from __future__ import annotations

import gc
import sys

EXIT_INTERRUPTED = 130
"""As a shell says of a program that was interrupted."""

_PATIENCE = 100_000
"""Objects to make before looking for circles; a search makes fewer and is gone by then."""


def main() -> None:
    """Run `kb` with the arguments of this process."""
    gc.set_threshold(_PATIENCE, 20, 20)
    try:
        from kb.cli.root import cli

        cli(prog_name="kb")
    except KeyboardInterrupt:  # before or after `cli` could answer it
        sys.exit(EXIT_INTERRUPTED)
    finally:
        # Python remembers an interrupt of code it ran from text, as that of a dataclass is, and
        # ends by the signal instead of the exit code, though it was caught; running more forgets.
        exec("")  # noqa: S102
        # What is left goes with the process; looking through it all takes ten milliseconds.
        gc.freeze()
