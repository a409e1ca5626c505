"""`scorecard compare`: what changed, and why.

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
def compare(
    file: str,
    baseline: str | None,
    target: str | None,
    as_json: bool,
    entities: bool,
    output: str | None,
    allow_paths: tuple[str, ...],
) -> None:
    """Compare the target period of FILE with its baseline.

    Values and scores in both periods with their changes, and what the change of the total is made of: the points that each
    measure brought or cost. They add up to the change exactly.

    \b
    Examples:
        scorecard compare acme.yaml
        scorecard compare acme.yaml --baseline 2024-Q4 --target 2025-Q4
        scorecard compare acme.yaml --json | jq '.rows[0].parts'
    """
    import scorecard
    from scorecard.cli.output import tell
    from scorecard.cli.result import deliver

    evaluation = scorecard.load(file, allow_paths=allow_paths).compare(baseline, target)
    deliver(evaluation, "comparison", as_json, entities, output)
    tell(evaluation.problems, file)
