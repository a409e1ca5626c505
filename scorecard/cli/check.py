"""`scorecard check`: everything that is wrong or doubtful, at once.

Enters: a scorecard's file, or a problem's code. Leaves: problems, exit code 1 if there are findings and 2 if there are faults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scorecard.cli import options, speech

if TYPE_CHECKING:
    from scorecard.records.definition import Language

FORMATS = ("full", "concise", "json", "github")


def _explain(context: click.Context, parameter: click.Parameter, code: str | None) -> None:
    if code is None or context.resilient_parsing:
        return
    from scorecard.problems import nearest
    from scorecard.words import problems, snippets
    from scorecard.words.tongue import speaking

    known = problems.all_wordings()
    if code not in known:
        raise click.BadParameter(" ".join([f"there is no code {code!r}.", *_did_you_mean(nearest(code, known))]))
    with speaking(context.params.get("language") or "en"):
        click.echo(snippets.explain(code), nl=False)
    context.exit()


def _did_you_mean(names: tuple[str, ...]) -> list[str]:
    return [f"Did you mean {' or '.join(names)}?"] if names else []


@click.command()
@options.file
@click.option(
    "--format",
    type=click.Choice(FORMATS),
    default="full",
    show_default=True,
    help="full shows the line at fault and what to do, concise a line per problem, github annotates a workflow run.",
)
@click.option("--explain", metavar="CODE", callback=_explain, expose_value=False, help="What a code means, and stop.")
@options.allow_path
@speech.language
def check(file: str, format: str, allow_paths: tuple[str, ...], language: Language | None) -> int:
    """Find all that is wrong or doubtful in FILE and its data.

    An error is a mistake in the file: nothing can be computed until it is mended. A warning is something in the data or the
    scorecard that a reader of the result should know; a note an assumption that was made. The exit code is 0 when there is
    nothing but notes, 1 with warnings, 2 with errors.

    \b
    Examples:
        scorecard check acme.yaml
        scorecard check acme.yaml --format concise
        scorecard check --explain unknown-column
    """
    import scorecard
    from scorecard.cli import output
    from scorecard.cli.progress import progress

    try:
        with progress() as watch:
            card = scorecard.load(file, allow_paths=allow_paths, watch=watch)
            speech.settle(card.definition, language)
            evaluation = card.evaluate()
        problems = (*evaluation.problems, *card.check_fonts())
    except scorecard.Faults as faults:
        evaluation, problems = None, (*faults.problems, *card.check_fonts())
    click.echo(output.listed(problems, format), nl=False, color=True)
    if evaluation and format == "full":
        click.echo(output.extent(evaluation, problems))
    if evaluation is None or any(problem.is_fault for problem in problems):
        return 2
    return int(any(problem.level == "finding" for problem in problems))
