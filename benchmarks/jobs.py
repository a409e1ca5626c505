"""The jobs: each proves that both sides find the same numbers, then times them.

Enters: how many rows and how many runs. Leaves: `Row`s, and `Disagreement` when numbers differ.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks import agreement
from benchmarks.data import job
from benchmarks.rows import Disagreement, Row
from benchmarks.runs import ROOT, answer, in_turns, run

RIVALS = ROOT / "benchmarks" / "rivals"
SCORECARD = str(Path(sys.executable).with_name("scorecard"))


@dataclass(frozen=True, slots=True)
class Size:
    small: int
    large: int
    cube: int
    lives: int
    answers: int
    entities: int  # whose scores are rolled up
    reports: int  # of agents, made at once
    times: int  # runs of the small things; the big ones run less often


FULL = Size(
    small=2_000, large=1_000_000, cube=10_000_000, lives=5_000_000, answers=1_000_000, entities=10_000, reports=100, times=11
)
QUICK = Size(small=2_000, large=20_000, cube=200_000, lives=100_000, answers=20_000, entities=500, reports=10, times=3)


def small_job(size: Size, timed: bool) -> Iterator[Row]:
    ours, rival = report_job("small", size.small, first="2023Q4", history=5)
    if timed:
        a, b = in_turns(ours, rival, times=size.times)
        yield Row.at_most(f"report on {size.small:,} rows of CSV against pandas: CPU s", a.cpu, b.cpu, 0.50)


def large_job(size: Size, timed: bool) -> Iterator[Row]:
    ours, rival = report_job("large", size.large, first="2022Q1", history=12)
    if timed:
        a, b = in_turns(ours, rival, times=max(3, size.times // 2))
        yield Row.at_most(f"report on {size.large:,} rows of CSV against pandas: CPU s", a.cpu, b.cpu, 0.75)
        yield Row.at_most("  the same: peak MB", a.memory, b.memory, 0.45)


def report_job(name: str, rows: int, *, first: str, history: int) -> tuple[list[str], list[str]]:
    """The commands that write the HTML report: ours and the analyst's. `first`: the first quarter that is shown."""
    folder = job(name, rows, "csv", history=history)
    rival = [sys.executable, str(RIVALS / "pandas_report.py"), str(folder / "deals.csv"), first, str(folder / "rival.html")]
    agree(folder, rival)
    return [SCORECARD, "report", str(folder / "job.yaml"), "--to", "html", "-o", str(folder)], rival


def cube_job(size: Size, timed: bool) -> Iterator[Row]:
    """Twelve quarters, fifty branches and their total; seconds within the process, imports excluded. Against SQL, which runs on
    the same engine with the same threads, CPU too: it is steadier on a busy machine."""
    folder = job("cube", size.cube, "parquet", history=12, by_branch=True)
    warm_up = job("warm-up", 500, "parquet", history=12, by_branch=True)
    with_pandas, with_sql = (
        [sys.executable, str(RIVALS / script), str(folder / "deals.parquet")] for script in ("pandas_cube.py", "duckdb_cube.py")
    )
    agree(folder, with_pandas, with_sql)
    if timed:
        ours = [sys.executable, "-m", "benchmarks.our_cube", str(folder / "job.yaml"), str(warm_up / "job.yaml")]
        a, b, c = in_turns(ours, with_pandas, with_sql, times=max(3, size.times // 3), inside=True)
        yield Row.times_faster(f"{size.cube:,} rows of Parquet, pandas to ours: wall s", a.inside, b.inside, 7)
        yield Row.at_most("  the same against the best SQL: wall s", a.inside, c.inside, 1.1)
        yield Row.at_most("  the same against the best SQL: CPU s", a.inside_cpu, c.inside_cpu, 1.1)


def lives_job(size: Size, timed: bool) -> Iterator[Row]:
    """What was open at the start and the end of each quarter, and distinct counts."""
    yield from cubed("lives", size.lives, "contracts, open and distinct", 3, max(3, size.times // 3), timed)


def answers_job(size: Size, timed: bool) -> Iterator[Row]:
    """Survey answers: four methods over twelve items, with standard errors and reliability."""
    yield from cubed("answers", size.answers, "survey answers × 12 items", 7, max(3, size.times // 2), timed)


def cubed(of: str, rows: int, what: str, bar: float, times: int, timed: bool) -> Iterator[Row]:
    """Twelve quarters, in all and by branch, against pandas; seconds within the process, imports excluded."""
    folder = job(of, rows, "parquet", history=12, by_branch=True, of=of)
    warm_up = job(f"{of}-warm-up", 2_000, "parquet", history=12, by_branch=True, of=of)
    with_pandas = [sys.executable, str(RIVALS / f"pandas_{of}.py"), str(folder / f"{of}.parquet")]
    agree(folder, with_pandas)
    if timed:
        ours = [sys.executable, "-m", "benchmarks.our_cube", str(folder / "job.yaml"), str(warm_up / "job.yaml")]
        a, b = in_turns(ours, with_pandas, times=times, inside=True)
        yield Row.times_faster(f"{rows:,} {what}, pandas to ours: wall s", a.inside, b.inside, bar)


def crm_job(size: Size, timed: bool) -> Iterator[Row]:
    """The whole CRM scorecard over the demo company's records, from the file to JSON."""
    ours = [SCORECARD, "evaluate", str(demo()), "--json"]
    if timed:
        a, b = in_turns(ours, [sys.executable, "-c", "import pandas"], times=size.times)
        yield Row.at_most("the CRM scorecard of the demo company against `import pandas`: CPU s", a.cpu, b.cpu, 1.5)


def demo() -> Path:
    """The demo company's CRM scorecard, its data made."""
    data = ROOT / "definitions" / "demo" / "data" / "crm"
    make = f"from pathlib import Path; from scorecard.demo import write_standard; write_standard(Path({str(data)!r}))"
    run([sys.executable, "-c", make])
    return ROOT / "definitions" / "demo" / "crm.yaml"


def pages_job(size: Size, timed: bool) -> Iterator[Row]:
    """The whole CRM report, in each of three languages: PDF and HTML within the process, imports and evaluation excluded."""
    file = demo()
    if timed:
        times = max(3, size.times // 2)
        for language, told in answer([sys.executable, "-m", "benchmarks.our_pages", str(file), str(times)]).items():
            yield Row.at_most(f"CRM report in PDF ({language}) against WeasyPrint alone: CPU s", told["pdf"], told["alone"], 1.05)
            yield Row.at_most(f"  the same, a page of {told['pages']:.0f}: CPU s", told["pdf"] / told["pages"], 1.0, 0.08)
            yield Row.at_most("  the same in HTML, from the evaluation on: CPU s", told["html"], 1.0, 0.05)


def each_job(size: Size, timed: bool) -> Iterator[Row]:
    """An executive report for every one of many agents, against one agent's alone, from the file to the PDF; and memory, which
    must not grow with their number. Two processes make them: the CPU is that of all, the memory that of the largest."""
    folder = job("each", size.small * 40, "parquet", history=5)
    few = max(2, size.reports // 5)
    single, many, fewer = (each_command(folder, number) for number in (1, size.reports, few))
    if timed:
        a, b, c = in_turns(many, single, fewer, times=max(3, size.times // 4))
        alone, shared = f"{size.reports} executive reports of agents", "a first one alone"
        yield Row.at_most(f"{alone}, each against {shared}: CPU s", a.cpu / size.reports, b.cpu, 0.70)
        yield Row.at_most(f"  the same against {few} reports: peak MB", a.memory, c.memory, 1.1)


def each_command(folder: Path, agents: int) -> list[str]:
    """Makes the reports of the first agents; of one alone without a look at units."""
    names = ", ".join(f"'Agent {number}'" for number in range(1, agents + 1))
    file = folder / f"agents-{agents}.yaml"
    units = "entities: [agent]\n" if agents > 1 else ""
    only = f'datasets: {{deals: {{where: "agent in ({names})"}}}}\n'
    edition = "report: {edition: executive}\n"
    file.write_text(f"scorecard: agents-{agents}\nextends: ./job.yaml\n{units}{only}{edition}", encoding="utf-8")
    command = [SCORECARD, "report", str(file), "--to", "pdf", "-o", str(folder)]
    return [*command, "--each", "agent", "--fresh"] if agents > 1 else command


def help_page(size: Size, timed: bool) -> Iterator[Row]:
    if timed:
        a, b = in_turns([SCORECARD, "--help"], [sys.executable, "-c", "pass"], times=3 * size.times)
        yield Row.at_most("scorecard --help against a bare Python start: CPU s", a.cpu, b.cpu, 5)


def scoring_job(size: Size, timed: bool) -> Iterator[Row]:
    """Runs in this process, and loads numpy into it: no child may be measured after it."""
    from benchmarks import scoring

    rows = scoring.run(size.entities, repeat=max(1, size.times // 2))
    if timed:
        yield from rows


def agree(folder: Path, *rivals: list[str]) -> None:
    """Raises Disagreement with the first ten differences."""
    with tempfile.TemporaryDirectory() as desk:
        run([SCORECARD, "evaluate", str(folder / "job.yaml"), "--json", "-o", f"{desk}/ours.json"])
        ours = agreement.ours(Path(desk, "ours.json"))
        for rival in rivals:
            run([*rival, f"{desk}/rival.json"])
            if different := list(islice(agreement.differences(ours, agreement.rivals(Path(desk, "rival.json"))), 10)):
                raise Disagreement(f"{folder.name}, {Path(rival[1]).name}:\n  " + "\n  ".join(different))
