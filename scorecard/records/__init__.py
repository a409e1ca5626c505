"""What one stage hands to the next: frozen records, in the order in which they come into being.

definition (with formula and target) -> tables -> values -> scores -> comparison; `evaluation` holds them all.
Records compute nothing beyond reading themselves. They import `problems` and one another, nothing else of the house.
"""
