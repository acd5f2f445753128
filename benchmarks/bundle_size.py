"""Prints how much the frontend weighs, compressed: what a start loads, and everything.

A start loads the remote entry, every chunk that holds a plugin and the style; the views of the
panel are fetched when it is first shown.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

_STATIC = Path(__file__).parents[1] / "jupyter_llm_teach" / "labextension" / "static"
_LEVEL = 9
_GOALS_KB = {"eager": 40, "all": 200}
# What only the chunk of the views holds.
_LAZY = b'className:"jp-Teach-content"'


def sizes(static: Path) -> dict[str, int]:
    """Bytes after gzip of what a start loads (``eager``) and of everything (``all``).

    Raises:
        FileNotFoundError: The frontend was not built.
    """
    scripts = sorted(static.glob("*.js"))
    if not scripts:
        raise FileNotFoundError("The frontend is not built: run `make env`.")
    total = eager = 0
    for script in scripts:
        content = script.read_bytes()
        size = len(gzip.compress(content, _LEVEL))
        total += size
        if _LAZY not in content:
            eager += size
    return {"eager": eager, "all": total}


def main() -> int:
    """Print the table, or JSON with ``--json``; 1 where a goal is missed."""
    found = sizes(_STATIC)
    if "--json" in sys.argv[1:]:
        print(json.dumps(found))
    else:
        for name, size in found.items():
            print(f"{name:6} {size / 1000:7.1f} kB gzip (goal: {_GOALS_KB[name]} kB)")
    return int(any(found[name] > goal * 1000 for name, goal in _GOALS_KB.items()))


if __name__ == "__main__":
    sys.exit(main())
