"""Notebooks without marks."""
