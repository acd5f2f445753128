"""What the calls of one engine cost, from their beginning to their row in the ledger."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from jupyter_llm_teach.metering.fits import Fits
from jupyter_llm_teach.metering.window import Entry, Window
from jupyter_llm_teach.ports import Clock, Ledger, Meter, Usage
from jupyter_llm_teach.teaching.cards.size import size_of
from jupyter_llm_teach.teaching.ledger.amount import WATT_SECONDS, Carbon, Energy, energy_by
from jupyter_llm_teach.teaching.ledger.call import Account, Call, Ended, Tokens
from jupyter_llm_teach.teaching.ledger.counting import cut_tokens, prompt_tokens
from jupyter_llm_teach.teaching.ledger.fit import Sample
from jupyter_llm_teach.teaching.ledger.grid import carbon_of, grid_of
from jupyter_llm_teach.teaching.ledger.power import MACHINE_WATTS
from jupyter_llm_teach.teaching.ledger.remote import remote_energy
from jupyter_llm_teach.teaching.model_card import ModelCard


@dataclass(frozen=True, slots=True)
class Books:
    """What the engines of one server are metered with.

    Attributes:
        ledger: Where calls are written.
        clock: What time it is.
        fits: What tokens cost on this machine.
        region: Whose electricity this machine uses; empty where nobody said.
    """

    ledger: Ledger
    clock: Clock
    fits: Fits
    region: str = ""


@dataclass(slots=True)
class Visit:
    """One call that is under way.

    Attributes:
        account: For whom and what.
        letters: Of the prompt.
        at: When it began, in UTC.
        entry: What the meter counted for it.
        began: The same moment, in seconds that only grow.
        is_written: Whether the ledger has it; it is written once.
    """

    account: Account
    letters: int
    at: datetime
    entry: Entry
    began: float = field(default_factory=time.monotonic)
    is_written: bool = False


class Counter:
    """Counts the calls of one engine.

    Args:
        card: The model that answers.
        meter: Counts what the engine uses.
        books: Where that is written.
    """

    def __init__(self, card: Callable[[], ModelCard], meter: Meter, books: Books) -> None:
        self._card = card
        self._meter = meter
        self._books = books
        self._window = Window(meter, lambda: books.fits.of(card().name))
        self._rate = 0.0  # tokens that this engine read a second, the last time that it told

    def begin(self, account: Account, letters: int) -> Visit:
        """A call begins, with a prompt of so many letters."""
        entry = self._window.enter(prompt_tokens(letters))
        return Visit(account, letters, self._books.clock.now(), entry)

    def end(self, visit: Visit, usage: Usage) -> Usage:
        """A call ended as the engine tells; gives the same with energy and CO2e."""
        tokens = Tokens(
            prefilled=usage.prompt_tokens - usage.cached_tokens,
            reused=usage.cached_tokens,
            generated=usage.output_tokens,
            thought=usage.thinking_tokens,
            estimated=usage.estimated,
        )
        if usage.prefill_seconds and tokens.prefilled:
            self._rate = tokens.prefilled / usage.prefill_seconds
        energy, carbon = self._written(visit, tokens, usage.ended)
        return replace(usage, energy=energy, carbon=carbon)

    def break_off(self, visit: Visit, ended: Ended) -> None:
        """A call is over, however; written down unless its end was told before."""
        if not visit.is_written:
            seconds = time.monotonic() - visit.began
            tokens = cut_tokens(visit.letters, visit.entry.pieces, seconds, self._rate)
            self._written(visit, tokens, ended)

    def _written(self, visit: Visit, tokens: Tokens, ended: Ended) -> tuple[Energy, Carbon]:
        visit.is_written = True
        self._window.leave(visit.entry)
        card, seconds = self._card(), time.monotonic() - visit.began
        energy = self._energy(card, visit.entry, tokens, seconds)
        region = self._books.region if card.local else card.jurisdiction
        carbon = carbon_of(energy, grid_of(region))
        self._books.ledger.add(
            Call(
                at=visit.at,
                account=visit.account,
                engine=card.engine,
                model=card.name,
                local=card.local,
                tokens=tokens,
                seconds=seconds,
                ended=ended,
                energy=energy,
                carbon=carbon,
            )
        )
        return energy, carbon

    def _energy(self, card: ModelCard, entry: Entry, tokens: Tokens, seconds: float) -> Energy:
        if not card.local:
            return remote_energy(size_of(card), tokens.generated, seconds)
        if entry.is_known:
            if entry.was_alone and not tokens.estimated:
                sample = Sample(tokens.prefilled, tokens.generated, entry.watt_hours)
                self._books.fits.add(card.name, sample)
            return energy_by(self._meter.method, entry.watt_hours)
        fit = self._books.fits.of(card.name)
        if fit is not None:
            return energy_by("fitted", fit.energy(tokens.prefilled, tokens.generated))
        return energy_by("wall_seconds", seconds * MACHINE_WATTS / WATT_SECONDS)
