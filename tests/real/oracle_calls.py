"""Every value of calls.yaml, from the file by the csv module and pandas' group-by.

Enters: the folder of real data. Leaves: {(measure, period, entity): (value, n)}. Nothing of the house is imported.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

MONTHS = {"Jan": "2021-01", "Feb": "2021-02", "Mar": "2021-03"}


def read(folder: Path) -> pd.DataFrame:
    """A row per call: agent, period, and a column per thing to be averaged, NaN where the call has none."""
    nan, rows = float("nan"), []
    with (folder / "call_center.csv").open(encoding="utf-8-sig", newline="") as file:
        for call in csv.DictReader(file):
            answered = call["Answered (Y/N)"] == "Y"
            hours, minutes, seconds = map(int, call["AvgTalkDuration"].split(":"))
            rating = int(call["Satisfaction rating"])
            rows.append(
                {
                    "agent": call["Agent"],
                    "period": MONTHS[call["Date"].split("-")[1]],
                    "answer_rate": float(answered),
                    "first_contact_resolution": float(call["Resolved"] == "Y") if answered else nan,
                    "speed_of_answer": float(call["Speed of answer in seconds"]) if answered else nan,
                    "talk_time": 3600.0 * hours + 60 * minutes + seconds if answered else nan,
                    "mean_rating": float(rating) if rating else nan,
                    "high_ratings": float(rating in (4, 5)) if rating else nan,
                }
            )
    return pd.DataFrame(rows)


def cells(folder: Path) -> dict[tuple[str, str, tuple[str, ...]], tuple[float, int]]:
    """Every measure is a mean over the rows that have it, and n counts those."""
    calls = read(folder)
    measures = [column for column in calls if column not in ("agent", "period")]
    found = {}
    for by in (["period"], ["period", "agent"]):
        for group, rows in calls.groupby(by):
            period, *entity = group
            for measure in measures:
                present = rows[measure].dropna()
                found[measure, period, tuple(entity)] = (present.mean(), len(present))
    return found
