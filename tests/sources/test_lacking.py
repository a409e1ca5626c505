"""What a client's data do not hold: measures of the library are missing, the author's own are faults, and it is said once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import scorecard
from scorecard import sources
from scorecard.problems import Problem
from scorecard.records.definition import Absent, Definition, FromRows
from scorecard.records.values import Reason
from scorecard.words.snippets import hint, message

if TYPE_CHECKING:
    from tests.sources.conftest import Workshop


def shipped(definition: Definition, *own: str) -> Definition:
    """All measures as if the library had them, but those named."""
    return replace(definition, measures={id: replace(one, shipped=id not in own) for id, one in definition.measures.items()})


def card(folder: Path, text: str, **files: str) -> Path:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    (folder / "scorecard.yaml").write_text(f"scorecard: acme\n{text}", encoding="utf-8")
    return folder / "scorecard.yaml"


def problems(path: Path, code: str) -> list[Problem]:
    return [problem for problem in scorecard.load(path).check() if problem.code == code]


def faults(path: Path) -> list[str]:
    return [problem.code for problem in scorecard.load(path).check() if problem.is_fault]


def test_a_shipped_measure_without_its_column_is_absent_and_the_authors_is_a_fault(workshop: Workshop) -> None:
    workshop.file("data.csv", "amount,stage,close date\n1,won,2025-01-01\n")
    definition = workshop.definition(
        workshop.dataset(), a="sum(amount)", b="sum(cost)", c="count(*) filter (where close_date > amount_on)", d="sum(cost)"
    )
    found, told = sources.without(shipped(definition, "d"))
    assert {id: one.how for id, one in found.measures.items() if isinstance(one.how, Absent)} == {
        "b": Absent("deals", ("cost",)),
        "c": Absent("deals", ("amount_on", "close_date")),
    }
    (lacking,) = told
    assert (lacking.code, lacking.level, lacking.place and lacking.place.path) == (
        "columns-lacking",
        "finding",
        ("datasets", "deals"),
    )
    assert lacking.facts["columns"] == ("cost", "amount_on", "close_date")
    assert (lacking.facts["count"], lacking.facts["measures"]) == (2, ("b", "c"))
    assert lacking.facts["near"] == ("close_date: close date",)
    assert "b, c" in message(lacking)
    assert "`columns: {close_date: close date}`" in hint(lacking)
    (fault,) = sources.check(found)
    assert (fault.code, fault.place and fault.place.path) == ("column-missing", ("measures", "d", "formula"))


def test_a_heading_that_is_already_taken_is_not_offered(workshop: Workshop) -> None:
    workshop.file("data.csv", "Created on,closed_on\n2025-01-01,2025-01-02\n")
    definition = workshop.definition(
        workshop.dataset(columns={"opened_on": "Created on"}),
        a="count(*) filter (where closed_on > created_on)",
        b="max(opened_on)",
    )
    (lacking,) = sources.without(shipped(definition))[1]
    assert (lacking.facts["columns"], lacking.facts["near"]) == (("created_on",), ())
    assert lacking.facts["example"] == "created_on: its heading in the file"


def test_the_mapping_to_write_has_all_headings_that_look_right(workshop: Workshop) -> None:
    workshop.file("data.csv", "E-mail address,Segment,Left,Since\na,b,,2025-01-01\n")
    definition = shipped(
        workshop.definition(workshop.dataset(), a="count(email) + count(segment) + count(left_on) + count(joined_on)")
    )
    (lacking,) = sources.without(definition)[1]
    assert "`columns: {email: E-mail address, segment: Segment, left_on: Left}`" in hint(lacking)


def test_nothing_lacks_nothing_is_said(workshop: Workshop) -> None:
    workshop.file("data.csv", "amount\n1\n")
    definition = shipped(workshop.definition(workshop.dataset(), a="sum(amount)"))
    assert sources.without(definition) == (definition, ())


def test_a_lookup_gives_what_the_file_lacks(workshop: Workshop) -> None:
    workshop.file("data.csv", "owner\nAnn\n")
    workshop.file("staff.csv", "name,cost\nAnn,3\n")
    dataset = workshop.dataset(lookups={"staff": workshop.lookup("staff", "staff.csv", {"owner": "name"}, ("cost",))})
    definition = shipped(workshop.definition(dataset, a="sum(cost)"))
    assert sources.without(definition) == (definition, ())


@pytest.mark.parametrize("window", ["open_at_start", "open_at_end", "during"])
def test_only_the_windows_that_look_at_a_rows_life_need_its_ends(workshop: Workshop, window: str) -> None:
    workshop.file("data.csv", "joined_on\n2025-01-01\n")
    dataset = workshop.dataset(valid=("joined_on", "left_on"), time="joined_on", assumed=frozenset({("valid",), ("time",)}))
    definition = shipped(workshop.definition(dataset, a="count(*)"))
    how = definition.measures["a"].how
    assert isinstance(how, FromRows)
    definition = replace(
        definition, measures={"a": replace(definition.measures["a"], how=replace(how, window=window, time="joined_on"))}
    )
    found, _ = sources.without(definition)
    assert (found.measures["a"].how == Absent("deals", ("left_on",))) == (window != "during")
    assert (found.datasets["deals"].valid, found.datasets["deals"].time) == (None, "joined_on")
    assert sources.check(found) == []


def test_ends_of_a_life_that_the_authors_measure_needs_stay_a_fault(workshop: Workshop) -> None:
    workshop.file("data.csv", "joined_on\n2025-01-01\n")
    dataset = workshop.dataset(valid=("joined_on", "left_on"), assumed=frozenset({("valid",)}))
    definition = workshop.definition(dataset, a="count(*)")
    how = definition.measures["a"].how
    assert isinstance(how, FromRows)
    definition = replace(definition, measures={"a": replace(definition.measures["a"], how=replace(how, window="open_at_end"))})
    found, told = sources.without(definition)
    assert told == ()
    assert [(fault.code, fault.facts["column"]) for fault in sources.check(found)] == [("column-missing", "left_on")]


def test_settings_of_what_ships_fall_with_their_columns_and_the_authors_stay(workshop: Workshop) -> None:
    workshop.file("data.csv", "amount\n1\n")
    ships = frozenset({("values", "stage"), ("dates", "closed_on"), ("durations",), ("time",)})
    dataset = workshop.dataset(
        values={"stage": {"a": "b"}, "kind": {"a": "b"}}, dates={"closed_on": "iso"}, durations=("talk",), time="closed_on",
        blank={"rating": ("0",)}, assumed=ships,
    )  # fmt: skip
    found, told = sources.without(shipped(workshop.definition(dataset, a="sum(amount)")))
    assert told == ()
    kept = found.datasets["deals"]
    assert (kept.values, kept.dates, kept.durations, kept.time) == ({"kind": {"a": "b"}}, {}, (), None)
    assert {fault.facts["column"] for fault in sources.check(found)} == {"kind", "rating"}


def test_a_file_that_cannot_be_opened_is_left_to_check(workshop: Workshop) -> None:
    definition = shipped(workshop.definition(workshop.dataset("nothing.csv"), a="sum(cost)"))
    found, told = sources.without(definition)
    assert (found.measures, told) == (definition.measures, ())
    assert [fault.code for fault in sources.check(found)] == ["file-missing"]


ANSWERS = "respondent,answered_on,loyalty_1,loyalty_2,loyalty_3\na,2025-01-10,1,2,5\nb,2025-02-10,3,,4\nc,2025-03-10,4,4,3\n"
SURVEY = """\
periods: {baseline: 2024-Q4, target: 2025-Q1}
datasets: {customer_answers: {file: answers.csv, COLUMNS}}
perspectives: {p: {measures: {perceived_loyalty: , nps: }}}
"""


def survey(folder: Path, columns: str, answers: str = ANSWERS) -> tuple[float, tuple[Problem, ...]]:
    path = card(folder, SURVEY.replace("COLUMNS", columns), answers=answers)
    result = scorecard.load(path).evaluate()
    values = result.values
    return float(values.value[values.measures.index("perceived_loyalty"), 1, 0]), result.problems


def test_a_survey_asks_the_items_that_are_there(tmp_path: Path) -> None:
    """Each person's mean over the items answered, then the mean over persons: worked out by hand. Five answers are the least
    that is shown, so these three stand twice."""
    rows = ANSWERS.splitlines()
    answers = "\n".join([*rows, *(row.replace(row[0], row[0].upper(), 1) for row in rows[1:])]) + "\n"
    whole, told = survey(tmp_path, "covers: [2025-01-01, 2025-03-31]", answers)
    assert whole == pytest.approx((8 / 3 + 7 / 2 + 11 / 3) / 3)
    assert not [problem for problem in told if problem.code == "survey-items-lacking"]
    short = "\n".join(",".join(row.split(",")[:3] + row.split(",")[4:]) for row in answers.splitlines())
    part, told = survey(tmp_path, "covers: [2025-01-01, 2025-03-31]", short)
    assert part == pytest.approx((6 / 2 + 7 / 2 + 7 / 2) / 3)
    (lacking,) = [problem for problem in told if problem.code == "survey-items-lacking"]
    assert lacking.facts["measures"] == ("perceived_loyalty (without loyalty_2)",)
    (columns,) = [problem for problem in told if problem.code == "columns-lacking"]
    assert (columns.facts["columns"], columns.facts["measures"]) == (("recommend",), ("nps",))


def test_a_survey_of_which_nothing_was_asked_is_absent(tmp_path: Path) -> None:
    path = card(tmp_path, SURVEY.replace("COLUMNS", ""), answers="respondent,answered_on,recommend\na,2025-01-01,9\n")
    result = scorecard.load(path).evaluate()
    assert result.definition.measures["perceived_loyalty"].how == Absent(
        "customer_answers", ("loyalty_1", "loyalty_2", "loyalty_3")
    )
    assert not [problem for problem in result.problems if problem.code == "survey-items-lacking"]


def test_the_reversed_items_and_the_least_number_shrink_with_the_items(workshop: Workshop) -> None:
    from scorecard.problems import Place
    from scorecard.records.definition import Survey
    from scorecard.records.formula import Mention
    from scorecard.survey import compiled

    workshop.file("data.csv", "u1,u3\n1,2\n")
    asked = Survey("mean", ("u1", "u2", "u3"), 1.0, 7.0, frozenset({"u2", "u3"}), min_items=3)
    mentions = tuple(Mention(item, "number", Place("s.yaml")) for item in asked.items)
    formula, sampling = compiled(asked, (), mentions, "")
    definition = shipped(workshop.definition(workshop.dataset(), a="count(*)"))
    how = FromRows("deals", formula, survey=asked, sampling=sampling)
    definition = replace(definition, measures={"a": replace(definition.measures["a"], how=how)})
    found, _ = sources.without(definition)
    short = found.measures["a"].how
    assert isinstance(short, FromRows)
    assert short.survey is not None
    assert (short.survey.items, short.survey.reversed, short.survey.min_items) == (("u1", "u3"), {"u3"}, 2)
    assert [mention.column for mention in short.formula.mentions] == ["u1", "u3"]
    assert "u2" not in str(short.formula) + str(short.sampling)


def test_datasets_that_there_are_not_are_told_once_with_their_weight(tmp_path: Path) -> None:
    path = card(
        tmp_path,
        "datasets: {deals: {file: deals.csv}, ticket: {file: deals.csv}}\n"
        "perspectives:\n  p: {weight: 3, measures: {sales_volume: , target_attainment: }}\n"
        "  q: {measures: {sla_compliance: , complaints: {weight: 0}, system_uptime: {weight: 2}, win_rate: }}\n",
        deals="deal_id,stage,amount,closed_on\n1,won,5,2025-01-01\n2,lost,5,2025-01-01\n",
    )
    (told,) = problems(path, "datasets-lacking")
    assert set(map(str, told.facts["datasets"])) == {"tickets (2)", "targets (1)", "entered (1)"}  # type: ignore[call-overload]  # a tuple
    assert (told.facts["count"], told.facts["of"]) == (4, 6)
    assert told.facts["share"] == pytest.approx(3 / 4 / 2 + 1 / 4 * (1 + 2) / 4)
    assert told.facts["near"] == ("ticket for tickets",)
    assert faults(path) == []


def test_what_derives_from_what_there_is_not_is_missing_with_the_reason(tmp_path: Path) -> None:
    path = card(
        tmp_path,
        "datasets: {deals: {file: deals.csv}}\n"
        "measures: {twice: {better: higher, formula: sales_target * 2}}\n"
        "perspectives: {p: {measures: {twice: {target: {floor: 0, goal: 1}}, "
        "sales_volume: {target: {floor: 0, goal: sales_target}}}}}\n",
        deals="stage,amount,closed_on\nwon,5,2025-01-01\n",
    )
    result = scorecard.load(path).evaluate()
    values = result.values
    at = values.measures.index
    assert values.reason[[at("sales_target"), at("twice")], 0, 0].tolist() == [Reason.NO_DATA] * 2
    assert values.value[at("sales_volume"), 0, 0] == 5
    assert np.isnan(result.scores.score[:, 0, 0]).all()  # a goal that hangs on what is missing scores nothing


DEALS = ("deal_id", "customer_id", "owner", "source", "stage", "amount", "created_on", "closed_on", "is_upsell", "is_cross_sell")
MEASURES = (
    "sales_volume", "won_deals", "average_deal_value", "win_rate", "sales_cycle_length", "new_opportunities",
    "open_opportunities", "new_revenue", "expansion_revenue", "website_deals", "upsell_rate",
)  # fmt: skip


def deals(columns: tuple[str, ...]) -> str:
    rows = [
        dict(zip(DEALS, cells.split(","), strict=True))
        for cells in (
            "1,a,x,website,won,100,2024-11-03,2025-01-10,false,false", "2,a,x,referral,won,40,2025-01-01,2025-02-10,true,false",
            "3,b,y,website,lost,70,2025-01-03,2025-03-01,false,false", "4,c,y,partner,open,10,2025-02-03,,false,false",
            "5,c,y,campaign,won,30,2025-01-03,2025-05-01,false,true",
        )
    ]  # fmt: skip
    return "\n".join([",".join(columns), *(",".join(row[name] for name in columns) for row in rows)]) + "\n"


def evaluated(folder: Path, columns: tuple[str, ...]) -> dict[str, tuple[float, int]]:
    known = [
        path.read_text(encoding="utf-8") for path in (Path(scorecard.__file__).parents[1] / "definitions/measures").glob("*.yaml")
    ]
    used = [id for id in MEASURES if any(f"\n  {id}:" in text for text in known)]
    assert len(used) > 8
    path = card(
        folder,
        "periods: {baseline: 2025-Q1, target: 2025-Q2}\ndatasets: {deals: {file: deals.csv}, customers: {file: customers.csv}}\n"
        f"perspectives: {{p: {{measures: {{{', '.join(f'{id}: ' for id in used)}}}}}}}\n",
        deals=deals(columns), customers="customer_id,joined_on,left_on\na,2024-01-01,\nb,2024-01-01,\nc,2025-01-01,\n",
    )  # fmt: skip
    assert faults(path) == []
    values = scorecard.load(path).evaluate("2025-Q1", "2025-Q2").values
    return {
        id: (float(values.value[values.measures.index(id), 0, 0]), int(values.reason[values.measures.index(id), 0, 0]))
        for id in values.measures
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lost=st.sets(st.sampled_from(DEALS[1:]), max_size=5))
def test_a_column_less_changes_no_value_but_takes_some(tmp_path: Path, lost: set[str]) -> None:
    """No fault, whatever is lacking: a measure has its value as before, or none for want of data."""
    whole = evaluated(tmp_path, DEALS)
    part = evaluated(tmp_path, tuple(name for name in DEALS if name not in lost))
    assert part.keys() == whole.keys()
    for id, (value, reason) in part.items():
        if reason == Reason.NO_DATA:
            assert np.isnan(value)
            assert lost
        else:
            assert (value, reason) == pytest.approx(whole[id], nan_ok=True), id
    if "amount" in lost:
        assert part["sales_volume"][1] == Reason.NO_DATA
    if not lost & {"stage", "closed_on"}:
        assert part["win_rate"] == whole["win_rate"] == (pytest.approx(2 / 3), 0)


def test_the_headers_of_a_file_are_looked_at_once(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    from scorecard.sources import files

    workshop.sheet("data.xlsx", [["amount"], [1], [2]])
    definition = shipped(workshop.definition(workshop.dataset("data.xlsx"), a="sum(amount)"))
    looked: list[Path] = []
    whole = files._looked_at

    def watched(path: Path, *others: object) -> files.Layout:
        looked.append(path)
        return whole(path, *others)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(files, "_looked_at", watched)
    found, _ = sources.without(definition)
    assert sources.check(found) == []
    sources.load(found)
    assert len(looked) == 1
    workshop.sheet("data.xlsx", [["cost"], [1], [2], [3]])
    (lacking,) = sources.without(definition)[1]
    assert lacking.facts["columns"] == ("amount",)
    assert len(looked) == 2
