"""Twenty measures by quarter and by quarter and branch from 10 million rows, with DuckDB: the best SQL that we know how to write.

One scan for all sums and counts over a day spine, one per column whose distinct values are counted (grouped by that value, then
counted); branches add up to the total where they can. `python benchmarks/rivals/duckdb_cube.py DEALS.parquet [NUMBERS.json]`
prints what it took, from the file to the numbers, imports excluded.
"""

import json
import sys
import time

import duckdb
import numpy as np

SPINE = """
create temp table spine as
    select day::date as day, (year(day) - 1970) * 4 + quarter(day) - 1 as quarter
    from range(timestamp '2022-01-01', timestamp '2025-01-01', interval 1 day) as days(day)
"""
SUMS = """
create temp table sums as
    select quarter, branch,
        sum(amount) filter (stage = 'won') as revenue,
        count(*) filter (stage = 'won') as won,
        sum(cost) filter (stage = 'won') as cost,
        sum(list_price) filter (stage = 'won') as list_price,
        count(*) filter (stage = 'won' and customer_kind = 'new') as new,
        count(*) filter (stage in ('won', 'lost')) as decided,
        count(*) filter (stage = 'won' and channel = 'online') as online,
        sum(closed_on - opened_on) filter (stage = 'won') as days,
        sum(contacts) as contacts,
        sum(reply_minutes) as reply_minutes,
        count(reply_minutes) as replies,
        count(*) filter (reply_minutes <= 60) as fast_replies,
        sum(rating) as rating,
        count(rating) as ratings,
        count(*) filter (rating >= 4) as high_ratings
    from read_parquet('{source}') join spine on closed_on = day
    group by all
"""
OPENED = """
create temp table opened as
    select quarter, branch, count(*) as opened from read_parquet('{source}') join spine on opened_on = day group by all
"""
# Distinct values per quarter and branch, then per quarter: two small counts instead of one that keeps a set per group.
DISTINCT = """
create temp table {column}_seen as
    select quarter, branch, {column}, bool_or(customer_kind = 'new') as new
    from read_parquet('{source}') join spine on closed_on = day
    where stage = 'won'
    group by all;
create temp table {column}_count as
    select quarter, branch, count(*) as {column}, count(*) filter (new) as new_{column} from {column}_seen group by all
    union all
    select quarter, null, count(*), count(*) filter (new)
    from (select quarter, {column}, bool_or(new) as new from {column}_seen group by all) group by all
"""
CUBE = """
with parts as (
    select coalesce(sums.quarter, opened.quarter) as quarter, coalesce(sums.branch, opened.branch) as branch,
        sums.* exclude (quarter, branch), opened
    from sums full join opened on sums.quarter = opened.quarter and sums.branch = opened.branch
), cells as (
    select quarter, branch, {added} from parts group by grouping sets ((quarter, branch), (quarter))
)
select cells.*, customer_id as customers, new_customer_id as new_customers, agent as agents, product as products
from cells
    left join customer_id_count c on c.quarter = cells.quarter and c.branch is not distinct from cells.branch
    left join agent_count a on a.quarter = cells.quarter and a.branch is not distinct from cells.branch
    left join product_count p on p.quarter = cells.quarter and p.branch is not distinct from cells.branch
order by cells.branch nulls first, cells.quarter
"""
ADDED = (
    "revenue", "won", "cost", "list_price", "new", "decided", "online", "days", "contacts", "reply_minutes", "replies",
    "fast_replies", "rating", "ratings", "high_ratings", "opened",
)  # fmt: skip


def cube(source):
    """Keys and measures as arrays, a row per branch (None: all of them) and quarter."""
    with duckdb.connect() as connection:
        connection.execute(SPINE)
        connection.execute(SUMS.format(source=source))
        connection.execute(OPENED.format(source=source))
        for column in ("customer_id", "agent", "product"):
            connection.execute(DISTINCT.format(source=source, column=column))
        c = connection.execute(CUBE.format(added=", ".join(f"sum({name}) as {name}" for name in ADDED))).fetchnumpy()
    c = {name: column if name == "branch" else np.ma.filled(column.astype(float), np.nan) for name, column in c.items()}
    same_branch = c["branch"][1:] == c["branch"][:-1]
    before = np.concatenate([[np.nan], np.where(same_branch, c["revenue"][:-1], np.nan)])
    return {
        "quarter": c["quarter"],
        "branch": c["branch"],
        "revenue": c["revenue"],
        "revenue_growth": c["revenue"] / before - 1,
        "average_deal": c["revenue"] / c["won"],
        "margin": (c["revenue"] - c["cost"]) / c["revenue"],
        "discount": 1 - c["revenue"] / c["list_price"],
        "active_customers": c["customers"],
        "new_customers": c["new_customers"],
        "revenue_per_customer": c["revenue"] / c["customers"],
        "new_share": c["new"] / c["won"],
        "satisfaction": c["rating"] / c["ratings"],
        "high_ratings": c["high_ratings"] / c["ratings"],
        "win_rate": c["won"] / c["decided"],
        "sales_cycle": c["days"] / c["won"],
        "contacts_per_win": c["contacts"] / c["won"],
        "reply_time": c["reply_minutes"] / c["replies"],
        "replied_in_an_hour": c["fast_replies"] / c["replies"],
        "deals_opened": c["opened"],
        "online_share": c["online"] / c["won"],
        "selling_agents": c["agents"],
        "products_sold": c["products"],
    }


if __name__ == "__main__":
    wall, cpu = time.perf_counter(), time.process_time()
    columns = cube(sys.argv[1])
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))
    if len(sys.argv) > 2:
        quarters, branches = columns.pop("quarter").astype(int), columns.pop("branch")
        rows = [
            {"period": f"{quarters[i] // 4 + 1970}-Q{quarters[i] % 4 + 1}", "branch": branches[i] or None}
            | {measure: None if np.isnan(values[i]) else float(values[i]) for measure, values in columns.items()}
            for i in range(len(quarters))
        ]
        with open(sys.argv[2], "w", encoding="utf-8") as file:
            json.dump({"values": rows}, file)
