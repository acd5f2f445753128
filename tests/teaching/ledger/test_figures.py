"""What tokens, grids and remote models cost, and how it is told."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.teaching.ledger.amount import (
    Amount,
    Carbon,
    Energy,
    carbon_sum,
    energy_by,
    energy_sum,
)
from jupyter_llm_teach.teaching.ledger.call import Tokens
from jupyter_llm_teach.teaching.ledger.counting import cut_tokens, prompt_tokens
from jupyter_llm_teach.teaching.ledger.fit import Fit, Sample, fitted, held_out_error
from jupyter_llm_teach.teaching.ledger.grid import carbon_of, grid_of, other_source, regions
from jupyter_llm_teach.teaching.ledger.power import processor_class
from jupyter_llm_teach.teaching.ledger.remote import UNKNOWN_SIZE, Size, remote_energy
from jupyter_llm_teach.teaching.ledger.sharing import Work, shares
from jupyter_llm_teach.teaching.ledger.told import amount_told, count_told, digits, seconds_told

ONE_WATT_HOUR = Energy(Amount(1.0, 0.5, 2.0), "cpu_seconds")


def test_ranges_add_up() -> None:
    table = Energy(Amount(2.0, 1.0, 6.0), "table")

    assert energy_sum(ONE_WATT_HOUR, table) == Energy(Amount(3.0, 1.5, 8.0), "table")
    assert energy_sum(None, table) == energy_sum(table, None) == table
    assert energy_sum(None, None) is None


def test_co2e_adds_up() -> None:
    french = Carbon(Amount(1.0, 0.5, 2.0), "FR", "Ember", 2023)

    assert carbon_sum(french, french) == Carbon(Amount(2.0, 1.0, 4.0), "FR", "Ember", 2023)
    assert carbon_sum(None, french) == carbon_sum(french, None) == french


@pytest.mark.parametrize(
    "method", ["nvml", "rapl", "cpu_seconds", "fitted", "wall_seconds", "table"]
)
def test_every_method_has_its_range(method: str) -> None:
    found = energy_by(method, 2.0).watt_hours  # type: ignore[arg-type]

    assert found.low < found.value == 2.0 < found.high


def test_processor_time_is_wrong_by_forty_per_cent() -> None:
    found = energy_by("cpu_seconds", 10.0).watt_hours

    assert found.low == pytest.approx(6.0)
    assert found.high == pytest.approx(14.0)


@pytest.mark.parametrize("region", regions())
def test_a_region_of_the_table_is_known_and_sourced(region: str) -> None:
    found = grid_of(region)

    assert found.is_known
    assert found.grams.low <= found.grams.value <= found.grams.high
    assert found.source
    assert found.year in (2022, 2023)


def test_a_region_within_a_country_is_the_countrys() -> None:
    assert grid_of("US-CA") == grid_of("us") == grid_of("US")


def test_the_range_spans_the_tables_that_differ() -> None:
    found = grid_of("FR")

    assert found.grams.low < 41.4
    assert found.grams.high > 56.0
    assert "ADEME" in other_source("FR")
    assert other_source("NO") == ""


@pytest.mark.parametrize("region", ["", "ZZ", "Atlantis"])
def test_an_unknown_region_has_the_worlds_mix_with_a_wide_range(region: str) -> None:
    found = grid_of(region)

    assert (found.region, found.is_known) == ("world", False)
    assert found.grams.high > 10 * found.grams.low


def test_the_world_may_be_chosen() -> None:
    assert grid_of("world").is_known


def test_co2e_is_energy_times_the_grid() -> None:
    found = carbon_of(ONE_WATT_HOUR, grid_of("FR"))

    assert found.grams.value == pytest.approx(0.056)
    assert (found.grid, found.year) == ("FR", 2023)
    assert found.grams.low < found.grams.value / 2 < found.grams.value * 2 < found.grams.high


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("AMD EPYC 7763 64-Core Processor", "server"),
        ("Intel(R) Xeon(R) Gold 6248 CPU @ 2.50GHz", "server"),
        ("11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz", "laptop"),
        ("Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz", "laptop"),
        ("AMD Ryzen 7 5800U with Radeon Graphics", "laptop"),
        ("12th Gen Intel(R) Core(TM) i7-12700H", "laptop"),
        ("Apple M2 Pro", "laptop"),
        ("Intel(R) Core(TM) i5-10400 CPU @ 2.90GHz", "desktop"),
        ("AMD Ryzen 5 5600X 6-Core Processor", "desktop"),
        ("Cortex-A72", "board"),
        ("", "unknown"),
        ("Loongson-3A5000", "unknown"),
    ],
)
def test_a_processor_has_its_class(name: str, kind: str) -> None:
    assert processor_class(name) == kind


def sample(prefilled: int, generated: int, *, off: float = 0.0) -> Sample:
    cost = 0.001 * prefilled + 0.004 * generated + 0.02
    return Sample(prefilled, generated, cost * (1 + off))


SIZES = [(10, 5), (200, 5), (10, 80), (400, 40), (50, 50), (300, 10), (20, 20), (120, 60)]


def test_what_tokens_cost_is_found_again() -> None:
    found = fitted([sample(*size) for size in SIZES])

    assert found is not None
    assert found.read == pytest.approx(0.001)
    assert found.write == pytest.approx(0.004)
    assert found.call == pytest.approx(0.02)
    assert found.error == pytest.approx(0.0, abs=1e-9)
    assert found.energy(100, 10) == pytest.approx(0.16)


def test_noise_shows_in_the_error() -> None:
    noisy = [sample(*size, off=0.1 * (-1) ** at) for at, size in enumerate(SIZES)]
    found = fitted(noisy)

    assert found is not None
    assert 0.02 < found.error < 0.3


def test_too_few_calls_say_nothing() -> None:
    assert fitted([sample(*size) for size in SIZES[:7]]) is None


def test_calls_that_are_all_alike_are_fitted_with_what_can_be_told() -> None:
    found = fitted([sample(100, 10)] * 8)

    assert found is not None
    assert found.energy(100, 10) == pytest.approx(0.16)


def test_calls_that_used_nothing_fit_nothing() -> None:
    assert fitted([Sample(10, 10, 0.0)] * 8) is None
    assert held_out_error([Sample(10, 10, 0.0)] * 8) == 0.0


@given(
    st.lists(
        st.builds(
            Sample,
            st.integers(0, 3000),
            st.integers(0, 500),
            st.floats(1e-6, 10.0, allow_nan=False),
        ),
        min_size=8,
        max_size=20,
    )
)
def test_no_token_ever_costs_less_than_nothing(samples: list[Sample]) -> None:
    found = fitted(samples)

    assert found is None or min(found.read, found.write, found.call) >= 0


@given(
    st.floats(0, 100),
    st.lists(st.builds(Work, st.integers(0, 900), st.integers(0, 90)), min_size=1, max_size=9),
)
def test_shares_add_up_to_what_was_counted(counted: float, works: list[Work]) -> None:
    fit = Fit(0.5, 2.0, 0.0, 8, 0.0)

    assert math.isclose(sum(shares(counted, works, fit)), counted, rel_tol=1e-9, abs_tol=1e-12)
    assert min(shares(counted, works, None)) >= 0


def test_a_model_elsewhere_costs_more_the_more_it_writes() -> None:
    small = Size(8, 8, 8)
    short, long = remote_energy(small, 100, 60), remote_energy(small, 400, 60)

    assert long.watt_hours.value == pytest.approx(4 * short.watt_hours.value)
    assert short.watt_hours.low == pytest.approx(short.watt_hours.value / 3)
    assert short.watt_hours.high == pytest.approx(short.watt_hours.value * 3)


def test_the_formula_gives_what_its_authors_code_gives() -> None:
    """EcoLogits 0.11.3, `compute_llm_impacts`: 70 B parameters, 400 tokens, overhead 1.2."""
    assert remote_energy(Size(70, 70, 70), 400, 600).watt_hours.value == pytest.approx(0.2630116)


def test_the_range_holds_what_a_maker_published() -> None:
    """The median prompt of Gemini: 0.24 Wh (Google, 2025)."""
    found = remote_energy(Size(440, 44, 300), 300, 60).watt_hours

    assert found.low < 0.24 < found.high


def test_an_unknown_model_has_a_wide_range() -> None:
    found = remote_energy(UNKNOWN_SIZE, 400, 60).watt_hours

    assert found.high / found.low > 9


def test_a_cut_reply_counts_what_came() -> None:
    assert cut_tokens(360, 7, 1.0, 0.0) == Tokens(prefilled=100, generated=7, estimated=True)
    assert cut_tokens(360, 7, 0.1, 50.0) == Tokens(prefilled=100, generated=7, estimated=True)


def test_a_reply_that_was_cut_before_it_began_counts_what_can_have_been_read() -> None:
    assert cut_tokens(360, 0, 0.5, 50.0) == Tokens(prefilled=25, estimated=True)
    assert cut_tokens(360, 0, 0.5, 0.0) == Tokens(prefilled=100, estimated=True)
    assert prompt_tokens(0) == 0


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (0.0, "0"),
        (0.00012345, "0.00012"),
        (0.96, "0.96"),
        (5.0, "5.0"),
        (12.4, "12"),
        (1234, "1200"),
    ],
)
def test_two_digits_mean_something(figure: float, text: str) -> None:
    assert digits(figure) == text


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (Amount(0.0042, 0.0025, 0.0059), ("4.2 mWh", "(2.5-5.9)")),
        (Amount(1.5, 0.75, 3.0), ("1.5 Wh", "(0.75-3.0)")),
        (Amount(2500, 1000, 4000), ("2.5 kWh", "(1.0-4.0)")),
    ],
)
def test_a_figure_is_told_with_its_range(amount: Amount, told: tuple[str, str]) -> None:
    assert amount_told(amount, "Wh") == told


def test_counts_and_durations_are_told() -> None:
    assert [count_told(each) for each in (12, 9999, 123_456)] == ["12", "9999", "123 k"]
    assert [seconds_told(each) for each in (1.25, 119, 7200)] == ["1.2 s", "2 min", "2.0 h"]
