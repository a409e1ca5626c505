"""One definition built on another: what is merged, where it stands, what is refused."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard import definition, shipped
from scorecard.definition import extends
from scorecard.definition.document import MOST_BYTES, MOST_NODES
from scorecard.definition.schema import schema
from scorecard.problems import Problem
from scorecard.words.snippets import hint, message

BASE = """\
datasets: {deals: {file: data/deals.csv, time: closed_on}}
measures:
  revenue: {better: higher, dataset: deals, formula: sum(amount)}
  deals_won: {better: higher, dataset: deals, formula: count(*), where: stage = 'won'}
  size: {better: higher, formula: revenue / deals_won}
perspectives:
  sales:
    weight: 2
    measures: {revenue: {target: {floor: 0, goal: 10}}, deals_won: , size: }
"""

Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files by name below tmp_path/card; returns the path of the first."""

    def files(**texts: str) -> str:
        for name, text in texts.items():
            path = tmp_path / "card" / name.replace("__", "/").replace("_yaml", ".yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return str(tmp_path / "card" / next(iter(texts)).replace("_yaml", ".yaml"))

    return files


def told(problems: tuple[Problem, ...]) -> list[str]:
    return [
        f"{Path(problem.place.file).name}:{problem.place.line}:{problem.place.column} {problem.code}"
        for problem in problems
        if problem.place
    ]


def test_maps_merge_and_the_rest_replaces(write: Write) -> None:
    file = write(
        card_yaml="scorecard: acme\nextends: base.yaml\nmeasures: {revenue: {unit: currency, title: Turnover}}\n"
        "perspectives: {sales: {measures: {size: {weight: 3}, revenue: {target: {goal: 20}}}}, staff: {measures: {deals_won: }}}",
        base_yaml=BASE,
    )
    reading = definition.read(file)
    assert reading.problems == ()
    found = reading.definition
    assert found is not None
    assert (found.id, found.measures["revenue"].title(), found.measures["revenue"].unit) == ("acme", "Turnover", "currency")
    nodes = {"/".join(node.path): node for node in found.root.walk()}
    assert list(nodes) == ["", "sales", "sales/revenue", "sales/deals_won", "sales/size", "staff", "staff/deals_won"]
    assert (nodes["sales"].weight, nodes["sales/size"].weight) == (2, 3)
    target = nodes["sales/revenue"].target
    assert target is not None
    assert [knot.value.shift for knot in target.knots] == [0, 20]  # type: ignore[union-attr]  # no dated ones here


def test_null_removes_what_the_parent_has_and_is_a_use_where_it_has_nothing(write: Write) -> None:
    file = write(
        card_yaml="scorecard: acme\nextends: base.yaml\nmeasures:\n  size:\n  deals_won: {where: }\n"
        "perspectives: {sales: {weight: , measures: {size: , revenue: {target: }}}, staff: {measures: {revenue: }}}\n",
        base_yaml=BASE,
    )
    reading = definition.read(file)
    assert reading.problems == ()
    assert reading.definition is not None
    nodes = {"/".join(node.path): node for node in reading.definition.root.walk()}
    assert list(nodes) == ["", "sales", "sales/revenue", "sales/deals_won", "staff", "staff/revenue"]
    assert (nodes["sales"].weight, nodes["sales/revenue"].target) == (1, None)
    assert [mention.column for mention in reading.definition.measures["deals_won"].how.formula.mentions] == []  # type: ignore[union-attr]  # it is from rows


def test_a_fault_is_told_in_the_file_where_it_stands_and_all_files_are_told_at_once(write: Write) -> None:
    file = write(
        card_yaml="scorecard: acme\nextends: base.yaml\nwibble: 1\nperspectives: {p: {measures: {a: , b: {wieght: 1}}}}\n",
        base_yaml="extends: root.yaml\nmeasures:\n  a: {better: up, dataset: d, formula: count(*)}\n",
        root_yaml="datasets: {d: {file: d.csv}}\nmeasures:\n  b: {better: lower, dataset: d, formula: summ(x)}\n",
    )
    problems = definition.read(file).problems
    assert told(problems) == [
        "card.yaml:3:1 unknown-key", "card.yaml:4:40 unknown-key", "base.yaml:3:15 not-one-of",
        "root.yaml:3:43 formula-function",
    ]  # fmt: skip
    assert [problem.place.text for problem in problems if problem.place][2].startswith("  a: {better: up")


def test_yaml_faults_of_all_files_are_told_and_what_a_parent_may_hold_is_not_missed(write: Write) -> None:
    file = write(
        card_yaml="extends: base.yaml\nwibble: 1\ncoverage: no\nmeasures: {a: {unit: days}, b: }\n",
        base_yaml="extends: root.yaml\nmeasures: {a: &x {better: higher}}\n",
        root_yaml="a: [\n",
    )
    assert told(definition.read(file).problems) == [
        "card.yaml:2:1 unknown-key", "card.yaml:3:11 yaml-ambiguous", "base.yaml:2:15 yaml-anchor",
        "root.yaml:2:1 yaml-open-bracket",
    ]  # fmt: skip


def test_the_digest_covers_every_file_in_its_order(write: Write, tmp_path: Path) -> None:
    file = write(card_yaml="scorecard: acme\nextends: base.yaml\n", base_yaml=BASE)
    found = definition.read(file).definition
    assert found is not None
    digests = [sha256((tmp_path / "card" / name).read_bytes()).hexdigest() for name in ("card.yaml", "base.yaml")]
    assert found.sha256 == sha256("".join(f"{digest}\n" for digest in digests).encode()).hexdigest()
    lone = write(lone_yaml="scorecard: acme\n" + BASE)
    found = definition.read(lone).definition
    assert found is not None
    assert found.sha256 == sha256(Path(lone).read_bytes()).hexdigest()


def test_data_files_lie_where_the_file_that_names_them_lies(write: Write, tmp_path: Path) -> None:
    file = write(
        card_yaml="scorecard: acme\nextends: common/base.yaml\ndatasets: {mine: {file: data/mine.csv}}\n",
        common__base_yaml=BASE,
    )
    found = definition.read(file).definition
    assert found is not None
    paths = {id: str(dataset.path) for id, dataset in found.datasets.items()}
    card = tmp_path / "card"
    assert paths == {"deals": str(card / "common/data/deals.csv"), "mine": str(card / "data/mine.csv")}
    # Overridden here, so here; and a parent's file is as little free to lead out as one's own.
    write(card_yaml="scorecard: acme\nextends: common/base.yaml\ndatasets: {deals: {file: data/deals.csv}}\n")
    found = definition.read(file).definition
    assert found is not None
    assert found.datasets["deals"].path == card / "data/deals.csv"
    write(card_yaml="scorecard: acme\nextends: common/base.yaml\n", common__base_yaml=BASE.replace("data/", "../../"))
    assert told(definition.read(file).problems) == ["base.yaml:1:26 path-outside"]


def test_one_that_ships_is_named_by_its_name_and_reads_the_users_data(write: Write, tmp_path: Path) -> None:
    file = write(card_yaml="scorecard: mine\nextends: hdi\n")
    reading = definition.read(file)
    assert [problem for problem in reading.problems if problem.is_fault] == []
    assert reading.definition is not None
    entered = reading.definition.datasets["entered"]
    assert entered.path == tmp_path / "card" / entered.file
    assert reading.definition.places.at("measures", "income").file == str(shipped.folder("definitions").resolve() / "hdi.yaml")


def test_what_ships_may_extend_what_ships(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "shipped"
    (folder / "parts").mkdir(parents=True)
    (folder / "parts" / "base.yaml").write_text(BASE)
    (folder / "crm.yaml").write_text("extends: parts/base.yaml\n")
    monkeypatch.setattr(shipped, "folder", lambda name: folder)
    reading = definition.read(write(card_yaml="scorecard: mine\nextends: crm\n"))
    assert reading.problems == ()
    assert reading.definition is not None
    assert reading.definition.datasets["deals"].path == tmp_path / "card/data/deals.csv"
    (folder / "crm.yaml").write_text("extends: ../card/card.yaml\n")  # the user's, so a circle
    assert told(definition.read(str(tmp_path / "card/card.yaml")).problems) == ["crm.yaml:1:10 extends-circle"]
    (folder / "crm.yaml").write_text("extends: ../other.yaml\n")
    assert told(definition.read(str(tmp_path / "card/card.yaml")).problems) == ["crm.yaml:1:10 path-outside"]


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("hdx", "extends-unknown", "Did you mean hdi?"),
        ("quite_other", "extends-unknown", "hdi"),
        ("base", "extends-unknown", "write its whole name: base.yaml"),
        ("bsae.yaml", "extends-unreadable", "Did you mean base.yaml"),
        ("./folder", "extends-unreadable", "it is no file"),
        ("./pipe", "extends-unreadable", "it is no file"),
        ("./loop.yaml", "path-outside", "outside"),
        ("../outside.yaml", "path-outside", "outside"),
        ("link.yaml", "path-outside", "outside"),
        ("/etc/passwd", "path-outside", "outside"),
        ("a/" * 3000 + "x.yaml", "extends-unreadable", "too long"),
        ("http://127.0.0.1/base.yaml", "extends-unreadable", "No such file"),
        ("card.yaml", "extends-circle", "card.yaml → "),
        ("''", "empty-text", "empty"),
        ("[base.yaml]", "wrong-type", "Expected here: text"),
        ("list.yaml", "wrong-type", "Expected here: map"),
        ("empty.yaml", "empty-file", "nothing in this file"),
        ("bad.yaml", "wrong-type", "Expected here: text"),
    ],
)
def test_a_parent_that_cannot_be_read_is_one_fault(write: Write, tmp_path: Path, name: str, code: str, said: str) -> None:
    file = write(
        card_yaml=f"scorecard: acme\nextends: {name}\nperspectives: {{p: {{measures: {{revenue: }}}}}}\n",
        base_yaml=BASE, list_yaml="- a\n", empty_yaml="# nothing\n", bad_yaml="extends: {a: b}\n",
    )  # fmt: skip
    card = tmp_path / "card"
    (tmp_path / "outside.yaml").write_text(BASE)
    (card / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (card / "loop.yaml").symlink_to(card / "loop.yaml")
    (card / "folder").mkdir()
    os.mkfifo(card / "pipe")
    problems = [problem for problem in definition.read(file).problems if problem.is_fault]
    assert [problem.code for problem in problems] == [code]
    assert said in f"{message(problems[0])} {hint(problems[0])}"


def test_a_parent_may_lie_where_the_caller_allows(write: Write, tmp_path: Path) -> None:
    file = write(card_yaml="scorecard: acme\nextends: ../common/base.yaml\n")
    (tmp_path / "common").mkdir()
    (tmp_path / "common/base.yaml").write_text(BASE)
    assert told(definition.read(file).problems) == ["card.yaml:2:10 path-outside"]
    reading = definition.read(file, (tmp_path / "common",))
    assert reading.problems == ()
    assert reading.definition is not None
    assert reading.definition.places.at("measures").file == str(tmp_path / "common/base.yaml")


def test_a_circle_is_told_whole(write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write(card_yaml="extends: a.yaml\n", a_yaml="extends: b/b.yaml\n", b__b_yaml="extends: ../a.yaml\n")
    monkeypatch.chdir(tmp_path / "card")
    (problem,) = definition.read("card.yaml").problems
    assert told((problem,)) == ["b.yaml:1:10 extends-circle"]
    assert problem.facts["circle"] == "a.yaml → b/b.yaml → a.yaml"


def test_chains_end(write: Write) -> None:
    def chain(length: int) -> list[str]:
        links = {f"f{index}_yaml": f"extends: f{index + 1}.yaml\n" for index in range(length)}
        return told(definition.read(write(**links, **{f"f{length}_yaml": "scorecard: s\n" + BASE})).problems)

    assert chain(extends.MOST_PARENTS) == []
    assert chain(extends.MOST_PARENTS + 1) == ["f8.yaml:1:10 extends-too-long"]


def test_limits_hold_for_all_files_together(write: Write) -> None:
    half = "#" * (MOST_BYTES // 2) + "\n"
    file = write(card_yaml="scorecard: s\nextends: base.yaml\n" + half, base_yaml=half + BASE)
    assert told(definition.read(file).problems) == ["base.yaml:0:0 file-too-large"]
    many = "links: {a: [" + "b, " * (MOST_NODES // 2) + "b]}\n"
    file = write(card_yaml="scorecard: s\nextends: base.yaml\n" + many, base_yaml=many + BASE)
    assert [problem.code for problem in definition.read(file).problems] == ["yaml-too-many-nodes"]


def test_what_is_removed_and_still_used_is_told_once_where_it_is_removed(write: Write) -> None:
    file = write(
        card_yaml="scorecard: acme\nextends: base.yaml\nmeasures:\n  revenue:\n  sizes:\ndatasets:\n  deals:\n",
        base_yaml=BASE,
    )
    problems = definition.read(file).problems
    assert told(problems) == [
        "card.yaml:4:3 removed-but-used",
        "card.yaml:5:3 nothing-to-remove",
        "card.yaml:7:3 removed-but-used",
    ]
    assert "still used at" in message(problems[0])
    assert [Path(str(user)).name for user in problems[0].facts["users"]] == ["base.yaml:5", "base.yaml:9"]  # type: ignore[attr-defined]  # a tuple
    assert "Did you mean size?" in hint(problems[1])


def test_parts_and_yardsticks_that_are_removed_and_named_elsewhere_are_told_where_they_are_removed(write: Write) -> None:
    file = write(
        card_yaml="scorecard: acme\nextends: base.yaml\nmeasures: {plan: }\nperspectives: {sales: {measures: {size: }}}\n",
        base_yaml=BASE.replace("goal: 10", "goal: plan").replace(
            "perspectives:", "  plan: {better: higher, formula: 5 * size}\nperspectives:"
        )
        + "links: {sales: [size]}\n",
    )
    problems = [problem for problem in definition.read(file).problems if problem.is_fault]
    assert told(tuple(problems)) == ["card.yaml:3:12 removed-but-used"]
    assert [[Path(str(user)).name for user in problem.facts["users"]] for problem in problems] == [  # type: ignore[attr-defined]  # a tuple
        ["base.yaml:10"]
    ]


def test_arrows_of_an_extended_map_go_with_what_is_removed_but_not_the_opened_file_s_own(write: Write) -> None:
    base = (
        BASE.replace("perspectives:", "perspectives:\n  more: {factors: {inner: {measures: {size: }}}}")
        + "links: {inner: [sales]}\n"
    )
    card = "scorecard: acme\nextends: base.yaml\nperspectives: {more: }\n"
    reading = definition.read(write(card_yaml=card, base_yaml=base))
    assert [problem for problem in reading.problems if problem.is_fault] == []
    assert reading.definition is not None
    assert reading.definition.links == ()
    own = definition.read(write(card_yaml=card + "links: {sales: [inner]}\n", base_yaml=base))
    assert told(tuple(problem for problem in own.problems if problem.is_fault)) == ["card.yaml:4:17 unknown-node"]


def test_a_key_that_excludes_what_the_parent_says_is_told_how_to_remove_it(write: Write) -> None:
    file = write(
        card_yaml="scorecard: acme\nextends: base.yaml\n"
        "perspectives: {sales: {measures: {revenue: {target: {at_least: 5}}}}}\nmeasures: {revenue: {share: amount > 1}}\n",
        base_yaml=BASE,
    )
    problems = definition.read(file).problems
    assert told(problems) == ["card.yaml:3:54 keys-exclude", "card.yaml:4:22 keys-exclude"]
    assert [problem.facts["remove"] for problem in problems] == [("floor", "goal"), ("formula",)]
    write(
        card_yaml="scorecard: acme\nextends: base.yaml\n"
        "perspectives: {sales: {measures: {revenue: {target: {at_least: 50%, floor: , goal: }}}}}\n"
        "measures: {revenue: {share: amount > 1, formula: }}\n"
    )
    assert definition.read(file).problems == ()


def test_measures_of_the_parent_that_nothing_uses_are_not_noted(write: Write) -> None:
    file = write(
        card_yaml="scorecard: acme\nextends: base.yaml\nmeasures: {mine: {better: higher, formula: size * 2}}\n"
        "perspectives: {sales: {measures: {size: }}}\n",
        base_yaml=BASE,
    )
    assert told(definition.read(file).problems) == ["card.yaml:3:12 unused-measure"]


# Merging, against a merge written the other way round: from paths instead of by descent.

KEYS = st.sampled_from("abcd")
LEAVES = st.sampled_from([None, 0, 1, "x", [], [1, 2], {}])
TREES = st.recursive(LEAVES, lambda below: st.dictionaries(KEYS, below, max_size=4), max_leaves=12)
TOPS = st.dictionaries(KEYS, TREES, min_size=1, max_size=4)


def leaves(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Path -> what stands there; of a map that it is one, before what is in it."""
    yield path, {} if isinstance(data, dict) else data
    for key, below in data.items() if isinstance(data, dict) else ():
        yield from leaves(below, (*path, key))


def independent(chain: list[dict[str, Any]]) -> tuple[Any, dict[tuple[str, ...], int]]:
    """Merged data, and for every path which of the chain (0 is the opened one) it comes from; from the last parent up."""
    found: dict[tuple[str, ...], tuple[Any, int]] = {}
    for index in range(len(chain) - 1, -1, -1):
        had = set(found)
        for path, value in leaves(chain[index]):
            if any(path[:end] not in found for end in range(len(path))):
                continue  # below something that this one removed
            if path in had and value is None:
                found = {other: one for other, one in found.items() if other[: len(path)] != path}
                continue
            stays_map = path in had and value == {} == found[path][0]
            if not stays_map:
                found = {other: one for other, one in found.items() if other[: len(path)] != path}
            found[path] = value, index
    merged: Any = {}
    for path, (value, _) in sorted(found.items(), key=lambda one: len(one[0])):
        place = merged
        for key in path[:-1]:
            place = place[key]
        if path:
            place[path[-1]] = deepcopy(value)
    return merged, {path: index for path, (_, index) in found.items()}


@given(st.lists(TOPS, min_size=2, max_size=4))
@settings(max_examples=150, deadline=None)
def test_merging_is_what_an_independent_merge_says(tmp_path_factory: pytest.TempPathFactory, chain: list[dict[str, Any]]) -> None:
    folder = tmp_path_factory.mktemp("merge")
    names = [f"f{index}.yaml" for index in range(len(chain))]
    for index, data in enumerate(chain):
        more = {"extends": names[index + 1]} if index + 1 < len(chain) else {}
        (folder / names[index]).write_text(json.dumps({**more, **data}, indent=1))
    opened = folder / names[0]
    whole = extends.read(str(opened), opened.read_bytes(), ())
    assert (whole.document.problems, whole.complete) == ([], True)
    data = dict(whole.document.data)
    assert data.pop("extends") == names[1]
    merged, origins = independent(chain)
    assert data == merged
    for path, index in origins.items():
        if path:
            place = whole.document.places.at(*path)
            assert place.path == path
            written = json.loads((folder / names[index]).read_text())
            for key in path:
                written = written[key]
            if not isinstance(written, (dict, list)):
                assert Path(place.file).name == names[index]
                assert place.text[place.column - 1 : place.column - 1 + place.length] == json.dumps(written)


def test_places_of_maps_are_those_of_the_opened_file(write: Write) -> None:
    file = write(card_yaml="extends: base.yaml\na:\n  b: {c: 1}\n", base_yaml="a: {b: {d: [2]}}\ne: {}\n")
    places = extends.read(file, Path(file).read_bytes(), ()).document.places
    found = [places.key(*path) for path in (("a",), ("a", "b"), ("a", "b", "c"), ("a", "b", "d"), ("e",))]
    assert [(Path(place.file).name, place.line, place.column) for place in found] == [
        ("card.yaml", 2, 1), ("card.yaml", 3, 3), ("card.yaml", 3, 7), ("base.yaml", 1, 9), ("base.yaml", 2, 1)
    ]  # fmt: skip
    assert (Path(places.at("a", "b", "d", "0").file).name, places.at("a", "b", "d", "0").column) == ("base.yaml", 13)
    assert Path(places.at("a", "b", "x").file).name == "card.yaml"  # unknown: the nearest above


def test_a_thousand_measures_of_a_parent_are_checked_in_a_second(write: Write) -> None:
    ids = [f"m{index}" for index in range(1000)]
    measures = "".join(f"  {id}: {{better: higher, dataset: d, share: amount > {index}}}\n" for index, id in enumerate(ids))
    uses = "".join(f"      {id}: {{target: {{floor: 15%, goal: 30%}}}}\n" for id in ids)
    changed = "".join(f"      {id}: {{weight: 2}}\n" for id in ids)
    file = write(
        card_yaml=f"scorecard: big\nextends: base.yaml\nmeasures: {{m0: }}\nperspectives:\n  p:\n    measures:\n{changed}",
        base_yaml=f"datasets: {{d: {{file: d.csv}}}}\nmeasures:\n{measures}perspectives:\n  p:\n    measures:\n{uses}",
    )
    schema()

    def seconds() -> float:
        start = process_time()
        assert told(definition.read(file).problems) == ["card.yaml:3:12 removed-but-used"]
        return process_time() - start

    times = [seconds() for _ in range(3)]
    assert min(times) < 1.0


def test_a_flood_of_nulls_that_remove_what_is_used_is_told_in_time(write: Write) -> None:
    ids = [f"m{index}" for index in range(2_000)]
    every = "".join(f"  {id}: {{better: higher, formula: x * 2}}\n" for id in ids)
    uses = "".join(f"      {id}: {{weight: 2}}\n" for id in ids)
    file = write(
        card_yaml="scorecard: s\nextends: base.yaml\nmeasures: {" + ", ".join(f"{id}: , {id}x: " for id in ids) + "}\n",
        base_yaml=f"measures:\n{every}perspectives:\n  p:\n    measures:\n{uses}",
    )
    start = process_time()
    codes = {problem.code for problem in definition.read(file).problems}
    assert codes == {"removed-but-used", "nothing-to-remove", "more-problems"}
    assert process_time() - start < 20  # a comparison of each with each took hours
