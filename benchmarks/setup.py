"""Where a run keeps its files: the generated base, caches, and the other engines' indexes."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import ROOT, call
from benchmarks.synthetic import ensure_base
from kb.words.dictionary import dictionaries_folder


@dataclass(frozen=True)
class Setup:
    """One run.

    Attributes:
        folder: holds everything the run writes.
        practices: size of the generated base.
        seed: seed of the base and of the queries.
        processes: most processes for a full index.
    """

    folder: Path
    practices: int
    seed: int
    processes: int

    @property
    def shipped(self) -> Path:
        """Root of the shipped knowledge base."""
        return ROOT

    @property
    def cache(self) -> Path:
        """Cache for dictionaries and indexes, apart from the user's."""
        return self.folder / "cache"

    @property
    def dictionaries(self) -> Path:
        """Folder of the dictionaries."""
        return dictionaries_folder(self.cache)

    @property
    def name(self) -> str:
        """Tells bases of different sizes and seeds apart."""
        return f"{self.practices}-{self.seed}"

    @property
    def texts(self) -> Path:
        """File of texts for the other engines."""
        return self.folder / f"texts-{self.name}.jsonl"

    def other(self, engine: str) -> Path:
        """Folder of another engine's index."""
        return self.folder / f"{engine}-{self.name}"

    def base(self) -> Path:
        """Root of the generated knowledge base; it is made where it is missing."""
        say(f"knowledge base of {self.practices:,} practices")
        return ensure_base(
            self.folder / f"base-{self.name}",
            self.practices,
            self.seed,
            self.shipped,
            self.dictionaries,
        )

    def ensure_texts(self, root: Path) -> Path:
        """The texts of the generated base for the other engines."""
        say("texts for the other engines")
        arguments = {"path": str(self.texts), "root": str(root), "cache": str(self.cache)}
        call("index:write_texts", **arguments)
        return self.texts


def say(what: str) -> None:
    """Tell on the terminal what is being done."""
    print(f"… {what}", file=sys.stderr, flush=True)
