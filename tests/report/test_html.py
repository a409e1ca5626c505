"""The page as HTML: its structure, its numbers, and what strangers' text may not do to it."""

import re
from datetime import date

import numpy as np
import pytest
import tinyhtml5

from scorecard import report
from scorecard.problems import Place, finding, note
from scorecard.records.definition import Band, Bound, Knot, Period, Target
from scorecard.records.tables import BadCell, SourceFile
from scorecard.records.values import Reason
from scorecard.words import numbers
from tests.report.conftest import bare

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</td></tr></table></style><b>",
    "{{ 7 * 7 }}{% raw %}",
    "]]><!-- &lt;&amp;",
    "\u202eevil\u2066\u0000\r\n\ud800",
    "x" * 10_000,
)


def parsed(evaluation, **more):
    return tinyhtml5.parse(bare(report.html(report.page(evaluation, **more))), namespace_html_elements=False)


def name(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text(element):
    return " ".join("".join(element.itertext()).split())


def tags(tree):
    return [name(element) for element in tree.iter()]


def rows(tree, kind):
    """The cells' text of each body row of the tables of that class."""
    for table in tree.iter("table"):
        if kind in table.get("class", "").split():
            for body in table.iter("tbody"):
                for row in body.iter("tr"):
                    yield [text(cell) for cell in row]


@pytest.fixture(
    params=[
        "two periods",
        "history",
        "snapshot",
        "nothing",
        "one measure",
        "forty measures",
        "all missing",
        "one side",
        "no units",
    ]
)
def evaluation(request, make):
    leaf, line, nan = make.leaf, make.line, float("nan")

    def many(count, *values):
        return {f"P{p}": {f"F{f}": [leaf(f"M{p}{f}{m}" + "x" * 60, "percent", line(0, 1), values) for m in range(count)]
                          for f in range(2)} for p in range(4)}  # fmt: skip

    match request.param:
        case "two periods":
            return make.company(2)
        case "history":
            return make.company(4)
        case "snapshot":
            return make.company(1)
        case "nothing":
            return make.build({})
        case "one measure":
            return make.build({"Customer": [leaf("NPS", "points", line(-50, 50), [12.0, 31.0])]})
        case "forty measures":
            branches = [(f"Branch {number}",) for number in range(60)]
            return make.build(many(5, 0.4, 0.6), entities=branches, levels=("branch",))
        case "all missing":
            return make.build(many(2, nan, nan), entities=[("A",), (None,)], levels=("branch",))
        case "one side":
            return make.build(many(2, nan, 0.5))
        case "no units":
            return make.company(2, entities=(), levels=())


def test_every_report_is_one_well_made_file(evaluation):
    html = report.html(report.page(evaluation, date(2018, 1, 15)))
    tree = tinyhtml5.parse(bare(html), namespace_html_elements=False)
    assert len(html) < 500_000
    assert tree.get("lang") == "en"
    assert tree.get("dir") == "ltr"
    assert [text(title) for title in tree.iter("h1")] == ["Acme CRM assessment"]
    assert "15 January 2018" in text(tree)
    assert not {"script", "img", "link", "iframe", "text", "tspan", "image", "foreignObject"} & set(tags(tree))
    assert {use.get("href") for use in tree.iter("use")} <= {"#ground"}
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in tree.iter():
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on")
            assert attribute not in ("src", "style", "xlink:href")
            if attribute == "href":
                assert value[1:] in ids
            if attribute == "aria-labelledby":
                assert value in ids
    policy = next(meta for meta in tree.iter("meta") if meta.get("http-equiv") == "Content-Security-Policy").get("content")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")


def test_every_row_fills_its_table_and_every_header_has_a_scope(evaluation):
    tree = parsed(evaluation)
    for table in tree.iter("table"):
        assert all(header.get("scope") in ("col", "row") for header in table.iter("th"))
        if table.get("role") != "presentation" and table.get("class") != "facts":
            assert text(next(table.iter("caption")))
        if columns := len(list(table.iter("col"))):
            for row in table.iter("tr"):
                assert sum(int(cell.get("colspan", 1)) for cell in row) == columns, text(row)


def test_no_number_is_printed_as_a_python_value(evaluation):
    assert not re.search(r"\b(nan|None|inf|True|False)\b", text(next(parsed(evaluation).iter("main"))).replace("None of the", ""))


@pytest.mark.parametrize("periods", [1, 2, 4])
def test_scores_and_values_are_the_evaluations(make, periods):
    evaluation = make.company(periods)
    scores, values, comparison = evaluation.scores, evaluation.values, evaluation.comparison
    printed = list(rows(parsed(evaluation), "measures"))
    nodes = [index for index, node in enumerate(scores.nodes) if node.kind != "root"]
    assert len(printed) == len(nodes)
    for index, cells in zip(nodes, printed, strict=True):
        node = scores.nodes[index]
        assert cells[0].startswith(node.title())
        assert numbers.score(scores.score[index, -1, 0]) in cells
        if comparison is not None:
            assert numbers.points(comparison.target_score[index, 0] - comparison.baseline_score[index, 0]) in cells
        if node.measure is not None:
            unit = evaluation.definition.measures[node.measure].unit
            both = values.value[values.measures.index(node.measure), -2:, 0]
            form = numbers.format_for(unit, both if periods > 1 else both[-1:], "USD")
            assert form.value(both[-1]) in cells
            if periods > 1:
                assert cells[1] == form.value(both[0])
                assert cells[3] == form.change(both[1] - both[0])


def test_the_heat_map_holds_every_unit_and_score(make):
    evaluation = make.company(2)
    scores = evaluation.scores
    columns = [0, *(index for index, node in enumerate(scores.nodes) if node.kind == "perspective")]
    printed = list(rows(parsed(evaluation), "heat"))
    expected = sorted(
        [numbers.score(scores.score[column, 1, place]) for column in columns]
        for place, entity in enumerate(scores.entities)
        if entity.key != (None, None)
    )
    assert sorted(row[2:-1] for row in printed) == expected
    assert [row[0] for row in printed if row[0] == "Unassigned"] == ["Unassigned"]
    assert printed[0][0] == "Total"
    branches = {row[0]: row[1] for row in printed}
    best = max((entity for entity in scores.entities if entity.level == 2 and None not in entity.key),
               key=lambda entity: scores.score[0, 1, scores.entities.index(entity)])  # fmt: skip
    assert branches[best.key[-1]] == "1"


def number(shown):
    return float(shown.replace("−", "-").replace("+", ""))


@pytest.mark.parametrize("kind", ["two", "forty", "one side"])
def test_the_parts_shown_add_up_to_the_change_shown(make, kind):
    leaf, line = make.leaf, make.line
    random = np.random.default_rng(11)
    if kind == "two":
        evaluation = make.company(2)
    else:
        size = 10 if kind == "forty" else 2
        tree = {
            f"P{p}": [leaf(f"M{p}{m}", "percent", line(0, 1), random.uniform(0, 1, 2)) for m in range(size)] for p in range(4)
        }
        if kind == "one side":
            tree["P0"][0].history[:] = float("nan"), 1.0
            tree["P1"][1].history[1] = float("nan")
        evaluation = make.build(tree)
    tree = parsed(evaluation)
    total = report.page(evaluation).changes.total
    tables = [table for table in tree.iter("table") if "parts" in table.get("class", "")]
    assert len(tables) == 2
    for table in tables:
        shown = [text(row[-1]) for body in table.iter("tbody") for row in body.iter("tr")]
        assert shown[-1] == total
        assert round(sum(map(number, shown[:-1])), 1) == number(total)
    if kind != "forty":
        assert "data missing on one side: no score in Q3 2017 (no rows)" in text(tables[1])


def test_without_a_total_on_both_sides_the_report_says_why_there_are_no_parts(make):
    evaluation = make.build({"P": [make.leaf("M", "percent", make.line(0, 1), [float("nan"), 0.5])]})
    assert "The change cannot be split into its parts, because Q3 2017 has no total score" in text(parsed(evaluation))


def test_missing_values_bad_rows_and_problems_are_told(make):
    place = Place("acme.yaml", 7, 3)
    facts = {"measure": "<b>Win rate</b>", "entities": 2, "of": 3}
    problems = (finding("goal-not-better-here", place, **facts), note("goal-not-better-here", place, **facts))
    tree = make.tree()
    tree["Customer"]["Loyalty"][0].more["reasons"] = {(0, 0): Reason.ZERO_DENOMINATOR, (1, 2): Reason.TOO_FEW}
    evaluation = make.build(tree, files=make.files, problems=problems, entities=[("A",), ("B",)], levels=("shop",))
    tree = parsed(evaluation)
    gaps = list(rows(tree, "gaps"))
    assert ["Churn rate", "Q3 2017", "The number that it would be divided by is zero."] in gaps
    assert ["Usability of the CRM", "Q4 2017", "There were no records to average in this period."] in gaps
    assert ["Churn rate (1)", "shop (of 2)", "There were too few answers to rely on."] in gaps
    deals = next(rows(tree, "sources"))
    assert deals[1].startswith("data/sales_pipeline.csvrow 17, close_value: “n/a?”row 90")
    assert deals[2:] == ["8,800", "12", "0"]
    told = text(next(section for section in tree.iter("section") if section.get("id") == "notes"))
    assert told.count("acme.yaml, line 7") == 2
    assert "<b>Win rate</b>" in told
    assert "To check" in told
    assert "Assumed" in told


def test_many_findings_of_a_kind_are_told_in_one_line(make):
    place = Place("acme.yaml", 3)
    apart = {"facts_score": 80.0, "perception_score": 20.0, "gap": 60.0, "higher": "facts"}
    problems = [
        *(finding("perception-apart", place, node=name, **apart) for name in ("Loyalty", "Training", "Culture", "IT", "مشتری")),
        *(note("covers-assumed", place, dataset=name, columns=("day",)) for name in ("deals", "calls", "users", "visits")),
        *(finding("period-kinds-differ", place) for _ in range(5)),
        *(finding("low-coverage", place, node=f"N{n}", coverage=0.4, periods=()) for n in (*range(12), 0)),
    ]
    remarks = report.page(make.build({"P": []}, problems=tuple(problems))).notes.remarks
    said = [(remark.level, remark.message, remark.place) for remark in remarks]
    assert said[0] == (
        "To check",
        "Facts and perceptions part, 5 times: Loyalty, Training, Culture, IT and \u2068مشتری\u2069.",
        "",
    )
    assert sum(level == "Assumed" for level, _, _ in said) == 4  # four are told one by one
    assert all(where == "acme.yaml, line 3" for level, _, where in said if level == "Assumed")
    assert sum(where != "" for _, _, where in said) == 9  # and so are those that name nothing
    assert ("To check", "A score on thin data, 13 times: N0, N1, N2, N3, N4, N5, N6, N7, N8, N9 and 2 more.", "") in said


@pytest.mark.parametrize("string", HOSTILE)
def test_hostile_text_leaves_the_structure_as_it_is(make, string):
    def everywhere(s):
        leaf = make.leaf(s, "percent", make.line(0, 1), [0.4, 0.6])
        file = SourceFile("d", s, "ab" * 32, 3, 1, 0, (BadCell(2, s, s),))
        return make.build({s: {s: [leaf]}}, title=s, entities=[(s,), (s, s)], levels=("region", "branch"), files=(file,),
                          bands=(Band(s[:50], 0), Band("good", 50)))  # fmt: skip

    hostile, benign = everywhere(string), everywhere("benign")
    html = bare(report.html(report.page(hostile)))
    assert tags(parsed(hostile)) == tags(parsed(benign))
    html.encode()
    assert not set("\u202e\u2066\0") & set(html)
    assert "49" not in html
    assert len(html) < 60_000


def test_a_template_is_sandboxed_and_complains_about_what_it_does_not_know():
    from jinja2.exceptions import SecurityError, UndefinedError

    from scorecard.report.render import environment

    with pytest.raises(SecurityError):
        environment().from_string("{{ x.__class__.__mro__ }}").render(x=1)
    with pytest.raises(UndefinedError, match="nowhere"):
        environment().from_string("{{ nowhere }}").render()
    assert environment().from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"


def test_no_template_turns_escaping_off():
    from scorecard.shipped import folder

    for template in folder("templates").rglob("*.html"):
        assert not re.search(r"\|\s*safe|autoescape|Markup", template.read_text("utf-8")), template


def test_the_policy_allows_exactly_the_style_and_the_script_that_are_there(make):
    from base64 import b64encode
    from hashlib import sha256

    html = report.html(report.page(make.company(2)))
    policy = re.search(r'Policy" content="(.*?)"', html)[1].replace("&#43;", "+").replace("&#39;", "'")
    script, style = (
        f"'sha256-{b64encode(sha256(re.search(rf'<{tag}>(.*?)</{tag}>', html, re.S)[1].encode()).digest()).decode()}'"
        for tag in ("script", "style")
    )
    assert policy == f"default-src 'none'; script-src {script}; style-src {style}; base-uri 'none'; form-action 'none'"


@pytest.mark.parametrize(
    ("target", "ends", "method"),
    [
        (Target("at_least", (Knot(Bound(0.4), 100),)), "at least 40%", "at least 40%"),
        (Target("at_most", (Knot(Bound(0.7), 100),)), "at most 70%", "at most 70%"),
        (Target("inside", (Knot(Bound(0.2), 100), Knot(Bound(0.7), 100))), "20% – 70%", "inside 20% – 70%"),
        (Target("line", (Knot(Bound(0.4), 0), Knot(Bound(0.7), 60), Knot(Bound(0.9), 100))), "90%40%",
         "40% scores 0, 70% scores 60, 90% scores 100"),
        (Target("line", (Knot(Bound(0), 0, ), Knot(Bound(0.1, "baseline"), 100))), "60%0%",
         "floor 0%, goal 60% (baseline + 10 pp)"),
    ],
)  # fmt: skip
def test_every_kind_of_target_is_written_out(make, target, ends, method):
    tree = parsed(make.build({"P": [make.leaf("M", "percent", target, [0.5, 0.6])]}))
    assert ends in [text(span) for span in tree.iter("span") if span.get("class") == "ends"]
    assert [row[2] for row in rows(tree, "weights")][-1] == method


def test_units_that_the_data_cannot_tell_apart_are_named(make):
    tree = {"P": [make.leaf("M", "percent", make.line(0, 1), [0.5, 0.6], reasons={(p, 1): Reason.NOT_AT_LEVEL for p in (0, 1)}),
                  make.leaf("K", "percent", make.line(0, 1), [0.5, 0.6])]}  # fmt: skip
    told = text(parsed(make.build(tree, entities=[("A",)], levels=("shop",))))
    assert "The data cannot tell units apart for M; it counts at higher levels only." in told


def test_jalali_periods_and_days(make):
    quarters = [
        Period("1403-Q4", date(2024, 12, 20), date(2025, 3, 21), "quarter"),
        Period("1404-Q1", date(2025, 3, 21), date(2025, 6, 22), "quarter"),
    ]
    tree = {"P": [make.leaf("M", "percent", make.line(0, 1), [0.5, 0.6])]}
    told = text(parsed(make.build(tree, quarters=quarters, calendar="jalali"), dated=date(2025, 6, 30)))
    assert "Q1 1404 compared with Q4 1403" in told
    assert "Q1 1404: 1 Farvardin 1404 – 31 Khordad 1404" in told
    assert "9 Tir 1404" in told


def test_a_status_begins_at_its_edge(make):
    tree = {"P": [make.leaf("M", "number", make.line(0, 100), [79.99, 80.0])]}
    page = report.page(make.build(tree))
    assert [row.status.name for row in page.summary.rows] == ["Good", "Good"]
    assert "its status is now Good, after Fair" in page.summary.sentences[0]
    assert report.page(make.build(tree, bands=())).summary.rows[0].status is None


def test_the_history_breaks_where_a_value_is_missing(make):
    tree = {"P": [make.leaf("M", "number", make.line(0, 10), [2.0, float("nan"), 4.0, 3.0])]}
    spark = report.page(make.build(tree, periods=4)).perspectives[0].rows[1].spark
    assert spark.stretches == (((0.0, 100.0),), ((66.7, 0.0), (100.0, 50.0)))
    assert spark.end == (100.0, 50.0)
    assert report.page(make.build(tree, periods=2)).perspectives[0].rows[1].spark is None


def test_very_many_units_are_cut_aloud(make):
    tree = {"P": [make.leaf("M", "percent", make.line(0, 1), [0.5, 0.6])]}
    two_levels = [*((f"R{r}",) for r in range(30)), *((f"R{r}", f"B{b}") for r in range(30) for b in range(20))]
    (units,) = report.page(make.build(tree, entities=two_levels, levels=("region", "branch"))).entities
    assert [len(units.rows), units.depth] == [31, 1]
    assert units.remarks[0].startswith("600 more units are left out")
    (units,) = report.page(make.build(tree, entities=[(f"B{b}",) for b in range(700)], levels=("branch",))).entities
    assert [len(units.rows), units.depth] == [501, 1]
    assert units.remarks[0].startswith("200 more units are left out")


def test_the_summary_names_the_strongest_parts_whatever_their_cause(make):
    nan = float("nan")
    moved = Target("line", (Knot(Bound(0), 0), Knot(Bound(0, "previous", 2), 100)))
    tree = {"P": [make.leaf("Steady", "number", moved, [0.0, 5.0, 10.0, 10.0]),
                  make.leaf("Better", "number", make.line(0, 100), [nan, nan, 40.0, 42.0]),
                  make.leaf("Gone", "number", make.line(0, 100), [nan, nan, 90.0, nan])]}  # fmt: skip
    assert report.page(make.build(tree, periods=4)).summary.sentences[1] == (
        "It was lowered most by Steady (−25.0 points, as its target moved) and Gone (−6.7 points, data missing on one side), "
        "and lifted most by Better (+1.0 points, from 40 to 42). Of this change, −6.7 points are due to scores that exist in one "
        "period only, not to a measured difference."
    )


def test_many_perspectives_are_numbered_columns(make):
    tree = {f"Perspective {letter}": [make.leaf("M", "percent", make.line(0, 1), [0.5, 0.6])] for letter in "ABCDEFGH"}
    (units,) = report.page(make.build(tree, entities=[("A",)], levels=("shop",))).entities
    assert units.columns == ("Total", *"12345678")
    assert units.remarks[0].startswith("Columns: 1 Perspective A, 2 Perspective B, ")


def test_templates_compiled_before_are_used_unless_they_are_spoiled(make, tmp_path, monkeypatch):
    from scorecard.report import render

    monkeypatch.setattr(render.Compiled, "file", lambda self, bucket: tmp_path / bucket.key)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    page = report.page(make.company(2))
    expected = report.html(page)

    def anew():
        render.environment.cache_clear()
        return report.html(page)

    assert anew() == expected
    kept = list(tmp_path.iterdir())
    assert len(kept) == 19
    monkeypatch.setattr(render.ImmutableSandboxedEnvironment, "compile", lambda *_: pytest.fail("compiled again"))
    assert anew() == expected
    monkeypatch.undo()
    monkeypatch.setattr(render.Compiled, "file", lambda self, bucket: tmp_path / bucket.key)
    for spoiled in (b"", b"j2 and no more", kept[0].read_bytes()[:40], kept[0].read_bytes()[:-9]):
        for file in kept:
            file.write_bytes(spoiled)
        assert anew() == expected
    render.environment.cache_clear()


def test_provenance_names_every_file_once(make):
    deals, teams, _ = make.files
    again = SourceFile("calls.teams", teams.file, teams.sha256, teams.rows)
    printed = list(rows(parsed(make.company(4, files=(deals, teams, again))), "provenance"))
    assert [row[1] for row in printed if row[0] == teams.file] == [f"35 rows; SHA-256 {teams.sha256}"]
    assert ["Definition's SHA-256", "ab" * 32] in printed
    assert ["History", "Q1 2017 to Q4 2017, 4 periods"] in printed
    assert ["Baseline", "2017-Q3: 1 July 2017 – 30 September 2017"] in printed
