"""Titles of the author's that a report in another language has to say in their own."""

from dataclasses import replace

import pytest

import scorecard
from scorecard import report
from scorecard.problems import finding
from scorecard.records.definition import Text
from scorecard.records.goals import Goal, Initiative
from scorecard.report.translations import translated

BOTH = Text({"en": "Rate", "fa": "نرخ"})


def evaluation(make, **more):
    """Two measures, one of them with a Persian title, in branches of which one has a Persian name."""
    tree = {"P": [make.leaf("Named", "number", make.line(0, 9), [4, 5]), make.leaf("Bare", "number", make.line(0, 9), [4, 5])]}
    found = make.build(tree, entities=[("a",), ("b",)], levels=("branch",))
    titles = {"root": Text({"en": "Acme", "fa": "آکمه"}), "perspective": Text({"": "Perspective"})}

    def titled(node):
        title = titles.get(node.kind, BOTH if node.title() == "Named" else node.title)
        return replace(node, title=title, children=tuple(map(titled, node.children)))

    root = titled(found.definition.root)
    nodes = tuple(root.walk())
    measures = {
        id: replace(measure, title=BOTH if measure.title() == "Named" else measure.title)
        for id, measure in found.definition.measures.items()
    }
    members = {"branch": {"a": Text({"fa": "الف"})}}
    changed = {"title": titles["root"], "root": root, "measures": measures, "members": members, **more}
    definition = replace(found.definition, **changed)
    return replace(found, definition=definition, scores=replace(found.scores, nodes=nodes))


def findings(page):
    return [remark.message for remark in page.notes.remarks if "language" in remark.message or "زبان" in remark.message]


def test_titles_without_a_text_in_the_language_asked_are_told_once_with_their_names(make):
    shown = evaluation(make)
    (problem,) = scorecard.untranslated(shown, ["fa"])
    assert (problem.code, problem.level) == ("title-untranslated", "finding")
    assert problem.facts["language"] == "fa"
    assert problem.facts["names"] == ("Perspective", "Bare", "b"), "a text without a language, and a unit that the map leaves out"
    assert problem.facts["count"] == 3
    assert scorecard.describe(problem).endswith(
        "Titles without a text in `fa`, the report's language: 3, the first of them Perspective, Bare, b."
    )
    (told,) = findings(report.page(shown, language="fa"))
    assert "Perspective" in told
    assert "\u2068b\u2069" in told


def test_in_the_scorecard_s_own_language_a_text_without_one_is_at_home(make):
    shown = evaluation(make)
    assert scorecard.untranslated(shown, ["en"]) == ()
    assert findings(report.page(shown)) == []
    persian = evaluation(make, language="fa")
    assert scorecard.untranslated(persian, ["fa"]) == ()
    assert scorecard.untranslated(persian, ["en"])[0].facts["names"] == ("Perspective", "Bare", "a", "b")


def test_what_lacks_the_scorecard_s_own_language_is_told_there_too(make):
    (problem,) = scorecard.untranslated(evaluation(make, title=Text({"ar": "أكمي"})), ["en"])
    assert problem.facts["names"] == ("أكمي",)


def test_goals_and_initiatives_have_titles_too(make):
    goals = {"g": Goal("g", Text({"en": "Grow"}))}
    initiatives = {"i": Initiative("i", Text({"": "Train"}))}
    (problem,) = scorecard.untranslated(evaluation(make, goals=goals, initiatives=initiatives), ["ar"])
    assert problem.facts["count"] == 8
    assert len(problem.facts["names"]) == 5, "the first of them"
    assert problem.facts["names"][0] == "Acme"


def test_a_unit_without_a_name_in_the_language_keeps_that_of_the_data(make):
    shown = evaluation(make)
    names = [shown.in_language(language).name(shown.scores.entities[1]) for language in ("en", "fa", "ar")]
    assert names == ["a", "الف", "a"]


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_the_finding_is_told_once_however_often_the_report_is_asked_for(make, language):
    shown = evaluation(make)
    page = report.page(shown, language=language)
    assert len(findings(page) if language == "fa" else page.notes.remarks) == 1
    assert shown.problems == ()
    assert len(scorecard.untranslated(shown, ["en", "fa", "ar"])) == 2


def test_problems_name_parts_of_the_scorecard_in_the_language_asked(make):
    shown = evaluation(make)
    doubts = (finding("survey-answers", None, measure="Rate", names=("Rate", "Bare"), count=3, file="Rate.csv"),)
    shown = replace(shown, problems=doubts)
    (told, *_) = translated(shown, "fa").problems
    assert dict(told.facts) == {"measure": "نرخ", "names": ("نرخ", "Bare"), "count": 3, "file": "Rate.csv"}
    assert dict(translated(shown, "en").problems[0].facts) == dict(doubts[0].facts)
