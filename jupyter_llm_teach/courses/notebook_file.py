"""Reads a notebook file of any format version, and says clearly why one can't be read."""

from __future__ import annotations

import json
import math
import stat
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from jupyter_llm_teach.courses.light.metadata import teach_of
from jupyter_llm_teach.courses.outputs import printed, result
from jupyter_llm_teach.courses.tests_beside import tests_in_metadata, with_tests_beside
from jupyter_llm_teach.errors import NotebookTooLargeError, NotebookUnreadableError
from jupyter_llm_teach.teaching.notebook import Cell, NbgraderMark, Notebook

MOST_BYTES = 20_000_000
MOST_CELLS = 10_000
_OLDEST, _CURRENT = 2, 4
_LAST_WITHOUT_IDS = 4
_LONGEST_ID = 200
_KERNELS = {"ir": "r", "xcpp": "c++", "xeus-cling": "c++", "julia": "julia", "python": "python"}


def read_notebook(path: Path, *, name: str | None = None) -> Notebook:
    """The notebook in a file.

    Args:
        path: The file.
        name: What the notebook is called in its course; the file's name where left out.

    Raises:
        NotebookUnreadableError: It is missing, no file, not text, not JSON or not a notebook.
        NotebookTooLargeError: It is larger than we read, or holds too many cells.
    """
    called = name or path.name
    return with_tests_beside(notebook_in(parsed(read_text(path, called), called), called), path)


def parsed(text: str, called: str) -> dict[str, Any]:
    """The JSON document of a notebook's text, in format 4; raises as `read_notebook` does."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotebookUnreadableError(
            f"{called} is not a notebook: line {error.lineno} is not valid JSON.",
            "Open it in a text editor to mend that line, or go back to an earlier copy.",
        ) from error
    except RecursionError as error:
        raise NotebookUnreadableError(
            f"{called} is not a notebook: it is nested too deeply."
        ) from error
    if not isinstance(document, dict) or not _is_notebook(document):
        raise NotebookUnreadableError(
            f"{called} is JSON, but not a notebook.", "Choose a file that Jupyter wrote."
        )
    return _in_format_4(document, text, called)


def notebook_in(document: Mapping[str, Any], called: str) -> Notebook:
    """The notebook that a format 4 document holds; what it can't understand it leaves out."""
    raw = [each for each in document["cells"] if isinstance(each, dict)]
    if len(raw) > MOST_CELLS:
        raise NotebookTooLargeError(
            f"{called} has {len(raw)} cells; we read up to {MOST_CELLS}.",
            "Split it into several notebooks.",
        )
    cells: list[Cell] = []
    seen: set[str] = set()
    for position, each in enumerate(raw):
        cell = _cell(each, position, seen)
        seen.add(cell.id)
        cells.append(cell)
    metadata = document.get("metadata")
    return Notebook(called, _language(metadata), tuple(cells), tests_in_metadata(metadata))


def marks(metadata: Mapping[str, Any] | None) -> NbgraderMark | None:
    """What nbgrader's metadata of a cell says, for every version of its schema.

    Args:
        metadata: The ``nbgrader`` entry of a cell's metadata, as it is in the notebook.

    Source: https://nbgrader.readthedocs.io/en/stable/contributor_guide/metadata.html
    """
    if not isinstance(metadata, Mapping):
        return None
    grade, solution, task = (_is_set(metadata.get(key)) for key in ("grade", "solution", "task"))
    locked = not solution and (grade or task or _is_set(metadata.get("locked")))
    if not (grade or solution or task or locked):
        return None
    return NbgraderMark(
        grade_id=_grade_id(metadata.get("grade_id")),
        grade=grade,
        solution=solution,
        locked=locked,
        task=task,
        points=_points(metadata.get("points")) if grade or task else 0.0,
    )


def source_of(cell: Mapping[str, Any]) -> str:
    r"""The text of a cell, which the format stores as a string or as lines, with ``\n`` ends."""
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(each for each in source if isinstance(each, str))
    text = source if isinstance(source, str) else ""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def mark_of(cell: Mapping[str, Any]) -> NbgraderMark | None:
    """What nbgrader's metadata says in a cell of a format 4 document."""
    metadata = cell.get("metadata")
    return marks(metadata.get("nbgrader")) if isinstance(metadata, dict) else None


def read_text(path: Path, called: str) -> str:
    """The text of a notebook file; raises as `read_notebook` does."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "not a file"
            raise NotebookUnreadableError(
                f"{called} is {what}, not a notebook.", "Choose a .ipynb file."
            )
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotebookUnreadableError(
            f"There is no notebook {called}.", "Check its name and folder."
        ) from error
    except (OSError, ValueError) as error:
        raise NotebookUnreadableError(
            f"{called} can't be read.", "Check that you are allowed to open it."
        ) from error
    if len(content) > MOST_BYTES:
        raise NotebookTooLargeError(
            f"{called} is larger than {MOST_BYTES // 1_000_000} MB.",
            "Clear its outputs (Edit, Clear Outputs of All Cells) and save it again.",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotebookUnreadableError(
            f"{called} is not UTF-8 text (line {line}).", "Open it in Jupyter and save it again."
        ) from error


def _is_notebook(document: Mapping[str, Any]) -> bool:
    return isinstance(document.get("cells"), list) or isinstance(document.get("worksheets"), list)


def _in_format_4(document: dict[str, Any], text: str, called: str) -> dict[str, Any]:
    version = document.get("nbformat", _CURRENT)
    if not isinstance(version, int) or version > _CURRENT:
        raise NotebookUnreadableError(
            f"{called} was written in notebook format {version!s:.20}; we read up to {_CURRENT}.",
            "Save it with an older Jupyter.",
        )
    if version == _CURRENT and isinstance(document.get("cells"), list):
        return document
    upgraded = _upgraded(text) if version >= _OLDEST else None
    if upgraded is None:
        raise NotebookUnreadableError(
            f"{called} is in an old notebook format that can't be brought up to date.",
            "Open it in Jupyter and save it again.",
        )
    return upgraded


def _upgraded(text: str) -> dict[str, Any] | None:
    import nbformat  # noqa: PLC0415 - heavy, and needed for notebooks from before 2015 only

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            document = json.loads(json.dumps(nbformat.reads(text, as_version=_CURRENT)))  # type: ignore[no-untyped-call]
    except (nbformat.ValidationError, ValueError, LookupError, AttributeError, TypeError):
        return None
    return _without_new_ids(document) if isinstance(document, dict) else None


def _without_new_ids(document: dict[str, Any]) -> dict[str, Any]:
    """The document without the ids that the upgrade draws by chance, anew at each reading."""
    for cell in document["cells"]:
        cell.pop("id", None)
    return {**document, "nbformat_minor": _LAST_WITHOUT_IDS}


def _cell(raw: Mapping[str, Any], position: int, seen: set[str]) -> Cell:
    id_ = raw.get("id")
    usable = isinstance(id_, str) and 0 < len(id_) <= _LONGEST_ID and id_ not in seen
    kinds: dict[object, Literal["code", "markdown", "raw"]] = {
        "code": "code",
        "markdown": "markdown",
    }
    return Cell(
        id=str(id_) if usable else _position_id(position, seen),
        kind=kinds.get(str(raw.get("cell_type")), "raw"),
        source=source_of(raw),
        mark=mark_of(raw),
        tags=_tags(raw.get("metadata")),
        teach=teach_of(raw.get("metadata")),
        printed=printed(raw),
        result=result(raw),
    )


def _tags(metadata: object) -> tuple[str, ...]:
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return tuple(each for each in tags if isinstance(each, str)) if isinstance(tags, list) else ()


def _position_id(position: int, seen: set[str]) -> str:
    return f"cell-{position}" if str(position) in seen else str(position)


def _language(metadata: object) -> str:
    if not isinstance(metadata, dict):
        return ""
    kernel, language = metadata.get("kernelspec"), metadata.get("language_info")
    kernel = kernel if isinstance(kernel, dict) else {}
    language = language if isinstance(language, dict) else {}
    named = kernel.get("language") or language.get("name")
    if isinstance(named, str):
        return named.lower()
    name = str(kernel.get("name", "")).lower()
    return next((known for start, known in _KERNELS.items() if name.startswith(start)), "")


def _is_set(value: object) -> bool:
    return value is True or value == 1 or str(value).lower() == "true"


def _grade_id(value: object) -> str:
    return str(value).strip()[:_LONGEST_ID] if isinstance(value, (str, int)) else ""


def _points(value: object) -> float:
    try:
        points = float(value) if isinstance(value, (str, int, float)) else 0.0
    except (ValueError, OverflowError):
        return 0.0
    return points if math.isfinite(points) and points > 0 else 0.0
