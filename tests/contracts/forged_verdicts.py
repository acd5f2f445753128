"""Programs that want a test to pass that they do not pass; inherited by every sandbox.

Each of them made tests pass while the verdict was that of the process that ran the program.
"""

from __future__ import annotations

import pytest

from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.teaching.exercise import Answer, Check, Compare, Exercise, Holds, Runs, Test
from jupyter_llm_teach.teaching.facts.fact import Facts, Place, State
from jupyter_llm_teach.tutor.tests import TestRunner

HONEST = """
def f(x=2):
    if x < 0:
        raise ValueError("no")
    return x * 2
"""
WRONG = "def f(x=2):\n    return 0\n"
SENDS = """
def forge(channel):
    import os
    body = b'{"kind":"returned","value":{"kind":"scalar","type":"bool","value":true},"lines":[]}'
    for stage in range(1, 16):
        head = f"{channel.secret}R{stage:06d}{len(body):08d}".encode()
        os.write(channel.place, head + body)
    os._exit(0)
"""
FRAMES = f"""{SENDS}
import sys
def f(x=2):
    frame = sys._getframe()
    while frame is not None:
        if hasattr(frame.f_locals.get("self"), "channel"):
            forge(frame.f_locals["self"].channel)
        frame = frame.f_back
"""
OBJECTS = f"""{SENDS}
import gc
def f(x=2):
    for each in gc.get_objects():
        if type(each).__name__ == "Learner":
            forge(each.channel)
"""
REFERRERS = f"""{SENDS}
import gc, sys
def f(x=2):
    for each in gc.get_referrers(sys.modules["__main__"]):
        if hasattr(each, "channel"):
            forge(each.channel)
"""
HANDLER = f"""{SENDS}
import signal
def f(x=2):
    forge(signal.getsignal(signal.SIGALRM).__self__.channel)
"""
INPUT = f"{SENDS}\nimport builtins\ndef f(x=2):\n    forge(builtins.input.__self__.channel)\n"
LIAR = """
class Liar:
    __hash__ = None
    __class__ = int
    def __eq__(self, other):
        return True
    __lt__ = __gt__ = __le__ = __ge__ = __ne__ = __contains__ = __eq__
    def __bool__(self):
        return True
    def __sub__(self, other):
        return 0
    def __float__(self):
        return 4.0
def f(x=2):
    return Liar()
"""
LYING_NUMBER = """
class Number(int):
    def __eq__(self, other):
        return True
    __lt__ = __gt__ = __eq__
    def __hash__(self):
        return 0
    def __sub__(self, other):
        return 0
def f(x=2):
    return Number(0)
"""
BUILTINS = """
import builtins
for name in ("all", "any", "isinstance"):
    setattr(builtins, name, lambda *a, **k: True)
builtins.abs = lambda *a: 0
builtins.len = builtins.sorted = builtins.type = lambda *a, **k: 4
class Quiet(BaseException):
    pass
builtins.AssertionError = Quiet
def f(x=2):
    return 0
"""
SHADOWS = """
all = any = isinstance = lambda *a, **k: True
abs = lambda *a: 0
class math:
    isclose = lambda *a, **k: True
def f(x=2):
    return 0
"""
MOCKED = "from unittest.mock import MagicMock as math\ndef f(x=2):\n    return 0\n"
MODULES = """
import math, unittest
import numpy as np
math.isclose = np.allclose = lambda *a, **k: True
np.testing.assert_allclose = lambda *a, **k: None
unittest.TestCase.assertEqual = unittest.TestCase.assertAlmostEqual = lambda *a: None
def f(x=2):
    return 0
"""
TRACE = """
import sys
def f(x=2):
    def jump(frame, event, arg):
        if event == "line":
            frame.f_lineno = frame.f_lineno + 1
        return jump
    sys._getframe(1).f_trace = jump
    sys.settrace(jump)
    return 0
"""
NAMES = """
import sys
def f(x=2):
    names = sys._getframe(1).f_globals
    names["want"] = names["expected"] = 0
    names["check"] = lambda *a: None
    return 0
"""
READS = """
import gc, sys
def f(x=2):
    names = sys._getframe(1).f_globals
    held = [names.get("want"), names.get("expected")]
    for each in gc.get_objects():
        if type(each).__name__ == "function" and each.__name__ in ("check", "test_four"):
            held += each.__code__.co_consts
    return 4 if 4 in held or sys._getframe(1).f_code.co_consts.count(4) else 0
"""
ENDS = "def f(x=2):\n    raise SystemExit(0)\n"
LEAVES = "import os\ndef f(x=2):\n    os._exit(0)\n"
FORGERS = {
    "frames": FRAMES,
    "objects": OBJECTS,
    "referrers": REFERRERS,
    "handler": HANDLER,
    "input": INPUT,
    "liar": LIAR,
    "lying number": LYING_NUMBER,
    "builtins": BUILTINS,
    "shadows": SHADOWS,
    "mocked": MOCKED,
    "modules": MODULES,
    "trace": TRACE,
    "names": NAMES,
    "reads": READS,
    "ends": ENDS,
    "leaves": LEAVES,
    "wrong": WRONG,
}
RAISES = "try:\n    f(-1)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('no')"
CASE = """
import unittest
class TestFour(unittest.TestCase):
    def test_four(self):
        self.assertEqual(f(2), 4)
        self.assertAlmostEqual(f(3), 6)
"""
CHECKS: tuple[tuple[Check, str], ...] = (
    (Holds("f(2) == f(1) + 2"), ""),
    (Holds("3 < f(2) < 5"), ""),
    (Holds("math.isclose(f(2), 4)"), "import math"),
    (Holds("math.isclose(f(3), 6)"), ""),
    (Holds("isinstance(f(2), int) and f(2) > 3"), ""),
    (Holds("abs(f(2) - 4) < 1e-9"), ""),
    (Holds("all(f(n) == 2 * n for n in range(1, 4))"), ""),
    (Holds("f(2) == expected"), "expected = sum([1, 3])"),
    (Compare("f(2) == 4", "True"), ""),
    (Runs("for x, want in [(1, 2), (2, 4)]:\n    assert f(x) == want"), ""),
    (Runs(RAISES), ""),
    (Runs("check(2, 4)"), "def check(x, want):\n    assert f(x) == want"),
    (Runs("test_four()"), "def test_four():\n    assert f(2) == 4"),
    (Runs("TestFour('test_four').debug()"), CASE),
    (Runs("np.testing.assert_allclose(f(2), 4)"), "import numpy as np"),
)
TESTS = tuple(
    Test(f"t{number}", visible=True, check=check, setup=setup)
    for number, (check, setup) in enumerate(CHECKS)
)
TASK = Exercise(
    "f", "", "n.ipynb", "nbgrader", "python", "", "", ("a",), tests=TESTS, references=(HONEST,)
)
COPIES = """
class Pair:
    def __init__(self, x):
        self.x = x
    def __eq__(self, other):
        return {}
"""


async def judged(sandbox: Sandbox, code: str, prelude: tuple[str, ...] = ()) -> Facts:
    return await TestRunner(sandbox).facts_of(TASK, Answer(code, prelude))


@pytest.mark.anyio
class ForgedVerdicts:
    """Inherit it and define the fixture ``sandbox``."""

    @pytest.mark.parametrize("name", FORGERS)
    async def test_no_program_passes_by_deceit(self, sandbox: Sandbox, name: str) -> None:
        found = await judged(sandbox, FORGERS[name])

        assert [each.name for each in found.tests if each.state is State.PASSED] == []
        assert {each.judged for each in found.tests} == {Place.OUTSIDE}

    async def test_a_program_that_is_right_passes(self, sandbox: Sandbox) -> None:
        found = await judged(sandbox, HONEST, ("import math",))

        assert [each.name for each in found.tests if each.state is not State.PASSED] == []

    async def test_what_only_a_class_of_the_learner_can_say_is_told_as_such(
        self, sandbox: Sandbox
    ) -> None:
        tests = (
            Test("own", visible=True, check=Holds("Pair(1) == Pair(1)")),
            Test("value", visible=True, check=Holds("Pair(1).x == 1")),
        )
        task = Exercise(
            *("p", "", "n.ipynb", "nbgrader", "python", "", "", ("a",)),
            tests=tests,
            references=(COPIES.format("self.x == other.x"),),
        )

        found = await TestRunner(sandbox).facts_of(task, Answer(COPIES.format("True")))

        assert [each.judged for each in found.tests] == [Place.INSIDE, Place.OUTSIDE]
