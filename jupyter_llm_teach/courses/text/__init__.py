"""Notebooks that are kept as text: MyST, Jupytext markdown, percent scripts."""
