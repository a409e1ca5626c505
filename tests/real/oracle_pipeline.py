"""Every value of pipeline.yaml, computed in plain pandas from the same files, one period and entity at a time.

Enters: the folder of real data. Leaves: {(measure, period, entity): (value, n)}, value None where there can be none. Nothing
of the house is imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

LEVELS = ["regional_office", "manager", "sales_agent"]
PERIODS = {
    "2017-Q1": ("2017-01-01", "2017-03-31"),
    "2017-Q2": ("2017-04-01", "2017-06-30"),
    "2017-Q3": ("2017-07-01", "2017-09-30"),
    "2017-Q4": ("2017-10-01", "2017-12-31"),
}

Key = tuple[str, str, tuple[str, ...]]
Cell = tuple[float | None, int]


def read(folder: Path) -> pd.DataFrame:
    """The deals with the manager and office of their agent and the list price of their product."""
    deals = pd.read_csv(folder / "sales_pipeline.csv", parse_dates=["engage_date", "close_date"])
    deals = deals.merge(pd.read_csv(folder / "sales_teams.csv"), on="sales_agent", how="left", validate="many_to_one")
    prices = pd.read_csv(folder / "products.csv").set_index("product").sales_price.rename({"GTX Pro": "GTXPro"})
    return deals.assign(sales_price=deals["product"].map(prices))


def entities(deals: pd.DataFrame) -> Iterator[tuple[tuple[str, ...], pd.DataFrame]]:
    yield (), deals
    for depth in range(1, len(LEVELS) + 1):
        for key in deals[LEVELS[:depth]].drop_duplicates().itertuples(index=False, name=None):
            inside = pd.Series(True, index=deals.index)
            for level, member in zip(LEVELS, key, strict=False):
                inside &= deals[level] == member
            yield key, deals[inside]


def cells(folder: Path) -> dict[Key, Cell]:
    """For 2017-Q2 to 2017-Q4. Everybody closed and won something in each, so no mean and no share is over nothing."""
    found: dict[Key, Cell] = {}
    for key, rows in entities(read(folder)):
        before: tuple[float, int] | None = None
        for period, (first, last) in PERIODS.items():
            closed = rows[(rows.close_date >= first) & (rows.close_date <= last)]
            won = closed[closed.deal_stage == "Won"]
            volume = float(won.close_value.sum())
            if period != "2017-Q1":
                engaged = rows[(rows.engage_date >= first) & (rows.engage_date <= last)]
                begun = rows[rows.engage_date <= last]
                still_open = begun[begun.close_date.isna() | (begun.close_date > last)]
                days = (closed.close_date - closed.engage_date).dt.days
                of_period: dict[str, Cell] = {
                    "sales_volume": (volume, len(won)),
                    # The first close date is 1 March: the first quarter is covered in part, and no growth starts from it.
                    "revenue_growth": (volume / before[0] - 1, min(len(won), before[1])) if before else (None, 0),
                    "average_deal": (volume / len(won), len(won)),
                    "price_kept": (volume / won.sales_price.sum(), len(won)),
                    "win_rate": (len(won) / len(closed), len(closed)),
                    "gtx_basic_share": (float((won["product"] == "GTX Basic").mean()), len(won)),
                    "mean_cycle": (days.mean(), len(closed)),
                    "median_cycle": (days.median(), len(closed)),
                    "deals_engaged": (len(engaged), len(engaged)),
                    "open_deals": (len(still_open), len(still_open)),
                }
                found |= {(measure, period, key): cell for measure, cell in of_period.items()}
                before = volume, len(won)
    return found
