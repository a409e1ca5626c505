"""What ships, laid under a definition: measures of the library, mappings of presets, the standard datasets' dates.

Enters: a merged `Document`. Leaves: the same, with every measure that it names and does not define itself, with the parts of
each dataset's preset, and with `time` and `valid` of standard datasets that do not say theirs; and what the columns of these
hold. Only what is named is read: of a file of the library just the blocks that are wanted, the rest as empty lines, so that
places stay right.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scorecard import shipped
from scorecard.definition.document import Document
from scorecard.problems import Problem, fault, note
from scorecard.records.formula import ColumnType

_BLOCK = re.compile(r"^  ([A-Za-z_][A-Za-z0-9_]*):", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FACT = re.compile(
    r" {2}\w+:| {4}(?:time|valid|respondent|columns):| {6}\w+:| {8}(?:type|values):"
)  # lines of a standard dataset

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """What the columns of a standard dataset hold."""

    types: Mapping[str, ColumnType]
    words: Mapping[str, tuple[str, ...]]  # of columns of a few words: these


@cache
def _files() -> tuple[tuple[Path, str, Mapping[str, tuple[int, int]]], ...]:
    """Each file of the library: its text, and where each measure's block begins and ends."""
    try:
        folder = shipped.folder("definitions") / "measures"
    except FileNotFoundError:
        return ()
    return tuple((path, *_blocks(path)) for path in sorted(folder.glob("*.yaml")))


def _blocks(path: Path) -> tuple[str, Mapping[str, tuple[int, int]]]:
    text = path.read_text(encoding="utf-8")
    starts = list(_BLOCK.finditer(text))
    ends = [*(match.start() for match in starts[1:]), len(text)]
    return text, {match[1]: (match.start(), end) for match, end in zip(starts, ends, strict=True)}


def ids() -> tuple[str, ...]:
    """The ids of all measures of the library, file by file."""
    return tuple(id for _, _, blocks in _files() for id in blocks)


def near(document: Document, id: str, known: Collection[str]) -> tuple[str, ...]:
    """The measures that are probably meant: of the document's, else of the library's."""
    return document.nearest(id, known) or document.nearest(id, ids())


def stack(document: Document) -> dict[str, Model]:
    """Lay what ships under the document. Returns the models of those of its datasets that are standard ones in use."""
    _presets(document)
    _measures(document)
    return _standard(document)


def _measures(document: Document) -> None:
    """The measures of the library that are named somewhere, and those that these name. A measure of the document's own replaces
    the library's of the same id whole."""
    own = document.data.get("measures", {})
    if not isinstance(own, dict):
        return
    places = {id: (path, text, block) for path, text, blocks in _files() for id, block in blocks.items()}
    wanted: dict[str, None] = {}
    waiting = [word for word in dict.fromkeys(_words(document.data)) if word in places and word not in own]
    while waiting:
        id = waiting.pop()
        if id not in wanted:
            wanted[id] = None
            _, text, (start, end) = places[id]
            waiting += [w for w in _WORD.findall(text[start:end]) if w in places and w not in own and w not in wanted]
    if not wanted:
        return
    measures = document.data.setdefault("measures", {})
    for path, text, blocks in _files():
        if here := [id for id in blocks if id in wanted]:
            library = _parsed(path, text, [blocks[id] for id in here], document.places.source.folder)
            document.problems += library.problems
            for id in here:
                measures[id] = library.data["measures"][id]
            document.places.spans |= {keys: span for keys, span in library.places.spans.items() if len(keys) > 1}


def replaced(document: Document) -> Iterator[Problem]:
    """The opened file's own measures that stand in the place of the library's."""
    own, known = document.data.get("measures", {}), set(ids())
    mine = tuple(id for id in own if id in known and document.places.origin("measures", id) is document.places.source)
    if mine:
        yield note("library-replaced", document.places.key("measures", mine[0]), measures=mine)


def _parsed(path: Path, text: str, blocks: Iterable[tuple[int, int]], folder: Path) -> Document:
    """The file with nothing in it but these blocks, each on its own lines."""
    parts, at = [], 0
    head = text.index("measures:")
    for start, end in [(head, head + len("measures:")), *blocks]:
        parts += ["\n" * text.count("\n", at, start), text[start:end]]
        at = end
    return Document(str(path), "".join(parts).encode(), folder, shipped=True)


def _words(data: Any, keys: Keys = ()) -> Iterator[str]:
    """What may name a measure: keys of the tree, words of formulas and targets, ids in lists; not titles and the like."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in ("title", "description", "datasets", "members", "tags", "owner") or (
                not keys and key in ("goals", "initiatives")  # they count only what the tree uses
            ):
                continue
            yield key
            yield from _words(value, (*keys, key))
    elif isinstance(data, list):
        for value in data:
            yield from _words(value, keys)
    elif isinstance(data, str):
        yield from _WORD.findall(data)


def preset_names() -> tuple[str, ...]:
    try:
        return tuple(sorted(path.stem for path in (shipped.folder("definitions") / "presets").glob("*.yaml")))
    except FileNotFoundError:
        return ()


def _presets(document: Document) -> None:
    """Each dataset over its preset: maps key by key; what the dataset says itself stays. A column's null removes the preset's."""
    datasets = document.data.get("datasets")
    for id, spec in datasets.items() if isinstance(datasets, dict) else ():
        name = spec.get("preset") if isinstance(spec, dict) else None
        if not isinstance(name, str):
            continue
        if name not in preset_names():
            place, known = document.places.at("datasets", id, "preset"), preset_names()
            near = document.nearest(name, known)
            document.problems.append(fault("unknown-preset", place, preset=name, nearest=near, known=() if near else known))
            continue
        path = shipped.folder("definitions") / "presets" / f"{name}.yaml"
        preset = Document(str(path), path.read_bytes(), document.places.source.folder, shipped=True)
        _idle(document, id, spec, preset.data["dataset"])
        for keys in _under(spec, preset.data["dataset"], ()):
            spans = preset.places.spans
            below = {each: span for each, span in spans.items() if each[: len(keys) + 1] == ("dataset", *keys)}
            document.places.spans |= {("datasets", id, *each[1:]): span for each, span in below.items()}


def _idle(document: Document, id: str, spec: dict[str, Any], preset: dict[str, Any]) -> None:
    """Say which nulls remove nothing, for the preset has no such thing, and drop them."""
    for part in ("columns", "values", "blank", "dates", "only_where"):
        written, under = spec.get(part), preset.get(part, {})
        if not isinstance(written, dict):
            continue
        for key in [key for key, value in written.items() if value is None and key not in under]:
            place = document.places.key("datasets", id, part, key)
            document.problems.append(fault("nothing-to-remove", place, key=key, nearest=document.nearest(key, under)))
            del written[key]


def _under(over: dict[str, Any], under: dict[str, Any], path: Keys) -> Iterator[Keys]:
    """Put into `over` what only `under` has, and tell where."""
    for key, value in under.items():
        if key not in over:
            over[key] = value
            yield *path, key
        elif isinstance(over[key], dict) and isinstance(value, dict):
            yield from _under(over[key], value, (*path, key))
        elif over[key] is None and path:
            del over[key]


@cache
def model_blocks() -> tuple[Path, str, Mapping[str, tuple[int, int]]] | None:
    """The standard datasets: the file, its text, and where each dataset's block begins and ends."""
    try:
        path = shipped.folder("definitions") / "standard.yaml"
    except FileNotFoundError:
        return None
    return (path, *_blocks(path)) if path.is_file() else None


def _standard(document: Document) -> dict[str, Model]:
    """A dataset with a standard name that does not say what dates its rows, when they begin and end, or who answered, has the
    standard's. Returns what the columns of these datasets hold."""
    datasets = document.data.get("datasets")
    found: dict[str, Model] = {}
    for id, spec in datasets.items() if isinstance(datasets, dict) else ():
        if not isinstance(spec, dict) or not _uses_library(document, id):
            continue
        blocks = model_blocks()
        if blocks is None or id not in blocks[2]:
            continue
        model, spans = _model(blocks[0], blocks[1], blocks[2][id], document.places.source.folder)
        for key in ("time", "valid", "respondent"):
            if key not in spec and key in model[id]:
                spec[key] = model[id][key]
                document.places.spans |= {keys: span for keys, span in spans.items() if keys[:3] == ("datasets", id, key)}
        columns = model[id]["columns"].items()
        types = {
            name: column["type"] for name, column in columns if column["type"] != "text"
        }  # which is how all is read at first
        found[id] = Model(types, {name: tuple(column["values"]) for name, column in columns if "values" in column})
    return found


def _model(path: Path, text: str, block: tuple[int, int], folder: Path) -> tuple[dict[str, Any], dict[Keys, Any]]:
    """One standard dataset, without its prose."""
    start, end = block
    lines = [line if _FACT.match(line) else "" for line in text[start:end].split("\n")]
    raw = "\n" * (text.count("\n", 0, start) - 1) + "datasets:\n" + "\n".join(lines)
    model = Document(str(path), raw.encode(), folder, shipped=True)
    return model.data["datasets"], model.places.spans


def _uses_library(document: Document, dataset: str) -> bool:
    """Whether a measure that ships is computed from it."""
    measures = document.data.get("measures", {})
    users = (id for id, spec in measures.items() if isinstance(spec, dict) and spec.get("dataset") == dataset)
    return any(document.places.origin("measures", id).shipped for id in users)
