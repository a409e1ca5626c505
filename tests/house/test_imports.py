"""Which room may import which, and where the heavy libraries live: the package's source enters, verdicts leave."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "scorecard"

LIBRARIES = {
    "brand", "confined", "files", "formula", "periods", "problems", "records", "shipped", "spelling", "statistics", "survey",
    "words",
}  # fmt: skip
STAGES = {"definition", "sources", "values", "scoring", "comparison", "outlook", "sensitivity", "report", "export"}
MAY_IMPORT = {
    "problems": set(),
    "files": set(),
    "spelling": set(),
    "shipped": set(),
    "records": {"problems"},
    **{library: {"problems", "records"} for library in LIBRARIES - {"problems", "shipped", "records", "files", "spelling"}},
    "confined": {"files"},
    "brand": {"confined", "records"},
    "periods": {"problems", "records", "spelling"},
    "survey": {"problems", "records", "spelling"},
    "formula": {"periods", "problems", "records", "spelling"},  # a date that looks like another calendar's; two spellings
    **dict.fromkeys(STAGES, LIBRARIES),
    "results": {"export"} | LIBRARIES,
    "pipeline": STAGES | LIBRARIES | {"results"},
    "": {"pipeline", "problems", "records", "words"},  # scorecard/__init__.py: the public names
    "cli": {"", "export", "files", "problems", "records", "words"},
    "demo": {"", "periods", "records", "shipped", "words"},
}
"""Room -> the rooms that it may import beside itself. "" is the package itself."""

HOMES = {
    "PIL": {"brand"},
    "babel": set(),
    "click": {"cli"},
    "duckdb": {"export", "sources", "values"},
    "fontTools": {"brand", "report"},
    "hijridate": {"periods", "words"},
    "jinja2": {"report"},
    "jsonschema": set(),
    "openpyxl": {"demo", "sources"},
    "pandas": {"export"},
    "persiantools": {"demo", "periods", "words"},
    "referencing": set(),
    "rich": {"cli"},
    "scipy": set(),
    "sqlglot": {"formula"},
    "tinycss2": {"brand"},
    "tinyhtml5": {"report"},
    "weasyprint": {"report"},
    "xlsxwriter": {"report"},
    "yaml": {"definition"},
}
"""Library -> the only rooms that may load it."""


class Import(NamedTuple):
    line: int
    module: str  # absolute: scorecard.words.numbers
    for_types: bool  # under `if TYPE_CHECKING`: loads nothing


def imports(source: str, submodules: frozenset[str] = frozenset()) -> Iterator[Import]:
    """All imports of a module, those inside functions too. `from scorecard import x` names x where x is a submodule."""
    tree = ast.parse(source)
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import; the house writes them out"
            full = [f"{node.module}.{alias.name}" for alias in node.names]
            modules = [name if name in submodules else str(node.module) for name in full]
        else:
            continue
        yield from (Import(node.lineno, module, id(node) in for_types) for module in modules)


def offences(room: str, source: str, submodules: frozenset[str] = frozenset()) -> Iterator[str]:
    for line, module, for_types in imports(source, submodules):
        top, _, rest = module.partition(".")
        if top == "scorecard":
            other = rest.partition(".")[0]
            if other != room and other not in MAY_IMPORT[room]:
                yield f"line {line}: {room or 'scorecard'} may not import {other or 'scorecard itself'}"
        elif not for_types and room not in HOMES.get(top, {room}):
            yield f"line {line}: {top} belongs in {', '.join(sorted(HOMES[top])) or 'no room'}, not in {room}"


def room_of(file: Path) -> str:
    first = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


FILES = sorted(PACKAGE.rglob("*.py"))
SUBMODULES = frozenset(
    "scorecard." + ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__") for file in FILES
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_room_may(file: Path) -> None:
    assert list(offences(room_of(file), file.read_text(encoding="utf-8"), SUBMODULES)) == []


def test_every_room_has_its_rule() -> None:
    assert {room_of(file) for file in FILES} <= MAY_IMPORT.keys()


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("scoring", "from scorecard.values.plan import plan"),
        ("scoring", "from scorecard import values"),
        ("records", "from scorecard.periods import parse"),
        ("formula", "from scorecard.words import numbers"),
        ("report", "def late():\n    import scorecard.cli"),
        ("pipeline", "from scorecard.cli import main"),
        ("cli", "from scorecard.scoring import score"),
        ("sources", "import scorecard"),
        ("values", "import sqlglot.expressions"),
        ("report", "def to_frame():\n    import pandas as pd"),
        ("words", "from babel import Locale"),
        ("problems", "from scorecard.records import values"),
    ],
)
def test_an_import_across_the_house_is_caught(room: str, source: str) -> None:
    assert list(offences(room, source, frozenset({"scorecard.values", "scorecard.words.numbers"})))


def test_a_library_named_for_types_only_is_no_offence_but_a_room_is() -> None:
    source = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import duckdb\n    import scorecard.cli\n"
    assert list(offences("records", source)) == ["line 4: records may not import cli"]


def test_a_relative_import_is_caught() -> None:
    with pytest.raises(AssertionError, match="relative import"):
        list(imports("from .plan import plan"))
