"""`scorecard weights`: what each part weighs, why, and how much hangs on that.

Enters: a scorecard's file. Leaves: tables, or JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scorecard.cli import options, speech

if TYPE_CHECKING:
    from scorecard.records.definition import Language


@click.command()
@options.file
@click.option(
    "--spread",
    type=click.FloatRange(0, 1e6, min_open=True),
    default=50.0,
    show_default=True,
    help="How closely drawn weights keep to the file's (concentration): with 50 a weight of 50% lies between 38% and 62% in nine "
    "of ten draws, with 10 between 26% and 74%.",
)
@click.option("--draws", type=click.IntRange(1, 100_000), default=1000, show_default=True, help="How often weights are drawn.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="The same seed gives the same draws.")
@options.baseline
@options.target
@options.views
@click.option("--json", "as_json", is_flag=True, help="JSON in full precision, for other programs, instead of tables.")
@options.allow_path
@speech.language
def weights(
    file: str,
    spread: float,
    draws: int,
    seed: int,
    baseline: str | None,
    target: str | None,
    by: str | None,
    only: dict[str, tuple[str, ...]],
    as_json: bool,
    allow_paths: tuple[str, ...],
    language: Language | None,
) -> None:
    """Show what each part of FILE weighs, and how far its scores hang on that.

    For each part: its weight among its siblings and of the total; where it comes from (written in the file, equal, or from
    judgements, with their consistency and how far the judges agree); and its influence: how much of the differences between
    entities in the total goes along with it. A part may weigh much and move little.

    Then weights are drawn at random around the file's own, at every level, and all scores of the target period rolled up anew
    with each. Where the total, its status or an entity's rank changes with weights that nobody could tell from yours, do not
    build on it.

    \b
    Examples:
        scorecard weights acme.yaml
        scorecard weights acme.yaml --spread 20
        scorecard weights acme.yaml --json | jq '.nodes[0].drawn'
    """
    import sys

    import scorecard
    from scorecard.cli.output import tell
    from scorecard.cli.progress import progress

    with progress() as watch:
        card = scorecard.load(file, allow_paths=allow_paths, watch=watch)
        speech.settle(card.definition, language)
        evaluation = card.evaluate(baseline, target, by=by, only=only)
        found = scorecard.weigh(evaluation, spread=spread, draws=draws, seed=seed)
    if as_json:
        from scorecard import export

        click.echo(export.weights_json(evaluation, found), nl=False)
    else:
        from scorecard.cli import swings

        click.echo(swings.draw(evaluation, found, sys.stdout), nl=False, color=True)
    tell(evaluation.problems, file)
