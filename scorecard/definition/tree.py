"""The `perspectives:` of a definition -> the tree of `Node`s and its links.

Enters: a `Document` held to the schema, and its measures. Leaves: the root with all inheritance done, and problems.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from scorecard.definition import bounds, library
from scorecard.definition.agreement import Yardstick, disagreements
from scorecard.definition.days import day
from scorecard.definition.document import BROKEN, Document, sound
from scorecard.definition.judgements import JudgementReader
from scorecard.definition.notes import NotesReader
from scorecard.definition.targets import TargetReader
from scorecard.definition.texts import text_of, title_of
from scorecard.problems import fault, finding
from scorecard.records.definition import (
    Absent,
    Bound,
    Calendar,
    Combine,
    FromRows,
    Knot,
    Link,
    Measure,
    Missing,
    Node,
    NodeKind,
    Target,
)

Path = tuple[str, ...]
MOST_CANDIDATES = 5  # nodes that are named where one is meant


@dataclass(frozen=True)
class Inherited:
    """What holds below a node unless said otherwise there."""

    combine: Combine = "mean"
    missing: Missing = "skip"
    coverage: float = 0.0
    yardstick: Yardstick | None = None


class TreeReader:
    """Reads the tree of one document; problems gather there.

    `measures`: those that could be read; `known`: the ids of all that are written; `levels`: of entities."""

    def __init__(
        self,
        document: Document,
        measures: Mapping[str, Measure],
        known: Collection[str],
        calendar: Calendar,
        levels: Collection[str],
        notes: NotesReader,
    ):
        self.document = document
        self.places = document.places
        self.problems = document.problems
        self.measures = measures
        self.known = known
        self.calendar = calendar
        self.targets = TargetReader(document, known, calendar, levels)
        self.judgements = JudgementReader(document)
        self.notes = notes
        self.defaults: dict[str, Yardstick | None] = {}  # of measures, as far as they were asked for
        self.by_path: dict[str, Path] = {}  # joined by `/` -> all nodes, also those that could not be read
        self.by_id: dict[str, list[Path]] = {}

    def read(self, spec: dict[str, Any], title: str) -> Node:
        """The root. `spec` is the whole document: what it says at its top is inherited by all."""
        raw, spec = spec, sound(spec)
        inherited = self._inherited(spec, Inherited(), ())
        children = self._children(spec, inherited, (), ())
        node = Node((), "root", title_of(spec, title), (), 1.0, *self._rules(inherited), children)
        node = self._judged(node, raw, ())
        self._weigh(node, spec.get("perspectives", BROKEN) is not BROKEN, ("perspectives",))
        return node

    def _rules(self, inherited: Inherited) -> tuple[Combine, Missing, float]:
        return inherited.combine, inherited.missing, inherited.coverage

    def _inherited(self, spec: dict[str, Any], above: Inherited, source: Path) -> Inherited:
        own: dict[str, Any] = {key: spec[key] for key in ("combine", "missing") if key in spec}
        if "coverage" in spec:
            coverage = spec["coverage"]
            own["coverage"] = float(coverage[:-1]) / 100 if isinstance(coverage, str) else float(coverage)
        if "target" in spec:
            own["yardstick"] = self._yardstick(spec, source, source[-1] if source else "scorecard")
        return replace(above, **own)

    def _yardstick(self, spec: dict[str, Any], source: Path, origin: str = "") -> Yardstick | None:
        """A node's own target; None where it could not be read."""
        target = self.targets.read(spec["target"], (*source, "target"))
        return None if target is None else Yardstick(target, origin)

    def _children(self, spec: dict[str, Any], inherited: Inherited, path: Path, source: Path) -> tuple[Node, ...]:
        """The nodes below, in the order in which they are written."""
        found: list[Node] = []
        taken: set[str] = set()
        for group in [key for key in spec if key in ("perspectives", "factors", "measures") and (key != "measures" or path)]:
            for id, below in sound(spec[group]).items():
                below_path, below_source = (*path, id), (*source, group, id)
                if id in taken:
                    self.problems.append(fault("duplicate-id", self.places.key(*below_source), id=id))
                    continue
                taken.add(id)
                self.by_path["/".join(below_path)] = below_path
                self.by_id.setdefault(id, []).append(below_path)
                if group == "measures":
                    node = self._use(sound(below or {}), inherited, below_path, below_source)
                else:
                    kind: NodeKind = "perspective" if group == "perspectives" else "factor"
                    node = self._node(below, kind, inherited, below_path, below_source)
                if node is not None:
                    found.append(node)
        return tuple(found)

    def _node(self, raw: dict[str, Any], kind: NodeKind, above: Inherited, path: Path, source: Path) -> Node:
        spec = sound(raw)
        inherited = self._inherited(spec, above, source)
        children = self._children(spec, inherited, path, source)
        weight = float(spec.get("weight", 1))
        node = Node(path, kind, title_of(spec, path[-1]), source, weight, *self._rules(inherited), children)
        if "notes" in spec:
            node = replace(node, notes=self.notes.read(spec["notes"], *source, "notes"))
        node = self._judged(node, raw, source)
        held = any(spec.get(group) for group in ("factors", "measures"))
        if not held:
            self.problems.append(finding("empty-node", self.places.key(*source), id=path[-1]))
        self._weigh(node, held, source)
        return node

    def _judged(self, node: Node, spec: dict[str, Any], source: Path) -> Node:
        """The node with its children's weights from judgements, if it has any. `spec` as it was read, broken parts included."""
        groups = [spec.get(group) or {} for group in (("factors", "measures") if source else ("perspectives",))]
        if BROKEN in groups:
            return node
        ids = tuple(dict.fromkeys(id for group in groups for id in group))
        found = self.judgements.read(spec, ids, self._weighted(spec, source), source)
        if found is None:
            return node
        weights, judged = found
        children = tuple(replace(child, weight=weights[child.path[-1]]) for child in node.children)
        return replace(node, children=children, judged=judged)

    def _weighted(self, spec: dict[str, Any], source: Path) -> Iterator[Path]:
        """Where the weights of the parts directly below stand that have one."""
        for group in ("factors", "measures") if source else ("perspectives",):
            for id, below in (spec.get(group) or {}).items():
                if isinstance(below, dict) and "weight" in below:
                    yield *source, group, id, "weight"

    def _weigh(self, node: Node, held: bool, source: Path) -> None:
        if held and node.children and not any(child.weight for child in node.children):
            self.problems.append(finding("weights-all-zero", self.places.key(*source), id=source[-1]))

    def _use(self, spec: dict[str, Any], inherited: Inherited, path: Path, source: Path) -> Node | None:
        """A measure in its place; None where there is no such measure (said here) or it could not be read (said before)."""
        id = path[-1]
        if id not in self.known:
            facts = {"measure": id, "nearest": library.near(self.document, id, self.known)}
            self.problems.append(fault("unknown-measure", self.places.key(*source), **facts))
        yardstick = self._yardstick(spec, source) if "target" in spec else inherited.yardstick
        measure = self.measures.get(id)
        if measure is None:
            return None
        if yardstick is None and "target" not in spec:
            yardstick = self._default(measure)
        if yardstick is not None:
            place = self.places.key(*source, "target") if "target" in spec else self.places.key(*source)
            self.problems.extend(disagreements(yardstick, measure, self.measures, self.targets.bounds.named, place))
        target = None if yardstick is None else yardstick.target
        title = text_of(spec["title"]) if "title" in spec else measure.title
        weight = float(spec.get("weight", 1))
        owner = text_of(spec["owner"]) if "owner" in spec else measure.owner
        review_by = day(self.document, self.calendar, spec, *source, "review_by")
        return Node(
            path, "measure", title, source, weight, *self._rules(inherited), (), id, target,
            owner=owner, review_by=measure.review_by if review_by is None else review_by,
            notes=self.notes.read(spec["notes"], *source, "notes") if "notes" in spec else None,
        )  # fmt: skip

    def _default(self, measure: Measure) -> Yardstick | None:
        """What holds where neither a use nor anything above it has a target: the measure's own; of a survey's mean the ends of
        its scale."""
        if measure.id not in self.defaults:
            path = ("measures", measure.id)
            spec = sound(self.document.data["measures"][measure.id])
            survey = measure.how.survey if isinstance(measure.how, FromRows) else None
            found, ends = None, (survey.low, survey.high) if survey else None
            if isinstance(measure.how, Absent) and "scale" in spec.get("survey", {}):  # unanswered it is missing, not outside
                low, high = map(float, spec["survey"]["scale"].split(".."))
                ends = (low, high)
            if "target" in spec:
                found = self._yardstick(spec, path, measure.id)
            elif ends and spec["survey"]["method"] in ("mean", "ces") and measure.better != "inside":
                ends = ends if measure.better == "higher" else ends[::-1]
                found = Yardstick(Target("line", (Knot(Bound(ends[0]), 0.0), Knot(Bound(ends[1]), 100.0))), measure.id)
            self.defaults[measure.id] = found
        return self.defaults[measure.id]

    def links(self, spec: dict[str, Any]) -> Iterator[Link]:
        """The strategy map's arrows. A name is an id that stands once, or a path of ids joined by `/`."""
        for name, targets in sound(spec).items():
            source = self._named(name, ("links", name), is_key=True)
            for index, other in enumerate(targets):
                where = ("links", name, str(index))
                target = None if other is BROKEN else self._named(other, where, is_key=False)
                if source is not None and source == target:
                    self.problems.append(fault("link-to-itself", self.places.at(*where), id=name))
                elif source is not None and target is not None:
                    yield Link(source, target)

    def _named(self, name: str, where: Path, *, is_key: bool) -> Path | None:
        place = self.places.key(*where) if is_key else self.places.at(*where)
        found = self.by_id.get(name, ())
        if name in self.by_path:
            return self.by_path[name]
        if len(found) == 1:
            return found[0]
        if found:
            candidates = tuple(map("/".join, found[:MOST_CANDIDATES]))
            self.problems.append(fault("ambiguous-link", place, id=name, candidates=candidates))
        else:
            near = self.document.nearest(name, (*self.by_id, *self.by_path))
            self.problems.append(fault("unknown-node", place, id=name, nearest=near))
        return None


def used(root: Node) -> tuple[str, ...]:
    """The measures that stand somewhere in the tree or that its targets hang on, each once."""
    found: dict[str, None] = {}
    targets: dict[int, Target] = {}  # each once, however many inherit it
    for node in root.walk():
        if node.kind == "measure":
            found[cast(str, node.measure)] = None
        if node.target is not None:
            targets[id(node.target)] = node.target
    for target in targets.values():
        found |= dict.fromkeys(other for knot in target.knots for other in bounds.measures(knot.value))
    return tuple(found)
