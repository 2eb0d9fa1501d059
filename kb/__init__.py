"""Good-practice entries as YAML, found and printed in every partner's language.

    >>> from kb import KnowledgeBase
    >>> KnowledgeBase.open("path/to/base").search("kielikahvilat", lang="fi")  # doctest: +SKIP

Names are looked up when they are used, so that `kb --help` stays instant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.version import __version__

if TYPE_CHECKING:
    from kb.knowledgebase import KnowledgeBase

__all__ = ["KnowledgeBase", "__version__"]


def __getattr__(name: str) -> object:
    if name == "KnowledgeBase":
        from kb.knowledgebase import KnowledgeBase

        return KnowledgeBase
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
