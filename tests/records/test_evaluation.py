"""What an Evaluation says of itself: a status by score or by value, and what people call an entity."""

from __future__ import annotations

from dataclasses import replace
from math import nan
from pathlib import Path

import numpy as np
import pytest

import scorecard
from scorecard.records.definition import Band, Text
from scorecard.records.values import Entity

SHOP = Path(__file__).parents[1] / "cli" / "shop" / "scorecard.yaml"
BANDS = (Band("good", 0.0), Band("fair", 24.0), Band("poor", 72.0))


@pytest.fixture(scope="module")
def shop():
    return scorecard.load(SHOP).evaluate()


def node(evaluation, path):
    return ["/".join(each.path) for each in evaluation.scores.nodes].index(path)


def with_bands(evaluation, value, bands=BANDS):
    """The shop whose days to close have bands of their own, and this value in every cell."""
    definition, values = evaluation.definition, evaluation.values
    measures = {**definition.measures, "cycle": replace(definition.measures["cycle"], status=bands)}
    numbers = values.value.copy()
    numbers[values.measures.index("cycle")] = value
    return replace(evaluation, definition=replace(definition, measures=measures), values=replace(values, value=numbers))


def test_by_the_score_where_the_measure_has_no_bands(shop):
    win = node(shop, "customer/selling/win_rate")
    assert shop.status(win, shop.now).id == "good"  # 100
    assert shop.status(win, shop.before).id == "fair"  # 66.7
    assert shop.status(node(shop, "organization/training_days"), shop.now) is None
    assert shop.status(win, None) is None


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (-5.0, "good"),
        (0.0, "good"),
        (23.9, "good"),
        (24.0, "fair"),
        (24 - 1e-10, "fair"),
        (71.0, "fair"),
        (1e9, "poor"),
        (nan, None),
    ],
)
def test_by_the_value_where_it_has(shop, value, status):
    judged = with_bands(shop, value)
    band = judged.status(node(judged, "customer/keeping/cycle"), judged.now)
    assert (band and band.id) == status


def test_the_lowest_band_reaches_down_without_end(shop):
    judged = with_bands(shop, -1e6, (Band("poor", -10.0), Band("good", 5.0)))
    assert judged.status(node(judged, "customer/keeping/cycle"), judged.now).id == "poor"


def test_a_value_s_status_needs_no_score(shop):
    judged = with_bands(shop, 30.0)
    judged = replace(judged, scores=replace(judged.scores, score=np.full_like(judged.scores.score, nan)))
    assert judged.status(node(judged, "customer/keeping/cycle"), judged.now).id == "fair"


def test_an_entity_has_the_name_that_people_use(shop):
    members = {"branch": {"Ash": Text({"fa": "زبان‌گنجشک", "en": "Ash tree"})}, "region": {"North": Text({"": "The North"})}}
    named = replace(shop, definition=replace(shop.definition, members=members))
    ash = Entity(("North", "Ash"), ("region", "branch"))
    assert named.name(ash) == "Ash tree"
    assert named.name(Entity(("North",), ("region",))) == "The North"
    assert named.name(Entity(("North",), ("branch",))) == "North"  # a name of another level
    assert shop.name(ash) == "Ash"
    assert named.name(Entity(("North", None), ("region", "branch"))) is None
    assert named.name(Entity()) is None
