"""The same doors as `make fuzz`, in little time: what was found once, and seeds with random scraps knocked in and out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorecard import definition
from scorecard.problems import Place, fault
from tests.fuzz import targets

FINDINGS = sorted(path for path in (Path(__file__).parent / "findings").glob("*/*") if path.is_file())
SEEDS = {target: [*targets.seeds(target)] for target in targets.TARGETS}
SCRAPS = (b"", b"\0", b"'", b'"', b"\n", b"\t", b"- ", b": ", b"{", b"[", b"&a ", b"*a", b"!!x ", b"null", b"9" * 400, b"\xff",
          b"\xef\xbb\xbf", "\u202e".encode(), b"1e999", b"nan", b"%", b"\\", b"../", b"<x>", b"-0", b"()")  # fmt: skip


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_once_is_mended(finding: Path) -> None:
    targets.TARGETS[finding.parent.name](finding.read_bytes())


@pytest.mark.parametrize("target", sorted({*targets.TARGETS} - {"table"}))
@settings(max_examples=60, deadline=2_000, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_door_withstands_damaged_seeds(target: str, data: st.DataObject) -> None:
    damaged = data.draw(st.sampled_from(SEEDS[target]) | st.binary(max_size=60))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged)))
        cut = data.draw(st.integers(0, 12))
        damaged = damaged[:at] + data.draw(st.sampled_from(SCRAPS)) + damaged[at + cut :]
    targets.TARGETS[target](damaged)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 12), st.sampled_from(SCRAPS)), max_size=4))
def test_a_damaged_table_goes_the_whole_way(damages: list[tuple[int, int, bytes]]) -> None:
    (table,) = SEEDS["table"]
    for at, cut, scrap in damages:
        table = table[:at] + scrap + table[at + cut :]
    targets.TARGETS["table"](table)


def test_every_target_has_seeds() -> None:
    assert all(SEEDS.values())
    assert len(SEEDS["expression"]) > 30


@pytest.mark.parametrize(
    "reading",
    [
        definition.Reading(None, ()),
        definition.Reading(None, (fault("empty-file", None),)),
        definition.Reading(None, (fault("empty-file", Place("scorecard.yaml", 999, 1)),)),
    ],
    ids=["nothing said", "no place", "a place outside the file"],
)
def test_a_door_that_fails_is_noticed(reading: definition.Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "written", lambda name, content: Path("scorecard.yaml"))
    monkeypatch.setattr(definition, "read", lambda file: reading)
    with pytest.raises(AssertionError):
        targets.document(b"")
