import json
import textwrap
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.documents import open_document
from jupyter_llm_teach.courses.index import CourseIndex
from jupyter_llm_teach.courses.lint import lint
from jupyter_llm_teach.courses.problem import Problem
from jupyter_llm_teach.courses.reading import Added, Changed, Kept, Source
from jupyter_llm_teach.courses.tags.dialect import TAGS, source
from jupyter_llm_teach.teaching.notebook import Cell, Notebook
from tests.courses.as_data import as_data

GOLDEN = Path(__file__).parents[1] / "golden" / "tags"
OPENS, CLOSES = "# <CORRECTION>", "# </CORRECTION>"
SOLVED = "def f(n):\n    # <CORRECTION>\n    return n + 1\n    # </CORRECTION>"


def names(ending: str) -> list[str]:
    return sorted(path.name.removesuffix(ending) for path in GOLDEN.glob(f"*{ending}"))


def read(name: str) -> Source:
    document = open_document(GOLDEN / f"{name}.ipynb", f"{name}.ipynb")
    assert document is not None
    return source(document.notebook)


def notebook(*sources: str, path: str = "tp-corr.ipynb", language: str = "python") -> Notebook:
    """Code cells, and texts where they begin with a sign that code does not begin with."""
    cells = tuple(
        Cell(f"c{n}", "markdown" if text.startswith(("##", "*")) else "code", text)
        for n, text in enumerate(sources)
    )
    return Notebook(path, language, cells)


def given_to_students(read_notebook: Notebook, found: Source) -> list[str]:
    texts: list[str] = []
    for each in found.student.cells:
        match each:
            case Kept(cell=place):
                texts.append(read_notebook.cells[place].source)
            case Changed(source=text) | Added(source=text):
                texts.append(text)
    return texts


def students(*sources: str, language: str = "python") -> list[str]:
    made = notebook(*sources, language=language)
    return given_to_students(made, source(made))


def told(problems: tuple[Problem, ...]) -> list[tuple[str, int | None, int | None]]:
    return [(each.code, each.cell, each.line) for each in problems]


def as_told(each: Problem) -> dict[str, str]:
    return {
        "code": each.code,
        "severity": each.severity.value,
        "place": each.place,
        "message": each.message,
        "fix": each.fix,
    }


@pytest.mark.parametrize("name", names(".source.json"))
def test_an_instructors_notebook_gives_its_golden_exercises(name: str) -> None:
    expected = json.loads((GOLDEN / f"{name}.source.json").read_text("utf-8"))
    assert [as_data(each) for each in read(name).exercises] == expected


@pytest.mark.parametrize("name", names(".problems.json"))
def test_every_fault_of_a_notebook_is_told_with_its_cell_and_line(name: str) -> None:
    expected = json.loads((GOLDEN / f"{name}.problems.json").read_text("utf-8"))
    assert [as_told(each) for each in read(name).problems] == expected


@pytest.mark.parametrize("name", names(".student.ipynb"))
def test_what_students_get_is_the_golden_file_byte_for_byte(name: str) -> None:
    document = open_document(GOLDEN / f"{name}.ipynb", f"{name}.ipynb")
    assert document is not None
    made = document.student(source(document.notebook).student.cells)

    assert made.encode() == (GOLDEN / f"{name}.student.ipynb").read_bytes()


def test_a_strangers_course_is_told_where_to_repair_it() -> None:
    index = CourseIndex(GOLDEN / "course")
    index.look()
    found = lint(index)

    assert [f"{each.place}: {each.code}" for each in found.problems] == [
        "tp02-corr.ipynb, cell 3, line 4: tag_misspelled",
        "tp04-corr.ipynb, cell 3, line 2: tag_across_cells",
        "tp05-corr.ipynb, cell 3, line 4: tag_unbalanced",
        "tp07-corr.ipynb, cell 5, line 5: tag_misplaced",
        "tp08-corr.ipynb, cell 5, line 1: tag_unbalanced",
        "tp09.ipynb, cell 5: twin_differs",
        "tp10-corr.ipynb, cell 5, line 2: tag_misplaced",
        "tp10-corr.ipynb, cell 5, line 4: tag_misplaced",
    ]
    assert [f"{each.place}: {each.code}" for each in found.leaks] == [
        "tp09.ipynb, cell 3: solution_in_student_version"
    ]


def test_a_strangers_notebooks_without_faults_get_a_students_version() -> None:
    index = CourseIndex(GOLDEN / "course")
    index.look()

    made = lint(index).release.files
    assert sorted(made) == ["tp01.ipynb", "tp03.ipynb", "tp06.ipynb", "tp09.ipynb"]


def test_a_learners_copy_shows_nothing_by_itself() -> None:
    assert TAGS.learners(notebook(SOLVED)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\nprint('<CORRECTION>')",
        "# Correction\nx = 1",
        "vector<Correction> found;",
        "if a <solution> b: pass",
    ],
)
def test_a_notebook_that_only_speaks_of_corrections_is_of_another_dialect(text: str) -> None:
    assert not TAGS.recognises(notebook(text), None)


@pytest.mark.parametrize("text", ["# <Corection>", "#</CORRIGE>", "x = 1  # <CORRECTION>"])
def test_a_notebook_with_a_wrong_tag_only_is_of_this_dialect(text: str) -> None:
    assert TAGS.recognises(notebook(text), None)


def test_a_tag_opened_in_one_cell_and_closed_in_another_names_both() -> None:
    (problem,) = source(notebook(f"a = 1\n{OPENS}\nb = 2", "c = 3", f"d = 4\n{CLOSES}")).problems

    assert (problem.code, problem.cell, problem.line) == ("tag_across_cells", 1, 2)
    assert "cell 3, line 2" in problem.message


def test_two_tags_that_are_never_closed_are_both_told() -> None:
    found = source(notebook(f"{OPENS}\na = 1", f"{OPENS}\nb = 2")).problems

    assert told(found) == [("tag_unbalanced", 1, 1), ("tag_unbalanced", 2, 1)]


def test_a_correction_inside_another_is_told_once() -> None:
    text = f"{OPENS}\na = 1\n{OPENS}\nb = 2\n{CLOSES}\n{CLOSES}"

    assert told(source(notebook(text)).problems) == [("tag_unbalanced", 1, 3)]


def test_a_forgotten_slash_does_not_hide_the_next_correction() -> None:
    text = f"{OPENS}\na = 1\n{OPENS}\nb = 2\n{OPENS}\nc = 3\n{CLOSES}\n{CLOSES}\n{CLOSES}"

    assert told(source(notebook(text)).problems) == [
        ("tag_unbalanced", 1, 3),
        ("tag_unbalanced", 1, 9),
    ]


def test_a_misspelled_tag_explains_the_one_that_is_left_over() -> None:
    text = f"# <CORECTION>\na = 1\n{CLOSES}\n{OPENS}\nb = 2\n# <C/ORRECTION>"

    assert told(source(notebook(text)).problems) == [
        ("tag_misspelled", 1, 1),
        ("tag_misspelled", 1, 6),
    ]


def test_words_about_tags_inside_a_correction_are_nobodys_business() -> None:
    text = f"{OPENS}\n# voir la balise <CORRECTION> plus haut\na = 1\n{CLOSES}\nassert a == 1"

    assert "tag_mentioned" not in {each.code for each in source(notebook(text)).problems}


def test_a_cell_with_a_wrong_tag_is_no_exercise_and_keeps_its_text() -> None:
    text = f"{OPENS}\na = 1\n# </CORECTION>"

    assert source(notebook(text)).exercises == ()
    assert students(text) == [text]


@pytest.mark.parametrize(
    ("solved", "shown"),
    [
        (SOLVED, "def f(n):\n    # VOTRE CODE ICI\n    raise NotImplementedError()"),
        (f"{OPENS}\na = 1\n{CLOSES}", "# VOTRE CODE ICI"),
        (f"import os\n{OPENS}\na = 1\n{CLOSES}\nprint(a)", "import os\nprint(a)"),
        (f"# à compléter\n{OPENS}\na = 1\n{CLOSES}", "# à compléter"),
        (f"# consigne\n{OPENS}\na = 1\n{CLOSES}", "# consigne\n# VOTRE CODE ICI"),
        (
            f"for i in x:\n{OPENS}\n    print(i)\n{CLOSES}\ny = 1",
            "for i in x:\n    # VOTRE CODE ICI\n    pass\ny = 1",
        ),
        (
            f"class A:\n    n = 1\n    {OPENS}\n    def f(self):\n        pass\n    {CLOSES}",
            "class A:\n    n = 1",
        ),
        (
            f"if a:\n    b = 1\n{OPENS}\nelse:\n    b = 2\n{CLOSES}",
            "if a:\n    b = 1",
        ),
        (
            f"if a:\n    b = 1\nelse:\n    {OPENS}\n    b = 2\n    {CLOSES}",
            "if a:\n    b = 1\nelse:\n    # VOTRE CODE ICI\n    pass",
        ),
        (
            f"match a:\n    case 1:\n        {OPENS}\n        b = 2\n        {CLOSES}",
            "match a:\n    case 1:\n        # VOTRE CODE ICI\n        pass",
        ),
        (
            f"match a:\n    case 1:\n        b = 1\n{OPENS}\n    case 2:\n        b = 2\n{CLOSES}",
            "match a:\n    case 1:\n        b = 1",
        ),
        (
            f"def f():\n if a:\n    {OPENS}\n    return 1\n    {CLOSES}\n {OPENS}\n b()\n {CLOSES}",
            "def f():\n if a:\n    # VOTRE CODE ICI\n    pass",
        ),
        (
            f"%time x = 1\nwhile x:\n\t{OPENS}\n\tx -= 1\n\t{CLOSES}",
            "%time x = 1\nwhile x:\n\t# VOTRE CODE ICI\n\tpass",
        ),
        (
            f"def f(:\n    {OPENS}\n    return 1\n    {CLOSES}",
            "def f(:\n    # VOTRE CODE ICI",
        ),
    ],
)
def test_a_removed_correction_leaves_a_stub_only_where_nothing_is_left(
    solved: str, shown: str
) -> None:
    assert students(solved) == [shown]


@pytest.mark.parametrize(
    ("solved", "shown"),
    [
        ("int f() {\n  // <CORRECTION>\n  return 1;\n  // </CORRECTION>\n}",
         "int f() {\n  // VOTRE CODE ICI\n}"),
        ("int a;\n// <CORRECTION>\na = 1;\n// </CORRECTION>\nint b;", "int a;\nint b;"),
        ("/* <CORRECTION> */\nint a;\n/* </CORRECTION> */", "// VOTRE CODE ICI"),
    ],
)  # fmt: skip
def test_another_languages_cells_are_read_as_well(solved: str, shown: str) -> None:
    assert students(solved, language="c++") == [shown]
    (exercise,) = source(notebook(solved, language="c++")).exercises
    assert (exercise.language, exercise.tests) == ("c++", ())


def test_a_cell_of_another_language_in_a_python_notebook_is_not_run() -> None:
    (exercise,) = source(notebook(f"%%bash\n{OPENS}\nls\n{CLOSES}")).exercises

    assert (exercise.language, exercise.tests) == ("bash", ())


def test_the_stub_speaks_the_language_of_the_notebook() -> None:
    text = "## Exercise\n\nWrite the function that the lab is about."

    assert students(text, f"{OPENS}\na = 1\n{CLOSES}")[1] == "# YOUR CODE HERE"


def test_a_text_that_is_only_a_correction_is_left_out() -> None:
    text = "##### <CORRECTION>\nparce que\n##### </CORRECTION>"

    assert students("a = 1", text) == ["a = 1"]
    assert source(notebook("a = 1", text)).exercises == ()


def test_assertions_between_tags_are_hidden_tests_of_the_answer_above() -> None:
    made = source(notebook(SOLVED, "assert f(1) == 2", f"{OPENS}\nassert f(2) == 3\n{CLOSES}"))

    assert [each.visible for each in made.exercises[0].tests] == [True, False]
    assert len(made.student.cells) == 2


def test_what_a_hidden_test_needs_is_carried_from_a_test_that_students_see() -> None:
    seen = "import math\nassert f(1) == 2"
    hidden = f"{OPENS}\nassert math.isclose(f(2), 3)\n{CLOSES}"
    (exercise,) = source(notebook(SOLVED, seen, hidden)).exercises

    assert exercise.tests[1].setup == "import math"


CONVERTERS = [
    "import nbformat, re\nnb = nbformat.read('tp-corr.ipynb', 4)\nnbformat.write(nb, 'tp.ipynb')",
    "import json\nnb = json.load(open('tp-corr.ipynb'))\njson.dump(nb, open('tp.ipynb', 'w'))",
    "!python ../outils/convertir.py tp-corr.ipynb tp.ipynb",
    "%run convertisseur.py tp-corr.ipynb",
    "from outils import genere_version_etudiante\ngenere_version_etudiante('tp-corr.ipynb')",
    "import os\nfor nom in noms:  # chaque .ipynb\n    os.system('sed /<CORRECTION>/d ' + nom)",
]


@pytest.mark.parametrize("text", CONVERTERS)
def test_the_cell_that_makes_the_students_version_is_left_out(text: str) -> None:
    assert students(SOLVED, text) == students(SOLVED)


@pytest.mark.parametrize(
    "text",
    [
        "import json\nd = json.load(open('data.json'))",
        "print('Enregistrez votre travail dans tp-corr.ipynb')",
        "!git add tp.ipynb",
        "with open('notes.txt', 'w') as f:\n    f.write('correction')",
    ],
)
def test_an_ordinary_cell_that_reads_or_writes_stays(text: str) -> None:
    assert students(SOLVED, text)[1] == text


def test_a_notebook_without_an_instructors_name_keeps_its_path() -> None:
    assert source(notebook(SOLVED, path="tp.ipynb")).student.path == "tp.ipynb"


def test_a_students_cell_with_another_stub_does_not_differ() -> None:
    twin = notebook("def f(n):\n    # à vous\n    pass", "", "# rien", path="tp.ipynb")

    assert told(source(notebook(SOLVED, "assert f(1) == 2"), twin).problems) == []


def test_a_students_cell_that_shares_half_its_lines_does_not_differ() -> None:
    made = notebook(SOLVED, "assert f(1) == 2\nassert f(2) == 3", "x = 1")
    texts = ("def f(n):\n    ...", "assert f(1) == 2\nassert f(7) == 8", "y = 2")
    cells = tuple(Cell(f"other{n}", "code", text) for n, text in enumerate(texts))
    twin = Notebook("tp.ipynb", "python", cells)
    alone = [each.cell for each in source(made, twin).problems if each.code == "twin_differs"]

    assert alone == [3]


def test_a_students_notebook_with_hundreds_of_other_cells_is_not_compared() -> None:
    twin = notebook(*(f"x{n} = {n}" for n in range(1_500)), path="tp.ipynb")
    found = source(notebook(SOLVED, "assert f(1) == 2"), twin).problems

    assert told(found) == []


def test_a_correction_that_can_only_be_removed_with_more_is_told() -> None:
    text = f"a = [\n    {OPENS}\n    1]\n    {CLOSES}\nassert a"

    assert ("student_cell_broken", 1, 2) in told(source(notebook(text)).problems)


def test_a_long_line_of_signs_takes_no_time() -> None:
    signs = ["-->" * 700 + "x<", "/" * 2000 + "x<", "*/" * 900 + "x<", "<" * 3000, "<a>" * 900]

    assert source(notebook(*signs)).exercises == ()


def test_tags_that_are_indented_by_tabs_or_spaces_are_tags() -> None:
    text = textwrap.indent(f"{OPENS}\na = 1\n{CLOSES}", "\t  ")

    assert students(f"if True:\n{text}\n\t  b = 2") == ["if True:\n\t  b = 2"]
