"""The meters of a machine, the surest first."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from jupyter_llm_teach.metering.choose import machine_name, meter_of
from jupyter_llm_teach.metering.first import FirstMeter
from jupyter_llm_teach.metering.nvml import NvmlMeter, nvml
from jupyter_llm_teach.metering.processor import (
    ProcessorMeter,
    processor_name,
    processor_seconds,
    started,
    thread_watts,
)
from jupyter_llm_teach.metering.rapl import RaplMeter
from jupyter_llm_teach.metering.window import since_start
from jupyter_llm_teach.ports import Reading
from tests.fakes.fake_meter import FakeMeter

JOULE = 1 / 3600
NOBODY = 2**22 + 1  # beyond the largest process number of Linux


def counters(folder: Path, **micro: int) -> Path:
    """A folder as the system has it, with a package and a part of it."""
    for name, joules in micro.items():
        package = folder / name.replace("_", ":").replace("intel:", "intel-")
        package.mkdir(parents=True, exist_ok=True)
        (package / "energy_uj").write_text(f"{joules}\n")
        (package / "max_energy_range_uj").write_text("1000000\n")
    return folder


def work_a_little() -> int:
    return sum(number * number for number in range(400_000))


def test_the_processor_time_of_a_process_is_told() -> None:
    before = processor_seconds(os.getpid())
    work_a_little()
    after = processor_seconds(os.getpid())

    assert before is not None
    assert after is not None
    assert 0.001 < after - before < 5


def test_the_processor_time_of_nobody_is_unknown() -> None:
    assert processor_seconds(NOBODY) is None
    assert started(NOBODY) is None


def test_processor_time_is_counted_as_energy() -> None:
    meter = ProcessorMeter(os.getpid, watts=3600.0)
    before = meter.read()
    seconds = processor_seconds(os.getpid())

    assert before is not None
    assert seconds is not None
    assert before.watt_hours == pytest.approx(seconds, abs=0.1)
    assert before.of == f"process {os.getpid()}"
    assert before.began is not None
    assert 0 < before.began < since_start()


@pytest.mark.parametrize("pid", [0, NOBODY])
def test_without_a_process_nothing_is_read(pid: int) -> None:
    assert ProcessorMeter(lambda: pid, 3.5).read() is None


@pytest.mark.parametrize(
    ("cpuinfo", "watts"),
    [
        ("processor\t: 0\nmodel name\t: AMD EPYC 7763 64-Core Processor\n", 3.5),
        ("processor\t: 0\nmodel name\t: 11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz\n", 4.0),
        ("processor\t: 0\n", 4.5),
    ],
)
def test_the_processor_is_known_by_its_name(tmp_path: Path, cpuinfo: str, watts: float) -> None:
    path = tmp_path / "cpuinfo"
    path.write_text(cpuinfo, encoding="utf-8")

    assert thread_watts(path) == watts


def test_a_system_that_does_not_name_its_processor_is_no_fault(tmp_path: Path) -> None:
    assert processor_name(tmp_path / "cpuinfo") == ""


def test_packages_are_counted_and_their_parts_are_not(tmp_path: Path) -> None:
    folder = counters(tmp_path, intel_rapl_0=2_000_000, intel_rapl_0_0=500_000)
    meter = RaplMeter(folder)

    assert meter.is_there
    read = meter.read()
    assert read is not None
    assert read.watt_hours == pytest.approx(2 * JOULE)


def test_a_counter_that_begins_again_goes_on(tmp_path: Path) -> None:
    meter = RaplMeter(counters(tmp_path, intel_rapl_0=900_000))
    first = meter.read()
    counters(tmp_path, intel_rapl_0=100_000)
    second = meter.read()

    assert first is not None
    assert second is not None
    assert second.watt_hours - first.watt_hours == pytest.approx(0.2 * JOULE)


def test_a_machine_without_counters_has_none(tmp_path: Path) -> None:
    assert not RaplMeter(tmp_path).is_there


def test_counters_that_nobody_may_read_are_none(tmp_path: Path) -> None:
    (tmp_path / "intel-rapl:0").mkdir()

    assert RaplMeter(tmp_path).read() is None


class FakeGraphics:
    """Speaks as `pynvml` does, with two cards; a process works on the second one."""

    class NVMLError(Exception):
        pass

    def __init__(self) -> None:
        self.used = {0: 9_000_000, 1: 3_600_000}
        self.works = {1: [77]}
        self.is_lost = False

    def nvmlDeviceGetCount(self) -> int:  # noqa: N802 - as the library has it
        return len(self.used)

    def nvmlDeviceGetHandleByIndex(self, index: int) -> int:  # noqa: N802
        return index

    def nvmlDeviceGetComputeRunningProcesses(  # noqa: N802
        self, device: int
    ) -> list[SimpleNamespace]:
        return [SimpleNamespace(pid=pid) for pid in self.works.get(device, [])]

    def nvmlDeviceGetTotalEnergyConsumption(self, device: int) -> int:  # noqa: N802
        if self.is_lost:
            raise self.NVMLError
        return self.used[device]


def test_the_card_that_the_engine_works_on_is_counted() -> None:
    graphics = FakeGraphics()
    meter = NvmlMeter(graphics, lambda: 77)
    first = meter.read()
    graphics.used[1] += 3_600_000
    second = meter.read()

    assert (first, second) == (Reading(1.0, "graphics of 77"), Reading(2.0, "graphics of 77"))


@pytest.mark.parametrize("pid", [0, 78])
def test_an_engine_that_works_on_no_card_is_not_counted_there(pid: int) -> None:
    assert NvmlMeter(FakeGraphics(), lambda: pid).read() is None


def test_a_card_that_is_lost_can_be_read_again() -> None:
    graphics = FakeGraphics()
    meter = NvmlMeter(graphics, lambda: 77)
    meter.read()
    graphics.is_lost = True
    lost = meter.read()
    graphics.is_lost = False

    assert (lost, meter.read()) == (None, Reading(1.0, "graphics of 77"))


def test_a_machine_without_the_library_has_no_graphics() -> None:
    assert nvml("no_such_module") is None


def test_a_library_without_a_driver_is_none() -> None:
    assert nvml("tests.metering.no_driver") is None


def test_a_library_with_a_driver_is_used() -> None:
    assert nvml("tests.metering.with_driver") is not None


def test_the_first_meter_that_shows_something_is_read() -> None:
    unread, read = FakeMeter(), FakeMeter()
    unread.watt_hours, read.watt_hours = None, 7.0
    meter = FirstMeter([unread, read])

    assert meter.read() == Reading(7.0, "processor")
    assert meter.method == "rapl"


def test_where_no_meter_shows_anything_none_is_read() -> None:
    unread = FakeMeter()
    unread.watt_hours = None

    assert FirstMeter([unread]).read() is None


def test_the_surest_meter_goes_first(tmp_path: Path) -> None:
    folder = counters(tmp_path, intel_rapl_0=2_000_000)
    graphics = meter_of(lambda: 77, library=FakeGraphics(), powercap=folder)
    package = meter_of(lambda: 78, library=FakeGraphics(), powercap=folder)
    alone = meter_of(os.getpid, powercap=tmp_path / "none")

    assert [each.read() is not None for each in (graphics, package, alone)] == [True, True, True]
    assert [each.method for each in (graphics, package, alone)] == ["nvml", "rapl", "cpu_seconds"]


def test_a_machine_is_named_by_its_processor() -> None:
    assert machine_name(8).endswith(", 8 threads")
