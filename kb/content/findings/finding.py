"""One kind of fault, as all tables of this room describe it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """Whether a finding keeps an entry out, or is only a hint."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of fault."""

    code: str
    severity: Severity
    sentence: str
    """With named places for the values, such as `%(value)s`."""
    why: str
    """Why this is a fault at all."""
    cure: str
    """How to mend it, at more length than the sentence."""
    variants: Mapping[str, str] = field(default_factory=dict)
    """Sentences told instead when an issue carries the value of this name: `near`, for one."""

    def sentence_for(self, params: Mapping[str, str]) -> str:
        """The sentence that fits the values an issue carries."""
        for name, sentence in self.variants.items():
            if params.get(name):
                return sentence
        return self.sentence


def error(code: str, sentence: str, why: str, cure: str, **variants: str) -> Finding:
    """A fault that keeps an entry out."""
    return Finding(code, Severity.ERROR, sentence, why, cure, variants)


def hint(code: str, sentence: str, why: str, cure: str, **variants: str) -> Finding:
    """A fault that does not."""
    return Finding(code, Severity.WARNING, sentence, why, cure, variants)
