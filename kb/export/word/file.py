"""The Word file itself: the parts of its package, its properties, its pictures. Knows docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from kb.errors import N_, KbError, UsageError
from kb.export.description import Booklet
from kb.export.drawing import country_colours
from kb.export.extras import missing_extra
from kb.export.word.layout import write_document, write_footer, write_header
from kb.export.word.looks import LOOKS, SLATE, plain
from kb.export.word.markup import NAMESPACES, Node, clean, declared, flag, to_bytes, w
from kb.export.word.properties import FONTS
from kb.export.word.scribe import Placed, Scribe, tag_with_region
from kb.export.word.styles import numbering_part, styles_part
from kb.translation.formats import is_right_to_left

if TYPE_CHECKING:
    from docx.document import Document

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of all members of the package: the same booklet makes the same bytes."""
_LONGEST_PROPERTY = 255
_LEVELS = "http://schemas.microsoft.com/office/word"


def render_word(booklet: Booklet, paper: str = "a4") -> bytes:
    """The booklet as a Word file.

    Args:
        booklet: what it says.
        paper: a key of `LOOKS`.

    Raises:
        UsageError: there is no such paper.
        KbError: python-docx or typst is not installed, or the logo is no picture.
    """
    if paper not in LOOKS:
        known = ", ".join(LOOKS)
        raise UsageError(
            N_('There is no paper "%(paper)s". Known are: %(known)s.'), paper=paper, known=known
        )
    try:
        import docx
    except ImportError as error:
        raise missing_extra("DOCX", "python-docx") from error
    # It draws the map and the logo, which must not be left out unsaid.
    if find_spec("typst") is None:
        raise missing_extra("DOCX", "typst")
    return _File(docx.Document(), booklet, paper).data()


class _File:
    """One file in the making: the package of an empty document, all of its parts replaced."""

    def __init__(self, document: Document, booklet: Booklet, paper: str) -> None:
        self._document = document
        self._part = document.part
        self._booklet = booklet
        self._look = LOOKS[paper]
        self._links: dict[str, str] = {}
        self._theme = self._own_theme()
        self._empty()
        self._scribe = Scribe(booklet, self._look, self)

    def data(self) -> bytes:
        """The file."""
        scribe = self._scribe
        header = self._add(
            "header", "word/header1.xml", f"{_WORD}.header+xml", write_header(scribe)
        )
        footer = self._add(
            "footer", "word/footer1.xml", f"{_WORD}.footer+xml", write_footer(scribe)
        )
        text = to_bytes(write_document(scribe, header, footer))
        self._add_styles()
        self._write_properties()
        target = io.BytesIO()
        self._document.save(target)
        return _packed(target.getvalue(), {str(self._part.partname).lstrip("/"): text})

    # What the scribe needs

    def link(self, url: str) -> str:
        """The id of an address on the web."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        if url not in self._links:
            name = f"link{len(self._links) + 1}"
            self._part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, url, name, True)
            self._links[url] = name
        return self._links[url]

    def picture(self, data: bytes) -> Placed:
        """The id and size of a picture.

        Raises:
            KbError: it is none that Word shows.
        """
        from docx.image.exceptions import (
            InvalidImageStreamError,
            UnexpectedEndOfFileError,
            UnrecognizedImageError,
        )

        try:
            relation, image = self._part.get_or_add_image(io.BytesIO(data))
            return Placed(relation, image.px_width, image.px_height)
        except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError) as error:
            raise KbError(
                N_("The logo is no picture that Word can show. Save it as SVG, PNG or JPEG.")
            ) from error

    # Parts

    def _empty(self) -> None:
        """Forget all parts of the empty document but its text and its properties."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        self._part.rels.clear()
        kept = (RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES)
        rels = self._part.package.rels
        for relation in [one for one, rel in rels.items() if rel.reltype not in kept]:
            del rels[relation]

    def _add(self, kind: str, name: str, media_type: str, content: Node | bytes) -> str:
        """Add a part; the id of its relation."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        data = content if isinstance(content, bytes) else to_bytes(content)
        part = Part(PackURI(f"/{name}"), media_type, data, self._part.package)
        return self._part.relate_to(part, getattr(RELATIONSHIP_TYPE, kind.upper()))

    def _add_styles(self) -> None:
        scribe, look, langs = self._scribe, self._look, self._booklet.langs
        styles = styles_part(look, _languages(langs[0], "lang"), scribe.colours, scribe.is_rtl)
        numbering = numbering_part(look, scribe.numbered_lists)
        for kind, content in (
            ("styles", styles),
            ("numbering", numbering),
            ("settings", _settings(langs[0])),
        ):
            self._add(kind, f"word/{kind}.xml", f"{_WORD}.{kind}+xml", content)
        self._add("font_table", "word/fontTable.xml", f"{_WORD}.fontTable+xml", _font_table())
        theme = "application/vnd.openxmlformats-officedocument.theme+xml"
        self._add("theme", "word/theme/theme1.xml", theme, self._theme)

    def _own_theme(self) -> bytes:
        """The theme of the empty document in our fonts and colours."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.oxml import serialize_part_xml
        from docx.oxml.parser import parse_xml

        root: Any = parse_xml(self._part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)
        root.set("name", "Booklet")
        for font in root.findall(".//a:font", NAMESPACES):
            font.getparent().remove(font)
        for name, family in (("major", "sans"), ("minor", "serif")):
            root.find(f".//a:{name}Font/a:latin", NAMESPACES).set("typeface", FONTS[family])
        colours = country_colours(self._booklet.countries).values()
        strong = [SLATE.strong, *(one.strong for one in colours)]
        for number in range(6):
            colour = root.find(f".//a:accent{number + 1}/a:srgbClr", NAMESPACES)
            colour.set("val", plain(strong[number % len(strong)]).upper())
        return serialize_part_xml(root)

    def _write_properties(self) -> None:
        booklet, core = self._booklet, self._document.core_properties
        day = datetime.fromisoformat(booklet.created).replace(tzinfo=UTC)
        core.title = _property(booklet.title)
        core.author = core.last_modified_by = _property(booklet.author)
        core.keywords = _property(", ".join(booklet.keywords))
        core.language = tag_with_region(booklet.langs[0])
        core.comments = core.subject = core.category = ""
        core.created = core.modified = day
        core.revision = 1


def _property(text: str) -> str:
    return clean(text)[:_LONGEST_PROPERTY]


def _languages(lang: str, tag: str) -> Node:
    """The language of the document, for words of all scripts."""
    named = tag_with_region(lang)
    if is_right_to_left(lang):
        return w(tag, val="en-GB", eastAsia="en-GB", bidi=named)
    return w(tag, val=named, eastAsia=named, bidi="ar-SA")


def _settings(lang: str) -> Node:
    """Settings of the file; fields are not brought up to date on opening, as Word would ask."""
    modes = {
        "compatibilityMode": 15,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    colours = {
        "bg1": "light1",
        "t1": "dark1",
        "bg2": "light2",
        "t2": "dark2",
        **{f"accent{number}": f"accent{number}" for number in range(1, 7)},
        "hyperlink": "hyperlink",
        "followedHyperlink": "followedHyperlink",
    }
    return declared(
        w(
            "settings",
            w("zoom", percent=100),
            w("defaultTabStop", val=567),
            flag("autoHyphenation"),
            w("consecutiveHyphenLimit", val=2),
            w("hyphenationZone", val=284),
            flag("doNotHyphenateCaps"),
            w("characterSpacingControl", val="doNotCompress"),
            w(
                "compat",
                *(w("compatSetting", name=one, uri=_LEVELS, val=modes[one]) for one in modes),
            ),
            _languages(lang, "themeFontLang"),
            w("clrSchemeMapping", **colours),
        )
    )


def _font_table() -> Node:
    """What to take where a font is not installed."""
    others = {"sans": ("Carlito", "swiss"), "serif": ("Caladea", "roman")}
    return declared(
        w(
            "fonts",
            *(
                w(
                    "font",
                    w("altName", val=others[family][0]),
                    w("family", val=others[family][1]),
                    w("pitch", val="variable"),
                    name=name,
                )
                for family, name in FONTS.items()
            ),
        )
    )


def _packed(data: bytes, replaced: Mapping[str, bytes]) -> bytes:
    """A package whose members do not tell when they were made.

    Args:
        data: the package.
        replaced: members that are others in the new one. The text is among them: docx would have
            to read all of it only to write it again.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = replaced[name] if name in replaced else old.read(name)
            new.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
