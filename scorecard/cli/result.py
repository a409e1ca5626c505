"""Where a result goes. Enters: an Evaluation. Leaves: a table or JSON, on stdout or whole in a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from scorecard.records.evaluation import Evaluation


def deliver(
    evaluation: Evaluation, what: Literal["evaluation", "comparison"], as_json: bool, entities: bool, output: str | None
) -> None:
    """The result, as a table or JSON, to stdout or whole into a file."""
    path = output and Path(output)
    as_table = not as_json and not (path and path.suffix == ".json")
    if not as_table:
        from scorecard import export

        text = export.evaluation_json(evaluation) if what == "evaluation" else export.comparison_json(evaluation)
    else:
        from scorecard.cli import table

        text = table.draw(evaluation, what, entities, None if path else sys.stdout)
    content = text.encode("utf-8", "backslashreplace")  # a file name that is not UTF-8 becomes an escape, in JSON a valid one
    if not path:
        click.echo(text if as_table else content, nl=False, color=True)
    elif path.exists() and not path.is_file():
        path.write_bytes(content)  # a device or a pipe must not be replaced by a file
    else:
        from scorecard import files

        files.write(path.resolve(), content)
