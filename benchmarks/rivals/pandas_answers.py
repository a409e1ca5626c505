"""Four survey measures by quarter, in all and by branch, with pandas: each person's value, then a group-by; how sure they are, too,
and Cronbach's alpha of the scale by quarter.

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


def persons(answers):
    """Each person's value by each measure."""
    recommend, satisfaction = answers["recommend"], answers["satisfaction"]
    nps = np.select([recommend.ge(9), recommend.le(6)], [100.0, -100.0], 0.0)
    items = answers[ITEMS].astype("float64")
    items[REVERSED] = 8 - items[REVERSED]
    quality = items.mean(axis=1).where(items.notna().sum(axis=1) >= 5)
    return items, pd.DataFrame(
        {
            "quarter": answers["answered_on"].dt.to_period("Q").astype(str).str.replace("Q", "-Q"),
            "branch": answers["branch"],
            "nps": pd.Series(nps, answers.index).where(recommend.notna()),
            "satisfied": satisfaction.ge(4).astype("float64").where(satisfaction.notna()),
            "effort": answers["effort"].astype("float64"),
            "quality": quality,
        }
    )


def summarised(grouped):
    """Value and standard error of each measure for each group."""
    names = ["nps", "satisfied", "effort", "quality"]
    mean, count, spread = grouped[names].mean(), grouped[names].count(), grouped[names].std()
    se = spread / np.sqrt(count)
    for name in ("nps", "satisfied"):  # of counts: the variance by n
        se[name] *= np.sqrt((count[name] - 1) / count[name])
    return mean, se


def alphas(items, quarters):
    """Cronbach's alpha of the scale in each quarter, by pairs of items."""
    found = {}
    for quarter, rows in items.groupby(quarters):
        covariance = rows.cov().to_numpy()
        found[quarter] = len(ITEMS) / (len(ITEMS) - 1) * (1 - np.trace(covariance) / covariance.sum())
    return found


def measures(answers):
    items, people = persons(answers)
    total = summarised(people.groupby("quarter"))
    branches = summarised(people.groupby(["quarter", "branch"], observed=True))
    return total, branches, alphas(items, people["quarter"])


if __name__ == "__main__":
    wall, cpu = time.perf_counter(), time.process_time()
    frame = pd.read_parquet(sys.argv[1], to_pandas_kwargs={"date_as_object": False})
    total, branches, reliability = measures(frame)
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))
    if len(sys.argv) > 2:
        document = {"values": [], "errors": [], "reliability": []}
        for what, at in (("values", 0), ("errors", 1)):
            document[what] += [{"period": quarter, "branch": None, **row} for quarter, row in total[at].to_dict("index").items()]
            document[what] += [
                {"period": quarter, "branch": branch, **row} for (quarter, branch), row in branches[at].to_dict("index").items()
            ]
        document["reliability"] = [{"period": quarter, "quality": alpha} for quarter, alpha in reliability.items()]
        with open(sys.argv[2], "w", encoding="utf-8") as file:
            json.dump(document, file)
