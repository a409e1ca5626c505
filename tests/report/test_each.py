"""A report for every unit: what each says, what its file is called, what another run makes anew, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from unicodedata import category, normalize
from urllib.parse import unquote

import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st

import scorecard
from scorecard import pipeline, report
from scorecard.problems import finding, note
from scorecard.records.definition import Text
from scorecard.records.values import Reason
from scorecard.report.filenames import LONGEST, stems
from scorecard.report.unit import seen_from, units

COMMAND = str(Path(sys.executable).with_name("scorecard"))
PLACES = {"Shiraz": "South", "Bushehr": "South", "Tabriz": "North", "Rasht": "North", "Ardabil": "North"}

DEFINITION = """
scorecard: acme
title: {title}
periods: {{baseline: 2025-Q1, target: 2025-Q2, history: 3}}
{entities}
datasets:
  deals:
    file: deals.csv
    {where}
    covers: [2024-10-01, 2025-06-30]
  voice: {{file: voice.csv, time: answered_on, covers: [2024-10-01, 2025-06-30], {voiced}}}
measures:
  win_rate: {{better: higher, unit: percent, dataset: deals, time: closed_on, share: stage = 'won'}}
  size: {{better: higher, unit: currency, dataset: deals, time: closed_on, formula: avg(amount)}}
  growth: {{better: higher, unit: percent, formula: size / previous(size) - 1}}
  liking: {{better: higher, dataset: voice, survey: {{method: mean, items: [liking, ease], scale: 1..7}}}}
  nps: {{better: higher, dataset: voice, survey: {{method: nps, item: recommend}}}}
perspectives:
  sales:
    factors:
      wins: {{combine: geometric, measures: {{win_rate: {{weight: 2, target: {{floor: 10%, goal: 90%}}}}}}}}
      money: {{measures: {{size: {{target: {{floor: baseline * 0.5, goal: baseline * 1.6}}}}, growth: }}}}
  people: {{measures: {{liking: , nps: {{target: {{points: {{-100: 0, 0: 60, 100: 100}}}}}}}}}}
"""


def lay(
    folder: Path, *, title: str = "Acme", entities: str = "entities: [region, branch]", only: str = "", seed: int = 3
) -> Path:
    """A scorecard over made-up deals and answers; `only` keeps the rows of one unit."""
    folder.mkdir(exist_ok=True)
    random = Random(seed)
    days = [f"{year}-{month:02}-{day:02}" for year, month in ((2024, 11), (2025, 2), (2025, 5)) for day in range(1, 28)]
    where = [*PLACES.items(), ("", "North")]
    deals, voice = ["branch,region,closed_on,stage,amount"], ["branch,region,answered_on,respondent,liking,ease,recommend"]
    for number in range(900):
        branch, region = random.choice(where)
        won, amount, day = random.choice(("won", "lost")), random.randint(100, 900), random.choice(days)
        deals.append(f"{branch},{region},{day},{won},{amount}")
        branch, region = random.choice(where)
        answers = random.randint(1, 7), random.randint(1, 7), random.randint(0, 10)
        voice.append(f"{branch},{region},{random.choice(days)},r{number},{','.join(map(str, answers))}")
    (folder / "deals.csv").write_text("\n".join(deals), "utf-8")
    (folder / "voice.csv").write_text("\n".join(voice), "utf-8")
    text = DEFINITION.format(
        title=title,
        entities=entities,
        where=f"where: {only}" if only else "",
        voiced=f"respondent: respondent, where: {only}" if only else "respondent: respondent",
    )
    (folder / "acme.yaml").write_text(text, "utf-8")
    return folder / "acme.yaml"


@pytest.fixture(scope="module")
def acme(tmp_path_factory) -> scorecard.Evaluation:
    return scorecard.load(lay(tmp_path_factory.mktemp("acme"))).evaluate()


def unit_page(evaluation, level, name):
    unit = next(unit for unit in units(evaluation, level)[0] if unit.name == name)
    return report.page(seen_from(evaluation, unit))


def said(page):
    """All of a page but where its data come from: files, digests, remarks on both, and how reliable scales are in the whole."""
    return page._replace(notes=None, method=None, explorer=page.explorer | {"measures": None}), page.method.weights


@pytest.mark.parametrize(
    ("level", "name", "below"),
    [("branch", "Shiraz", ""), ("branch", "Rasht", ""), ("region", "North", "entities: [branch]")],
)
def test_a_units_report_is_that_of_its_rows_alone(acme, tmp_path, level, name, below):
    alone = scorecard.load(lay(tmp_path, title=f"'Acme: {name}'", entities=below, only=f"{level} = '{name}'")).evaluate()
    ours, theirs = unit_page(acme, level, name), report.page(alone)
    assert said(ours) == said(theirs)
    assert ours.notes.gaps == theirs.notes.gaps
    assert ours.title == f"Acme: {name}"
    assert ours.summary.rows[0].score != report.page(acme).summary.rows[0].score
    assert bool(ours.entities) == bool(below)


def test_what_is_known_in_total_only_is_no_units(acme, make):
    whole = report.page(acme)
    alpha = "α"
    assert any(alpha in note for computed in whole.method.measures for note in computed.notes)
    assert not any(alpha in note for computed in unit_page(acme, "branch", "Shiraz").method.measures for note in computed.notes)
    longer = make.company(
        4, problems=[finding("low-coverage", None, node="x", coverage=0.5, periods="2017-Q4"), note("undated-rows")]
    )
    assert longer.outlook
    seen = seen_from(longer, units(longer, "branch")[0][0])
    assert (seen.outlook, [problem.code for problem in seen.problems]) == ((), ["undated-rows"])


def test_units_with_one_name_are_told_apart_and_blank_ones_are_none(make):
    keys = [("N",), ("S",), ("N", "Central"), ("S", "Central"), ("S", "Port"), ("S", None), (None, None)]
    evaluation = make.company(2, entities=keys, levels=("region", "branch"))
    found, unassigned = units(evaluation, "branch")
    assert [unit.name for unit in found] == ["Central (N)", "Central (S)", "Port"]
    assert unassigned
    assert units(evaluation, "region")[1] is False
    assert [report.page(seen_from(evaluation, unit)).title for unit in found][:1] == ["Acme CRM assessment: Central (N)"]


def test_what_is_missing_or_withheld_in_a_unit_stays_so(make):
    tree = {"P": [make.leaf("A", "percent", make.line(0, 1), [0.4, 0.5], reasons={(1, 1): Reason.SUPPRESSED}),
                  make.leaf("B", "percent", make.line(0, 1), [0.3, 0.2], reasons={(0, 2): Reason.TOO_FEW})]}  # fmt: skip
    evaluation = make.build(tree, entities=[("X",), ("Y",)], levels=("branch",))
    first, second = (seen_from(evaluation, unit) for unit in units(evaluation, "branch")[0])
    assert (first.reason(2, 1), first.reason(3, 1)) == (Reason.SUPPRESSED, Reason.PRESENT)
    assert (second.reason(3, 0), second.reason(3, 1)) == (Reason.TOO_FEW, Reason.PRESENT)
    assert "withheld" in report.html(report.page(first))


def test_hierarchies_lead_on_from_a_unit(make):
    keys = [{"region": "N"}, {"region": "N", "branch": "A"}, {"region": "N", "branch": "B"}, {"region": "N", "channel": "web"},
            {"channel": "web"}, {"channel": "web", "branch": "A"}]  # fmt: skip
    shape = {"place": ("region", "branch"), "sold": ("region", "channel"), "grid": ("channel", "branch")}
    evaluation = make.company(2, entities=keys, hierarchies=shape)
    (north,), _ = units(evaluation, "region")
    seen = seen_from(evaluation, north)
    assert [(entity.columns, entity.key) for entity in seen.scores.entities] == [
        ((), ()), (("branch",), ("A",)), (("branch",), ("B",)), (("channel",), ("web",)),
    ]  # fmt: skip
    maps = report.page(seen).entities
    assert [sorted(row.name for row in each.rows[1:]) for each in maps] == [["A", "B"], ["web"]]
    (web,), _ = units(evaluation, "channel")
    assert [entity.columns for entity in seen_from(evaluation, web).scores.entities] == [(), ("branch",)]


# Names of files


HOSTILE = ["../../etc/passwd", "/", "..", ".", "", "a/b\\c:d*e?f\"g<h>i|j", "CON", "lpt1", "com¹", "nul.txt", "index",
           "INDEX", ".hid", "-rf", "a\u202eb", "x\0y", "line\nbreak", "\ud800", "℀", "ｃｏｎ", "💥",
           "~", "$HOME", "%2e%2e%2f"]  # fmt: skip


def refused(stem: str) -> bool:
    """As file systems and shells have it, said otherwise than the code does."""
    device = re.fullmatch(r"(?i)(con|prn|aux|nul|(com|lpt)[0-9¹²³])", stem)
    return bool(
        not stem or device or stem[0] in ".-~" or re.search(r'[\x00-\x1f/\\:*?"<>|%$.\s]', stem) or len(stem.encode()) > 200
    )


@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=300)), max_size=30))
def test_no_name_makes_a_bad_file_and_no_two_the_same(names):
    found = stems(names, taken=("index",))
    assert len(found) == len(names)
    assert not any(map(refused, found))
    assert len({normalize("NFC", stem).casefold() for stem in [*found, "index"]}) == len(names) + 1
    assert all(category(letter) not in ("Cc", "Cf", "Cs", "Co") for stem in found for letter in stem)


def test_names_stay_readable():
    assert stems(["Kansas City", "St. Louis", "شیراز", "نمایندگی\u200cها", "東京 2", "Åre"]) == (
        "Kansas_City", "St_Louis", "شیراز", "نمایندگی-ها", "東京_2", "Åre",
    )  # fmt: skip
    assert stems(["A b", "a_b", "a_b-2", "a b", "???", "!!!"]) == ("A_b", "a_b-2", "a_b-2-2", "a_b-3", "unit", "unit-2")
    assert stems(["CON", "Index"], taken=("index",)) == ("CON_", "Index-2")
    long = stems(["ش" * 500, "ش" * 501])
    assert long[0] == "ش" * (LONGEST // 2)
    assert long[1] == f"{long[0]}-2"


# What is written

DAY = date(2025, 7, 1)


def write(evaluation, folder, **more):
    return scorecard.write_each(evaluation, "branch", ["html"], folder, **{"processes": 1} | more)


def test_one_process_and_two_write_the_same_bytes(acme, tmp_path):
    told = []
    one = scorecard.write_each(acme, "branch", output=tmp_path / "one", processes=1)
    two = scorecard.write_each(acme, "branch", output=tmp_path / "two", processes=2, told=lambda *done: told.append(done))
    assert [path.name for path in one.paths] == [path.name for path in two.paths]
    assert len(one.paths) == 2 * len(PLACES)
    left, right = ({path.name: path.read_bytes() for path in each.index.parent.iterdir()} for each in (one, two))
    assert left == right
    assert left.keys() == {*(path.name for path in one.paths), "index.html", ".done.jsonl"}
    assert all(path.read_bytes().startswith(b"%PDF") for path in two.paths if path.suffix == ".pdf")
    assert told == [(done, 5) for done in range(6)]


def test_a_units_file_is_the_report_of_what_it_leaves(acme, tmp_path):
    made = write(acme, tmp_path)
    shiraz = tmp_path / "acme" / "branch" / "Shiraz.html"
    assert shiraz in made.paths
    assert shiraz.read_text("utf-8") == report.html(unit_page(acme, "branch", "Shiraz"))
    assert (made.made, made.kept, made.unassigned) == (5, 0, True)


def test_two_levels_keep_out_of_each_other_s_way(make, tmp_path):
    keys = [("Tehran",), ("Tehran", "Tehran"), ("Tehran", "Karaj")]
    evaluation = make.company(2, entities=keys, levels=("region", "my/../branch"))
    regions = scorecard.write_each(evaluation, "region", ["html"], tmp_path, processes=1)
    branches = scorecard.write_each(evaluation, "my/../branch", ["html"], tmp_path, processes=1)
    assert [path.relative_to(tmp_path).as_posix() for path in (*regions.paths, *branches.paths)] == [
        "acme/region/Tehran.html", "acme/my_branch/Tehran.html", "acme/my_branch/Karaj.html",
    ]  # fmt: skip
    assert scorecard.write_each(evaluation, "region", ["html"], tmp_path, processes=1).made == 0


def test_another_run_makes_only_what_changed_or_is_gone(acme, tmp_path):
    first = write(acme, tmp_path)
    stamps = {path: path.stat().st_mtime_ns for path in first.paths}
    again = write(acme, tmp_path)
    assert (again.made, again.kept) == (0, 5)
    first.paths[0].unlink()
    first.paths[1].write_text("spoiled", "utf-8")
    assert write(acme, tmp_path).made == 2
    assert [path for path in first.paths if path.stat().st_mtime_ns == stamps[path]] == list(first.paths[2:])
    assert write(acme, tmp_path, fresh=True).made == 5
    assert write(acme, tmp_path, dated=DAY).made == 5  # it is on the cover
    assert scorecard.write_each(acme, "branch", ["html"], tmp_path, dated=DAY, processes=1).made == 0
    assert scorecard.write_each(acme, "branch", ["pdf"], tmp_path, dated=DAY, processes=2).made == 5
    assert scorecard.write_each(acme, "branch", ["html", "pdf"], tmp_path, dated=DAY, processes=2).made == 0
    assert write(replace(acme, version="9"), tmp_path).made == 5


def test_a_unit_that_changed_is_made_anew_alone(acme, tmp_path):
    write(acme, tmp_path)
    before = {path.name: path.read_bytes() for path in (tmp_path / "acme" / "branch").iterdir()}
    place = next(unit.place for unit in units(acme, "branch")[0] if unit.name == "Tabriz")
    score = acme.scores.score.copy()
    score[0, acme.now, place] = 99.9
    made = write(replace(acme, scores=replace(acme.scores, score=score)), tmp_path)
    assert (made.made, made.kept) == (1, 4)
    after = {path.name: path.read_bytes() for path in (tmp_path / "acme" / "branch").iterdir()}
    assert {name for name in after if after[name] != before[name]} == {"Tabriz.html", "index.html", ".done.jsonl"}


def test_new_data_make_all_anew_as_every_report_tells_their_digest(tmp_path):
    file = lay(tmp_path / "data")
    write(scorecard.load(file).evaluate(), tmp_path)
    deals = file.with_name("deals.csv")
    deals.write_text(deals.read_text("utf-8") + "\nShiraz,South,2025-05-03,won,100000", "utf-8")
    assert write(scorecard.load(file).evaluate(), tmp_path).made == 5


@pytest.mark.parametrize(
    "record", [b"", b"\xff\xfe", b"[1, 2", b'["Shiraz"]\nnull\n7\n', b'[["Shiraz"], {}, []]\n', b"[" * 100_000]
)
def test_a_spoiled_record_costs_only_time(acme, tmp_path, record):
    write(acme, tmp_path)
    (tmp_path / "acme" / "branch" / ".done.jsonl").write_bytes(record)
    assert write(acme, tmp_path).made == 5
    assert write(acme, tmp_path).made == 0


def test_the_index_leads_to_every_report_best_first(acme, tmp_path):
    made = scorecard.write_each(acme, "branch", output=tmp_path, processes=2)
    text = made.index.read_text("utf-8")
    tree = tinyhtml5.parse(text, namespace_html_elements=False)
    links = [unquote(link.get("href")) for link in tree.iter("a")]
    assert {(made.index.parent / link) for link in links} == set(made.paths)
    assert not list(tree.iter("script"))
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in text
    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in tree.iter("tr")][1:]
    expected = {}
    for unit in units(acme, "branch")[0]:
        expected[unit.name] = acme.score(0, acme.now, unit.place), acme.score(0, acme.before, unit.place)
    best_first = sorted(expected, key=lambda name: -expected[name][0])
    assert [row[0] for row in rows] == best_first
    assert [row[1] for row in rows] == ["1", "2", "3", "4", "5"]
    assert [row[2] for row in rows] == [f"{expected[name][0]:.1f}" for name in best_first]
    assert [row[4].removesuffix(" ~").replace("−", "-") for row in rows] == [
        f"{expected[name][1] and expected[name][0] - expected[name][1]:+.1f}" for name in best_first
    ]
    assert "Records that name no branch" in text


def test_hostile_names_stay_text_and_inside_the_folder(make, tmp_path):
    keys = sorted({("<script>alert(1)</script>",), ('"><img src=x>',), ("../../escape",), ("{{ 7 * 7 }}",), ("index",), ("CON",)})
    evaluation = make.company(2, entities=keys, levels=("branch",))
    made = write(evaluation, tmp_path / "out", processes=2)
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.parent != tmp_path / "out" / "acme" / "branch"] == []
    assert len({path.name for path in made.paths}) == len(keys)
    tree = tinyhtml5.parse(made.index.read_text("utf-8"), namespace_html_elements=False)
    assert not [element for element in tree.iter() if element.tag in ("script", "img")]
    names = {"".join(element.itertext()) for element in tree.iter("bdi")}
    assert {"<script>alert(1)</script>", "{{ 7 * 7 }}"} <= names
    assert all((made.index.parent / unquote(link.get("href"))).is_file() for link in tree.iter("a"))


def test_members_names_and_a_title_in_two_languages(make, tmp_path):
    names = {"branch": {"Shiraz": Text({"fa": "شیراز", "en": "Shiraz town"})}}
    evaluation = make.company(2, entities=[("Shiraz",), ("Qom",)], levels=("branch",), members=names)
    titled = replace(evaluation, definition=replace(evaluation.definition, title=Text({"en": "Acme", "fa": "آکمه"})))
    found = units(titled, "branch")[0]
    assert [dict(unit.title.by_language) for unit in found] == [
        {"en": "Acme: Shiraz town", "fa": "آکمه: شیراز"}, {"en": "Acme: Qom", "fa": "آکمه: Qom"},
    ]  # fmt: skip
    untitled = replace(evaluation, definition=replace(evaluation.definition, title=Text({})))
    assert report.page(seen_from(untitled, units(untitled, "branch")[0][1])).title == "acme: Qom"


def test_a_level_or_format_that_is_not_there_is_told(acme, make, tmp_path):
    with pytest.raises(scorecard.Faults) as raised:
        write_level(acme, "brnch", tmp_path)
    (told,) = raised.value.problems
    assert (told.code, told.facts["nearest"]) == ("no-such-level", ("branch",))
    assert "branch" in scorecard.describe(told) or "brnch" in scorecard.describe(told)
    with pytest.raises(scorecard.Faults) as raised:
        write_level(make.company(2, entities=[(None,)], levels=("branch",)), "branch", tmp_path)
    assert [problem.code for problem in raised.value.problems] == ["no-units"]
    with pytest.raises(ValueError, match="docx"):
        scorecard.write_each(acme, "branch", ["docx"], tmp_path)
    assert list(tmp_path.iterdir()) == []


def write_level(evaluation, level, folder):
    return scorecard.write_each(evaluation, level, ["html"], folder)


# How it ends


def test_a_worker_that_fails_says_why_and_leaves_nothing_half_done(acme, tmp_path):
    broken = replace(acme, values=replace(acme.values, value=acme.values.value[:0]))
    with pytest.raises(RuntimeError, match=r"(?s)a process that made reports failed:.*IndexError"):
        write(broken, tmp_path, processes=2)
    assert list(tmp_path.rglob("*.html")) == []


def test_an_interrupted_run_goes_on_where_it_stopped(acme, tmp_path):
    class Enough(Exception):
        pass

    def told(done, of):
        if done == 2:
            raise Enough

    with pytest.raises(Enough):
        write(acme, tmp_path, processes=2, told=told)
    assert len(list(tmp_path.rglob("*.html"))) == 2
    assert not (tmp_path / "acme" / "branch" / "index.html").exists()
    done = write(acme, tmp_path, processes=2)
    assert (done.made, done.kept) == (3, 2)
    assert done.index.exists()


def workers() -> set[int]:
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if b"scorecard.report.crew" in (entry / "cmdline").read_bytes():
                    found.add(int(entry.name))
            except OSError:
                continue
    return found


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are looked for under /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_command_that_is_stopped_leaves_whole_files_and_no_process(tmp_path, number):
    file = lay(tmp_path / "data")
    out = tmp_path / "out"
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    before = workers()
    running = subprocess.Popen(
        [COMMAND, "report", str(file), "--each", "branch", "-o", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    until = time.monotonic() + 60
    while not list(out.rglob("*.pdf")) and time.monotonic() < until:
        time.sleep(0.02)
    running.send_signal(number)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}[number]
    assert b"Traceback" not in errors
    while workers() - before and time.monotonic() < until:
        time.sleep(0.02)
    assert workers() - before == set()
    assert not (out / "acme" / "branch" / "index.html").exists()
    if number != signal.SIGKILL:
        assert list(out.rglob("*.part")) == []
        assert list(temporary.iterdir()) == []
    made = [json.loads(line)[0] for line in (out / "acme" / "branch" / ".done.jsonl").read_text("utf-8").splitlines()]
    for pdf in out.rglob("*.pdf"):
        assert pdf.read_bytes().rstrip().endswith(b"%%EOF")
    done = subprocess.run(
        [COMMAND, "report", str(file), "--each", "branch", "-o", str(out)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0
    assert f"5 reports: {5 - len(made)} made, {len(made)} there already. Rows that name no branch are in none" in done.stderr
    assert done.stdout.splitlines()[-1] == str(out / "acme" / "branch" / "index.html")
    assert len(done.stdout.splitlines()) == 11


def test_the_command_tells_wrong_words(tmp_path):
    file = lay(tmp_path / "data")
    for words, told in ((["--each", "brnch"], "Did you mean branch?"), (["--fresh"], "--fresh goes with --each")):
        done = subprocess.run([COMMAND, "report", str(file), *words], capture_output=True, text=True, cwd=tmp_path, timeout=60)
        assert (done.returncode, done.stdout) == (2, "")
        assert told in done.stderr
    assert not (tmp_path / "reports").exists()


def test_workers_load_nothing_from_the_folder_at_hand(tmp_path):
    file = lay(tmp_path / "data")
    marker = tmp_path / "loaded"
    for module in ("scorecard", "weasyprint", "jinja2", "signal", "numpy"):
        (tmp_path / f"{module}.py").write_text(f"open({str(marker)!r}, 'w').close()\nraise SystemExit(7)", "utf-8")
    script = (
        "import sys; sys.path.remove('')\nimport scorecard\n"
        f"made = scorecard.write_each(scorecard.load({str(file)!r}).evaluate(), 'branch', ['html'], 'out', processes=2)\n"
        "print(made.made)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("5\n", "")
    assert not marker.exists()
    unguarded = subprocess.run([sys.executable, "-c", "import weasyprint"], cwd=tmp_path, timeout=60)
    assert (unguarded.returncode, marker.exists()) == (7, True), "what lies there would have been noticed"


def test_a_script_without_a_guard_writes_reports_once(tmp_path):
    """Workers do not run the user's own file again, as those of `multiprocessing` would."""
    file = lay(tmp_path / "data")
    script = tmp_path / "script.py"
    script.write_text(
        f"import scorecard\nprint('begun')\nresult = scorecard.load({str(file)!r}).evaluate()\n"
        f"print(scorecard.write_each(result, 'branch', ['html'], {str(tmp_path)!r}, processes=2).made)\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("begun\n5\n", "")


def test_a_bar_shows_on_a_terminal_and_a_line_elsewhere(tmp_path):
    command = [COMMAND, "report", str(lay(tmp_path / "data")), "--each", "branch", "--to", "html", "-o", str(tmp_path)]
    main, side = pty.openpty()
    shown = b""
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=side, env=environment) as running:
        os.close(side)
        with suppress(OSError):  # a terminal's way of saying that the other side is shut
            while read := os.read(main, 65536):
                shown += read
        os.close(main)
    assert running.returncode == 0
    assert b"5/5" in shown
    assert re.search(rb"0:00:0\d", shown), "time that it takes"
    piped = subprocess.run([*command, "--fresh"], capture_output=True, text=True, timeout=60)
    assert piped.stderr.splitlines()[0] == "Reports by branch: 5 ..."
    assert "\x1b" not in piped.stderr


def test_views_have_folders_of_their_own(tmp_path):
    file = lay(tmp_path / "data")
    file.write_text(
        file.read_text("utf-8").replace("share: stage = 'won'", "share: stage = 'won', tags: {department: sales}"), "utf-8"
    )
    viewed = scorecard.load(file).evaluate(only={"department": "sales"})
    made = write(viewed, tmp_path)
    assert made.index == tmp_path / "acme-sales" / "branch" / "index.html"
    assert pipeline.write(viewed, ["html"], tmp_path) == (tmp_path / "acme-sales.html",)
