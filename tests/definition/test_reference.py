"""The reference page of the language: made from the schema as it is, its links lead somewhere, its examples are read."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import scorecard
from scorecard import definition
from scorecard.definition.document import Document
from scorecard.definition.schema import schema

ROOT = Path(__file__).parents[2]
FONT = Path(str(files("fontpkg_noto_sans") / "files" / "NotoSans[wdth,wght].ttf"))
PAGE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
SCHEMA: dict[str, Any] = json.loads(json.dumps(schema()))

FRAME: dict[str, Any] = {
    "scorecard": "whole",
    "periods": {"baseline": "2024-Q4", "target": "2025-Q4"},
    "entities": ["region", "branch"],
    "datasets": {
        "deals": {"file": "deals.csv", "time": "closed_on", "valid": ["joined_on", "left_on"], "dates": {"closed_on": "iso"}},
        "entered": {"file": "entered.csv"},
    },
    "measures": {
        "win_rate": {"better": "higher", "unit": "percent", "dataset": "deals", "share": "stage = 'won'"},
        "churn_rate": {"better": "lower", "unit": "percent", "entered": True},
        "revenue": {"better": "higher", "dataset": "deals", "formula": "sum(amount)"},
        "sales_target": {"better": "higher", "entered": True},
        "response": {"better": "inside", "dataset": "deals", "formula": "avg(hours)"},
    },
    "perspectives": {
        "process": {
            "factors": {"acquisition": {"measures": {"win_rate": {"target": {"floor": 0, "goal": 1}}}}},
            "measures": {"churn_rate": None, "revenue": None, "sales_target": None, "response": None},
        },
        "people": {"factors": {"training": {"measures": {"sales_target": None}}}},
    },
}
"""A definition in which every name that an example uses is known."""

USE = ("perspectives", "process", "factors", "acquisition", "measures", "win_rate")
HOMES: dict[str, tuple[str, ...]] = {
    "": (),
    "calendar": ("calendar",),
    "periods": ("periods",),
    "lookup": ("datasets", "deals", "lookups", "agents"),
    "dataset": ("datasets", "deals"),
    "measure": ("measures", "win_rate"),
    "survey": ("measures", "win_rate", "survey"),
    "target_line": (*USE, "target"),
    "target_within": (*USE, "target"),
    "target_points": (*USE, "target"),
    "target_at_least": (*USE, "target"),
    "target_at_most": (*USE, "target"),
    "target": (*USE, "target"),
    "use": USE,
    "node": ("perspectives", "process"),
    "goal": ("goals", "keep_customers"),
    "strategy": ("goals", "keep_customers", "strategies", "faster_service"),
    "initiative": ("initiatives", "new_helpdesk"),
    # What may stand for a value: one of the places where it does.
    "calendar_type": ("calendar",),
    "text": ("title",),
    "notes": ("perspectives", "process", "notes"),
    "period": ("periods", "target"),
    "condition": ("datasets", "deals", "where"),
    "share": ("coverage",),
    "levels": ("entities",),
    "moving_bound": (*USE, "target", "goal"),
    "bound": (*USE, "target", "goal"),
}
"""Definition of the schema -> where its example is put."""

LEAST: dict[str, Any] = {
    "calendar": {"type": "gregorian"},
    "lookup": {"file": "agents.csv", "key": {"owner": "sales_agent"}, "columns": ["team"]},
    "target_line": {"floor": 0.01, "goal": 100},
    "target_within": {"within": [20, 30], "floor": [10, 50]},
    "target_points": {"points": {"1": 0, "2": 100}},
    "target_at_least": {"at_least": 1},
    "target_at_most": {"at_most": 1},
    "initiative": {"moves": ["win_rate"]},
}
"""What else must stand there."""

SIBLINGS = {name: {"measures": {"revenue": None}} for name in ("sales", "service", "marketing")}


def named() -> Iterator[tuple[str, str, Any]]:
    """Every example: definition of the schema ("" is the document), key or nothing, example."""
    for home, rule in [("", SCHEMA), *SCHEMA["$defs"].items()]:
        yield from ((home, "", example) for example in rule["examples"])
        for key, inner in rule.get("properties", {}).items():
            yield from ((home, key, example) for example in inner["examples"])


EXAMPLES = list(named())


def framed(home: str, key: str, example: Any) -> dict[str, Any]:
    """A whole definition around an example."""
    if not home and not key:
        return dict(example)
    if home == "id":
        return framed("dataset", "lookups", {example: LEAST["lookup"]})
    if home == "column":
        return framed("dataset", "time", example)
    if home == "day":
        return framed("dataset", "covers", [example, example])
    if home == "scalar":
        return framed("dataset", "blank", {"rating": [example]})
    if home == "judgements":
        return framed("", "judgements", example)
    whole = deepcopy(FRAME)
    path = (*HOMES[home], key) if key else HOMES[home]
    if (home, key) == ("dataset", "columns") and "{period}" in str(example):
        path = ("datasets", "entered", "columns")
    spot = whole
    for step in path[:-1]:
        spot = spot.setdefault(step, {})
    if key and home in LEAST:
        spot.clear()
        spot.update(deepcopy(LEAST[home]))
    known = spot.get(path[-1]) if key in ("datasets", "measures") else None
    spot[path[-1]] = {**known, **example} if known else example
    beside(whole, home, key, example)
    return whole


def beside(whole: dict[str, Any], home: str, key: str, example: Any) -> None:
    """What an example needs beside it, or may not have beside it."""
    win, deals, process = whole["measures"]["win_rate"], whole["datasets"]["deals"], whole["perspectives"]["process"]
    text = json.dumps(example, ensure_ascii=False)
    if "jalali" in str(whole.get("calendar")) or re.search("140[34]", text):
        whole["calendar"] = "jalali"
        whole["periods"] = {"baseline": "1403-Q4", "target": "1404-Q4"} | (
            whole["periods"] if "140" in text and home == "periods" else {}
        )
    if home in ("target", "target_line", "target_within", "target_at_most", "use") or key == "target":
        win["better"] = (
            "inside" if "within" in text or home == "target_within" else "lower" if "at_most" in text + home else "higher"
        )
    if home in ("bound", "moving_bound"):
        process["factors"]["acquisition"]["measures"]["win_rate"]["target"]["floor"] = -1e12
    match home, key:
        case "" | "node", "judgements" | "judgement_method":
            judged = (
                [{"sales over service": 3}] if key == "judgement_method" else example if isinstance(example, list) else [example]
            )
            names = {name for pair in judged[0] for name in pair.split(" over ")}
            parts = {name: SIBLINGS[name] for name in names}
            if home:
                whole["perspectives"]["process"] = {"judgements": judged, **process, "factors": parts, "measures": {}}
            else:
                whole |= {"judgements": judged, "perspectives": parts}
        case "" | "node", "target":  # inherited by everything below
            for name in ("churn_rate", "response"):
                del process["measures"][name]
        case "", "members":
            whole["entities"] = ["channel"]
        case ("", "datasets") | ("dataset", ""):
            del whole["periods"]
        case "dataset", "url":
            del deals["file"]
            deals["table"] = "deals"
        case "dataset", "file" if "sqlite" in text:
            deals["table"] = "deals"
        case "dataset", "table":
            deals["file"] = "crm.sqlite"
        case "dataset", "sheet":
            deals["file"] = "deals.xlsx"
        case "lookup", "sheet":
            deals["lookups"]["agents"]["file"] = "agents.xlsx"
        case "measure", "per" | "columns":
            win |= {"per": "customer_id", "columns": {"invoices": "count(*)"}, "share": "invoices > 1", key: example}
        case "measure", "formula":
            del win["share"]
            if "revenue" in text:
                del win["dataset"]
        case ("measure", "survey") | ("survey", _):
            del win["share"]
            asked = {"top": {"method": "csat", "item": "q"}, "rubric": {"method": "mean", "item": "q", "scale": "1..3"}}
            several = {"method": "mean", "items": ["usability_1", "usability_2", "usability_3"]}
            if key and home == "survey":
                one = {"method": "mean", "item": "q"}
                win["survey"] = {**(several if key in ("items", "reversed", "min_items") else asked.get(key, one)), key: example}
            whole["measures"]["customer_count"] = {"better": "higher", "dataset": "deals", "formula": "count(*)"}
        case "measure", "entered":
            del win["share"], win["dataset"]
        case "initiative", "strategy":
            whole["goals"] = {"keep_customers": {"strategies": {"faster_service": {"measures": ["win_rate"]}}}}
        case "measure", "status" if text.startswith('{"good"'):
            win["better"] = "lower"
            process["factors"]["acquisition"]["measures"]["win_rate"] = None


@pytest.mark.parametrize(
    ("home", "key", "example"), EXAMPLES, ids=[f"{home}.{key}-{n}" for n, (home, key, _) in enumerate(EXAMPLES)]
)
def test_every_example_is_read(home: str, key: str, example: Any, tmp_path: Path) -> None:
    """By the schema, and by the room that understands it."""
    whole = framed(home, key, example)
    Draft202012Validator(SCHEMA).validate(whole)
    (tmp_path / "common").mkdir()
    folder = tmp_path / "card"
    folder.mkdir()
    (folder / "brand").mkdir()
    (folder / "brand" / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4v3z"/></svg>', encoding="utf-8"
    )
    (folder / "notes").mkdir()
    for note in ("customer.md", "customer.fa.md"):
        (folder / "notes" / note).write_text("Two branches **joined**.", encoding="utf-8")
    for face in ("Regular", "Bold"):
        (folder / "brand" / f"Vazirmatn-{face}.ttf").write_bytes(FONT.read_bytes())
    base = {**FRAME, "scorecard": "base"}
    (tmp_path / "common" / "base.yaml").write_text(json.dumps(base), encoding="utf-8")
    (folder / "card.yaml").write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    reading = definition.read(str(folder / "card.yaml"), (tmp_path,))
    faults = [scorecard.describe(problem) for problem in reading.problems if problem.is_fault]
    assert not faults, "\n".join(faults)


def test_the_page_is_made_from_the_schema_as_it_is() -> None:
    specification = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    assert specification
    assert specification.loader
    tool = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(tool)
    assert tool.page(SCHEMA) == PAGE, "run `make reference`"


def test_every_link_leads_somewhere_and_every_key_is_there() -> None:
    anchors = re.findall(r'<a id="([^"]+)">', PAGE)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= set(anchors)
    for name, rule in SCHEMA["$defs"].items():
        assert name in anchors
        assert {f"{name}-{key}" for key in rule.get("properties", {})} <= set(anchors)
    assert {f"key-{key}" for key in SCHEMA["properties"]} <= set(anchors)


def test_what_is_printed_as_yaml_is_yaml() -> None:
    """Each line of a key's examples says what the schema says."""
    for home, key, example in EXAMPLES:
        if key:
            anchor = f"{home or 'key'}-{key}"
            block = PAGE.split(f'<a id="{anchor}"></a>')[1].split("```yaml\n")[1].split("```")[0]
            read = [Document("page", line.encode()).data[key] for line in block.splitlines()]
            assert example in read, (anchor, read)
