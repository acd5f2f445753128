"""Otter-Grader."""
