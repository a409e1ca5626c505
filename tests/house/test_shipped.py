"""Definitions and templates are found from a checkout and from a wheel that is installed elsewhere."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from scorecard import shipped

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["definitions", "templates"])
def test_a_checkout_serves_its_own_folders(name: str) -> None:
    assert shipped.folder(name) == ROOT / name


def test_the_package_comes_before_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("scorecard/_shipped/templates", "templates"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.setattr(shipped, "__file__", str(tmp_path / "scorecard" / "shipped.py"))
    assert shipped.folder("templates") == tmp_path / "scorecard" / "_shipped" / "templates"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "__file__", str(tmp_path / "scorecard" / "shipped.py"))
    with pytest.raises(FileNotFoundError, match="no folder 'templates'"):
        shipped.folder("templates")


@pytest.mark.slow
def test_an_installed_wheel_reports_on_the_demo_company(tmp_path: Path) -> None:
    def run(*command: str | Path) -> str:
        done = subprocess.run(list(map(str, command)), cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    build = f"import os, hatchling.build; os.chdir({str(ROOT)!r}); print(hatchling.build.build_wheel({str(tmp_path)!r}))"
    wheel = tmp_path / run(sys.executable, "-c", build).splitlines()[-1]
    carried = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in carried if "/data/" in name or not name.startswith(("scorecard/", "balanced_scorecard-"))]

    venv.create(tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-index", "--no-deps", wheel)
    # the libraries are borrowed; a .pth inside that folder is not followed, so the checkout stays out of sight
    site = next((tmp_path / "venv").rglob("site-packages"))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"))

    where = run(python, "-c", "from scorecard.shipped import folder; print(folder('definitions'), folder('templates'))").split()
    assert all(Path(path).is_relative_to(tmp_path / "venv") for path in where)
    run(python, "-m", "scorecard.demo", tmp_path / "demo")
    assert {path.suffix for path in (tmp_path / "demo" / "reports").iterdir()} == {".pdf", ".html"}
