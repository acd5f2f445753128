"""When what tokens cost is found again."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_llm_teach.metering.fits import Fits
from jupyter_llm_teach.teaching.ledger.fit import Fit, Sample


def learnt(fits: Fits, calls: int) -> Fit | None:
    for number in range(calls):
        fits.add("m", Sample(number, number % 7, 1.0 + number + number % 7))
    fits.close()
    return fits.of("m")


def test_a_fit_is_found_again_after_every_eighth_call(tmp_path: Path) -> None:
    fits = Fits(tmp_path / "fits.json", "this")
    none, first = learnt(fits, 7), learnt(fits, 1)
    still, second = learnt(fits, 7), learnt(fits, 1)

    assert none is None
    assert first is not None
    assert still is first
    assert second is not first


def test_after_many_calls_it_is_found_again_seldom(tmp_path: Path) -> None:
    fits = Fits(tmp_path / "fits.json", "this")
    many = learnt(fits, 64)
    still, later = learnt(fits, 191), learnt(fits, 1)

    assert still is many
    assert later is not many


def test_what_was_learnt_outlives_the_process_on_its_own_machine(tmp_path: Path) -> None:
    path = tmp_path / "data" / "fits.json"
    found = learnt(Fits(path, "this"), 8)
    learnt(Fits(path, "that"), 16)

    assert Fits(path, "this").of("m") == found
    assert len(Fits(path, "this").samples("m")) == 8
    assert Fits(path, "another").of("m") is None


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"version": 1, "machines": []}', '{"version": 2, "machines": {}}']
)
def test_a_file_that_somebody_changed_is_learnt_afresh(tmp_path: Path, content: str) -> None:
    path = tmp_path / "fits.json"
    path.write_text(content, encoding="utf-8")
    fits = Fits(path, "this")

    assert fits.of("m") is None
    assert learnt(fits, 8) is not None


@pytest.mark.parametrize("kept", ["[]", "7", '{"m": {"fit": {}, "samples": []}}'])
def test_a_model_that_somebody_changed_is_learnt_afresh(tmp_path: Path, kept: str) -> None:
    path = tmp_path / "fits.json"
    path.write_text(f'{{"version": 1, "machines": {{"this": {kept}}}}}', encoding="utf-8")

    assert Fits(path, "this").of("m") is None


def test_a_disk_that_takes_nothing_is_said_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "data").write_text("a file where the folder should be", encoding="utf-8")

    assert learnt(Fits(tmp_path / "data" / "fits.json", "this"), 8) is not None
    assert "could not be kept" in caplog.text
