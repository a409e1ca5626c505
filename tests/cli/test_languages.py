"""Commands that speak Persian and Arabic: tables that stay in place, problems, reports, and what stays English."""

from __future__ import annotations

import json
import re
import shutil
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

import scorecard
from scorecard.cli import program as cli
from scorecard.cli import progress, speech
from scorecard.words import tongue
from scorecard.words.tongue import say, speaking

SHOP = Path(__file__).parent / "shop"
LETTERS = re.compile("[\u0600-\u06ff]")
ISOLATED = re.compile("[\u2066-\u2068][^\u2069]*\u2069")


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """The shop with Persian titles, as the current folder."""
    shutil.copytree(SHOP, tmp_path / "shop")
    monkeypatch.chdir(tmp_path / "shop")
    for variable in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("COLUMNS", "110")
    spoil("title: Corner shop", "title: {en: Corner shop, fa: دکان سر کوچه, ar: دكان الزاوية}\nlanguage: fa")
    spoil("title: Win rate", "title: {en: Win rate, fa: نرخ بُردِ می‌شود}")  # marks and a joiner, which take no cell
    return tmp_path / "shop"


def spoil(old: str, new: str) -> None:
    file = Path("scorecard.yaml")
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def run(*words: str, code: int = 0):
    done = CliRunner().invoke(cli.commands, words, standalone_mode=False)
    if done.exception:
        raise done.exception
    assert (done.return_value or 0) == code, done.output
    return done


def cells(text: str) -> int:
    """Cells of a terminal, counted another way than by the library that draws the tables."""
    return sum(unicodedata.category(letter) not in ("Mn", "Me", "Cf") for letter in text)


def rows(said: str) -> list[str]:
    """The lines of the first table, its heading left out."""
    lines = said.splitlines()
    (rule, *_) = [place for place, line in enumerate(lines) if line.startswith("───")]
    return [line for line in lines[rule + 1 :] if line][:12]


@pytest.mark.parametrize("language", ["fa", "ar"])
@pytest.mark.parametrize("command", ["evaluate", "compare", "weights"])
def test_columns_stay_in_place(shop, command, language):
    """Outside of isolates nothing runs from the right, so no terminal turns a line round; and there are as many lines as in
    English: no cell is too wide."""
    table = rows(run(command, "scorecard.yaml", "--language", language).stdout)
    for line in table:
        assert line.count("\u2068") + line.count("\u2066") == line.count("\u2069")
        assert not [letter for letter in ISOLATED.sub("", line) if unicodedata.bidirectional(letter) in ("R", "AL", "AN")]
    assert any("\u2068" in line for line in table)
    assert len(rows(run(command, "scorecard.yaml", "--language", "en").stdout)) == len(table)


def test_right_aligned_numbers_end_in_the_same_cell(shop):
    table = rows(run("evaluate", "scorecard.yaml", "--language", "fa").stdout)
    ends = {}
    for line in table:
        for found in re.finditer(r"[\d۰-۹٫.%٪]+[%٪](?=\u2069?(?: |$))", line):
            ends.setdefault(cells(line[: found.end()]), []).append(found[0])
    weights = max(ends.values(), key=len)
    assert len(weights) >= 8, "the column of weights"
    assert any("نرخ بُردِ می‌شود" in line for line in table)


def test_the_language_is_the_scorecard_s_unless_another_is_asked_for(shop):
    assert "دکان سر کوچه" in run("evaluate", "scorecard.yaml").stdout.splitlines()[0]
    assert "دكان الزاوية" in run("evaluate", "scorecard.yaml", "--language", "ar").stdout.splitlines()[0]
    english = run("evaluate", "scorecard.yaml", "--language", "en")
    assert english.stdout.splitlines()[0].startswith("Corner shop: 96.7 (Good), Q1 2025; +45.4 since Q4 2024")
    assert not LETTERS.search(english.output)
    assert tongue.spoken().language == "en", "nothing stays when a command is done"


def test_what_other_programs_read_stays_english(shop):
    persian, english = (run("evaluate", "scorecard.yaml", "--json", "--language", language).stdout for language in ("fa", "en"))
    assert persian == english
    told = json.loads(run("check", "scorecard.yaml", "--format", "json").stdout)
    assert told
    assert not any(LETTERS.search(problem["message"]) for problem in told)
    assert (
        run("evaluate", "scorecard.yaml", "--csv").stdout == run("evaluate", "scorecard.yaml", "--csv", "--language", "ar").stdout
    )
    concise = run("check", "scorecard.yaml", "--format", "concise").stdout
    assert re.search(r"^scorecard\.yaml:\d+:\d+: note\[", concise, re.MULTILINE)
    assert LETTERS.search(concise)


def test_check_tells_problems_in_the_language(shop):
    said = run("check", "scorecard.yaml").stdout
    with speaking("fa"):
        assert f"{say('note')}[\u2066" in said
        assert f"= {say('help:')}" in said
    assert LETTERS.search(said.splitlines()[-1]), "what was looked at"
    arabic = run("check", "scorecard.yaml", "--language", "ar").stdout
    with speaking("ar"):
        assert f"{say('note')}[\u2066" in arabic


def test_a_file_that_cannot_be_read_is_told_in_the_language_that_it_names(shop, monkeypatch, capsys):
    spoil("unit: percent, dataset: deals, share: stage = 'won'", "unit: percent, dataset: nowhere, share: stage = 'won'")
    said = run("check", "scorecard.yaml", code=2).stdout
    with speaking("fa"):
        assert said.startswith(f"{say('error')}[")
    monkeypatch.setattr(sys, "argv", ["scorecard", "evaluate", "scorecard.yaml"])
    assert cli.main() == 2
    assert capsys.readouterr().err == said
    monkeypatch.setattr(sys, "argv", ["scorecard", "evaluate", "scorecard.yaml", "--language", "en"])
    assert cli.main() == 2
    assert capsys.readouterr().err.startswith("error[")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("language: fa\n", "fa"),
        ("scorecard: x\nlanguage : 'ar'  # for the board\n", "ar"),
        ('\ufefflanguage: "fa"\r\n', "fa"),
        ("brand: {language: fa}\n  language: fa\n", "en"),
        ("language: farsi\n", "en"),
        ("{", "en"),
        ("", "en"),
    ],
)
def test_the_language_that_a_file_names(tmp_path, text, language):
    (tmp_path / "card.yaml").write_text(text, "utf-8", newline="")
    assert speech.named(str(tmp_path / "card.yaml")) == language
    assert speech.named(str(tmp_path / "nothing.yaml")) == "en"


def test_bytes_that_are_no_text_name_no_language(tmp_path):
    (tmp_path / "card.yaml").write_bytes(bytes(range(256)) * 9)
    assert speech.named(str(tmp_path / "card.yaml")) == "en"


def test_a_code_is_explained_in_the_language():
    for asked in (("--language", "fa", "--explain", "respondent-twice"), ("--explain", "respondent-twice", "--language", "fa")):
        assert LETTERS.search(run("check", *asked).stdout)
    assert not LETTERS.search(run("check", "--explain", "unknown-key").stdout)


def test_what_is_being_done_is_told_in_the_language():
    with speaking("fa"):
        assert progress._line("data deals", 3.2) == "خواندن \u2068deals\u2069 … ۳ ثانیه"
    assert progress._line("values", 3.2) == "Computing the measures ... 3 s"


def test_a_report_for_each_language_and_what_is_not_translated(shop):
    done = run("report", "scorecard.yaml", "--to", "html,xlsx", "--language", "fa,en", "-o", "out")
    names = ["shop.fa.html", "shop.fa.xlsx", "shop.en.html", "shop.en.xlsx"]
    assert [Path(line).name for line in done.stdout.splitlines()] == names
    assert '<html lang="fa" dir="rtl"' in Path("out/shop.fa.html").read_text("utf-8")
    assert '<html lang="en"' in Path("out/shop.en.html").read_text("utf-8")
    assert "title-untranslated" in done.stderr
    assert "Average deal won" in done.stderr
    assert done.stderr.count("title-untranslated") == 1, "in Persian, texts without a language are at home"
    run("report", "scorecard.yaml", "--to", "html", "-o", "own")
    run("report", "scorecard.yaml", "--to", "html", "-o", "own", "--language", "fa")
    assert [path.name for path in Path("own").iterdir()] == ["shop.html"]
    run("report", "scorecard.yaml", "--to", "html", "-o", "other", "--language", "ar")
    assert [path.name for path in Path("other").iterdir()] == ["shop.ar.html"]


def test_a_report_for_each_unit_in_each_language(shop):
    done = run("report", "scorecard.yaml", "--to", "html", "--each", "branch", "--language", "fa,ar", "-o", "out")
    indices = [Path(line) for line in done.stdout.splitlines() if line.endswith("index.html")]
    assert indices == [Path("out/shop/branch/index.html"), Path("out/shop.ar/branch/index.html")]
    for index, language in zip(indices, ("fa", "ar"), strict=True):
        assert f'lang="{language}"' in index.read_text("utf-8")
        reports = sorted(index.parent.glob("*.html"))
        assert len(reports) > 2
        assert all(f'<html lang="{language}" dir="rtl"' in each.read_text("utf-8") for each in reports if each != index)


@pytest.mark.parametrize("asked", ["de", "fa,de", ""])
def test_languages_that_there_are_not_are_refused(shop, asked):
    with pytest.raises(scorecard.cli.program.click.BadParameter, match="the languages are en, fa and ar"):
        run("report", "scorecard.yaml", "--language", asked)
    with pytest.raises(ValueError, match="no language 'de'"):
        scorecard.write(scorecard.load("scorecard.yaml").evaluate(), ["html"], "out", language="de")


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_measures_are_browsed_in_the_language(language):
    said = run("measures", "win_rate", "--language", language).stdout
    for line in said.splitlines():
        assert not [letter for letter in ISOLATED.sub("", line) if unicodedata.bidirectional(letter) in ("R", "AL", "AN")]
    labels = [line[2:] for line in said.splitlines() if line.startswith("  \u2068")]
    assert len(labels) >= 5
    assert {cells(re.match("\u2068[^\u2069]*\u2069 +", line)[0]) for line in labels} == {12}
    assert LETTERS.search(run("measures", "nothing fits this", "--language", language, code=1).stderr)
