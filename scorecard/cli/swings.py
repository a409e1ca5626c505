"""Weights, and what becomes of scores when they move, as tables for people.

Enters: an Evaluation and its Sensitivity. Leaves: text in the language spoken.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from math import isnan
from typing import IO

from rich.console import Console
from rich.text import Text

from scorecard.cli.output import summary
from scorecard.cli.table import Column, Name, _print
from scorecard.records.evaluation import Evaluation
from scorecard.records.sensitivity import Agreement, Ranking, Sensitivity, Swing
from scorecard.words import numbers, terms
from scorecard.words import terminal as words
from scorecard.words.snippets import clean
from scorecard.words.tongue import say, spoken

MOST_RANKED = 20


def draw(evaluation: Evaluation, found: Sensitivity, stream: IO[str] | None) -> str:
    """As that stream can show it; without one as plain text, 100 cells wide."""
    terminal, width = (None, None) if stream else (False, 100)
    console = Console(
        file=stream or io.StringIO(), force_terminal=terminal, width=width, highlight=False, markup=False, emoji=False
    )
    evaluation = evaluation.in_language(spoken().language)
    with console.capture() as captured:
        console.print(Text(summary(evaluation), "bold"))
        console.print(_total(found))
        _print(console, *_nodes(evaluation, found))
        console.print(Text(say(words.INFLUENCES[found.over]), "dim"))
        for line in _judgements(evaluation, found):
            console.print(line)
        for ranking in found.rankings:
            console.print()
            console.print(Text(_first(evaluation, ranking), "bold"))
            _print(console, *_ranks(evaluation, ranking))
            if (more := len(ranking.rows) - MOST_RANKED) > 0:
                console.print(Text(words.more_ranked(more), "dim"))
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def _total(found: Sensitivity) -> str:
    swing = found.nodes[0].swing
    if swing is None or isnan(swing.score):
        return words.drawn(found.draws, found.spread, "", "", "", "", "")
    status, stays = (_status(swing), numbers.share(swing.stays)) if swing.status else ("", "")
    score, low, high = (numbers.score(number) for number in (swing.score, swing.low, swing.high))
    return words.drawn(found.draws, found.spread, score, low, high, status, stays)


def _nodes(evaluation: Evaluation, found: Sensitivity) -> tuple[list[Name], list[Column]]:
    names = [
        Name(
            say(words.TOTAL) if each.node.kind == "root" else clean(evaluation.title(each.node)),
            max(0, len(each.node.path) - 1),
            each.node.kind in ("root", "perspective"),
        )
        for each in found.nodes
    ]
    below = found.nodes[1:]
    root = Text()
    swings = [each.swing for each in found.nodes]
    return names, [
        Column(say(words.SIBLINGS), [root, *(Text(numbers.share(each.share)) for each in below)]),
        Column(say(words.OF_TOTAL), [Text(numbers.share(each.weight)) for each in found.nodes]),
        Column(
            say(words.FROM),
            [Text(say(words.SOURCES[each.source]) if each.source in words.SOURCES else "") for each in found.nodes],
            drop=2,
            left=True,
        ),
        Column(
            say(words.INFLUENCE),
            [root, *(Text("" if isnan(each.influence) else numbers.plain(each.influence, 2)) for each in below)],
            drop=1,
        ),
        Column(say(words.SCORE), [Text() if swing is None else _score(swing) for swing in swings]),
        Column(say(words.DRAWN), [Text() if swing is None else Text(_between(swing)) for swing in swings]),
        Column(say(words.STAYS), [Text() if swing is None else _stays(swing) for swing in swings], drop=3),
    ]


def _judgements(evaluation: Evaluation, found: Sensitivity) -> Iterator[str]:
    for each in found.nodes:
        if each.agreement:
            yield words.judgements(clean(evaluation.title(each.node)), _told(each.agreement))


def _told(told: Agreement) -> str:
    return words.agreement(
        told.method,
        numbers.plain(told.consistency, 2),
        [numbers.plain(ratio, 2) for ratio in told.judges],
        "" if isnan(told.concordance) else numbers.plain(told.concordance, 2),
        [numbers.plain(each, 2) for each in told.correlations],
    )


def _first(evaluation: Evaluation, ranking: Ranking) -> str:
    grouping = clean(" / ".join(ranking.grouping))
    if isnan(ranking.first_stays):
        return words.ranking(grouping, "", "")
    return words.ranking(grouping, _entity(evaluation, ranking, 0), numbers.share(ranking.first_stays))


def _entity(evaluation: Evaluation, ranking: Ranking, row: int) -> str:
    entity = ranking.rows[row].entity
    return clean(evaluation.name(entity) or "") or say(words.BLANK)


def _ranks(evaluation: Evaluation, ranking: Ranking) -> tuple[list[Name], list[Column]]:
    rows = ranking.rows[:MOST_RANKED]
    return [Name(_entity(evaluation, ranking, row)) for row in range(len(rows))], [
        Column(say(words.SCORE), [_score(row.swing) for row in rows]),
        Column(say(words.DRAWN), [Text(_between(row.swing)) for row in rows], drop=1),
        Column(say(words.RANK), [Text(numbers.plain(row.rank)) for row in rows]),
        Column(say(words.RANKS), [Text("" if isnan(row.low) else _range(row.low, row.high)) for row in rows]),
        Column(say(words.MOVES), [Text("" if isnan(row.moves) else numbers.share(row.moves)) for row in rows], drop=2),
        Column(say(words.STAYS), [_stays(row.swing) for row in rows], drop=3),
    ]


def _range(low: float, high: float) -> str:
    return numbers.plain(low) if low == high else f"{numbers.plain(low)}–{numbers.plain(high)}"


def _score(swing: Swing) -> Text:
    return Text(numbers.MISSING, "dim") if isnan(swing.score) else Text(numbers.score(swing.score))


def _between(swing: Swing) -> str:
    if isnan(swing.low):
        return ""
    low, high = numbers.score(swing.low), numbers.score(swing.high)
    return low if low == high else f"{low}–{high}"


def _stays(swing: Swing) -> Text:
    return Text() if swing.status is None else Text(numbers.share(swing.stays), "yellow" if swing.stays < 0.9 else "")


def _status(swing: Swing) -> str:
    return terms.status(clean(swing.status or ""))
