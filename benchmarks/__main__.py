"""`python -m benchmarks`: one table, ratios in one run."""

from __future__ import annotations

import argparse
import sys

from benchmarks.jobs import (
    FULL,
    QUICK,
    answers_job,
    crm_job,
    cube_job,
    each_job,
    help_page,
    large_job,
    lives_job,
    pages_job,
    scoring_job,
    small_job,
)
from benchmarks.rows import Disagreement, Row

JOBS = {
    "help": help_page, "small": small_job, "large": large_job, "crm": crm_job, "cube": cube_job, "lives": lives_job,
    "answers": answers_job, "pages": pages_job, "each": each_job, "scoring": scoring_job,
}  # fmt: skip


def line(*cells: str) -> str:
    what, *numbers = cells
    return f"{what:<68}" + "".join(f"{number:>9}" for number in numbers)


def show(row: Row) -> None:
    numbers = (f"{number:.3g}" if number < 1000 else f"{number:,.0f}" for number in (row.ours, row.rival, row.ratio, row.bar))
    print(line(row.what, *numbers, "yes" if row.holds else "NO"), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Ours against rivals: fails on numbers, not on time."
    )
    parser.add_argument("jobs", nargs="*", metavar="JOB", help=f"{', '.join(JOBS)}; all of them by default")
    parser.add_argument("--quick", action="store_true", help="fewer rows and runs: says little about the bar")
    parser.add_argument("--agree", action="store_true", help="compare the numbers, time nothing")
    asked = parser.parse_args()
    names = asked.jobs or [*JOBS]
    if unknown := sorted(set(names) - {*JOBS}):
        parser.error(f"no such job: {', '.join(unknown)}")
    size, failed = (QUICK if asked.quick else FULL), 0
    print(line("what", "ours", "rival", "ratio", "bar", "holds"))
    for name, job in JOBS.items():
        if name in names:
            try:
                for row in job(size, not asked.agree):
                    show(row)
            except Disagreement as different:
                failed = 1
                print(f"numbers differ in {different}", file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main())
