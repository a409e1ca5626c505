"""The same measures looked at otherwise: only those with certain tags, or regrouped by a kind of tag.

Enters: a Definition. Leaves: another one, with a title that says so and only what its measures need. Raises Faults where no
measure has the tags that are asked for.

Regrouped, the root holds a perspective for each tag, under it its measures, each weighing its effective share of the tree as it
was. All are averaged: with all data there, and where the tree averaged too, the total stays the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from scorecard.definition.build import needed
from scorecard.definition.tree import used
from scorecard.problems import Faults, fault, nearest
from scorecard.records.definition import Definition, Link, Measure, Node, Text, View
from scorecard.records.goals import Goal, Initiative
from scorecard.spelling import fold
from scorecard.words import tags as words

Path = tuple[str, ...]
MOST_KNOWN = 20  # tags that are listed where one is not there
EXAMPLE = "department: sales"


def view(definition: Definition, by: str | None, only: Mapping[str, str | Sequence[str]]) -> Definition:
    """The definition as it is where nothing is asked. Of several kinds in `only` a measure must have one tag each."""
    if by is None and not only:
        return definition
    known = _tags(definition)
    if by is not None:
        _kind(by, known)
    wanted = {_kind(kind, known): _wanted(kind, tags, known) for kind, tags in only.items()}
    root, moved = _narrowed(definition.root, definition.measures, wanted), {}
    if root is None:
        raise Faults([fault("no-measure-tagged", tags=_spelt(wanted))])
    if by is None:
        moved = {node.path: node.path for node in root.walk()}
    else:
        root, moved = _regrouped(root, definition.measures, by)
    titles = words.viewed({language: definition.title(language) for language in words.LANGUAGES}, by, wanted)
    title = Text(titles)
    goals = dict(_goals(definition.goals, moved))
    return replace(
        definition,
        title=title,
        root=replace(root, title=title),
        measures=needed(used(root), definition.measures),
        links=tuple(
            Link(moved[link.source], moved[link.target])
            for link in definition.links
            if link.source in moved and link.target in moved
        ),
        goals=goals,
        initiatives=dict(_initiatives(definition.initiatives, moved, goals)),
        view=View(by, wanted),
    )


def _tags(definition: Definition) -> dict[str, tuple[str, ...]]:
    """The tags of the measures in the tree, by kind, in order of appearance."""
    found: dict[str, dict[str, None]] = {}
    for node in definition.root.walk():
        if node.measure is not None:
            for kind, tag in definition.measures[node.measure].tags.items():
                found.setdefault(kind, {})[tag] = None
    return {kind: tuple(tags) for kind, tags in found.items()}


def _kind(kind: str, known: Mapping[str, tuple[str, ...]]) -> str:
    if kind in known:
        return kind
    near = nearest(kind, known)
    listed = () if near else tuple(known)[:MOST_KNOWN]
    example = "" if known else EXAMPLE
    raise Faults([fault("unknown-tag-kind", kind=kind, nearest=near, known=listed, example=example)])


def _wanted(kind: str, tags: str | Sequence[str], known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The tags as measures have them, however they were typed."""
    spelt = {_folded(tag): tag for tag in known[kind]}
    found: dict[str, None] = {}
    problems = []
    for tag in (tags,) if isinstance(tags, str) else tags:
        if tag in known[kind] or _folded(tag) in spelt:
            found[tag if tag in known[kind] else spelt[_folded(tag)]] = None
        else:
            near = nearest(tag, known[kind])
            listed = () if near else known[kind][:MOST_KNOWN]
            problems.append(fault("unknown-tag", kind=kind, tag=tag, nearest=near, known=listed))
    if problems:
        raise Faults(problems)
    return tuple(found)


def _folded(tag: str) -> str:
    return fold(tag, letters=True).casefold()


def _spelt(wanted: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(f"{kind}={','.join(tags)}" for kind, tags in wanted.items())


def _narrowed(node: Node, measures: Mapping[str, Measure], wanted: Mapping[str, Collection[str]]) -> Node | None:
    """The tree with only the leaves that have the tags; None where nothing is left."""
    if node.measure is not None:
        tags = measures[node.measure].tags
        return node if all(tags.get(kind) in values for kind, values in wanted.items()) else None
    children = tuple(child for child in (_narrowed(child, measures, wanted) for child in node.children) if child is not None)
    return replace(node, children=children) if children or not wanted else None


def _regrouped(root: Node, measures: Mapping[str, Measure], by: str) -> tuple[Node, dict[Path, Path]]:
    """The root over a perspective for each tag, and where the leaves have gone; measures without such a tag stand last."""
    groups: dict[str | None, list[tuple[Node, float]]] = {}
    leaves = [(node, share) for node, share in _shares(root) if node.measure is not None]
    for node, share in leaves:
        assert node.measure is not None
        groups.setdefault(measures[node.measure].tags.get(by), []).append((node, share))
    if None in groups:
        groups[None] = groups.pop(None)
    uses = Counter(node.path[-1] for node, _ in leaves)
    moved: dict[Path, Path] = {}
    perspectives: dict[str, Node] = {}
    for tag, members in groups.items():
        id = _unused(_id(words.UNTAGGED if tag is None else tag), perspectives)
        children: dict[str, Node] = {}
        for node, share in members:
            name = _unused(node.path[-1] if uses[node.path[-1]] == 1 else "_".join(node.path), children)
            moved[node.path] = (id, name)
            children[name] = replace(node, path=(id, name), weight=share)
        title, weight = Text(words.tag(by, tag)), sum(share for _, share in members)
        perspectives[id] = Node(
            (id,), "perspective", title, (), weight, "mean", root.missing, root.coverage, tuple(children.values())
        )
    return replace(root, combine="mean", children=tuple(perspectives.values()), judged=None), moved


def _id(tag: str) -> str:
    """A tag as a part of paths, which are joined by `/`, and of file names."""
    return re.sub(r"[^\w-]+", "_", tag)


def _unused(id: str, taken: Collection[str]) -> str:
    number, found = 1, id
    while found in taken:
        number += 1
        found = f"{id}_{number}"
    return found


def _shares(root: Node) -> Iterator[tuple[Node, float]]:
    """Every node with its share of the root where all data are there, parents first. What can have no score has none."""

    def walk(node: Node, share: float) -> Iterator[tuple[Node, float]]:
        yield node, share
        weights = [child.weight if child.can_score else 0.0 for child in node.children]
        total = sum(weights)
        for child, weight in zip(node.children, weights, strict=True):
            yield from walk(child, share * weight / total if weight else 0.0)

    return walk(root, 1.0)


def _goals(goals: Mapping[str, Goal], moved: Mapping[Path, Path]) -> Iterator[tuple[str, Goal]]:
    """Goals whose strategies still have a measure to tell by, and those that never had one."""
    for id, goal in goals.items():
        strategies = {
            name: replace(strategy, measures=_followed(strategy.measures, moved))
            for name, strategy in goal.strategies.items()
            if not strategy.measures or _followed(strategy.measures, moved)
        }
        if strategies or not goal.strategies:
            yield id, replace(goal, strategies=strategies)


def _initiatives(
    initiatives: Mapping[str, Initiative], moved: Mapping[Path, Path], goals: Mapping[str, Goal]
) -> Iterator[tuple[str, Initiative]]:
    """Initiatives that move something which is still there, or nothing that the tree has."""
    for id, initiative in initiatives.items():
        moves = _followed(initiative.moves, moved)
        if moves or not initiative.moves:
            way = initiative.strategy
            kept = way is not None and way[0] in goals and way[1] in goals[way[0]].strategies
            yield id, replace(initiative, moves=moves, strategy=way if kept else None)


def _followed(paths: tuple[Path, ...], moved: Mapping[Path, Path]) -> tuple[Path, ...]:
    return tuple(moved[path] for path in paths if path in moved)
