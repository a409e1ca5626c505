"""`scorecard compare`: what changed, and why.

Enters: a scorecard's file. Leaves: a table, JSON, CSV or Parquet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scorecard.cli import options, speech

if TYPE_CHECKING:
    from scorecard.records.definition import Language


@click.command()
@options.file
@options.baseline
@options.target
@options.views
@options.formats
@options.entities
@options.output
@options.allow_path
@speech.language
def compare(
    file: str,
    baseline: str | None,
    target: str | None,
    by: str | None,
    only: dict[str, tuple[str, ...]],
    format: str | None,
    entities: bool,
    output: str | None,
    allow_paths: tuple[str, ...],
    language: Language | None,
) -> None:
    """Compare the target period of FILE with its baseline.

    Values and scores in both periods with their changes, and what the change of the total is made of: the points that each
    measure brought or cost. They add up to the change exactly. CSV and Parquet have the changes, JSON their parts too.

    \b
    Examples:
        scorecard compare acme.yaml
        scorecard compare acme.yaml --baseline 2024-Q4 --target 2025-Q4
        scorecard compare acme.yaml --only department=sales,marketing
        scorecard compare acme.yaml --json | jq '.rows[0].parts'
        scorecard compare acme.yaml -o changes.csv
    """
    import scorecard
    from scorecard.cli.output import tell
    from scorecard.cli.progress import progress
    from scorecard.cli.result import deliver

    with progress() as watch:
        card = scorecard.load(file, allow_paths=allow_paths, watch=watch)
        speech.settle(card.definition, language)
        evaluation = card.compare(baseline, target, by=by, only=only)
    deliver(evaluation, "comparison", format, entities, output)
    tell(evaluation.problems, file)
