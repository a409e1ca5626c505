"""Engines that run scans. Enters: a `Scan` and a connection. Leaves: `Atoms`. DuckDB is the one there is."""
