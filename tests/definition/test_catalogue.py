"""Measures to choose from: what is said of each is true, each example works as it stands, and words find what is meant."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import scorecard
from scorecard import definition
from scorecard.records.definition import FromRows

SHOP = Path(__file__).parents[1] / "cli" / "shop" / "scorecard.yaml"
LIBRARY = {measure.id: measure for measure in scorecard.library()}
HEAD = "scorecard: pasted\nperiods: {baseline: 2024-Q4, target: 2025-Q4}\n"


def found(*words: str, **more) -> list[str]:
    return [measure.id for measure in scorecard.library(*words, **more)]


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    def read(text: str):
        file = tmp_path_factory.mktemp("pasted") / "pasted.yaml"
        file.write_text(text, "utf-8")
        return definition.read(str(file))

    return read


@pytest.mark.parametrize("id", LIBRARY)
def test_every_example_can_be_pasted(read, id):
    reading = read(HEAD + LIBRARY[id].example)
    assert [problem.code for problem in reading.problems if problem.is_fault] == []
    assert id in reading.definition.measures
    (leaf,) = (node for node in reading.definition.root.walk() if node.measure)
    assert leaf.target is not None


@pytest.mark.parametrize("id", LIBRARY)
def test_the_columns_told_are_those_that_are_read(read, id):
    """Against the compiled formulas of the measure and of all that it is derived from."""
    made = read(HEAD + LIBRARY[id].example).definition
    needed = set()
    for measure in made.measures.values():
        if isinstance(how := measure.how, FromRows):
            dataset = made.datasets[how.dataset]
            dated = dataset.valid if how.window.startswith("open") else () if how.window == "all" else (how.time,)
            needed |= {(how.dataset, column) for column in (*dated, *(each.column for each in how.formula.mentions))}
        elif type(how).__name__ == "Entered":
            needed.add(("entered", measure.id))
    assert {(column.dataset, column.name) for column in LIBRARY[id].columns} == needed
    assert set(made.measures) >= {id, *LIBRARY[id].uses}


@pytest.mark.parametrize("id", LIBRARY)
def test_what_is_told_agrees_with_the_measure_that_is_computed(read, id):
    told, made = LIBRARY[id], read(HEAD + LIBRARY[id].example).definition.measures[id]
    assert (told.title, told.description, told.better, told.unit, told.tags) == (
        made.title,
        made.description,
        made.better,
        made.unit,
        made.tags,
    )
    assert told.how
    assert told.file.endswith(".yaml")
    assert told.shipped
    assert set(told.title.by_language) == {"en", "fa", "ar"}
    for column in told.columns:
        assert column.description is not None, f"standard.yaml does not say what {column.dataset}.{column.name} holds"


def test_how_a_measure_is_computed_in_words():
    assert LIBRARY["win_rate"].how == "share of rows where stage = 'won', among rows where stage in ('won', 'lost')"
    assert LIBRARY["churn_rate"].how.endswith(", over rows that are open when the period starts")
    assert (LIBRARY["clv_to_cac"].kind, LIBRARY["clv_to_cac"].uses) == ("derived", ("clv", "customer_acquisition_cost"))
    assert LIBRARY["nps"].how.startswith("net promoter score of recommend (0 to 10)")
    assert (LIBRARY["net_profit"].kind, LIBRARY["net_profit"].how) == ("entered", "typed in")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["win_rate"], "win_rate"),
        (["win rate"], "win_rate"),
        (["WIN", "Rate"], "win_rate"),
        (["winrate"], "win_rate"),
        (["churn"], "churn_rate"),
        (["ریزش"], "churn_rate"),
        (["نرخ ريزش"], "churn_rate"),  # on an Arabic keyboard
        (["پاسخگويي"], "response_time"),  # without the half-space, which the title has
        (["پاسخ‌گویی"], "response_time"),
        (["معدل", "الاغلاق"], "win_rate"),  # without the hamza
        (["معدَّل الإغلاق"], "win_rate"),  # with marks that nobody types
    ],
)
def test_words_find_a_measure_however_they_are_typed(words, first):
    assert found(*words)[0] == first


def test_names_come_before_descriptions():
    ids = found("customers")
    in_names = ["customers" in LIBRARY[id].id or "customers" in LIBRARY[id].title("en").lower() for id in ids]
    assert in_names == sorted(in_names, reverse=True)
    assert False in in_names


def test_every_word_must_fit():
    assert set(found("rate", "customer")) <= set(found("rate")) & set(found("customer"))
    assert found("churn", "zebra") == []


def test_tags():
    sales = set(found("department=sales"))
    assert sales == {id for id, measure in LIBRARY.items() if measure.tags["department"] == "sales"}
    both = {id for id in sales if LIBRARY[id].tags["timing"] == "leading"}
    assert set(found("department=sales", "timing=leading")) == both != set()
    assert sales <= set(found("sales"))
    assert found("department=seles") == []


def test_without_words_all_come_in_the_order_of_the_library():
    assert found() == list(LIBRARY)


def test_a_file_s_own_measures_come_first_and_replace_the_library_s():
    own = scorecard.library(file=SHOP)
    assert [measure.id for measure in own[:7]] == [
        "win_rate", "average_deal", "cycle", "lost_deals", "big_deals", "deals", "training_days"
    ]  # fmt: skip
    assert [measure.shipped for measure in own] == [False] * 7 + [True] * (len(own) - 7)
    assert {measure.id for measure in own} == LIBRARY.keys() | {measure.id for measure in own[:7]}
    (win, *_) = own
    assert (win.file, win.target, win.how) == (str(SHOP), None, "share of rows where stage = 'won'")
    assert [(column.dataset, column.name) for column in win.columns] == [("deals", "closed_on"), ("deals", "stage")]
    assert win.example.splitlines()[0] == "perspectives:"  # the file has its datasets
    assert own[1].columns[1].name == "amount"
    assert found("days to close", file=SHOP)[0] == "cycle"


def test_measures_that_are_extended_are_seen(tmp_path):
    (tmp_path / "base.yaml").write_text(
        "scorecard: base\nmeasures:\n  own_one: {better: lower, formula: win_rate * 2, tags: {team: 7}}\n"
    )
    child = tmp_path / "child.yaml"
    child.write_text("scorecard: child\nextends: ./base.yaml\n")
    one = scorecard.library(file=child)[0]
    assert (one.id, one.uses, one.tags, Path(one.file).name) == ("own_one", ("win_rate",), {"team": "7"}, "base.yaml")
    assert [(column.dataset, column.name) for column in one.columns] == [("deals", "closed_on"), ("deals", "stage")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("scorecard: x\nmeasures:\n  a: {better: up, formula: b}\n", "not-one-of"),
        ("scorecard: x\nmeasures:\n  a: {formula: b}\n", "missing-key"),
        ("scorecard: x\nmeasures: [", "yaml-open-bracket"),
        ("scorecard: x\nextends: ./nowhere.yaml\n", "extends-unreadable"),
        ("", "empty-file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, text, code):
    file = tmp_path / "x.yaml"
    file.write_text(text)
    with pytest.raises(scorecard.Faults) as caught:
        scorecard.library(file=file)
    assert code in [problem.code for problem in caught.value.problems]


def test_a_file_that_is_not_there_is_refused():
    with pytest.raises(scorecard.Faults, match="definition-unreadable"):
        scorecard.library(file="nowhere.yaml")


def test_what_a_survey_lacks_is_not_told_here(tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text(
        "scorecard: x\nmeasures:\n  a: {better: higher, dataset: d, survey: {method: csat, items: [p, q], scale: 1..5}}\n"
    )
    assert scorecard.library("a", file=file)[0].kind == "survey"


def test_the_whole_library_is_read_in_a_moment():
    definition.browse((), None)  # what is kept between calls is read
    started = time.process_time()
    definition.browse(("rate",), None)
    assert time.process_time() - started < 0.25
