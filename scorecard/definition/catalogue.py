"""The measures that there are to choose from: the library's, and those of a scorecard's file.

Enters: the files that ship; the name of a scorecard, whose author is a stranger. Leaves: `LibraryMeasure`s. No formula is
compiled, so that hundreds of measures are listed at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from scorecard import shipped
from scorecard.definition import extends
from scorecard.definition.document import MOST_BYTES, Document, sound
from scorecard.definition.schema import check
from scorecard.definition.surveys import UNITS, SurveyReader
from scorecard.definition.texts import text_of, title_of
from scorecard.problems import Faults, Place, fault
from scorecard.records.definition import Better
from scorecard.records.formula import PERIOD_NAMES
from scorecard.records.library import LibraryMeasure, NeededColumn
from scorecard.survey import describes

ENTERED = "entered"
_TEXT = re.compile(r"'(?:[^']|'')*'")
_NAME = re.compile(r'"([^"]+)"|(?<![\w.])([^\W\d]\w*)(?!\w)(?!\s*\()')  # not one that is called
_KEYWORDS = {
    "and", "or", "not", "in", "is", "null", "between", "case", "when", "then", "else", "end", "distinct", "filter", "where",
    "true", "false", "like", *PERIOD_NAMES,
}  # fmt: skip
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
WINDOWS = {
    "open_at_start": "rows that are open when the period starts",
    "open_at_end": "rows that are open when the period ends",
    "to_date": "rows up to the period's end",
    "year_to_date": "rows from the year's start to the period's end",
    "all": "all rows, whatever their date",
}

Specs = Mapping[str, tuple[dict[str, Any], Document]]
"""Measure -> what is written of it, and where."""


def library(file: str | None, allow_paths: tuple[Path, ...]) -> tuple[LibraryMeasure, ...]:
    """The library's measures, file by file; with `file` before them those that it defines or extends, which replace the
    library's of the same id. Raises Faults where it cannot be read."""
    own = {} if file is None else _own(file, allow_paths)
    specs = {**own, **{id: found for id, found in _shipped().items() if id not in own}}
    return tuple(_measure(id, specs, is_own=id in own) for id in specs)


@cache
def _shipped() -> Specs:
    try:
        folder = shipped.folder("definitions") / "measures"
    except FileNotFoundError:
        return {}
    documents = [Document(str(path), path.read_bytes(), shipped=True) for path in sorted(folder.glob("*.yaml"))]
    return {id: (spec, document) for document in documents for id, spec in document.data["measures"].items()}


def _own(file: str, allow_paths: tuple[Path, ...]) -> Specs:
    try:
        with Path(file).open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise Faults([fault("definition-unreadable", Place(file), file=file, said=error.strerror or str(error))]) from None
    whole = extends.read(file, raw, allow_paths)
    document = whole.document
    if whole.complete and isinstance(document.data, dict):
        document.problems += [
            problem for problem in check(document) if (problem.place and problem.place.path[:1]) == ("measures",)
        ]
    if any(problem.is_fault for problem in document.problems) or not isinstance(document.data, dict):
        raise Faults(document.problems)
    written = document.data.get("measures", {})
    return {id: (spec, document) for id, spec in written.items() if isinstance(spec, dict)} if isinstance(written, dict) else {}


@cache
def _models() -> Mapping[str, Mapping[str, Any]]:
    """The standard datasets."""
    try:
        path = shipped.folder("definitions") / "standard.yaml"
        found: dict[str, dict[str, Any]] = Document(str(path), path.read_bytes(), shipped=True).data["datasets"]
    except FileNotFoundError:
        return {}
    return found


def _measure(id: str, specs: Specs, *, is_own: bool) -> LibraryMeasure:
    spec, document = specs[id]
    spec = sound(spec)
    path = ("measures", id)
    kind, how = _how(id, spec, document)
    method = sound(spec["survey"]).get("method") if isinstance(spec.get("survey"), dict) else None
    unit = spec.get("unit", UNITS.get(method, "number") if method else "percent" if "share" in spec else "number")
    needed = dict.fromkeys(column for each in _sources(id, specs) for column in _columns(each, *specs[each]))
    target = _flow(spec["target"]) if "target" in spec else None
    found = LibraryMeasure(
        id=id,
        title=title_of(spec, id),
        description=text_of(spec["description"]) if "description" in spec else None,
        better=spec["better"],
        unit=unit,
        kind=kind,
        how=how,
        dataset=ENTERED if kind == "entered" else spec.get("dataset"),
        columns=tuple(_described(dataset, name, specs) for dataset, name in needed),
        uses=tuple(_uses(spec, specs)),
        tags={kind: document.text(*path, "tags", kind) for kind in sound(spec.get("tags", {}))},
        target=target,
        file=document.places.origin(*path).file,
        shipped=not is_own,
    )
    return replace(found, example=_example(found, spec, _datasets(id, specs)))


def _how(
    id: str, spec: dict[str, Any], document: Document
) -> tuple[Literal["share", "formula", "survey", "derived", "entered"], str]:
    among = f", of rows where {spec['where']}" if "where" in spec else ""
    window = spec.get("rows", "during")
    if isinstance(window, dict):
        among += f", over {window.get('last')} periods up to the one at hand"
    elif window in WINDOWS:
        among += f", over {WINDOWS[window]}"
    if "entered" in spec:
        return "entered", "typed in"
    if "survey" in spec:
        before = len(document.problems)
        survey = SurveyReader(document, ("measures", id)).read(spec["survey"], spec.get("better"), ())
        del document.problems[before:]  # what is wrong with it is for `check` to say
        return "survey", (describes(survey) if survey else "survey") + among
    if "per" in spec:
        made = ", ".join(f"{name} = {text}" for name, text in sound(spec.get("columns", {})).items())
        among = f", over one row for each {spec['per']} with {made}{among}"
    if "share" in spec:
        of = f", among rows where {spec['of']}" if "of" in spec else ""
        return "share", f"share of rows where {spec['share']}{of}{among}"
    return "formula" if "dataset" in spec else "derived", f"{spec.get('formula')}{among}"


def _names(text: object) -> Iterator[str]:
    """What a formula names, in order."""
    for quoted, plain in _NAME.findall(_TEXT.sub("''", str(text))):
        if quoted or plain.lower() not in _KEYWORDS:
            yield quoted or plain


def _uses(spec: dict[str, Any], specs: Specs) -> dict[str, None]:
    """The measures that one is derived from."""
    texts = [spec.get("formula")] if "dataset" not in spec and "entered" not in spec else []
    population = spec["survey"].get("population") if isinstance(spec.get("survey"), dict) else None
    return dict.fromkeys(name for text in [*texts, population] if text is not None for name in _names(text) if name in specs)


def _sources(id: str, specs: Specs) -> dict[str, None]:
    """The measure and all that it is derived from, each once."""
    found: dict[str, None] = {}
    waiting = [id]
    while waiting:
        if (here := waiting.pop()) not in found:
            found[here] = None
            waiting += reversed([*_uses(specs[here][0], specs)])
    return found


def _datasets(id: str, specs: Specs) -> dict[str, None]:
    """The datasets that they are computed from."""
    found = (ENTERED if "entered" in spec else spec.get("dataset") for spec in (specs[each][0] for each in _sources(id, specs)))
    return dict.fromkeys(dataset for dataset in found if isinstance(dataset, str))


def _columns(id: str, spec: dict[str, Any], document: Document) -> Iterator[tuple[str, str]]:
    """The columns that a measure itself needs: what dates its rows, what its formulas and its survey name. Typed in, its own."""
    if "entered" in spec:
        yield ENTERED, id
    dataset = spec.get("dataset")
    if not isinstance(dataset, str):
        return
    model, written = _models().get(dataset, {}), (document.data.get("datasets") or {}).get(dataset)
    here = {**model, **(written if isinstance(written, dict) else {})}
    window = spec.get("rows", "during")
    if window in ("open_at_start", "open_at_end"):
        found = list(here.get("valid", ()))
    else:
        found = [] if window == "all" else [spec.get("time", here.get("time"))]
    survey = spec.get("survey")
    if isinstance(survey, dict):
        found += [*survey.get("items", ()), survey.get("item"), survey.get("weight")]
    own: dict[str, Any] = spec.get("columns", {}) if "per" in spec else {}
    texts = [spec.get("where"), *own.values(), *(spec.get(key) for key in ("share", "of", "formula"))]
    found += [spec.get("per"), *(name for text in texts if text is not None for name in _names(text) if name not in own)]
    yield from dict.fromkeys((dataset, name) for name in found if isinstance(name, str))


def _described(dataset: str, name: str, specs: Specs) -> NeededColumn:
    """A column with what the standard datasets say of it, or the measure that is typed in there."""
    if dataset == ENTERED:
        spec = specs[name][0]
        return NeededColumn(dataset, name, "number", text_of(spec.get("description") or spec.get("title") or name))
    known = _models().get(dataset, {}).get("columns", {}).get(name)
    if known is None:
        return NeededColumn(dataset, name)
    return NeededColumn(dataset, name, known["type"], text_of(known["description"]), tuple(map(str, known.get("values", ()))))


def _flow(value: Any) -> str:
    """YAML on one line."""
    return yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000).strip()


def _example(measure: LibraryMeasure, spec: dict[str, Any], datasets: Iterable[str]) -> str:
    """Datasets and a use, to be pasted into a scorecard; of a file that has its datasets the use alone."""
    lines = []
    if measure.shipped and (named := tuple(datasets)):
        lines = ["datasets:"]
        for dataset in named:
            lines.append(f"  {dataset}: {{file: data/{'values.xlsx' if dataset == ENTERED else f'{dataset}.csv'}}}")
    perspective = measure.tags.get("department", "")
    lines += ["perspectives:", f"  {perspective if _ID.fullmatch(perspective) else 'results'}:", "    measures:"]
    survey = spec.get("survey")
    scale = isinstance(survey, dict) and survey.get("method") in ("mean", "ces") and measure.better != "inside"
    target = measure.target or ("" if scale else USUAL[measure.better])
    lines.append(f"      {measure.id}:{f' {{target: {target}}}' if target else '    # judged between the ends of its scale'}")
    return "\n".join(lines) + "\n"


USUAL: Mapping[Better, str] = {
    "higher": "{floor: baseline * 0.8, goal: baseline * 1.2}",
    "lower": "{floor: baseline * 1.2, goal: baseline * 0.8}",
    "inside": "{within: [baseline * 0.9, baseline * 1.1], floor: [baseline * 0.7, baseline * 1.3]}",
}
"""Targets to begin with where the library has none."""
