"""`scorecard evaluate`: the scores.

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
def evaluate(
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
    """Compute the scores of FILE and show them as a table.

    Every measure, factor and perspective with its value, its score from 0 to 100 and its status; with two periods also the
    change. A number that is missing is shown as – with the reason below the table; it is never counted as zero in silence.
    Weight is the share of the whole, Data the share of the weight below that has a score. Where measures ask people, Facts and
    Perception are the scores by the measures of one kind alone.

    JSON, CSV and Parquet hold the same rows: every node in every period and entity.

    \b
    Examples:
        scorecard evaluate acme.yaml
        scorecard evaluate acme.yaml --baseline 2024-Q4 --target 2025-Q4
        scorecard evaluate acme.yaml --by department
        scorecard evaluate acme.yaml --only department=sales
        scorecard evaluate acme.yaml --json -o scores.json
        scorecard evaluate acme.yaml -o scores.csv     # opens in Excel
        scorecard evaluate acme.yaml --parquet > scores.parquet
    """
    import scorecard
    from scorecard.cli.output import tell
    from scorecard.cli.progress import progress
    from scorecard.cli.result import deliver

    with progress() as watch:
        card = scorecard.load(file, allow_paths=allow_paths, watch=watch)
        speech.settle(card.definition, language)
        evaluation = card.evaluate(baseline, target, by=by, only=only)
    deliver(evaluation, "evaluation", format, entities, output)
    tell(evaluation.problems, file)
