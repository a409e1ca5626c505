"""The scorecards that ship: whole without a target of the client's, and run on whatever data there are."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import scorecard
from scorecard import export, shipped
from scorecard.records.definition import Definition

HERE = Path(__file__).parent
DEFINITIONS = shipped.folder("definitions")
SHIPPED = ("crm", "crm-starter", "sales-team")
LIBRARY: dict[str, dict[str, Any]] = {
    id: measure
    for file in (DEFINITIONS / "measures").glob("*.yaml")
    for id, measure in yaml.safe_load(file.read_text(encoding="utf-8"))["measures"].items()
}
LANGUAGES = {"en", "fa", "ar"}


def definition(name: str) -> Definition:
    card = scorecard.load(DEFINITIONS / f"{name}.yaml")
    assert [scorecard.describe(problem) for problem in card.problems if problem.is_fault] == []
    assert card.definition is not None
    return card.definition


def nodes(parts: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    for id, part in parts.items():
        yield (*path, id), part
        yield from nodes(part.get("factors", {}), (*path, id))


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_has_names_in_three_languages_equal_weights_and_a_target_for_every_measure(name: str) -> None:
    text = (DEFINITIONS / f"{name}.yaml").read_text(encoding="utf-8")
    written = yaml.safe_load(text)
    assert written["scorecard"] == name
    assert written["title"].keys() == LANGUAGES
    assert not {"datasets", "periods"} & written.keys()  # these are the client's
    assert "weight:" not in re.sub("#.*", "", text)
    assert "equal" in text
    for path, part in nodes(written["perspectives"]):
        assert part["title"].keys() == LANGUAGES, path
        assert part.get("measures") or part.get("factors"), path
        for id, use in part.get("measures", {}).items():
            own = (use or {}).get("target") or LIBRARY[id].get("target")
            is_scale = LIBRARY[id].get("survey", {}).get("method") in ("mean", "ces")  # scored over the ends of its scale
            assert own or is_scale, f"{path}: {id} has no target"
    assert all(leaf.target is not None for leaf in definition(name).root.walk() if leaf.measure)


def test_the_crm_scorecard_holds_facts_and_perceptions_in_every_factor() -> None:
    written = yaml.safe_load((DEFINITIONS / "crm.yaml").read_text(encoding="utf-8"))["perspectives"]
    assert list(written) == ["organizational", "customer", "process", "infrastructure"]
    factors = {path: part["measures"] for path, part in nodes(written) if "measures" in part}
    assert len(factors) == 19
    assert {len(path) for path in factors if path[0] == "infrastructure"} == {3}
    assert {len(path) for path in factors if path[0] != "infrastructure"} == {2}
    rated = {"technological_capacity", "human_capital_readiness", "cross_functional_development", "functions_taking_part"}
    for path, measures in factors.items():
        asked = {id for id in measures if "survey" in LIBRARY[id]} - rated
        facts = measures.keys() - asked
        assert facts, path
        assert asked or path[-1] == "shareholder_value", path


def test_links_of_the_crm_scorecard_lead_from_what_there_is_to_what_comes_of_it() -> None:
    written = yaml.safe_load((DEFINITIONS / "crm.yaml").read_text(encoding="utf-8"))
    order = ("infrastructure", "process", "customer", "organizational")
    stands = {path[-1]: order.index(path[0]) for path, part in nodes(written["perspectives"]) if "measures" in part}
    links = [(one, other) for one, others in written["links"].items() for other in others]
    assert {(stands[one], stands[other]) for one, other in links} == {(0, 1), (1, 2), (2, 3)}
    assert {id for link in links for id in link} == stands.keys()  # no factor stands alone
    assert len(definition("crm").links) == len(links)


def client(folder: Path, name: str, *files: str) -> scorecard.Scorecard:
    """A file of a client's own over some of the files of `data/`."""
    for file in files:
        shutil.copy(HERE / "data" / file, folder)
    text = [f"scorecard: acme\nextends: {name}\nperiods: {{baseline: 2025-Q1, target: 2025-Q2}}\ndatasets:"]
    text += [f"  {Path(file).stem}: {{file: {Path(file).name}, covers: [2025-01-01, 2025-09-30]}}" for file in files]
    (folder / "scorecard.yaml").write_text(
        "\n".join(text).replace("entered.csv, covers: [2025-01-01, 2025-09-30]", "entered.csv")
    )
    return scorecard.load(folder / "scorecard.yaml")


def test_with_one_file_the_crm_scorecard_runs_and_says_what_it_lacks(tmp_path: Path) -> None:
    card = client(tmp_path, "crm", "service/customers.csv")
    rows = {(row.path, row.period): row for row in export.rows(card.evaluate())}
    lost = rows["process/retention/churn_rate", "2025-Q2"]
    assert (lost.value, lost.floor, lost.goal) == pytest.approx((3 / 6, 2 / 5 + 0.02, 2 / 5 * 0.8))
    kept = rows["process/retention", "2025-Q2"]
    assert (kept.score, kept.reason, kept.coverage) == (None, "low-coverage", pytest.approx(1 / 5))  # one of five measures
    assert rows["infrastructure/culture/partnership", "2025-Q2"].reason == "nothing-scored"  # missing, not out of the question
    root = rows["", "2025-Q2"]
    assert (root.score, root.coverage) == (None, 0)
    found = [problem for problem in card.check() if problem.code == "datasets-lacking"]
    assert len(found) == 1
    assert not any(problem.is_fault for problem in card.check())


STARTER = ("sales/deals.csv", "service/customers.csv", "service/tickets.csv", "service/customer_answers.csv")


def test_four_files_are_enough_for_the_scorecard_to_begin_with(tmp_path: Path) -> None:
    card = client(tmp_path, "crm-starter", *STARTER)
    rows = [row for row in export.rows(card.evaluate()) if row.period == "2025-Q2"]
    measures = {row.path.split("/")[-1]: row for row in rows if row.kind == "measure"}
    assert len(measures) == 15
    missing = {id: row.reason for id, row in measures.items() if row.score is None}
    assert missing == {"customer_effort_score": "too-few"}  # four answers
    assert all(row.score is not None for row in rows if row.kind != "measure")
    assert measures["first_contact_resolution"].score == 0  # 50%
    assert measures["sla_compliance"].score == pytest.approx((0.75 - 0.6) / 0.2 * 50)
    assert measures["nps"].score == pytest.approx(100 / 3 / 50 * 100)
    assert "datasets-lacking" not in {problem.code for problem in card.check()}


def test_a_team_is_scored_by_what_it_reaches_together_and_a_person_by_the_own_work(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(
        "deal_id,customer_id,owner,team,stage,amount,created_on,closed_on\n"
        + "".join(
            f"d{n},c{n},{owner},{team},{stage},{amount},{month}-01,{month}-20\n"
            for n, (owner, team, stage, amount, month) in enumerate(
                [
                    ("Ali", "A", "won", 100, "2025-01"),
                    ("Ali", "A", "lost", 50, "2025-02"),
                    ("Sara", "A", "won", 200, "2025-03"),
                    ("Omid", "B", "won", 300, "2025-02"),
                    ("Ali", "A", "won", 120, "2025-04"),
                    ("Sara", "A", "won", 160, "2025-05"),
                    ("Omid", "B", "won", 300, "2025-06"),
                    ("Omid", "B", "lost", 300, "2025-06"),
                ]
            )
        )
    )
    (tmp_path / "targets.csv").write_text(
        "owner,team,date,amount\nAli,A,2025-01-01,100\nAli,A,2025-04-01,200\nSara,A,2025-04-01,160\nOmid,B,2025-04-01,400\n"
    )
    text = "scorecard: ours\nextends: sales-team\nperiods: {baseline: 2025-Q1, target: 2025-Q2}\ndatasets:\n"
    text += "".join(f"  {name}: {{file: {name}.csv, covers: [2025-01-01, 2025-06-30]}}\n" for name in ("deals", "targets"))
    (tmp_path / "scorecard.yaml").write_text(text)
    rows = {
        (row.path, tuple(row.entity.values())): row
        for row in export.rows(scorecard.load(tmp_path / "scorecard.yaml").evaluate())
        if row.period == "2025-Q2"
    }
    together, own = "team/team_results/target_attainment", "individual/own_results/target_attainment"
    assert rows[together, ("A",)].score == pytest.approx((280 / 360 - 0.6) / 0.4 * 100)
    assert rows[together, ("A", "Ali")].score is None
    assert rows[own, ("A", "Ali")].score == 0  # exactly 60% of it: the floor
    assert rows[own, ("A", "Sara")].score == 100
    assert rows[own, ("A",)].score is None
    assert rows["team", ("A", "Ali")].reason == "no-target"  # not a person's: outside, and no gap
    assert rows["team/team_results/sales_volume", ("A",)].score == pytest.approx((280 - 240) / (360 - 240) * 100)
    assert rows["individual/own_results/sales_volume", ("A", "Ali")].score == pytest.approx(100)  # 120 of 100
    assert rows["individual/selling/win_rate", ("B",)].score == pytest.approx(0)  # 50% after 100%
