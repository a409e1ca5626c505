"""The method page's part on samples and forecasts: told where the scorecard makes use of it, and only there."""

import re
from dataclasses import replace

import numpy as np
import pytest
import tinyhtml5

import scorecard
from scorecard import report
from scorecard.records.definition import Dataset, FromRows, Per, Survey, Text
from scorecard.records.formula import Aggregate, Formula, Sampling
from tests.report.conftest import bare

COUNT = Aggregate("count")
FORMULA = Formula("mean of q (1 to 5)", COUNT)


def asked(kind="mean", method="mean", **more):
    survey = Survey(method, ("q",), 1, 5, **{key: more.pop(key) for key in ("rubric",) if key in more})
    return FromRows("voice", FORMULA, survey=survey, sampling=Sampling(kind, (COUNT,), "", ""), **more)


def company(make, how, values=(3.0, 3.4), **more):
    leaf = make.leaf("Asked", "number", make.line(1, 5), list(values), how=how, se=0.1, subjective=True)
    return make.build({"P": {"F": [leaf, make.leaf("Records", "percent", make.line(0, 1), [0.3, 0.4])]}}, **more)


def lines(evaluation):
    return " ".join(report.page(evaluation).method.lines)


def notes(page, name="Asked"):
    return next(measure.notes for measure in page.method.measures if measure.name == name)


@pytest.mark.parametrize(
    ("kind", "said"),
    [("share", "Wilson's"), ("nps", "adjusted Wald"), ("mean", "Student's for means"), ("ratio", "linearisation")],
)
def test_the_interval_that_is_used_is_named_and_no_other(make, kind, said):
    told = lines(company(make, asked(kind)))
    others = {"Wilson's", "adjusted Wald", "Student's for means", "linearisation"} - {said}
    assert "have a 95% interval: " in told
    assert said in told
    assert not any(other in told for other in others)
    assert "carried through floor and goal" in told
    assert "Holm" in told


def test_records_alone_are_told_nothing_of_samples(make):
    page = report.page(make.company(4))
    assert not re.search("interval|Holm|withheld|Cronbach|r_wg|perceptions|Forecast|answered", " ".join(page.method.lines))
    assert page.method.rubrics == ()
    assert "What assessors chose from" not in report.html(page)


def test_a_snapshot_of_answers_has_intervals_and_no_changes(make):
    told = lines(company(make, asked(), periods=1))
    assert "95% interval" in told
    assert "Holm" not in told


@pytest.mark.parametrize(("least", "said"), [(5, "fewer than 5 answers are withheld"), (1, "")])
def test_what_is_withheld(make, least, said):
    told = lines(company(make, asked(least=least)))
    assert (said in told) if said else ("withheld" not in told)


def test_populations_and_people_who_answer_twice(make):
    told = lines(company(make, asked()))
    assert "how many there are in all" not in told
    assert "compared with themselves" not in told
    evaluation = company(make, asked(population=500.0))
    values = replace(evaluation.values, covariance=np.full(evaluation.values.value[:, 0].shape, 0.01))
    told = lines(replace(evaluation, values=values))
    assert "how many there are in all" in told
    assert "compared with themselves" in told


def reliable(evaluation, alpha, listwise=None):
    shape = evaluation.values.value.shape[:2]
    found = np.full((2, *shape), np.nan)
    found[0, 0, -1] = alpha
    if listwise is not None:
        found[1, 0, -1] = listwise
    return replace(evaluation, values=replace(evaluation.values, reliability=found[0], listwise=found[1]))


def test_a_scale_says_how_many_answered_and_how_reliable_it_is(make):
    page = report.page(reliable(company(make, asked()), 0.824, 0.806))
    assert notes(page) == ("120 answers in Q4 2017; α 0.82, 0.81 among those who answered all",)
    assert "Cronbach" in " ".join(page.method.lines)
    assert "r_wg" not in " ".join(page.method.lines)
    assert notes(report.page(reliable(company(make, asked()), 0.824)))[0].endswith("α 0.82")
    without = report.page(company(make, asked()))
    assert notes(without) == ("120 answers in Q4 2017",)
    assert "Cronbach" not in " ".join(without.method.lines)


def test_of_what_is_withheld_nothing_is_told(make):
    page = report.page(reliable(company(make, asked(), values=(3.0, float("nan"))), 0.8))
    assert notes(page) == ()


def test_a_rubric_s_levels_stand_in_a_table(make):
    evil = "<script>alert(1)</script>\u202e"
    rubric = {3.0: Text({"": evil}), 1.0: Text({"en": "nothing is there", "fa": "هیچ"}), 2.5: Text({"": "half"})}
    page = report.page(reliable(company(make, asked(rubric=rubric)), 0.7))
    (table,) = page.method.rubrics
    assert table.name == "Asked"
    assert table.levels == (("1", "nothing is there"), ("2.5", "half"), ("3", "<script>alert(1)</script>"))
    assert notes(page) == ("120 assessments in Q4 2017; assessors' agreement 0.70",)
    assert "r_wg" in " ".join(page.method.lines)
    tree = tinyhtml5.parse(bare(report.html(page)), namespace_html_elements=False)
    assert not list(tree.iter("script"))
    (drawn,) = [each for each in tree.iter("table") if "rubrics" in each.get("class", "")]
    assert all(sum(int(cell.get("colspan", 1)) for cell in row) == 2 for row in drawn.iter("tr"))
    assert len(list(drawn.iter("tr"))) == 5


def test_complete_records_say_so(make):
    everybody = {"voice": Dataset("voice", "voice.csv", None, sampled=False)}
    assert notes(report.page(company(make, asked(), datasets=everybody)))[-1] == "complete records: no sampling error"
    unsaid = {"voice": Dataset("voice", "voice.csv", None)}
    assert "complete records" not in report.html(report.page(company(make, asked(), datasets=unsaid)))


@pytest.mark.parametrize(("periods", "said"), [(6, "least squares"), (8, "Holt and Winters"), (4, "")])
def test_how_forecasts_are_made(make, periods, said):
    history = [0.3, 0.5, 0.2, 0.4, 0.35, 0.56, 0.24, 0.45]
    told = lines(make.build({"P": [make.leaf("M", "percent", make.line(0, 1), history)]}, periods=periods))
    assert (said in told) if said else ("Forecasts" not in told)


def test_both_kinds_are_explained(make):
    assert "from the measures of one kind" in lines(company(make, asked()))


PER = """
scorecard: per
datasets: {orders: {file: orders.csv}}
measures:
  again:
    better: higher
    dataset: orders
    where: amount > 0
    per: customer
    columns: {orders_of: count(distinct id), spent: sum(amount) filter (where id is not null)}
    share: orders_of > 1
perspectives: {p: {measures: {again: {target: {floor: 0%, goal: 100%}}}}}
"""


def test_what_is_made_for_each_key_is_told_in_the_author_s_words(tmp_path):
    (tmp_path / "card.yaml").write_text(PER)
    (tmp_path / "orders.csv").write_text("id,customer,amount\n1,a,3\n2,a,4\n3,b,5\n")
    page = report.page(scorecard.load(tmp_path / "card.yaml").evaluate())
    (measure,) = page.method.measures
    assert measure.how == (
        "share of rows where orders_of > 1; over one row for each customer, with orders_of = count(distinct id) and "
        "spent = sum(amount) filter (where id is not null), from the rows of orders of the period where amount > 0"
    )
    assert "count(distinct id)" in measure.how
    assert "sum(amount) filter (where id is not null)" in measure.how
    assert "where amount > 0" in measure.how
    assert '"' not in measure.how
    assert "COUNT" not in measure.how


def test_without_the_author_s_words_the_engine_s_stand_there(make):
    how = FromRows("d", Formula("sum(x)", COUNT), per=Per("key", {"x": 'SUM("amount")'}, ('("amount" > 0e0)',)))
    page = report.page(make.build({"P": [make.leaf("M", "number", None, [1, 2], how=how)]}))
    assert 'x = SUM("amount")' in page.method.measures[0].how
    assert 'where ("amount" > 0e0)' in page.method.measures[0].how
