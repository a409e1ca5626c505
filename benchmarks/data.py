"""The jobs' data: deals or contracts of three years, the same on every machine, made in a child process and kept in
`benchmarks/data/`.

Enters: a job's name, rows and suffix, and what the rows are. Leaves: the job's definition and rows in a folder of their own. Run
as `python -m benchmarks.data FOLDER deals ROWS SUFFIX` it writes the rows; importing it loads nothing heavy.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from string import Template
from zlib import crc32

HERE = Path(__file__).parent

# Every column hangs on the row's number alone (a hash with a salt per column), so threads cannot change a row.
DEALS = """
copy (
    with dice as (
        select i, hash(i, 1) % 10000 as branch, hash(i, 2) % 100 as customer_kind, hash(i, 3) % 1096 as day,
            hash(i, 4) % 1000 as cycle, hash(i, 5) % 100 as outcome, hash(i, 6) % 1000000 as size, hash(i, 7) % 10000 as margin,
            hash(i, 8) % 10000 as discount, hash(i, 9) % 100 as channel, hash(i, 10) % 1000 as reply, hash(i, 11) % 100 as rating
        from range({rows}) as numbers(i)
    ), deals as (
        select i, branch, customer_kind, channel, reply, rating, margin, discount,
            date '2022-01-01' + day::integer as opened_on,
            date '2022-01-01' + (day + 5 + (cycle * cycle) // 8000)::integer as closed_on,
            case when outcome < 55 then 'won' when outcome < 90 then 'lost' else 'open' end as stage,
            round(200 + 3e-8 * size * size * (1 + branch / 10000), 2) as amount
        from dice
    )
    select 'D' || i as deal_id,
        'Branch ' || lpad((branch * branch // 2000000 + 1)::varchar, 2, '0') as branch,
        'Agent ' || (hash(i, 12) % 400 + 1) as agent,
        (hash(i, 13) % greatest(400, {rows} // 20) + 1)::integer as customer_id,
        'Product ' || (hash(i, 14) % 40 + 1) as product,
        case when channel < 30 then 'online' when channel < 75 then 'field' else 'partner' end as channel,
        case when customer_kind < 35 then 'new' else 'existing' end as customer_kind,
        case when stage <> 'open' and closed_on < date '2025-01-01' then stage else 'open' end as stage,
        opened_on,
        case when stage <> 'open' and closed_on < date '2025-01-01' then closed_on end as closed_on,
        amount,
        round(amount * (1 + discount / 40000), 2) as list_price,
        round(amount * (0.55 + margin / 40000), 2) as cost,
        case when reply < 950 then round(reply * reply / 4000, 1) end as reply_minutes,
        case when rating < 60 then (1 + least(4, rating // 10))::tinyint end as rating,
        (1 + reply % 7)::tinyint as contacts
    from deals
) to '{target}' ({options})
"""

LIVES = """
copy (
    with dice as (
        select i, hash(i, 1) % 10000 as branch, hash(i, 2) % 1096 as day, hash(i, 3) % 1000 as length, hash(i, 4) % 100 as plan,
            hash(i, 5) % 10000 as fee
        from range({rows}) as numbers(i)
    )
    select 'Branch ' || lpad((branch * branch // 2000000 + 1)::varchar, 2, '0') as branch,
        (hash(i, 6) % greatest(400, {rows} // 10) + 1)::integer as customer_id,
        case when plan < 20 then 'premium' when plan < 60 then 'plus' else 'basic' end as plan,
        round(5 + fee / 100, 2) as fee,
        date '2022-01-01' + day::integer as started_on,
        case when length < 700 then date '2022-01-01' + (day + 1 + length)::integer end as ended_on
    from dice
) to '{target}' ({options})
"""

# A common leaning of each respondent holds the nine items together; in each column some leave the answer out.
ANSWERS = """
copy (
    with dice as (
        select i, hash(i, 1) % 10000 as branch, hash(i, 2) % 1096 as day, (hash(i, 3) % 1000) / 1000.0 as leaning
        from range({rows}) as numbers(i)
    )
    select (hash(i, 5) % greatest(400, {rows} // 3))::integer as respondent,
        'Branch ' || lpad((branch * branch // 2000000 + 1)::varchar, 2, '0') as branch,
        date '2022-01-01' + day::integer as answered_on,
        {columns}
    from dice
) to '{target}' ({options})
"""


def _answer(name: str, low: int, high: int, salt: int, turned: bool = False) -> str:
    leaning = "(1 - leaning)" if turned else "leaning"
    value = f"{low} + floor((0.55 * {leaning} + 0.45 * (hash(i, {salt}) % 1000) / 1000.0) * {high - low + 1})"
    return f"case when hash(i, {salt + 100}) % 100 >= 3 then least({high}, {value})::tinyint end as {name}"


_ITEMS = [
    _answer("recommend", 0, 10, 10), _answer("satisfaction", 1, 5, 11), _answer("effort", 1, 7, 12, turned=True),
    *(_answer(f"q{number}", 1, 7, 12 + number, turned=number in (3, 7)) for number in range(1, 10)),
]  # fmt: skip

SQL = {"deals": DEALS, "lives": LIVES, "answers": ANSWERS.replace("{columns}", ",\n        ".join(_ITEMS))}
OPTIONS = {"csv": "header", "parquet": "format parquet, compression zstd, row_group_size 500000"}


def write(folder: Path, of: str, rows: int, suffix: str) -> None:
    import duckdb

    target = folder / f"{of}.{suffix}"
    part = target.with_name(f"{of}.part")
    duckdb.sql(SQL[of].format(rows=rows, target=part, options=OPTIONS[suffix]))
    part.replace(target)


def job(name: str, rows: int, suffix: str, *, history: int, by_branch: bool = False, of: str = "deals") -> Path:
    """A folder with `job.yaml` and its rows, made unless they are there already (by this same SQL)."""
    folder = HERE / "data" / f"{name}-{rows}-{crc32(SQL[of].encode()):08x}"
    folder.mkdir(parents=True, exist_ok=True)
    entities = "entities: [branch]" if by_branch else ""
    template = Template((HERE / f"{of}.yaml").read_text(encoding="utf-8"))
    (folder / "job.yaml").write_text(template.substitute(suffix=suffix, history=history, entities=entities), encoding="utf-8")
    if not (folder / f"{of}.{suffix}").exists():
        command = [sys.executable, "-m", "benchmarks.data", str(folder), of, str(rows), suffix]
        subprocess.run(command, cwd=HERE.parent, check=True)
    return folder


if __name__ == "__main__":
    write(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4])
