"""The stages in order, a line each: read this first.

Enters: the path of a definition. Leaves: an Evaluation, or files. Each stage is imported when it is its turn, so that
`import scorecard` costs nothing and a command loads only what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from scorecard.problems import Faults, Problem, fault

if TYPE_CHECKING:
    from datetime import date

    from scorecard.records.definition import Definition, Language, Period
    from scorecard.records.evaluation import Evaluation
    from scorecard.records.library import LibraryMeasure
    from scorecard.records.presentation import Edition, Paper, Section, Variant
    from scorecard.records.sensitivity import Sensitivity
    from scorecard.report.bulk import Reports
    from scorecard.results import Compared, Scored

Watch = Callable[[str], None]
"""Is told what is done next: `definition`, `data`, `data deals` (the dataset's id), `values`, `scores`, `html`, `pdf`."""


def load(path: str | Path, *, allow_paths: Sequence[str | Path] = (), watch: Watch = lambda _: None) -> Scorecard:
    """Read a definition. What is wrong with it is told by `check`, or raised as Faults by the methods that need it right.

    A definition reads data only below its own folder, and below those named in `allow_paths`."""
    from scorecard import definition

    watch("definition")
    reading = definition.read(str(path), tuple(Path(allowed) for allowed in allow_paths))
    return Scorecard(reading.definition, reading.problems, watch)


def library(*words: str, file: str | Path | None = None, allow_paths: Sequence[str | Path] = ()) -> tuple[LibraryMeasure, ...]:
    """The measures that ship, those that every word fits, best first; with `file` the measures of that scorecard too.

    A word fits an id, a title in any language, a tag (`sales`, `department=sales`) or a description. Raises Faults where the file
    cannot be read."""
    from scorecard import definition

    return definition.browse(words, None if file is None else str(file), tuple(map(Path, allow_paths)))


@dataclass(frozen=True)
class Scorecard:
    """A definition that was read, and what can be done with it."""

    definition: Definition | None  # None: too broken to look at the data
    problems: tuple[Problem, ...]
    watch: Watch = lambda _: None

    def check(self) -> tuple[Problem, ...]:
        """Everything that is wrong or doubtful, in definition and data: all faults; without faults all findings and notes."""
        try:
            found = self.evaluate().problems
        except Faults as faults:
            found = faults.problems
        return (*found, *self.check_fonts())

    def check_fonts(self) -> tuple[Problem, ...]:
        """What is wrong or doubtful about the client's fonts, which `evaluate` has no need to look at."""
        from scorecard import definition

        return () if self.definition is None else definition.dressed(self.definition)[1]

    def evaluate(
        self,
        baseline: str | None = None,
        target: str | None = None,
        *,
        by: str | None = None,
        only: Mapping[str, str | Sequence[str]] | None = None,
    ) -> Scored:
        """Values, scores and, with two periods, their comparison. Period ids given here replace the definition's.

        The measures may be regrouped by a kind of tag, `by="department"`, or narrowed to those that have one of the tags of each
        kind, `only={"department": ("sales", "marketing")}`.

        Raises Faults, which hold every fault of the definition and of its fit to the data's columns."""
        from scorecard import comparison, outlook, scoring, sources, values
        from scorecard import definition as reading
        from scorecard.results import Scored

        self.watch("data")
        definition, lacking = self._sound()
        definition = reading.view(definition, by, only or {})
        first, last, shown = _periods(definition, baseline, target)
        if last and (undated := reading.without_time(definition)):
            raise Faults(undated)
        tables, spoiled = sources.load(definition, watch=lambda dataset: self.watch(f"data {dataset}"))
        self.watch("values")
        with sources.steady(definition, tables):
            numbers, queries, doubts = values.compute(
                definition, tables, values.with_previous(definition, shown, first), first, last
            )
        self.watch("scores")
        scores, remarks = scoring.score(definition, numbers, first, shown, last)
        change = comparison.compare(scores, numbers, first, last) if first and last else None
        if change is not None:
            change = comparison.with_noise(definition, scores, numbers, change)
        heading, late = outlook.outlook(definition, numbers, scores, first, last)
        return Scored(
            definition=definition,
            baseline=first,
            target=last,
            values=numbers,
            scores=scores,
            comparison=change,
            files=tables.files,
            queries=queries,
            problems=(*self.problems, *lacking, *spoiled, *doubts, *remarks, *late, *reading.due(definition, last)),
            version=version(),
            outlook=heading,
        )

    def compare(
        self,
        baseline: str | None = None,
        target: str | None = None,
        *,
        by: str | None = None,
        only: Mapping[str, str | Sequence[str]] | None = None,
    ) -> Compared:
        """The same, but two periods must be named, here or in the definition. Raises Faults."""
        from scorecard.results import Compared

        evaluation = self.evaluate(baseline, target, by=by, only=only)
        if evaluation.comparison is None:
            raise Faults([fault("needs-two-periods", evaluation.definition.places.at("periods"))])
        return Compared.of(evaluation)

    def report(
        self,
        to: Iterable[str] = ("html", "pdf"),
        output: str | Path = "reports",
        *,
        baseline: str | None = None,
        target: str | None = None,
        dated: date | None = None,
        language: Language | Sequence[Language] | None = None,
        by: str | None = None,
        only: Mapping[str, str | Sequence[str]] | None = None,
    ) -> tuple[Path, ...]:
        """Evaluate, and `write`. Raises Faults."""
        return write(self.evaluate(baseline, target, by=by, only=only), to, output, dated, language=language, watch=self.watch)

    def _sound(self) -> tuple[Definition, tuple[Problem, ...]]:
        """The definition over the data that there are, if neither it nor its fit to them has a fault; what of the library they
        lack."""
        from scorecard import sources

        if self.definition is None:
            raise Faults(self.problems)
        definition, lacking = sources.without(self.definition)
        problems = [*self.problems, *lacking, *sources.check(definition)]
        if any(problem.is_fault for problem in problems):
            raise Faults(problems)
        return definition, lacking


def write(
    evaluation: Evaluation,
    to: Iterable[str] = ("html", "pdf"),
    output: str | Path = "reports",
    dated: date | None = None,
    *,
    language: Language | Sequence[Language] | None = None,
    variant: Variant | None = None,
    attach: bool = False,
    templates: str | Path | None = None,
    watch: Watch = lambda _: None,
) -> tuple[Path, ...]:
    """The report of an evaluation in each format, named after the scorecard and its view, in the folder `output`: all of them, or
    none. On its cover the day `dated`, if one is given: the same input makes the same report on any day. The formats are `html`,
    `pdf` and `xlsx`, a workbook with all numbers in full precision.

    `language`: one or several, instead of the scorecard's own; the files are then named with it, as in `acme.fa.pdf`. ValueError
    for one that there is not. `variant`: `pdf/ua-1` or `pdf/a-3a`. `attach`: the PDF carries the result as `evaluate --json` has
    it. `templates`: a folder of templates that stand for the program's own of the same name; they are rendered in a process of
    its own, with bounds. Raises Faults for what is wrong with these, or with the client's fonts."""
    from scorecard import export, files, report

    evaluation = _dressed(evaluation)
    formats, languages = _formats(to, ("html", "pdf", "xlsx")), _languages(evaluation, language)
    own = None if templates is None else report.templates(templates)
    attached = (f"{_name(evaluation)}.json", export.evaluation_json(evaluation).encode()) if attach else None
    page = cache(lambda language: report.page(evaluation, dated, language))  # of which a workbook has no need
    writers: dict[str, Callable[[Language], bytes]] = {
        "html": lambda language: report.html(page(language), own).encode(),
        "pdf": lambda language: report.pdf(page(language), variant, attached, own),
        "xlsx": lambda language: report.xlsx(evaluation, dated, language),
    }
    made = []
    for spoken in languages:
        for format in formats:
            watch(format)
            path = Path(output) / f"{_name(evaluation)}{_suffix(evaluation, spoken, languages)}.{format}"
            made.append((path, writers[format](spoken)))
    files.write_all(made)
    return tuple(path for path, _ in made)


def printed(
    evaluation: Evaluation, edition: Edition | None = None, sections: Sequence[Section] = (), paper: Paper | None = None
) -> Evaluation:
    """The evaluation whose reports hold this edition, or these sections, on this paper, instead of what its scorecard says."""
    from scorecard.records.presentation import Choice

    own = evaluation.definition.report
    kept = own.sections if edition is None else ()
    choice = Choice(edition or own.edition, tuple(sections) or kept, paper or own.paper)
    return replace(evaluation, definition=replace(evaluation.definition, report=choice))


def untranslated(evaluation: Evaluation, languages: Iterable[Language]) -> tuple[Problem, ...]:
    """A finding for each of the languages in which titles of the author's have no text; a report in it says the same."""
    from scorecard import report

    return report.untranslated(evaluation, languages)


def write_each(
    evaluation: Evaluation,
    level: str,
    to: Iterable[str] = ("html", "pdf"),
    output: str | Path = "reports",
    dated: date | None = None,
    *,
    language: Language | None = None,
    templates: str | Path | None = None,
    fresh: bool = False,
    processes: int | None = None,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> Reports:
    """A report for every unit of a level, such as `branch`, and a page that leads to them, in a folder of the level's own below
    one that is named as `write` names its files: `acme/branch/index.html`. A unit's report is that of the whole seen from it: its
    total is the unit's, its units those below.

    Reports that are there already and say the same are left as they are, unless all are to be made `fresh`: so a run that was
    interrupted goes on where it stopped. In a `language` other than the scorecard's own they stand in a folder named with it,
    `acme.fa`. Files of units that are gone are not touched. `processes` that make them: two, or one
    where there is but one processor. `told` is told how many are done, of how many. Raises Faults for a level that the scorecard
    does not have or the data hold no unit of, and as `write` does."""
    from scorecard import report
    from scorecard.problems import nearest

    evaluation = _dressed(evaluation)
    formats, languages = _formats(to, ("html", "pdf")), _languages(evaluation, language)
    levels = evaluation.definition.levels
    if level not in levels:
        near = nearest(level, levels)
        listed, example = () if near else levels, "" if levels else "entities: [region, branch]"
        place = evaluation.definition.places.at("entities")
        raise Faults([fault("no-such-level", place, level=level, nearest=near, known=listed, example=example)])
    own = None if templates is None else report.templates(templates)
    folder = Path(output) / f"{_name(evaluation)}{_suffix(evaluation, languages[0], languages)}"
    try:
        return report.each(
            evaluation, level, formats, folder, dated, languages[0], fresh=fresh, processes=processes, told=told, templates=own
        )
    except LookupError:
        raise Faults([fault("no-units", evaluation.definition.places.at("entities"), level=level)]) from None


def _dressed(evaluation: Evaluation) -> Evaluation:
    """With its client's fonts made ready, and what is doubtful about them. Raises Faults."""
    from scorecard import definition

    dressed, problems = definition.dressed(evaluation.definition)
    if any(problem.is_fault for problem in problems):
        raise Faults(problems)
    return replace(evaluation, definition=dressed, problems=(*evaluation.problems, *problems))


def _name(evaluation: Evaluation) -> str:
    """Of a report's files: after the scorecard and its view."""
    viewed, edition = evaluation.definition.view, evaluation.definition.report.edition
    return f"{evaluation.definition.id}{viewed.suffix if viewed else ''}{'-executive' if edition == 'executive' else ''}"


def _suffix(evaluation: Evaluation, language: Language, languages: Sequence[Language]) -> str:
    """Of a report's name: its language, but for one that there is in the scorecard's own alone."""
    return "" if languages == (evaluation.definition.language,) else f".{language}"


def _languages(evaluation: Evaluation, asked: Language | Sequence[Language] | None) -> tuple[Language, ...]:
    """Each once. ValueError for one that is not known."""
    from scorecard.words.tongue import LANGUAGES

    languages = (evaluation.definition.language,) if not asked else (asked,) if isinstance(asked, str) else tuple(asked)
    if unknown := [language for language in languages if language not in LANGUAGES]:
        raise ValueError(f"there is no language {unknown[0]!r}: a report is in {' or '.join(LANGUAGES)}")
    return tuple(dict.fromkeys(languages))


def _formats(to: Iterable[str], known: tuple[str, ...]) -> tuple[str, ...]:
    """ValueError for one that is not known."""
    formats = tuple(dict.fromkeys(to))
    if unknown := [format for format in formats if format not in known]:
        raise ValueError(f"there is no format {unknown[0]!r}: a report is {' or '.join(known)}")
    return formats


def weigh(evaluation: Evaluation, *, spread: float = 50.0, draws: int = 1000, seed: int = 0) -> Sensitivity:
    """How far the total, the statuses and the ranking of entities hang on the weights, which are drawn around the given ones.

    `spread`: how closely they keep to them (a weight of a half then has a standard deviation of 0.5/√(spread + 1)). The same
    seed gives the same draws. ValueError for a spread that is not above 0, or without draws."""
    from scorecard import sensitivity

    return sensitivity.weigh(evaluation, spread, draws, seed)


def version() -> str:
    from importlib.metadata import version

    return version("balanced-scorecard")


def _periods(
    definition: Definition, baseline: str | None, target: str | None
) -> tuple[Period | None, Period | None, tuple[Period | None, ...]]:
    """Baseline, target, and all that are shown: these two and the history up to the target, ascending."""
    from scorecard import periods as calendars

    def named(text: str | None, declared: Period | None, which: str) -> Period | None:
        if text is None:
            return declared
        try:
            return calendars.parse(text, definition.calendar)
        except ValueError as error:
            raise Faults([fault("period-option", None, option=which, reason=error.args[0])]) from None

    first = named(baseline, definition.periods.baseline, "baseline")
    last = named(target, definition.periods.target, "target")
    if last is None:
        if first is not None:
            raise Faults([fault("baseline-without-target", definition.places.at("periods"), baseline=first.id)])
        return None, None, (None,)
    shown = {last, *calendars.back(last, definition.calendar, max(1, definition.periods.history))} | ({first} if first else set())
    return first, last, tuple(sorted(shown, key=lambda period: (period.start, period.end)))
