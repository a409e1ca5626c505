"""The house's prose: codes, keys, numbers and dates as text for people.

Enters: facts. Leaves: text. Nowhere else in the package stand words that a user reads.
"""
