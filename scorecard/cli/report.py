"""`scorecard report`: the report to hand out.

Enters: a scorecard's file. Leaves: files, their paths on stdout.
"""

from __future__ import annotations

from datetime import datetime

import click

from scorecard.cli import options

FORMATS = ("html", "pdf", "xlsx")


def _formats(context: click.Context, parameter: click.Parameter, text: str) -> tuple[str, ...]:
    asked = tuple(part.strip().lower() for part in text.split(","))
    if unknown := [part for part in asked if part not in FORMATS]:
        raise click.BadParameter(f"{', '.join(map(repr, unknown))}: the formats are {', '.join(FORMATS[:-1])} and {FORMATS[-1]}.")
    return asked


@click.command()
@options.file
@click.option(
    "--to",
    default="html,pdf",
    show_default=True,
    metavar="FORMATS",
    callback=_formats,
    help="Formats, by commas: html, pdf, xlsx.",
)
@click.option("-o", "--output", default="reports", show_default=True, metavar="DIR", help="Folder to write to.")
@click.option(
    "--each", metavar="LEVEL", help="Instead of one report one for every unit of this level, such as branch, and a page of links."
)
@click.option("--fresh", is_flag=True, help="With --each: make all anew, also what is there already and says the same.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="A day for the cover, as 2025-12-31.")
@options.baseline
@options.target
@options.views
@options.allow_path
def report(
    file: str,
    to: tuple[str, ...],
    output: str,
    each: str | None,
    fresh: bool,
    day: datetime | None,
    baseline: str | None,
    target: str | None,
    by: str | None,
    only: dict[str, tuple[str, ...]],
    allow_paths: tuple[str, ...],
) -> None:
    """Evaluate FILE and write its report, named after the scorecard.

    The HTML is one file that needs no network; the PDF is made from the same pages; XLSX is a workbook to go on with, all
    numbers in full precision and with charts. The paths written go to stdout, a summary to stderr. With several formats all are
    written, or none.

    With --each every branch, region or agent gets a report of its own, in a folder named after scorecard and level: its total
    is the unit's, its units are those below it; a page there leads to all of them. One evaluation serves them all, and two
    processes make them. Reports that are there already and say the same stay as they are, so a run that was interrupted goes on
    where it stopped.

    \b
    Examples:
        scorecard report acme.yaml
        scorecard report acme.yaml --to pdf -o board/2025-Q4
        scorecard report acme.yaml --to xlsx                   # reports/acme.xlsx
        scorecard report acme.yaml --each branch               # reports/acme/branch/index.html and the reports that it links
        scorecard report acme.yaml --only department=sales     # reports/acme-sales.html and .pdf
    """
    import scorecard
    from scorecard import files
    from scorecard.cli.output import bulk, summary, tell
    from scorecard.cli.progress import progress, reports

    if fresh and each is None:
        raise click.UsageError("--fresh goes with --each: a single report is made anew in any case.")
    if each is not None and "xlsx" in to:
        raise click.UsageError("--each makes html and pdf: one workbook holds all units, each in a row of its own.")
    files.gather()  # the PDF's library would leave its fonts behind: see how the command ends
    with progress() as watch:
        evaluation = scorecard.load(file, allow_paths=allow_paths, watch=watch).evaluate(baseline, target, by=by, only=only)
        if each is None:
            paths = scorecard.write(evaluation, to, output, day and day.date(), watch=watch)
    if each is not None:
        with reports(each) as told:
            written = scorecard.write_each(evaluation, each, to, output, day and day.date(), fresh=fresh, told=told)
        paths = (*written.paths, written.index)
    click.echo(summary(evaluation), err=True)
    if each is not None:
        click.echo(bulk(written.made, written.kept, each if written.unassigned else ""), err=True)
    for path in paths:
        click.echo(path)
    tell(evaluation.problems, file)
