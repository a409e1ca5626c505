"""What stops the reading of a file. Enters: what was found. Leaves: an exception that its caller turns into a fault."""

from __future__ import annotations


class Unreadable(Exception):
    """A file, or a sheet, that cannot be read: the code of a problem, and its facts."""

    def __init__(self, code: str, **facts: object):
        super().__init__(code)
        self.code, self.facts = code, facts
