"""Six measures of contracts by quarter, in all and by branch, with pandas: a mask and a group-by for each quarter and moment.

`python benchmarks/rivals/pandas_lives.py LIVES.parquet [NUMBERS.json]` prints what it took, from the file to the numbers,
imports excluded.
"""

import json
import sys
import time

import pandas as pd
import pyarrow.parquet  # noqa: F401  (pandas would import it within the time that is measured)

QUARTERS = pd.period_range("2022Q1", "2024Q4", freq="Q")
COLUMNS = ["branch", "customer_id", "plan", "fee", "started_on", "ended_on"]


def at_end(rows, by):
    rows = rows.assign(premium=rows["plan"] == "premium")
    if by is None:
        return {
            "open_contracts": len(rows), "monthly_fees": rows["fee"].sum(), "premium_share": rows["premium"].mean(),
            "customers": rows["customer_id"].nunique(),
        }  # fmt: skip
    grouped = rows.groupby(by, observed=True)
    return pd.DataFrame(
        {
            "open_contracts": grouped.size(), "monthly_fees": grouped["fee"].sum(), "premium_share": grouped["premium"].mean(),
            "customers": grouped["customer_id"].nunique(),
        }
    )  # fmt: skip


def measures(lives):
    """{(quarter, branch): {measure: value}}, branch None for the total."""
    found = {}
    for quarter in QUARTERS:
        first, end = quarter.start_time, quarter.end_time.normalize() + pd.Timedelta(days=1)
        name = f"{quarter.year}-Q{quarter.quarter}"
        still = lives[(lives["started_on"] < end) & ~(lives["ended_on"] < end)]
        before = lives[(lives["started_on"] < first) & ~(lives["ended_on"] < first)]
        new = lives[(lives["started_on"] >= first) & (lives["started_on"] < end)]
        left = before["ended_on"] < end
        total = at_end(still, None)
        found[name, None] = {**total, "churn": left.mean(), "new_customers": new["customer_id"].nunique()}
        branches = at_end(still, "branch")
        branches["churn"] = left.groupby(before["branch"], observed=True).mean()
        branches["new_customers"] = new.groupby("branch", observed=True)["customer_id"].nunique()
        found |= {(name, branch): row for branch, row in branches.to_dict("index").items()}
    return found


if __name__ == "__main__":
    wall, cpu = time.perf_counter(), time.process_time()
    numbers = measures(pd.read_parquet(sys.argv[1], columns=COLUMNS, to_pandas_kwargs={"date_as_object": False}))
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))
    if len(sys.argv) > 2:
        rows = [
            {
                "period": period,
                "branch": branch,
                **{measure: None if value != value else float(value) for measure, value in row.items()},
            }
            for (period, branch), row in numbers.items()
        ]
        with open(sys.argv[2], "w", encoding="utf-8") as file:
            json.dump({"values": rows}, file)
