"""`scorecard schema`: the language, for programs.

Enters: nothing, or which schema. Leaves: a JSON Schema.
"""

from __future__ import annotations

import click

NAMES = ("definition", "evaluate", "compare", "measures", "weights")


@click.command()
@click.argument("what", type=click.Choice(NAMES), default="definition")
def schema(what: str) -> None:
    """Print the JSON Schema of the language that scorecards are written in.

    Editors that know it complete the keys and explain them. With the name of another command it is the schema of what
    that writes with --json.

    \b
    Examples:
        scorecard schema > scorecard.schema.json
        scorecard schema evaluate
    """
    from importlib.resources import files

    click.echo(files("scorecard").joinpath(f"schemas/{what}.schema.json").read_bytes(), nl=False)
