"""What definitions without faults become."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from scorecard import definition
from scorecard.records.definition import (
    Band,
    Bound,
    Calendar,
    Definition,
    Derived,
    Entered,
    FromRows,
    Hierarchy,
    Knot,
    Link,
    Target,
)

GOOD = Path(__file__).parent / "good"


def read(name: str) -> Definition:
    reading = definition.read(str(GOOD / f"{name}.yaml"))
    assert [problem.code for problem in reading.problems if problem.code != "library-replaced"] == []
    assert reading.definition is not None
    return reading.definition


def test_the_top_is_read_and_inherited() -> None:
    found = read("language")
    assert (found.id, found.title("fa"), found.calendar.type, found.currency) == ("acme-crm", "ارزیابی CRM آکمه", "jalali", "IRR")
    assert found.language == "fa"
    assert found.hierarchies == (Hierarchy("place", ("region", "branch")),)
    assert found.periods.baseline is not None
    assert found.periods.target is not None
    assert (found.periods.baseline.start, found.periods.target.end) == (date(2024, 12, 21), date(2026, 3, 21))
    assert found.periods.history == 8
    assert found.status == (Band("poor", 0), Band("fair", 50), Band("good", 80))
    assert found.links == (
        Link(("learning", "training_days"), ("process", "acquisition")),
        Link(("learning", "training_days"), ("process", "revenue_growth")),
    )
    assert found.sha256 == sha256((GOOD / "language.yaml").read_bytes()).hexdigest()


def test_datasets_keep_the_files_texts() -> None:
    deals = read("language").datasets["deals"]
    assert deals.path == (GOOD / "data/deals.xlsx").resolve()
    assert (deals.file, deals.sheet, deals.time, deals.durations) == ("data/deals.xlsx", "معاملات", "closed_on", ("talk_time",))
    assert deals.columns["closed_on"] == ("تاریخ بستن",)
    assert deals.values == {"stage": {"برنده": "won", "1": "won", "بازنده": "lost"}}
    assert deals.blank == {"rating": ("0", "N/A")}
    assert deals.covers == (date(2023, 3, 21), date(2026, 3, 21))  # the day after 29 Esfand 1404
    assert deals.where is not None
    assert [mention.column for mention in deals.where.mentions] == ["amount"]
    agents = deals.lookups["agents"]
    assert (agents.key, agents.columns) == ({"owner": "sales_agent"}, ("branch", "region"))
    assert read("language").datasets["customers"].valid == ("joined_on", "left_on")


def test_measures_used_and_what_they_derive_from_are_compiled() -> None:
    measures = read("language").measures
    assert list(measures) == [
        "win_rate", "revenue", "average_deal", "churn_rate", "revenue_growth", "training_days", "load"
    ]  # fmt: skip
    how = {id: measure.how for id, measure in measures.items()}
    win_rate, churn, load = how["win_rate"], how["churn_rate"], how["load"]
    assert isinstance(win_rate, FromRows)
    assert isinstance(churn, FromRows)
    assert isinstance(load, FromRows)
    assert (win_rate.dataset, win_rate.time, win_rate.window) == ("deals", "closed_on", "during")
    assert (churn.window, load.time) == ("open_at_start", "opened_on")
    assert isinstance(how["revenue_growth"], Derived)
    assert isinstance(how["training_days"], Entered)
    assert [measures[id].unit for id in ("win_rate", "revenue", "load")] == ["percent", "currency", "number"]
    assert measures["win_rate"].tags == {"department": "sales", "timing": "lagging", "year": "2015", "core": "true"}
    assert measures["average_deal"].title() == "Average deal"


def test_nodes_carry_what_they_inherit() -> None:
    nodes = {"/".join(node.path): node for node in read("language").root.walk()}
    assert list(nodes) == [
        "", "process", "process/acquisition", "process/acquisition/win_rate", "process/acquisition/churn_rate",
        "process/acquisition/average_deal", "process/stability", "process/stability/load", "process/revenue_growth",
        "learning", "learning/training_days", "learning/load",
    ]  # fmt: skip
    assert [nodes[path].coverage for path in ("", "process", "process/stability/load", "learning")] == [0.25, 0.6, 0.6, 0.25]
    assert [nodes[path].missing for path in ("", "process", "process/stability")] == ["skip", "zero", "skip"]
    assert [nodes[path].weight for path in ("process", "learning", "process/acquisition/win_rate")] == [25, 1, 2]
    assert [nodes[path].kind for path in ("", "learning", "process/stability", "learning/load")] == [
        "root", "perspective", "factor", "measure"
    ]  # fmt: skip
    assert nodes["process/acquisition/average_deal"].title() == "Size of a deal"
    assert nodes["process/acquisition/win_rate"].title("fa") == "نرخ فروش موفق"
    assert nodes["learning/load"].source == ("perspectives", "learning", "measures", "load")


def test_targets_become_knots() -> None:
    targets = {"/".join(node.path): node.target for node in read("language").root.walk() if node.kind == "measure"}

    def bound(factor: float, reference: str, shift: float = 0.0) -> Bound:
        return Bound(pytest.approx(shift), reference, pytest.approx(factor))  # type: ignore[arg-type]  # approx stands in

    assert targets == {
        "process/acquisition/win_rate": Target("line", (Knot(Bound(0), 0), Knot(Bound(1), 100))),
        "process/acquisition/churn_rate": Target(
            "line", (Knot(bound(1, "baseline", 0.05), 0), Knot(bound(0.9, "baseline", -0.02), 100))
        ),
        "process/acquisition/average_deal": Target("line", (Knot(Bound(1e6), 0), Knot(Bound(5e6), 60), Knot(Bound(9e6), 100))),
        "process/stability/load": Target(
            "line",
            (
                Knot(bound(0.5, "previous"), 0),
                Knot(bound(0.9, "previous"), 100),
                Knot(bound(1.1, "previous"), 100),
                Knot(bound(1.5, "previous"), 0),
            ),
        ),
        "process/revenue_growth": Target("at_least", (Knot(Bound(0.1), 100),)),
        "learning/training_days": None,
        "learning/load": Target("inside", (Knot(Bound(20), 100), Knot(Bound(30), 100))),
    }


def test_the_smallest_definition_takes_every_default() -> None:
    found = read("smallest")
    assert (found.title(), found.calendar.type, found.language, found.hierarchies) == (
        "Smallest", "gregorian", "en", ()
    )  # fmt: skip
    assert found.periods.target is None
    assert [band.id for band in found.status] == ["poor", "fair", "good"]
    (patients,) = found.root.children
    assert (patients.title(), patients.combine, patients.missing, patients.coverage, patients.weight) == (
        "Patients", "mean", "skip", 0.0, 1.0
    )  # fmt: skip
    assert patients.children[0].target == Target("at_most", (Knot(Bound(0.05), 100),))


def test_years_and_block_texts_and_deep_trees() -> None:
    found = read("library")
    assert found.periods.target is not None
    assert (found.periods.target.id, found.periods.target.kind) == ("2025", "year")
    assert [node.path for node in found.root.walk()][-1] == ("readers", "loans", "books", "renewals")
    late = found.root.children[0].children[0].children[0].children[0]
    assert (late.measure, late.target) == ("late", Target("line", (Knot(Bound(30), 0), Knot(Bound(10), 100))))
    where = found.datasets["loans"].where
    assert where is not None
    assert [(m.column, m.place.line, m.place.column) for m in where.mentions] == [("kind", 14, 7), ("days", 15, 11)]


def test_with_faults_what_could_be_read_is_left_for_the_check_of_the_data(tmp_path: Path) -> None:
    file = tmp_path / "scorecard.yaml"
    file.write_text(
        "scorecard: s\ndatasets: {d: {file: d.csv, wibble: 1}}\n"
        "measures: {a: {better: up, dataset: d, formula: sum(x)}, b: {better: lower, dataset: d, formula: sum(y)}}\n"
        "perspectives: {p: {measures: {a: , b: }}}\n"
    )
    reading = definition.read(str(file))
    assert [problem.code for problem in reading.problems] == ["unknown-key", "not-one-of"]
    assert reading.definition is not None
    assert list(reading.definition.datasets) == ["d"]
    assert list(reading.definition.measures) == ["b"]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    for name in ("nothing.yaml", ""):
        reading = definition.read(str(tmp_path / name))
        assert reading.definition is None
        assert [problem.code for problem in reading.problems] == ["definition-unreadable"]


def test_files_may_lie_below_the_definition_or_below_what_is_allowed_only(tmp_path: Path) -> None:
    folder, outside = tmp_path / "card", tmp_path / "shared"
    (folder / "data").mkdir(parents=True)
    outside.mkdir()
    (folder / "data" / "link.csv").symlink_to(outside / "x.csv")
    (folder / "circle").symlink_to(folder / "circle")
    names = ["data/x.csv", "data/../y.csv", str(folder / "z.csv"), "data/link.csv", "../shared/x.csv", str(outside / "x.csv")]
    file = folder / "scorecard.yaml"
    entries = "\n".join(f"  d{index}: {{file: {name}}}" for index, name in enumerate([*names, "circle/x.csv", "a" * 300]))
    file.write_text(f"scorecard: s\ndatasets:\n{entries}\nperspectives: {{p: {{weight: 1}}}}\n")

    def refused(*allowed: Path) -> list[object]:
        problems = definition.read(str(file), allowed).problems
        return [problem.facts["file"] for problem in problems if problem.code == "path-outside"]

    assert refused() == [*names[3:], "circle/x.csv"]
    assert refused(outside) == ["circle/x.csv"]


def test_a_snapshot_needs_no_time_until_periods_are_asked_of_it(tmp_path: Path) -> None:
    (problem,) = definition.without_time(read("smallest"))
    assert problem.place is not None
    assert (problem.code, problem.place.line, problem.facts["measure"]) == ("no-time", 3, "no_shows")
    assert definition.without_time(read("library")) == ()


@pytest.mark.parametrize("text", ["1e999", "'9e999%'", "baseline * 1e999", "baseline + 1e400", "٥", "", "5 pp pp"])
def test_what_is_no_finite_number_is_no_bound(tmp_path: Path, text: str) -> None:
    file = tmp_path / "scorecard.yaml"
    file.write_text(
        "scorecard: s\ndatasets: {entered: {file: e.csv}}\nmeasures: {m: {better: higher, entered: true}}\n"
        f"perspectives: {{p: {{measures: {{m: {{target: {{at_least: {text}}}}}}}}}}}\n"
    )
    (problem,) = definition.read(str(file)).problems
    assert problem.code in ("bad-bound", "yaml-number-too-large", "wrong-type")


def test_calendars_hierarchies_members_and_databases(tmp_path: Path) -> None:
    file = tmp_path / "scorecard.yaml"
    file.write_text(
        "scorecard: s\ncalendar: {type: jalali, year_starts: 7, year_named: end}\n"
        "entities: {place: [region, branch], grid: [channel, branch]}\n"
        "level_titles: {branch: {en: branch, fa: شعبه}, grid: Grid}\n"
        "members: {channel: {Online: {en: Online shop, fa: آنلاین}}, branch: {'7': Seven}}\n"
        "datasets:\n  a: {url: 'env:CRM_DB', table: deals}\n  b: {file: crm.db, table: calls, inherit: true}\n"
        "  entered: {file: e.csv, columns: {income: 'gni_{period}'}, dates: {}}\n"
        "measures: {m: {better: higher, entered: true}}\nperspectives: {p: {measures: {m: }}}\n"
    )
    reading = definition.read(str(file))
    assert reading.problems == ()
    found = reading.definition
    assert found is not None
    assert found.calendar == Calendar("jalali", 7, "end")
    assert found.hierarchies == (Hierarchy("place", ("region", "branch")), Hierarchy("grid", ("channel", "branch")))
    assert found.members["channel"]["Online"]("fa") == "آنلاین"
    assert found.members["branch"]["7"]() == "Seven"
    assert (found.level_titles["branch"]("fa"), found.level_titles["grid"]()) == ("شعبه", "Grid")
    a, b = found.datasets["a"], found.datasets["b"]
    assert (a.file, a.path, a.table, a.inherit) == ("env:CRM_DB", None, "deals", False)
    assert (b.file, b.path, b.table, b.inherit) == ("crm.db", tmp_path / "crm.db", "calls", True)
    assert found.datasets["entered"].columns == {"income": ("gni_{period}",)}
