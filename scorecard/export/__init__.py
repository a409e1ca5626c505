"""Results for other programs: an Evaluation enters; its rows leave, as JSON, CSV, Parquet or a data frame.

rows        every node in every period and entity, as records
documents   JSON, by the schemas in `scorecard/schemas/`
flat        the same rows as columns: CSV, Parquet, pandas
"""

from scorecard.export.documents import comparison_json, evaluation_json, problems_json
from scorecard.export.flat import as_csv, as_frame, as_parquet, changes, scores
from scorecard.export.library import library_json
from scorecard.export.rows import FIELDS, ChangeRow, Row, change_rows, rows
from scorecard.export.weights import weights_json

__all__ = [
    "FIELDS",
    "ChangeRow",
    "Row",
    "as_csv",
    "as_frame",
    "as_parquet",
    "change_rows",
    "changes",
    "comparison_json",
    "evaluation_json",
    "library_json",
    "problems_json",
    "rows",
    "scores",
    "weights_json",
]
