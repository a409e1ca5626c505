"""What the commands say and write, from inside."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

import scorecard
from scorecard.cli import program as cli

SHOP = Path(__file__).parent / "shop"
KINDS = SHOP.parents[1] / "language" / "cases" / "both_kinds" / "scorecard.yaml"  # facts and perceptions


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A shop of one's own, as the current folder."""
    shutil.copytree(SHOP, tmp_path / "shop")
    monkeypatch.chdir(tmp_path / "shop")
    for variable in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path / "shop"


def run(*words: str, code: int = 0):
    done = CliRunner().invoke(cli.commands, words, standalone_mode=False)
    if done.exception:
        raise done.exception
    assert (done.return_value or 0) == code, done.output
    return done


def spoil(shop: Path, old: str, new: str, file: str = "scorecard.yaml") -> None:
    text = (shop / file).read_text("utf-8")
    assert old in text
    (shop / file).write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("name", "width", "words"),
    [
        ("evaluate", 80, ["evaluate", "scorecard.yaml"]),
        ("evaluate-entities", 100, ["evaluate", "scorecard.yaml", "--entities"]),
        ("evaluate-narrow", 44, ["evaluate", "scorecard.yaml"]),
        ("compare", 80, ["compare", "scorecard.yaml"]),
        ("compare-wide", 120, ["compare", "scorecard.yaml"]),
        ("weights", 90, ["weights", "scorecard.yaml"]),
        ("evaluate-kinds", 100, ["evaluate", str(KINDS)]),
    ],
)
def test_tables(shop, monkeypatch, request, name, width, words):
    """Golden tables; `--golden` rewrites them."""
    monkeypatch.setenv("COLUMNS", str(width))
    said = run(*words).stdout
    golden = SHOP.parent / "golden" / f"{name}.txt"
    if request.config.getoption("--golden"):
        golden.write_text(said, "utf-8")
    assert said == golden.read_text("utf-8")
    assert max(map(len, said.splitlines())) <= width


def test_a_snapshot_has_one_column_of_values(shop):
    spoil(shop, "periods: {baseline: 2024-Q4, target: 2025-Q1}\n", "")
    spoil(shop, "          average_deal: {weight: 2, target: {floor: baseline * 0.9, goal: baseline * 1.5}}\n", "")
    spoil(shop, "entered: true", "dataset: deals, formula: sum(days)")
    said = run("evaluate", "scorecard.yaml").stdout
    assert re.search(r"^ +Value +Score +Status +Weight", said, re.MULTILINE)
    assert re.search(r"Win rate +50\.0% +100\.0 +Good", said)
    with pytest.raises(scorecard.Faults, match="needs-two-periods"):
        run("compare", "scorecard.yaml")


def test_where_there_is_nothing_the_tables_say_so(shop):
    """A period that no data reach, without entities: no numbers, no empty columns, no parts."""
    spoil(shop, "entities: [region, branch]\n", "")
    spoil(shop, "region,branch,", "", "entered.csv")
    spoil(shop, "2024-Q4,,,6", "2024-Q4,6", "entered.csv")
    said = run("compare", "scorecard.yaml", "--target", "2030-Q1", "--entities").stdout
    assert said.startswith("Corner shop: no total score, Q1 2030 (nothing scored)\n")
    assert "there is no change to take apart" in said
    assert "names no entities" in said
    assert re.search(r"Win rate +40\.0% +–¹ +– +66\.7 +–¹ +–¹\n", said)
    assert "–¹ not covered: The data do not cover this period, or the one before it.\n" in said
    assert "Status" not in run("evaluate", "scorecard.yaml", "--target", "2030-Q1").stdout


def test_periods_may_be_named_on_the_command_line(shop):
    document = json.loads(run("evaluate", "scorecard.yaml", "--baseline", "2024-H2", "--target", "2025-03", "--json").stdout)
    assert [period["id"] for period in document["periods"]] == ["2024-H2", "2025-03"]


def test_names_cannot_command_the_terminal(shop):
    spoil(shop, "title: Win rate", 'title: "Win [bold]rate\u202e"')
    spoil(shop, "North", "No\x1b[31mrth", "deals.csv")
    try:
        said = run("evaluate", "scorecard.yaml", "--entities").stdout
    except scorecard.Faults:  # the reader refuses such a title, written plainly
        spoil(shop, "rate\u202e", "rate")
        said = run("evaluate", "scorecard.yaml", "--entities").stdout
    assert "Win [bold]rate" in said
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "No␛[31mrth" in said


def test_output_is_written_whole_into_a_file(shop, monkeypatch):
    said = run("evaluate", "scorecard.yaml", "-o", "out/scores.json")
    assert said.stdout == ""
    assert json.loads(Path("out/scores.json").read_text("utf-8"))["scorecard"] == "shop"
    assert os.listdir("out") == ["scores.json"]
    monkeypatch.setenv("FORCE_COLOR", "1")
    run("compare", "scorecard.yaml", "--output", "changes.txt")
    assert Path("changes.txt").read_text("utf-8").startswith("Corner shop: ")  # and not with a colour
    run("compare", "scorecard.yaml", "--json", "--output", "changes")
    assert json.loads(Path("changes").read_text("utf-8"))["rows"]


def test_a_device_is_written_to_not_replaced(shop):
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    run("evaluate", "scorecard.yaml", "-o", "pipe")
    assert os.read(reader, 11) == b"Corner shop"
    os.close(reader)
    assert Path("pipe").is_fifo()


def test_a_link_stays_a_link(shop):
    Path("real.json").write_text("old", "utf-8")
    Path("link.json").symlink_to("real.json")
    run("evaluate", "scorecard.yaml", "-o", "link.json")
    assert Path("link.json").is_symlink()
    assert json.loads(Path("real.json").read_text("utf-8"))


def test_check_of_a_clean_file_says_what_was_looked_at(shop):
    spoil(shop, "deals: {}", "deals: {target: {at_least: 5}}")
    spoil(shop, "organization:", "nothing:")
    spoil(shop, "2024-Q4,,,6", "2024-Q4,,,6\ntraining_days,2025-Q1,,,7", "entered.csv")
    said = run("check", "scorecard.yaml").stdout
    assert said.splitlines()[-1].startswith("7 measures and 2 files with 12 rows were checked: ")


def test_check_exits_1_on_findings(shop):
    spoil(shop, "300,30,", "a lot,30,", "deals.csv")
    said = run("check", "scorecard.yaml", code=1).stdout
    assert "warning[" in said
    concise = run("check", "scorecard.yaml", "--format", "concise", code=1).stdout
    assert all(re.match(r"(.+: )?(warning|note)\[[a-z-]+\]: .", line) for line in concise.splitlines())
    told = json.loads(run("check", "scorecard.yaml", "--format", "json", code=1).stdout)
    assert len(told) == len(concise.splitlines())
    assert {"code", "level", "message", "place", "hint"} == set(told[0])


def test_check_annotates_a_workflow(shop):
    spoil(shop, "formula: avg(days)", "formula: avg(dayz)")
    told = run("check", "scorecard.yaml", "--format", "github", code=2).stdout.splitlines()
    line = next(line for line in told if line.startswith("::error"))
    assert re.fullmatch(r"::error file=scorecard\.yaml,line=24,col=\d+,title=[a-z-]+::.*dayz.*", line)


def test_a_workflow_annotation_cannot_be_broken_out_of():
    from scorecard.cli.output import _github
    from scorecard.problems import Place, fault

    line = _github(fault("period-option", Place("a,b:\n::error::c%.yaml", 1), option="x\r\n::stop::", reason="100%"))
    assert line.startswith("::error file=a%2Cb%3A%0A%3A%3Aerror%3A%3Ac%25.yaml,line=1,title=period-option::")
    assert "100%25" in line
    assert "\n" not in line


def test_every_code_can_be_explained():
    from scorecard.words.problems import all_wordings

    for code in all_wordings():
        assert run("check", "--explain", code).stdout.startswith(f"{code}: ")


def test_report_prints_the_paths_it_wrote(shop, monkeypatch):
    done = run("report", "scorecard.yaml", "--to", "html", "-o", "board")
    assert done.stdout == "board/shop.html\n"
    assert done.stderr.startswith("Corner shop: ")
    undated = Path("board/shop.html").read_text()
    run("report", "scorecard.yaml", "--to", "html", "-o", "board", "--date", "2025-04-09")
    dated = Path("board/shop.html").read_text()
    assert "9 April 2025" in dated
    assert "9 April 2025" not in undated
    assert main(monkeypatch, "report", "scorecard.yaml", "--date", "tomorrow") == 2


def tagged(shop: Path) -> None:
    for measure, tags in ("win_rate", "sales"), ("cycle", "sales"), ("training_days", "people"):
        spoil(shop, f"  {measure}: {{title", f"  {measure}: {{tags: {{department: {tags}}}, title")


def test_views(shop):
    tagged(shop)
    said = run("evaluate", "scorecard.yaml", "--by", "department").stdout
    assert said.startswith("Corner shop, by department: ")
    assert re.search(r"^Sales .*\n  Win rate .*\n  Days to close ", said, re.MULTILINE)
    assert re.search(r"^People .*\n  Training days ", said, re.MULTILINE)
    assert re.search(r"^Untagged ", said, re.MULTILINE)
    said = run("compare", "scorecard.yaml", "--only", "department=sales, people").stdout
    assert said.startswith("Corner shop, only sales and people: ")
    assert "Deals lost" not in said
    document = json.loads(run("evaluate", "scorecard.yaml", "--only", "department=sales", "--json").stdout)
    assert document["view"] == {"by": None, "only": {"department": ["sales"]}}
    assert {row["path"] for row in document["rows"] if row["kind"] == "measure"} == {
        "customer/selling/win_rate", "customer/keeping/cycle"
    }  # fmt: skip
    assert run("report", "scorecard.yaml", "--to", "html", "--by", "department").stdout == "reports/shop-by-department.html\n"
    words = ("--only", "department=sales", "--only", "department=people")
    assert run("report", "scorecard.yaml", "--to", "html", *words).stdout == "reports/shop-sales-people.html\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "departmnet"], "Did you mean department?"),
        (["--only", "department=sale"], "Did you mean sales?"),
        (["--only", "sales"], "write the kind of tag, =, and the tags, such as department=sales,marketing."),
        (["--only", "department="], "'department=': write"),
        (["--only", "=sales"], "'=sales': write"),
    ],
)
@pytest.mark.parametrize("command", ["evaluate", "compare", "report"])
def test_a_view_of_what_is_not_there_exits_2(shop, monkeypatch, capsys, command, words, said):
    tagged(shop)
    assert main(monkeypatch, command, "scorecard.yaml", *words) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""


def test_weights_say_where_they_come_from_and_what_hangs_on_them(shop, monkeypatch):
    judges = "".join(f"      - {{selling over keeping: {ratio}}}\n" for ratio in ("3", "1/2", "5"))
    spoil(shop, "    title: Customer\n", f"    title: Customer\n    judgements:\n{judges}")
    monkeypatch.setenv("COLUMNS", "130")
    said = run("weights", "scorecard.yaml").stdout
    assert "Weights were drawn 1,000 times around these, with spread 50: the total 97.7 lies in 90% of the draws between" in said
    assert re.search(r"^  Selling +66% +\d+% +judgements ", said, re.MULTILINE)
    assert re.search(r"^Customer +75% +75% +written ", said, re.MULTILINE)
    assert "Judgements below Customer: eigenvector method; consistency ratio 0.00 jointly; by judge 0.00, 0.00, 0.00;" in said
    assert "Kendall's W 0.11" in " ".join(said.split())
    assert "geometric mean 1.00, −1.00, 1.00" in " ".join(said.split()).replace("-1", "−1")
    assert re.search(r"^Ranking by region / branch: \w+ stays first in [\d.]+% of the draws$", said, re.MULTILINE)
    document = json.loads(run("weights", "scorecard.yaml", "--json", "--draws", "20", "--spread", "5", "--seed", "2").stdout)
    assert (document["draws"], document["spread"], document["seed"], document["period"]) == (20, 5, 2, "2025-Q1")
    judged = next(each for each in document["nodes"] if each["path"] == "customer")
    assert judged["judgements"]["correlations"] == [1, -1, 1]
    assert judged["judgements"]["concordance"] == pytest.approx(1 / 9)
    assert {"score", "low", "high", "status", "status_stays"} == judged["drawn"].keys()
    branches = document["rankings"][1]
    assert branches["grouping"] == ["region", "branch"]
    assert {"entity", "rank", "rank_low", "rank_high", "rank_moves"} <= branches["entities"][0].keys()
    schema = Draft202012Validator(json.loads(run("schema", "weights").stdout))
    schema.validate(document)
    for words in (["--target", "2030-Q1"], []):
        schema.validate(json.loads(run("weights", "scorecard.yaml", "--json", *words).stdout))
    with pytest.raises(ValidationError, match="maximum"):
        schema.validate({**document, "nodes": [{**judged, "share": 2}]})


def test_weights_of_a_total_without_a_score(shop):
    said = run("weights", "scorecard.yaml", "--target", "2030-Q1").stdout
    assert "The total has no score." in " ".join(said.split())


def test_at_most_twenty_entities_are_listed(shop):
    deals = "".join(f"d{n},R,B{n:02},2025-01-0{1 + n % 9},won,{100 + n},10\n" for n in range(25))
    header = (shop / "deals.csv").read_text().splitlines()[0]
    assert set(header.split(",")) >= {"region", "branch", "closed_on", "stage", "amount", "days"}
    names = header.split(",")
    rows = [dict(zip(("id", "region", "branch", "closed_on", "stage", "amount", "days"), line.split(","), strict=True))
            for line in deals.splitlines()]  # fmt: skip
    with (shop / "deals.csv").open("a", encoding="utf-8") as file:
        file.writelines(",".join(row.get(name, "") for name in names) + "\n" for row in rows)
    said = run("weights", "scorecard.yaml").stdout
    assert re.search(r"^… and \d+ more: --json has them\.$", said, re.MULTILINE)


@pytest.mark.parametrize("words", [["--spread", "0"], ["--draws", "0"], ["--spread", "x"], ["--seed", "-1"]])
def test_draws_that_cannot_be_made_exit_2(shop, monkeypatch, words):
    assert main(monkeypatch, "weights", "scorecard.yaml", *words) == 2


def test_help_of_every_command_has_an_example():
    for name in cli.commands.commands:
        said = run(name, "--help").stdout
        assert re.search(rf"scorecard {name} (acme\.yaml|>|churn)", said)
        assert "Examples:" in said


def test_a_workbook_beside_the_page(shop):
    assert run("report", "scorecard.yaml", "--to", "xlsx").stdout == "reports/shop.xlsx\n"
    first = (shop / "reports/shop.xlsx").read_bytes()
    assert first[:2] == b"PK"
    assert run("report", "scorecard.yaml", "--to", "html,xlsx").stdout == "reports/shop.html\nreports/shop.xlsx\n"
    assert (shop / "reports/shop.xlsx").read_bytes() == first


def main(monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["scorecard", *words])
    return cli.main()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "nowhere.yaml"], "'nowhere.yaml' does not exist"),
        (["check"], "Missing argument 'FILE'"),
        (["report", "scorecard.yaml", "--to", "docx"], "the formats are html, pdf and xlsx"),
        (["report", "scorecard.yaml", "--to", "pdf,xlsx", "--each", "branch"], "--each makes html and pdf"),
        (["check", "--explain", "unknown-mesure"], "Did you mean unknown-measure"),
        (["compare", "scorecard.yaml", "--allow-path", "nowhere"], "'nowhere' does not exist"),
        (["compare", "scorecard.yaml", "--baseline", "last spring"], "last spring"),
    ],
)
def test_wrong_usage_exits_2_and_says_why(shop, monkeypatch, capsys, words, said):
    assert main(monkeypatch, *words) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""


def test_colour_only_where_it_is_wanted(shop, monkeypatch, capsys):
    def streams(*words: str) -> tuple[str, str]:
        main(monkeypatch, *words)
        return capsys.readouterr()

    spoil(shop, "300,30,", "a lot,30,", "deals.csv")
    assert "\x1b" not in "".join(streams("evaluate", "scorecard.yaml"))
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert all("\x1b[" in stream for stream in streams("evaluate", "scorecard.yaml"))
    assert "\x1b[" in streams("check", "scorecard.yaml")[0]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in "".join(streams("evaluate", "scorecard.yaml"))
    assert "\x1b" not in "".join(streams("check", "scorecard.yaml"))


def test_a_fault_of_ours_is_owned_up_to(shop, monkeypatch, capsys):
    def broken(*_, **__):
        raise KeyError("kaput")

    monkeypatch.setattr("scorecard.pipeline.Scorecard.evaluate", broken)
    monkeypatch.delenv("SCORECARD_DEBUG", raising=False)
    assert main(monkeypatch, "evaluate", "scorecard.yaml") == 101
    said = capsys.readouterr().err
    assert f"a fault of scorecard {scorecard.__version__}" in said
    assert "KeyError: 'kaput'" in said
    assert "Traceback" not in said
    monkeypatch.setenv("SCORECARD_DEBUG", "1")
    assert main(monkeypatch, "evaluate", "scorecard.yaml") == 101
    assert "Traceback" in capsys.readouterr().err


def test_the_engine_s_own_word_for_ctrl_c_is_understood(shop, monkeypatch, capsys):
    """Where it says one: test_ends interrupts the engine itself."""

    def interrupted(*_, **__):
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr("scorecard.pipeline.Scorecard.evaluate", interrupted)
    assert main(monkeypatch, "evaluate", "scorecard.yaml") == 130
    assert capsys.readouterr().err.strip() == "Interrupted."


def test_a_file_that_cannot_be_written_exits_2(shop, monkeypatch, capsys):
    Path("wall").write_text("", "utf-8")
    assert main(monkeypatch, "evaluate", "scorecard.yaml", "-o", "wall/scores.json") == 2
    assert "wall" in capsys.readouterr().err


def test_entities_stand_under_their_hierarchy_by_the_names_that_people_use(shop):
    spoil(shop, "entities: [region, branch]", "entities: {place: [region, branch], region: [region], won: [stage]}")
    spoil(shop, "currency: USD", "currency: USD\nmembers: {branch: {Ash: {en: Ash Street, fa: خیابان}}, stage: {won: Orders}}")
    said = run("evaluate", "scorecard.yaml", "--entities").stdout
    _, place, won = re.split(r"^Entities by (?:place|won)$", said, flags=re.MULTILINE)
    assert re.search(r"^North .*\n  Ash Street .*\n  Birch ", place, re.MULTILINE)
    assert re.search(r"^lost .*\nOrders ", won, re.MULTILINE)
    assert "Entities by region" not in said  # it is in the other one
    document = json.loads(run("evaluate", "scorecard.yaml", "--json").stdout)
    assert {"region": "North", "branch": "Ash"} in [row["entity"] for row in document["rows"]]
    assert {"stage": "won"} in [row["entity"] for row in document["rows"]]


def test_the_schemas_are_printed_as_they_are(shop):
    for words, name in ([], "definition"), *(([name], name) for name in ("evaluate", "compare", "measures", "weights")):
        document = json.loads(run("schema", *words).stdout)
        assert document["$id"].endswith(name)


def test_a_format_by_flag_or_by_name(shop):
    run("evaluate", "scorecard.yaml", "-o", "a.CSV")
    assert Path("a.CSV").read_bytes() == run("evaluate", "scorecard.yaml", "--csv").stdout_bytes
    run("compare", "scorecard.yaml", "-o", "b.parquet")
    assert Path("b.parquet").read_bytes()[:4] == b"PAR1"
    run("compare", "scorecard.yaml", "--csv", "-o", "c.json")
    assert Path("c.json").read_bytes().startswith(b"\xef\xbb\xbfpath,kind,grouping,region,branch,baseline_value")
