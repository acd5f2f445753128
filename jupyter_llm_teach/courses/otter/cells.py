"""The cells that a student's notebook has and the instructor's has not.

Source: https://otter-grader.readthedocs.io/en/latest/otter_assign/notebook_format.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_llm_teach.courses.otter.settings import AssignmentSettings
from jupyter_llm_teach.courses.reading import Added
from jupyter_llm_teach.teaching.notebook import Notebook

BEGIN_EXPORT = "<!-- BEGIN QUESTION -->"
END_EXPORT = "<!-- END QUESTION -->"
_NAME = "<!-- Question: {} -->"
_END_NAME = "<!-- End of question: {} -->"
_ENGLISH = (
    "_Type your answer here, replacing this text._",
    "The next cell runs all tests once more.",
    "## Submission\n\nRun all cells in order and save. The next cell packs what you hand in.",
)
_FRENCH = (
    "_Écrivez votre réponse ici, à la place de ce texte._",
    "La cellule suivante relance tous les tests.",
    "## Rendu\n\nExécutez les cellules dans l'ordre et enregistrez. La suivante prépare le rendu.",
)
_FRENCH_WORDS = re.compile(
    r"\b(?:le|la|les|des|une|est|et|pour|dans|avec|sur|qui|que)\b", re.IGNORECASE
)
_ENGLISH_WORDS = re.compile(
    r"\b(?:the|of|a|an|is|and|for|in|with|on|which|that|to)\b", re.IGNORECASE
)


class Wording:
    """The sentences in the language that a notebook's own texts are written in.

    Args:
        notebook: The instructor's.
    """

    def __init__(self, notebook: Notebook) -> None:
        texts = "\n".join(each.source for each in notebook.cells if each.kind == "markdown")
        french = len(_FRENCH_WORDS.findall(texts)) > len(_ENGLISH_WORDS.findall(texts))
        self.answer, self.check_all, self.submission = _FRENCH if french else _ENGLISH


def first_cells(notebook: Notebook, settings: AssignmentSettings, language: str) -> list[Added]:
    """The cell that loads Otter, where there is one."""
    if not settings.init_cell or language == "r":
        return []
    name = f'"{notebook.name}"' if settings.named else ""
    return [Added("code", f"# Initialize Otter\nimport otter\ngrader = otter.Notebook({name})")]


def check_cell(name: str, language: str) -> Added:
    """The cell that checks a question."""
    if language == "r":
        return Added("code", f'. = ottr::check("tests/{name}.R")')
    return Added("code", f'grader.check("{name}")')


def begin_mark(name: str, *, exported: bool) -> Added:
    """What stands before a question that no check cell names; readers of the page don't see it.

    Args:
        name: The question's.
        exported: Whether Otter puts the question into the PDF that students hand in.
    """
    marks = [*([BEGIN_EXPORT] if exported else []), _NAME.format(name)]
    return Added("markdown", "\n".join(marks))


def end_mark(name: str, *, exported: bool) -> Added:
    """What stands behind such a question."""
    return Added("markdown", END_EXPORT if exported else _END_NAME.format(name))


def last_cells(
    notebook: Notebook, settings: AssignmentSettings, language: str, wording: Wording
) -> Iterator[Added]:
    """The cells that run all checks, and that pack what students hand in."""
    if settings.check_all_cell and language != "r":
        yield Added("markdown", f"---\n\n{wording.check_all}")
        yield Added("code", "grader.check_all()")
    if settings.export is None:
        return
    parts = [wording.submission, *([settings.instructions] if settings.instructions else [])]
    yield Added("markdown", "\n\n".join(parts))
    if language == "r":
        given = "" if "pdf=False" in settings.export else ", pdf = TRUE"
        yield Added("code", f'ottr::export("{notebook.name}"{given})')
    else:
        yield Added("code", f"grader.export({', '.join(settings.export)})")
