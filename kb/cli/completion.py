"""What the shell completes: ids, topics, target groups, countries and languages.

A shell asks at every press of the tab key, so file names are enough wherever they can be, and
nothing is ever said when there is no knowledge base.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

    from kb.model import Settings


def complete_practice(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Ids of practices."""
    root = _find_base(ctx)
    if root is None:
        return []
    from kb.content.root import practice_paths

    return _matching(((path.stem, None) for path in practice_paths(root)), incomplete)


def complete_record(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Ids of records of any kind that can be shown."""
    root = _find_base(ctx)
    if root is None:
        return []
    from kb.export.records import iter_ids

    return _matching(((one, None) for one in dict.fromkeys(iter_ids(root))), incomplete)


def complete_visit(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Ids of visits."""
    root = _find_base(ctx)
    if root is None:
        return []
    from kb.content.root import record_paths

    return _matching(((path.stem, None) for path in record_paths(root, "visit")), incomplete)


def complete_format(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Formats of an export."""
    from kb.export.exporting import FORMATS

    return _matching(((name, one.what) for name, one in FORMATS.items()), incomplete)


def complete_country(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Countries that have practices."""
    root = _find_base(ctx)
    if root is None:
        return []
    from kb.content.root import country_folders

    return _matching(((one.name.upper(), None) for one in country_folders(root)), incomplete)


def complete_any_country(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Countries of the knowledge base, those without practices included."""
    settings = _find_settings(ctx)
    return _matching(((one, None) for one in settings.countries), incomplete) if settings else []


def complete_answer(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Names of answers for "kb new --set", with the number the group has so far."""
    from kb.authoring.form.answers import known_names

    number = next((piece for piece in incomplete.split(".") if piece.isdigit()), "0")
    return _matching(((f"{name}=", None) for name in known_names(number)), incomplete)


def complete_topic(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Ids of topics, with their names."""
    return _matching(_concepts(ctx, "topics"), incomplete)


def complete_target(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Ids of target groups, with their names."""
    return _matching(_concepts(ctx, "target-groups"), incomplete)


def complete_lang(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Languages of the knowledge base."""
    settings = _find_settings(ctx)
    return _matching(((lang, None) for lang in settings.languages), incomplete) if settings else []


def _find_settings(ctx: click.Context) -> Settings | None:
    root = _find_base(ctx)
    if root is None:
        return None
    from kb.content.root import record_paths
    from kb.content.store import read_record
    from kb.model import Settings

    for path in record_paths(root, "settings"):
        record, _issues = read_record(path, "settings")
        if isinstance(record, Settings):
            return record
    return None


def _concepts(ctx: click.Context, name: str) -> Iterator[tuple[str, str | None]]:
    root = _find_base(ctx)
    if root is None:
        return
    from kb.cli.language import asked_language
    from kb.content.root import record_paths
    from kb.content.store import read_record
    from kb.model import Vocabulary

    lang = asked_language((), os.environ)
    for path in record_paths(root, "vocabulary"):
        record = read_record(path, "vocabulary")[0] if path.stem == name else None
        if isinstance(record, Vocabulary):
            yield from ((one.id, one.label(lang)) for one in record.concepts)


def _find_base(ctx: click.Context) -> Path | None:
    from kb.content.root import find_root

    start = ctx.find_root().params.get("root") or os.environ.get("KB_ROOT") or "."
    return find_root(Path(start))


def _matching(choices: Iterable[tuple[str, str | None]], incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    wanted = incomplete.casefold()
    return [
        CompletionItem(value, help=text)
        for value, text in choices
        if value.casefold().startswith(wanted)
    ]
