import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.courses.twin_names import student_path

GOLDEN = Path(__file__).parents[1] / "golden" / "twins"
NAMES: dict[str, str | None] = json.loads((GOLDEN / "names.json").read_text("utf-8"))


@pytest.mark.parametrize("path", NAMES)
def test_a_name_says_which_students_notebook_it_stands_for(path: str) -> None:
    assert student_path(path) == NAMES[path]


@given(st.text(alphabet="abcdé\u0301É-_. ()/ß\ufb01", max_size=12), st.sampled_from(["-corr", ""]))
def test_a_students_name_is_another_notebook_of_the_same_kind(stem: str, word: str) -> None:
    path = f"{stem}{word}.ipynb"
    found = student_path(path)
    assert found is None or (found != path and found.endswith(".ipynb"))


@given(st.text(max_size=30))
def test_any_name_gets_an_answer(path: str) -> None:
    assert student_path(path) != path
