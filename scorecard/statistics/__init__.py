"""Arithmetic on arrays, with its sources: pure numpy, no stage of the house.

Enters: records and arrays. Leaves: arrays.
"""
