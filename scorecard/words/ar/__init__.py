"""The messages in Arabic. A module for each of the rooms of words; `MESSAGES`: English -> text, or its plural forms."""
