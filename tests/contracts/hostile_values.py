"""Values and hooks that want to change what is told of a program; inherited by every sandbox."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.teaching.run import Evaluate, Job, Raised, Returned
from jupyter_llm_teach.teaching.value import Items, Opaque
from tests.contracts.hostile_programs import STUBBORN
from tests.contracts.sandbox_contract import SHORT, one, results


@pytest.mark.anyio
class HostileValues:
    """Inherit it and define the fixture ``sandbox``."""

    async def test_a_value_whose_text_never_comes_hides_no_exception(
        self, sandbox: Sandbox
    ) -> None:
        program = f"""{STUBBORN}
class A:
    def __repr__(self):
        return f()
def g(a):
    return a[0]
"""

        found = await results(sandbox, program, "g(A())", "2")

        assert found[0] == Raised("TypeError", "'A' object is not subscriptable", 20)
        assert found[1] == Returned(one(2))

    async def test_an_exception_while_loading_is_told_whatever_the_values_do(
        self, sandbox: Sandbox
    ) -> None:
        program = f"{STUBBORN}\nclass A:\n    __repr__ = lambda self: f()\na = A()\na[0]\n"

        outcome = await sandbox.run(Job(program, (Evaluate("1"),), limits=SHORT))

        assert outcome.loaded == Raised("TypeError", "'A' object is not subscriptable", 19)

    async def test_an_object_that_equals_everything_is_still_itself(self, sandbox: Sandbox) -> None:
        program = """
class A:
    __class__ = int
    __eq__ = lambda self, other: True
    __hash__ = lambda self: hash(3)
    __instancecheck__ = __subclasscheck__ = lambda *_: True
    __repr__ = lambda self: "3"
class B(int):
    pass
B.__name__ = B.__qualname__ = "int"
"""

        found = await results(sandbox, program, "A()", "[A()]", "B(3)")

        assert [each.value for each in found if isinstance(each, Returned)] == [
            Opaque("A", "3"),
            Items("list", (Opaque("A", "3"),)),
            Opaque("int", "3"),
        ]

    async def test_a_trace_or_a_signal_of_the_learner_changes_no_result(
        self, sandbox: Sandbox
    ) -> None:
        program = """
import atexit, gc, signal, sys, threading
def spoil(*args):
    raise RuntimeError("spoiled")
threading.settrace(spoil)
sys.excepthook = sys.unraisablehook = sys.displayhook = spoil
gc.callbacks.append(spoil)
atexit.register(spoil)
for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
    signal.signal(number, spoil)
sys.settrace(spoil)
"""

        found = await results(sandbox, program, "[1]", "1 / 0", "2")

        # When memory is cleared up, the program's own callback prints.
        assert [replace(each, printed="") for each in found] == [
            Returned(Items("list", (one(1),))),
            Raised("ZeroDivisionError", "division by zero", None),
            Returned(one(2)),
        ]

    async def test_a_profile_of_the_learner_sees_no_result(self, sandbox: Sandbox) -> None:
        program = """
import sys
def f():
    sys.setprofile(lambda *_: 1 / 0)
"""

        assert len(await results(sandbox, program, "f()", "2")) == 2

    async def test_a_changed_encoder_changes_no_result(self, sandbox: Sandbox) -> None:
        program = """
import sys
for name, module in list(sys.modules.items()):
    if name.startswith("jupyter_llm_teach"):
        sys.modules[name] = None
import builtins
builtins.repr = builtins.sorted = builtins.hash = lambda *_: "forged"
"""

        assert await results(sandbox, program, "{2, 1}") == (
            Returned(Items("set", (one(1), one(2)))),
        )

    async def test_a_thread_that_prints_reaches_no_later_probe(self, sandbox: Sandbox) -> None:
        program = """
import threading, time
def f():
    threading.Thread(target=lambda: [print("late") or time.sleep(0.01) for _ in range(500)]).start()
"""

        found = await results(sandbox, program, "f()", "2")

        assert found[1] == Returned(one(2))
