"""`scorecard measures`: measures to choose from.

Enters: words to look for. Leaves: a list of measures, or all about one.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from scorecard.cli import options
from scorecard.cli.speech import LANGUAGES

if TYPE_CHECKING:
    from scorecard.records.definition import Language
    from scorecard.records.library import LibraryMeasure

NONE_FOUND = 1  # exit code
LABEL = 10  # cells of a label


@click.command()
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option(
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="The measures of this scorecard too, before the library's.",
)
@click.option("--full", is_flag=True, help="All about each measure, not only its name.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of titles and all else."
)
@click.option("--json", "as_json", is_flag=True, help="JSON, for other programs: all about each measure.")
@options.allow_path
def measures(
    words: tuple[str, ...], file: str | None, full: bool, language: Language, as_json: bool, allow_paths: tuple[str, ...]
) -> int:
    """Browse the measures that ship with scorecard.

    Any scorecard may use them: name one under a perspective, and name the dataset that it is computed from. A WORD is part of a
    name in English, Persian or Arabic, a tag, or a word of a description; with several, all must fit. If one measure fits, or
    with --full, its formula, the columns that it needs and an example to paste are shown. The exit code is 1 where nothing fits.

    \b
    Examples:
        scorecard measures
        scorecard measures churn
        scorecard measures department=sales timing=leading
        scorecard measures win_rate
        scorecard measures --file acme.yaml --language fa
    """
    import scorecard
    from scorecard.words import terminal
    from scorecard.words.tongue import speaking

    known = scorecard.library(file=file, allow_paths=allow_paths)
    exact = tuple(measure for measure in known if words == (measure.id,))
    found = scorecard.library(*words, file=file, allow_paths=allow_paths) if words else known
    if as_json and found:
        from scorecard import export

        click.echo(export.library_json(exact or found), nl=False)
        return 0
    with speaking(language):
        if not found:
            click.echo(_nothing(words, known), err=True)
            return NONE_FOUND
        if shown := found if full else exact or (found if len(found) == 1 else ()):
            click.echo("\n".join(_all_about(measure, language) for measure in shown), nl=False, color=True)
            others = tuple(measure.id for measure in found if measure not in exact)
            if exact and not full and others:
                click.echo(f"\n{terminal.see_also(others[:10])}")
        else:
            click.echo(_listed(found, language, not words), nl=False, color=True)
    return 0


def _nothing(words: tuple[str, ...], known: Iterable[LibraryMeasure]) -> str:
    """What was not found, and what may have been meant."""
    from scorecard.problems import nearest
    from scorecard.words import terminal
    from scorecard.words.snippets import clean

    typed: dict[str, str] = {}  # what may be meant -> what to type
    for measure in known:
        names = (*measure.title.by_language.values(), measure.id)
        typed |= {name: measure.id for name in names if name not in typed}
        typed |= {part: part for name in names for part in name.replace("_", " ").split() if part not in typed}
        typed |= {pair: pair for pair in (f"{kind}={tag}" for kind, tag in measure.tags.items())}
    near = dict.fromkeys(typed[name] for word in (" ".join(words), *words) for name in nearest(word, typed))
    return terminal.nothing_fits(clean(" ".join(words)), [*near][:5])


def _listed(found: tuple[LibraryMeasure, ...], language: str, everything: bool) -> str:
    """A line for each, under its department where all are listed."""
    from scorecard.cli.output import heading
    from scorecard.words import tags, terminal
    from scorecard.words.snippets import clean
    from scorecard.words.terms import in_place

    widest = max(len(measure.id) for measure in found)
    lines: list[str] = []
    above: object = ()
    for measure in found:
        place = None if measure.shipped else measure.file, measure.tags.get("department")
        if everything and place != above:
            title = tags.tag("department", place[1])
            where = title.get(language) or title[""]
            lines += [*([""] if lines else []), heading(f"{where} ({clean(place[0])})" if place[0] else where)]
            above = place
        lines.append(f"{'  ' * everything}{measure.id:{widest}}  {in_place(clean(measure.title(language)))}")
    lines += ["", terminal.found(len(found), f"scorecard measures {found[0].id}")]
    return "\n".join(lines) + "\n"


def _all_about(measure: LibraryMeasure, language: str) -> str:
    from scorecard.cli.output import heading
    from scorecard.words import terminal
    from scorecard.words.snippets import cells, clean
    from scorecard.words.terms import in_place
    from scorecard.words.tongue import say

    def told() -> Iterator[tuple[str, str]]:
        for other in LANGUAGES:
            if other != language and measure.title(other) != measure.title(language):
                yield other, measure.title(other)
        if measure.description:
            yield say(terminal.ABOUT), measure.description(language)
        yield say(terminal.KINDS[measure.kind]), measure.how
        yield say(terminal.UNIT), terminal.worth(measure.unit, measure.better)
        yield say(terminal.TARGET), measure.target or say(terminal.NO_TARGET)
        yield say(terminal.TAGS), ", ".join(f"{kind}={tag}" for kind, tag in measure.tags.items()) or say(terminal.NO_TAGS)
        if measure.uses:
            yield say(terminal.USES), ", ".join(measure.uses)
        for place, column in enumerate(measure.columns):
            of = f" ({column.type})" if column.type else ""
            meaning = f": {column.description(language)}" if column.description else ""
            values = f" [{', '.join(column.values)}]" if column.values else ""
            yield "" if place else say(terminal.COLUMNS), f"{column.dataset}.{column.name}{of}{meaning}{values}"
        if not measure.shipped:
            yield say(terminal.DEFINED_IN), measure.file

    width = min(shutil.get_terminal_size().columns, 110)
    lines = [heading(f"{measure.id}: {in_place(clean(measure.title(language)))}")]
    for label, text in told():
        lead = f"  {in_place(label)}{' ' * (LABEL - cells(label))}  "
        for line in textwrap.wrap(clean(text), max(width, 50) - LABEL - 4, break_on_hyphens=False):
            lines.append(lead + in_place(line))
            lead = " " * (LABEL + 4)
    lines += ["", *(f"      {line}" for line in measure.example.splitlines())]
    return "\n".join(lines) + "\n"
