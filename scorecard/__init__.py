"""Balanced scorecards from YAML and CRM records: computed, compared, explained, printed.

    import scorecard

    card = scorecard.load("acme.yaml")        # a definition: measures, targets, weights, and where the data are
    for problem in card.check():              # everything wrong or doubtful, each with its place
        print(scorecard.describe(problem))
    result = card.evaluate()                  # values, scores and, with two periods, what changed and why
    result.to_frame()                         # a row for every node, period and entity (needs pandas)
    card.compare().to_frame()                 # a row for every node and entity: both periods and the change
    scorecard.write(result, to=["pdf", "html"], output="reports")
    scorecard.write(scorecard.printed(result, "executive"))     # the two pages for the board
    scorecard.write_each(result, "branch")    # a report for every branch, and a page that leads to them
    scorecard.untranslated(result, ["fa"])    # a finding where the author's titles have no Persian text
    scorecard.weigh(result)                   # how far all of that hangs on the weights
    scorecard.library("churn")                # measures that ship, to choose from

In a notebook a result shows itself as a table. `card.report(…)` evaluates and writes at once.

Enters: the path of a YAML file. Leaves: an `Evaluation` (see `scorecard.records`), or files. The way of the data is in
`scorecard.pipeline`. Names below are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scorecard.pipeline import Scorecard, library, load, printed, untranslated, weigh, write, write_each
    from scorecard.problems import Faults, Place, Problem
    from scorecard.records.evaluation import Evaluation
    from scorecard.words.snippets import one_line as describe

__all__ = [
    "Evaluation", "Faults", "Place", "Problem", "Scorecard", "describe", "library", "load", "printed", "untranslated", "weigh",
    "write", "write_each",
]  # fmt: skip

_HOMES = {
    "Evaluation": ("scorecard.records.evaluation", "Evaluation"),
    "Faults": ("scorecard.problems", "Faults"),
    "Place": ("scorecard.problems", "Place"),
    "Problem": ("scorecard.problems", "Problem"),
    "Scorecard": ("scorecard.pipeline", "Scorecard"),
    "describe": ("scorecard.words.snippets", "one_line"),
    "library": ("scorecard.pipeline", "library"),
    "load": ("scorecard.pipeline", "load"),
    "printed": ("scorecard.pipeline", "printed"),
    "untranslated": ("scorecard.pipeline", "untranslated"),
    "weigh": ("scorecard.pipeline", "weigh"),
    "write": ("scorecard.pipeline", "write"),
    "write_each": ("scorecard.pipeline", "write_each"),
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        from scorecard.pipeline import version

        return version()
    if name not in _HOMES:
        raise AttributeError(f"module 'scorecard' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
