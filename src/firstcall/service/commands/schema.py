"""firstcall schema: the JSON Schema of a file that people write, or of what a command prints with --json."""

from __future__ import annotations

import click

from firstcall.service import options


@click.command("schema")
@click.argument("name", required=False)
@options.json_option
def schema(name: str | None, as_json: bool) -> None:
    """Print a JSON Schema (Draft 2020-12) by its name; without one, list the names.

    An editor with YAML support takes the schema of a file from its first line, as `firstcall new` writes it.
    """
    from firstcall.service.schemas.names import about_schema, schema_names, schema_text

    if name is not None:
        click.echo(schema_text(name), nl=False)
        return
    if as_json:
        options.echo_json([{"name": one, "about": about_schema(one)} for one in schema_names()])
        return
    for one in schema_names():
        click.echo(f"{one:<18}{about_schema(one)}")
