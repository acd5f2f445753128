#!/usr/bin/env python
# -*- coding: utf-8 -*-
# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.1
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Shapes
#
# - A square has four sides.
#   It is a rectangle.
#
# ```
# # %% no cell
# ```

# %%
# %matplotlib inline
import math  # what?

# # !ls in a comment of a comment
# !ls
files = 1

# %% [markdown] tags=["question"]
"""
## The area

Text in quotes.
"""

# %% A title [markdown]
# Described.


# %% {"nbgrader": {"grade": false, "grade_id": "area", "locked": false, "schema_version": 3, "solution": true, "task": false}}
def area(radius):
    text = """
# %%
"""
    ### BEGIN SOLUTION
    return math.pi * radius**2
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_area", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} tags=["tests"]
assert math.isclose(area(1), math.pi)
### BEGIN HIDDEN TESTS
assert area(0) == 0
### END HIDDEN TESTS

# %% [raw]
# raw text

# %% active="ipynb"
# get_ipython()

# %%
