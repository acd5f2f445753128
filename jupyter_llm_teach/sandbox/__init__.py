"""Adapters that run learners' programs where they can do no harm."""
