"""All prose formats say the same: their text is read back and compared with the description."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from kb.export.description import Booklet, iter_passages
from kb.export.html import render_html
from kb.export.markdown import render_markdown
from kb.export.pdf import render_pdf
from kb.export.word import render_word
from tests.export.bases import SHIPPED, booklet_of
from tests.export.sample import hostile_booklet, sample_booklet

_UNSEEN = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """Letters and digits alone: hyphens, spaces and marks are the format's own affair."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()


def words_of(booklet: Booklet) -> Iterator[tuple[str, str]]:
    """(as it is, letters alone) of every text and note."""
    for passage in iter_passages(booklet):
        for text in passage:
            for words in (text.value, text.note):
                if found := letters(words):
                    yield words, found


def text_of_html(data: bytes) -> list[str]:
    found: list[str] = []

    class Reader(HTMLParser):
        hidden = 0

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.hidden += tag in ("style", "title", "desc")

        def handle_endtag(self, tag: str) -> None:
            self.hidden -= tag in ("style", "title", "desc")

        def handle_data(self, data: str) -> None:
            if not self.hidden:
                found.append(data)

    Reader().feed(data.decode())
    return [letters("".join(found))]


def text_of_markdown(data: bytes) -> list[str]:
    html = MarkdownIt("commonmark").enable("table").render(data.decode())
    return text_of_html(html.encode())


def text_of_word(data: bytes) -> list[str]:
    body = docx.Document(io.BytesIO(data)).element.body
    return [letters("".join(one.text or "" for one in body.iter(qn("w:t"))))]


def text_of_pdf(data: bytes) -> list[str]:
    return [letters(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def is_there(words: str, pages: list[str]) -> bool:
    """Whether words stand on a page, or begin on one and go on on the next."""
    if any(words in page for page in pages):
        return True
    return any(_goes_on(words, pages[n], pages[n + 1]) for n in range(len(pages) - 1))


def _goes_on(words: str, page: str, following: str) -> bool:
    return any(words[:cut] in page and words[cut:] in following for cut in range(1, len(words)))


READERS: dict[str, tuple[Callable[[Booklet], bytes], Callable[[bytes], list[str]]]] = {
    "pdf": (render_pdf, text_of_pdf),
    "docx": (render_word, text_of_word),
    "html": (render_html, text_of_html),
    "md": (render_markdown, text_of_markdown),
}


def missing(booklet: Booklet, name: str) -> list[str]:
    render, read = READERS[name]
    pages = read(render(booklet))
    return [words for words, found in words_of(booklet) if not is_there(found, pages)]


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("langs", [("de",), ("en",), ("fi",), ("sv",), ("fi", "de")])
def test_a_format_says_what_the_booklet_says(name: str, langs: tuple[str, ...]) -> None:
    assert missing(booklet_of(SHIPPED, langs, "halland-2017"), name) == []


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("langs", [("fi",), ("sv", "de")])
def test_every_kind_of_block_is_said(name: str, langs: tuple[str, ...]) -> None:
    assert missing(sample_booklet(langs), name) == []


@pytest.mark.parametrize("name", ["docx", "html", "md"])
def test_hostile_words_come_out_as_they_are(name: str) -> None:
    assert missing(hostile_booklet(), name) == []
