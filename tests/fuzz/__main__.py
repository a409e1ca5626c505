"""Fuzzing: every door of `targets` for so many seconds, steered by coverage (atheris, in the group `fuzz`).

Enters: `make fuzz`, or `python -m tests.fuzz --seconds 60 [TARGET …]`. Leaves: 0, or 1 and for each finding the bytes, in
`.fuzz/found/`; what was mended is kept in `tests/fuzz/findings/TARGET/`, which the fast tests run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
PLACE = ROOT / ".fuzz"
FORMULA_WORDS = """count sum avg min max median quantile stddev filter where distinct case when then else end between is null over
    days_between hours_between previous year_ago baseline coalesce nullif sd pp"""
PER_INPUT, MEGABYTES, LONGEST = 10, 1_200, 8_192  # seconds, of memory, bytes


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--one", help=argparse.SUPPRESS)  # run this target here: what the others are started with
    parser.add_argument("targets", nargs="*")
    asked, rest = parser.parse_known_args()
    if asked.one:
        return _fuzz(asked.one, rest)
    from tests.fuzz.targets import TARGETS

    failed = [target for target in asked.targets or TARGETS if not _start(target, asked.seconds)]
    print(f"found something in: {', '.join(failed)}; see {PLACE / 'found'}" if failed else "nothing found")
    return 1 if failed else 0


def _start(target: str, seconds: int) -> bool:
    """A process for one target: what hangs or eats memory there is stopped from outside Python."""
    from tests.fuzz.targets import seeds

    corpus, found = PLACE / "corpus" / target, PLACE / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds(target):
        (corpus / sha256(seed).hexdigest()[:16]).write_bytes(seed)
    options = (
        f"-max_total_time={seconds}", f"-timeout={PER_INPUT}", f"-rss_limit_mb={MEGABYTES}", f"-max_len={LONGEST}",
        f"-artifact_prefix={found / target}-", "-print_final_stats=1", "-verbosity=1", f"-dict={_dictionary()}",
    )  # fmt: skip
    command = [sys.executable, "-m", "tests.fuzz", "--one", target, *options, str(corpus)]
    log = found / f"{target}.log"
    memory = Path("/dev/shm")  # files there cost no disk; libFuzzer ends a process without leave to clean up, so it is done here
    with log.open("wb") as output, TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as room:
        done = subprocess.run(
            command, cwd=ROOT, stdout=output, stderr=output, timeout=seconds + 120, check=False,
            env={**os.environ, "SCORECARD_FUZZ": room},
        )  # fmt: skip
    said = log.read_text("utf-8", "replace").splitlines()
    runs = next((line.split()[-1] for line in said if line.startswith("stat::number_of_executed_units")), "?")
    print(f"{target}: {runs} inputs, " + ("nothing found" if done.returncode == 0 else f"FOUND something: {log}"), flush=True)
    return done.returncode == 0


def _dictionary() -> Path:
    """The words of the language, which chance would not hit upon."""
    import json
    import re

    schema = json.loads((ROOT / "scorecard/schemas/definition.schema.json").read_text("utf-8"))
    words = set(re.findall(r'"([A-Za-z_]{2,20})"', json.dumps(schema)))
    words |= {*FORMULA_WORDS.split()}
    path = PLACE / "words.dict"
    path.write_text("".join(f'"{word}"\n' for word in sorted(words)), encoding="utf-8")
    return path


def _fuzz(target: str, options: list[str]) -> int:
    import atheris

    with atheris.instrument_imports(include=["scorecard"]):
        import scorecard.comparison
        import scorecard.pipeline
        import scorecard.scoring
        import scorecard.values  # noqa: F401  # loaded here so that they are instrumented
        from tests.fuzz import targets
    atheris.Setup([sys.argv[0], *options], targets.TARGETS[target])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    os.nice(19)
    sys.exit(main())
