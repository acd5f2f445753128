"""The rules of teaching, as functions of values: no I/O, clock, randomness or logging."""
