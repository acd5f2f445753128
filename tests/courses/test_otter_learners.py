import json
from pathlib import Path

from jupyter_llm_teach.courses.otter.learners import learners
from tests.courses.notebooks import document as notebook_document
from tests.courses.notebooks import markdown, write
from tests.courses.otter_notebooks import opened, silent


def test_a_learner_who_asks_for_a_check_twice_breaks_nothing(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.ipynb",
        markdown("# Double"),
        silent("def double(n): ..."),
        silent('grader.check("double")'),
        silent("double(3)\ngrader.check('double')"),
        silent('grader.check("nothing")'),
    )

    found = learners(opened(path).notebook)

    assert [(each.id, each.starter) for each in found] == [
        ("double", "def double(n): ..."),
        ("nothing", "double(3)\ngrader.check('double')"),
    ]


def test_a_learners_answer_may_hold_the_check_itself(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", silent("x = 1\ngrader.check('x')"))

    (found,) = learners(opened(path).notebook)

    assert (found.id, found.answer_cells) == ("x", ("0",))


def test_several_parts_share_the_text_above_the_first(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.ipynb",
        markdown("# Numbers\n\nTwo of them."),
        silent("one = ..."),
        silent('grader.check("one")'),
        silent("two = ..."),
        silent('grader.check("two")'),
    )

    found = learners(opened(path).notebook)

    assert [each.statement for each in found] == ["# Numbers\n\nTwo of them."] * 2


def test_an_answer_in_words_that_nobody_marked_is_the_last_text(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.ipynb",
        silent("import otter\ngrader = otter.Notebook('a.ipynb')"),
        markdown("<!-- BEGIN QUESTION -->\n\n# Why?"),
        markdown("Because."),
        markdown("<!-- END QUESTION -->\n\nThe end."),
    )

    (found,) = learners(opened(path).notebook)

    assert (found.id, found.starter, found.statement) == ("a-1", "Because.", "# Why?")


def test_a_check_in_r_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    held = notebook_document(silent("m <- 1"), silent('. = ottr::check("tests/q1.R")'))
    path.write_text(json.dumps({**held, "metadata": {"kernelspec": {"name": "ir"}}}))

    (found,) = learners(opened(path).notebook)

    assert (found.id, found.language, found.tests) == ("q1", "r", ())


def test_a_students_notebook_of_an_old_version_names_its_questions(tmp_path: Path) -> None:
    comment = "# Why?\n\n<!--\nBEGIN QUESTION\nname: q2\nmanual: true\n-->"
    path = write(
        tmp_path / "a.ipynb",
        silent("import otter\ngrader = otter.Notebook()"),
        markdown(comment),
        markdown("Because."),
        markdown("<!-- END QUESTION -->"),
    )

    (found,) = learners(opened(path).notebook)

    assert (found.id, found.statement, found.starter) == ("q2", "# Why?", "Because.")
