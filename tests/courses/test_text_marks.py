import pytest

from jupyter_llm_teach.courses.dialects import dialect_of, learners_exercises
from jupyter_llm_teach.courses.documents import document_of

HEADERS = {
    "a.py": "# ---\n# jupyter:\n#   kernelspec:\n#     name: python3\n# ---\n\n"
    "# %% [markdown]\n# ## Double\n\n",
    "a.md": "---\nkernelspec:\n  name: python3\n---\n\n## Double\n\n",
}
CELLS = {
    "a.py": '# %% tags=["solution"]\ndef double(n):\n    return 2 * n\n\n'
    "# %%\nassert double(2) == 4\n",
    "a.md": "```{code-cell}\n:tags: [solution]\n\ndef double(n):\n    return 2 * n\n```\n\n"
    "```{code-cell}\nassert double(2) == 4\n```\n",
}


@pytest.mark.parametrize("name", HEADERS)
def test_students_get_the_tag_of_an_answer_in_a_text_notebook(name: str) -> None:
    document = document_of(HEADERS[name] + CELLS[name], name)
    assert document is not None
    dialect = dialect_of(document.notebook)
    assert dialect is not None

    text = document.student(dialect.source(document.notebook, None).student.cells)

    made = document_of(text, name)
    assert made is not None
    (found,) = learners_exercises(made.notebook)
    assert '["answer"]' in text
    assert "solution" not in text
    assert (found.dialect, found.references, len(found.tests)) == ("light", (), 1)
