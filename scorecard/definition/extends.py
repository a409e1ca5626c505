"""A definition and those that it extends -> one document, in which every part knows the file where it stands.

Enters: the bytes of the opened file, whose author is a stranger. Leaves: `Whole`. Maps are merged key by key, the opened file
over its parent, that over its own; scalars and lists replace; null removes what the parent has. A null whose key the parent
lacks stays, for `win_rate:` with nothing is a use with defaults. Parents lie below the opened definition's folder, below one that
the caller allows, or among the definitions that ship.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from scorecard import shipped
from scorecard.definition.document import BROKEN, MOST_BYTES, MOST_NODES, Document
from scorecard.definition.schema import NAMES, check, check_key
from scorecard.problems import Phrase, Place, Problem, fault, nearest

MOST_PARENTS = 8
_NAME = re.compile(r"[A-Za-z0-9_-]+")  # of a definition that ships; anything else is a path

MOST_USERS = 3  # of what was removed: so many are named
# What says that something is not there -> where it would stand (None: somewhere in the tree), and the fact with its name.
_MISSED = {
    "unknown-measure": ("measures", "measure"),
    "unknown-reference": ("measures", "name"),
    "unknown-dataset": ("datasets", "dataset"),
    "unknown-node": (None, "id"),
    "judgement-unknown": (None, "id"),
}

Keys = tuple[str, ...]
"""A path in the document."""


@dataclass(slots=True)
class Whole:
    """The opened document, its data and places merged with its parents', all their problems in it."""

    document: Document
    files: tuple[str, ...]  # as problems name them, the opened one first
    sha256: str  # of the opened file's bytes; with parents, of the lines "digest\n" of all files in that order
    complete: bool  # every file was found and is YAML
    removed: dict[Keys, Place] = field(default_factory=dict)  # what a null took away, and where the null stands
    idle: dict[Keys, dict[str, Any]] = field(default_factory=dict)  # nulls that removed nothing -> the parent's map
    gone: set[str] = field(default_factory=set)  # ids of the tree that were removed, with all below them


def read(file: str, raw: bytes, allow_paths: tuple[Path, ...]) -> Whole:
    """Follow `extends` from the opened file and merge what is found; what is not found is among the problems."""
    chain = _Chain(file, raw, allow_paths)
    while chain.follow():
        pass
    opened, *parents = chain.documents
    complete = chain.complete and all(document.complete for document in chain.documents)
    whole = Whole(opened, tuple(chain.files), _digest(chain.digests), complete)
    for parent in parents:
        opened.problems += parent.problems
    if parents and not (parents[-1].complete and isinstance(parents[-1].data, dict)):  # said; only the last can be so
        whole.complete = False
        parents.pop()
    for over, under in reversed(list(pairwise([opened, *parents]))):
        _over(whole, over, under)
    return whole


def may_be_mended(problem: Problem) -> bool:
    """Whether what is said to be lacking may stand in a parent that could not be read."""
    return _is_empty(problem) or problem.code in ("missing-key", "no-key-of", "key-needs-key", "wrong-count")


def retold(whole: Whole) -> list[Problem]:
    """The problems, but those that come from a null are told there: once, with all that uses what it removed."""
    found: list[Problem] = []
    users: dict[Keys, list[Place]] = {}
    by_id = {path[-1]: path for path in whole.removed if len(path) > 1 and path[-2] in ("perspectives", "factors", "measures")}
    for problem in whole.document.problems:
        path = problem.place.path if problem.place else ()
        removed = _missed(problem, whole, by_id)
        if _hung_on_it(problem, whole):
            continue
        if removed and problem.place:
            users.setdefault(removed, []).append(problem.place)
        elif _is_empty(problem) and path in whole.idle:
            near = whole.document.nearest(path[-1], [key for key in whole.idle[path] if key != path[-1]])
            found.append(fault("nothing-to-remove", problem.place, key=path[-1], nearest=near))
        else:
            found.append(problem)
    for path, places in users.items():
        shown = tuple(f"{place.file}:{place.line}" for place in places[:MOST_USERS])
        more = (Phrase("{number} more", number=len(places) - MOST_USERS),) if len(places) > MOST_USERS else ()
        found.append(fault("removed-but-used", whole.removed[path], name=path[-1], users=(*shown, *more)))
    return found


def _is_empty(problem: Problem) -> bool:
    return problem.code == "wrong-type" and problem.facts["found"] == NAMES["null"]


def _hung_on_it(problem: Problem, whole: Whole) -> bool:
    """Whether it is but an arrow of an extended file's strategy map, to or from a part that is meant to be gone: the arrow goes
    with it."""
    if problem.code != "unknown-node" or not problem.place or problem.place.path[:1] != ("links",):
        return False
    return problem.place.file != whole.files[0] and str(problem.facts["id"]).rpartition("/")[2] in whole.gone


def _missed(problem: Problem, whole: Whole, by_id: dict[str, Keys]) -> Keys | None:
    """What was removed, if the problem is that it is not there. `by_id`: what was removed from the tree."""
    if problem.code not in _MISSED:
        return None
    kind, fact = _MISSED[problem.code]
    name = str(problem.facts[fact])
    if kind is None:
        return by_id.get(name.rpartition("/")[2])
    return (kind, name) if (kind, name) in whole.removed else None


def _digest(digests: list[str]) -> str:
    return digests[0] if len(digests) == 1 else sha256("".join(f"{digest}\n" for digest in digests).encode()).hexdigest()


class _Chain:
    """The files, each the parent of the one before it."""

    def __init__(self, file: str, raw: bytes, allow_paths: tuple[Path, ...]):
        self.folder = Path(file).parent
        self.allowed = [path.resolve() for path in (self.folder, *allow_paths)]
        self.documents = [Document(file, raw)]
        self.files, self.digests = [file], [sha256(raw).hexdigest()]
        self.paths = [Path(os.path.realpath(file))]
        self.bytes, self.nodes = len(raw), self.documents[0].nodes
        self.complete = True

    def follow(self) -> bool:
        """Read the parent of the last file. False when there is none, or none that can be read (`complete` tells)."""
        last = self.documents[-1]
        if not isinstance(last.data, dict) or "extends" not in last.data:
            return False
        name = last.data["extends"]
        if len(self.documents) > 1:
            last.problems += check_key(last, "extends")  # the merged document has the opened file's own
            del last.data["extends"]
        if not isinstance(name, str) or not name:
            self.complete = False
            return False
        place = last.places.at("extends")
        found = self._shipped(name, place) if _NAME.fullmatch(name) else self._path(name, place)
        self.complete = found is not None and self._read(*found, place)
        return self.complete

    def _refuse(self, code: str, place: Place, **facts: object) -> None:
        self.documents[0].problems.append(fault(code, place, **facts))

    def _shipped(self, name: str, place: Place) -> tuple[str, Path] | None:
        """A definition that ships. The data files that it names are the user's: they lie in the opened definition's folder."""
        folder = _shipped_folder()
        path = folder / f"{name}.yaml" if folder else None
        if path and path.is_file():
            return str(path), path
        known = sorted(each.stem for each in folder.glob("*.yaml")) if folder else []
        near = nearest(name, known)
        beside = next((f"{name}{end}" for end in (".yaml", ".yml") if (self.paths[-1].parent / f"{name}{end}").is_file()), None)
        said = {"nearest": () if beside else near, "known": () if near or beside else tuple(known), "beside": beside}
        self._refuse("extends-unknown", place, name=name, **said)
        return None

    def _path(self, name: str, place: Place) -> tuple[str, Path] | None:
        folder = self.paths[-1].parent
        among = [*self.allowed, *filter(None, [_shipped_folder()])] if self._ships(folder) else self.allowed
        try:
            path = (folder / name).resolve()
            inside = any(path.is_relative_to(allowed) for allowed in among)
        except (OSError, RuntimeError, ValueError):  # a name that the system cannot hold; symbolic links in a circle
            inside = False
        if not inside:
            self._refuse("path-outside", place, file=name, folder=str(self.folder))
            return None
        shown = os.path.normpath(os.path.join(os.path.dirname(self.files[-1]), name))
        return (shown if os.path.realpath(shown) == str(path) else str(path)), path

    def _ships(self, folder: Path) -> bool:
        shipping = _shipped_folder()
        return shipping is not None and folder.is_relative_to(shipping)

    def _read(self, shown: str, path: Path, place: Place) -> bool:
        path = path.resolve()
        if path in self.paths:
            begin = self.paths.index(path)
            self._refuse("extends-circle", place, circle=" → ".join([*self.files[begin:], self.files[begin]]))
            return False
        if len(self.documents) > MOST_PARENTS:
            self._refuse("extends-too-long", place, most=MOST_PARENTS)
            return False
        try:
            if path.exists() and not path.is_file():  # a pipe would never end
                raise OSError("it is no file")
            with path.open("rb") as stream:
                raw = stream.read(MOST_BYTES - self.bytes + 1)
        except OSError as error:
            facts = {"said": error.strerror or str(error), "nearest": _beside(path)}
            self._refuse("extends-unreadable", place, file=shown, **facts)
            return False
        self.bytes += len(raw)
        if self.bytes > MOST_BYTES:
            self._refuse("file-too-large", Place(shown), most=MOST_BYTES)
            return False
        ships = self._ships(path.parent)
        document = Document(shown, raw, self.folder if ships else Path(shown).parent, MOST_NODES - self.nodes, ships)
        self.nodes += document.nodes
        self.documents.append(document)
        self.files.append(shown)
        self.paths.append(path)
        self.digests.append(sha256(raw).hexdigest())
        if document.complete and document.data is not None and not isinstance(document.data, dict):
            document.problems += check(document)
        return document.complete


def _beside(path: Path) -> tuple[str, ...]:
    """Definitions in the folder of a file that is not there, called nearly so."""
    try:
        return nearest(path.name, [each.name for each in path.parent.iterdir() if each.suffix in (".yaml", ".yml")], 1)
    except OSError:
        return ()


def _shipped_folder() -> Path | None:
    try:
        return shipped.folder("definitions").resolve()
    except FileNotFoundError:
        return None


def _over(whole: Whole, over: Document, under: Document) -> None:
    """Merge the data and places of `under` into `over`."""
    hidden: set[Keys] = set()
    _merge(whole, over, over.data, under.data, (), hidden)
    spans = under.places.spans
    if hidden:
        spans = {path: span for path, span in spans.items() if not any(path[:end] in hidden for end in range(1, len(path) + 1))}
    over.data, over.places.spans = under.data, {**spans, **over.places.spans}


def _ids(data: Any) -> Iterator[str]:
    """All keys, whatever they stand for."""
    for key, value in data.items() if isinstance(data, dict) else ():
        yield key
        yield from _ids(value)


def _merge(whole: Whole, document: Document, over: dict[str, Any], under: dict[str, Any], path: Keys, hidden: set[Keys]) -> None:
    """Into `under`: its keys first, in their order. `hidden`: paths of `under` that nothing is left of."""
    for key, value in over.items():
        here = (*path, key)
        if key not in under:
            under[key] = value
            if value is None:
                whole.idle[here] = under
            else:
                whole.removed.pop(here, None)
        elif value is None:
            if path[:1] == ("perspectives",) or path == ():
                whole.gone |= set(_ids({key: under[key]}))
            del under[key]
            hidden.add(here)
            whole.removed[here] = document.places.key(*here)
        elif isinstance(value, dict) and isinstance(under[key], dict):
            _merge(whole, document, value, under[key], here, hidden)
        elif under[key] is not BROKEN or not isinstance(value, dict):  # into what is broken nothing can be merged
            under[key] = value
            hidden.add(here)
