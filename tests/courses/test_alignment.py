from jupyter_llm_teach.courses.alignment import aligned
from jupyter_llm_teach.courses.reading import Added, Changed, Kept, Source, StudentVersion
from jupyter_llm_teach.teaching.exercise import Compare, Exercise, Test
from jupyter_llm_teach.teaching.notebook import Cell, Notebook

TEACHER = Notebook(
    "tp-corr.ipynb",
    "python",
    (
        Cell("0", "markdown", "# One"),
        Cell("1", "code", "def one():\n    return 1"),
        Cell("2", "code", "assert one() == 1"),
        Cell("3", "markdown", "# Two"),
        Cell("4", "code", "def two():\n    return 2"),
        Cell("5", "code", "only for the teacher"),
    ),
)
STARTERS = ("def one():\n    ...", "def two():\n    ...")


def exercise(name: str, answer: str, *tests: str) -> Exercise:
    return Exercise(
        name,
        name,
        "tp-corr.ipynb",
        "tags",
        "python",
        "",
        "",
        (answer,),
        tests,
        tests=(
            Test("t 1", visible=True, check=Compare("one()", "1")),
            Test("t 2", visible=False, check=Compare("one()", "1")),
        ),
        references=("secret",),
    )


SOURCE = Source(
    (exercise("one", "1", "2"), exercise("two", "4")),
    (),
    StudentVersion(
        "tp.ipynb",
        (Kept(0), Changed(1, STARTERS[0]), Kept(2), Kept(3), Changed(4, STARTERS[1])),
    ),
)


def learner(*sources: str, ids: str = "") -> Notebook:
    cells = tuple(
        Cell(
            ids[place] if ids else str(place),
            "markdown" if source.startswith("#") else "code",
            source,
        )
        for place, source in enumerate(sources)
    )
    return Notebook("tp.ipynb", "python", cells)


def answers(notebook: Notebook) -> dict[str, tuple[str, ...]]:
    return {each.id: each.answer_cells for each in aligned(notebook, TEACHER, SOURCE)}


def test_a_fresh_copy_lies_cell_by_cell_beside_it() -> None:
    notebook = learner("# One", STARTERS[0], "assert one() == 1", "# Two", STARTERS[1])

    assert answers(notebook) == {"one": ("1",), "two": ("4",)}


def test_answers_are_found_between_the_cells_that_did_not_change() -> None:
    notebook = learner("# One", "x = 5", "assert one() == 1", "# Two", "print('hello')")

    assert answers(notebook) == {"one": ("1",), "two": ("4",)}


def test_cells_that_the_learner_added_are_passed_over() -> None:
    mine = "def one():\n    return 0"
    notebook = learner("# One", "print(1)", mine, "assert one() == 1", "# Two", "two = 2")

    assert answers(notebook) == {"one": ("2",), "two": ("5",)}


def test_cell_ids_say_more_than_texts() -> None:
    teacher = Notebook("tp-corr.ipynb", "python", (Cell("a", "code", "1"), Cell("b", "code", "2")))
    source = Source(
        (exercise("one", "b"),), (), StudentVersion("tp.ipynb", (Kept(0), Changed(1, "...")))
    )
    notebook = learner("changed", "changed as well", ids="ab")

    assert [each.answer_cells for each in aligned(notebook, teacher, source)] == [("b",)]


def test_nothing_secret_comes_along() -> None:
    notebook = learner("# One", STARTERS[0], "assert one() == 1")

    (found,) = [each for each in aligned(notebook, TEACHER, SOURCE) if each.id == "one"]

    assert (found.references, [each.visible for each in found.tests]) == ((), [True])
    assert (found.notebook, found.test_cells) == ("tp.ipynb", ("2",))


def test_an_exercise_whose_cell_the_learner_deleted_is_not_there() -> None:
    assert answers(learner("# One", "# Two")) == {}


def test_cells_that_students_get_in_addition_are_no_answers() -> None:
    source = Source(
        SOURCE.exercises,
        (),
        StudentVersion("tp.ipynb", (Added("code", "import x"), Changed(1, STARTERS[0]))),
    )
    notebook = learner("import x", STARTERS[0])

    assert [each.id for each in aligned(notebook, TEACHER, source)] == ["one"]


def test_many_unlike_cells_are_paired_in_their_order() -> None:
    teacher = Notebook("a", "python", tuple(Cell(str(n), "code", f"a{n}") for n in range(50)))
    source = Source(
        (exercise("one", "7"),), (), StudentVersion("a", tuple(Kept(n) for n in range(50)))
    )
    notebook = learner(*(f"a{n}" if n >= 30 else f"b{n}" for n in range(48)))

    assert [each.answer_cells for each in aligned(notebook, teacher, source)] == [("7",)]


def test_another_notebook_of_the_same_name_has_none_of_its_exercises() -> None:
    notebook = learner("# My notes", "x = 1", "y = 2", "# More", "z = 3")

    assert answers(notebook) == {}
