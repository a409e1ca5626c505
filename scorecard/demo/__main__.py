"""`python -m scorecard.demo FOLDER`: the demo company's workspace and its first report.

Enters: a folder. Leaves there: `scorecard.yaml`, `crm.yaml` and `sales.yaml` (those that stand there already are kept) and
`data/`; in FOLDER/reports, or wherever `--output` says, the report on the first of them in PDF and HTML; on the terminal its
scores and the paths.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import scorecard
from scorecard.demo import write, write_standard
from scorecard.shipped import folder
from scorecard.words import numbers


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scorecard.demo", description="Make the demo company and report on it.")
    parser.add_argument("folder", type=Path, help="where its scorecards and data/ go")
    parser.add_argument("--output", type=Path, help="where the report goes; FOLDER/reports if not given")
    arguments = parser.parse_args()

    data = arguments.folder / "data"
    spoils = (*write(data), *write_standard(data / "crm"))
    print(f"{data}: the demo company's data, with {len(spoils)} faults planted in them on purpose")
    package = Path(scorecard.__file__).parent  # the schema that editors complete from lies in it
    for shipped in (folder("definitions") / "demo").glob("*.yaml"):
        if not (definition := arguments.folder / shipped.name).exists():
            text = shipped.read_text(encoding="utf-8")
            definition.write_text(text.replace("../../scorecard", str(package), 1), encoding="utf-8")
    evaluation = scorecard.load(arguments.folder / "scorecard.yaml").evaluate()
    print(f"\n{summary(evaluation)}\n")
    for path in scorecard.write(evaluation, output=arguments.output or arguments.folder / "reports"):
        print(path)


def summary(evaluation: scorecard.Evaluation) -> str:
    """The scores of the whole and of each perspective, side by side in the two periods."""
    scores, shown = evaluation.scores, (evaluation.baseline, evaluation.target)
    columns = [scores.periods.index(period) for period in shown]
    lines = [f"{evaluation.definition.title('en'):<36}" + "".join(f"{period.id if period else '':>10}" for period in shown)]
    for node, score in zip(scores.nodes, scores.score[:, columns, 0], strict=True):
        if len(node.path) < 2:
            title = f"  {node.title('en')}" if node.path else "Score, 0 to 100"
            lines.append(f"{title:<36}" + "".join(f"{numbers.score(float(each)):>10}" for each in score))
    levels = Counter(problem.level for problem in evaluation.problems)
    lines.append(f"{levels['finding']} findings and {levels['note']} notes on data and definition stand at the report's end.")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
