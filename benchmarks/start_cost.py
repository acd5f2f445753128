"""What an extension costs at the start of JupyterLab. Linux only: it reads /proc.

    python benchmarks/start_cost.py [--runs N] [--also LABEL=PYTHON:EXTENSION,...] [--json]

For each product JupyterLab is started N times with and N times without its server extensions, in
turns, in the same environment. Seconds of processor (of the server and the children it waited
for) and resident memory are taken when ``/api/status`` answers, and again a little later; the
medians and the differences of the medians are printed. ``--also`` adds a product that is installed
in another environment, such as
``--also jupyter-ai=/opt/ai/bin/python:jupyter_ai`` (its server extensions after the colon).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from server_process import running

State = Literal["without", "with"]
_STATES: tuple[State, State] = ("without", "with")
_SETTLE_SECONDS = 2.0
_MB = 1024.0
_IMPORT = """
import os, sys
def cost():
    used = os.times()
    with open("/proc/self/statm") as statm:
        pages = int(statm.read().split()[1])
    return used.user + used.system, pages * os.sysconf("SC_PAGE_SIZE") / 2**20
import jupyterlab.labapp, jupyter_server.extension.application
before = cost()
import jupyter_llm_teach.app
after = cost()
print(*before, *after)
"""


@dataclass(frozen=True, slots=True)
class Product:
    """What is measured.

    Attributes:
        label: For people.
        python: The interpreter of its environment.
        extensions: Names of its server extensions.
    """

    label: str
    python: str
    extensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """What was used up to a moment.

    Attributes:
        seconds: Wall time.
        cpu: Processor seconds.
        mb: Resident memory, in MB.
    """

    seconds: float
    cpu: float
    mb: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: medians over the runs."""

    label: str
    moment: str
    without: Cost
    with_it: Cost

    @property
    def more(self) -> Cost:
        """How much more the start costs with the product."""
        one, two = self.without, self.with_it
        return Cost(two.seconds - one.seconds, two.cpu - one.cpu, two.mb - one.mb)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What an extension costs at start.")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--also", type=_product, action="append", default=[])
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    ours = Product("jupyter-llm-teach", sys.executable, ("jupyter_llm_teach",))
    rows = [import_row(arguments.runs)]
    for product in (ours, *arguments.also):
        rows.extend(start_rows(product, arguments.runs))
    if arguments.json:
        print(json.dumps([asdict(row) | {"more": asdict(row.more)} for row in rows], indent=2))
    else:
        _print_table(rows, arguments.runs)


def import_row(runs: int) -> Row:
    """What importing the extension adds to JupyterLab's own imports, in one process."""
    found = []
    for _ in range(runs):
        said = subprocess.run(
            [sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True
        )
        found.append([float(number) for number in said.stdout.split()])
    before = [Cost(0, each[0], each[1]) for each in found]
    after = [Cost(0, each[2], each[3]) for each in found]
    return Row("jupyter-llm-teach", "import", _median(before), _median(after))


def start_rows(product: Product, runs: int) -> Iterator[Row]:
    """The start of JupyterLab with and without a product, in turns."""
    ready: dict[State, list[Cost]] = {"without": [], "with": []}
    settled: dict[State, list[Cost]] = {"without": [], "with": []}
    for state in _STATES:
        started(product, state)  # compiles and reads files that later starts find ready
    for _ in range(runs):
        for state in _STATES:
            first, later = started(product, state)
            ready[state].append(first)
            settled[state].append(later)
    for moment, costs in (("ready", ready), ("settled", settled)):
        yield Row(product.label, moment, _median(costs["without"]), _median(costs["with"]))


def started(product: Product, state: State) -> tuple[Cost, Cost]:
    """The cost of one start, when it answers and a little later.

    Raises:
        RuntimeError: it did not start, or an extension was not as wanted.
    """
    wanted = dict.fromkeys(product.extensions, state == "with")
    command = [product.python, "-m", "jupyterlab"]
    with tempfile.TemporaryDirectory() as name, running(command, Path(name), wanted) as server:
        first = _cost(server.pid, server.began)
        time.sleep(_SETTLE_SECONDS)
        later = _cost(server.pid, server.began)
        _check(product.extensions, state, server.log.read_text())
        return first, later


def _cost(pid: int, began: float) -> Cost:
    seconds = time.monotonic() - began
    # Fields after the command's name, which may hold spaces: man 5 proc, /proc/pid/stat.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = sum(int(each) for each in fields[11:15])
    status = Path(f"/proc/{pid}/status").read_text()
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return Cost(seconds, ticks / os.sysconf("SC_CLK_TCK"), int(resident.split()[1]) / _MB)


def _check(extensions: Sequence[str], state: State, log: str) -> None:
    for name in extensions:
        loaded = f"{name} | extension was successfully loaded" in log
        if loaded != (state == "with"):
            raise RuntimeError(f"{name} is not as wanted ({state}):\n{log[-2000:]}")


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(each.seconds for each in costs),
        statistics.median(each.cpu for each in costs),
        statistics.median(each.mb for each in costs),
    )


def _product(stated: str) -> Product:
    label, _, rest = stated.partition("=")
    python, _, extensions = rest.rpartition(":")
    if not (label and python and extensions):
        raise argparse.ArgumentTypeError("write LABEL=PYTHON:EXTENSION,EXTENSION")
    return Product(label, python, tuple(extensions.split(",")))


def _print_table(rows: Sequence[Row], runs: int) -> None:
    print(f"Medians of {runs} runs each; CPU and wall in seconds, resident memory in MB")
    heads = ("CPU", "with", "more", "MB", "with", "more", "wall", "with", "more")
    print(f"{'':20} {'':8}" + "".join(f"{head:>8}" for head in heads))
    for row in rows:
        one, two, more = row.without, row.with_it, row.more
        cpu = f"{one.cpu:8.2f}{two.cpu:8.2f}{more.cpu:+8.3f}"
        memory = f"{one.mb:8.1f}{two.mb:8.1f}{more.mb:+8.1f}"
        wall = f"{one.seconds:8.2f}{two.seconds:8.2f}{more.seconds:+8.2f}"
        print(f"{row.label:20} {row.moment:8}{cpu}{memory}{wall if two.seconds else ''}")


if __name__ == "__main__":
    main()
