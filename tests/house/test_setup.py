"""`tools/setup` on machines that lack something, played by stubs: what it installs, and the one line it says where it may not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ALL = "python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils"

# A Python whose modules and libraries appear once the file `installed` is there; it writes down what it is asked to run.
PYTHON = """
case "$*" in
    *version_info*) exit ${OLD:-0} ;;
    *ensurepip* | *ctypes*) [ -e "$HERE/installed" ] ;;
    *base_prefix*) echo "this Python" ;;
    "-m venv"*) mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
    *) echo "$*" >> "$HERE/asked" ;;
esac
"""
APT = 'echo "$*" >> "$HERE/apt"; [ "$1" = update ] || { touch "$HERE/installed" "$HERE/pdftotext"; chmod +x "$HERE/pdftotext"; }'


def setup(here: Path, user: int = 1000, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run it where nothing but the stubs in `here` and a few real tools can be found."""
    for tool in ("sh", "tr", "env", "mkdir", "cp", "touch", "chmod"):
        (here / tool).symlink_to(shutil.which(tool) or tool)
    stub(here / "python3", PYTHON)
    stub(here / "id", f"echo {user}")
    environment = {"PATH": str(here), "HERE": str(here), **variables}
    script = ["/bin/sh", str(ROOT / "tools" / "setup"), str(here / "venv")]
    return subprocess.run(script, cwd=ROOT, env=environment, capture_output=True, text=True)


def stub(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_without_leave_to_install_one_line_says_what_is_lacking(tmp_path: Path) -> None:
    stub(tmp_path / "apt-get", APT)
    stub(tmp_path / "sudo", "exit 1")  # it wants a password
    done = setup(tmp_path)
    assert (done.returncode, done.stderr.strip()) == (1, f"setup: please install these first: sudo apt-get install {ALL}")
    assert not (tmp_path / "apt").exists()


def test_without_apt_the_same_line(tmp_path: Path) -> None:
    assert f"please install these first: sudo apt-get install {ALL}" in setup(tmp_path, user=0).stderr


@pytest.mark.parametrize("user", [0, 1000])
def test_root_and_sudo_install_what_is_lacking(tmp_path: Path, user: int) -> None:
    stub(tmp_path / "apt-get", APT)
    stub(tmp_path / "sudo", 'shift; exec "$@"' if user else "exit 9")
    if user:
        (tmp_path / "true").symlink_to(shutil.which("true") or "true")
    done = setup(tmp_path, user=user)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "apt").read_text().splitlines()[-1].endswith(ALL)
    assert "--require-hashes" in (tmp_path / "asked").read_text()


def test_packages_that_do_not_help_are_still_asked_for(tmp_path: Path) -> None:
    stub(tmp_path / "apt-get", "exit 100")  # no network
    assert "please install these first" in setup(tmp_path, user=0).stderr


def test_nothing_is_installed_that_is_there(tmp_path: Path) -> None:
    stub(tmp_path / "apt-get", APT)
    stub(tmp_path / "pdftotext", "")
    (tmp_path / "installed").touch()
    assert setup(tmp_path, user=0).returncode == 0
    assert not (tmp_path / "apt").exists()


def test_an_old_python_is_refused(tmp_path: Path) -> None:
    done = setup(tmp_path, OLD="1")
    assert done.returncode == 1
    assert "Python 3.11 or later is needed" in done.stderr
    assert not (tmp_path / "venv").exists()
