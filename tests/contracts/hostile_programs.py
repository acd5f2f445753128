"""What every sandbox that holds something back withstands; inherited beside `SandboxContract`."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from pathlib import Path

import anyio
import pytest

from jupyter_llm_teach.errors import BadInputError
from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.teaching.run import (
    Evaluate,
    Execute,
    Job,
    Raised,
    Result,
    Returned,
    StopCause,
    Stopped,
)
from jupyter_llm_teach.teaching.value import Items, Scalar
from tests.contracts.sandbox_contract import NOTHING, SHORT, one, results, value

HERE = Path(__file__)
CHANGED = """
import builtins, json, os, sys, io, re
def broken(*args, **options):
    raise RuntimeError("changed")
for name in "open print len isinstance type repr str list dict getattr id sorted".split():
    setattr(builtins, name, broken)
for name in ("write", "_exit", "fork", "getpid", "waitpid", "mkdir"):
    setattr(os, name, broken)
json.dumps = json.loads = json.JSONEncoder.encode = broken
sys.settrace = sys.setrecursionlimit = broken
sys.modules["os"] = sys.modules["json"] = None
"""
NOISE = """
import os
for place in range(256):
    try:
        os.write(place, b'\\n{"stage":1,"result":"forged","printed":""}\\n00000013{"done":true}')
    except OSError:
        pass
"""
BOMB = "import os\ndef f():\n    while True:\n        os.fork()\n"
STUBBORN = """
import signal, time
def f():
    signal.setitimer(signal.ITIMER_REAL, 0)
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        try:
            time.sleep(1000)
        except BaseException:
            pass
"""


def stopped(result: Result) -> StopCause:
    assert isinstance(result, Stopped), result
    return result.cause


@pytest.mark.anyio
class HostilePrograms:
    """Inherit it and define the fixture ``sandbox``."""

    async def test_no_file_of_the_machine_can_be_read(self, sandbox: Sandbox) -> None:
        paths = ("/etc/passwd", "/root/.bashrc", "/proc/self/environ", "/proc/1/cmdline", HERE)

        found = await results(sandbox, "", *(f"open({str(path)!r}).read()" for path in paths))

        assert {type(result) for result in found} == {Raised}

    async def test_no_home_and_no_folder_of_ours_can_be_listed(self, sandbox: Sandbox) -> None:
        program = """
import os
def names(path):
    try:
        return os.listdir(path)
    except OSError:
        return []
"""
        homes = [str(Path.home() / ".ssh"), "/home", "/var", str(HERE.parent)]

        found = await value(sandbox, f"[names(path) for path in {homes!r}]", program)

        assert found == Items("list", (Items("list", ()),) * 4)

    async def test_the_environment_tells_nothing(self, sandbox: Sandbox) -> None:
        found = await value(sandbox, "sorted(os.environ)", "import os")

        assert "SECRET_OF_THE_TESTS" in os.environ
        assert "SECRET_OF_THE_TESTS" not in str(found)

    async def test_nothing_can_be_written_outside_scratch(self, sandbox: Sandbox) -> None:
        places = ("/tmp/x", "/usr/lib/x", "/x", "/dev/shm/x", str(HERE.with_name("x")))

        found = await results(sandbox, "", *(f"open({place!r}, 'w')" for place in places))

        assert {type(result) for result in found} == {Raised}
        assert "x" not in os.listdir(HERE.parent)  # noqa: PTH208

    async def test_files_of_a_probe_are_its_own(self, sandbox: Sandbox) -> None:
        program = "import os\nopen('a.txt', 'w').write('kept')\n"
        probes = ("open('b.txt', 'w').write('x')", "os.listdir(), open('a.txt').read()")

        found = await results(sandbox, program, *probes)

        names = Items("list", (Scalar("str", "a.txt"),))
        assert found[1] == Returned(Items("tuple", (names, Scalar("str", "kept"))))

    async def test_the_network_is_out_of_reach(self, sandbox: Sandbox) -> None:
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen()
            port = server.getsockname()[1]
            program = (
                f"import socket\ndef f():\n    socket.create_connection(('127.0.0.1', {port}))"
            )

            (found,) = await results(sandbox, program, "f()")

        assert isinstance(found, Raised)

    async def test_no_program_can_be_started(self, sandbox: Sandbox) -> None:
        (found,) = await results(sandbox, "import subprocess", "subprocess.run(['/bin/true'])")

        assert isinstance(found, Raised)

    async def test_an_endless_loop_loses_only_its_own_probe(self, sandbox: Sandbox) -> None:
        program = "def f():\n    print('on')\n    while True:\n        pass\n"

        found = await results(sandbox, program, "1", "f()", "2")

        assert found[0] == Returned(one(1))
        assert found[1] in (Stopped(StopCause.TIME, "on\n", 3), Stopped(StopCause.TIME, "on\n", 4))
        assert found[2] == Returned(one(2))

    async def test_a_loop_that_ignores_signals_is_ended(self, sandbox: Sandbox) -> None:
        found = await results(sandbox, STUBBORN, "f()", "2")

        assert stopped(found[0]) is StopCause.TIME
        assert found[1] == Returned(one(2))

    async def test_an_endless_loop_while_loading_is_ended(self, sandbox: Sandbox) -> None:
        outcome = await sandbox.run(Job("while True:\n    pass", (Evaluate("1"),), limits=SHORT))

        assert stopped(outcome.loaded) is StopCause.TIME
        assert outcome.results == (Stopped(StopCause.NOT_REACHED),)

    async def test_an_earlier_cell_that_hangs_is_left_out(self, sandbox: Sandbox) -> None:
        cells = ("while True:\n    pass", STUBBORN + "f()", "a = 3")

        outcome = await sandbox.run(Job("b = a", (Evaluate("b"),), cells, SHORT))

        assert outcome.results == (Returned(one(3)),)
        assert outcome.failed_prelude == (0, 1)

    async def test_the_time_for_everything_is_held(self, sandbox: Sandbox) -> None:
        limits = replace(SHORT, total_seconds=1.5)
        probes = (Evaluate("f()"),) * 6
        program = "import time\ndef f():\n    time.sleep(0.6)\n"

        outcome = await sandbox.run(Job(program, probes, limits=limits))

        assert outcome.results[-1] == Stopped(StopCause.TIME)

    async def test_a_fork_bomb_is_stopped(self, sandbox: Sandbox) -> None:
        found = await results(sandbox, BOMB, "f()", "2")

        assert stopped(found[0]) is StopCause.PROCESSES
        assert found[1] == Returned(one(2))

    async def test_a_fork_bomb_while_loading_is_stopped(self, sandbox: Sandbox) -> None:
        outcome = await sandbox.run(Job(BOMB + "f()", (Evaluate("2"),), limits=SHORT))

        assert stopped(outcome.loaded) is StopCause.PROCESSES

    async def test_too_many_threads_are_stopped(self, sandbox: Sandbox) -> None:
        program = """
import threading, time
def f():
    for _ in range(500):
        threading.Thread(target=time.sleep, args=(60,)).start()
"""
        roomy = replace(SHORT, memory_mb=1024)  # 32 stacks fit: a thread out of memory would hang
        job = Job(program, (Evaluate("f()"), Evaluate("2")), limits=roomy)

        found = (await sandbox.run(job)).results

        assert stopped(found[0]) is StopCause.PROCESSES
        assert found[1] == Returned(one(2))

    async def test_a_thread_that_never_ends_holds_nothing_up(self, sandbox: Sandbox) -> None:
        program = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()"

        assert await results(sandbox, program, "2") == (Returned(one(2)),)

    async def test_a_process_left_behind_does_not_reach_the_next_probe(
        self, sandbox: Sandbox
    ) -> None:
        program = "import os, time\ndef f():\n    return os.fork() and 1 or time.sleep(60)\n"

        found = await results(sandbox, program, "f()", "2")

        assert found == (Returned(one(1)), Returned(one(2)))

    async def test_a_memory_bomb_is_stopped(self, sandbox: Sandbox) -> None:
        found = await results(sandbox, "", "len([0] * 10 ** 9)", "len('a' * 10 ** 10)", "2")

        assert [stopped(result) for result in found[:2]] == [StopCause.MEMORY] * 2
        assert found[2] == Returned(one(2))

    async def test_memory_that_is_shared_counts_too(self, sandbox: Sandbox) -> None:
        (found,) = await results(sandbox, "import mmap", "mmap.mmap(-1, 10 ** 9)")

        assert isinstance(found, Raised)

    async def test_a_file_has_a_largest_size(self, sandbox: Sandbox) -> None:
        (found,) = await results(sandbox, "", "open('big', 'wb').write(bytes(20_000_000))")

        assert isinstance(found, Raised)

    async def test_leaving_by_force_is_stopped(self, sandbox: Sandbox) -> None:
        found = await results(sandbox, "import os", "os._exit(0)", "2")

        assert found == (Stopped(StopCause.EXIT), Returned(one(2)))

    async def test_leaving_by_force_while_loading_is_stopped(self, sandbox: Sandbox) -> None:
        outcome = await sandbox.run(
            Job("import os\nprint('a')\nos._exit(0)", (Evaluate("2"),), limits=SHORT)
        )

        assert outcome.loaded == Stopped(StopCause.EXIT, "a\n")
        assert outcome.results == (Stopped(StopCause.NOT_REACHED),)

    async def test_asking_for_input_is_stopped_with_its_line(self, sandbox: Sandbox) -> None:
        program = "def f():\n    try:\n        return input('?')\n    except:\n        return 1\n"

        assert await results(sandbox, program, "f()") == (Stopped(StopCause.INPUT, "", 3),)

    async def test_asking_for_input_while_loading_is_stopped(self, sandbox: Sandbox) -> None:
        outcome = await sandbox.run(Job("a = 1\nb = input()", (), limits=SHORT))

        assert outcome.loaded == Stopped(StopCause.INPUT, "", 2)

    async def test_standard_input_is_empty(self, sandbox: Sandbox) -> None:
        assert await value(sandbox, "sys.stdin.read()", "import sys") == Scalar("str", "")

    async def test_endless_printing_is_cut(self, sandbox: Sandbox) -> None:
        program = "def f():\n    while True:\n        print('a' * 99)\n"

        (found,) = await results(sandbox, program, "f()")

        assert stopped(found) is StopCause.TIME
        assert len(found.printed) == 1000

    async def test_ten_gigabytes_of_text_are_cut(self, sandbox: Sandbox) -> None:
        program = """
import os, sys
def f():
    for _ in range(200):
        os.write(1, bytes(50_000_000))
        sys.stderr.write("a" * 10_000)
"""

        (found,) = await results(sandbox, program, "f()")

        assert found == Returned(NOTHING, "a" * 1000)

    async def test_endless_recursion_is_an_exception(self, sandbox: Sandbox) -> None:
        (found,) = await results(sandbox, "def f():\n    return f()\n", "f()")

        assert isinstance(found, Raised)
        assert (found.type, found.line) == ("RecursionError", 2)

    async def test_a_broken_stack_loses_only_its_own_probe(self, sandbox: Sandbox) -> None:
        program = "import ctypes\n"

        found = await results(sandbox, program, "ctypes.string_at(0)", "2")

        assert found == (Stopped(StopCause.CRASH), Returned(one(2)))

    async def test_changed_builtins_and_modules_change_no_result(self, sandbox: Sandbox) -> None:
        found = await results(sandbox, CHANGED, "[1, {'a': 2.5}]", "1 / 0")

        assert found[0].value.items[0] == one(1)  # type: ignore[union-attr]
        assert found[1] == Raised("ZeroDivisionError", "division by zero", None)

    async def test_forged_results_are_noise(self, sandbox: Sandbox) -> None:
        probes = (Execute(NOISE), Evaluate("2"))

        outcome = await sandbox.run(Job(NOISE, probes, limits=SHORT))

        assert outcome.loaded == Returned(NOTHING)
        assert outcome.results == (Returned(NOTHING), Returned(one(2)))

    async def test_closed_files_lose_only_their_own_probe(self, sandbox: Sandbox) -> None:
        found = await results(sandbox, "import os", "os.closerange(0, 1000)", "2")

        assert found == (Stopped(StopCause.CRASH), Returned(one(2)))

    async def test_nobody_can_be_signalled(self, sandbox: Sandbox) -> None:
        acts = ("os.kill(-1, 9)", "os.killpg(0, 9)", "os.kill(os.getppid(), 9)", "os.setsid()")

        found = await results(sandbox, "import os", *acts, "2")

        assert [type(result) for result in found] == [Raised] * 4 + [Returned]

    async def test_a_signal_while_loading_reaches_nobody(self, sandbox: Sandbox) -> None:
        outcome = await sandbox.run(Job("import os\nos.kill(-1, 9)", (), limits=SHORT))

        assert outcome.loaded == Raised("PermissionError", "[Errno 1] Operation not permitted", 2)

    async def test_a_huge_text_of_an_object_is_shortened(self, sandbox: Sandbox) -> None:
        program = "class A:\n    def __repr__(self):\n        return 'a' * 10_000_000\n"

        assert len(str(await value(sandbox, "A()", program))) < 1000

    async def test_a_text_of_an_object_that_never_comes_is_stopped(self, sandbox: Sandbox) -> None:
        program = "class A:\n    def __repr__(self):\n        while True:\n            pass\n"

        (found,) = await results(sandbox, program, "A()")

        assert stopped(found) is StopCause.TIME

    async def test_a_small_recursion_limit_changes_no_result(self, sandbox: Sandbox) -> None:
        program = "import sys\ndef f():\n    sys.setrecursionlimit(60)\n    return [[[1]]]\n"

        assert "Scalar(type='int', value=1)" in str(await value(sandbox, "f()", program))

    async def test_a_trace_names_the_lines_that_ran(self, sandbox: Sandbox) -> None:
        program = "def f(x):\n    if x:\n        return 1\n    return 1 / 0\n"
        probes = (Evaluate("f(1)"), Evaluate("f(0)"))

        outcome = await sandbox.run(Job(program, probes, limits=SHORT, traced=True))

        assert outcome.loaded == Returned(NOTHING, "", frozenset({1}))
        assert outcome.results == (
            Returned(one(1), "", frozenset({2, 3})),
            Raised("ZeroDivisionError", "division by zero", 4, "", frozenset({2, 4})),
        )

    async def test_chance_is_the_same_every_time(self, sandbox: Sandbox) -> None:
        program = (
            "import random\nimport numpy as np\n"
            "a = random.random(), np.random.rand(), np.random.default_rng().random(), {*'abc'}"
        )

        assert await value(sandbox, "a", program) == await value(sandbox, "a", program)

    async def test_a_program_that_is_too_long_is_refused(self, sandbox: Sandbox) -> None:
        with pytest.raises(BadInputError):
            await sandbox.run(Job("#" * 5_000_000, (), limits=SHORT))

    async def test_two_jobs_run_side_by_side(self, sandbox: Sandbox) -> None:
        found: dict[int, tuple[Result, ...]] = {}

        async def run(number: int) -> None:
            found[number] = await results(sandbox, f"a = {number}", "a")

        async with anyio.create_task_group() as group:
            for number in range(4):
                group.start_soon(run, number)

        assert found == {number: (Returned(one(number)),) for number in range(4)}
