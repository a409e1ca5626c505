"""The wording of problems in Arabic, a file per room, as in `words/problems/`."""
