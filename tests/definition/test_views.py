"""Views: the same measures narrowed or regrouped by their tags. By hand, and that a total survives being regrouped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scorecard
from scorecard import scoring
from scorecard.definition import read, view
from scorecard.records.definition import Definition, Node
from scorecard.words import snippets

from ..scoring.build import definition, floor_goal, leaf, node, tree, values, years

TEXT = """
scorecard: acme
title: {en: Acme, fa: آکمه}
status: {poor: 0, good: 50}
coverage: 30%
datasets:
  deals: {file: deals.csv}
  entered: {file: entered.csv}
measures:
  won: {better: higher, dataset: deals, share: won, tags: {department: sales, timing: lagging}, target: {floor: 0%, goal: 100%}}
  all_deals: {better: higher, dataset: deals, formula: count(*), tags: {department: sales, timing: leading}}
  quota: {better: higher, entered: true, tags: {department: finance}}
  calls: {better: higher, entered: true, tags: {department: service, timing: leading}}
  happy: {better: higher, entered: true, tags: {department: service, scope: external}}
  rate: {better: higher, formula: won / budget, target: {floor: 0, goal: 1}}
  budget: {better: higher, entered: true, tags: {department: finance}}
perspectives:
  customer:
    weight: 3
    combine: geometric
    coverage: 90%
    measures:
      won: {weight: 3}
      happy: {target: {floor: 0, goal: 10}}
  process:
    factors:
      selling:
        measures:
          won: {target: {at_least: 50%}}
          all_deals: {target: {floor: 0, goal: quota}}
          rate: {weight: 0}
      helping:
        missing: zero
        measures: {calls: {weight: 2, target: {floor: 0, goal: 10}}}
links: {helping: [selling], calls: [happy], process/selling/won: [happy]}
"""
DEALS = "won\ntrue\ntrue\nfalse\nfalse\nfalse\n"
ENTERED = "measure,value\nquota,10\ncalls,4\nhappy,9\nbudget,0.5\nunheard_of,1\n"


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    (tmp_path / "deals.csv").write_text(DEALS)
    (tmp_path / "entered.csv").write_text(ENTERED)
    file = tmp_path / "acme.yaml"
    file.write_text(TEXT, "utf-8")
    return file


@pytest.fixture
def made(acme: Path) -> Definition:
    found = read(str(acme)).definition
    assert found is not None
    return found


def drawn(root: Node) -> dict[str, float]:
    """Path -> weight of every node."""
    return {"/".join(each.path): each.weight for each in root.walk() if each.path}


def test_nothing_asked_is_nothing_changed(made):
    assert view(made, None, {}) is made
    assert made.view is None


def test_regrouped_by_department(made):
    found = view(made, "department", {})
    assert drawn(found.root) == pytest.approx({
        "sales": 9 / 16 + 1 / 8,
        "sales/customer_won": 9 / 16,
        "sales/process_selling_won": 1 / 16,
        "sales/all_deals": 1 / 16,
        "service": 3 / 16 + 1 / 8,
        "service/happy": 3 / 16,
        "service/calls": 1 / 8,
        "untagged": 0,
        "untagged/rate": 0,
    })  # fmt: skip
    sales, service, untagged = found.root.children
    assert [each.title("en") for each in found.root.children] == ["Sales", "Customer service", "Untagged"]
    assert [each.title("fa") for each in found.root.children] == ["فروش", "خدمات مشتری", "بدون برچسب"]
    assert (sales.kind, sales.combine, sales.coverage, sales.missing) == ("perspective", "mean", 0.3, "skip")
    assert (service.combine, untagged.combine, found.root.combine) == ("mean", "mean", "mean")
    assert found.title("en") == found.root.title("en") == "Acme, by department"
    assert found.title("fa") == "آکمه، به تفکیک بخش"
    assert found.view is not None
    assert (found.view.by, found.view.only, found.view.suffix) == ("department", {}, "-by-department")


def test_targets_and_places_stay(made):
    before = {each.source: each.target for each in made.root.walk() if each.measure}
    after = {each.source: each.target for each in view(made, "timing", {}).root.walk() if each.measure}
    assert after == before
    assert ("perspectives", "process", "factors", "selling", "measures", "won") in after


def test_other_tags_are_called_as_they_are_written(made):
    measures = {id: replace(measure, tags={"team": "Fax & Telex"}) for id, measure in made.measures.items()}
    found = view(replace(made, measures=measures), "team", {})
    assert [(each.path, each.title("fa")) for each in found.root.children] == [(("Fax_Telex",), "Fax & Telex")]
    assert found.title("en") == "Acme, by team"


def test_tags_that_look_alike_in_a_path_stay_apart(made):
    tags = ["a b", "a/b", *["a_b"] * 9]
    measures = {id: replace(m, tags={"team": tag}) for (id, m), tag in zip(made.measures.items(), tags, strict=False)}
    found = view(replace(made, measures=measures), "team", {})
    assert len({each.path for each in found.root.children}) == len(found.root.children)
    assert len({each.title("en") for each in found.root.children}) == len(found.root.children) > 1


def test_only_some(made):
    found = view(made, None, {"department": "service"})
    assert drawn(found.root) == {
        "customer": 3, "customer/happy": 1, "process": 1, "process/helping": 1, "process/helping/calls": 2
    }  # fmt: skip
    assert [each.combine for each in found.root.walk()] == ["mean", "geometric", "geometric", "mean", "mean", "mean"]
    assert list(found.measures) == ["calls", "happy"]
    assert [(link.source[-1], link.target[-1]) for link in found.links] == [("calls", "happy")]
    assert (found.title("en"), found.title("fa")) == ("Acme, only customer service", "آکمه، فقط خدمات مشتری")
    assert found.title("ar").startswith("Acme، ")
    assert found.view is not None
    assert (found.view.only, found.view.suffix) == ({"department": ("service",)}, "-service")


def test_what_the_measures_derive_from_and_what_their_targets_hang_on_is_kept(made):
    assert list(view(made, None, {"timing": ["leading"]}).measures) == ["all_deals", "quota", "calls"]
    tagged = {**made.measures, "rate": replace(made.measures["rate"], tags={"timing": "late"})}
    assert list(view(replace(made, measures=tagged), None, {"timing": ["late"]}).measures) == ["won", "rate", "budget"]


def test_tags_of_a_kind_are_alternatives_and_kinds_go_together(made):
    found = view(made, None, {"department": ("sales", "service"), "timing": ("leading",)})
    assert [each.measure for each in found.root.walk() if each.measure] == ["all_deals", "calls"]
    assert found.title("en") == "Acme, only sales and customer service, only leading"
    assert found.view is not None
    assert found.view.suffix == "-sales-service-leading"


def test_tags_may_be_typed_on_another_keyboard(made):
    measures = {id: replace(measure, tags={"team": "پشتیبانی"}) for id, measure in made.measures.items()}
    found = view(replace(made, measures=measures), None, {"team": ("پشتيباني",)})
    assert found.view is not None
    assert found.view.only == {"team": ("پشتیبانی",)}
    assert view(made, None, {"department": ("Sales",)}).view.only == {"department": ("sales",)}


def test_narrowed_then_regrouped(made):
    found = view(made, "timing", {"department": ("sales",)})
    assert drawn(found.root) == pytest.approx({
        "lagging": 7 / 8, "lagging/customer_won": 3 / 4, "lagging/process_selling_won": 1 / 8,
        "leading": 1 / 8, "leading/all_deals": 1 / 8,
    })  # fmt: skip
    assert found.title("en") == "Acme, only sales, by timing"
    assert found.view.suffix == "-sales-by-timing"


def test_links_follow_their_measures(made):
    found = view(made, "department", {})
    assert [(link.source, link.target) for link in found.links] == [
        (("service", "calls"), ("service", "happy")),
        (("sales", "process_selling_won"), ("service", "happy")),
    ]


@pytest.mark.parametrize(
    ("by", "only", "said"),
    [
        ("departmint", {}, "tag of the kind 'departmint'. = help: Did you mean department?"),
        ("colour", {}, "kind 'colour'. = help: Kinds that there are: department, timing, scope."),
        (None, {"departments": ("sales",)}, "Did you mean department?"),
        (None, {"department": ("seles",)}, "the tag 'department=seles'. = help: Did you mean sales?"),
        (None, {"department": ("law",)}, "Tags of this kind: sales, service."),
        (None, {"department": ("finance",)}, "'department=finance'"),  # nothing in the tree has it
        (None, {"department": ("service",), "timing": ("lagging",)}, "department=service, timing=lagging"),
    ],
)
def test_what_is_not_there_is_a_fault_with_what_is_meant(made, by, only, said):
    with pytest.raises(scorecard.Faults) as caught:
        view(made, by, only)
    (problem,) = caught.value.problems
    assert said in " ".join(snippets.draw([problem], color=False, width=400).split())


def test_without_tags_it_says_how_to_give_them(made):
    bare = replace(made, measures={id: replace(measure, tags={}) for id, measure in made.measures.items()})
    with pytest.raises(scorecard.Faults) as caught:
        view(bare, "department", {})
    (problem,) = caught.value.problems
    assert "Give the measures tags, such as `tags: {department: sales}`." in snippets.hint(problem)


def test_every_tag_that_is_wrong_is_told(made):
    with pytest.raises(scorecard.Faults) as caught:
        view(made, None, {"department": ("law", "sales", "tax")})
    assert [problem.facts["tag"] for problem in caught.value.problems] == ["law", "tax"]


def test_goals_and_initiatives_keep_what_is_still_there(acme):
    acme.write_text(
        TEXT
        + """
goals:
  grow:
    title: Grow
    strategies:
      sell: {title: Sell, measures: [customer/won, selling]}
      help: {title: Help, measures: [calls]}
  save: {title: Save}
initiatives:
  train: {title: Train, moves: [calls, selling], strategy: grow/help}
  hire: {title: Hire, moves: [all_deals], strategy: grow/sell}
""",
        "utf-8",
    )
    reading = read(str(acme))
    assert [p.code for p in reading.problems if p.is_fault] == []
    assert reading.definition is not None
    served = view(reading.definition, None, {"department": ("service",)})
    assert {id: list(goal.strategies) for id, goal in served.goals.items()} == {"grow": ["help"], "save": []}
    moves = {id: (each.moves, each.strategy) for id, each in served.initiatives.items()}
    assert moves == {"train": ((("process", "helping", "calls"),), ("grow", "help"))}
    grouped = view(reading.definition, "department", {})
    assert grouped.goals["grow"].strategies["sell"].measures == (("sales", "customer_won"),)
    assert grouped.initiatives["hire"].moves == (("sales", "all_deals"),)


def test_only_what_is_needed_is_computed(acme):
    result = scorecard.load(acme).evaluate(only={"department": "service"})
    assert set(result.values.measures) == {"calls", "happy"}
    assert [file.dataset for file in result.files] == ["entered"]
    assert result.score(0, 0) == pytest.approx((3 * 90 + 40) / 4)
    assert [problem.code for problem in result.problems if problem.level == "finding"] == []  # `unheard_of` is none of ours
    whole = scorecard.load(acme).evaluate()
    assert [problem.code for problem in whole.problems if problem.level == "finding"] == ["entered-measures-unknown"]


def test_python_and_reports_have_views_too(acme, tmp_path):
    card = scorecard.load(acme)
    assert "total" in repr(card.evaluate(by="department"))
    assert [path.name for path in card.report(["html"], tmp_path / "out", by="department")] == ["acme-by-department.html"]
    assert "Acme, only sales" in card.report(["html"], tmp_path / "out", only={"department": ["sales"]})[0].read_text("utf-8")
    with pytest.raises(scorecard.Faults, match="needs-two-periods"):
        card.compare(by="department")


PERCENT = floor_goal(0, 100)


@st.composite
def trees(draw: st.DrawFn) -> tuple[Definition, dict[str, list[list[float]]]]:
    """A tree that averages everywhere, with tags on some measures, and a value for each measure."""
    ids = iter(range(1000))
    weights = st.one_of(st.just(0.0), st.floats(0.1, 10))
    cells: dict[str, list[list[float]]] = {}
    tags = {}

    def grow(depth: int) -> Node:
        weight, id = draw(weights), f"m{next(ids)}"
        if depth == 0 or draw(st.booleans()):
            if cells and draw(st.integers(0, 3)) == 0:
                id = draw(st.sampled_from(sorted(cells)))  # the same measure again
            cells[id] = [[draw(st.floats(0, 100))]]
            tags[id] = draw(st.sampled_from([{}, {"t": "a"}, {"t": "b"}, {"t": "c d"}]))
            return leaf(id, draw(st.sampled_from([PERCENT, PERCENT, PERCENT, None])), weight)
        children = {each.path[-1]: each for each in (grow(depth - 1) for _ in range(draw(st.integers(1, 3))))}
        return node(f"f{next(ids)}", *children.values(), weight=weight)

    children = {each.path[-1]: each for each in (grow(3) for _ in range(draw(st.integers(1, 4))))}
    made = definition(tree(*children.values()))
    measures = {id: replace(measure, tags=tags[id]) for id, measure in made.measures.items()}
    return replace(made, measures=measures), {id: cells[id] for id in measures}


def total(made: Definition, cells: dict[str, list[list[float]]]) -> float:
    here = values({id: cells[id] for id in made.measures}, years(1))
    return float(scoring.score(made, here, None, years(1))[0].score[0, 0, 0])


@settings(max_examples=200, deadline=None)
@given(trees())
def test_a_total_survives_being_regrouped(case):
    made, cells = case
    if not any(measure.tags for measure in made.measures.values()):
        with pytest.raises(scorecard.Faults):
            view(made, "t", {})
        return
    regrouped = view(made, "t", {})
    np.testing.assert_allclose(total(regrouped, cells), total(made, cells), rtol=1e-9, atol=1e-9)
    paths = [each.path for each in regrouped.root.walk()]
    assert len(paths) == len(set(paths))
    again = view(regrouped, "t", {})
    np.testing.assert_allclose(total(again, cells), total(made, cells), rtol=1e-9, atol=1e-9)
