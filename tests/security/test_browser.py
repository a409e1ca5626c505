"""The hostile report in a real browser: nothing runs, nothing is loaded. Chromium where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.security.conftest import IMAGE, SCRIPT, STYLE, Workspace

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")]
QUIET = ("--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic")


def opened(page: str, folder: Path) -> str:
    """The page's document after its scripts ran and its images loaded."""
    (folder / "page.html").write_text(page, encoding="utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", *QUIET, f"--user-data-dir={folder / 'profile'}"]
    done = subprocess.run(
        [*command, "--virtual-time-budget=3000", "--dump-dom", (folder / "page.html").as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return done.stdout


def titled(document: str) -> str:
    return re.search(r"<title>(.*?)</title>", document, re.S)[1]  # type: ignore[index]  # there is one, or the test fails


def test_nothing_runs_and_nothing_is_loaded(hostile: Workspace, tmp_path: Path) -> None:
    report = hostile.outputs["hostile.html"].decode()
    before = len(hostile.asked)
    document = opened(report, tmp_path)
    assert titled(document).startswith("&lt;script&gt;")
    assert "Units side by side" in document
    assert len(hostile.asked) == before


def attacked(report: str, address: str) -> str:
    attack = "".join(part.replace("{address}", address) for part in (SCRIPT, IMAGE, STYLE))
    assert '<main id="main">' in report
    return report.replace('<main id="main">', f'<main id="main"><a title="{attack}')


def test_were_the_escaping_lost_the_policy_would_hold(hostile: Workspace, tmp_path: Path) -> None:
    before = len(hostile.asked)
    document = opened(attacked(hostile.outputs["hostile.html"].decode(), hostile_address(hostile)), tmp_path)
    assert "onerror" in document
    assert titled(document) != "owned"
    assert len(hostile.asked) == before


def test_without_both_the_attack_succeeds(hostile: Workspace, tmp_path: Path) -> None:
    report = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", hostile.outputs["hostile.html"].decode())
    before = len(hostile.asked)
    document = opened(attacked(report, hostile_address(hostile)), tmp_path)
    assert titled(document) == "owned"
    assert {"/image"} <= set(hostile.asked[before:])
    del hostile.asked[before:]


def hostile_address(hostile: Workspace) -> str:
    return re.search(r"http://127\.0\.0\.1:\d+", hostile.outputs["hostile.html"].decode())[0]  # type: ignore[index]  # as above
