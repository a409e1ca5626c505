"""A standard dataset is held to its model: words that measures look for, types that no formula tells, dates but expected."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
import yaml

import scorecard
from scorecard import formula
from scorecard.definition import library
from scorecard.words.snippets import hint, message

if TYPE_CHECKING:
    from scorecard.problems import Problem
    from scorecard.records.definition import Dataset
    from tests.sources.conftest import Workshop

STAGE = {"stage": ("won", "lost", "open", "qualified")}
FORMULA = "count(*) filter (where stage = 'won') / count(*) filter (where stage in ('won', 'lost'))"


def told(workshop: Workshop, stages: str, text: str = FORMULA, **settings: object) -> list[Problem]:
    workshop.file("data.csv", "stage,n\n" + "".join(f"{stage},1\n" for stage in stages.split(";")))
    loaded = workshop.load(workshop.dataset(words=STAGE, **settings), a=text)
    return [problem for problem in loaded.problems if problem.code.startswith(("standard-values", "values-unmapped"))]


def test_words_that_are_there_are_not_told(workshop: Workshop) -> None:
    assert told(workshop, "won;lost;open;qualified") == []


def test_a_word_that_is_written_otherwise_is_a_finding_with_the_mapping(workshop: Workshop) -> None:
    (problem,) = told(workshop, "Won;Won;lost;Closed Lost;Prospecting")
    assert (problem.code, problem.level, problem.facts["column"]) == ("standard-values", "finding", "stage")
    assert problem.facts["texts"] == ("Won (2)", "Closed Lost (1)", "Prospecting (1)")
    assert (problem.facts["words"], problem.facts["missing"]) == (("won", "lost"), ("won",))
    assert "`values: {stage: {won: [Won], lost: [Closed Lost]}}`" in hint(problem)
    assert "Won (2)" in message(problem)


def test_a_word_that_is_nowhere_is_a_finding_though_nothing_looks_like_it(workshop: Workshop) -> None:
    (problem,) = told(workshop, "won;Dead;Prospecting")
    assert (problem.code, problem.facts["missing"]) == ("standard-values", ("lost",))
    assert "lost: [Dead]" in str(problem.facts["example"])


def test_other_words_beside_those_that_are_looked_for_are_a_note(workshop: Workshop) -> None:
    (problem,) = told(workshop, "won;lost;Prospecting;Prospecting;Value Proposition")
    assert (problem.code, problem.level) == ("standard-values-other", "note")
    assert problem.facts["texts"] == ("Prospecting (2)", "Value Proposition (1)")


def test_only_words_that_a_measure_in_use_names_are_looked_for(workshop: Workshop) -> None:
    assert told(workshop, "sold;gone", "count(distinct stage)") == []
    (problem,) = told(workshop, "won;gone", "count(*) filter (where stage = 'won')")
    assert (problem.code, problem.facts["words"]) == ("standard-values-other", ("won",))


def test_a_mapping_is_followed_first_and_what_it_leaves_is_told_once(workshop: Workshop) -> None:
    (problem,) = told(workshop, "Sold;Gone;Later", values={"stage": {"Sold": "won", "Gone": "lost"}})
    assert (problem.code, problem.facts["texts"]) == ("standard-values-other", ("Later (1)",))
    assert problem.place is not None
    assert problem.place.path == ("datasets", "deals", "values", "stage")


def test_rows_that_do_not_belong_are_left_aside(workshop: Workshop) -> None:
    workshop.file("data.csv", "stage,n\nwon,1\nlost,1\nWON,0\n")
    loaded = workshop.load(workshop.dataset(words=STAGE, where="n > 0"), a=FORMULA)
    assert [problem.code for problem in loaded.problems if problem.code.startswith("standard")] == []


def test_many_words_are_counted_and_the_frequent_ones_shown(workshop: Workshop) -> None:
    (problem,) = told(workshop, ";".join(["won", "lost", *(f"s{number % 12}" for number in range(40))]))
    texts = problem.facts["texts"]
    assert isinstance(texts, tuple)
    assert len(texts) == 9
    assert (texts[0], texts[-1]) == ("s0 (4)", "…")


def test_a_type_that_no_formula_tells_is_the_models(workshop: Workshop) -> None:
    workshop.file("data.csv", "left_on,id\n2025-01-01,1\nlong ago,2\n,3\n")
    dataset = workshop.dataset(types={"left_on": "date", "id": "text"})
    loaded = workshop.load(dataset, a="count(*) filter (where left_on is null)", b="count(distinct id)")
    assert loaded.tables.tables["deals"].columns == {"left_on": "date", "id": "text"}
    assert loaded.problem("cells-unreadable").facts["count"] == 1
    told_itself = workshop.load(dataset, a="count(*) filter (where left_on = 'long ago')")
    assert told_itself.tables.tables["deals"].columns == {"left_on": "text"}


def held(workshop: Workshop, file: str = "data.csv") -> Dataset:
    condition = formula.row_condition("stage in ('won', 'lost')", workshop.inside("only_where"))
    return workshop.dataset(file, time="closed_on", only_where={"closed_on": condition})


ROWS = "stage,closed_on,n\nwon,2025-01-02,1\nopen,2025-09-30,2\n,2025-09-30,3\nlost,,4\n"


@pytest.mark.parametrize("kind", ["csv", "parquet", "json", "spoiled"])
def test_a_column_counts_only_where_its_condition_holds(workshop: Workshop, kind: str) -> None:
    workshop.file("data.csv", ROWS + ("won,soon,5\n" if kind == "spoiled" else ""))
    file = f"data.{'csv' if kind == 'spoiled' else kind}"
    if kind in ("parquet", "json"):
        source = duckdb.sql(f"SELECT * FROM read_csv('{workshop.folder / 'data.csv'}')")
        write = (
            source.write_parquet
            if kind == "parquet"
            else lambda name: source.df().to_json(name, orient="records", date_format="iso")
        )
        write(str(workshop.folder / file))
    loaded = workshop.load(held(workshop, file), a="sum(n)")
    assert [str(day)[:10] for day in loaded.column("closed_on")] == ["2025-01-02", *["None"] * (3 + (kind == "spoiled"))]
    assert sum(float(str(number)) for number in loaded.column("n")) == 10 + 5 * (kind == "spoiled")
    table = loaded.tables.tables["deals"]
    assert table.null_dates["closed_on"] == 3 + (kind == "spoiled")
    assert [str(day) for day in table.spans["closed_on"] or ()] == ["2025-01-02", "2025-01-02"]
    if kind == "spoiled":
        assert loaded.problem("cells-unreadable").facts["examples"] == ("6: soon",)


def test_a_column_that_counts_somewhere_must_be_there_and_so_must_its_condition(workshop: Workshop) -> None:
    workshop.file("data.csv", "n\n1\n")
    dataset = replace(held(workshop), time=None)
    faults = workshop.faults(dataset, a="sum(n)")
    assert {(fault.code, fault.facts["column"]) for fault in faults} == {
        ("column-missing", "closed_on"),
        ("column-missing", "stage"),
    }
    assert workshop.faults(replace(dataset, only_where={}), a="sum(n)") == []


def test_the_models_are_read_as_yaml_reads_them(tmp_path: Path) -> None:
    """Line by line without the prose, at their own places."""
    path = Path(scorecard.__file__).parents[1] / "definitions" / "standard.yaml"
    whole = yaml.safe_load(path.read_text(encoding="utf-8"))["datasets"]
    lines = path.read_text(encoding="utf-8").split("\n")
    blocks = library.model_blocks()
    assert blocks is not None
    assert set(blocks[2]) == set(whole)
    for id, block in blocks[2].items():
        found, spans = library._model(blocks[0], blocks[1], block, tmp_path)
        assert {key: value for key, value in found[id].items() if key != "columns"} == {
            key: value for key, value in whole[id].items() if key in ("time", "valid", "respondent")
        }
        assert found[id]["columns"] == {
            name: {key: value for key, value in one.items() if key in ("type", "values")}
            for name, one in whole[id]["columns"].items()
        }
        for name in whole[id]["columns"]:
            _, key, _ = spans["datasets", id, "columns", name]
            assert lines[key.start_mark.line].startswith(f"      {name}:")


def test_a_clients_dataset_of_a_standard_name_is_held_to_the_model(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text("stage,closed_on\nWon,2025-01-01\nlost,2025-01-02\n")
    text = (
        "scorecard: s\ndatasets: {deals: {file: deals.csv}}\nperspectives: {p: {measures: {MEASURE: }}}\nmeasures: {own: OWN}\n"
    )
    own = "{better: higher, dataset: deals, time: closed_on, share: stage = 'won'}"
    for measure, codes in (("win_rate", ["standard-values"]), ("own", [])):
        (tmp_path / "s.yaml").write_text(text.replace("MEASURE", measure).replace("OWN", own))
        found = [problem.code for problem in scorecard.load(tmp_path / "s.yaml").check()]
        assert [code for code in found if code.startswith("standard")] == codes
