"""How fast and how lean, as ratios to rivals in the same run: `python -m benchmarks`, or `make bench`.

Enters: generated data (`benchmarks/data/`, cached, not in git). Leaves: one table of `rows.Row`s on stdout; exit 1 when a rival's
numbers differ from ours, never on time.
"""
