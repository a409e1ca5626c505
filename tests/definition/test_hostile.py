"""Definitions made to do harm: each is read in a process of its own, with little time and memory, and told off."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from scorecard import definition
from scorecard.words.snippets import draw

READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
resource.setrlimit(resource.RLIMIT_AS, (700_000_000, 700_000_000))
from scorecard.definition import read
from scorecard.words.snippets import draw
reading = read(sys.argv[1])
assert len(draw(reading.problems, color=False)) > 0
print(*sorted({problem.code for problem in reading.problems if problem.is_fault}))
"""
HEAD = "scorecard: s\nperspectives: {p: {weight: 1}}\n"
BOMB = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
MANY = "scorecard: s\nmeasures:\n" + "".join(
    f"  is_there_{n}: {{better: higher, formula: not_there * 2}}\n" for n in range(10_000)
)
HOSTILE = {
    "brackets": ("[" * 100_000, "yaml-too-deep"),
    "braces": ("{a: " * 100_000, "yaml-too-deep"),
    "dashes": ("- " * 100_000 + "a", "yaml-too-deep"),
    "questions": ("? " * 100_000 + "a", "yaml-key-not-text yaml-too-deep"),
    "keys of brackets": ("a: 1\n? " + "[" * 100_000, "yaml-key-not-text yaml-too-deep"),
    "merge bomb": (BOMB, "missing-key unknown-key yaml-anchor more-problems"),
    "laughs": ("a: &a [" + "x, " * 9 + "]\nb: [" + "*a, " * 100_000 + "]\n", "missing-key unknown-key yaml-anchor more-problems"),
    "base 60": (HEAD + "coverage: 1" + ":1" * 200_000, "yaml-ambiguous"),
    "digits": (HEAD + "coverage: " + "9" * 1_000_000, "yaml-number-too-large"),
    "nodes": (HEAD + "links: {a: [" + "b, " * 300_000 + "]}", "yaml-too-many-nodes"),
    "size": (HEAD + "#" * 6_000_000, "file-too-large"),
    "one long key": ("k" * 4_000_000 + ": 1", "yaml-colon"),
    "zeros": ("\0" * 10_000, "control-character"),
    "deep formula": (
        HEAD + "datasets: {d: {file: d.csv}}\nmeasures: {m: {better: higher, dataset: d, formula: " + "(" * 100_000 + "}}",
        "formula-too-long",
    ),
    "long chain": (
        "scorecard: s\nmeasures:\n"
        + "".join(f"  m{n}: {{better: higher, formula: m{n + 1} * 2}}\n" for n in range(5_000))
        + "perspectives: {p: {measures: {m0: }}}\n",
        "unknown-measure",
    ),
    "flood of measures that are not there": (
        MANY + "perspectives: {p: {measures: {" + ", ".join(f"not_there_{n}: " for n in range(10_000)) + "}}}\n",
        "unknown-measure more-problems",
    ),
    "flood of goals and initiatives that name nothing": (
        "scorecard: s\ndatasets: {entered: {file: v.csv}}\nmeasures: {m: {better: higher, entered: true}}\nperspectives:\n"
        + "".join(f"  p{n}: {{measures: {{m: }}}}\n" for n in range(9_000))
        + "goals:\n"
        + "".join(f"  g{n}: {{strategies: {{not_this_{n}: {{measures: [not_{n}, m, p{n}/n]}}}}}}\n" for n in range(6_000))
        + "initiatives:\n"
        + "".join(f"  i{n}: {{strategy: nor_that_{n}, moves: [neither_{n}, m]}}\n" for n in range(6_000)),
        "unknown-strategy more-problems",
    ),
    "flood of datasets that are not there": (
        "scorecard: s\ndatasets: {" + ", ".join(f"d{n}: {{file: a}}" for n in range(8_000)) + "}\nmeasures: {"
        + ", ".join(f"m{n}: {{better: higher, dataset: zzzz, formula: count(*)}}" for n in range(8_000))
        + "}\nperspectives: {p: {measures: {m0: }}}\n",
        "unknown-dataset more-problems",
    ),
    "flood of links": (
        HEAD + "links: {" + ", ".join(f"a{n}: [p]" for n in range(10_000)) + ", p: [" + "a, " * 20_000 + "a]}\n",
        "unknown-node more-problems",
    ),
    "flood of links that may mean many": (
        "scorecard: s\nlinks: {p0: [" + "a, " * 20_000 + "a]}\nperspectives: {"
        + ", ".join(f"p{n}: {{factors: {{a: {{weight: 1}}}}}}" for n in range(8_000)) + "}\n",
        "ambiguous-link more-problems",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "codes"), HOSTILE.values(), ids=HOSTILE)
def test_it_is_refused_quickly_and_in_little_memory(tmp_path: Path, text: str, codes: str) -> None:
    file = tmp_path / "hostile.yaml"
    file.write_text(text)
    done = subprocess.run([sys.executable, "-c", READ, str(file)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split(), "nothing was said"
    assert set(done.stdout.split()) <= set(codes.split())


@pytest.fixture
def visits() -> Iterator[tuple[str, list[str]]]:
    """The address of a listener, and what was asked of it."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: object) -> None:
            """Nothing to standard error."""

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_nothing_is_fetched_whatever_a_definition_names(tmp_path: Path, visits: tuple[str, list[str]]) -> None:
    address, asked = visits
    file = tmp_path / "scorecard.yaml"
    file.write_text(
        f"# yaml-language-server: $schema={address}/a\n%TAG ! {address}/b\n---\n".replace("%TAG", "# %TAG")
        + f"$schema: {address}/c\n$ref: {address}/d\nscorecard: s\ntitle: {{$ref: '{address}/e'}}\n"
        f"datasets: {{d: {{file: '{address}/f.csv'}}}}\nextends: {address}/g\nperspectives: {{p: {{$ref: '{address}/h'}}}}\n"
    )
    codes = [problem.code for problem in definition.read(str(file)).problems]
    assert codes.count("unknown-key") == 3
    assert "extends-unreadable" in codes
    assert asked == []


def test_the_listener_would_have_noticed(visits: tuple[str, list[str]]) -> None:
    from urllib.request import urlopen

    address, asked = visits
    urlopen(f"{address}/x").close()
    assert asked == ["/x"]


ADDRESS = "postgres://me:canary@host/crm"


@pytest.mark.parametrize(
    "dataset",
    [
        f"{{url: '{ADDRESS}', table: t, tabel: t}}",
        f"{{tabel: t, table: t, url: {ADDRESS}}}",
        "{url: canary, table: t}",
        f"{{file: '{ADDRESS}', wibble: 1}}",
        "{url: 'postgres://me:\n    canary\n    @host', table: t, tabel: t}",
        "\n    url: |\n      postgres://me:\n      canary@host\n    tabel: t",
        f"{{file: d.csv, lookups: {{l: {{file: '{ADDRESS}', key: {{a: b}}, columns: [c, c]}}}}}}",
    ],
)
@pytest.mark.parametrize("parent", ["", "extends: nosuch.yaml\n", "extends: base.yaml\n"])
def test_an_address_that_may_hold_a_password_is_never_shown(tmp_path: Path, dataset: str, parent: str) -> None:
    file = tmp_path / "scorecard.yaml"
    file.write_text(f"scorecard: s\n{parent}datasets:\n  d: {dataset}\nperspectives: {{p: {{weight: 1}}}}\n")
    (tmp_path / "base.yaml").write_text("datasets: {e: {url: canary, table: [t]}}\n")
    problems = definition.read(str(file)).problems
    assert any(problem.is_fault for problem in problems)
    assert "canary" not in draw(problems, color=False)
    assert "canary" not in repr([(problem.facts, problem.place) for problem in problems])
