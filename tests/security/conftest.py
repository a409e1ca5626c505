"""A workspace in which every text is an attack, and what each command makes of it."""

from __future__ import annotations

import gc
import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from scorecard.cli import program

SCRIPT = "<script>document.title='owned'</script>"
IMAGE = "\"><img src='{address}/image' onerror=\"document.title='owned'\">"
STYLE = "</style></title></svg><style>@import '{address}/style'</style><link rel=stylesheet href='{address}/link'>"
TEMPLATE = "{{ 7 * 191 }}{% raw %}${7*191}#{7*191}"
SQL = "x'); DROP TABLE \"rows\"; SELECT read_text('/etc/passwd') -- \" ' \\"
SHEET = "=cmd|'/c calc'!A1"
TERMINAL = "\x1b]0;owned\x07\x1b[2J\x9b31m\rgone"
TURNED = "\u202egnp.exe\u2066"
COLUMN = 'a"b; DROP TABLE y; --'


@dataclass(frozen=True)
class Done:
    code: int
    stdout: bytes
    stderr: bytes

    @property
    def output(self) -> str:
        return (self.stdout + self.stderr).decode("utf-8", "replace")


def run(*words: str, folder: Path) -> Done:
    """The command line from its outermost door, in this process."""
    thresholds, typed = gc.get_threshold(), sys.argv
    with chdir(folder), CliRunner().isolation() as (stdout, stderr, _):
        sys.argv = ["scorecard", *words]
        try:
            code = program.main()
        finally:
            sys.argv = typed
            gc.set_threshold(*thresholds)
        return Done(code, stdout.getvalue(), stderr.getvalue())


@dataclass(frozen=True)
class Workspace:
    folder: Path
    asked: list[str]  # what was fetched from the listener
    outputs: dict[str, bytes]

    @property
    def texts(self) -> Iterator[tuple[str, str]]:
        """What a person or program reads of it, PDF and Parquet apart."""
        for name, content in self.outputs.items():
            if not name.endswith((".pdf", ".parquet")):
                yield name, content.decode()


def write(folder: Path, address: str) -> None:
    """Texts that the definition may hold are in the definition; those with control characters come with the data."""

    def text(*parts: str) -> str:
        return " ".join(part.replace("{address}", address) for part in parts)

    names = [text(SCRIPT), text(IMAGE), text(STYLE), TEMPLATE, SQL, SHEET, "+1", "@SUM(A1)", "-2+3", TERMINAL, TURNED, ""]
    rows = [[COLUMN, "day", "branch", "stage"]]
    rows += [[str(10 + n), f"2025-0{1 + period}-15", name, SQL if n % 2 else SHEET]
             for period in (0, 1) for n, name in enumerate(names)]  # fmt: skip
    rows.append([TERMINAL, TURNED + SCRIPT, "broken", "broken"])
    data = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    (folder / f"{SCRIPT.replace('/', '')} {SHEET.replace('/', '')}.csv").write_bytes(data.encode())
    every = {"title": text(SCRIPT, IMAGE, STYLE, TEMPLATE, SQL), "description": text(SCRIPT, IMAGE)}
    measure = {"better": "higher", "dataset": "d"}
    definition = {
        "scorecard": "hostile",
        "title": every["title"],
        "periods": {"baseline": "2025-01", "target": "2025-02"},
        "entities": ["branch"],
        "members": {"branch": {text(SCRIPT): text(IMAGE), SHEET: "=1+1"}},
        "datasets": {
            "d": {
                "file": f"{SCRIPT.replace('/', '')} {SHEET.replace('/', '')}.csv",
                "time": "day",
                "columns": {"amount": COLUMN},
                "values": {"stage": {SHEET: [SQL, "x"], SQL: [SHEET]}},
                "blank": {"amount": [SQL]},
            }
        },
        "measures": {
            "amount": {**every, **measure, "formula": "sum(amount)", "owner": every["title"], "review_by": "2025-02-01"},
            "won": {**every, **measure, "share": f"stage = '{SHEET.replace(chr(39), chr(39) * 2)}'"},
            "lost": {**every, **measure, "share": f"stage = '{SQL.replace(chr(39), chr(39) * 2)}'"},
        },
        "perspectives": {
            "p": {"title": every["title"], "factors": {"f": {"title": SHEET, "measures": {
                "amount": {"target": {"floor": 0, "goal": 500}},
                "won": {"title": SHEET, "target": {"floor": 0, "goal": 1}},
                "lost": {"title": "@x", "target": {"floor": 0, "goal": 1}},
            }}}},
        },
        "goals": {"g": {**every, "owner": every["title"], "strategies": {"s": {**every, "measures": ["won", SCRIPT, SHEET]}}}},
        "initiatives": {"i": {
            **every, "owner": every["title"], "due": "2025-02-01", "status": "running", "budget": 10**18,
            "strategy": "g/s", "moves": ["amount", "f", TEMPLATE, SQL],
        }},
        "status": {"poor": 0, "good": 50},
    }  # fmt: skip
    (folder / "scorecard.yaml").write_text(json.dumps(definition, ensure_ascii=False), encoding="utf-8")


@pytest.fixture(scope="session")
def listener() -> Iterator[tuple[str, list[str]]]:
    """The address of a server, and what was asked of it."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if self.path.startswith("/redirect"):
                self.send_response(302)
                self.send_header("Location", "/redirected")
            else:
                self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing to standard error."""

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory, listener: tuple[str, list[str]]) -> Workspace:
    folder = tmp_path_factory.mktemp("hostile")
    write(folder, listener[0])
    before = {path.name for path in folder.iterdir()}
    made: dict[str, bytes] = {}
    commands: dict[str, tuple[str, ...]] = {
        "table": ("evaluate", "--entities", "scorecard.yaml"),
        "evaluate.json": ("evaluate", "--json", "scorecard.yaml"),
        "evaluate.csv": ("evaluate", "--csv", "scorecard.yaml"),
        "evaluate.parquet": ("evaluate", "--parquet", "scorecard.yaml"),
        "changes": ("compare", "scorecard.yaml"),
        "compare.json": ("compare", "--json", "scorecard.yaml"),
        "compare.csv": ("compare", "--csv", "scorecard.yaml"),
        "checked": ("check", "scorecard.yaml"),
        "checked.json": ("check", "--format", "json", "scorecard.yaml"),
        "report": ("report", "scorecard.yaml", "-o", "out"),
    }
    for name, words in commands.items():
        done = run(*words, folder=folder)
        assert done.code in (0, 1 if words[0] == "check" else 0), done.output
        made[name], made[f"{name} (stderr)"] = done.stdout, done.stderr
    made |= {path.name: path.read_bytes() for path in (folder / "out").iterdir()}
    assert {path.name for path in folder.iterdir()} == before | {"out"}
    return Workspace(folder, listener[1], made)


@pytest.fixture
def scores(hostile: Workspace) -> Callable[[str, str], dict[str, float | None]]:
    """A field of a node in the later period, by branch; the total under "total"."""
    rows = json.loads(hostile.outputs["evaluate.json"])["rows"]

    def of(path: str, field: str) -> dict[str, float | None]:
        found = (row for row in rows if row["path"] == path and row["period"] == "2025-02")
        return {row["entity"].get("branch", "total"): row[field] for row in found}

    return of
