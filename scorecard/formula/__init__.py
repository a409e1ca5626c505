"""From a formula's text to arithmetic over aggregates (atoms) or over other measures.

Enters: text from the definition. Leaves: `records.formula`. On the way the text is parsed by sqlglot, held to an allow-list
node by node, and written anew: the author's own text never reaches an engine. `arithmetic` computes the numbers later.
The only room that knows sqlglot.
"""

from scorecard.formula.aggregates import over_rows, share
from scorecard.formula.derived import over_measures
from scorecard.formula.groups import PerColumns, per_columns
from scorecard.formula.rows import row_condition
from scorecard.formula.sampled import sampled

__all__ = ["PerColumns", "over_measures", "over_rows", "per_columns", "row_condition", "sampled", "share"]
