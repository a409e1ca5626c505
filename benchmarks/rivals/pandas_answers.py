"""Four survey measures by quarter, in all and by branch, with pandas: answers off the scale are left out, each person's value is
worked out, then a group-by for each measure; with standard errors, intervals, and Cronbach's alpha of the scale in the two
quarters that are compared.

`python benchmarks/rivals/pandas_answers.py ANSWERS.parquet [NUMBERS.json]` prints what it took, from the file to the numbers,
imports excluded.
"""

import json
import sys
import time

import numpy as np
import pandas as pd
import pyarrow.parquet  # noqa: F401  (pandas would import it within the time that is measured)

ITEMS = [f"q{number}" for number in range(1, 10)]
REVERSED = ["q3", "q7"]
SCALES = {"recommend": (0, 10), "satisfaction": (1, 5), "effort": (1, 7)} | dict.fromkeys(ITEMS, (1, 7))
COMPARED = ("2022-Q1", "2024-Q4")
Z = 1.959963984540054


def on_scale(answers):
    """How many answers of each item lie off its scale; these are blanked."""
    off = {}
    for item, (low, high) in SCALES.items():
        outside = answers[item].notna() & ~answers[item].between(low, high)
        off[item] = int(outside.sum())
        answers[item] = answers[item].mask(outside)
    return off


def persons(answers):
    """Each person's value by each measure."""
    nps = pd.Series(0.0, answers.index).mask(answers["recommend"] >= 9, 100.0).mask(answers["recommend"] <= 6, -100.0)
    answers[REVERSED] = 8 - answers[REVERSED]
    items = answers[ITEMS]
    return {
        "nps": nps.where(answers["recommend"].notna()),
        "satisfied": (answers["satisfaction"] >= 4).astype(float).where(answers["satisfaction"].notna()),
        "effort": answers["effort"],
        "quality": items.mean(axis=1).where(items.notna().sum(axis=1) >= 5),
    }


def summarised(name, grouped):
    """Mean, standard error and interval of one measure in each group."""
    table = grouped.agg(["count", "mean", "std"])
    n = table["count"]
    se = table["std"] / np.sqrt(n)
    if name in ("nps", "satisfied"):  # of counts: the variance by n
        se *= np.sqrt((n - 1) / n)
    if name == "satisfied":  # Wilson
        middle = (table["mean"] * n + Z**2 / 2) / (n + Z**2)
        reach = Z * np.sqrt(n * table["mean"] * (1 - table["mean"]) + Z**2 / 4) / (n + Z**2)
        return table.assign(se=se, low=middle - reach, high=middle + reach)
    return table.assign(se=se, low=table["mean"] - Z * se, high=table["mean"] + Z * se)


def alpha(items):
    covariance = items.cov().to_numpy()
    return len(ITEMS) / (len(ITEMS) - 1) * (1 - np.trace(covariance) / covariance.sum())


def measures(answers):
    on_scale(answers)
    quarter = answers["answered_on"].dt.to_period("Q").astype(str).str.replace("Q", "-Q")
    found = {}
    for name, values in persons(answers).items():
        total = summarised(name, values.groupby(quarter))
        branches = summarised(name, values.groupby([quarter, answers["branch"]], observed=True))
        found[name] = total, branches
    reliability = {}
    for each in COMPARED:
        rows = answers.loc[quarter == each, ITEMS]
        reliability[each] = alpha(rows), alpha(rows.dropna())
    return found, reliability


if __name__ == "__main__":
    wall, cpu = time.perf_counter(), time.process_time()
    frame = pd.read_parquet(sys.argv[1], to_pandas_kwargs={"date_as_object": False})
    numbers, reliability = measures(frame)
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))
    if len(sys.argv) > 2:
        document = {"values": [], "errors": [], "reliability": []}
        for name, (total, branches) in numbers.items():
            for what, column in (("values", "mean"), ("errors", "se")):
                document[what] += [{"period": at, "branch": None, name: value} for at, value in total[column].items()]
                document[what] += [
                    {"period": at, "branch": branch, name: value} for (at, branch), value in branches[column].items()
                ]
        document["reliability"] = [{"period": at, "quality": by_pairs} for at, (by_pairs, _) in reliability.items()]
        with open(sys.argv[2], "w", encoding="utf-8") as file:
            json.dump(document, file)
