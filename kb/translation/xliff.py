"""Catalogs for agencies and their tools: XLIFF 1.2 and 2.0 out, and back in.

Files are read and written by translate-toolkit, imported only when it is needed. Its units would
not pass the schemas of the standard: in 2.0 their notes stand inside of segments, in 1.2 all groups
of context have one name; and they lose indentation. So `kb.translation.xliffunits` writes those.

Sources: OASIS, XLIFF 1.2 (1 February 2008) and XLIFF 2.0 (5 August 2014).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from kb.errors import N_, KbError, UsageError
from kb.translation.pofile import Message, PoFile
from kb.translation.xliffunits import (
    METADATA,
    SIZES,
    add_new,
    add_notes,
    add_old,
    read_new,
    read_old,
    unit_id,
)
from kb.translation.xliffxml import (
    NAMESPACES,
    TOOLKIT_ABSENT,
    VERSIONS,
    Element,
    add,
    check_file,
    check_texts,
    damaged,
    tag_in,
)

_SKELETONS = {
    "1.2": f"""<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="{NAMESPACES["1.2"]}">\
<file datatype="plaintext"><header/><body/></file></xliff>""",
    "2.0": f"""<?xml version="1.0" encoding="UTF-8"?>
<xliff version="2.0" xmlns="{NAMESPACES["2.0"]}" xmlns:mda="{METADATA}" xmlns:slr="{SIZES}">\
<file id="f1"/></xliff>""",
}

_PLURAL = re.compile(r"^msgid_plural\b", re.MULTILINE)
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")


class XliffCatalog(NamedTuple):
    """What an XLIFF file holds.

    Attributes:
        name: of the catalog, as it was given when the file was made; empty if a tool dropped it.
        source_lang: BCP 47 tag.
        lang: BCP 47 tag of the translations.
        messages: in the file's order, with the state that the tool gave them.
    """

    name: str
    source_lang: str
    lang: str
    messages: tuple[Message, ...]


# Writing


def format_xliff(
    catalog: PoFile, name: str, source_lang: str, lang: str, version: str = "1.2"
) -> bytes:
    """A catalog as an XLIFF file; obsolete messages are left out.

    Args:
        catalog: what is to be translated.
        name: by which the catalog is known when the file comes back.
        source_lang: BCP 47 tag.
        lang: BCP 47 tag of the translations.
        version: one of `VERSIONS`.

    Raises:
        UsageError: there is no such version.
        KbError: translate-toolkit is not installed, or the catalog holds what XLIFF cannot carry.
    """
    if version not in VERSIONS:
        raise UsageError(
            N_("XLIFF %(version)s is not written. Choose one of: %(versions)s."),
            version=version,
            versions=", ".join(VERSIONS),
        )
    messages = [one for one in catalog.messages if not one.is_obsolete and not one.is_header]
    intro = catalog.header.comments if catalog.header else ()
    for one in messages:
        _check_message(one, name)
    check_texts((name, source_lang, lang, *intro), name, "")
    is_old = version == "1.2"
    store = _new_store(version)
    begin = _begin_old if is_old else _begin_new
    begin(store, name, (_format_tag(source_lang), _format_tag(lang)), intro)
    for key, one in _with_ids(messages):
        (add_old if is_old else add_new)(store, key, one)
    if not messages and not is_old:  # a file of XLIFF 2.0 must hold something
        add(store.body, "group", None, {"id": "none"})
    return bytes(store)


def _check_message(message: Message, name: str) -> None:
    """Refuse what would not come back as it went out."""
    if _PLURAL.search(message.body):
        raise KbError(
            N_(
                "%(name)s has texts with plural forms, which do not go through XLIFF. "
                "Translate it in a PO editor."
            ),
            name=name,
        )
    lists = (message.comments, message.notes, message.references, message.flags)
    texts = (message.context, message.source, message.text, message.previous or "")
    check_texts((*texts, *(text for texts in lists for text in texts)), name, message.context)


def _with_ids(messages: Iterable[Message]) -> Iterator[tuple[str, Message]]:
    """Each message with an id of its own, even where a catalog is faulty and has it twice."""
    seen: dict[str, int] = {}
    for one in messages:
        base = unit_id(one.context, one.source)
        seen[base] = number = seen.get(base, 0) + 1
        yield base if number == 1 else f"{base}-{number}", one


def _begin_old(store: Any, name: str, langs: tuple[str, str], intro: Sequence[str]) -> None:
    """The head of an XLIFF 1.2 file."""
    file = store.body.getparent()
    file.set("original", name)
    file.set("source-language", langs[0])
    file.set("target-language", langs[1])
    for line in intro:
        add(file[0], "note", line)


def _begin_new(store: Any, name: str, langs: tuple[str, str], intro: Sequence[str]) -> None:
    """The head of an XLIFF 2.0 file."""
    store.body.set("original", name)
    store.setsourcelanguage(langs[0])
    store.settargetlanguage(langs[1])
    add(store.body, f"{{{SIZES}}}profiles", None, {"generalProfile": "xliff:codepoints"})
    add_notes(store.body, [("", line) for line in intro])


# Reading


def parse_xliff(data: bytes, path: object = "XLIFF") -> XliffCatalog:
    """The catalog in an XLIFF file, of whichever version.

    What tools do to a file on its way is put up with: units left out or in another order, texts
    cut into segments, markup inside of texts, notes dropped or added. A state that a tool set
    counts.

    Args:
        data: the file.
        path: names the file in error messages.

    Raises:
        KbError: translate-toolkit is not installed, or this is no XLIFF file we could take.
    """
    version = check_file(data, path)
    store = _new_store(version)
    try:
        store.units.clear()
        store.parse(data)
    except (SyntaxError, ValueError, StopIteration, AssertionError):
        # lxml's errors; no <file> in the file; what translate-toolkit takes for impossible
        raise damaged(path, 1) from None
    root = store.document.getroot()
    files = list(root.iterchildren(tag_in(root, "file")))
    if len(files) != 1:
        raise KbError(
            N_(
                "%(path)s holds %(count)s catalogs, where one is expected. Export each catalog "
                "from the translation tool into a file of its own."
            ),
            path=path,
            count=len(files),
        )
    file = files[0]
    if version == "1.2":
        langs = [_parse_tag(file, f"{one}-language", path) for one in ("source", "target")]
        messages = [read_old(one, path) for one in file.iter(tag_in(root, "trans-unit"))]
    else:
        langs = [_parse_tag(root, f"{one}Lang", path) for one in ("src", "trg")]
        messages = [read_new(one, path) for one in file.iter(tag_in(root, "unit"))]
    return XliffCatalog(file.get("original", ""), langs[0], langs[1], tuple(messages))


def _new_store(version: str) -> Any:
    """translate-toolkit's store for a version, without units."""
    try:
        from translate.storage.xliff import Xliff1File
        from translate.storage.xliff2 import Xliff2File
    except ImportError:
        raise KbError(TOOLKIT_ABSENT) from None
    store = Xliff1File() if version == "1.2" else Xliff2File()
    store.parse(_SKELETONS[version].encode())
    return store


def _format_tag(tag: str) -> str:
    """A BCP 47 tag as it is usually written: de-AT, sr-Latn-RS."""
    first, *rest = tag.replace("_", "-").split("-")
    cases = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(cases.get(len(one), str.lower)(one) for one in rest)])


def _parse_tag(element: Element, attribute: str, path: object) -> str:
    tag = _format_tag(element.get(attribute, "").strip())
    if not _TAG.match(tag):
        raise KbError(
            N_(
                '%(path)s does not say between which languages it translates: "%(name)s" is '
                "missing or no language. Set both languages in the translation tool and export it "
                "again."
            ),
            path=path,
            name=attribute,
        )
    return tag
