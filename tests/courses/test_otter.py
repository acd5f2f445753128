import json
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.dialects import dialect_of
from jupyter_llm_teach.courses.documents import Document
from jupyter_llm_teach.courses.otter.dialect import OTTER, recognises, source
from jupyter_llm_teach.courses.otter.learners import learners
from jupyter_llm_teach.teaching.exercise import Compare, Exercise
from tests.courses.as_data import as_data
from tests.courses.notebooks import answer, code, markdown, write
from tests.courses.otter_notebooks import in_tests, opened, question, raw, read, shown, silent

GOLDEN = Path(__file__).parents[1] / "golden" / "otter"


def names(ending: str) -> list[str]:
    return sorted(path.name.removesuffix(ending) for path in GOLDEN.glob(f"*{ending}"))


def golden(name: str) -> Document:
    return opened(GOLDEN / f"{name}.ipynb")


def released(found: Document, folder: Path) -> Document:
    """The student's version, written with its test files and opened again."""
    student = source(found.notebook).student
    (folder / "tests").mkdir(parents=True)
    for each in student.files:
        (folder / each.path).write_text(each.text, encoding="utf-8")
    path = folder / found.notebook.name
    path.write_text(found.student(student.cells), encoding="utf-8")
    return opened(path)


def told(exercise: Exercise) -> tuple[object, ...]:
    visible = [each for each in exercise.tests if each.visible]
    return exercise.id, exercise.title, exercise.starter, exercise.language, visible


@pytest.mark.parametrize("name", names(".source.json"))
def test_an_instructors_notebook_gives_its_golden_exercises(name: str) -> None:
    found = source(golden(name).notebook)

    expected = json.loads((GOLDEN / f"{name}.source.json").read_text("utf-8"))
    assert [as_data(each) for each in found.exercises] == expected
    assert found.problems == ()


@pytest.mark.parametrize("name", names(".problems.json"))
def test_lint_tells_its_golden_problems(name: str) -> None:
    found = source(golden(name).notebook).problems

    expected = json.loads((GOLDEN / f"{name}.problems.json").read_text("utf-8"))
    told = [[p.code, p.severity.value, p.cell, p.line, p.message] for p in found]
    assert told == expected


@pytest.mark.parametrize("name", names(".student.ipynb"))
def test_a_students_notebook_is_the_golden_one_byte_for_byte(name: str) -> None:
    found = golden(name)

    made = found.student(source(found.notebook).student.cells)
    assert made.encode() == (GOLDEN / f"{name}.student.ipynb").read_bytes()


@pytest.mark.parametrize("name", names(".files.json"))
def test_the_test_files_are_the_golden_ones(name: str) -> None:
    files = source(golden(name).notebook).student.files

    expected = json.loads((GOLDEN / f"{name}.files.json").read_text("utf-8"))
    assert {each.path: each.text for each in files} == expected


@pytest.mark.parametrize("name", names(".learner.json"))
def test_a_notebook_that_otter_itself_made_gives_its_golden_exercises(name: str) -> None:
    expected = json.loads((GOLDEN / f"{name}.learner.json").read_text("utf-8"))

    assert [as_data(each) for each in learners(golden(name).notebook)] == expected


@pytest.mark.parametrize("name", names(".source.json"))
def test_a_students_version_comes_back_to_the_same_exercises(name: str, tmp_path: Path) -> None:
    found = golden(name)

    back = learners(released(found, tmp_path).notebook)

    given = source(found.notebook).exercises
    assert list(map(told, back)) == list(map(told, given))
    assert [each for each in back if each.references] == []


@pytest.mark.parametrize("name", names(".source.json"))
def test_no_mark_is_left_for_students(name: str, tmp_path: Path) -> None:
    student = released(golden(name), tmp_path).notebook

    assert [each for each in student.cells if OTTER.leftovers.search(each.source)] == []


def test_a_students_notebook_in_a_course_is_kept_with_its_open_tests(tmp_path: Path) -> None:
    student = released(golden("sequences"), tmp_path)

    again = source(student.notebook)

    assert student.student(again.student.cells) == student.text
    assert {each.path for each in again.student.files} == {
        "tests/q1.py",
        "tests/q2_1.py",
        "tests/q2_2.py",
    }
    assert [each.id for each in again.exercises] == ["q1", "q2_1", "q2_2", "q3", "q4"]


def test_a_test_file_with_hidden_tests_is_not_handed_on(tmp_path: Path) -> None:
    case = {"code": ">>> double(3)\n6", "hidden": True}
    (tmp_path / "tests").mkdir()
    spec = {"name": "double", "suites": [{"cases": [case]}]}
    (tmp_path / "tests" / "double.py").write_text(f"test = {spec!r}")
    path = write(tmp_path / "a.ipynb", silent("x = ..."), silent('grader.check("double")'))

    found = source(opened(path).notebook)

    assert found.student.files == ()
    assert found.exercises[0].tests == ()


def test_otters_marks_win_over_nbgraders_of_the_same_words(tmp_path: Path) -> None:
    notebook = opened(write(tmp_path / "a.ipynb", *question())).notebook

    assert dialect_of(notebook) is OTTER


def test_nbgraders_metadata_wins_over_otters_marks(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", answer("x = 1"), silent('grader.check("a")'))

    assert not recognises(opened(path).notebook)


def test_tests_take_what_stands_between_them_and_the_answer(tmp_path: Path) -> None:
    test = in_tests(shown("double(given)", "6"), silent("# HIDDEN\nassert double(given) == 6"))

    found = read(tmp_path, *question(silent("given = 3"), *test))

    assert [each.setup for each in found.exercises[0].tests] == ["given = 3", "given = 3"]


def test_what_a_test_printed_and_what_it_ended_with_are_told_apart(tmp_path: Path) -> None:
    printed: dict[str, object] = code("double(1)")

    (exercise,) = read(tmp_path, *question(*in_tests(printed, shown("double(1)", "2")))).exercises

    checks = [each.check for each in exercise.tests]
    assert checks == [Compare("output.getvalue()", "'printed'"), Compare("double(1)", "2")]


def test_a_question_whose_tests_are_all_hidden_comes_back_too(tmp_path: Path) -> None:
    cells = question(*in_tests(silent("# HIDDEN\nassert double(1) == 2")))
    found = opened(write(tmp_path / "a.ipynb", *cells))

    (back,) = learners(released(found, tmp_path / "out").notebook)

    assert (back.id, back.tests, back.test_cells) == ("double", (), ())


def test_what_is_configured_changes_the_students_cells(tmp_path: Path) -> None:
    config = (
        "# ASSIGNMENT CONFIG\ninit_cell: false\nshow_question_points: true\n"
        "strip_solutions_from_all_cells: true\nruns_on: colab\nstudent_files: [a.txt]\n"
        "export_cell:\n  filtering: false\n  run_tests: false\n  ignore_log: true\n"
    )
    cells = [raw(config), silent("early = 1 # SOLUTION"), *question(config="name: a\npoints: 2.5")]
    found = opened(write(tmp_path / "a.ipynb", *cells))

    student = released(found, tmp_path / "out").notebook

    assert source(found.notebook).problems[0].code == "missing_tests"
    assert student.cells[0].source == "early = ..."
    assert "\n\n_Points:_ 2.5" in "".join(each.source for each in student.cells)
    last = "grader.export(filtering=False, ignore_log=True, files=['a.txt'])"
    assert student.cells[-1].source == last


def test_a_solution_in_words_may_be_for_students(tmp_path: Path) -> None:
    words = {**markdown("Because."), "metadata": {"tags": ["otter_include"]}}
    cells = question(raw("# BEGIN SOLUTION"), words, raw("# END SOLUTION"), raw("# END TESTS"))
    found = opened(write(tmp_path / "a.ipynb", *cells[:-2], cells[-1]))

    student = released(found, tmp_path / "out").notebook

    assert [each.tags for each in student.cells if each.source == "Because."] == [()]


def test_a_cell_between_two_fenced_marks_is_given_in_parts(tmp_path: Path) -> None:
    fenced = (
        "Above.\n```otter\n# BEGIN QUESTION\nname: a\nmanual: true\n```\n\nBetween.\n"
        "```otter\n# BEGIN PROMPT\n```\nHere.\n```otter\n# END PROMPT\n```"
    )
    path = write(tmp_path / "a.ipynb", markdown(fenced), raw("# END QUESTION"))
    found = opened(path)

    student = released(found, tmp_path / "out").notebook

    assert [each.source for each in student.cells[1:6]] == [
        "Above.",
        "<!-- BEGIN QUESTION -->\n<!-- Question: a -->",
        "Between.",
        "Here.",
        "<!-- END QUESTION -->",
    ]


def test_an_empty_question_leaves_nothing_for_students(tmp_path: Path) -> None:
    cells = [raw("# BEGIN QUESTION\nname: a\npoints: 1"), raw("# END QUESTION"), markdown("End.")]
    found = opened(write(tmp_path / "a.ipynb", *cells))

    assert learners(released(found, tmp_path / "out").notebook) == ()


def test_a_text_in_an_ordinary_question_of_an_old_version_belongs_to_it(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.ipynb",
        raw("```\nBEGIN QUESTION\nname: q1\n```"),
        markdown("Some more words."),
        silent("x = 1 # SOLUTION"),
        silent("y = 2 # SOLUTION"),
        silent("# TEST\nassert x + y == 3"),
    )

    (found,) = source(opened(path).notebook).exercises

    assert (found.statement, found.starter) == ("Some more words.", "x = ...\n\ny = ...")
