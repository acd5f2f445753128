from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.courses.problem import Severity
from jupyter_llm_teach.courses.tags.dialect import TAGS, source
from jupyter_llm_teach.teaching.notebook import Cell, Notebook
from tests.courses.test_tags import CLOSES, OPENS, given_to_students, notebook

LINES = st.sampled_from(
    [
        OPENS, CLOSES, "    # <Corrigé>", "####</ corrige >", "<!-- <SOLUTION> -->",
        "<!-- </SOLUTION> -->", "# </CORECTION>", "# <C/ORRECTION>", "# <CORRECTION",
        "x = 1  # <CORRECTION>", "'''", '"""', "def f(x):", "    return 1", "\tpass", "assert f(1)",
        "x = '<CORRECTION>'", "`<CORRECTION>`", "%%bash", "", "print(f(2))  # 3", ">>> f(1)", "\\",
        "for i in x:", "else:", "(", "## Exercice 2", "\u200b# <CORRECTION>", "// </SOLUTION>", "}",
    ]
)  # fmt: skip
CELLS = st.lists(
    st.builds(
        Cell,
        st.uuids().map(str),
        st.sampled_from(["code", "markdown", "raw"]),
        st.lists(LINES, max_size=9).map("\n".join),
    ),
    max_size=5,
)


@given(CELLS, st.sampled_from(["python", "", "c++", "r"]))
def test_any_notebook_is_read_and_its_students_version_can_be_written(
    cells: list[Cell], language: str
) -> None:
    made = Notebook("tp-corr.ipynb", language, tuple(cells))
    found = source(made)

    texts = given_to_students(made, found)
    wrong = any(each.severity is Severity.ERROR for each in found.problems)
    assert wrong or not any(TAGS.leftovers.search(each) for each in texts)


@given(
    st.lists(
        st.tuples(st.sampled_from(["secret", "shown"]), st.integers(0, 999)), min_size=1, max_size=8
    ),
    st.sampled_from(["#", "####", "//", "", "<!--"]),
    st.sampled_from([" ", "", "\t"]),
)
def test_no_line_of_a_correction_reaches_students_and_every_other_line_does(
    lines: list[tuple[str, int]], comment: str, space: str
) -> None:
    written: list[str] = []
    for kind, number in lines:
        line = f"{kind}_{number} = {number}"
        inside = f"{comment}{space}<CORRECTION>\n{line}\n{comment}{space}</CORRECTION>"
        written.append(inside if kind == "secret" else line)
    made = notebook("\n".join(written))
    text = "\n".join(given_to_students(made, source(made)))

    assert source(made).problems == () or {each.code for each in source(made).problems} == {
        "missing_tests"
    }
    assert "secret" not in text
    assert all(f"{kind}_{number} = {number}" in text for kind, number in lines if kind == "shown")


@given(
    st.lists(st.sampled_from([OPENS, CLOSES, "a = 1", "b = 2"]), max_size=10),
    st.lists(st.sampled_from([OPENS, CLOSES, "c = 3"]), max_size=6),
)
def test_a_cell_whose_tags_do_not_balance_is_never_handed_out_in_silence(
    one: list[str], other: list[str]
) -> None:
    found = source(notebook("\n".join(one), "\n".join(other)))

    balanced = all(is_balanced(each) for each in (one, other))
    assert balanced != any(each.severity is Severity.ERROR for each in found.problems)


def is_balanced(lines: list[str]) -> bool:
    tags = [each for each in lines if each in (OPENS, CLOSES)]
    return tags == [OPENS, CLOSES] * (len(tags) // 2)
