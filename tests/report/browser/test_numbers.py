"""The script's numbers beside the package's own, in three languages: thousands of them, of every unit and size."""

from __future__ import annotations

from itertools import pairwise, product
from typing import get_args

import numpy as np
import pytest

from scorecard.records.definition import Unit
from scorecard.report.explorer import written
from scorecard.words import explorer as words
from scorecard.words import numbers
from scorecard.words.tongue import speaking

SIZES = (
    0,
    1,
    2,
    3,
    10,
    11,
    12,
    99,
    100,
    101,
    103,
    111,
    999.5,
    1000,
    1234.5,
    12_345,
    999_999,
    1e6,
    7.2e8,
    4e12,
    0.5,
    0.05,
    0.004,
    1.5,
    2.25,
)


@pytest.mark.parametrize(
    ("language", "digits"), [("en", "native"), ("fa", "native"), ("fa", "latin"), ("ar", "native"), ("ar", "latin")]
)
def test_values_changes_and_intervals_are_written_alike(opened, source, language, digits):
    random = np.random.default_rng(5)
    asked, told = [], []
    with speaking(language, digits):
        page_words = {"symbols": words.symbols(), "words": words.script()}
        for unit, decimals in product(get_args(Unit), (None, 0, 2)):
            for group in ([size] for size in SIZES), (random.lognormal(3, 4, 6).tolist() for _ in range(3)):
                for found in group:
                    found = [*found, *(-number for number in found), *random.choice(SIZES, 2)]
                    form = numbers.format_for(unit, found[:2], "IRR", decimals)
                    known = words.form(form)
                    for number, other in pairwise(found):
                        low, high = sorted((number, other))
                        change = other - number
                        asked.append([known, *(written(form, each) for each in (number, change, low, high))])
                        told.append([form.value(number), form.change(change), form.between(low, high)])
        shown = opened(language).evaluate(
            f"""([asked, {{ symbols, words }}, language]) => {{
              {source("page", "const fill")} {source("facts", "const plurals", "function written", "function between")}
              return asked.map(([form, value, change, low, high]) =>
                [written(value, form), written(change, form, "change"), between(low, high, form)]);
            }}""".replace("root.lang", "language"),
            [asked, page_words, language],
        )
    wrong = [(mine, theirs) for mine, theirs in zip(shown, told, strict=True) if mine != theirs]
    assert wrong[:5] == []
    assert len(told) > 2_000


@pytest.mark.parametrize("language", ["en", "fa", "ar"])
def test_scores_points_and_counts_are_written_alike(opened, source, language):
    with speaking(language):
        facts = [{"symbols": words.symbols()}, words.score(), words.count()]
        scores = [0, 0.04, 0.05, 49.96, 57.3, 100, 99.949, 1]
        asked = [[f"{score:.1f}", f"{-score:.1f}", str(round(score * 997))] for score in scores]
        told = [
            [numbers.score(score), numbers.points(score), numbers.points(-score), numbers.count(round(score * 997))]
            for score in scores
        ]
    shown = opened(language).evaluate(
        f"""([asked, [{{ symbols }}, score, count], language]) => {{
          {source("facts", "const plurals", "function written")}
          return asked.map(([up, down, number]) =>
            [written(up, score), written(up, score, "change"), written(down, score, "change"), written(number, count)]);
        }}""".replace("root.lang", "language"),
        [asked, facts, language],
    )
    assert shown == told
