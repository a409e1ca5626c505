"""`scorecard evaluate`: the scores.

Enters: a scorecard's file. Leaves: a table, or JSON.
"""

from __future__ import annotations

import click

from scorecard.cli import options


@click.command()
@options.file
@options.baseline
@options.target
@options.as_json
@options.entities
@options.output
@options.allow_path
def evaluate(
    file: str,
    baseline: str | None,
    target: str | None,
    as_json: bool,
    entities: bool,
    output: str | None,
    allow_paths: tuple[str, ...],
) -> None:
    """Compute the scores of FILE and show them as a table.

    Every measure, factor and perspective with its value, its score from 0 to 100 and its status; with two periods also the
    change. A number that is missing is shown as – with the reason below the table; it is never counted as zero in silence.
    Weight is the share of the whole, Data the share of the weight below that has a score.

    \b
    Examples:
        scorecard evaluate acme.yaml
        scorecard evaluate acme.yaml --baseline 2024-Q4 --target 2025-Q4
        scorecard evaluate acme.yaml --json -o scores.json
    """
    import scorecard
    from scorecard.cli.output import tell
    from scorecard.cli.result import deliver

    evaluation = scorecard.load(file, allow_paths=allow_paths).evaluate(baseline, target)
    deliver(evaluation, "evaluation", as_json, entities, output)
    tell(evaluation.problems, file)
