"""How the wording of a problem is written down.

Enters: nothing. Leaves: `Wording`, which every room's file fills for its codes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """What a code means to somebody who is no programmer.

    `message` and `hint` are `str.format` templates over the problem's facts. A line of a template in which a fact is
    empty (None, "" or an empty tuple) is left out, and what stays is joined by spaces: so "Did you mean {nearest}?" may
    stand on a line of its own. Tuples are joined by commas."""

    title: str  # what kind of thing is wrong, without facts
    message: str  # what is wrong here
    hint: str  # what to do
    explanation: str  # a short paragraph for `check --explain`
