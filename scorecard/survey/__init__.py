"""Surveys: what is asked of respondents -> arithmetic over aggregates, as for any other measure; and words -> numbers.

Enters: a `Survey`, the measure's filter. Leaves: a `Formula` and where its standard error comes from; label maps in three
languages. No answer is looked at here: the engine does that, in the same scan as all others.
"""

from scorecard.survey.guards import guards
from scorecard.survey.methods import compiled, describes, prepared

__all__ = ["compiled", "describes", "guards", "prepared"]
