"""Twenty measures by quarter and by quarter and branch from 10 million rows, with pandas: a group-by per metric.

`python benchmarks/rivals/pandas_cube.py DEALS.parquet [NUMBERS.json]` prints what it took, from the file to the
numbers, imports excluded.
"""

import json
import sys
import time

import pandas as pd
import pyarrow.parquet  # noqa: F401  (pandas would import it within the time that is measured)
from pandas_report import COLUMNS, measures, with_quarters


def cube(source):
    deals = with_quarters(pd.read_parquet(source, columns=COLUMNS, to_pandas_kwargs={"date_as_object": False}))
    return measures(deals), measures(deals, ["branch"])


if __name__ == "__main__":
    wall, cpu = time.perf_counter(), time.process_time()
    total, branches = cube(sys.argv[1])
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))
    if len(sys.argv) > 2:
        total["branch"] = None
        flat = pd.concat([total.set_index("branch", append=True), branches]).reset_index()
        quarter = flat.pop("quarter").astype(int)
        flat.insert(0, "period", (quarter // 4 + 1970).astype(str) + "-Q" + (quarter % 4 + 1).astype(str))
        with open(sys.argv[2], "w", encoding="utf-8") as file:
            file.write('{"values": %s}' % flat.to_json(orient="records", double_precision=15))  # noqa: UP031  (braces)
