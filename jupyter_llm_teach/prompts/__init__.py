"""Wording for learners and for models, as text files per language."""
