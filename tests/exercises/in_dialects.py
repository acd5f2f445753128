"""The sample courses in other dialects, made of the nbgrader ones.

    python -m tests.exercises.in_dialects

writes `exercises/dialects/` again. A test compares what is there with what this makes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

EXERCISES = Path(__file__).parents[2] / "exercises"
DIALECTS = EXERCISES / "dialects"
_SOLUTION = re.compile(r"( *)### BEGIN SOLUTION\n(.*?)\n *### END SOLUTION", re.DOTALL)
_HIDDEN = re.compile(r"\n### BEGIN HIDDEN TESTS\n(.*?)\n### END HIDDEN TESTS", re.DOTALL)
_STUB_IS_NBGRADERS = {
    "replace the lines `# YOUR CODE HERE` and `raise NotImplementedError()` by your own code and "
    "run the cell": "finish what is begun there with your own code and run the cell",
    "remplace les lignes `# YOUR CODE HERE` et `raise NotImplementedError()` par ton code, puis "
    "exécute la cellule": "complète ce qui est commencé, puis exécute la cellule",
}
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_HEADER = """---
kernelspec:
  display_name: Python 3 (ipykernel)
  language: python
  name: python3
---"""
Raw = dict[str, object]


@dataclass(frozen=True, slots=True)
class Text:
    """A text or a program that belongs to no exercise."""

    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class Task:
    """An exercise of the nbgrader notebooks, taken apart.

    Attributes:
        id: Its grade id.
        heading: The line of its heading.
        statement: What follows the heading.
        answer: The answer cell, markers included.
        visible: The tests that students see.
        hidden: The tests that they don't.
        points: What it is worth.
    """

    id: str
    heading: str
    statement: str
    answer: str
    visible: str
    hidden: str
    points: float

    def answered(self, make: Callable[[str, str], str]) -> str:
        """The answer cell with its solution written by a function of indentation and lines."""
        return _SOLUTION.sub(lambda found: make(found[1], found[2]), self.answer)

    @property
    def solved(self) -> str:
        """The answer cell with its solution and without markers."""
        return self.answered(lambda _, lines: lines)

    @property
    def title(self) -> str:
        """Its heading without marks."""
        return self.heading.lstrip("# ")


def parts_of(path: Path) -> Iterator[Text | Task]:
    """A notebook of the sample course, taken apart."""
    text = path.read_text("utf-8")
    for one, other in _STUB_IS_NBGRADERS.items():
        text = text.replace(one, other)
    cells = json.loads(text)["cells"]
    sources = ["".join(cell["source"]) for cell in cells]
    marks = [cell["metadata"].get("nbgrader", {}) for cell in cells]
    skipped: set[int] = set()
    for place, (cell, source, mark) in enumerate(zip(cells, sources, marks, strict=True)):
        following = next((n for n in range(place + 1, len(cells)) if marks[n]), None)
        if following == place + 1 and marks[following].get("solution"):
            skipped |= {following, following + 1}
            yield _task(
                source, sources[following], sources[following + 1], marks[following : following + 2]
            )
        elif place not in skipped:
            assert not mark, f"{path.name}, cell {place + 1} is read with its statement"
            yield Text(cell["cell_type"], source)


def _task(statement: str, answer: str, tests: str, marks: Sequence[dict[str, object]]) -> Task:
    heading, _, rest = statement.partition("\n")
    hidden = _HIDDEN.search(tests)
    assert hidden is not None, "every exercise of the sample course has hidden tests"
    return Task(
        id=str(marks[0]["grade_id"]),
        heading=heading,
        statement=rest.strip("\n"),
        answer=answer,
        visible=_HIDDEN.sub("", tests),
        hidden=hidden[1],
        points=float(str(marks[1]["points"])),
    )


def light(parts: Sequence[Text | Task]) -> str:
    """Our own light form: cell tags."""
    return _notebook(cell for part in parts for cell in _light(part))


def _light(part: Text | Task) -> Iterator[Raw]:
    if isinstance(part, Text):
        yield _cell(part.kind, part.source)
        return
    teach = {"id": part.id, "points": part.points}
    yield _cell("markdown", f"{part.heading}\n\n{part.statement}", tags=["exercise"])
    solution = part.answered(
        lambda indent, lines: f"{indent}# --- solution ---\n{lines}\n{indent}# --- end ---"
    )
    yield _cell("code", solution, tags=["solution"], teach=teach)
    yield _cell("code", part.visible, tags=["tests"])
    yield _cell("code", part.hidden, tags=["hidden-tests"])


def otter(parts: Sequence[Text | Task]) -> str:
    """Otter-Grader: raw cells around the parts of a question."""
    config = _cell("raw", "# ASSIGNMENT CONFIG\ngenerate: true\nexport_cell: false")
    return _notebook([config, *(cell for part in parts for cell in _otter(part))])


def _otter(part: Text | Task) -> Iterator[Raw]:
    if isinstance(part, Text):
        yield _cell(part.kind, part.source)
        return
    yield _cell("raw", f"# BEGIN QUESTION\nname: {part.id}\npoints: {part.points:g}")
    yield _cell("markdown", f"{part.heading}\n\n{part.statement}")
    yield _cell("raw", "# BEGIN SOLUTION")
    yield _cell(
        "code",
        part.answered(
            lambda indent, lines: f"{indent}# BEGIN SOLUTION\n{lines}\n{indent}# END SOLUTION"
        ),
    )
    yield _cell("raw", "# END SOLUTION")
    yield _cell("raw", "# BEGIN TESTS")
    yield _cell("code", part.visible)
    yield _cell("code", f"# HIDDEN\n{part.hidden}")
    yield _cell("raw", "# END TESTS")
    yield _cell("raw", "# END QUESTION")


def tags(parts: Sequence[Text | Task]) -> str:
    """Tags around what students don't get."""
    return _notebook(cell for part in parts for cell in _tags(part))


def _tags(part: Text | Task) -> Iterator[Raw]:
    if isinstance(part, Text):
        yield _cell(part.kind, part.source)
        return
    yield _cell("markdown", f"{part.heading}\n\n{part.statement}")
    yield _cell(
        "code",
        part.answered(
            lambda indent, lines: f"{indent}# <CORRECTION>\n{lines}\n{indent}# </CORRECTION>"
        ),
    )
    yield _cell("code", part.visible)
    yield _cell("code", f"# <CORRECTION>\n{part.hidden}\n# </CORRECTION>")


def myst(parts: Sequence[Text | Task]) -> str:
    """MyST: directives for exercises and solutions, in text."""
    written = [_HEADER]
    for part, before in zip(parts, [None, *parts], strict=False):
        if isinstance(part, Text) and part.kind == "markdown":
            both = isinstance(before, Text) and before.kind == "markdown"
            written.append(f"+++\n\n{part.source}" if both else part.source)
        elif isinstance(part, Text):
            written.append(_code_cell(part.source))
        else:
            written += _myst(part)
    return "\n\n".join(written) + "\n"


def _myst(part: Task) -> Iterator[str]:
    yield part.heading
    yield f"```{{exercise-start}} {part.title}\n:label: {part.id}\n```"
    yield part.statement
    yield _code_cell(part.answered(lambda indent, _: f"{indent}pass"))
    yield _code_cell(part.visible)
    yield "```{exercise-end}\n```"
    yield f"```{{solution-start}} {part.id}\n:class: dropdown\n```"
    yield _code_cell(part.solved)
    yield "```{solution-end}\n```"
    yield _code_cell(part.hidden, ":tags: [hidden-tests]\n\n")


def _code_cell(source: str, options: str = "") -> str:
    return f"```{{code-cell}} ipython3\n{options}{source}\n```"


def _cell(kind: str, source: str, **metadata: object) -> Raw:
    made: Raw = {
        "cell_type": kind,
        "metadata": metadata,
        "source": source.splitlines(keepends=True),
    }
    return {**made, "execution_count": None, "outputs": []} if kind == "code" else made


def _notebook(cells: Iterator[Raw] | Sequence[Raw]) -> str:
    document = {
        "cells": list(cells),
        "metadata": {"kernelspec": _KERNEL},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


@dataclass(frozen=True, slots=True)
class Variant:
    """A sample course in another dialect: how it is made, of which one, and its files' ending."""

    write: Callable[[Sequence[Text | Task]], str]
    original: str
    ending: str


VARIANTS = {
    "otter": Variant(otter, "en", ".ipynb"),
    "light": Variant(light, "en", ".ipynb"),
    "tags": Variant(tags, "fr", "-corr.ipynb"),
    "myst": Variant(myst, "fr", ".md"),
}


def files_of(dialect: str) -> dict[str, str]:
    """The files of a sample course in another dialect, by name."""
    variant = VARIANTS[dialect]
    originals = sorted((EXERCISES / variant.original).glob("*.ipynb"))
    made = {path.stem + variant.ending: variant.write(list(parts_of(path))) for path in originals}
    toml = (EXERCISES / variant.original / "teach.toml").read_text("utf-8")
    made["teach.toml"] = re.sub(r'(?m)^id = "(.*)"', rf'id = "\1-{dialect}"', toml)
    return made


def main() -> None:
    """Write them all."""
    for dialect in VARIANTS:
        folder = DIALECTS / dialect
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files_of(dialect).items():
            (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
