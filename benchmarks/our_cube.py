"""Our side of the 10 million rows: `python -m benchmarks.our_cube JOB.yaml WARM_UP.yaml` prints what it took, imports excluded.

A small job of the same shape goes first, so that everything is imported; then the clock runs from the definition's path to the
scores (the definition read and checked, the file hashed, the values, the scores).
"""

from __future__ import annotations

import json
import sys
import time

import scorecard

if __name__ == "__main__":
    job, warm_up = sys.argv[1:]
    scorecard.load(warm_up).evaluate()
    wall, cpu = time.perf_counter(), time.process_time()
    scorecard.load(job).evaluate()
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))
