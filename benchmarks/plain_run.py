"""Runs a program's tests in a bare interpreter: nothing of ours is imported there.

What facts say is compared with this. The program that runs is `_INSIDE`; it gets the task as JSON
and prints, for each test, whether it passes, the value, and the exception with its line.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

from student_programs import Program

_SECONDS = 3
_INSIDE = r"""
import copy, json, signal, sys, traceback
task = json.load(sys.stdin)
def end(number, frame):
    raise SystemExit("time")
signal.signal(signal.SIGALRM, end)
sys.stdout, out = open("/dev/null", "w"), sys.stdout
def line_of(error):
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == "<program>"]
    return lines[-1] if lines else None
def shown(value):
    if isinstance(value, dict) and type(value) is not dict:
        return f"{type(value).__name__}({dict(value)!r})"  # as later versions of Python have it
    return repr(value)
results = []
for test in task["tests"]:
    names = {"__name__": "__main__"}
    found = {"passed": False, "type": "", "line": None, "got": ""}
    signal.alarm(task["seconds"])
    try:
        exec(compile(task["setup"], "<setup>", "exec"), names)
        exec(compile(task["code"], "<program>", "exec"), names)
        got = eval(test["call"], names)
        found["got"] = shown(got)
        found["passed"] = bool(got == eval(test["expected"], {}))
    except BaseException as error:
        found["type"] = type(error).__name__
        found["line"] = error.lineno if isinstance(error, SyntaxError) else line_of(error)
        if isinstance(error, SystemExit):
            found["type"] = "stopped"
    signal.alarm(0)
    results.append(found)
json.dump(results, out)
"""


@dataclass(frozen=True, slots=True)
class Plain:
    """What one test gave; `type` and `line` are those of an exception, or ``stopped``."""

    passed: bool
    type: str
    line: int | None
    got: str


def plain_run(program: Program, setup: str | None = None) -> tuple[Plain, ...]:
    """What the tests of a program give in a bare interpreter, after its task's setup or another."""
    task = {
        "setup": program.task.setup if setup is None else setup,
        "code": program.code,
        "tests": program.task.tests,
        "seconds": _SECONDS,
    }
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _INSIDE],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        check=True,
        timeout=_SECONDS * len(program.task.tests) + 10,
    )
    return tuple(Plain(**each) for each in json.loads(done.stdout))
