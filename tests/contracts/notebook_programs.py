"""What programs of notebooks do besides computing: files and plots. For sandboxes that are real."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest

from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.teaching.data_file import DataFile
from jupyter_llm_teach.teaching.run import Evaluate, Job, Returned
from jupyter_llm_teach.teaching.value import Items, Scalar
from tests.contracts.sandbox_contract import SHORT, one, value

COUNTER = """
def f():
    with open("n.txt") as given:
        n = int(given.read())
    with open("n.txt", "w") as out:
        out.write(str(n + 1))
    return n
"""


def data_file(path: str, content: bytes) -> DataFile:
    return DataFile(path, sha256(content).hexdigest(), content)


@pytest.mark.anyio
class NotebookPrograms:
    """Inherit it and define the fixture ``sandbox``."""

    async def test_files_can_be_written_and_read(self, sandbox: Sandbox) -> None:
        program = """
def f():
    with open("notes.txt", "w") as out:
        out.write("one\\ntwo\\n")
    with open("notes.txt") as back:
        return back.read().split()
"""

        assert await value(sandbox, "f()", program) == Items(
            "list", (Scalar("str", "one"), Scalar("str", "two"))
        )

    async def test_files_of_a_job_are_in_the_working_folder(self, sandbox: Sandbox) -> None:
        files = (data_file("a.txt", "é\r\n".encode()), data_file("data/in/b.bin", b"\x00\xff"))
        program = """
def f():
    return open("a.txt", "rb").read() + open("data/in/b.bin", "rb").read()
"""
        job = Job(program, (Evaluate("list(f())"),), limits=SHORT, files=files)
        (found,) = (await sandbox.run(job)).results

        assert found == Returned(Items("list", tuple(map(one, [195, 169, 13, 10, 0, 255]))))

    async def test_a_file_that_a_program_changes_is_the_same_for_the_next(
        self, sandbox: Sandbox
    ) -> None:
        probes = (Evaluate("f()"), Evaluate("f() + f()"))
        job = Job(COUNTER, probes, limits=SHORT, files=(data_file("n.txt", b"5"),))

        assert (await sandbox.run(job)).results == (Returned(one(5)), Returned(one(11)))
        assert (await sandbox.run(job)).results == (Returned(one(5)), Returned(one(11)))

    async def test_a_file_is_there_again_after_a_probe_was_killed(self, sandbox: Sandbox) -> None:
        program = COUNTER + "f()\ndef g():\n    import os\n    os.kill(os.getpid(), 9)"
        probes = (Evaluate("g()"), Evaluate("f()"))
        job = Job(program, probes, limits=SHORT, files=(data_file("n.txt", b"5"),))

        assert (await sandbox.run(job)).results[1] == Returned(one(6))

    async def test_a_helper_module_can_be_imported(self, sandbox: Sandbox) -> None:
        module = data_file("shapes.py", b"def area(a):\n    return a * a\n")
        program = "import shapes\ndef f():\n    from shapes import area\n    return area(3)"
        job = Job(program, (Evaluate("f()"),), limits=SHORT, files=(module,))
        (found,) = (await sandbox.run(job)).results

        assert found == Returned(one(9))

    async def test_large_files_do_not_fill_the_disk(self, sandbox: Sandbox) -> None:
        files = tuple(data_file(f"{n}.txt", b"x" * 5_000_000) for n in range(4))
        probes = tuple(Evaluate(f"len(open('{n % 4}.txt').read())") for n in range(8))
        found = (await sandbox.run(Job("", probes, limits=SHORT, files=files))).results

        assert found == (Returned(one(5_000_000)),) * 8

    async def test_a_plot_can_be_asked_for_its_labels(self, sandbox: Sandbox) -> None:
        program = """
import matplotlib.pyplot as plt
def f():
    plt.plot([1, 2], label="line")
    plt.title("Growth")
    plt.xlabel("day")
    plt.legend()
    plt.show()
"""
        setup = "f()\naxes = plt.gcf().axes"
        asked = (
            "(len(plt.get_fignums()), len(axes), axes[0].get_title(), axes[0].get_xlabel(),"
            " axes[0].get_legend() is not None, len(axes[0].lines))"
        )

        job = Job(program, (Evaluate(asked, setup),), limits=replace(SHORT, probe_seconds=5.0))
        (found,) = (await sandbox.run(job)).results

        assert found == Returned(
            Items(
                "tuple",
                (
                    one(1),
                    one(1),
                    Scalar("str", "Growth"),
                    Scalar("str", "day"),
                    Scalar("bool", value=True),
                    one(1),
                ),
            )
        )
