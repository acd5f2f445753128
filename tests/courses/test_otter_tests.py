import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.courses.otter.files import read_test_file, test_file
from jupyter_llm_teach.courses.otter.settings import QuestionSettings, TestSettings
from jupyter_llm_teach.courses.otter.tests import Case, exercise_tests
from jupyter_llm_teach.courses.otter.written import python_file, r_file
from jupyter_llm_teach.teaching.exercise import Check, Compare, Holds, Runs
from tests.courses.notebooks import code, document, write

test_file.__test__ = False  # type: ignore[attr-defined]


def checks(case: Case, *, ok_format: bool = True) -> list[Check]:
    return [each.check for each in exercise_tests("q", [case], ok_format=ok_format)]


@pytest.mark.parametrize(
    ("source", "result", "check"),
    [
        ("f(2)", "4", Compare("f(2)", "4")),
        ("f(2)", "'a'", Compare("f(2)", "'a'")),
        ("f(2)", "np.float64(2.5)", Compare("f(2)", "2.5")),
        ("f(2) == 4", "True", Compare("f(2)", "4")),
        ("np.all(x)", "np.True_", Holds("np.all(x)")),
        ("f(2) == 4", "np.True_", Compare("f(2)", "4")),
        ("f(2) < 4", "True", Holds("f(2) < 4")),
        ("not f(2)", "True", Holds("not f(2)")),
        ("all(x)", "True", Holds("all(x)")),
        ("f(2)", "True", Compare("f(2)", "True")),
        ("-f(2)", "3", Compare("-f(2)", "3")),
        ("f(2) == 5", "False", Compare("f(2) == 5", "False")),
        ("lambda: 1", "3", Compare("lambda: 1", "3")),
        ("assert f(2) == 4", "", Compare("f(2)", "4")),
        ("f(2) =", "4", Runs("f(2) =")),
        ("", "", None),
    ],
)
def test_a_result_becomes_what_is_compared(source: str, result: str, check: Check | None) -> None:
    assert checks(Case(source, result=result)) == [each for each in [check] if each is not None]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (Case("print(f(2))", printed="4\n"), "4\n"),
        (Case("f(2)", printed="a", result="4"), "a4\n"),
        (Case("f(2)", result="<A of 2>"), "<A of 2>\n"),
        (Case("for n in f(2):\n    print(n)", printed="1\n2\n"), "1\n2\n"),
    ],
)
def test_what_is_no_value_is_compared_as_it_shows(case: Case, expected: str) -> None:
    assert checks(case) == [Compare("output.getvalue()", repr(expected))]


def test_a_function_is_called_as_otter_calls_it() -> None:
    source = (
        "import math\ndef test_f(env, f, *, g):\n    assert f(1) == env['x']\ntest_f(1, 2, g=3)"
    )

    assert checks(Case(source), ok_format=False) == [Runs("test_f(env=globals(), f=f, g=g)")]


def test_a_cell_without_its_function_is_run_as_it_is() -> None:
    assert checks(Case("x = ("), ok_format=False) == [Runs("x = (")]


def test_hidden_tests_change_no_number_and_no_setup_of_visible_ones() -> None:
    cases = [Case("a = 2\nassert f(a)", hidden=True), Case("b = 3\nassert f(b)"), Case("assert b")]

    found = exercise_tests("q", cases, ok_format=True)
    shown = exercise_tests("q", cases[1:], ok_format=True)

    assert [each for each in found if each.visible] == list(shown)
    assert [each.name for each in found] == ["q.hidden1 1", "q.1 1", "q.2 1"]
    assert found[2].setup == "b = 3"


@pytest.mark.parametrize(
    "case",
    [
        Case("f(2)", result="4"),
        Case("print(f(2))", printed="4\n"),
        Case("report()", printed="4\n"),
        Case("f(2)", result="<A of 2>"),
        Case("print(f(2))", printed="a\n\nb\n"),
        Case("for n in f(2):\n    print(n)", printed="1\n2\n"),
        Case("if f(1):\n    x = 1\nelse:\n    x = 2\nassert x == 1"),
        Case("a = 2\nassert f(a) == '''x\ny'''"),
        Case("assert f(2)", settings=TestSettings(points=0.5, failure_message="Why?")),
    ],
)
@pytest.mark.parametrize("name", ["tests/q.py"])
def test_a_test_file_is_read_as_it_was_meant(case: Case, name: str) -> None:
    text = python_file(QuestionSettings("q", 2.0, all_or_nothing=True), [case], ok_format=True)

    found = test_file([(name, text)], "q")

    assert found is not None
    assert found.points == 2
    given = exercise_tests("q", [case], ok_format=True)
    assert exercise_tests("q", found.cases, ok_format=found.ok_format) == given


def test_a_file_of_functions_is_read_as_it_was_meant() -> None:
    settings = TestSettings(points=2.0, success_message="Good.", failure_message='Say "a".')
    case = Case("def test_f(f):\n    assert f(1) == 1", settings=settings)
    text = python_file(QuestionSettings("q", (1.0, 2.5)), [case, case], ok_format=False)

    found = test_file([("tests/q.py", text)], "q")

    assert found is not None
    assert (found.points, found.ok_format) == (3.5, False)
    assert exercise_tests("q", found.cases, ok_format=False) == exercise_tests(
        "q", [case, case], ok_format=False
    )


def test_tests_in_the_metadata_are_read_when_there_is_no_file() -> None:
    functions = python_file(
        QuestionSettings("b"), [Case("def t(b):\n    assert b")], ok_format=False
    )
    spec = {"name": "a", "suites": [{"cases": [{"code": ">>> f(1)\n1"}]}]}
    held = [("metadata/otter.json", json.dumps({"tests": {"a": spec, "b": functions, "c": 3}}))]

    one, other = test_file(held, "a"), test_file(held, "b")

    assert one is not None
    assert one.cases == (Case("f(1)", result="1"),)
    assert other is not None
    assert not other.ok_format
    assert test_file(held, "c") is None


@pytest.mark.parametrize(
    "text",
    [
        "def f(",
        "test = open('/etc/passwd')",
        "test = {'suites': 3}",
        "test = {'suites': [3, {'cases': 4}]}",
        "test = {'suites': [{'cases': [{'code': 3}, {'code': '>>> f(\\n>>> (\\n'}]}]}",
        "test = {'suites': [{'cases': [{'code': '>>>f(1)'}]}], 'points': [1, True, 'a']}",
        "name = 'a'\npoints = f()\n@decorated\ndef t(): ...\n\ndef u(): ...",
        "\0",
    ],
)
def test_an_odd_test_file_is_no_reason_to_stop(text: str) -> None:
    found = read_test_file(text)

    assert found is None or exercise_tests("q", found.cases, ok_format=found.ok_format) is not None


@given(st.text(alphabet=">. \nf(1)='{}[]:,test=suicode@d\"#", max_size=80))
def test_reading_a_test_file_never_raises(text: str) -> None:
    found = read_test_file(f"test = {text}")

    assert found is None or found.points >= 0


def test_files_are_read_from_the_notebooks_own_folder_only(tmp_path: Path) -> None:
    (tmp_path / "own" / "tests").mkdir(parents=True)
    (tmp_path / "outside.py").write_text("secret")
    (tmp_path / "own" / "tests" / "a.py").write_text("test = 1")
    (tmp_path / "own" / "tests" / "b.py").symlink_to(tmp_path / "outside.py")
    (tmp_path / "own" / "tests" / "c.py").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "own" / "tests" / "d.py").write_text("#" * 300_000)
    (tmp_path / "own" / "tests" / "e.py").mkdir()
    calls = "\n".join(f'grader.check("{name}")' for name in ("a", "b", "c", "d", "e", "f"))
    path = write(tmp_path / "own" / "n.ipynb", code(calls), code('grader.check("../outside")'))

    assert read_notebook(path).beside == (("tests/a.py", "test = 1"),)


def test_outputs_are_read_as_text(tmp_path: Path) -> None:
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["a\r\n", "b", 3]},
        {"output_type": "stream", "name": "stderr", "text": "warning"},
        {"output_type": "display_data", "data": {"text/plain": "<Figure>"}},
        {"output_type": "execute_result", "data": {"text/plain": ["1"]}},
        "odd",
    ]
    held = document({**code("x"), "outputs": outputs}, {**code("y"), "outputs": "odd"})
    held["metadata"] = {"otter": {"tests": {"q": "x" * 300_000}}}
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(held))

    found = read_notebook(path)

    assert [(each.printed, each.result) for each in found.cells] == [("a\nb", "1"), ("", "")]
    assert found.beside == ()


def test_what_is_too_long_to_compare_is_left_out(tmp_path: Path) -> None:
    output = {"output_type": "stream", "name": "stdout", "text": "a" * 30_000}

    path = write(tmp_path / "a.ipynb", {**code("x"), "outputs": [output]})

    assert read_notebook(path).cells[0].printed == ""


@pytest.mark.parametrize(
    ("points", "each", "own", "told"),
    [
        (None, None, (None, None), "0.5"),
        (3.0, None, (None, 1.0), "2"),
        (None, 2.0, (None, None), "2"),
        ((4.0, 1.0), None, (None, None), "4"),
        ((4.0,), None, (None, None), "0.5"),
        (None, None, (2.0, None), "2"),
        (3.0, None, (3.0, 0.0), "3"),
    ],
)
def test_a_test_in_r_says_its_own_points(
    points: float | tuple[float, ...] | None,
    each: float | None,
    own: tuple[float | None, ...],
    told: str,
) -> None:
    cases = [
        Case(f"expect({n})", hidden=n == 1, settings=TestSettings(points=worth))
        for n, worth in enumerate(own)
    ]

    text = r_file(QuestionSettings("q", points, each), cases)

    assert f"points = {told}," in text
    assert "expect(1)" not in text


def test_what_is_said_beside_a_test_in_r_is_kept() -> None:
    settings = TestSettings("means", success_message='It is "right".', failure_message="No.")

    text = r_file(QuestionSettings("q"), [Case("expect(1)", settings=settings)])

    assert 'name = "means"' in text
    assert 'success_message = "It is \\"right\\".",' in text
    assert 'failure_message = "No.",' in text


def test_a_file_of_metadata_that_is_no_json_holds_no_tests() -> None:
    assert test_file([("metadata/otter.json", "{")], "q") is None


def test_a_file_of_functions_keeps_what_is_none_and_leaves_hidden_ones_out() -> None:
    cases = [Case("x = 1"), Case("def t(): ...", hidden=True)]

    text = python_file(QuestionSettings("q", all_or_nothing=True), cases, ok_format=False)

    assert "points = None\nall_or_nothing = True" in text
    assert "\nx = 1\n" in text
    assert "def t" not in text
