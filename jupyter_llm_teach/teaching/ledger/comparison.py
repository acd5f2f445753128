"""Energy in words: what everyday thing uses as much."""

from __future__ import annotations

from typing import Final

from jupyter_llm_teach.teaching.ledger.told import digits
from jupyter_llm_teach.teaching.wording import Wording

# A phone with a battery of 13 Wh lasts about 13 hours with its screen on (makers' figures of 2023).
PHONE_WATTS: Final = 1.0
# An LED lamp as bright as a bulb of 60 W, 806 lumens: 8 W (label of EU regulation 2019/2015).
LAMP_WATTS: Final = 8.0
# Heating a litre by 80 degrees takes 4.19 kJ * 80 = 93 Wh, in a kettle that wastes a tenth: 103.
LITRE_WATT_HOURS: Final = 103.0

_MINUTE: Final = 60
_HOUR: Final = 3600
_PHONE_MOST: Final = 1.0
_LAMP_MOST: Final = LITRE_WATT_HOURS


def compared(watt_hours: float, wording: Wording) -> str:
    """What uses as much, as a part of a sentence: a phone, a lamp, or a kettle."""
    if watt_hours < _PHONE_MOST:
        return wording.say("spent.phone", time=_time(watt_hours / PHONE_WATTS * _HOUR, wording))
    if watt_hours < _LAMP_MOST:
        return wording.say("spent.lamp", time=_time(watt_hours / LAMP_WATTS * _HOUR, wording))
    litres = digits(watt_hours / LITRE_WATT_HOURS)
    return wording.say("spent.kettle", litres=litres)


def _time(seconds: float, wording: Wording) -> str:
    for unit, name in ((_HOUR, "hours"), (_MINUTE, "minutes"), (1, "seconds")):
        count = round(seconds / unit)
        if seconds >= unit * 0.95 and count >= 1:
            one = ".one" if count == 1 else ""
            return wording.say(f"spent.{name}{one}", count=str(count))
    return wording.say("spent.instant")
