"""When what tokens cost is found again."""

from __future__ import annotations

from pathlib import Path

from jupyter_llm_teach.metering.fits import Fits
from jupyter_llm_teach.teaching.ledger.fit import Sample


def test_a_fit_is_found_again_after_every_eighth_call(tmp_path: Path) -> None:
    fits = Fits(tmp_path / "fits.json", "this")
    for number in range(80):
        fits.add("m", Sample(number, number % 7, 1.0 + number + number % 7))
    fits.close()
    found = fits.of("m")

    for number in range(7):
        fits.add("m", Sample(number, 1, 2.0 + number))
    fits.close()
    assert fits.of("m") is found

    fits.add("m", Sample(8, 1, 9.0))
    fits.close()
    assert fits.of("m") is not found
