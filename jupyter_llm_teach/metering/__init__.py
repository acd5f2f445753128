"""Counts what engines use: the meters of this machine, and the engine that is watched by them."""
