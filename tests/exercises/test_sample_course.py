"""The sample course keeps its promises. Its code is our own, so it runs here without a sandbox."""

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
import tomlkit

COURSES = Path(__file__).parents[2] / "exercises"
NOTEBOOKS = sorted(COURSES.glob("*/*.ipynb"))
WRONG = tomlkit.parse(Path(__file__).with_name("wrong_answers.toml").read_text("utf-8")).unwrap()
SOLUTION = re.compile(r"^( *)### BEGIN SOLUTION\n.*?^ *### END SOLUTION$", re.DOTALL | re.MULTILINE)
STUB = r"\1# YOUR CODE HERE\n\1raise NotImplementedError()"
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n(.*?)\n### END HIDDEN TESTS", re.DOTALL)
EXAMPLE = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \|", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sample:
    """An exercise as its notebook holds it."""

    id: str
    statement: str
    earlier: str
    reference: str
    visible: str
    hidden: str

    @property
    def starter(self) -> str:
        return SOLUTION.sub(STUB, self.reference)


def notebook(path: Path) -> Any:
    return nbformat.reads(path.read_text("utf-8"), as_version=4)  # type: ignore[no-untyped-call]


def samples(path: Path) -> list[Sample]:
    found: list[Sample] = []
    cells = notebook(path).cells
    for index, cell in enumerate(cells):
        if not cell.metadata.get("nbgrader", {}).get("solution"):
            continue
        tests = cells[index + 1].source
        hidden = HIDDEN.search(tests)
        assert hidden, f"{path.name}: {cell.id} has no hidden tests"
        earlier = [
            each.source
            for each in cells[:index]
            if each.cell_type == "code" and not each.metadata.get("nbgrader")
        ]
        found.append(
            Sample(
                id=cell.metadata["nbgrader"]["grade_id"],
                statement=cells[index - 1].source,
                earlier="\n".join(earlier),
                reference=cell.source,
                visible=HIDDEN.sub("", tests),
                hidden=hidden[1],
            )
        )
    return found


SAMPLES = [sample for path in NOTEBOOKS for sample in samples(path)]
BY_ID = {sample.id: sample for sample in SAMPLES}

every_exercise = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
every_wrong_answer = pytest.mark.parametrize(
    "wrong", WRONG["wrong"], ids=lambda wrong: f"{wrong['id']}-{wrong['kind']}"
)


def run(*sources: str) -> dict[str, object]:
    """What the names mean after running the sources in order."""
    names: dict[str, object] = {}
    for source in sources:
        exec(compile(source, "<course>", "exec"), names)  # noqa: S102
    return names


def assertions(source: str) -> list[ast.Assert]:
    return [node for node in ast.parse(source).body if isinstance(node, ast.Assert)]


def compares_with_a_literal(test: ast.expr) -> bool:
    match test:
        case ast.Compare(ops=[ast.Eq()], comparators=[expected]):
            return isinstance(expected, ast.Constant | ast.List | ast.Dict | ast.UnaryOp)
        case _:
            return False


@every_exercise
def test_the_reference_passes_the_visible_and_the_hidden_tests(sample: Sample) -> None:
    run(sample.earlier, sample.reference, sample.visible, sample.hidden)


@every_exercise
def test_the_starter_fails(sample: Sample) -> None:
    with pytest.raises(NotImplementedError):
        run(sample.earlier, sample.starter, sample.visible)


@every_exercise
def test_the_examples_in_the_statement_are_true(sample: Sample) -> None:
    examples = EXAMPLE.findall(sample.statement)
    claims = [f"assert {call} == {result}" for call, result in examples]

    assert claims
    run(sample.earlier, sample.reference, *claims)


@every_exercise
def test_an_exercise_has_three_visible_and_two_hidden_tests(sample: Sample) -> None:
    assert len(assertions(sample.visible)) >= 3
    assert len(assertions(sample.hidden)) >= 2


@every_exercise
def test_every_test_compares_a_call_with_a_literal(sample: Sample) -> None:
    tests = assertions(sample.visible + "\n" + sample.hidden)

    assert [ast.unparse(test) for test in tests if not compares_with_a_literal(test.test)] == []


@every_exercise
def test_two_wrong_answers_are_known_for_an_exercise(sample: Sample) -> None:
    assert [wrong["id"] for wrong in WRONG["wrong"]].count(sample.id) >= 2


@every_wrong_answer
def test_a_wrong_answer_runs_but_fails_a_visible_test(wrong: dict[str, str]) -> None:
    sample = BY_ID[wrong["id"]]
    run(sample.earlier, wrong["code"])

    with pytest.raises((AssertionError, KeyError, TypeError, AttributeError, ValueError)):
        run(sample.earlier, wrong["code"], sample.visible)


def test_ids_are_unique_across_both_courses() -> None:
    assert len(BY_ID) == len(SAMPLES)


@every_notebook
def test_a_notebook_is_valid(path: Path) -> None:
    assert json.loads(path.read_text("utf-8"))["nbformat_minor"] == 5
    nbformat.validate(notebook(path))


@every_notebook
def test_a_notebook_stores_no_outputs(path: Path) -> None:
    code = [cell for cell in notebook(path).cells if cell.cell_type == "code"]

    assert [cell.outputs for cell in code] == [[]] * len(code)
    assert [cell.execution_count for cell in code] == [None] * len(code)


@every_notebook
def test_a_notebook_stands_as_jupyter_writes_it(path: Path) -> None:
    text = path.read_text("utf-8")

    again = json.dumps(json.loads(text), indent=1, ensure_ascii=False, sort_keys=True)
    assert text == again + "\n"


@pytest.mark.parametrize(
    ("language", "course"), [("en", "python-first-steps"), ("fr", "python-premiers-pas")]
)
def test_a_course_states_its_rules(language: str, course: str) -> None:
    rules = tomlkit.parse((COURSES / language / "teach.toml").read_text("utf-8")).unwrap()

    assert rules["course"]["id"] == course
    assert rules["course"]["language"] == language
    assert rules["policy"] == {
        "highest_rung": "outline",
        "new_attempt_between_hints": True,
        "completion": True,
        "questions": "exercise",
        "tone": "encouraging",
    }
