import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.courses.otter.dialect import OTTER, source
from jupyter_llm_teach.courses.otter.learners import learners
from jupyter_llm_teach.courses.otter.solutions import faults, solved, starter
from jupyter_llm_teach.courses.problem import Severity
from jupyter_llm_teach.courses.reading import Added, Changed, Kept
from jupyter_llm_teach.teaching.notebook import Cell, Notebook

LINES = (
    "# BEGIN SOLUTION",
    "    # BEGIN SOLUTION NO PROMPT",
    "# END SOLUTION",
    "    # END SOLUTION",
    "x = 1 # SOLUTION",
    "x, y[0] = 1, 2 #SOLUTION",
    "return 3 # SOLUTION NO PROMPT",
    '""" # BEGIN PROMPT',
    '"""; # END PROMPT',
    "# IGNORE",
    "# BEGIN IGNORE",
    "# END IGNORE",
    "seed = 1 # SEED",
    "# HIDDEN",
    "assert x == 1",
    "x",
    "",
    "\tx = '# SOLUTION'",
    '""" # BEGIN TEST CONFIG',
    '""" # END TEST CONFIG',
    "points: 1",
    "grader.check('q1')",
    "<!-- BEGIN QUESTION -->",
    "<!-- END QUESTION -->",
    "<!-- Question: q1 -->",
    "```otter",
    "```\nBEGIN QUESTION\nname: q1\nmanual: true\n```",
    "```\nBEGIN ASSIGNMENT\n```",
    "```\nBEGIN QUESTION",
    "# HIDDEN TEST",
    "**SOLUTION**",
    "```",
)
BOUNDARIES = (
    "# ASSIGNMENT CONFIG",
    "# ASSIGNMENT CONFIG\ntests:\n  ok_format: false\nseed:\n  variable: seed\n  student_value: 2",
    "# BEGIN QUESTION\nname: q1",
    "# BEGIN QUESTION\nname: q1\nmanual: true\npoints: [1]",
    "# BEGIN QUESTION\nname: q2\npoints: {each: 2}",
    "# BEGIN QUESTION\n- nothing",
    "# END QUESTION",
    "# BEGIN SOLUTION",
    "# END SOLUTION",
    "# BEGIN PROMPT",
    "# END PROMPT",
    "# BEGIN TESTS",
    "# END TESTS",
    "# BEGIN TEST",
)
SECRET = "SECRET_VALUE"

texts = st.lists(st.sampled_from(LINES), max_size=6).map("\n".join)
raws = st.builds(Cell, st.just(""), st.just("raw"), st.sampled_from(BOUNDARIES))
others = st.builds(
    Cell,
    st.just(""),
    st.sampled_from(("code", "markdown", "raw")),
    texts,
    printed=st.sampled_from(("", "a\n", "1\n")),
    result=st.sampled_from(("", "1", "<a>")),
)
cells = st.lists(st.one_of(raws, raws, others), max_size=14)
languages = st.sampled_from(("python", "", "r", "c++"))


def notebook(held: list[Cell], language: str = "python") -> Notebook:
    numbered = (
        Cell(str(n), each.kind, each.source, printed=each.printed, result=each.result)
        for n, each in enumerate(held)
    )
    return Notebook("hw.ipynb", language, tuple(numbered))


def given_to_students(held: Notebook) -> str:
    student = source(held).student
    texts: list[str] = [each.text for each in student.files]
    for each in student.cells:
        match each:
            case Kept(cell=place):
                texts.append(held.cells[place].source)
            case Changed(source=text) | Added(source=text):
                texts.append(text)
    return "\n".join(texts)


@given(cells, languages)
def test_reading_never_raises(held: list[Cell], language: str) -> None:
    book = notebook(held, language)

    found = source(book)
    learners(book)
    OTTER.recognises(book, None)

    for each in found.problems:
        assert each.cell is not None
        assert 1 <= each.cell <= len(held)
        assert 1 <= (each.line or 1) <= book.cells[each.cell - 1].source.count("\n") + 1


@given(
    st.lists(st.sampled_from(LINES), max_size=8),
    st.sampled_from(("BEGIN SOLUTION", "BEGIN SOLUTION NO PROMPT", "SOLUTION", "words", "tests")),
)
def test_students_get_no_line_of_a_solution(around: list[str], kind: str) -> None:
    hidden = {
        "SOLUTION": f"x = {SECRET} # SOLUTION\n{SECRET}() # SOLUTION NO PROMPT",
        "words": "",
        "tests": "",
    }.get(kind, f"    # {kind}\n    {SECRET} = 1\n    # END SOLUTION")
    words = SECRET if kind == "words" else "a text"
    test = f"# HIDDEN\nassert {SECRET}" if kind == "tests" else "assert 1"
    held = notebook(
        [
            Cell("", "raw", "# BEGIN QUESTION\nname: q\nmanual: true"),
            Cell("", "raw", "# BEGIN SOLUTION"),
            Cell("", "code", "\n".join([*around, hidden])),
            Cell("", "markdown", words),
            Cell("", "raw", "# END SOLUTION"),
            Cell("", "raw", "# BEGIN TESTS"),
            Cell("", "code", test, result=SECRET if kind == "tests" else ""),
            Cell("", "raw", "# END TESTS"),
            Cell("", "raw", "# END QUESTION"),
        ]
    )
    refused = any(each.severity is Severity.ERROR for each in source(held).problems)

    assert refused or SECRET not in given_to_students(held)


@given(texts, languages)
def test_what_students_get_holds_no_mark_of_a_right_cell(text: str, language: str) -> None:
    made = starter(text, language)

    assert faults(text) or not any(f"# {mark}" in made for mark in ("END SOLUTION", "BEGIN SOL"))


@pytest.mark.parametrize(
    ("line", "gap"),
    [
        ("x = 5 # SOLUTION", "x = ..."),
        ("    x = 5 #SOLUTION", "    x = ..."),
        ("a, b = 1, 2 # SOLUTION", "a, b = ..."),
        ("self.x = 5 # SOLUTION", "self.x = ..."),
        ("t['a'][0] = 5 # SOLUTION", "t['a'][0] = ..."),
        ("t[l[0]] = f(x=1) # SOLUTION", "t[l[0]] = ..."),
        ("x == 5 # SOLUTION", "..."),
        ("x += 5 # SOLUTION", "..."),
        ("\treturn x # SOLUTION", "\t..."),
        ("f(x=1) # SOLUTION", "..."),
    ],
)
def test_a_marked_line_keeps_what_it_assigns_to(line: str, gap: str) -> None:
    assert starter(line, "python") == gap


@pytest.mark.parametrize(
    ("line", "gap"),
    [
        ("m <- mean(v) # SOLUTION", "m <- NULL # YOUR CODE HERE"),
        ("m = 3 # SOLUTION", "m = NULL # YOUR CODE HERE"),
        ("print(m) # SOLUTION", "# YOUR CODE HERE"),
        ("# BEGIN SOLUTION\nm <- 3\n# END SOLUTION", "# YOUR CODE HERE"),
    ],
)
def test_a_gap_in_r_is_a_comment(line: str, gap: str) -> None:
    assert starter(line, "r") == gap


def test_the_reference_is_what_the_instructor_runs() -> None:
    text = (
        'def f(n):\n    """ # BEGIN PROMPT\n    ...\n    """; # END PROMPT\n'
        "    # BEGIN SOLUTION NO PROMPT\n    m = n\n    # END SOLUTION\n"
        "    # SOLUTION NO PROMPT\n    return m # SOLUTION\n# BEGIN IGNORE\nf(1)\n# END IGNORE"
    )

    assert solved(text) == "def f(n):\n    m = n\n    return m"
    assert starter(text, "python") == "def f(n):\n    ...\n    ..."


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("# BEGIN SOLUTION\n# BEGIN SOLUTION\n# END SOLUTION", 2, "stands inside"),
        ("# BEGIN SOLUTION", 1, "never ended"),
        ("x\n# END IGNORE", 2, "has no"),
        ('""" # BEGIN PROMPT', 1, "never ended"),
        ("# Begin Solution", 1, "misspelled"),
        ("#BEGIN SOLUTION", 1, "misspelled"),
        ("### BEGIN SOLUTION", 1, "misspelled"),
        ("x # SOLUTOIN", 1, "misspelled"),
        ("# END SOLUTIONS", 1, "misspelled"),
        ("# BEGIN PRONPT", 1, "misspelled"),
    ],
)
def test_a_wrong_mark_is_told_with_its_line(text: str, place: int, words: str) -> None:
    found = faults(text)

    assert any(each.line == place and words in each.message for each in found), found


@pytest.mark.parametrize(
    "text", ["# the solution of an equation", "# begin", "x = solution", "# end of loop", "# END"]
)
def test_an_ordinary_comment_is_no_mark(text: str) -> None:
    assert faults(text) == ()
