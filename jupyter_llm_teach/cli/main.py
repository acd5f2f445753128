"""`jupyter teach`: help, checks and models on the command line.

Exit codes: 0 answered, 1 something failed here, 2 bad usage or input, 130 interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version

from jupyter_llm_teach.cli import (
    ask,
    check,
    course,
    doctor,
    engines,
    guard,
    hint,
    journal,
    lab,
    ledger,
    models,
    policy,
    redteam,
)
from jupyter_llm_teach.errors import BadInputError, TeachError

_GROUPS = (
    *(lab, check, hint, ask, guard, course, policy),
    *(journal, ledger, redteam, models, engines, doctor),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code."""
    parser = argparse.ArgumentParser(
        prog="jupyter teach", description="Teach with language models in JupyterLab."
    )
    parser.add_argument("--version", action="version", version=version("jupyter_llm_teach"))
    groups = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for group in _GROUPS:
        group.add(groups)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except TeachError as error:
        sys.stderr.write(f"{error}\n")
        return 2 if isinstance(error, BadInputError) else 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 130
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
