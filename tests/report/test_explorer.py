"""The data that the page's script works with: complete, as the evaluation has them, never too many, none of what is withheld."""

from __future__ import annotations

import json
from dataclasses import replace
from math import isnan

import numpy as np
import pytest

from scorecard.records.definition import Band, Text
from scorecard.records.values import Reason
from scorecard.report import explorer as module
from scorecard.report.explorer import explorer
from scorecard.report.view import View
from scorecard.words.tongue import speaking

ALL = ("perspectives", "method")


def cells(told, evaluation):
    """(unit, period) of each cell, by places among the evaluation's."""
    periods = range(len(evaluation.scores.periods))
    return [(unit["place"], p) for unit in told["units"] for p in (periods if unit["whole"] else told["compared"])]


def numbers(text):
    return [float(part) if part else float("nan") for part in text.split(",")]


@pytest.mark.parametrize("periods", [1, 2, 4])
def test_every_score_and_value_is_there_as_rounded(make, periods):
    evaluation = make.company(periods)
    view = View(evaluation)
    told = explorer(view, ALL)
    where = cells(told, evaluation)
    assert len(where) == periods * 14
    for index, (node, said) in enumerate(zip(view.nodes, told["nodes"], strict=True)):
        expected = [evaluation.score(index, period, unit) for unit, period in where]
        assert np.allclose(numbers(said["score"]), expected, atol=0.0501, equal_nan=True)
        bands = [view.status(index, period, unit) for unit, period in where]
        known = [None if letter == "-" else told["bands"][int(letter, 36)]["name"] for letter in said["status"]]
        assert known == [band and band.name for band in bands]
        reasons = [evaluation.reason(index, period, unit) for unit, period in where]
        assert list(said.get("reason", "0" * len(where))) == [module.REASONS[reason] for reason in reasons]
        assert said["depth"] == len(node.path)
        if node.measure is not None:
            scale = told["forms"][said["form"][0]]["scale"]
            mine = [value for (unit, _), value in zip(where, numbers(said["value"]), strict=True) if unit == 0]
            values = [evaluation.value(index, period) for period in range(periods)]
            assert np.allclose(np.array(mine) * scale, values, rtol=0.02, equal_nan=True)
            assert numbers(said["n"]) == pytest.approx(
                [nan if isnan(evaluation.value(index, p, u)) else 120 for u, p in where for nan in (float("nan"),)], nan_ok=True
            )
    json.dumps(told, allow_nan=False)


def test_changes_from_baseline_to_target_are_the_tables(make):
    from scorecard import report

    evaluation = make.company(4)
    page = report.page(evaluation)
    rows = [row for part in page.perspectives for row in part.rows]
    for row in rows:
        said = page.explorer["nodes"][row.node]
        digits = {"points": row.points, "change": row.change}
        for name, shown in digits.items():
            mine = said.get(name, "").split(",")[0].lstrip("-").replace(".", "")
            assert mine.strip("0") == "".join(c for c in shown if c.isdigit()).strip("0"), (row.name, name)


def test_of_what_is_withheld_nothing_is_told(make):
    nan = float("nan")
    leaf = make.leaf("M", "percent", make.line(0, 1), [0.4, nan], reasons={(1, 0): Reason.SUPPRESSED}, se=0.1)
    evaluation = make.build({"P": [leaf]})
    evaluation.values.n[:] = 3
    told = explorer(View(evaluation), ALL)
    said = told["nodes"][2]
    assert (said["value"], said["n"], said["low"].count(","), said["low"].split(",")[1]) == ("40.0,", "3,", 1, "")
    assert (
        told["reasons"][int(said["reason"][1], 36)] == "The number is withheld, so that no single respondent can be recognised."
    )


def test_a_measure_s_own_status_is_by_its_value(make):
    status = (Band("poor", 0.0), Band("good", 0.5))
    tree = {"P": [make.leaf("M", "percent", make.line(0, 1), [0.4, 0.6], status=status)]}
    said = explorer(View(make.build(tree)), ALL)["nodes"][2]
    assert (said["own"], said["status"]) == (1, "02")  # fair, where it would be by its score, is 1


def test_noise_is_marked_for_value_and_score_apart(make):
    leaf = make.leaf("M", "percent", make.line(0, 1), [0.5, 0.51], se=0.05)
    nodes = explorer(View(make.build({"P": [leaf]})), ALL)["nodes"]
    assert [node["noise"] for node in nodes] == ["2", "2", "3"]
    assert all("noise" not in node for node in explorer(View(make.company(2)), ALL)["nodes"])


def test_a_branch_s_smaller_sums_have_a_form_of_their_own(make):
    sales = make.leaf("Sales", "currency", make.line(0, 1e9), [7e8, 8e8])
    share = make.leaf("Share", "percent", make.line(0, 1), [0.4, 0.5])
    evaluation = make.build({"P": [sales, share]}, entities=[("A",), ("B",)], levels=("branch",))
    evaluation.values.value[0, :, 1] = 412_000, 523_000
    told = explorer(View(evaluation), ALL)
    sales, share = told["nodes"][2:]
    forms = [told["forms"][place] for place in sales["form"]]
    assert [form["scale"] for form in forms] == [1e6, 1.0, 1e6]
    assert sales["value"].split(",")[2:4] == ["412000", "523000"]
    assert len(share["form"]) == 1


def units(make, regions, branches):
    tree = {
        f"P{p}": [make.leaf(f"M{p}{m}", "percent", make.line(0, 1), [0.4, 0.5, 0.6, 0.7]) for m in range(4)] for p in range(4)
    }
    keys = [*((f"R{r}",) for r in range(regions)), *((f"R{r}", f"B{b}") for r in range(regions) for b in range(branches))]
    return make.build(tree, entities=keys, levels=("region", "branch"), periods=4)


@pytest.mark.parametrize(
    ("regions", "branches", "whole", "kept"),
    [
        (3, 4, {0: 1, 1: 3, 2: 12}, {0: 1, 1: 3, 2: 12}),  # all in all periods
        (5, 9, {0: 1, 1: 5}, {0: 1, 1: 5, 2: 45}),  # branches in those that are compared
        (30, 1, {0: 1}, {0: 1, 1: 30, 2: 30}),  # regions too
        (20, 10, {0: 1}, {0: 1, 1: 20}),  # no branches
        (99, 9, {0: 1}, {0: 1, 1: 69}),  # nor all regions
    ],
)
def test_where_there_would_be_too_many_cells_the_finest_units_give_way(make, regions, branches, whole, kept):
    evaluation = units(make, regions, branches)
    view = View(evaluation)
    told = explorer(view, ALL)
    levels = [evaluation.scores.entities[unit["place"]].level for unit in told["units"]]
    assert {level: levels.count(level) for level in sorted(set(levels))} == kept
    in_all = [level for level, unit in zip(levels, told["units"], strict=True) if unit["whole"]]
    assert {level: in_all.count(level) for level in sorted(set(in_all))} == whole
    assert len(cells(told, evaluation)) * len(view.nodes) <= module.MOST
    assert all(node["score"].count(",") == len(cells(told, evaluation)) - 1 for node in told["nodes"])
    left = len(evaluation.scores.entities) - len(levels)
    assert told["remark"] == (f"{left} more units are left out here." if left else "")


def test_a_scorecard_of_very_many_nodes_keeps_its_total(make):
    tree = {f"P{p}": [make.leaf(f"M{p}-{m}", "percent", make.line(0, 1), [0.4, 0.5]) for m in range(60)] for p in range(40)}
    told = explorer(View(make.build(tree, entities=[("A",)], levels=("branch",))), ALL)
    assert [unit["name"] for unit in told["units"]] == ["Total"]
    assert told["remark"] == "1 more units are left out here."


def test_units_know_what_they_belong_to(make):
    told = explorer(View(make.company(2)), ALL)
    above = {unit["key"]: told["units"][unit["above"]]["name"] for unit in told["units"]}
    assert above["branch:Central/Chicago"] == "Central"
    assert above["region:East"] == "Total"
    assert above["branch:/"] == "Unassigned"
    assert len(above) == len(told["units"])


def test_titles_of_all_languages_are_looked_through(make):
    evaluation = make.build({"P": [make.leaf("M", "percent", make.line(0, 1), [0.4, 0.6])]})
    measure = replace(evaluation.definition.measures["m0"], title=Text({"en": "Win rate", "fa": "نرخ برد"}))
    evaluation = replace(evaluation, definition=replace(evaluation.definition, measures={"m0": measure}))
    assert explorer(View(evaluation), ALL)["nodes"][2]["names"] == "m0 Win rate نرخ برد"


def test_how_measures_are_computed_is_told_once(make):
    view = View(make.company(2))
    assert explorer(view, ALL)["measures"] == []
    told = explorer(view, ("perspectives",))
    assert len(told["measures"]) == len(view.definition.measures)
    assert [told["measures"][node["measure"]] for node in told["nodes"] if "measure" in node] == told["measures"]


def test_without_a_tree_there_are_words_only(make):
    for chosen, evaluation in ((ALL, make.build({})), (("summary", "map"), make.company(2))):
        told = explorer(View(evaluation), chosen)
        assert told["nodes"] == []
        assert set(told) == {"words", "nodes"}


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_words_and_names_are_in_the_language(make, language):
    with speaking(language):
        told = explorer(View(make.company(2).in_language(language)), ALL)
    for text in (*told["words"].values(), told["units"][0]["name"], *(period["name"] for period in told["periods"])):
        assert not text or any("\u0600" <= letter <= "\u06ff" for letter in text), text
