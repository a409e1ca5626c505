"""The demo company: nothing enters, a folder with its scorecard and its spoiled exports leaves.

`company` makes up its records, `files` writes them as people would send them, `python -m scorecard.demo` reports on them.
"""

from scorecard.demo.files import Kind, Spoil, write

__all__ = ["Kind", "Spoil", "write"]
