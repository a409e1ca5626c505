"""What several commands ask for.

Enters: a command's function. Leaves: the same with an argument or option.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

file = click.argument("file", type=click.Path(exists=True, dir_okay=False))
allow_path = click.option(
    "--allow-path",
    "allow_paths",
    type=click.Path(exists=True, file_okay=False),
    multiple=True,
    metavar="DIR",
    help="Data may be read below this folder too, not only below the scorecard's own. May be given several times.",
)
baseline = click.option(
    "--baseline",
    metavar="PERIOD",
    help="The earlier period, instead of the file's: 2025, 2025-H1, 2025-Q3 or 2025-07, in the scorecard's calendar.",
)
target = click.option("--target", metavar="PERIOD", help="The later period, instead of the file's.")
_formats = (
    click.option("--json", "format", flag_value="json", help="JSON in full precision, for other programs, instead of a table."),
    click.option("--csv", "format", flag_value="csv", help="CSV in full precision that Excel opens, a line per row."),
    click.option("--parquet", "format", flag_value="parquet", help="The same rows as a Parquet file, for databases."),
)


def formats(command: Command) -> Command:
    """--json, --csv, --parquet: the last one holds."""
    for option in reversed(_formats):
        command = option(command)
    return command


def _tags(context: click.Context, parameter: click.Parameter, written: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """`department=sales,service`, several times: kind -> tags."""
    found: dict[str, tuple[str, ...]] = {}
    for text in written:
        kind, is_there, tags = text.partition("=")
        listed = tuple(tag.strip() for tag in tags.split(",") if tag.strip())
        if not (kind.strip() and is_there and listed):
            raise click.BadParameter(f"{text!r}: write the kind of tag, =, and the tags, such as department=sales,marketing.")
        found[kind.strip()] = (*found.get(kind.strip(), ()), *listed)
    return found


_views = (
    click.option(
        "--by", metavar="KIND", help="Regroup the measures by their tags of this kind: department, success, scope, timing."
    ),
    click.option(
        "--only",
        metavar="KIND=TAG",
        multiple=True,
        callback=_tags,
        help="Only the measures with this tag, as in department=sales; tags joined by commas are alternatives. May be given "
        "several times, for several kinds.",
    ),
)


def views(command: Command) -> Command:
    """--by, --only: `by` and `only` of the command, the latter a map."""
    for option in reversed(_views):
        command = option(command)
    return command


entities = click.option(
    "--entities", is_flag=True, help="Below the table, the scores of every entity: regions, branches, agents."
)
output = click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write into this file, whole or not at all. A name ending in .json, .csv or .parquet says the format.",
)
