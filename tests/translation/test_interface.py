"""The interface's catalogs: found, compiled, remembered; fresh, complete and sound."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from kb.translation import interface
from kb.translation.compiling import compile_catalog, is_usable, placeholders
from kb.translation.interface import (
    find_translations,
    gettext,
    ngettext,
    pgettext,
    speaking,
    spoken_language,
    use_language,
)

LOCALES = Path(__file__).parents[2] / "locales"
LANGS = ("de", "en", "fi", "sv")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A checkout with a little German, and nothing compiled."""
    folder = tmp_path / "locales"
    write_german(folder)
    monkeypatch.setattr(interface, "CHECKOUT", folder)
    monkeypatch.setattr(interface, "INSTALLED", tmp_path / "nothing")
    interface._load_source.cache_clear()
    yield folder
    interface._load_source.cache_clear()
    use_language("xx")


def write_german(folder: Path, **more: str) -> Path:
    catalog = Catalog(locale="de", domain="kb")
    texts = {"No findings.": "Nichts gefunden.", "Old.": "Veraltet."} | more
    for source, text in texts.items():
        catalog.add(source, text, flags=["fuzzy"] if source == "Old." else [])
    catalog.add("Title", "Titel", context="field")
    catalog.add(("%(num)d error", "%(num)d errors"), ("%(num)d Fehler", "%(num)d Fehler!"))
    path = folder / "de" / "LC_MESSAGES" / "kb.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog)
    return path


def compiled(cache: Path) -> list[Path]:
    return sorted(cache.rglob("*"))


@pytest.mark.parametrize("lang", ["de", "de-AT", "de-DE"])
@pytest.mark.usefixtures("checkout")
def test_sentences_come_from_the_translators_file(lang: str) -> None:
    use_language(lang)
    assert gettext("No findings.") == "Nichts gefunden."
    assert pgettext("field", "Title") == "Titel"
    assert [ngettext("%(num)d error", "%(num)d errors", one) for one in (1, 2)] == [
        "%(num)d Fehler",
        "%(num)d Fehler!",
    ]
    assert gettext("Examples") == "Examples", "missing ones stay English"
    assert gettext("Old.") == "Old.", "fuzzy ones, too"
    assert gettext("") == ""


@pytest.mark.usefixtures("checkout")
def test_language_without_a_catalog_stays_english() -> None:
    for lang in ("fi", "xx", "zh-Hans-CN"):
        assert find_translations(lang).gettext("No findings.") == "No findings."


@pytest.mark.parametrize(("asked", "spoken"), [("sv-FI", "sv"), ("en", "en"), ("xx", "en")])
def test_the_language_spoken_is_that_of_the_catalog(asked: str, spoken: str) -> None:
    with speaking(asked):
        assert spoken_language() == spoken


def test_region_goes_before_its_language(checkout: Path) -> None:
    shutil.copytree(checkout / "de", checkout / "de_AT")
    path = write_german(checkout)
    (checkout / "de_AT/LC_MESSAGES/kb.po").write_bytes(
        path.read_bytes().replace(b"Nichts gefunden.", b"Passt.").replace(b"Titel", b"")
    )
    austrian = find_translations("de-AT")
    assert austrian.gettext("No findings.") == "Passt."
    assert austrian.pgettext("field", "Title") == "Titel"
    assert find_translations("de").gettext("No findings.") == "Nichts gefunden."


def test_what_is_installed_goes_first(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interface, "INSTALLED", checkout.parent / "package")
    catalog = Catalog(locale="de", domain="kb")
    catalog.add("No findings.", "Eingebaut.")
    path = checkout.parent / "package/de/LC_MESSAGES/kb.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalog)
    assert find_translations("de").gettext("No findings.") == "Eingebaut."


def test_compiled_once_and_again_after_an_edit(checkout: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    find_translations("de", lambda: cache)
    (first,) = (path for path in compiled(cache) if path.is_file())
    interface._load_source.cache_clear()
    stamp = first.stat().st_mtime_ns
    find_translations("de", lambda: cache)
    assert first.stat().st_mtime_ns == stamp
    write_german(checkout, More="Mehr")
    assert find_translations("de", lambda: cache).gettext("More") == "Mehr"
    (second,) = (path for path in compiled(cache) if path.is_file())
    assert second != first


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\xde\x12\x04\x95" + b"\xff" * 40])
@pytest.mark.usefixtures("checkout")
def test_damaged_cache_is_made_anew(damage: bytes, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    find_translations("de", lambda: cache)
    (path,) = (one for one in compiled(cache) if one.is_file())
    path.write_bytes(damage)
    interface._load_source.cache_clear()
    found = find_translations("de", lambda: cache)
    assert found.gettext("No findings.") == "Nichts gefunden."
    assert path.read_bytes() != damage


@pytest.mark.usefixtures("checkout")
def test_cache_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder is wanted")
    found = find_translations("de", lambda: blocked)
    assert found.gettext("No findings.") == "Nichts gefunden."
    interface._load_source.cache_clear()
    assert find_translations("de").gettext("No findings.") == "Nichts gefunden."


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b'msgid "a" "b\nmsgstr', b"\x00" * 9, b""])
def test_unreadable_catalog_leaves_english(data: bytes, checkout: Path) -> None:
    (checkout / "de/LC_MESSAGES/kb.po").write_bytes(data)
    assert find_translations("de").gettext("No findings.") == "No findings."


def test_translation_that_would_break_a_command_is_left_out(checkout: Path) -> None:
    texts = {
        "%(num)d found": "%(nmu)d gefunden",
        "%(num)d lost": "%(num)d % verloren",
        "{name} here": "{nmae} da",
        "%(num)d kept": "%(num)d behalten",
    }
    write_german(checkout, **texts)
    german = find_translations("de")
    for source in list(texts)[:-1]:
        assert german.gettext(source) == source
    assert german.gettext("%(num)d kept") == "%(num)d behalten"


def test_two_contexts_speak_two_languages() -> None:
    import contextvars

    use_language("fi")
    other = contextvars.copy_context()
    other.run(use_language, "sv")
    assert gettext("No findings.") == "Ei huomautettavaa."
    assert other.run(gettext, "No findings.") == "Inga anmärkningar."
    use_language("en")


# The shipped catalogs


@pytest.fixture(scope="module")
def updating() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update_catalogs", LOCALES / "update.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def template(updating: ModuleType) -> Catalog:
    found = updating.extract()
    assert isinstance(found, Catalog)
    return found


def catalog_of(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def keys_of(catalog: Catalog) -> set[tuple[str | None, object]]:
    return {(one.context, one.id) for one in catalog if one.id}


def forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())  # type: ignore[arg-type]


def test_template_is_fresh(template: Catalog) -> None:
    assert keys_of(catalog_of(LOCALES / "kb.pot")) == keys_of(template), (
        "run: python locales/update.py"
    )


def test_every_language_has_its_catalog() -> None:
    assert sorted(path.parts[-3] for path in LOCALES.glob("*/LC_MESSAGES/kb.po")) == list(LANGS)
    assert not list(LOCALES.rglob("*.mo"))


@pytest.mark.parametrize("lang", LANGS)
def test_catalog_is_complete(lang: str, template: Catalog) -> None:
    catalog = catalog_of(LOCALES / lang / "LC_MESSAGES" / "kb.po")
    assert keys_of(catalog) == keys_of(template), "run: python locales/update.py"
    assert not catalog.obsolete
    lacking = [one.id for one in catalog if one.id and not all(forms(one.string) or ("",))]
    assert not lacking
    assert not [one.id for one in catalog if one.id and one.fuzzy]


@pytest.mark.parametrize("lang", LANGS)
def test_translations_take_the_values_of_the_original(lang: str) -> None:
    for message in catalog_of(LOCALES / lang / "LC_MESSAGES" / "kb.po"):
        if not message.id:
            continue
        assert is_usable(message), message.string
        sources = forms(message.id)
        for number, text in enumerate(forms(message.string)):
            assert placeholders(text) == placeholders(sources[min(number, len(sources) - 1)]), text


@pytest.mark.parametrize("lang", LANGS)
def test_plural_forms(lang: str) -> None:
    catalog = catalog_of(LOCALES / lang / "LC_MESSAGES" / "kb.po")
    assert (catalog.num_plurals, catalog.plural_expr) == (2, "(n != 1)")
    for message in catalog:
        if isinstance(message.id, (tuple, list)):
            assert len(forms(message.string)) == 2, message.id


@pytest.mark.parametrize("lang", LANGS)
def test_catalog_says_that_it_is_a_draft(lang: str) -> None:
    head = (LOCALES / lang / "LC_MESSAGES" / "kb.po").read_text("utf-8").partition("msgid")[0]
    assert "no native speaker has" in " ".join(head.replace("#", "").split()).casefold()


@pytest.mark.parametrize(("lang", "quotes"), [("de", "„“"), ("fi", "””"), ("sv", "””")])
def test_quotation_marks_are_those_of_the_language(lang: str, quotes: str) -> None:
    wrong = set("“”„‟«»") - set(quotes)
    for message in catalog_of(LOCALES / lang / "LC_MESSAGES" / "kb.po"):
        for text in forms(message.string) if message.id else ():
            assert not wrong & set(text), text
            assert text.count(quotes[0]) + text.count(quotes[1]) * (lang == "de") in range(0, 99, 2)


@pytest.mark.parametrize("lang", ["de", "fi", "sv"])
def test_what_is_typed_stays_as_it_is(lang: str) -> None:
    typed = re.compile(r"--[a-z][a-z-]+|\bKB_[A-Z]+\b|practices/[\w./-]*\w|\bkb [a-z]+\b")
    for message in catalog_of(LOCALES / lang / "LC_MESSAGES" / "kb.po"):
        if not message.id:
            continue
        for text in forms(message.string):
            assert set(typed.findall(forms(message.id)[-1])) <= set(typed.findall(text)), text


def test_updating_twice_changes_nothing(updating: ModuleType, template: Catalog) -> None:
    path = LOCALES / "fi/LC_MESSAGES/kb.po"
    once = updating._rendered(updating.updated(path, deepcopy(template)))
    assert once == path.read_bytes(), "run: python locales/update.py"


def test_updating_brings_new_and_drops_old(
    updating: ModuleType, template: Catalog, tmp_path: Path
) -> None:
    for lang in ("fi", "en"):
        path = tmp_path / f"{lang}.po"
        shutil.copy(LOCALES / lang / "LC_MESSAGES/kb.po", path)
        changed = deepcopy(template)
        changed.delete("No findings.")
        changed.add("Brand new.")
        path.write_bytes(updating._rendered(updating.updated(path, changed)))
        catalog = catalog_of(path)
        assert catalog.get("No findings.") is None
        assert not catalog.obsolete
        assert catalog["Brand new."].string == ("Brand new." if lang == "en" else "")
        assert catalog["Everything."].string


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
@pytest.mark.parametrize("lang", LANGS)
def test_standard_tools_find_no_fault(lang: str) -> None:
    path = LOCALES / lang / "LC_MESSAGES" / "kb.po"
    done = subprocess.run(
        ["msgfmt", "--check", "-o", os.devnull, path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("lang", LANGS)
def test_compiled_catalog_has_everything(lang: str) -> None:
    path = LOCALES / lang / "LC_MESSAGES" / "kb.po"
    data = compile_catalog(path)
    assert data
    found = interface._parse(data)
    for message in catalog_of(path):
        if isinstance(message.id, str) and message.string and not message.context:
            assert found.gettext(message.id) == message.string


def test_usable_is_what_takes_all_values() -> None:
    assert is_usable(Message("%(a)s of %(b)d", "%(b)d %(a)s"))
    assert is_usable(Message("100 %", "sata prosenttia 100 %"))
    assert is_usable(Message("%(a)s", "%(a)s 100 %%"))
    assert is_usable(Message("plain", ""))
    assert not is_usable(Message("%(a)s", "%(c)s"))
    assert not is_usable(Message("%(a)s", "%(a)s 100 %"))
    assert not is_usable(Message(("%(a)d x", "%(a)d y"), ("x", "%(b)d y")))
