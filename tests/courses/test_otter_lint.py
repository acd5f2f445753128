from pathlib import Path

import pytest

from jupyter_llm_teach.courses.problem import Severity
from tests.courses.notebooks import code, markdown
from tests.courses.otter_notebooks import in_tests, question, raw, read, shown, silent


@pytest.mark.parametrize(
    ("cells", "code_", "place"),
    [
        ([raw("# BEGIN QUESTION\nname: a")], "tag_unbalanced", "cell 1, line 1"),
        ([raw("# END QUESTION"), *question()], "tag_unbalanced", "cell 1, line 1"),
        ([*question(), raw("# BEGIN TESTS")], "tag_misplaced", "cell 7, line 1"),
        ([*question(), raw("# BEGINN TESTS")], "tag_misspelled", "cell 7, line 1"),
        ([*question(), raw("BEGIN QUESTION")], "tag_misspelled", "cell 7, line 1"),
        ([*question(), raw("\n# BEGIN QUESTION")], "tag_misplaced", "cell 7, line 2"),
        ([*question(), markdown("Hi\n# END TESTS")], "tag_misplaced", "cell 7, line 2"),
        ([*question(), code("# BEGIN TESTS\nx")], "tag_misplaced", "cell 7, line 1"),
        ([*question(), code("x = 1 # SOLUTION")], "tag_misplaced", "cell 7, line 1"),
        ([*question(), code("x\n### BEGIN SOLUTION")], "tag_misspelled", "cell 7, line 2"),
        (question(markdown("```otter\n# BEGIN TESTS")), "tag_unbalanced", "cell 6, line 1"),
        (question(raw("# BEGIN PROMPT"), raw("# END PROMPT")), "tag_misplaced", "cell 6, line 1"),
        (question(config="name: a\nname b"), "bad_configuration", "cell 1, line 4"),
        (question(config="name: &a b\nx: *a"), "bad_configuration", "cell 1, line 1"),
        (question(config="- name"), "bad_configuration", "cell 1, line 1"),
        (question(config="name: 2021-99-99"), "bad_configuration", "cell 1, line 1"),
        (question(config="name: !!python/none"), "bad_configuration", "cell 1, line 2"),
        (question(config="name: a" + " " * 20_000), "bad_configuration", "cell 1, line 1"),
        (question(config="name: 7"), "bad_configuration", "cell 1, line 2"),
        (question(config="name: a/b"), "bad_configuration", "cell 1, line 2"),
        (question(config="points: 1"), "missing_id", "cell 1, line 1"),
        (question(config="name: a\npoints: -1"), "bad_configuration", "cell 1, line 3"),
        (question(config="name: a\npoints: [1, b]"), "bad_configuration", "cell 1, line 3"),
        (question(config="name: a\npoints: {each: no}"), "bad_configuration", "cell 1, line 1"),
        (question(config="name: a\npoints: [1, 2]"), "bad_configuration", "cell 1, line 1"),
        (question(config="name: a\nexport: 1"), "bad_configuration", "cell 1, line 3"),
        (question(config="name: a\ncheckcell: true"), "bad_configuration", "cell 1, line 3"),
        (question(*in_tests(markdown("f(1)"))), "tag_misplaced", "cell 7, line 1"),
        (question(*in_tests(silent("f(1) =="))), "bad_test", "cell 7, line 1"),
        (question(*in_tests(silent("# HIDEN\nf"))), "tag_misspelled", "cell 7, line 1"),
        (question(*in_tests(silent("f\n# Hidden"))), "tag_misplaced", "cell 7, line 2"),
        (
            question(*in_tests(silent('""" # BEGIN TEST CONFIG\npoints: 1\n"""'))),
            "tag_unbalanced",
            "cell 7, line 1",
        ),
        (
            question(
                *in_tests(silent('""" # BEGIN TEST CONFIG\n\nhidden: 3\n""" # END TEST CONFIG'))
            ),
            "bad_configuration",
            "cell 7, line 3",
        ),
        (question(solution="def f():\n    # BEGIN SOLUTION"), "tag_unbalanced", "cell 4, line 2"),
        (question(solution="x = 1\n# END SOLUTION"), "tag_unbalanced", "cell 4, line 2"),
        (question(solution="x = 1 # solution"), "tag_misspelled", "cell 4, line 1"),
        (question(solution="x = 1 # SOLUTON"), "tag_misspelled", "cell 4, line 1"),
        (question(solution="x = 1"), "solution_unmarked", "cell 4, line 1"),
        ([raw("# ASSIGNMENT CONFIG\ninit_cell: 3"), *question()], "bad_configuration", "line 2"),
        ([raw("# ASSIGNMENT CONFIG\nconfig_file: c"), *question()], "bad_configuration", "line 2"),
    ],
)
def test_what_is_wrong_is_told_with_cell_and_line(
    tmp_path: Path, cells: list[dict[str, object]], code_: str, place: str
) -> None:
    found = [each for each in read(tmp_path, *cells).problems if each.severity is Severity.ERROR]

    assert any(each.code == code_ and each.place.endswith(place) for each in found), found
    assert all(each.fix for each in found)


def test_two_questions_of_one_name_are_told(tmp_path: Path) -> None:
    test = in_tests(shown("double(1)", "2"))

    (problem,) = read(tmp_path, *question(*test), *question(*test)).problems

    assert (problem.code, problem.cell) == ("duplicate_id", 10)


def test_a_question_without_tests_is_told_unless_a_person_grades_it(tmp_path: Path) -> None:
    cells = [*question(), *question(config="name: b\nmanual: true")]

    (problem,) = read(tmp_path, *cells).problems

    assert (problem.code, problem.severity) == ("missing_tests", Severity.WARNING)


def test_a_question_without_an_answer_is_told(tmp_path: Path) -> None:
    cells = [raw("# BEGIN QUESTION\nname: a"), *in_tests(silent("assert 1")), raw("# END QUESTION")]

    found = read(tmp_path, *cells)

    assert found.exercises == ()
    assert [each.code for each in found.problems] == ["missing_answer"]


def test_a_fence_of_an_old_version_that_is_never_closed_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, markdown("# A\n```\nBEGIN QUESTION\nname: q1"), code("x = 1"))

    (problem,) = found.problems
    assert (problem.code, problem.cell, problem.line) == ("tag_unbalanced", 1, 2)


def test_a_mistake_in_a_fence_of_an_old_version_is_told_with_its_line(tmp_path: Path) -> None:
    fence = "# A\n```\nBEGIN QUESTION\nname: q1\npoints: many\n```"

    found = read(tmp_path, markdown(fence), code("x = 1 # SOLUTION"), code("## Ignore ##\nx"))

    assert [(p.code, p.cell, p.line) for p in found.problems] == [
        ("bad_configuration", 1, 5),
        ("missing_tests", 1, 2),
    ]
