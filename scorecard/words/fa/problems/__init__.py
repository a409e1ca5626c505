"""The wording of problems in Persian, a file per room, as in `words/problems/`."""
