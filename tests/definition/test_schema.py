"""The published schema: sound, documented, the same as the records, and what the checker says is what jsonschema says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry

from scorecard import definition
from scorecard.definition.document import Document
from scorecard.definition.schema import check, schema
from scorecard.records import definition as records
from scorecard.records import goals, presentation

SCHEMA = dict(schema())
DEFINITIONS = SCHEMA["$defs"]
READER = {
    "$ref", "type", "enum", "const", "oneOf", "properties", "required", "additionalProperties", "propertyNames",
    "minProperties", "maxProperties", "items", "minItems", "maxItems", "minimum", "maximum", "minLength", "maxLength",
    "pattern", "dependentRequired",
}  # fmt: skip
"""What `definition.schema` understands."""
SAYS_ONLY = {"$schema", "$id", "$defs", "title", "description", "examples", "default", "writeOnly"}


def rules(rule: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema within the schema, with where it stands."""
    if not isinstance(rule, dict):
        return
    yield path, rule
    for key in ("properties", "$defs"):
        for name, inner in rule.get(key, {}).items():
            yield from rules(inner, f"{path}/{key}/{name}")
    for key in ("items", "additionalProperties", "propertyNames"):
        yield from rules(rule.get(key), f"{path}/{key}")
    for index, inner in enumerate(rule.get("oneOf", ())):
        yield from rules(inner, f"{path}/oneOf/{index}")


ALL = list(rules(SCHEMA))
NAMED = [(path, rule) for path, rule in ALL if path.split("/")[-2:-1] in (["properties"], ["$defs"]) or not path]


def validator(rule: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**rule, "$defs": DEFINITIONS}, registry=Registry())


def document(data: Any) -> Document:
    return Document("definition.yaml", json.dumps(data, ensure_ascii=False).encode())


def test_it_is_a_schema_that_the_checker_understands_and_that_refers_to_nothing_outside() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for path, rule in ALL:
        assert rule.keys() <= READER | SAYS_ONLY, path
        assert rule.get("$ref", "#/$defs/id").removeprefix("#/$defs/") in DEFINITIONS, path
        types = rule.get("type", ())
        assert types or not rule.keys() & {"enum", "const"}, path
        is_map = "object" in ([types] if isinstance(types, str) else types)
        assert not is_map or "additionalProperties" in rule, path
    assert SCHEMA["$id"].startswith("urn:")


@pytest.mark.parametrize(("path", "rule"), NAMED, ids=[path or "root" for path, _ in NAMED])
def test_every_key_is_described_and_its_examples_are_right(path: str, rule: dict[str, Any]) -> None:
    assert rule["title"]
    assert rule["description"].endswith(".")
    assert rule["examples"]
    for example in rule["examples"]:
        validator(rule).validate(example)


def test_the_schema_has_the_records_fields() -> None:
    def keys(name: str) -> set[str]:
        return set(DEFINITIONS[name]["properties"])

    def names(record: Any, *without: str) -> set[str]:
        return {field.name for field in fields(record)} - set(without)

    def words(rule: dict[str, Any]) -> tuple[str, ...]:
        return tuple(rule["enum"])

    # Left: what one writes. Right: what it becomes; what is computed, or said by the key above, is taken off.
    assert keys("lookup") == names(records.Lookup, "id", "path")
    known = ("answers", "optional", "assumed", "types", "words")
    assert keys("dataset") - {"url", "preset"} == names(records.Dataset, "id", "path", *known)
    how = {"dataset", "time", "rows", "where", "share", "of", "formula", "entered", "per", "columns", "survey", "target"}
    assert keys("measure") - how == names(records.Measure, "id", "how", "shipped", "subjective")
    assert names(records.FromRows) == {
        "dataset", "formula", "time", "window", "last", "per", "survey", "sampling", "population", "least", "guards"
    }  # fmt: skip
    assert names(records.Per, "written", "condition") == {"key", "columns", "where"}
    rules = {"combine", "missing", "coverage", "target"}
    judged = {"judgements", "judgement_method"}
    written = names(records.Node, "path", "kind", "source", "children", "measure", "judged", "owner", "review_by")
    assert keys("node") - {"factors", "measures"} - judged == written
    assert keys("use") == {"title", "weight", "target", "owner", "review_by", "notes"}
    assert keys("goal") == names(goals.Goal, "id")
    assert keys("strategy") == names(goals.Strategy, "id")
    assert keys("initiative") == names(goals.Initiative, "id")
    assert words(DEFINITIONS["initiative"]["properties"]["status"]) == get_args(goals.InitiativeStatus)
    assert keys("periods") == names(records.Periods)
    assert set(SCHEMA["properties"]["report"]["properties"]) == names(presentation.Choice)
    for key, kind in (("edition", presentation.Edition), ("paper", presentation.Paper)):
        assert words(SCHEMA["properties"]["report"]["properties"][key]) == get_args(kind)
    assert words(SCHEMA["properties"]["digits"]) == get_args(records.Digits)
    assert words(SCHEMA["properties"]["report"]["properties"]["sections"]["items"]) == get_args(presentation.Section)
    assert keys("calendar") == names(records.Calendar)
    for form in ("line", "within", "points"):
        assert keys(f"target_{form}") >= names(records.Target, "shape", "knots")
    brand = names(presentation.Brand, "colour", "second", "faces") | {"colours"}
    assert set(SCHEMA["properties"]["brand"]["properties"]) == brand
    top = set(SCHEMA["properties"]) - {"scorecard", "extends", "entities", "perspectives"} - rules - judged
    assert top == names(records.Definition, "id", "file", "sha256", "places", "root", "hierarchies", "view")
    for name, kind in {"better": records.Better, "unit": records.Unit}.items():
        assert words(DEFINITIONS["measure"]["properties"][name]) == get_args(kind)
    fixed, last = DEFINITIONS["measure"]["properties"]["rows"]["oneOf"]
    assert {*words(fixed), *last["properties"]} == set(get_args(records.Window))
    assert words(SCHEMA["properties"]["missing"]) == get_args(records.Missing)
    assert words(SCHEMA["properties"]["combine"]) == get_args(records.Combine)
    assert words(DEFINITIONS["calendar_type"]) == get_args(records.CalendarType)
    for key in (*rules, *judged):  # said of a part as of the whole
        assert DEFINITIONS["node"]["properties"][key] == SCHEMA["properties"][key]


GOOD = sorted((Path(__file__).parent / "good").glob("*.yaml"))


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_good_definitions_fit(file: Path) -> None:
    read = Document(str(file), file.read_bytes())
    assert validator(SCHEMA).is_valid(read.data)
    assert check(read) == []


BASES = [Document(str(file), file.read_bytes()).data for file in GOOD]
JUNK = st.sampled_from(
    [None, True, False, 0, 1, -1, 2.5, 200, "", "x", "a b", "60%", "2025-01-01", "higher", [], ["a"], ["a", "b"], {},
     {"last": 4}, {"last": 0}, {"type": "jalali"}, {"2025": 1}, [{"a over b": 3}], {"a": ["b"]}, "env:DB", "jalali", None,
     {"a": 1}, {"floor": 1, "goal": 2}, {"floor": 1, "goal": {"2025": 2}, "scale": "log"}, {"within": [1, 2]},
     {"goal": 1}, {"goal": 1, "within": [1, 2]}, {"1": 0, "2": 100}]
)  # fmt: skip
KEYS = st.sampled_from(
    ["title", "weight", "share", "formula", "entered", "target", "goal", "dataset", "of", "2x", "ab",
     "file", "url", "table", "calendar", "entities", "judgements", "rows", "per", "columns", "status", "members", "scale"]
)  # fmt: skip


def maps(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from maps(inner)


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_what_jsonschema_refuses_is_refused_and_nothing_else(draw: st.DataObject) -> None:
    data = deepcopy(draw.draw(st.sampled_from(BASES)))
    for _ in range(draw.draw(st.integers(1, 3))):
        place = draw.draw(st.sampled_from(list(maps(data))))
        key = draw.draw(st.sampled_from(sorted(place)) | KEYS) if place else draw.draw(KEYS)
        if draw.draw(st.booleans()) and key in place:
            del place[key]
        else:
            place[key] = deepcopy(draw.draw(JUNK))
    fits = validator(SCHEMA).is_valid(data)
    read = document(data)
    assert read.problems == []
    assert read.data == data
    assert (check(read) == []) == fits


def test_the_house_reads_yaml_as_others_do_where_they_agree() -> None:
    """PyYAML's own loader gives the same data, but for keys and dates, which stay text here, and 5e6, which it takes for text."""
    for file in GOOD:
        theirs = yaml.load(file.read_text(), yaml.BaseLoader)  # every scalar as text

        def texts(data: Any) -> Any:
            if isinstance(data, dict):
                return {key: texts(value) for key, value in data.items()}
            if isinstance(data, list):
                return [texts(value) for value in data]
            return str(data).lower() if isinstance(data, bool) else "" if data is None else str(data)

        assert texts(Document(str(file), file.read_bytes()).data) == theirs


@pytest.mark.parametrize("text", ["0", "-1", "+7", "1.5", ".5", "5.", "1e9", "1.5E-3", "9000000"])
def test_numbers(text: str) -> None:
    assert Document("x", f"a: {text}".encode()).data == {"a": float(text)}


@pytest.mark.parametrize(
    "text", ["2025-01-01", "1403-Q4", "15%", "1.2.3", "۱۲", "y", "n", "+", "-x", "0b", "1e", "nan", "yesterday", "1,000"]
)
def test_texts_that_only_look_like_something_else(text: str) -> None:
    read = Document("x", f"{text}: {text}".encode())
    assert (read.data, read.problems) == ({text: text}, [])


def test_a_thousand_measures_are_checked_in_a_second(tmp_path: Path) -> None:
    from time import process_time

    ids = [f"m{index}" for index in range(1000)]
    measures = "".join(
        f"  {id}:\n    better: higher\n    dataset: d\n    share: stage = 'won' and amount > {index}\n    of: amount > 0\n"
        for index, id in enumerate(ids)
    )
    uses = "".join(f"      {id}: {{target: {{floor: 15%, goal: 30%}}}}\n" for id in ids)
    file = tmp_path / "big.yaml"
    file.write_text(
        f"scorecard: big\ndatasets: {{d: {{file: d.csv}}}}\nmeasures:\n{measures}  bad: 5\n"
        f"perspectives:\n  p:\n    measures:\n{uses}      nosuch:\n"
    )
    definition.read(str(GOOD[0]))  # libraries are loaded once

    def seconds() -> float:
        start = process_time()
        reading = definition.read(str(file))
        assert [problem.code for problem in reading.problems] == ["wrong-type", "unknown-measure"]
        return process_time() - start

    assert any(seconds() < 1.0 for _ in range(3))  # a busy machine may spoil one run
