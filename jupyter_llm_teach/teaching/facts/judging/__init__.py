"""Where a test is judged: of a learner's program only values are believed, never a verdict.

A test is cut in two. What needs the learner's names runs with the learner's program and gives
values; the rest, with these values put in, runs in a process that never saw the program.
"""
