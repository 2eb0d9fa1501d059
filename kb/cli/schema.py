"""`kb schema`: JSON Schemas, for editors that complete and check while typing."""

from __future__ import annotations

from typing import Any

import click

from kb.cli.base import command
from kb.cli.options import lang_option
from kb.cli.output import write_json
from kb.content.nearmiss import find_near
from kb.content.schema import SCHEMA_KINDS, json_schema
from kb.errors import N_
from kb.translation.interface import gettext as _


class _Kind(click.Choice[str]):
    """One of the kinds of files; names the nearest for another."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in self.choices:
            return str(value)
        near = find_near(str(value), self.choices)
        if near:
            sentence = _("There is no kind “%(value)s”. Did you mean “%(near)s”?")
        else:
            sentence = _("There is no kind “%(value)s”, only %(known)s.")
        params = {"value": value, "near": near, "known": ", ".join(self.choices)}
        raise click.BadParameter(sentence % params, ctx, param)


@command(
    "schema",
    examples=(
        ("kb schema practice", N_("Print the schema of a practice.")),
        ("kb schema practice > practice.json", N_("Save it for an editor.")),
    ),
    details=(
        N_(
            "Editors with a YAML language server take the schema from the first line of a file: "
            "# yaml-language-server: $schema=practice.json"
        ),
    ),
)
@click.argument("kind", metavar="KIND", type=_Kind(SCHEMA_KINDS))
@lang_option
def schema(kind: str, *, lang: str) -> None:
    """Print one schema."""
    write_json(json_schema(kind))
