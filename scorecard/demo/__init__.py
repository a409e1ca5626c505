"""The demo company: nothing enters, a folder with its scorecards and its spoiled exports leaves.

`company` makes up its records, `standard` and `answers` what a whole assessment asks for beside; `files` writes them as people
would send them, `spoils` says what is wrong in them, `python -m scorecard.demo` reports on them.
"""

from scorecard.demo.files import write, write_standard
from scorecard.demo.spoils import Kind, Spoil

__all__ = ["Kind", "Spoil", "write", "write_standard"]
