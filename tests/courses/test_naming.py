import pytest

from jupyter_llm_teach.courses.naming import exercise_id, told_apart


@pytest.mark.parametrize(
    ("path", "heading", "expected"),
    [
        ("tp1.ipynb", "Exercice 3 : Été", "tp1-exercice-3-ete"),
        ("week 1/TP-2.md", "", "tp-2-4"),
        ("a.ipynb", "***", "a-4"),
        ("日.ipynb", "日", "notebook-4"),
    ],
)
def test_an_exercise_is_named_by_its_heading_else_by_its_number(
    path: str, heading: str, expected: str
) -> None:
    assert exercise_id(path, heading, 4) == expected


def test_a_long_heading_is_cut() -> None:
    assert len(exercise_id("a.ipynb", "word " * 40, 1)) <= 62


def test_ids_that_come_again_get_a_number() -> None:
    assert told_apart(["a", "b", "a", "a"]) == ["a", "b", "a-2", "a-3"]
