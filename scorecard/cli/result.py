"""Where a result goes. Enters: an Evaluation. Leaves: a table, JSON, CSV or Parquet, on stdout or whole in a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, Literal

import click

from scorecard.records.evaluation import Evaluation

SUFFIXES = {".json": "json", ".csv": "csv", ".parquet": "parquet"}


def deliver(
    evaluation: Evaluation, what: Literal["evaluation", "comparison"], format: str | None, entities: bool, output: str | None
) -> None:
    """The result to stdout, or whole into a file whose name may say the format; without one it is a table."""
    path = Path(output) if output else None
    format = format or SUFFIXES.get(path.suffix.lower() if path else "")
    if path:
        _spare(evaluation, path)
    elif not sys.stdout:
        raise click.UsageError("There is no output to write to: name a file with -o.")
    elif format == "parquet" and sys.stdout.isatty():
        raise click.UsageError("Parquet is not for the screen: name a file with -o, or redirect the output.")
    content = _content(evaluation, what, format, entities, None if path else sys.stdout)
    if path:
        from scorecard import files

        files.write(path, content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace"))
    else:
        click.echo(_seen(content) if format == "csv" and sys.stdout.isatty() else content, nl=False, color=True)


def _seen(content: str | bytes) -> str:
    """Text of strangers as a terminal may have it: what it would take for commands is shown, not obeyed."""
    from scorecard.words.snippets import clean

    text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    return "".join(f"{clean(line)}\n" for line in text.splitlines())


def _content(
    evaluation: Evaluation, what: Literal["evaluation", "comparison"], format: str | None, entities: bool, stream: IO[str] | None
) -> str | bytes:
    """A table as text, which a terminal may not be able to show as it is; anything else as bytes."""
    if format is None:
        from scorecard.cli import table

        return table.draw(evaluation, what, entities, stream)
    from scorecard import export

    if format == "json":
        text = export.evaluation_json(evaluation) if what == "evaluation" else export.comparison_json(evaluation)
        return text.encode("utf-8", "backslashreplace")  # a file name that is not UTF-8 becomes an escape, in JSON a valid one
    columns = export.scores(evaluation) if what == "evaluation" else export.changes(evaluation)
    return export.as_csv(columns) if format == "csv" else export.as_parquet(columns)


def _spare(evaluation: Evaluation, path: Path) -> None:
    """A slip of the keyboard must not cost the author the scorecard or its data."""
    definition = evaluation.definition
    lookups = (lookup.path for dataset in definition.datasets.values() for lookup in dataset.lookups.values())
    read = [Path(definition.file), *(dataset.path for dataset in definition.datasets.values()), *lookups]
    if path.exists() and any(each and each.exists() and path.samefile(each) for each in read):
        raise click.BadParameter(f"the scorecard is made from {str(path)!r}: choose another name.", param_hint="'-o'")
