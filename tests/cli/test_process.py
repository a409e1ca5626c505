"""The installed command as a process: exit codes, streams, signals, what it loads."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).with_name("scorecard"))
SHOP = Path(__file__).parent / "shop"
HEAVY = {"duckdb", "pandas", "numpy", "jsonschema", "jinja2", "weasyprint", "sqlglot", "xlsxwriter", "yaml", "rich"}


def run(*words: str, **options) -> subprocess.CompletedProcess[str]:
    plain = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    environment = plain | options.pop("environment", {})
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    return subprocess.run([COMMAND, *words], env=environment, timeout=60, **{"encoding": "utf-8", **pipes})


def loaded(code: str) -> set[str]:
    """The heavy libraries that a fresh interpreter has loaded after running `code`."""
    show = "; import sys; print('\\n' + ' '.join(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code + show], capture_output=True, text=True, check=True, timeout=60).stdout
    return HEAVY & set(out.splitlines()[-1].split())


@pytest.fixture
def shop(tmp_path):
    """A shop whose files may be spoiled."""
    return Path(shutil.copytree(SHOP, tmp_path / "shop")) / "scorecard.yaml"


def test_importing_the_package_loads_nothing_heavy():
    assert loaded("import scorecard") == set()
    assert loaded("import scorecard; scorecard.Faults; scorecard.__version__") == set()


def test_help_loads_nothing_heavy():
    assert loaded("from scorecard.cli.program import commands; commands.main(['--help'], standalone_mode=False)") == set()
    assert (
        loaded("from scorecard.cli.program import commands; commands.main(['check', '--help'], standalone_mode=False)") == set()
    )


def test_json_is_made_without_rich():
    words = ["evaluate", str(SHOP / "scorecard.yaml"), "--json"]
    code = f"from scorecard.cli.program import commands; commands.main({words!r}, standalone_mode=False)"
    found = loaded(code)
    assert "duckdb" in found, "an evaluation loads the engine, so the look at sys.modules sees something"
    assert not {"rich", "pandas", "jinja2", "weasyprint"} & found


def test_the_result_goes_to_stdout_and_remarks_to_stderr(shop):
    deals = shop.with_name("deals.csv")
    deals.write_text(deals.read_text("utf-8").replace(",300,30,", ",a lot,30,"), "utf-8")
    done = run("evaluate", str(shop))
    assert done.returncode == 0
    assert done.stdout.startswith("Corner shop: ")
    assert "warning[" not in done.stdout
    assert f"scorecard check {shop}" in done.stderr
    assert re.match(r"warning\[[a-z-]+\]: [A-Z]", done.stderr)


def test_a_mistake_in_the_definition_exits_2_with_its_place(shop):
    shop.write_text(shop.read_text("utf-8").replace("formula: avg(days)", "formula: avg(dayz)"), "utf-8")
    done = run("compare", str(shop))
    assert (done.returncode, done.stdout) == (2, "")
    assert "avg(dayz)" in done.stderr
    assert "^^^^" in done.stderr
    done = run("check", str(shop))
    assert (done.returncode, done.stderr) == (2, "")
    assert "avg(dayz)" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["evalute"], "Did you mean 'evaluate'?"),
        (["evaluate", str(SHOP / "scorecard.yaml"), "--target", "2025-Q9"], "2025-Q9"),
    ],
)
def test_wrong_usage_exits_2_and_says_why(words, said):
    done = run(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_a_terminal_without_unicode_gets_something_readable():
    done = run("evaluate", str(SHOP / "scorecard.yaml"), environment={"PYTHONIOENCODING": "cp1252"}, encoding="cp1252")
    assert done.returncode == 0
    assert "Win rate" in done.stdout
    assert "–\\xb9" in done.stdout or "–¹" in done.stdout
    assert "\\u2500" in done.stdout or "---" in done.stdout


def test_a_reader_that_has_seen_enough_is_no_error():
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as closed:
        done = run("evaluate", str(SHOP / "scorecard.yaml"), "--json", stdout=closed)
    assert done.returncode == 0
    assert "Error" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_told_and_exits_2():
    with open("/dev/full", "w") as full:
        done = run("evaluate", str(SHOP / "scorecard.yaml"), "--json", stdout=full)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_interrupted_exits_130_without_a_traceback(tmp_path):
    pipe = tmp_path / "card.yaml"
    os.mkfifo(pipe)  # reading it waits for a writer, for ever
    process = subprocess.Popen([COMMAND, "check", str(pipe)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    writer = os.open(pipe, os.O_WRONLY)  # returns when the command has opened the other end
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=30)
    os.close(writer)
    assert process.returncode == 130
    assert (out, said.strip()) == ("", "Interrupted.")


def test_completion_is_offered():
    done = run(environment={"_SCORECARD_COMPLETE": "bash_complete", "COMP_WORDS": "scorecard ev", "COMP_CWORD": "1"})
    assert done.stdout.split() == ["plain,evaluate"]
