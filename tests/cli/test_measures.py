"""`scorecard measures`, as it is seen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

import scorecard
from scorecard.cli import program as cli

SCHEMA = Path(scorecard.__file__).parent / "schemas" / "measures.schema.json"
SHOP = Path(__file__).parent / "shop" / "scorecard.yaml"


def run(*words: str, code: int = 0):
    done = CliRunner().invoke(cli.commands, ["measures", *words], standalone_mode=False)
    if done.exception:
        raise done.exception
    assert (done.return_value or 0) == code, done.output
    return done


def test_all_are_listed_by_department():
    lines = run().stdout.splitlines()
    assert "Sales" in lines
    assert "  win_rate                       Win rate" in [line.rstrip() for line in lines]
    assert len([line for line in lines if line.startswith("  ")]) == len(scorecard.library())
    assert lines[-1].startswith(f"{len(scorecard.library())} measures.")


def test_titles_in_another_language():
    assert "ریزش" in run("churn", "--language", "fa").stdout
    assert "فروش" in run("--language", "fa").stdout.splitlines()


def test_one_that_fits_is_shown_whole(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    said = run("win", "rate").stdout
    assert said == run("win_rate").stdout
    for part in (
        "win_rate: Win rate\n",
        "نرخ بستن معاملات",
        "معدل الإغلاق",
        "share       share of rows where stage = 'won', among rows where stage in ('won', 'lost')\n",
        "unit        percent, better higher\n",
        "target      {floor: 15%, goal: 30%}\n",
        "tags        department=sales, ",
        "columns     deals.closed_on (date): The day it was won or lost",
        "[won, lost, open,",
        "      perspectives:\n        sales:\n          measures:\n            win_rate: {target: {floor: 15%, goal: 30%}}\n",
    ):
        assert part in said


def test_an_id_is_that_measure_and_the_others_are_named():
    said = run("roi").stdout
    assert said.startswith("roi: Return on investment\n")
    assert "See also: crm_roi" in said


def test_full_shows_all_that_fit():
    said = run("roi", "--full").stdout
    assert "roi: Return on investment\n" in said
    assert said.count("perspectives:") == len(scorecard.library("roi")) > 1


def test_json_has_everything():
    (one,) = json.loads(run("win_rate", "--json").stdout)
    assert {
        "id",
        "title",
        "description",
        "better",
        "unit",
        "kind",
        "how",
        "dataset",
        "columns",
        "tags",
        "target",
        "example",
    } <= one.keys()
    assert one["columns"][1]["values"] == ["won", "lost", "open", "qualified", "proposal", "negotiation"]
    whole = json.loads(run("--json").stdout)
    assert len(whole) == len(scorecard.library())
    schema = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    schema.validate(whole)
    schema.validate(json.loads(run("--json", "--file", str(SHOP)).stdout))
    with pytest.raises(ValidationError, match="'sideways' is not one of"):
        schema.validate([{**one, "better": "sideways"}])


def test_a_file_s_own_are_marked():
    said = run("--file", str(SHOP)).stdout
    assert said.startswith(f"Untagged ({SHOP})\n  win_rate ")
    assert "defined in" in run("--file", str(SHOP), "cycle").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chrn"], "Did you mean churn?"),
        (["win_rat3"], "Did you mean win_rate"),
        (["department=seles"], "Did you mean department=sales"),
        (["zzzzzz"], "Try fewer or shorter words."),
        (["\x1b[31m"], "No measure fits"),
    ],
)
def test_where_nothing_fits_it_says_what_may_be_meant(words, said):
    done = run(*words, code=1)
    assert said in done.stderr
    assert done.stdout == ""
    assert "\x1b" not in done.stderr


def test_a_file_with_a_fault_stops(tmp_path, monkeypatch, capsys):
    (tmp_path / "x.yaml").write_text("scorecard: x\nmeasures:\n  a: {better: up, formula: b}\n")
    monkeypatch.setattr(sys, "argv", ["scorecard", "measures", "--file", str(tmp_path / "x.yaml")])
    assert cli.main() == 2
    assert "not-one-of" in capsys.readouterr().err


def test_names_of_strangers_cannot_command_the_terminal(tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text('scorecard: x\nmeasures:\n  a: {better: higher, formula: "b + \\\\x1b", title: "A\\tb"}\n')
    assert "\t" not in run("--file", str(file)).stdout


def test_the_list_is_there_at_once():
    """In CPU seconds of the whole process."""
    before = os.times()
    command = Path(sys.executable).with_name("scorecard")
    subprocess.run([command, "measures"], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    assert after.children_user + after.children_system - before.children_user - before.children_system < 0.5
