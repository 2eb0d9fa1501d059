"""The logo: what is printed, and what is refused before any format meets it."""

from __future__ import annotations

import base64
import zlib
from pathlib import Path

import pytest

from kb.errors import KbError
from kb.export.description import Picture
from kb.export.logo import load_logo
from kb.export.pdf import render_picture
from kb.export.vectors import measure_drawing
from kb.model.settings import Logo

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6">{}</svg>'
LINK = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 9 6"><defs><path id="a" d="M0 0h9v6z"/></defs>{}</svg>'
)
SHIPPED = Path(__file__).parents[2]


def chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return len(content).to_bytes(4, "big") + checked + zlib.crc32(checked).to_bytes(4, "big")


def png(width: int, height: int, pixels: bytes | None = None, *, depth: int = 1) -> bytes:
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((depth, 0, 0, 0, 0))
    if pixels is None:
        pixels = bytes((1 + -(-width * depth // 8)) * height)
    chunks = (b"IHDR", head), (b"IDAT", zlib.compress(pixels)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks)


def jpeg(width: int, height: int, *, components: int = 3, scan: bytes = b"\x11\xff\xd9") -> bytes:
    """The structure of a JPEG; nothing in it is drawn."""
    size = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    frame = b"\x08" + size + bytes((components,)) + bytes(3 * components)
    start = b"\xff\xd8\xff\xe0\x00\x04ab"
    return start + b"\xff\xc0" + (len(frame) + 2).to_bytes(2, "big") + frame + SCAN + scan


SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"


def load(root: Path, data: bytes | str) -> Picture:
    (root / "practices").mkdir(exist_ok=True)
    data = data.encode() if isinstance(data, str) else data
    (root / "practices" / "logo").write_bytes(data)
    return load_logo(root, Logo(file="logo"), ())


# What is printed


def test_the_shipped_logo_is_printed() -> None:
    picture = load_logo(SHIPPED, Logo(file="logo.svg"), ())
    assert picture.media_type == "image/svg+xml"
    assert picture.data == (SHIPPED / "practices" / "logo.svg").read_bytes().strip()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (png(3, 2), "image/png"),
        (png(200, 10), "image/png"),
        (png(7000, 7000), "image/png"),
        (jpeg(3, 2), "image/jpeg"),
        (jpeg(3, 2, components=1), "image/jpeg"),
        (jpeg(3, 2) + b"what a telephone writes behind it", "image/jpeg"),
        (SVG.format("").encode(), "image/svg+xml"),
        (b"\xef\xbb\xbf" + SVG.format("").encode(), "image/svg+xml"),
    ],
)
def test_pictures_are_printed(tmp_path: Path, data: bytes, media_type: str) -> None:
    assert load(tmp_path, data).media_type == media_type


def test_a_drawing_may_use_its_own_parts_and_hold_pictures(tmp_path: Path) -> None:
    inside = base64.b64encode(png(3, 2)).decode()
    load(tmp_path, LINK.format('<use xlink:href="#a"/><use href="#a" fill="url( \'#b\' )"/>'))
    load(tmp_path, LINK.format(f'<image xlink:href="data:image/png;base64,{inside}"/>'))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_a_drawing_is_handed_on_in_utf_8(tmp_path: Path, encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding.upper()}"?>\n'
    drawing = SVG.format("<title>Tälle</title>")
    picture = load(tmp_path, (declared + drawing).encode(encoding))
    assert picture.data.decode("utf-8") == drawing
    assert render_picture(drawing, 10, 72).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="20mm" height="1cm"', (96 * 20 / 25.4, 96 / 2.54)),
        ('width="100%" height="100%" viewBox="-1,-1 4,3"', (4, 3)),
        ('width="8" viewBox="0 0 4 3"', (4, 3)),
        ('width="8" height="2px" viewBox="0 0 4 3"', (8, 2)),
    ],
)
def test_drawings_are_measured(attributes: str, size: tuple[float, float]) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'
    assert measure_drawing(drawing.encode()) == pytest.approx(size)


# What is refused


@pytest.mark.parametrize(
    "drawing",
    [
        SVG.format("<script>1</script>"),
        SVG.format('<s:SCRIPT xmlns:s="urn:s">1</s:SCRIPT>'),
        SVG.format("<foreignObject/>"),
        SVG.format('<iframe xmlns="http://www.w3.org/1999/xhtml" src="x"/>'),
        SVG.format('<g onclick="x()"/>'),
        "<!DOCTYPE svg>" + SVG.format(""),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_no_picture_needs(tmp_path: Path, drawing: str, encoding: str) -> None:
    with pytest.raises(KbError, match="which no picture needs"):
        load(tmp_path, drawing.encode(encoding))


@pytest.mark.parametrize(
    "drawing",
    [
        LINK.format('<use xlink:href="other.svg#a"/>'),
        LINK.format('<a href="https://www.example.org/"/>'),
        LINK.format('<image href="file:///etc/hostname"/>'),
        LINK.format('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'),
        LINK.format('<g xml:base="https://www.example.org/"/>'),
        LINK.format("<style>@import 'x.css'</style>"),
        LINK.format('<g style="fill:URL( x.svg#a)"/>'),
        LINK.format('<g fill="url(&quot;http://www.example.org/#a&quot;)"/>'),
        "<?xml-stylesheet href='x.css'?>" + SVG.format(""),
    ],
)
def test_a_drawing_reads_nothing_else(tmp_path: Path, drawing: str) -> None:
    with pytest.raises(KbError, match="outside itself"):
        load(tmp_path, drawing)


@pytest.mark.parametrize("element", ["<text>Tal</text>", "<defs><text/></defs>"])
def test_letters_are_to_be_paths(tmp_path: Path, element: str) -> None:
    with pytest.raises(KbError, match="Convert the text to paths"):
        load(tmp_path, SVG.format(element))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg",
        b"<html/>",
        b"\xff\xfe<",
        b"<?xml version='1.0' encoding='utf-7'?>" + SVG.format("").encode(),
        b"<?xml version='1.0' encoding='no-such'?>" + SVG.format("").encode(),
        SVG.format("Ä").encode("iso-8859-1"),
        SVG.format("").encode("utf-32"),
        LINK.format('<image href="data:image/png;base64,AAAA"/>').encode(),
        LINK.format('<image href="data:image/png;base64,AAA"/>').encode(),
        png(3, 2)[:-1],
        png(3, 2) + b"more",
        png(3, 2)[:-12],
        png(3, 2)[:16] + b"\1" + png(3, 2)[17:],
        png(3, 2, b"\0"),
        png(0, 2),
        png(3, 2, depth=3),
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + bytes(100) + b"IEND",
        jpeg(3, 2, components=2),
        jpeg(0, 2),
        jpeg(3, 2, scan=b"\x11\x11"),
        jpeg(3, 2, scan=b"\xff\xd9"),
        b"\xff\xd8\xff\xe0" + b"x" * 20 + b"\xff\xd9",
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xff\xff",
        b"\xff\xd8\xff\xe0\0\x04ab" + SCAN + b"\x11\xff\xd9",
    ],
)
def test_what_is_no_picture(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(KbError, match="no picture that can be printed"):
        load(tmp_path, data)


@pytest.mark.parametrize("start", [png(20, 20), jpeg(3, 2), LINK.format("<g/>").encode()])
def test_a_file_that_was_cut_off_is_refused(tmp_path: Path, start: bytes) -> None:
    for end in range(len(start)):
        with pytest.raises(KbError):
            load(tmp_path, start[:end])


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'width="5"',
        'width="100%" height="50%"',
        'width="5" height="0"',
        'width="-5" height="5"',
        'width="5 apples" height="5"',
        'viewBox="0 0 0 5"',
        'viewBox="0 0 5"',
        'viewBox="0 0 nan 5"',
        'viewBox="0 0 1e400 1e400"',
        'viewBox="a b c d"',
    ],
)
def test_a_drawing_says_how_large_it_is(tmp_path: Path, attributes: str) -> None:
    with pytest.raises(KbError, match="does not say how large"):
        load(tmp_path, f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>')


@pytest.mark.parametrize(
    "data",
    [
        png(201, 10),
        jpeg(10, 201),
        SVG.format("").replace("9 6", "1 21").encode(),
        SVG.format("").replace("viewBox", 'width="210" height="10" viewBox').encode(),
        LINK.format(
            f'<image href="data:image/png;base64,{base64.b64encode(png(90, 1)).decode()}"/>'
        ).encode(),
    ],
)
def test_no_side_is_much_longer_than_the_other(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(KbError, match="more than 20 times as long"):
        load(tmp_path, data)


@pytest.mark.parametrize("data", [png(10_000, 5_001, b""), jpeg(10_000, 5_001)])
def test_too_many_pixels(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(KbError, match="has 51 megapixels; at most 50"):
        load(tmp_path, data)


def test_colours_of_a_printing_press(tmp_path: Path) -> None:
    with pytest.raises(KbError, match="Save it as RGB"):
        load(tmp_path, jpeg(3, 2, components=4))


def grown(depth: int) -> str:
    """Each group uses the one before it ten times."""
    groups = (
        f'<g id="g{number}">' + f'<use href="#g{number - 1}"/>' * 10 + "</g>"
        for number in range(1, depth)
    )
    return SVG.format('<g id="g0"/>' + "".join(groups))


@pytest.mark.parametrize(
    "drawing",
    [SVG.format("<g/>" * 20_000), SVG.format("<g>" * 90_000 + "</g>" * 90_000), grown(30)],
    ids=["many", "deep", "grown"],
)
def test_too_many_parts(tmp_path: Path, drawing: str) -> None:
    with pytest.raises(KbError, match="more than 20000 parts"):
        load(tmp_path, drawing)


def test_many_parts_are_printed(tmp_path: Path) -> None:
    load(tmp_path, SVG.format("<g/>" * 19_999))
    load(tmp_path, SVG.format('<g id="a"><use href="#a"/></g>'))


# Where it lies


def test_links_in_a_circle(tmp_path: Path) -> None:
    practices = tmp_path / "practices"
    practices.mkdir()
    (practices / "a").symlink_to("b")
    (practices / "b").symlink_to("a")
    with pytest.raises(KbError, match="cannot be read"):
        load_logo(tmp_path, Logo(file="a"), ())


def test_links_may_lead_about_inside_only(tmp_path: Path) -> None:
    load(tmp_path, SVG.format(""))
    (tmp_path / "secret").write_text(SVG.format(""))
    (tmp_path / "practices" / "inside").symlink_to("logo")
    (tmp_path / "practices" / "outside").symlink_to("../secret")
    load_logo(tmp_path, Logo(file="inside"), ())
    with pytest.raises(KbError, match="outside"):
        load_logo(tmp_path, Logo(file="outside"), ())


@pytest.mark.parametrize("name", ["missing.svg", "a\0b", "x" * 300])
def test_files_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "practices").mkdir()
    with pytest.raises(KbError, match="cannot be read"):
        load_logo(tmp_path, Logo(file=name), ())
