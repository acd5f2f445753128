import pytest

from jupyter_llm_teach.courses import assertions
from jupyter_llm_teach.teaching.exercise import Check, Compare, Holds, Runs, Test


def only(source: str) -> Test:
    (test,) = assertions.tests(source, "cell", ())
    return test


@pytest.mark.parametrize(
    ("source", "check"),
    [
        ("assert f(2) == 4", Compare("f(2)", "4")),
        ("assert 4 == f(2)", Compare("f(2)", "4")),
        ("assert f(2) == -4", Compare("f(2)", "-4")),
        ("assert f() is None", Compare("f()", "None")),
        ("assert f() == None", Compare("f()", "None")),
        ("assert f() is True", Compare("f()", "True")),
        (
            "assert f('a') == ['b', (1, 2), {'c': {3}}]",
            Compare("f('a')", "['b', (1, 2), {'c': {3}}]"),
        ),
        ("assert f(3) == list(range(3))", Compare("f(3)", "list(range(3))")),
        ("assert f(3) == [n * n for n in range(3)]", Compare("f(3)", "[n * n for n in range(3)]")),
        ("assert (f(3,\n  4) ==\n 7)", Compare("f(3, 4)", "7")),
        ("assert x == 5", Compare("x", "5")),
        ("assert_equal(f(1), 2)", Compare("f(1)", "2")),
        ("self.assertEqual(f(1), 2)", Compare("f(1)", "2")),
        ("assert f(1) == g(1)", Holds("f(1) == g(1)")),
        ("assert f(1) > 2", Holds("f(1) > 2")),
        ("assert 1 < f(1) < 2", Holds("1 < f(1) < 2")),
        ("assert not f(1)", Holds("not f(1)")),
        ("assert f(1)", Holds("f(1)")),
        ("assert type(f(1)) == int", Holds("type(f(1)) == int")),
        ("assert f() == open('x').read()", Holds("f() == open('x').read()")),
        ("assert_equal(f(1), g(1))", Runs("assert_equal(f(1), g(1))")),
        ("assert_raises(ValueError, f, 0)", Runs("assert_raises(ValueError, f, 0)")),
        ("for n in [1, 2]:\n    assert f(n) == n", Runs("for n in [1, 2]:\n    assert f(n) == n")),
    ],
)
def test_a_statement_becomes_its_check(source: str, check: Check) -> None:
    assert only(source).check == check


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    f(0)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('no error')",
        "with pytest.raises(ValueError):\n    f(0)",
        "np.testing.assert_allclose(f(1), [1.0])",
        "np.testing.assert_equal(f(1), 2)",
    ],
)
def test_other_checks_run_as_they_are(source: str) -> None:
    assert isinstance(only(source).check, Runs)


def test_an_imported_module_may_make_the_expected_value() -> None:
    test = only("import math\nassert area(1) == math.pi")

    assert (test.check, test.setup) == (Compare("area(1)", "math.pi"), "import math")


def test_a_tolerance_is_no_value() -> None:
    test = only("import pytest\nassert f(1) == pytest.approx(0.1)")

    assert test.check == Holds("f(1) == pytest.approx(0.1)")


def test_an_expected_value_that_has_a_name_does_not_enter_the_setup() -> None:
    test = only("expected = [1, 2]\nassert f(2) == expected")

    assert (test.check, test.setup) == (Compare("f(2)", "[1, 2]"), "")


def test_a_name_that_was_changed_since_is_not_taken_for_its_first_value() -> None:
    test = only("expected = [1]\nexpected.append(2)\nassert f(2) == expected")

    assert test.check == Holds("f(2) == expected")
    assert test.setup == "expected = [1]\nexpected.append(2)"


def test_a_test_has_the_setup_that_it_needs_and_no_more() -> None:
    source = "import math\nimport json\na = 1\nb = 2\nrandom.seed(0)\nassert f(a) == 2"

    assert only(source).setup == "a = 1\nrandom.seed(0)"


def test_calling_a_function_that_asserts_is_a_test() -> None:
    test = only("def check(n):\n    assert f(n) == n\n\ncheck(3)")

    assert test.check == Runs("check(3)")
    assert test.setup == "def check(n):\n    assert f(n) == n"


def test_a_failed_check_does_not_stand_in_the_setup_of_the_next() -> None:
    source = (
        "try:\n    f(0)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError\nassert f(1)"
    )

    assert assertions.tests(source, "cell", ())[1].setup == ""


def test_what_a_check_does_to_an_object_is_done_for_the_next_one() -> None:
    source = "c = Counter()\nassert c.up() == 1\nassert c.value == 1\nassert f(c.value) == 2"

    setups = [each.setup for each in assertions.tests(source, "c", ())]
    assert setups == ["c = Counter()", "c = Counter()\nc.up()", "c = Counter()\nc.up()"]


def test_what_a_hidden_check_does_stays_hidden() -> None:
    source = "c = Counter()\nassert c.up() == 1\nassert c.value == 1"

    tests = assertions.tests(source, "c", {2})
    assert [each.setup for each in tests] == ["c = Counter()", "c = Counter()"]


def test_a_later_test_has_what_an_earlier_check_named() -> None:
    source = "with raises(ValueError) as error:\n    f(0)\nassert 'zero' in str(error.value)"

    assert "with raises" in assertions.tests(source, "cell", ())[1].setup


def test_tests_are_numbered_after_their_cell() -> None:
    found = assertions.tests("assert a\nx = 1\nassert b\nassert c", "grade", ())

    assert [each.name for each in found] == ["grade 1", "grade 2", "grade 3"]


@pytest.mark.parametrize(
    ("written", "message"),
    [("'Try zero.'", "Try zero."), ("f'{x} is wrong'", ""), ("3", ""), ("str(x)", "")],
)
def test_only_plain_messages_are_kept(written: str, message: str) -> None:
    assert only(f"assert f(0) == 0, {written}").message == message


def test_statements_on_hidden_lines_are_hidden() -> None:
    found = assertions.tests("assert a\n\nassert b\n\nassert c", "cell", {2, 3, 4})

    assert [each.visible for each in found] == [True, False, True]


def test_hidden_setup_reaches_hidden_tests_only() -> None:
    found = assertions.tests("k = g()\nassert f(k)\nassert f(k)", "cell", {1, 2})

    assert [each.setup for each in found] == ["k = g()", ""]


def test_a_statement_with_one_hidden_line_is_hidden() -> None:
    (test,) = assertions.tests("for n in x:\n    assert f(n)\n    assert g(n)", "cell", {3})

    assert not test.visible


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\n!ls\nassert f(1) == 1",
        "%%time\nassert f(1) == 1",
        "files = !ls\nf?\nassert f(1) == 1",
        "if True:\n    %timeit f(1)\nassert f(1) == 1",
    ],
)
def test_magics_do_not_hide_the_tests(source: str) -> None:
    assert assertions.tests(source, "cell", ())[-1].check == Compare("f(1)", "1")


@pytest.mark.parametrize("source", ["assert f(1) ==", "\x00", "%%bash\necho $((1+1", "(" * 5000])
def test_a_cell_that_is_not_python_runs_as_a_whole(source: str) -> None:
    assert only(source).check == Runs(source)


def test_a_graded_cell_without_assertions_runs_as_a_whole() -> None:
    assert only("f(1)\nf(2)").check == Runs("f(1)\nf(2)")


@pytest.mark.parametrize("source", ["", "   \n", "# only words", "import math", '"""Words."""'])
def test_a_cell_without_anything_to_check_has_no_tests(source: str) -> None:
    assert assertions.tests(source, "cell", ()) == ()


def test_odd_escapes_warn_nobody() -> None:
    assert only(r"assert f('\d') == 1").check == Compare(r"f('\\d')", "1")


def test_a_cell_of_very_many_statements_runs_as_a_whole() -> None:
    source = "assert f(1) == 1\n" * 401

    assert only(source).check == Runs(source)
