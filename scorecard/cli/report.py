"""`scorecard report`: the report to hand out.

Enters: a scorecard's file. Leaves: files, their paths on stdout.
"""

from __future__ import annotations

from datetime import datetime

import click

from scorecard.cli import options

FORMATS = ("html", "pdf")


def _formats(context: click.Context, parameter: click.Parameter, text: str) -> tuple[str, ...]:
    asked = tuple(part.strip().lower() for part in text.split(","))
    if unknown := [part for part in asked if part not in FORMATS]:
        raise click.BadParameter(f"{', '.join(map(repr, unknown))}: the formats are {' and '.join(FORMATS)}.")
    return asked


@click.command()
@options.file
@click.option("--to", default="html,pdf", show_default=True, metavar="FORMATS", callback=_formats, help="Formats, by commas.")
@click.option("-o", "--output", default="reports", show_default=True, metavar="DIR", help="Folder to write to.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="A day for the cover, as 2025-12-31.")
@options.baseline
@options.target
@options.views
@options.allow_path
def report(
    file: str,
    to: tuple[str, ...],
    output: str,
    day: datetime | None,
    baseline: str | None,
    target: str | None,
    by: str | None,
    only: dict[str, tuple[str, ...]],
    allow_paths: tuple[str, ...],
) -> None:
    """Evaluate FILE and write its report, named after the scorecard.

    The HTML is one file that needs no network; the PDF is made from the same pages. The paths written go to stdout, a summary
    to stderr. With several formats all are written, or none.

    \b
    Examples:
        scorecard report acme.yaml
        scorecard report acme.yaml --to pdf -o board/2025-Q4
        scorecard report acme.yaml --only department=sales     # reports/acme-sales.html and .pdf
    """
    import scorecard
    from scorecard import files
    from scorecard.cli.output import summary, tell
    from scorecard.cli.progress import progress

    files.gather()  # the PDF's library would leave its fonts behind: see how the command ends
    with progress() as watch:
        evaluation = scorecard.load(file, allow_paths=allow_paths, watch=watch).evaluate(baseline, target, by=by, only=only)
        paths = scorecard.write(evaluation, to, output, day and day.date(), watch=watch)
    click.echo(summary(evaluation), err=True)
    for path in paths:
        click.echo(path)
    tell(evaluation.problems, file)
