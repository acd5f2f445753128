"""Who of several calls at once used what a meter counted for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_llm_teach.teaching.ledger.fit import Fit


@dataclass(frozen=True, slots=True)
class Work:
    """What a call did in a stretch of time.

    Attributes:
        reading: Tokens of its prompt, while the model may still be reading it; then 0.
        pieces: Of its reply, that came in the stretch.
    """

    reading: int
    pieces: int


# Where nothing was fitted yet: writing a token takes about three times as long as reading one.
_UNFITTED = Fit(read=1.0, write=3.0, call=0.0, samples=0, error=1.0)


def shares(watt_hours: float, works: Sequence[Work], fit: Fit | None) -> tuple[float, ...]:
    """What each of them used; together exactly what was counted.

    In proportion to what their tokens cost by the fit; in equal parts where none did anything that
    can be seen.
    """
    known = fit or _UNFITTED
    weights = [known.read * each.reading + known.write * each.pieces for each in works]
    whole = sum(weights)
    if not whole:
        return tuple(watt_hours / len(works) for _ in works)
    return tuple(watt_hours * each / whole for each in weights)
