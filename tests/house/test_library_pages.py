"""The pages of the library and of the standard datasets: as `make reference` makes them, their links lead somewhere, their
examples are read."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
import yaml

import scorecard
from scorecard import definition

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "docs" / "data.md", *sorted((ROOT / "docs" / "measures").glob("*.md"))]
ANCHOR = re.compile(r'<a id="([^"]+)">')
LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("library_pages", ROOT / "tools" / "library.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_as_they_are_made(tool: ModuleType) -> None:
    made = tool.pages()
    assert sorted(made) == sorted(PAGES)
    assert [path.name for path, text in made.items() if path.read_text(encoding="utf-8") != text] == []  # else: make reference


def test_every_measure_and_every_column_has_its_place() -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in PAGES}
    for measure in scorecard.library():
        assert texts[measure.tags["department"]].count(f'<a id="{measure.id}"></a>') == 1
        assert f"[`{measure.id}`]" in texts["README"]
        for text in measure.title.by_language.values():
            assert text in texts[measure.tags["department"]]
    for id, dataset in yaml.safe_load((ROOT / "definitions" / "standard.yaml").read_text(encoding="utf-8"))["datasets"].items():
        section = texts["data"].partition(f'## <a id="{id}"></a>')[2].partition("\n## ")[0]
        for name, column in dataset["columns"].items():
            assert f"| `{name}` | {column['type']} |" in section


@pytest.mark.parametrize(
    "page", [*PAGES, *(ROOT / "docs" / name for name in ("presets.md", "first-report.md"))], ids=lambda page: page.stem
)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = {link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link}
    assert links
    for link in links:
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        assert not anchor or anchor in ANCHOR.findall(target.read_text(encoding="utf-8")), link


def test_every_example_of_a_use_is_read(tmp_path: Path) -> None:
    file = tmp_path / "scorecard.yaml"
    for page in PAGES[1:]:
        for example in re.findall(r"^```yaml\n(.*?)^```$", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE):
            file.write_text(f"scorecard: s\nperiods: {{baseline: 2025-Q1, target: 2025-Q2}}\n{example}", encoding="utf-8")
            faults = [problem for problem in definition.read(str(file)).problems if problem.is_fault]
            assert faults == [], example
