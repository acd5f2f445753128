"""Adapters that generate text."""
