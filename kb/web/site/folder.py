"""The folder of a site: only what changed is written, and nothing is touched that is not ours.

A manifest in the folder names the files that builds have made, with what is in them. A name is
noted there before its file is written, so that a build that was cut short leaves none behind
whose owner nobody knows.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISREG
from typing import Any, Self

from kb.cache.cachefiles import aside_of, read_json, remove_abandoned, write_json
from kb.errors import N_, KbError, UsageError

MANIFEST = ".kb-site.json"
_FORMAT = 1


def digest_of(data: bytes) -> str:
    """What tells one content of a file from another."""
    return sha256(data).hexdigest()[:20]


# The manifest


@dataclass
class Manifest:
    """The files of a site that are ours.

    Attributes:
        files: name → digest, as they are meant to be.
        keys: name of a file that takes long → key of what is in it.
        claimed: names a build that was cut short had begun to write.
    """

    files: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    claimed: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """All files that may be written over and taken away."""
        return self.claimed.union(self.files)

    def claiming(self, names: Iterable[str]) -> Self:
        """The same, with names that are about to be written."""
        claimed = self.claimed.union(names).difference(self.files)
        return type(self)(self.files, self.keys, claimed)

    def as_json(self) -> dict[str, Any]:
        """The manifest as it lies in the site."""
        data: dict[str, Any] = {"format": _FORMAT}
        if self.claimed:
            data["claimed"] = sorted(self.claimed)
        data["keys"] = dict(sorted(self.keys.items()))
        data["files"] = dict(sorted(self.files.items()))
        return data


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a site; None where there is none, or it is damaged."""
    data = read_json(folder / MANIFEST)
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        return None
    files, keys = _table(data.get("files")), _table(data.get("keys"))
    claimed = data.get("claimed", [])
    if files is None or keys is None or not isinstance(claimed, list):
        return None
    names = [*files, *keys, *claimed]
    return Manifest(files, keys, frozenset(claimed)) if all(map(is_inside, names)) else None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a site, unless it is there already."""
    if read_json(folder / MANIFEST) != manifest.as_json():
        write_json(folder / MANIFEST, manifest.as_json())


def is_inside(name: object) -> bool:
    """Whether a name stays inside the site: relative, without steps upwards."""
    if not isinstance(name, str) or "\0" in name or "\\" in name:
        return False
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def _table(value: object) -> dict[str, str] | None:
    is_table = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    return value if is_table else None  # type: ignore[return-value]  # it was looked at


# The folder


class SiteFolder:
    """The folder of a site: what is ours in it may change, everything else stays as it is.

    Args:
        root: the folder; it need not be there yet.
        force: overwrite files that are not ours, where ours have the same names.

    Raises:
        UsageError: the folder holds files, and none of them says that it is a site of ours.
    """

    def __init__(self, root: Path, *, force: bool = False) -> None:
        self.root = root
        self._force = force
        self._parents: set[PurePosixPath] = set()
        found = read_manifest(root)
        if found is None and not force:
            _require_empty(root)
        self.manifest = found or Manifest()

    def prepare(self, names: Iterable[str]) -> None:
        """Make sure that files of these names may be written, and note that they are ours.

        Raises:
            UsageError: there is something of that name that we did not make.
        """
        ours = self.manifest.names
        new = [one for one in names if one not in ours]
        for name in new:
            self._require_free(name)
        self.root.mkdir(parents=True, exist_ok=True)
        for name in names:
            self._make_parents(PurePosixPath(name).parent)
        if new:
            self.manifest = self.manifest.claiming(new)
            write_manifest(self.root, self.manifest)

    def write(self, name: str, data: bytes) -> bool:
        """Write a file that was prepared, unless it is as it should be; tells whether it did."""
        return write_if_changed(self.root / name, data)

    def finish(self, files: Mapping[str, str], keys: Mapping[str, str]) -> list[str]:
        """Take away what is no longer part of the site, and write its manifest.

        Args:
            files: name → digest of all there is now.
            keys: as in the manifest.

        Returns:
            Names that were taken away.
        """
        old = self.manifest.names.difference(files)
        gone = [name for name in sorted(old) if self._remove(name)]
        for folder in sorted({one for name in gone for one in PurePosixPath(name).parents})[::-1]:
            if folder.parts and self._is_folder(folder):
                with suppress(OSError):  # somebody else's files are in it
                    (self.root / folder).rmdir()
        self.manifest = Manifest(dict(files), dict(keys))
        write_manifest(self.root, self.manifest)
        return gone

    def _remove(self, name: str) -> bool:
        """Take a file away; tells whether it was there."""
        path = self.root / name
        is_inside = all(self._is_folder(one) for one in PurePosixPath(name).parents)
        if is_inside and os.path.lexists(path) and not path.is_dir():
            path.unlink(missing_ok=True)
            return True
        return False

    def _is_folder(self, name: PurePosixPath) -> bool:
        """Whether it is a folder and no link to one; the site's own folder may be a link."""
        try:
            return not name.parts or S_ISDIR((self.root / name).lstat().st_mode)
        except OSError:
            return False

    def _require_free(self, name: str) -> None:
        path = self.root / name
        if os.path.lexists(path) and not (self._force and not path.is_dir()):
            raise UsageError(
                N_(
                    "%(path)s is there already, and no build of this site has made it. Move it "
                    "away, or overwrite it with --force."
                ),
                path=path,
            )

    def _make_parents(self, parent: PurePosixPath) -> None:
        if not parent.parts or parent in self._parents:
            return
        self._make_parents(parent.parent)
        path = self.root / parent
        with suppress(FileExistsError):
            path.mkdir()
        if not self._is_folder(parent):
            raise UsageError(
                N_("%(path)s is no folder of this site, and links are not followed. Move it away."),
                path=path,
            )
        self._parents.add(parent)


def _require_empty(folder: Path) -> None:
    try:
        others = any(one != MANIFEST for one in os.listdir(folder))  # noqa: PTH208 - names only
    except FileNotFoundError:
        return
    except NotADirectoryError:
        raise UsageError(N_("%(path)s is no folder. Choose another one."), path=folder) from None
    if others:
        raise UsageError(
            N_(
                "%(path)s holds files that no build of a site has made. Choose an empty folder; "
                "with --force the site is written among them, over files of the same names."
            ),
            path=folder,
        )


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write a file aside and rename it into place, unless it is as it should be.

    It is not forced to the disk: a thousand files would take seconds, and one that is lost with
    the power is missed and written again by the next build.

    Raises:
        KbError: the disk is full, or the folder cannot be written.
    """
    if _holds(path, data):
        return False
    aside = aside_of(path)
    try:
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        reason = error.strerror or os.strerror(error.errno or errno.EIO)
        raise KbError(
            N_("%(path)s cannot be written: %(reason)s."), path=path, reason=reason
        ) from error
    return True


def _holds(path: Path, data: bytes) -> bool:
    try:
        stat = path.lstat()
        is_same_size = S_ISREG(stat.st_mode) and stat.st_size == len(data)
        return is_same_size and path.read_bytes() == data
    except OSError:
        return False


def remove_leftovers(root: Path, names: Iterable[str]) -> None:
    """Remove what builds that were killed have left aside while they wrote these files."""
    for folder in {PurePosixPath(name).parent for name in names}:
        remove_abandoned(root / folder)
