"""What programs of notebooks do besides computing: files and plots. For sandboxes that are real."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.teaching.run import Evaluate, Job, Returned
from jupyter_llm_teach.teaching.value import Items, Scalar
from tests.contracts.sandbox_contract import SHORT, one, value


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
