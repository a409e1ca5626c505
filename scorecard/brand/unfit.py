"""What cannot be shown, and why: every reader of a client's files raises it, with a word and facts that become a fault."""

from __future__ import annotations


class Unfit(Exception):
    """`why`: the end of a problem's code."""

    def __init__(self, why: str, **facts: object):
        self.why, self.facts = why, facts
        super().__init__(why)
