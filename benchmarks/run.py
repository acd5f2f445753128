"""Run every benchmark that needs nothing but this checkout: `make bench`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SCRIPTS = (
    "fact_card",
    "first_token",
    "engine_overhead",
    "sandbox",
    "guard",
    "completion_lines",
    "course_check",
    "bundle_size",
    "start_cost",
    "ledger",
)


def main() -> int:
    """Run them one after another; gives the worst exit code."""
    worst = 0
    for name in SCRIPTS:
        print(f"== {name}", flush=True)
        done = subprocess.run([sys.executable, str(HERE / f"{name}.py")], check=False)
        worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
