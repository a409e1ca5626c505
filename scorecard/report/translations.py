"""Which of the author's own titles have no text in the language that a report is asked for.

Enters: an Evaluation in the scorecard's own language, and the language asked for. Leaves: a finding where titles would stand
there in another, and the Evaluation in that language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from scorecard.problems import Problem, finding
from scorecard.records.definition import Language, Text
from scorecard.records.evaluation import Evaluation
from scorecard.report.view import clean

CODE = "title-untranslated"
NAMED = 5
"""Titles that are told one by one."""


def translated(evaluation: Evaluation, language: Language | None) -> Evaluation:
    """The evaluation in that language, the scorecard's own where none is asked for; with the finding, if there is one."""
    language = language or evaluation.definition.language
    found = untranslated(evaluation, language)
    spoken = evaluation.in_language(language)
    problems = _told(evaluation, language)
    return replace(spoken, problems=problems if found is None else (*problems, found))


def _told(evaluation: Evaluation, language: Language) -> tuple[Problem, ...]:
    """The problems, which name parts of the scorecard in its own language, with the names that these have in another."""
    own = evaluation.definition.language
    names = {text(own): text(language) for text in _titles(evaluation) if language in text.by_language}
    names = {name: other for name, other in names.items() if name and name != other}

    def told(fact: object) -> object:
        if isinstance(fact, tuple):
            return tuple(map(told, fact))
        return names.get(fact, fact) if isinstance(fact, str) else fact

    if not names:
        return evaluation.problems
    return tuple(
        replace(problem, facts=MappingProxyType({name: told(fact) for name, fact in problem.facts.items()}))
        for problem in evaluation.problems
    )


def untranslated(evaluation: Evaluation, language: Language) -> Problem | None:
    """None where all is translated, or where that finding stands already: a unit's report is made from one in its language."""
    if any(problem.code == CODE for problem in evaluation.problems):
        return None
    is_own = language == evaluation.definition.language
    names = list(dict.fromkeys(clean(name) for name in _untranslated(evaluation, language, is_own)))
    if not names:
        return None
    place = evaluation.definition.places.at("title")
    return finding(CODE, place, language=language, count=len(names), names=tuple(names[:NAMED]))


def _untranslated(evaluation: Evaluation, language: Language, is_own: bool) -> Iterator[str]:
    """What stands for them instead. Text without a language is in the scorecard's own."""
    for text in _titles(evaluation):
        known = text.by_language
        if known and language not in known and not (is_own and "" in known):
            yield text(language)
    members = evaluation.definition.members
    for entity in evaluation.scores.entities:
        name = entity.key[-1] if entity.key else None
        if name is None or entity.columns[-1] not in members:
            continue
        told = members[entity.columns[-1]].get(name)
        if not is_own and (told is None or language not in told.by_language):
            yield (told.by_language.get("") if told else "") or name


def _titles(evaluation: Evaluation) -> Iterator[Text]:
    definition = evaluation.definition
    yield definition.title
    yield from (node.title for node in evaluation.scores.nodes if node.kind != "root")
    yield from (measure.title for measure in definition.measures.values())
    for goal in definition.goals.values():
        yield goal.title
        yield from (strategy.title for strategy in goal.strategies.values())
    yield from (initiative.title for initiative in definition.initiatives.values())
    yield from definition.level_titles.values()
    if definition.brand.footer:
        yield definition.brand.footer
