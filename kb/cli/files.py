"""Files that a command writes: never half, never over another one unless told to."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from kb.errors import N_, UsageError

_STDOUT = "stdout"


def names_folder(output: Path | str) -> bool:
    """Whether a folder is meant: one that is there, or typed with a slash at its end."""
    return Path(output).is_dir() or str(output).endswith(("/", os.sep))


def write_files(
    files: Iterable[tuple[str, bytes]], output: Path | str | None, *, is_single: bool, force: bool
) -> list[Path]:
    """Write files, or print the only one.

    Args:
        files: (name, data) of each; made one after the other, all before the first is written.
        output: the file, or the folder for several; stdout without it. As it was typed, a slash
            at its end tells that it is a folder.
        is_single: whether there is only one file.
        force: overwrite what is there.

    Returns:
        What was written.

    Raises:
        UsageError: several files go to stdout, or one is there already.
        KbError: one cannot be made; nothing is written.
    """
    if output is None:
        if not is_single:
            raise UsageError(N_("Several files need a folder: add -o FOLDER."))
        for _name, data in files:
            _print(data)
        return []
    is_folder = names_folder(output) or not is_single
    output = Path(output)
    targets = [(output / name if is_folder else output, data) for name, data in files]
    for path, _data in targets:
        _check_target(path, force=force)
    _place(targets, output if is_folder else output.parent, force=force)
    return [path for path, _data in targets]


def _print(data: bytes) -> None:
    """Write bytes to stdout; a full disk behind it is told like that of any other file."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), _STDOUT)
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        error.filename = error.filename or _STDOUT
        raise


def _check_target(path: Path, *, force: bool) -> None:
    """A file that is there is overwritten only if told to; anything else never is."""
    if not path.exists():
        return
    if not path.is_file() or path.is_symlink():
        raise UsageError(N_("%(path)s is no ordinary file. Choose another name."), path=path)
    if not force:
        raise _is_there(path)


def _place(targets: Sequence[tuple[Path, bytes]], folder: Path, *, force: bool) -> None:
    """Write the files into a folder, which is made where only it itself is missing."""
    from kb.cache.cachefiles import remove_abandoned, write_all

    if folder.exists() and not folder.is_dir():
        raise UsageError(N_("%(path)s is no folder. Choose another one."), path=folder)
    is_made = not folder.exists()
    if is_made and not folder.absolute().parent.is_dir():
        raise UsageError(
            N_("There is no folder %(folder)s. Make it, or write to another one."),
            folder=folder.absolute().parent,
        )
    folder.mkdir(exist_ok=True)
    remove_abandoned(folder)
    try:
        write_all(targets, is_new=not force)
    except FileExistsError as error:
        raise _is_there(Path(error.filename2 or error.filename)) from error
    except BaseException:
        if is_made:
            with suppress(OSError):
                folder.rmdir()
        raise


def _is_there(path: Path) -> UsageError:
    return UsageError(
        N_("%(path)s is there already. Choose another name, or overwrite it with --force."),
        path=path,
    )
