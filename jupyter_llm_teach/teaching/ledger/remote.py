"""What a call of a model costs that runs in somebody's data centre, by a published formula.

The formula is that of EcoLogits 0.11 (https://ecologits.ai, methodology for LLM inference): energy
of the graphics processors by active parameters and tokens written, plus the server's share for the
time that writing takes, times the data centre's overhead. It ignores how long the prompt is, and is
unfit for small models on a machine of one's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, exp, log2, sqrt
from typing import Final

from jupyter_llm_teach.teaching.ledger.amount import Amount, Energy

SOURCE: Final = "EcoLogits 0.11"
YEAR: Final = 2026

_BATCH: Final = 64
_GPU_ALPHA, _GPU_BETA, _GPU_GAMMA = 1.1665273170451914e-06, -0.011205921025579175, 4.0529281467e-05
_LATENCY_ALPHA, _LATENCY_BETA = 0.0006785088094353663, 0.0003119310311688259
_LATENCY_GAMMA = 0.019473717579473387
_GPU_GIGABYTES, _BYTES_A_PARAMETER, _OVERHEAD = 80.0, 2.0, 1.2
_SERVER_GPUS, _SERVER_WATTS = 8, 1200.0
_PUE = 1.2  # what a data centre draws, over what its servers do
_RANGE = 3.0


@dataclass(frozen=True, slots=True)
class Size:
    """How large a model is, in billions of parameters.

    Attributes:
        total: All of them.
        least: The fewest that may work on a token.
        most: The most that may; the same where it is known.
    """

    total: float
    least: float
    most: float


UNKNOWN_SIZE: Final = Size(total=400.0, least=8.0, most=400.0)
"""A model of which nothing is known may be anything that is offered as a service."""


def remote_energy(size: Size, generated: int, seconds: float) -> Energy:
    """What a call used, with a range of three times as much and a third on top of the size's own.

    Args:
        size: Of the model.
        generated: Tokens that it wrote.
        seconds: How long the call took; writing can't have taken longer.
    """
    low = _watt_hours(size.total, size.least, generated, seconds)
    high = _watt_hours(size.total, size.most, generated, seconds)
    middle = sqrt(low * high)
    return Energy(Amount(middle, low / _RANGE, high * _RANGE), "table")


def _watt_hours(total: float, active: float, generated: int, seconds: float) -> float:
    gpus = 2.0 ** ceil(log2(max(1, ceil(_OVERHEAD * total * _BYTES_A_PARAMETER / _GPU_GIGABYTES))))
    a_token = _GPU_ALPHA * exp(_GPU_BETA * _BATCH) * active + _GPU_GAMMA
    latency = generated * (_LATENCY_ALPHA * active + _LATENCY_BETA * _BATCH + _LATENCY_GAMMA)
    server = min(latency, seconds) / 3600 * _SERVER_WATTS * gpus / _SERVER_GPUS / _BATCH
    return _PUE * (server + gpus * generated * a_token)
