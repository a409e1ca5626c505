"""Weights, and what becomes of scores when they move, as tables for people.

Enters: an Evaluation and its Sensitivity. Leaves: text.
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
from scorecard.records.sensitivity import Agreement, Ranking, Sensitivity, Swing, WeightSource
from scorecard.words import numbers, terms
from scorecard.words.snippets import clean

MOST_RANKED = 20
SOURCES: dict[WeightSource, str] = {"written": "written", "equal": "equal", "judgements": "judgements", "alone": ""}


def draw(evaluation: Evaluation, found: Sensitivity, stream: IO[str] | None) -> str:
    """As that stream can show it; without one as plain text, 100 cells wide."""
    terminal, width = (None, None) if stream else (False, 100)
    console = Console(
        file=stream or io.StringIO(), force_terminal=terminal, width=width, highlight=False, markup=False, emoji=False
    )
    with console.capture() as captured:
        console.print(Text(summary(evaluation), "bold"))
        console.print(_total(found))
        _print(console, *_nodes(evaluation, found))
        over = "differences between entities in the total" if found.over == "entities" else "total's moves with drawn weights"
        console.print(Text(f"Influence: the share of the {over} that goes along with the part (squared correlation).", "dim"))
        for line in _judgements(evaluation, found):
            console.print(line)
        for ranking in found.rankings:
            console.print()
            console.print(Text(_first(evaluation, ranking), "bold"))
            _print(console, *_ranks(evaluation, ranking))
            if (more := len(ranking.rows) - MOST_RANKED) > 0:
                console.print(Text(f"… and {more} more: --json has them.", "dim"))
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def _total(found: Sensitivity) -> str:
    drawn = f"Weights were drawn {found.draws:,} times around these, with spread {found.spread:g}"
    swing = found.nodes[0].swing
    if swing is None or isnan(swing.score):
        return f"{drawn}. The total has no score."
    stays = f", and its status stays {_status(swing)} in {numbers.share(swing.stays)}" if swing.status else ""
    return f"{drawn}: the total {numbers.score(swing.score)} lies in 90% of the draws between {_between(swing, ' and ')}{stays}."


def _nodes(evaluation: Evaluation, found: Sensitivity) -> tuple[list[Name], list[Column]]:
    names = [
        Name(
            "Total" if each.node.kind == "root" else clean(evaluation.title(each.node)),
            max(0, len(each.node.path) - 1),
            each.node.kind in ("root", "perspective"),
        )
        for each in found.nodes
    ]
    below = found.nodes[1:]
    root = Text()
    swings = [each.swing for each in found.nodes]
    return names, [
        Column("Among\nsiblings", [root, *(Text(numbers.share(each.share)) for each in below)]),
        Column("Of the\ntotal", [Text(numbers.share(each.weight)) for each in found.nodes]),
        Column("From", [Text(SOURCES[each.source]) for each in found.nodes], drop=2, left=True),
        Column("Influence", [root, *(Text("" if isnan(each.influence) else f"{each.influence:.2f}") for each in below)], drop=1),
        Column("Score", [Text() if swing is None else _score(swing) for swing in swings]),
        Column("In 90% of\nthe draws", [Text() if swing is None else Text(_between(swing, "–")) for swing in swings]),
        Column("Status\nstays", [Text() if swing is None else _stays(swing) for swing in swings], drop=3),
    ]


def _judgements(evaluation: Evaluation, found: Sensitivity) -> Iterator[str]:
    for each in found.nodes:
        if each.agreement:
            yield f"Judgements below {clean(evaluation.title(each.node))}: {_told(each.agreement)}."


def _told(told: Agreement) -> str:
    judges, several = [f"{ratio:.2f}" for ratio in told.judges], len(told.judges) > 1
    parts = [f"{told.method} method", f"consistency ratio {told.consistency:.2f}{' jointly' if several else ''}"]
    if several:
        parts.append(f"by judge {', '.join(judges)}")
        agree = [] if isnan(told.concordance) else [f"Kendall's W {told.concordance:.2f} (1: all see the same order)"]
        correlations = ", ".join("–" if isnan(each) else f"{each:.2f}" for each in told.correlations)
        parts += [*agree, f"rank correlation of each with their geometric mean {correlations}"]
    return "; ".join(parts)


def _first(evaluation: Evaluation, ranking: Ranking) -> str:
    grouping = clean(" / ".join(ranking.grouping))
    if isnan(ranking.first_stays):
        return f"Ranking by {grouping}"
    first, often = _entity(evaluation, ranking, 0), numbers.share(ranking.first_stays)
    return f"Ranking by {grouping}: {first} stays first in {often} of the draws"


def _entity(evaluation: Evaluation, ranking: Ranking, row: int) -> str:
    entity = ranking.rows[row].entity
    return clean(evaluation.name(entity) or "") or "(blank)"


def _ranks(evaluation: Evaluation, ranking: Ranking) -> tuple[list[Name], list[Column]]:
    rows = ranking.rows[:MOST_RANKED]
    return [Name(_entity(evaluation, ranking, row)) for row in range(len(rows))], [
        Column("Score", [_score(row.swing) for row in rows]),
        Column("In 90% of\nthe draws", [Text(_between(row.swing, "–")) for row in rows], drop=1),
        Column("Rank", [Text(numbers.MISSING if isnan(row.rank) else f"{row.rank:.0f}") for row in rows]),
        Column("5–95% of\nits ranks", [Text("" if isnan(row.low) else _range(row.low, row.high)) for row in rows]),
        Column("Rank\nmoves", [Text("" if isnan(row.moves) else numbers.share(row.moves)) for row in rows], drop=2),
        Column("Status\nstays", [_stays(row.swing) for row in rows], drop=3),
    ]


def _range(low: float, high: float) -> str:
    return f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}"


def _score(swing: Swing) -> Text:
    return Text(numbers.MISSING, "dim") if isnan(swing.score) else Text(numbers.score(swing.score))


def _between(swing: Swing, word: str) -> str:
    if isnan(swing.low):
        return ""
    low, high = numbers.score(swing.low), numbers.score(swing.high)
    return low if low == high and word == "–" else f"{low}{word}{high}"


def _stays(swing: Swing) -> Text:
    return Text() if swing.status is None else Text(numbers.share(swing.stays), "yellow" if swing.stays < 0.9 else "")


def _status(swing: Swing) -> str:
    return clean(terms.status(swing.status or ""))
