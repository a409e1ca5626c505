"""The script that an able analyst hands in: pandas and Jinja2, a CSV of deals in, an HTML report out.

`python benchmarks/rivals/pandas_report.py DEALS.csv FIRST_QUARTER REPORT.html [NUMBERS.json]`: quarters from
the first to the target.
"""

import sys

import jinja2
import pandas as pd

COLUMNS = [
    "branch", "agent", "customer_id", "product", "channel", "customer_kind", "stage", "opened_on", "closed_on",
    "amount", "list_price", "cost", "reply_minutes", "rating", "contacts",
]  # fmt: skip
BASELINE, TARGET = pd.Period("2023Q4"), pd.Period("2024Q4")
# perspective -> weight, measure -> (weight, floor, goal); ("baseline", x) is x times the baseline's value
TREE = {
    "finance": (35, {
        "revenue": (3, ("baseline", 0.8), ("baseline", 1.2)),
        "revenue_growth": (1, -0.05, 0.05),
        "average_deal": (2, 5_000, 20_000),
        "margin": (2, 0.10, 0.40),
        "discount": (1, 0.25, 0.05),
    }),
    "customers": (25, {
        "active_customers": (2, ("baseline", 0.9), ("baseline", 1.1)),
        "new_customers": (1, ("baseline", 0.9), ("baseline", 1.1)),
        "revenue_per_customer": (1, 5_000, 50_000),
        "new_share": (1, 0.20, 0.45),
        "satisfaction": (2, 2, 4.5),
        "high_ratings": (1, 0.30, 0.80),
    }),
    "process": (25, {
        "win_rate": (3, 0.40, 0.70),
        "sales_cycle": (2, 90, 20),
        "contacts_per_win": (1, 10, 3),
        "reply_time": (1, 240, 15),
        "replied_in_an_hour": (1, 0.30, 0.80),
    }),
    "reach": (15, {
        "deals_opened": (2, ("baseline", 0.5), ("baseline", 1)),
        "online_share": (1, 0.10, 0.50),
        "selling_agents": (1, ("baseline", 0.9), ("baseline", 1.1)),
        "products_sold": (1, 10, 50),
    }),
}  # fmt: skip


def measures(deals, by=()):
    """A column per measure, a row per quarter (and member of `by`): a group-by per metric."""
    keys = ["quarter", *by]
    won = deals[deals.stage == "won"]
    closed, wins, new_wins = deals.groupby(keys), won.groupby(keys), won[won.customer_kind == "new"].groupby(keys)
    every = closed.size().index

    def count(rows):  # 0 where there are none
        return rows.groupby(keys).size().reindex(every, fill_value=0)

    revenue, deals_won, list_price = wins.amount.sum(), wins.size(), wins.list_price.sum()
    customers = wins.customer_id.nunique()
    ratings, replies = closed.rating.count(), closed.reply_minutes.count()
    cycle = (won.closed_on - won.opened_on).dt.days
    before = revenue.groupby(list(by)).shift() if by else revenue.shift()
    return pd.DataFrame({
        "revenue": revenue,
        "revenue_growth": revenue / before - 1,
        "average_deal": revenue / deals_won,
        "margin": (revenue - wins.cost.sum()) / revenue,
        "discount": 1 - revenue / list_price,
        "active_customers": customers,
        "new_customers": new_wins.customer_id.nunique().reindex(every, fill_value=0),
        "revenue_per_customer": revenue / customers,
        "new_share": count(won[won.customer_kind == "new"]) / deals_won,
        "satisfaction": closed.rating.mean(),
        "high_ratings": count(deals[deals.rating >= 4]) / ratings,
        "win_rate": deals_won / count(deals[deals.stage.isin(["won", "lost"])]),
        "sales_cycle": cycle.groupby([won[key] for key in keys]).mean(),
        "contacts_per_win": closed.contacts.sum() / deals_won,
        "reply_time": closed.reply_minutes.mean(),
        "replied_in_an_hour": count(deals[deals.reply_minutes <= 60]) / replies,
        "deals_opened": deals.groupby(["opened_quarter", *by]).size().rename_axis(keys),
        "online_share": count(won[won.channel == "online"]) / deals_won,
        "selling_agents": wins.agent.nunique(),
        "products_sold": wins["product"].nunique(),
    })  # fmt: skip


def with_quarters(deals):
    """Quarters as small numbers, which group faster than periods do."""
    for quarter, day in {"quarter": deals.closed_on, "opened_quarter": deals.opened_on}.items():
        deals[quarter] = (day.dt.year - 1970) * 4 + day.dt.quarter - 1
    return deals


def score(values):
    """Scores of the measures, of the perspectives and of the whole (""), a column each."""
    scores = pd.DataFrame(index=values.index)
    total, weights = 0, 0
    for perspective, (weight, members) in TREE.items():
        for measure, (_, floor, goal) in members.items():
            floor, goal = (
                bound[1] * values.loc[BASELINE, measure] if isinstance(bound, tuple) else bound for bound in (floor, goal)
            )
            scores[f"{perspective}/{measure}"] = (100 * (values[measure] - floor) / (goal - floor)).clip(0, 100)
        below = scores[[f"{perspective}/{measure}" for measure in members]]
        shares = pd.Series([weight for weight, _, _ in members.values()], index=below.columns)
        scores[perspective] = (below * shares).sum(axis=1) / (below.notna() * shares).sum(axis=1)
        total, weights = total + weight * scores[perspective], weights + weight
    scores[""] = total / weights
    return scores


PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Deals of three years</title>
<style>body{font:14px sans-serif;margin:2em auto;max-width:60em}table{border-collapse:collapse;width:100%}
td,th{padding:.3em .6em;border-bottom:1px solid #ddd;text-align:right}td:first-child,th:first-child{text-align:left}
.bar{background:#ddd;width:120px;height:10px}.bar i{display:block;background:#357;height:10px}
.poor{color:#a22}.good{color:#272}</style>
<h1>Deals of three years</h1><p>{{ baseline }} against {{ target }}</p>
<h2>Summary</h2><p><b>{{ number(scores.loc[target, ""]) }}</b> ({{ signed(change[""]) }})</p>
<table><tr><th>Quarter<th>Total{% for p in tree %}<th>{{ p | title }}{% endfor %}</tr>
{% for quarter, row in scores.iterrows() %}<tr><td>{{ quarter }}<td>{{ number(row[""]) }}
{%- for p in tree %}<td>{{ number(row[p]) }}{% endfor %}</tr>
{% endfor %}</table>
{% for p, (weight, members) in tree.items() %}<h2>{{ p | title }}: {{ number(scores.loc[target, p]) }}</h2>
<table><tr><th>Measure<th>{{ baseline }}<th>{{ target }}<th>Change<th>Score<th>Status<th></tr>
{% for m in members %}{% set s = scores.loc[target, p + "/" + m] %}<tr><td>{{ m | replace("_", " ") }}
<td>{{ number(values.loc[baseline, m], 3) }}<td>{{ number(values.loc[target, m], 3) }}<td>{{ signed(change[p + "/" + m]) }}
<td>{{ number(s) }}<td class="{{ status(s) }}">{{ status(s) }}<td><div class="bar"><i style="width:{{ s }}%"></i></div></tr>
{% endfor %}</table>{% endfor %}
<h2>What changed most</h2><ol>{% for node, points in most %}<li>{{ node }}: {{ signed(points) }}{% endfor %}</ol></html>"""


def main(source, first, report, numbers=None):
    deals = pd.read_csv(source, usecols=COLUMNS, parse_dates=["opened_on", "closed_on"])
    values = measures(with_quarters(deals))
    values.index = pd.PeriodIndex.from_ordinals(values.index.astype(int), freq="Q")
    shown = [quarter for quarter in values.index if quarter >= pd.Period(first) or quarter == BASELINE]
    values = values.loc[shown]
    scores = score(values)
    change = scores.loc[TARGET] - scores.loc[BASELINE]
    leaves = change[[node for node in change.index if "/" in node]]
    html = jinja2.Environment(autoescape=True).from_string(PAGE).render(
        values=values, scores=scores, change=change, tree=TREE, baseline=BASELINE, target=TARGET,
        most=leaves.reindex(leaves.abs().sort_values(ascending=False).index).head(10).items(),
        number=lambda x, digits=1: f"{x:,.{digits}f}", signed=lambda x: f"{x:+.1f}",
        status=lambda x: "good" if x >= 80 else "fair" if x >= 50 else "poor",
    )  # fmt: skip
    with open(report, "w", encoding="utf-8") as file:
        file.write(html)
    if numbers:
        for frame in (values, scores):
            frame.insert(0, "period", [f"{quarter.year}-Q{quarter.quarter}" for quarter in frame.index])
        tables = (frame.to_json(orient="records", double_precision=15) for frame in (values, scores))
        with open(numbers, "w", encoding="utf-8") as file:
            file.write('{"values": %s, "scores": %s}' % tuple(tables))  # noqa: UP031  (braces)


if __name__ == "__main__":
    main(*sys.argv[1:])
