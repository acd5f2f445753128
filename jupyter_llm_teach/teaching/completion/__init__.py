"""Completion of code: what to ask for, and what to keep of the reply."""
