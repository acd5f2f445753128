"""How much CO2e a kilowatt-hour costs, by the region that the administrator names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jupyter_llm_teach.teaching.ledger.amount import Amount, Carbon, Energy

WORLD: Final = "world"
_EMBER: Final = "Ember and Energy Institute, via Our World in Data"
_ADEME: Final = "ADEME Base Empreinte, via EcoLogits 0.11"
# What stays open even where tables agree: mixes differ by year, by hour, and in what they count.
_OPEN: Final = 0.15
_THOUSAND: Final = 1000.0


@dataclass(frozen=True, slots=True)
class Grid:
    """The electricity of a region.

    Attributes:
        region: A country code of ISO 3166, ``EU``, or ``world``.
        grams: CO2 equivalents of a kilowatt-hour.
        source: Whose figure.
        year: Of the figure.
        asked: The region that was asked for; another one where the table does not know it.
    """

    region: str
    grams: Amount
    source: str
    year: int
    asked: str

    @property
    def is_known(self) -> bool:
        """Whether it is the electricity that was asked for, and not the world's in its place."""
        return self.region == self.asked


# Grams of CO2e a kilowatt-hour: the figure for 2023 of Ember, life cycle, then another table's
# (ADEME's), which differs by up to a third. Both are kept: the
# range spans them. `docs/ledger.md` has the addresses.
_TABLE: Final[dict[str, tuple[float, float]]] = {
    "AU": (548.7, 548.7),
    "BE": (138.1, 149.8),
    "BR": (98.3, 98.3),
    "CA": (170.0, 190.7),
    "CH": (34.8, 39.2),
    "CI": (393.9, 393.9),
    "CM": (305.4, 305.4),
    "CN": (582.3, 525.3),
    "DE": (381.0, 329.7),
    "DZ": (634.6, 634.6),
    "ES": (174.1, 153.6),
    "EU": (242.0, 282.7),
    "FR": (56.0, 41.4),
    "GB": (237.6, 217.4),
    "IE": (290.8, 256.5),
    "IN": (713.4, 670.1),
    "IT": (330.7, 284.8),
    "JP": (485.4, 485.4),
    "LU": (105.3, 105.3),
    "MA": (630.0, 630.0),
    "MG": (436.4, 436.4),
    "NL": (267.6, 253.6),
    "NO": (30.1, 30.1),
    "PL": (661.9, 661.9),
    "PT": (165.6, 165.6),
    "SE": (40.7, 35.3),
    "SN": (511.6, 511.6),
    "TN": (564.0, 564.0),
    "US": (369.5, 384.4),
    WORLD: (481.0, 458.3),
}
# Where Ember has no newer figure.
_YEARS: Final[dict[str, int]] = {"CI": 2022, "CM": 2022, "DZ": 2022, "MG": 2022, "SN": 2022}
_YEAR: Final = 2023
# The cleanest and the dirtiest electricity that the table knows: unknown can be anything.
_CLEANEST: Final = 30.0
_DIRTIEST: Final = 715.0


@lru_cache(maxsize=64)  # the same few regions at every call of a model
def grid_of(region: str) -> Grid:
    """The electricity of a region; the world's, with a wide range, where the table lacks it.

    Args:
        region: A country code, with or without a part of the country (``FR``, ``US-CA``), ``EU``,
            or empty where nobody said.
    """
    country = region.partition("-")[0].upper()
    if country in ("", WORLD.upper()):
        return _unknown(country and WORLD)
    if country not in _TABLE:
        return _unknown(region)
    ember, other = _TABLE[country]
    low, high = min(ember, other) * (1 - _OPEN), max(ember, other) * (1 + _OPEN)
    return Grid(country, Amount(ember, low, high), _EMBER, _YEARS.get(country, _YEAR), country)


def carbon_of(energy: Energy, grid: Grid) -> Carbon:
    """What making the electricity of a call gave off."""
    grams = energy.watt_hours.times(_in_grams_an_hour(grid.grams))
    return Carbon(grams, grid.region, grid.source, grid.year)


def other_source(region: str) -> str:
    """Whose figure the range spans besides Ember's; empty where there is no second one."""
    ember, other = _TABLE.get(region, (0.0, 0.0))
    return "" if ember == other else _ADEME


def regions() -> tuple[str, ...]:
    """The regions that the table knows."""
    return tuple(_TABLE)


def _unknown(asked: str) -> Grid:
    ember, _ = _TABLE[WORLD]
    return Grid(WORLD, Amount(ember, _CLEANEST, _DIRTIEST), _EMBER, _YEAR, asked)


def _in_grams_an_hour(kilo: Amount) -> Amount:
    """Grams a watt-hour from grams a kilowatt-hour."""
    return Amount(kilo.value / _THOUSAND, kilo.low / _THOUSAND, kilo.high / _THOUSAND)
