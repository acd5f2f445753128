"""Students don't get the rules of help that stand in cells, however a notebook is written."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.courses.reading import Changed, Kept
from jupyter_llm_teach.courses.student import write_student_copy
from jupyter_llm_teach.courses.teach_toml import read_course
from jupyter_llm_teach.courses.text.header import yaml_mapping
from jupyter_llm_teach.courses.text.notebook import read_text_notebook
from jupyter_llm_teach.courses.text.student import student_text

MARKDOWN = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: markdown
kernelspec:
  name: python3
---

"""
MYST = """\
---
kernelspec:
  name: python3
---

"""
SOLUTION = "def double(n):\n    ### BEGIN SOLUTION\n    return n + n\n    ### END SOLUTION\n"
TESTS = "assert double(3) == 6\n"


def student(text: str, name: str) -> str:
    notebook = read_text_notebook(text, name)
    return student_text(text, notebook, [Kept(at) for at in range(len(notebook.cells))])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('```python teach={"policy": {"ai": false}}', "```python"),
        ('```python teach={"policy": {}, "points": 2} tags=["a"]',
         '```python teach={"points": 2} tags=["a"]'),
        ('```python tags=["a"] teach={"points": 2, "policy": {"ai": false}}',
         '```python tags=["a"] teach={"points": 2}'),
        ('```python {"teach": {"policy": 3}, "tags": ["é"]}', '```python {"tags": ["é"]}'),
    ],
)  # fmt: skip
def test_a_fence_of_jupytext_loses_them_and_nothing_else(before: str, after: str) -> None:
    rest = "\nx = 1\n```\n\nText.\n"

    assert student(MARKDOWN + before + rest, "a.md") == MARKDOWN + after + rest


def test_a_region_loses_them() -> None:
    text = (
        MARKDOWN + '<!-- #region {"teach": {"policy": {"ai": true}}} -->\nA\n<!-- #endregion -->\n'
    )

    assert student(text, "a.md") == MARKDOWN + "<!-- #region -->\nA\n<!-- #endregion -->\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('# %% teach={"policy": {"ai": false}}', "# %%"),
        ('# %% A title {"teach": {"policy": {"ai": false}, "id": "q"}}',
         '# %% A title {"teach": {"id": "q"}}'),
        ('# %% nbgrader={"grade_id": "q"} teach={"policy": {"ai": false}}',
         '# %% nbgrader={"grade_id": "q"}'),
        ('# %% [markdown] teach={"policy": {"ai": false}} tags=["a"]',
         '# %% [markdown] tags=["a"]'),
    ],
)  # fmt: skip
def test_a_percent_marker_loses_them_and_nothing_else(before: str, after: str) -> None:
    rest = "\n# x\n\n# %%\ny = 1\n"

    assert student(before + rest, "a.py") == after + rest


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["---", "tags: [a]", "teach:", "  policy:", "    cool_down: 7",
          "    exams:", "    - start: 2026-12-01T10:00:00Z", "      end: 2026-12-01T12:00:00Z",
          "  # kept", "  points: 2", "---"],
         ["---", "tags: [a]", "teach:", "  # kept", "  points: 2", "---"]),
        (["---", "teach:", "  policy:", "    ai: false", "tags: [a]", "---"],
         ["---", "tags: [a]", "---"]),
        (["---", "teach: {points: 2, policy: {ai: false}}", "---"],
         ["---", "teach: {points: 2}", "---"]),
        (["---", "teach: {points: 2", "  , policy: {ai: false}", "  }", "---"],
         ["---", "teach: {points: 2", "  }", "---"]),
        (["---", "{x: &x {ai: false}, y: *x, teach: {policy: *x}}", "---"],
         ["---", "{x: &x {ai: false}, y: *x}", "---"]),
        (["---", "teach: {policy: {ai: false},", "  points: 2}", "---"],
         ["---", "teach: {points: 2}", "---"]),
        (["---", "teach: {policy: {ai: false}}", "name: é", "---"], ["---", "name: é", "---"]),
        (["---", "teach:", "  points: 2", "  policy: {", "    ai: false", "  }", "---"],
         ["---", "teach:", "  points: 2", "---"]),
        (["---", "x: &rules {policy: {ai: false}}", "teach:", "  <<: *rules", "---"],
         ["---", "x: &rules {policy: {ai: false}}", "---"]),
        ([":tags: [a]", ':teach: {"policy": {"ai": false}, "id": "q"}', ""],
         [":tags: [a]", ':teach: {"id": "q"}', ""]),
        ([":teach:", ":  policy:", ":    ai: false", ":tags: [a]"], [":tags: [a]"]),
    ],
)  # fmt: skip
def test_the_options_of_a_myst_cell_lose_them_and_nothing_else(
    before: list[str], after: list[str]
) -> None:
    def text(options: list[str]) -> str:
        lines = ["```{code-cell}", *options, "x = 1", "```", "", "Text."]
        return MYST + "\n".join(lines) + "\n"

    assert student(text(before), "a.md") == text(after)


def test_a_myst_cell_in_a_list_loses_them() -> None:
    text = (
        MYST + '  ```{code-cell}\n  :teach: {"policy": {"ai": true}, "id": "q"}\n  x = 1\n  ```\n'
    )

    assert '  :teach: {"id": "q"}\n' in student(text, "a.md")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('+++ {"teach": {"policy": {"ai": false}}, "a": 1}', '+++ {"a": 1}'),
        ('+++ {"teach": {"policy": {"ai": false}}}', "+++"),
    ],
)
def test_a_break_of_myst_loses_them(before: str, after: str) -> None:
    text = MYST + "```{code-cell}\nx = 1\n```\n\n%s\n\nText.\n"

    assert student(text % before, "a.md") == text % after


def test_a_cell_that_changes_loses_them_as_well() -> None:
    text = '# %% teach={"policy": {"ai": false}} tags=["a"]\nx = 1\n'
    notebook = read_text_notebook(text, "a.py")

    made = student_text(text, notebook, [Changed(0, "x = 2", ("b",))])

    assert made == '# %% tags=["b"]\nx = 2\n'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.py",
            '# %% nbgrader={"grade_id": "double", "solution": true, "grade": false}'
            ' teach={"policy": {"cool_down": 77}}\n' + SOLUTION + "\n"
            '# %% nbgrader={"grade_id": "t", "solution": false, "grade": true, "points": 1}\n'
            + TESTS,
        ),
        (
            "a.md",
            MARKDOWN + '```python nbgrader={"grade_id": "double", "solution": true, "grade": false}'
            ' teach={"policy": {"cool_down": 77}}\n' + SOLUTION + "```\n\n"
            '```python nbgrader={"grade_id": "t", "solution": false, "grade": true, "points": 1}\n'
            + TESTS + "```\n",
        ),
        (
            "b.md",
            MYST + "```{code-cell}\n---\nnbgrader: {grade_id: double, solution: true, grade: false}"
            "\nteach:\n  policy:\n    cool_down: 77\n---\n" + SOLUTION + "```\n\n"
            "```{code-cell}\n---\nnbgrader: {grade_id: t, solution: false, grade: true, points: 1}"
            "\n---\n" + TESTS + "```\n",
        ),
    ],
)  # fmt: skip
def test_rules_in_a_text_notebook_count_and_students_dont_get_them(
    tmp_path: Path, name: str, text: str
) -> None:
    course, out = tmp_path / "course", tmp_path / "out"
    course.mkdir()
    (course / "teach.toml").write_text("", "utf-8")
    (course / name).write_text(text, "utf-8")

    write_student_copy(read_course(course), out)

    assert FolderCourses([course]).rules("double", name, "ada").policy.cool_down == 77
    assert "77" not in (out / name).read_text("utf-8")
    assert "policy" not in (out / name).read_text("utf-8")


ENTRIES = st.dictionaries(
    st.sampled_from(["points", "title", "policy"]),
    st.one_of(
        st.integers(0, 9),
        st.sampled_from(["a: b", "x # y", "é", "two\nlines", "'q'", "{"]),
        st.dictionaries(st.sampled_from(["a", "b"]), st.lists(st.integers(0, 9))),
    ),
)


@given(
    st.dictionaries(st.sampled_from(["tags", "name"]), st.just(["a"])),
    ENTRIES,
    st.dictionaries(st.sampled_from(["cool_down", "lock"]), st.lists(st.integers(0, 9))),
    st.booleans(),
    st.sampled_from([True, False, None]),
)
def test_whatever_a_myst_cell_says_only_its_rules_go(
    others: dict[str, object],
    block: dict[str, object],
    rules: dict[str, object],
    first: bool,  # noqa: FBT001 - drawn
    flow: bool | None,  # noqa: FBT001 - drawn
) -> None:
    said = {**block, "policy": rules}
    metadata = {"teach": said, **others} if first else {**others, "teach": said}
    style = {"sort_keys": False, "allow_unicode": True, "default_flow_style": flow}
    written = yaml.safe_dump(metadata, **style)  # type: ignore[no-untyped-call]
    text = f"{MYST}```{{code-cell}}\n---\n{written}---\nx = 1\n```\n\nText.\n"

    made = student(text, "a.md").partition("{code-cell}\n---\n")[2]

    kept = {key: value for key, value in said.items() if key != "policy"}
    left = {key: value for key, value in {**metadata, "teach": kept}.items() if value}
    options, _, rest = made.partition("---\n")
    assert yaml_mapping(options) == left
    assert rest == "x = 1\n```\n\nText.\n"
