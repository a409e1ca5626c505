"""The report: an Evaluation enters; a `Page` leaves, and from it one HTML file or a PDF; or a workbook.

`page` formats and words everything; `html` and `pdf` lay it out by the templates. Jinja2, WeasyPrint and
XlsxWriter are loaded only there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from scorecard.problems import Problem
    from scorecard.records.definition import Language
    from scorecard.records.evaluation import Evaluation
    from scorecard.records.presentation import Variant
    from scorecard.report.bulk import Reports, Told
    from scorecard.report.overrides import Templates
    from scorecard.report.records import Page


def page(evaluation: Evaluation, dated: date | None = None, language: Language | None = None) -> Page:
    """What the report says, ready to print. `dated` is the day it bears; without one it bears none. `language` is the
    definition's where none is given."""
    from scorecard.report.assemble import assemble
    from scorecard.report.translations import translated
    from scorecard.words.tongue import speaking

    evaluation = translated(evaluation, language)
    with speaking(evaluation.definition.language, evaluation.definition.digits):
        return assemble(evaluation, dated)


def html(page: Page, templates: Templates | None = None) -> str:
    """One file, no network. Its script shows more of it; without one the page is whole. `templates`: the client's own. Raises
    Faults, which are about these."""
    if templates is None:
        from scorecard.report.render import document

        return document(page, "screen")
    from scorecard.report import own

    return own.document(page, "screen", templates)


def pdf(
    page: Page,
    variant: Variant | None = None,
    attached: tuple[str, bytes] | None = None,
    templates: Templates | None = None,
) -> bytes:
    """Pages of the page's paper, from the same templates. `variant`: PDF/UA or PDF/A; `attached`: a file's name and content.
    Raises Faults, which are about the client's own templates."""
    from scorecard.report.printing import write

    return write(page, variant, attached, templates)


def templates(folder: str | Path) -> Templates:
    """A client's own, read. Raises Faults."""
    from scorecard.report.overrides import read

    return read(folder)


def xlsx(evaluation: Evaluation, dated: date | None = None, language: Language | None = None) -> bytes:
    """A workbook to go on with; its sheets run from the right where the language does, the definition's without another."""
    from scorecard.report.translations import translated
    from scorecard.report.workbook import workbook
    from scorecard.words.tongue import speaking

    evaluation = translated(evaluation, language)
    with speaking(evaluation.definition.language, evaluation.definition.digits):
        return workbook(evaluation, dated)


def untranslated(evaluation: Evaluation, languages: Iterable[Language]) -> tuple[Problem, ...]:
    """A finding for each language in which titles of the author's have no text."""
    from scorecard.report import translations

    return tuple(found for language in languages if (found := translations.untranslated(evaluation, language)))


def each(
    evaluation: Evaluation,
    level: str,
    formats: tuple[str, ...],
    folder: Path,
    dated: date | None = None,
    language: Language | None = None,
    *,
    fresh: bool = False,
    processes: int | None = None,
    told: Told = lambda done, of: None,
    templates: Templates | None = None,
) -> Reports:
    """A report for every unit of the level, and the page that leads to them. ValueError for an unknown level, LookupError where
    it has no units. Raises Faults, which are about the client's own templates."""
    from scorecard.report.bulk import write
    from scorecard.report.translations import translated
    from scorecard.words.tongue import speaking

    evaluation = translated(evaluation, language)
    with speaking(evaluation.definition.language, evaluation.definition.digits):
        return write(evaluation, level, formats, folder, dated, templates, fresh=fresh, processes=processes, told=told)
