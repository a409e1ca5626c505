"""The order of the house: modules that say what they are and read in one sitting, exemptions with reasons, locks that hold."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 450  # lines of a module
MACHINE_PATH = re.compile(r"/(?:work|root|home|Users|tmp)/\w")
BARE_EXEMPTION = re.compile(r"#\s*(?:type:\s*ignore|noqa)(?:\[[\w, -]*\]|:[\w ,]*)?\s*$")

MODULES = sorted((ROOT / "scorecard").rglob("*.py"))


def texts() -> dict[str, str]:
    """Every text file of the project that git knows or would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = {}
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            try:
                found[name] = (ROOT / name).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture, or a data file that a test wants in another encoding
    return found


def disorder(source: str) -> list[str]:
    """What is wrong with a module as a whole."""
    found = [] if ast.get_docstring(ast.parse(source)) else ["open the module by saying what enters and what leaves"]
    lines = len(source.splitlines())
    return found if lines <= LONGEST else [*found, f"{lines} lines do not read in one sitting"]


def lines_with(pattern: re.Pattern[str], files: dict[str, str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def pins(lock: str) -> dict[str, str]:
    """Package -> version, as a lock file has them; where markers choose among several, the last."""
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,]*\])?==([\w.+!]+)", lock, flags=re.MULTILINE))


def canonical(requirement: str) -> str:
    return re.split(r"[\[<>=~! ]", requirement)[0].lower().replace("_", "-")


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(ROOT)))
def test_a_module_says_what_it_is_and_reads_in_one_sitting(module: Path) -> None:
    assert disorder(module.read_text(encoding="utf-8")) == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    assert lines_with(MACHINE_PATH, texts()) == []


def test_every_exemption_has_its_reason_beside_it() -> None:
    assert lines_with(BARE_EXEMPTION, {name: text for name, text in texts().items() if name.endswith(".py")}) == []


def test_the_checks_of_order_catch_what_they_should() -> None:
    assert len(disorder("import os\n" * 451)) == 2
    assert not disorder('"""Text enters, numbers leave."""\n' + "x = 1\n" * 449)
    assert lines_with(MACHINE_PATH, {"a": "x = '/" + "home/me/data'"})
    assert not lines_with(MACHINE_PATH, {"a": "homework/one, https://example.com/a"})
    for bare in ("# type: " + "ignore", "# type: " + "ignore[no-any-return]", "# no" + "qa: E501"):
        assert lines_with(BARE_EXEMPTION, {"a": f"x = 1  {bare}"})
        assert not lines_with(BARE_EXEMPTION, {"a": f"x = 1  {bare}  # the library has no types"})


def test_the_locks_hold_what_the_project_asks_for_and_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run, develop = ((ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "requirements-dev.lock"))
    assert {canonical(name) for name in project["project"]["dependencies"]} <= pins(run).keys()
    assert {canonical(name) for name in project["dependency-groups"]["dev"]} <= pins(develop).keys()
    assert pins(run).items() <= pins(develop).items()
    assert "--hash=sha256:" in run
    assert "://" not in run + develop, "a lock names no registry"


def test_a_pin_is_read_from_a_lock() -> None:
    lock = "sqlglot[c]==30.30.0 \\\n    --hash=sha256:00\nbrotli==1.2 ; os_name == 'nt' \\\n"
    assert pins(lock) == {"sqlglot": "30.30.0", "brotli": "1.2"}
