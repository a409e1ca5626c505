"""`python -m scorecard.demo FOLDER`: the demo company's workspace and its first report.

Enters: a folder. Leaves there: `scorecard.yaml` (one that stands there is kept) and `data/`; and the report's files.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import scorecard
from scorecard.demo import write
from scorecard.shipped import folder


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scorecard.demo", description="Make the demo company and report on it.")
    parser.add_argument("folder", type=Path, help="where scorecard.yaml and data/ go")
    parser.add_argument("--output", type=Path, help="where the report goes (default: FOLDER/reports)")
    arguments = parser.parse_args()
    spoils = write(arguments.folder / "data")
    definition = arguments.folder / "scorecard.yaml"
    if not definition.exists():
        shutil.copyfile(folder("definitions") / "demo" / "scorecard.yaml", definition)
    print(f"{arguments.folder / 'data'}: six files, with {len(spoils)} faults planted in them on purpose")


main()
