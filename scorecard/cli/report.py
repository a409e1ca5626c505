"""`scorecard report`: the report to hand out.

Enters: a scorecard's file. Leaves: files, their paths on stdout.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast, get_args

import click

from scorecard.cli import options, speech
from scorecard.cli.speech import LANGUAGES
from scorecard.records.presentation import DEPARTMENTS, Edition, Paper, Section, Variant

if TYPE_CHECKING:
    from pathlib import Path

    from scorecard.records.definition import Language

FORMATS = ("html", "pdf", "xlsx")
EDITIONS: tuple[Edition, ...] = get_args(Edition)
SECTIONS: tuple[Section, ...] = get_args(Section)
PAPERS: tuple[Paper, ...] = get_args(Paper)
VARIANTS: tuple[Variant, ...] = get_args(Variant)


def _formats(context: click.Context, parameter: click.Parameter, text: str) -> tuple[str, ...]:
    asked = tuple(part.strip().lower() for part in text.split(","))
    if unknown := [part for part in asked if part not in FORMATS]:
        raise click.BadParameter(f"{', '.join(map(repr, unknown))}: the formats are {', '.join(FORMATS[:-1])} and {FORMATS[-1]}.")
    return asked


def _sections(context: click.Context, parameter: click.Parameter, text: str | None) -> tuple[Section, ...]:
    asked = tuple(part.strip().lower() for part in text.split(",")) if text is not None else ()
    if unknown := [part for part in asked if part not in SECTIONS]:
        raise click.BadParameter(f"{', '.join(map(repr, unknown))}: the sections are {', '.join(SECTIONS)}.")
    return cast("tuple[Section, ...]", asked)


def _languages(context: click.Context, parameter: click.Parameter, text: str | None) -> tuple[Language, ...]:
    asked = tuple(part.strip().lower() for part in text.split(",")) if text is not None else ()
    if unknown := [part for part in asked if part not in LANGUAGES]:
        known = f"{', '.join(LANGUAGES[:-1])} and {LANGUAGES[-1]}"
        raise click.BadParameter(f"{', '.join(map(repr, unknown))}: the languages are {known}.")
    return cast("tuple[Language, ...]", tuple(dict.fromkeys(asked)))


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
@click.option(
    "--language",
    "languages",
    metavar="LANGUAGES",
    callback=_languages,
    help="Languages instead of the scorecard's, by commas: en, fa, ar. A report for each, as in acme.fa.pdf.",
)
@click.option(
    "--edition",
    type=click.Choice(EDITIONS),
    help="A ready choice of sections: executive has two pages; a department's has its measures, each with a page of its own.",
)
@click.option(
    "--sections", metavar="SECTIONS", callback=_sections, help=f"Only these sections, by commas: {', '.join(SECTIONS)}."
)
@click.option("--paper", type=click.Choice(PAPERS), help="Size of the PDF's pages.")
@click.option("--pdf-variant", "variant", type=click.Choice(VARIANTS), help="A PDF for assistive technology, or for archives.")
@click.option("--attach", is_flag=True, help="The PDF carries the result, as evaluate --json has it, as an attachment.")
@click.option(
    "--templates",
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    help="Templates and style sheets of your own, which stand for the program's of the same name.",
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
@speech.door
def report(
    file: str,
    to: tuple[str, ...],
    languages: tuple[Language, ...],
    edition: Edition | None,
    sections: tuple[Section, ...],
    paper: Paper | None,
    variant: Variant | None,
    attach: bool,
    templates: str | None,
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

    A scorecard's `brand:` gives the report a client's logo, colours, fonts and footer. Who wants more gives --templates a folder
    with changed copies of the program's templates: they are rendered in a process of its own, which can open nothing.

    \b
    Examples:
        scorecard report acme.yaml
        scorecard report acme.yaml --to pdf -o board/2025-Q4
        scorecard report acme.yaml --to xlsx                   # reports/acme.xlsx
        scorecard report acme.yaml --language fa,ar,en         # reports/acme.fa.html and .pdf, acme.ar.html, …
        scorecard report acme.yaml --each branch               # reports/acme/branch/index.html and the reports that it links
        scorecard report acme.yaml --templates brand/report    # with brand/report/sections/cover.html, style/own.css
        scorecard report acme.yaml --edition executive         # reports/acme-executive.html and .pdf, two pages
        scorecard report acme.yaml --edition sales             # reports/acme-sales.html and .pdf
    """
    import sys

    import scorecard
    from scorecard import files
    from scorecard.cli.output import bulk, draw, summary, tell
    from scorecard.cli.progress import progress, reports

    if fresh and each is None:
        raise click.UsageError("--fresh goes with --each: a single report is made anew in any case.")
    if each is not None and (variant or attach):
        raise click.UsageError("--pdf-variant and --attach go with a single report, not with --each.")
    if each is not None and "xlsx" in to:
        raise click.UsageError("--each makes html and pdf: one workbook holds all units, each in a row of its own.")
    files.gather()  # the PDF's library would leave its fonts behind: see how the command ends
    with progress() as watch:
        card = scorecard.load(file, allow_paths=allow_paths, watch=watch)
        speech.settle(card.definition, None)
        own = "full" if card.definition is None else card.definition.report.edition
        department = edition or own
        if department in DEPARTMENTS and not only:
            only = {"department": (department,)}
        evaluation = scorecard.printed(card.evaluate(baseline, target, by=by, only=only), edition, sections, paper)
        languages = languages or (evaluation.definition.language,)
        paths: list[Path] = []
        if each is None:
            paths += scorecard.write(
                evaluation, to, output, day and day.date(),
                language=languages, variant=variant, attach=attach, templates=templates, watch=watch,
            )  # fmt: skip
    lines = [summary(evaluation)]
    if each is not None:
        for language in languages:
            with reports(each) as told:
                written = scorecard.write_each(
                    evaluation, each, to, output, day and day.date(),
                    language=language, templates=templates, fresh=fresh, told=told,
                )  # fmt: skip
            lines.append(bulk(written.made, written.kept, each if written.unassigned else ""))
            paths += [*written.paths, written.index]
    click.echo("\n".join(lines), err=True)
    for path in paths:
        click.echo(path)
    if found := scorecard.untranslated(evaluation, languages):
        click.echo(draw(found, sys.stderr), nl=False, err=True, color=True)
    tell((*evaluation.problems, *card.check_fonts()), file)
