"""Trees as entries have them, with all that makes YAML hard."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from kb.authoring.files.scalars import BlockText, block_reads_back, fold, indented, write_scalar
from kb.content.fields import enum_of, fields_of, item_of, mapping_of, model_of
from kb.content.yamlfile import Tree
from kb.model import Practice

_HARD = (
    *"-?:,[]{}#&*!|>'\"%@` \t\n",
    ": ",
    " #",
    "- ",
    "\n\n",
    "\n",
    "a",
    "word",
    "Wort",
    "ä",
    "\u00a0",
    "\U0001f600",
    "no",
    "null",
    "~",
    "12:30",
    "06426",
    "---",
    "...",
    "\\",
    "\r",
    "https://example.org/a?b=c#d",
)
WORDS = st.sampled_from(
    ("Verein", "Dorf", "und", "im", "Café", "–", "„Wort“", "2017,", "(neu)", "a:")
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=3).map("\n\n".join)
HARD_TEXTS = st.lists(st.sampled_from(_HARD), max_size=8).map("".join)
TEXTS = st.one_of(SENTENCES, PARAGRAPHS, HARD_TEXTS)


def trees_of(kind: Any) -> st.SearchStrategy[Tree]:
    """Trees for a kind of value; texts are any, for what is written is not judged here."""
    if model := model_of(kind):
        fields = {key: trees_of(one.annotation) for key, one in fields_of(model).items()}
        return st.fixed_dictionaries({}, optional=fields).filter(bool)
    if pair := mapping_of(kind):
        return st.dictionaries(
            st.sampled_from(("de", "no", "sv-FI")), trees_of(pair[1]), min_size=1
        )
    if item := item_of(kind):
        return st.lists(trees_of(item), min_size=1, max_size=4)
    if words := enum_of(kind):
        return st.sampled_from([one.value for one in words])
    return TEXTS


@st.composite
def practices(draw: st.DrawFn) -> dict[str, Tree]:
    """A practice with some of its fields."""
    fields = fields_of(Practice)
    keys = draw(st.lists(st.sampled_from([*fields]), min_size=1, max_size=5, unique=True))
    return {key: draw(trees_of(fields[key].annotation)) for key in keys}


@st.composite
def handwritten(draw: st.DrawFn, tree: Tree) -> bytes:
    """A file that holds a tree, written by somebody with habits of their own."""
    hand = _Hand(draw)
    assert isinstance(tree, dict)
    lines = ["# head", *([""] if draw(st.booleans()) else []), *hand.mapping(tree, 0)]
    newline = draw(st.sampled_from(("\n", "\r\n")))
    end = draw(st.sampled_from((newline, "", newline * 2)))
    return (newline.join(lines) + end).encode()


class _Hand:
    """Writes lines in one of the ways YAML allows, as chance wants it."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = 0

    def chance(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def remark(self, column: int) -> list[str]:
        self.count += 1
        lines = [" " * column + f"# remark {self.count}"]
        return lines if self.chance(False, False, True) else [""] * self.chance(0, 0, 1)

    def tail(self) -> str:
        self.count += 1
        return str(self.chance("", "", " ", f"  # beside {self.count}"))

    def mapping(self, tree: dict[str, Tree], column: int) -> list[str]:
        lines = []
        for key, value in tree.items():
            lines += self.remark(column)
            name = self.chance(key, key, f"'{key}'", f'"{key}"')
            lines += self.entry(" " * column + name + ":", value, column)
        return lines

    def items(self, items: list[Tree], column: int) -> list[str]:
        lines = []
        for value in items:
            lines += self.remark(column)
            if isinstance(value, dict) and self.chance(True, True, False):
                offset = self.chance(2, 4)
                first, *rest = self.joined(self.mapping(value, column + offset), column + offset)
                lines += [" " * column + "-" + first[column + 1 :], *rest]
            else:
                lines += self.entry(" " * column + "-", value, column)
        return lines

    def joined(self, lines: list[str], column: int) -> list[str]:
        while lines[0].strip() == "" or lines[0].lstrip().startswith("#"):
            lines = lines[1:]
        return lines

    def entry(self, head: str, value: Tree, column: int) -> list[str]:
        step = self.chance(2, 2, 4, 3)
        if isinstance(value, str):
            return self.text(head, value, column + step)
        if self.chance(True, False) or not value:
            return [f"{head} {self.flow(value)}{self.tail()}"]
        inside = self.mapping if isinstance(value, dict) else self.items
        if isinstance(value, list) and not head.endswith("-"):
            step = self.chance(step, 0)
        return [head + self.tail(), *inside(value, column + step)]  # type: ignore[arg-type]

    def text(self, head: str, text: str, column: int) -> list[str]:
        way = self.chance("one", "one", ">-", ">", "|-", ">-2")
        if way == "one" or not text.strip():
            return [f"{head} {self.single(text, in_flow=False)}{self.tail()}"]
        body: list[str] | None = text.split("\n")
        if way[0] == ">":
            body = fold(text, self.chance(30, 60, 86))
        if body is None or not block_reads_back(BlockText(way[:2].rstrip("2"), body), text):
            return [f"{head} {self.single(text, in_flow=False)}{self.tail()}"]
        return [f"{head} {way[:2]}{self.tail()}", *indented(body, column)]

    def single(self, text: str, *, in_flow: bool) -> str:
        return write_scalar(text, in_flow=in_flow, style=self.chance("plain", "plain", "'", '"'))

    def flow(self, value: Tree) -> str:
        if isinstance(value, dict):
            pieces = [f"{key}: {self.flow(one)}" for key, one in value.items()]
            inside = (
                self.chance(", ", ",  ", ",").join(pieces)
                if self.chance(1, 0)
                else ", ".join(pieces)
            )
            around: str = self.chance("{%s}", "{ %s }", "{%s,}")
            return around % inside if pieces else "{}"
        if isinstance(value, list):
            inside = self.chance(", ", " , ").join(map(self.flow, value))
            around = self.chance("[%s]", "[ %s ]", "[%s, ]")
            return around % inside if value else "[]"
        return self.single(value or "", in_flow=True)
