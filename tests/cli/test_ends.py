"""How a command ends that is disturbed: by a signal at any stage, a full disk, a closed stream. Nothing half done stays."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).with_name("scorecard"))
SHOP = Path(__file__).parent / "shop"

DISTURBED = """
import os, signal, sys, threading
from scorecard import cli, pipeline

number, stage, delay = int(sys.argv[1]), sys.argv[2], float(sys.argv[3])
sys.argv[:] = ["scorecard", *sys.argv[4:]]

def stop():
    os.kill(os.getpid(), number)

def disturb(what):
    if what == stage:
        threading.Timer(delay, stop).start() if delay else stop()

class Finder:
    def find_spec(self, name, path=None, target=None):
        disturb(f"import {name}")

sys.meta_path.insert(0, Finder())
load = pipeline.load
def watched(file, *, allow_paths=(), watch=None):
    return load(file, allow_paths=allow_paths, watch=disturb)
pipeline.load = watched
write = pipeline.write
def writing(*words, watch=None, **more):
    return write(*words, watch=disturb, **more)
pipeline.write = writing
cli.run()
"""


@pytest.fixture
def shop(tmp_path):
    return Path(shutil.copytree(SHOP, tmp_path / "shop"))


def disturbed(shop: Path, number: int, stage: str, delay: float, *words: str) -> subprocess.CompletedProcess[str]:
    """The command, sent a signal when it comes to a stage, or so many seconds after."""
    temporary = shop.parent / "tmp"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    code = [sys.executable, "-c", DISTURBED, str(number), stage, str(delay)]
    done = subprocess.run([*code, *words], cwd=shop, env=environment, capture_output=True, text=True, timeout=60)
    assert os.listdir(temporary) == []
    return done


def slowly(*values):
    return [pytest.param(value, marks=pytest.mark.slow) for value in values]


STAGES = slowly("import yaml", "import duckdb", "definition", "data", "values", "import jinja2", "html", "import weasyprint")


@pytest.mark.parametrize("stage", ["import click", "import numpy", "data deals", "scores", "pdf", *STAGES])
def test_ctrl_c_at_any_stage_exits_130_and_leaves_nothing(shop, stage):
    done = disturbed(shop, signal.SIGINT, stage, 0, "report", "scorecard.yaml", "-o", "board")
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "Interrupted.")
    assert not (shop / "board").exists()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
@pytest.mark.parametrize("stage", ["scores", *slowly("import duckdb", "data deals")])
def test_so_do_the_other_signals_that_end_a_process(shop, number, code, stage):
    done = disturbed(shop, number, stage, 0, "evaluate", "scorecard.yaml", "-o", "scores.csv")
    assert (done.returncode, done.stdout, done.stderr.strip()) == (code, "", "Interrupted.")
    assert sorted(os.listdir(shop)) == ["deals.csv", "entered.csv", "scorecard.yaml"]


@pytest.mark.parametrize("delay", [0.1, *slowly(0.02, 0.3)])
def test_ctrl_c_in_the_middle_of_a_page(shop, delay):
    """Inside WeasyPrint, wherever it happens to be."""
    done = disturbed(shop, signal.SIGINT, "pdf", delay, "report", "scorecard.yaml", "-o", "board")
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.endswith("Interrupted.\n")
    assert not (shop / "board").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_the_middle_of_a_query(shop, number):
    """Inside the engine, which is busy for minutes."""
    slow = (
        "import duckdb; from scorecard import values\n"
        "def compute(*_):\n"
        "    duckdb.sql('SELECT sum(hash(a.range * b.range) % 7) FROM range(100000) a, range(300000) b').fetchall()\n"
        "values.compute = compute\n"
    )
    code = [
        sys.executable,
        "-c",
        slow + DISTURBED,
        str(int(number)),
        "values",
        "0.5",
        "evaluate",
        "scorecard.yaml",
        "-o",
        "x.csv",
    ]
    start = time.monotonic()
    done = subprocess.run(code, cwd=shop, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (128 + number, "", "Interrupted.\n")
    assert time.monotonic() - start < 20
    assert not (shop / "x.csv").exists()


def test_files_of_the_engine_are_tidied_up_in_every_end(shop):
    """What has no room in memory is put into files; the process leaves before the engine would remove them."""
    spilling = (
        "import os, tempfile; from scorecard import cli, files, values; real = values.compute\n"
        "def compute(*words):\n"
        "    os.mkdir(os.path.join(tempfile.gettempdir(), files.temporary() + 'spill')); return real(*words)\n"
        "values.compute = compute; cli.run()"
    )
    (shop / "tmp").mkdir()
    words = [sys.executable, "-c", spilling, "evaluate", "scorecard.yaml", "--csv"]
    done = subprocess.run(words, cwd=shop, capture_output=True, env={**os.environ, "TMPDIR": str(shop / "tmp")})
    assert done.returncode == 0
    assert os.listdir(shop / "tmp") == []


def test_a_report_leaves_nothing_but_itself(shop):
    (shop / "tmp").mkdir()
    words = [COMMAND, "report", "scorecard.yaml", "-o", "board"]
    done = subprocess.run(words, cwd=shop, capture_output=True, env={**os.environ, "TMPDIR": str(shop / "tmp")})
    assert done.returncode == 0
    assert sorted(os.listdir(shop / "board")) == ["shop.html", "shop.pdf"]
    assert os.listdir(shop / "tmp") == []


def test_what_was_there_before_ctrl_c_is_there_after(shop):
    (shop / "scores.csv").write_text("old")
    assert disturbed(shop, signal.SIGINT, "scores", 0, "evaluate", "scorecard.yaml", "-o", "scores.csv").returncode == 130
    assert (shop / "scores.csv").read_text() == "old"


def test_a_report_is_written_in_all_formats_or_in_none(shop):
    """The PDF cannot be put in place, since a folder has its name: no HTML either."""
    (shop / "board/shop.pdf").mkdir(parents=True)
    done = subprocess.run([COMMAND, "report", "scorecard.yaml", "-o", "board"], cwd=shop, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: Is a directory: board/shop.pdf\n"
    assert os.listdir(shop / "board") == ["shop.pdf"]


@pytest.mark.parametrize("name", ["scores.csv", "scores.parquet", *slowly("scores.json", "scores.txt")])
def test_a_full_disk_exits_2_and_leaves_the_old_file(shop, name):
    (shop / name).write_text("old")
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700)); from scorecard import cli; cli.run()"
    done = subprocess.run(
        [sys.executable, "-c", limited, "evaluate", "scorecard.yaml", "-o", name], cwd=shop, capture_output=True, text=True
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("Error: ")
    assert "fault of scorecard" not in done.stderr
    assert (shop / name).read_text() == "old"
    assert len(os.listdir(shop)) == 4


@pytest.mark.parametrize("name", ["link", *slowly("scorecard.yaml", "deals.csv", "./entered.csv")])
def test_the_scorecard_and_its_data_are_not_written_over(shop, name):
    (shop / "link").symlink_to("scorecard.yaml")
    before = (shop / name).read_bytes()
    done = subprocess.run([COMMAND, "evaluate", "scorecard.yaml", "-o", name], cwd=shop, capture_output=True, text=True)
    assert done.returncode == 2
    assert "choose another name" in done.stderr
    assert (shop / name).read_bytes() == before


def test_a_device_is_refused(shop):
    done = subprocess.run([COMMAND, "evaluate", "scorecard.yaml", "-o", "/dev/zero"], cwd=shop, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "Error: That is a device, not a file: /dev/zero\n")


@pytest.mark.parametrize(("redirection", "code"), [(">/dev/full", 2), ("| head -n 1", 0), (">&-", 2), ("2>&-", 0), ("<&-", 0)])
@pytest.mark.parametrize("format", ["--csv", *slowly("", "--json", "--parquet")])
def test_streams_that_are_full_shut_or_not_read_to_the_end(shop, redirection, code, format):
    """No traceback, whatever a shell does to the streams."""
    script = f"set -o pipefail; {COMMAND} evaluate scorecard.yaml {format} {redirection}"
    done = subprocess.run(["bash", "-c", script], cwd=shop, capture_output=True)
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"fault of scorecard" not in done.stderr
    assert (b"Error" in done.stderr) == (code == 2)
    if redirection.startswith("|"):
        assert done.stdout


def test_a_terminal_gets_no_parquet(shop):
    out, said = on_a_terminal([COMMAND, "evaluate", "scorecard.yaml", "--parquet"], shop, stdout=True)
    assert "Parquet is not for the screen" in said
    assert "PAR1" not in said + out


SLOW = """
import time
from scorecard import cli, scoring
from scorecard.cli import progress
progress.PATIENCE = {patience}
real = scoring.score
def score(*words, **more):
    time.sleep({lasts})
    return real(*words, **more)
scoring.score = score
cli.run()
"""


def slowly_scored(patience: float, lasts: float) -> list[str]:
    code = SLOW.format(patience=patience, lasts=lasts)
    return [sys.executable, "-c", code, "evaluate", "scorecard.yaml", "--csv"]


def test_progress_shows_on_a_terminal_and_is_gone_in_the_end(shop):
    out, said = on_a_terminal(slowly_scored(0.2, 1.2), shop)
    assert out.startswith("\ufeffpath,kind,")
    shown = said.partition("note")[0]
    assert re.fullmatch(r"(\r\x1b\[2K[A-Z][a-z ]+ \.\.\. \d+ s)+\r\x1b\[2K.*", shown, re.DOTALL)
    assert "\x1b[2KScoring ... " in shown


@pytest.mark.parametrize(("where", "patience"), [("a pipe", 0.1), ("a dumb terminal", 0.1), ("a short run", 60)])
def test_no_progress(shop, where, patience):
    code = slowly_scored(patience, 0.5)
    if where == "a pipe":
        said = subprocess.run(code, cwd=shop, capture_output=True, text=True).stderr
    else:
        _, said = on_a_terminal(code, shop, TERM="dumb" if where == "a dumb terminal" else "xterm")
    assert "..." not in said
    assert "\x1b[2K" not in said


def test_file_names_cannot_command_the_terminal(shop):
    name = "ca\x1b[2Jrd\x9b31m.yaml"
    text = (shop / "scorecard.yaml").read_text().replace("file: deals.csv", 'file: "no\\u202esuch.csv"')
    (shop / name).write_text(text)
    for words in (
        ["evaluate", name],
        ["check", name],
        ["evaluate", "no\x1b[2Jthing.yaml"],
        ["evaluate", "scorecard.yaml", "-o", "\x1b[2J/x/\0"[:-1]],
    ):
        done = subprocess.run([COMMAND, *words], cwd=shop, capture_output=True, text=True)
        for said in (done.stdout, done.stderr):
            assert not {"\x1b", "\x9b", "\u202e"} & set(said), words


def on_a_terminal(command: list[str], folder: Path, stdout: bool = False, **environment: str) -> tuple[str, str]:
    """What a command writes to a pipe as stdout, and to a terminal as stderr (with `stdout` to that terminal too)."""
    main, side = pty.openpty()
    settings = {**os.environ, "TERM": "xterm", **environment}
    settings.pop("NO_COLOR", None)
    out_end, in_end = os.pipe()
    process = subprocess.Popen(command, cwd=folder, stdout=side if stdout else in_end, stderr=side, env=settings)
    os.close(side)
    os.close(in_end)
    found = {main: b"", out_end: b""}
    waiting = [main, out_end]
    while waiting:
        for each in select.select(waiting, [], [], 30)[0]:
            try:
                read = os.read(each, 65536)
            except OSError:  # a terminal's way of saying that the other side is shut
                read = b""
            found[each] += read
            if not read:
                waiting.remove(each)
                os.close(each)
    process.wait(30)
    return found[out_end].decode(), found[main].decode()


def test_names_in_a_csv_cannot_command_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("branch,n\n\x1b]0;owned\x07\u202eX,1\n" + "B,2\n" * 100, encoding="utf-8")
    (tmp_path / "s.yaml").write_text(
        "scorecard: s\nentities: [branch]\ndatasets: {d: {file: d.csv}}\n"
        "measures: {m: {better: higher, dataset: d, formula: sum(n)}}\nperspectives: {p: {measures: {m: }}}\n"
    )
    command = [COMMAND, "evaluate", "s.yaml", "--csv"]
    kept, _ = on_a_terminal(command, tmp_path)
    assert "\x1b]0;owned" in kept  # a program that reads it gets the data's own text
    _, shown = on_a_terminal(command, tmp_path, stdout=True)
    assert "owned" in shown
    assert not [sign for sign in ("\x1b]", "\x07", "\u202e") if sign in shown]
