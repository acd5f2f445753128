"""The texts about what models cost that every language must have."""

from __future__ import annotations

_TEXTS = """
budget.tokens.soon budget.tokens.gone budget.energy.soon budget.energy.gone
spent.phone spent.lamp spent.kettle spent.instant spent.seconds spent.seconds.one spent.minutes
spent.minutes.one spent.hours spent.hours.one
""".split()  # noqa: SIM905 - a list that is read and reviewed as text


def ledger_texts() -> frozenset[str]:
    """Their keys."""
    return frozenset(_TEXTS)
