"""What every sandbox does; a test class of each adapter inherits it and gives the sandbox."""

from __future__ import annotations

import pytest

from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.teaching.run import (
    Evaluate,
    Execute,
    Job,
    Limits,
    Raised,
    Result,
    Returned,
    StopCause,
    Stopped,
)
from jupyter_llm_teach.teaching.value import Items, Opaque, Pairs, Scalar, Value

SHORT = Limits(
    probe_seconds=1.0, total_seconds=15.0, cpu_seconds=5, memory_mb=256, output_bytes=1000
)
NOTHING = Scalar("NoneType", None)


def one(number: int) -> Scalar:
    return Scalar("int", number)


async def results(sandbox: Sandbox, program: str, *expressions: str) -> tuple[Result, ...]:
    probes = tuple(Evaluate(expression) for expression in expressions)
    return (await sandbox.run(Job(program, probes, limits=SHORT))).results


async def value(sandbox: Sandbox, expression: str, program: str = "") -> Value:
    (result,) = await results(sandbox, program, expression)
    assert isinstance(result, Returned), result
    return result.value


@pytest.mark.anyio
class SandboxContract:
    """Inherit it and define the fixture ``sandbox``."""

    async def test_each_probe_gets_its_value(self, sandbox: Sandbox) -> None:
        found = await results(
            sandbox, "def twice(x):\n    return 2 * x\n", "twice(2)", "twice('a')"
        )

        assert found == (Returned(one(4)), Returned(Scalar("str", "aa")))

    async def test_no_probe_sees_what_another_changed(self, sandbox: Sandbox) -> None:
        found = await results(sandbox, "seen = []", "seen.append(1) or seen", "seen")

        assert found[1] == Returned(Items("list", ()))

    async def test_setup_comes_before_the_expression(self, sandbox: Sandbox) -> None:
        job = Job("a = 1", (Evaluate("a + b", setup="b = 2"),), limits=SHORT)

        assert (await sandbox.run(job)).results == (Returned(one(3)),)

    async def test_statements_that_end_well_give_none(self, sandbox: Sandbox) -> None:
        job = Job("a = 1", (Execute("assert a == 1"),), limits=SHORT)

        assert (await sandbox.run(job)).results == (Returned(NOTHING),)

    async def test_a_failed_assertion_comes_back_with_its_message(self, sandbox: Sandbox) -> None:
        job = Job("a = 1", (Execute("assert a == 2, 'a is wrong'"),), limits=SHORT)

        assert (await sandbox.run(job)).results == (Raised("AssertionError", "a is wrong", None),)

    async def test_an_exception_names_the_learners_innermost_line(self, sandbox: Sandbox) -> None:
        program = "def f(x):\n    return g(x)\n\ndef g(x):\n    return 1 / x\n"

        found = await results(sandbox, program, "f(0)")

        assert found == (Raised("ZeroDivisionError", "division by zero", 5),)

    async def test_an_exception_outside_the_program_has_no_line(self, sandbox: Sandbox) -> None:
        assert await results(sandbox, "", "1 / 0") == (
            Raised("ZeroDivisionError", "division by zero", None),
        )

    async def test_printed_text_belongs_to_its_probe(self, sandbox: Sandbox) -> None:
        found = await results(sandbox, "print('load')", "print('héllo')", "print('b')")

        assert found == (Returned(NOTHING, "héllo\n"), Returned(NOTHING, "b\n"))

    async def test_what_loading_printed_comes_with_loading(self, sandbox: Sandbox) -> None:
        outcome = await sandbox.run(Job("print('load')", (), limits=SHORT))

        assert outcome.loaded == Returned(NOTHING, "load\n")

    async def test_a_syntax_error_has_its_line_and_no_probe_is_reached(
        self, sandbox: Sandbox
    ) -> None:
        outcome = await sandbox.run(Job("a = 1\nb = (\n", (Evaluate("a"),), limits=SHORT))

        assert outcome.loaded == Raised("SyntaxError", "'(' was never closed", 2)
        assert outcome.results == (Stopped(StopCause.NOT_REACHED),)

    async def test_an_exception_while_loading_has_its_line(self, sandbox: Sandbox) -> None:
        outcome = await sandbox.run(Job("a = 1\na.b\n", (Evaluate("a"),), limits=SHORT))

        assert outcome.loaded == Raised("AttributeError", "'int' object has no attribute 'b'", 2)

    async def test_a_program_that_exits_is_stopped(self, sandbox: Sandbox) -> None:
        found = await results(sandbox, "import sys", "sys.exit()", "1")

        assert found == (Stopped(StopCause.EXIT), Returned(one(1)))

    async def test_earlier_cells_come_first_and_may_fail(self, sandbox: Sandbox) -> None:
        job = Job("b = a + 1", (Evaluate("b"),), ("1 / 0", "a = 1", "a = ("), SHORT)

        outcome = await sandbox.run(job)

        assert outcome.results == (Returned(one(2)),)
        assert outcome.failed_prelude == (0, 2)

    async def test_magics_and_shell_lines_do_nothing(self, sandbox: Sandbox) -> None:
        cells = ("%matplotlib inline\na = 7 % 4", "%%bash\nls", "!pip install x\nprint?", "x = !ls")
        job = Job("if True:\n    %time 1\n    b = a", (Evaluate("b"),), cells, SHORT)

        outcome = await sandbox.run(job)

        assert outcome.results == (Returned(one(3)),)
        assert outcome.failed_prelude == ()

    async def test_a_magic_keeps_the_numbers_of_the_lines(self, sandbox: Sandbox) -> None:
        outcome = await sandbox.run(Job("%time\n\n1 / 0", (), limits=SHORT))

        assert outcome.loaded == Raised("ZeroDivisionError", "division by zero", 3)

    async def test_plain_values_keep_their_types(self, sandbox: Sandbox) -> None:
        found = await value(sandbox, "(None, True, 1, 1.5, 'a', 1j, b'b')")

        assert found == Items(
            "tuple",
            (
                NOTHING,
                Scalar("bool", value=True),
                one(1),
                Scalar("float", 1.5),
                Scalar("str", "a"),
                Scalar("complex", "1j"),
                Scalar("bytes", "b'b'"),
            ),
        )

    async def test_containers_nest(self, sandbox: Sandbox) -> None:
        found = await value(sandbox, "{'a': [1], 2: {3, 1}, 'r': range(2)}")

        assert found == Pairs(
            "dict",
            (
                (Scalar("str", "a"), Items("list", (one(1),))),
                (one(2), Items("set", (one(1), one(3)))),
                (Scalar("str", "r"), Items("range", (one(0), one(1)))),
            ),
        )

    async def test_not_a_number_and_infinity_are_numbers(self, sandbox: Sandbox) -> None:
        found = await value(sandbox, "[float('inf'), float('-inf'), float('nan')]")

        assert str(found).count("Scalar(type='float'") == 3
        assert "nan" in str(found)

    async def test_a_large_integer_is_exact(self, sandbox: Sandbox) -> None:
        assert await value(sandbox, "2 ** 200") == one(2**200)

    async def test_a_huge_integer_is_told_by_its_size(self, sandbox: Sandbox) -> None:
        assert "an int of 1000001 bits" in str(await value(sandbox, "2 ** 1000000"))

    async def test_an_object_is_its_text_without_an_address(self, sandbox: Sandbox) -> None:
        found = await value(sandbox, "Cat()", "class Cat:\n    pass\n")

        assert found == Opaque("Cat", "<__main__.Cat object>")

    async def test_a_subclass_is_not_taken_for_its_base(self, sandbox: Sandbox) -> None:
        found = await value(sandbox, "Same([1])", "class Same(list):\n    pass\n")

        assert found == Opaque("Same", "[1]")

    async def test_a_generator_is_not_consumed(self, sandbox: Sandbox) -> None:
        found = await value(sandbox, "(1 / 0 for _ in 'a')")

        assert found == Opaque("generator", "<generator object <genexpr>>")

    async def test_a_repr_that_raises_is_survived(self, sandbox: Sandbox) -> None:
        found = await value(sandbox, "A()", "class A:\n    def __repr__(self):\n        1 / 0\n")

        assert found == Opaque("A", "<its repr raised ZeroDivisionError>")

    async def test_a_value_that_holds_itself_ends(self, sandbox: Sandbox) -> None:
        found = await value(sandbox, "a", "a = [1]\na.append(a)")

        assert found == Items("list", (one(1), Opaque("list", "...")))

    async def test_a_huge_list_is_its_shortened_text(self, sandbox: Sandbox) -> None:
        found = await value(sandbox, "[0] * 100_000")

        assert isinstance(found, Opaque)
        assert len(found.text) < 1000

    async def test_numpy_and_pandas_become_plain_values(self, sandbox: Sandbox) -> None:
        program = "import numpy as np\nimport pandas as pd\nf = pd.DataFrame({'a': [1, 2]})"

        assert await results(
            sandbox, program, "np.array([[1.5]])", "np.int64(3)", "f['a']", "f"
        ) == (
            Returned(Items("ndarray", (Items("ndarray", (Scalar("float64", 1.5),)),))),
            Returned(Scalar("int64", 3)),
            Returned(Items("Series", (one(1), one(2)))),
            Returned(
                Pairs("DataFrame", ((Scalar("str", "a"), Items("Series", (one(1), one(2)))),))
            ),
        )

    async def test_an_exception_brings_the_values_of_its_line(self, sandbox: Sandbox) -> None:
        program = "def f(xs):\n    for i in range(9):\n        last = xs[i]\n"

        (found,) = await results(sandbox, program, "f([7, 8])")

        assert isinstance(found, Raised)
        assert {each.name: (each.value, each.length) for each in found.names} == {
            "xs": (Items("list", (one(7), one(8))), 2),
            "i": (one(2), None),
            "last": (one(8), None),
        }

    async def test_the_calls_on_the_way_to_an_exception_are_told(self, sandbox: Sandbox) -> None:
        program = "def f(xs):\n    return sorted(xs, key=lambda x: 1 / x)\n"

        (found,) = await results(sandbox, program, "f([1, 0])")

        assert isinstance(found, Raised)
        assert [(step.function, step.line, step.cell) for step in found.steps] == [
            ("f", 2, None),
            ("<lambda>", 2, None),
        ]

    async def test_a_comprehension_is_a_place_of_the_learners(self, sandbox: Sandbox) -> None:
        (found,) = await results(sandbox, "def f(xs):\n    return [1 / x for x in xs]\n", "f([0])")

        assert isinstance(found, Raised)
        assert (found.type, found.line) == ("ZeroDivisionError", 2)
        assert Scalar("int", 0) in [each.value for each in found.names]

    async def test_an_exception_in_an_earlier_cell_says_which(self, sandbox: Sandbox) -> None:
        cells = ("a = 1", "def g(x):\n    return 1 / x")
        job = Job("def f(x):\n    return g(x)", (Evaluate("f(0)"),), cells, SHORT)

        (found,) = (await sandbox.run(job)).results

        assert isinstance(found, Raised)
        assert (found.line, [(each.cell, each.line) for each in found.steps]) == (
            2,
            [(None, 2), (1, 2)],
        )

    async def test_a_long_chain_of_calls_is_cut(self, sandbox: Sandbox) -> None:
        (found,) = await results(sandbox, "def f(n):\n    return f(n + 1)\n", "f(0)")

        assert isinstance(found, Raised)
        assert (found.type, len(found.steps)) == ("RecursionError", 12)
        assert [each.name for each in found.names] == ["n", "f"]

    async def test_what_an_object_holds_is_told_with_it(self, sandbox: Sandbox) -> None:
        program = (
            "class Box:\n    def __init__(self):\n        self.xs = []\n"
            "    def first(self):\n        return self.xs[0]\n"
        )

        (found,) = await results(sandbox, program, "Box().first()")

        assert isinstance(found, Raised)
        assert [each.name for each in found.names] == ["self", "self.xs"]

    async def test_a_large_value_is_told_by_its_type_and_length(self, sandbox: Sandbox) -> None:
        program = "def f(xs):\n    return xs[len(xs)]\n"

        (found,) = await results(sandbox, program, "f(list(range(1000)))")

        assert isinstance(found, Raised)
        assert [(each.value, each.length) for each in found.names] == [
            (Opaque("list", "..."), 1000)
        ]

    async def test_a_watched_value_that_changes_is_told(self, sandbox: Sandbox) -> None:
        program = "def f(xs):\n    xs.append(1)\n    return xs\n"
        probes = (
            Evaluate("f(a)", "a = []\nb = [2]", ("a", "b")),
            Evaluate("len(b)", "a = []\nb = [2]", ("a", "b")),
            Evaluate("c", "c = 1", ("c", "d")),
        )

        found = (await sandbox.run(Job(program, probes, limits=SHORT))).results

        assert [
            (each.changed, each.handed_back) for each in found if isinstance(each, Returned)
        ] == [
            (("a",), "a"),
            ((), ""),
            ((), ""),
        ]

    async def test_rows_that_are_one_list_are_told(self, sandbox: Sandbox) -> None:
        shared, apart = await results(sandbox, "", "[[0] * 2] * 2", "[[0, 0], [0, 0]]")

        assert isinstance(shared, Returned)
        assert isinstance(apart, Returned)
        assert isinstance(shared.value, Items)
        assert isinstance(apart.value, Items)
        assert (shared.value.shared, apart.value.shared) == (True, False)

    async def test_a_test_may_look_at_what_was_printed(self, sandbox: Sandbox) -> None:
        program = "def f():\n    print('hello')\n"
        setup = (
            "import io, contextlib\nwith contextlib.redirect_stdout(io.StringIO()) as out:\n    f()"
        )

        job = Job(program, (Evaluate("out.getvalue()", setup),), limits=SHORT)

        assert (await sandbox.run(job)).results == (Returned(Scalar("str", "hello\n")),)

    async def test_objects_of_a_class_keep_their_state(self, sandbox: Sandbox) -> None:
        program = (
            "class Count:\n    def __init__(self):\n        self.n = 0\n"
            "    def up(self):\n        self.n += 1\n"
            "    def __repr__(self):\n        return f'Count({self.n})'\n"
        )
        job = Job(program, (Evaluate("(c.n, repr(c), c)", "c = Count()\nc.up()"),), limits=SHORT)

        assert (await sandbox.run(job)).results == (
            Returned(
                Items("tuple", (one(1), Scalar("str", "Count(1)"), Opaque("Count", "Count(1)")))
            ),
        )
