"""Every key of the schema has a case with data and a hand-worked answer, and a fault that its wrong use is told by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from scorecard import definition
from scorecard.definition.schema import schema

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").rglob("*.yaml"))
FAULTS = sorted((HERE.parent / "definition" / "faults").glob("*/scorecard.yaml"))
SCHEMA = schema()

Rule = Mapping[str, Any]
Named = tuple[str, Rule]  # a rule, and how its keys are called


def alternatives(name: str, rule: Rule) -> Iterator[Named]:
    """The rule itself, what it refers to, and each form that it may take."""
    if "$ref" in rule:
        called = rule["$ref"].rpartition("/")[2]
        yield from alternatives("target" if called.startswith("target_") else called, SCHEMA["$defs"][called])
    for form in rule.get("oneOf", ()):
        if "required" not in form or "properties" in form:
            yield from alternatives(name, form)
    yield name, rule


def inside(name: str, rule: Rule) -> Iterator[tuple[str, Named]]:
    """Step -> the rule for what stands there. `*` is any step."""
    for key, below in rule.get("properties", {}).items():
        yield key, (f"{name}.{key}".lstrip("."), below)
    for every in ("additionalProperties", "items"):
        if isinstance(rule.get(every), dict):
            yield "*", (name, rule[every])


def keys() -> set[str]:
    found: set[str] = set()
    waiting: list[Named] = [("", SCHEMA)]
    seen: set[int] = set()
    while waiting:
        for name, rule in alternatives(*waiting.pop()):
            if id(rule) not in seen:
                seen.add(id(rule))
                for step, below in inside(name, rule):
                    found |= {below[0]} if step != "*" else set()
                    waiting.append(below)
    return found


def along(path: tuple[str, ...]) -> list[str]:
    """The schema's keys on the way to a place of a document."""
    found: list[str] = []
    at: list[Named] = [("", SCHEMA)]
    for step in path:
        ways = [(key, below) for one in at for form in alternatives(*one) for key, below in inside(*form)]
        exact = [below for key, below in ways if key == step]
        found += dict.fromkeys(below[0] for below in exact)
        at = exact or [below for key, below in ways if key == "*"]
    return found


def paths(data: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield above
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from paths(value, (*above, str(key)))


def used() -> set[str]:
    return {key for file in CASES for path in paths(yaml.safe_load(file.read_text(encoding="utf-8"))) for key in along(path)}


def refused() -> set[str]:
    faults = (problem for file in FAULTS for problem in definition.read(str(file)).problems if problem.is_fault)
    return {key for fault in faults if fault.place for key in along(fault.place.path)[-1:]}


def test_the_keys_are_found() -> None:
    assert {"extends", "dataset.inherit", "measure.rows.last", "target.scale", "calendar.year_starts", "node.combine"} <= keys()
    assert along(("perspectives", "p", "measures", "m", "target", "floor")) == [
        "perspectives", "node.measures", "use.target", "target.floor"
    ]  # fmt: skip


def test_every_key_has_a_case_with_data() -> None:
    assert keys() - used() == set()


def test_every_key_has_a_fault_that_stands_at_it() -> None:
    assert keys() - refused() == set()
