"""What a learner sees already, and what a reply must not tell, of one exercise and answer."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from jupyter_llm_teach.teaching.exercise import Compare, Exercise, Holds, Test, normalised
from jupyter_llm_teach.teaching.guard.letters import Spelling, spelling
from jupyter_llm_teach.teaching.guard.syntax import tree_of
from jupyter_llm_teach.teaching.guard.tokens import (
    FIXED_NAMES,
    STRUCTURE,
    joined,
    renamed,
    telling,
    tokens,
    windows,
)

RUN = 6
LONG_RUN = 14
RENAMED_RUN = 8
_STRUCTURAL = 3
_SHORTEST_LINE = 5
_NAME = re.compile(r"[^\W\d]\w*")

Window = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is seen already, and what must not be told.

    Attributes:
        text: All that the learner sees, as a text of tokens.
        raw: The same as it is written.
        names: Names that the learner's code, the starter or a reference uses.
        runs: Runs of a reference that the learner does not see, by their length.
        renamed_runs: The same with chosen names made equal.
        lines: Lines of a reference that the learner does not see, as tokens.
        hidden: Calls and values of hidden tests that the learner does not see, as tokens.
        hidden_words: Longer texts and numbers of hidden tests.
        spelling: Runs of letters of a reference.
        chosen: Names that a reference gives to its own values, and that the learner does not see.
    """

    text: str
    raw: str
    names: frozenset[str]
    runs: dict[int, frozenset[Window]]
    renamed_runs: frozenset[Window]
    lines: frozenset[Window]
    hidden: frozenset[Window]
    hidden_words: frozenset[str]
    spelling: Spelling
    chosen: frozenset[str]

    def holds(self, fragment: str) -> bool:
        """Whether the learner sees these very tokens, in this order, already."""
        found = tokens(fragment)
        return bool(found) and joined(found) in self.text

    def with_seen(self, programs: Sequence[str]) -> Known:
        """The same where a learner sees some programs as well."""
        if not programs:
            return self
        text = f"{self.text} {_as_tokens(programs)}"
        return replace(self, text=text, raw="\n".join([self.raw, *programs]))


@lru_cache(maxsize=64)
def known(exercise: Exercise, answer: str) -> Known:
    """What is known of an exercise to a learner with this answer."""
    # The answer changes with every key; what the exercise alone says is worked out once.
    before = _before_any_answer(exercise)
    programs = [answer, normalised(answer)]
    text = _as_tokens(programs)
    return Known(
        text=f"{before.text} {text}",
        raw=f"{answer}\n{before.raw}",
        names=before.names | _names(answer),
        runs={size: runs - _windows(programs, size) for size, runs in before.runs.items()},
        renamed_runs=before.renamed_runs - _renamed_windows(programs),
        lines=frozenset(each for each in before.lines if joined(each) not in text),
        hidden=frozenset(each for each in before.hidden if joined(each) not in text),
        hidden_words=frozenset(each for each in before.hidden_words if each not in answer),
        spelling=spelling(exercise.references, f"{before.raw}\n{answer}"),
        chosen=before.chosen - frozenset(_NAME.findall(answer)),
    )


@lru_cache(maxsize=64)
def _before_any_answer(exercise: Exercise) -> Known:
    visible = [text for test in exercise.tests if test.visible for text in texts_of(test)]
    seen = [exercise.starter, exercise.statement, exercise.title, *visible]
    programs = [text for each in seen for text in {each, normalised(each)}]
    secret = [normalised(each) for each in exercise.references]
    text, raw = _as_tokens(programs), "\n".join(seen)
    return Known(
        text=text,
        raw=raw,
        names=_names("\n".join([exercise.starter, *secret])),
        runs={size: _windows(secret, size) - _windows(programs, size) for size in (RUN, LONG_RUN)},
        renamed_runs=_structural(_renamed_windows(secret) - _renamed_windows(programs)),
        lines=_lines(secret, text),
        hidden=_hidden(exercise, text),
        hidden_words=_hidden_words(exercise, raw),
        spelling=Spelling(),
        chosen=_chosen(secret) - frozenset(_NAME.findall(raw)),
    )


def texts_of(test: Test) -> tuple[str, ...]:
    """All that a test is made of: its setup, its code, and last what the instructor wrote."""
    check = test.check
    if isinstance(check, Compare):
        return (test.setup, check.expression, check.expected, test.message)
    code = check.expression if isinstance(check, Holds) else check.code
    return (test.setup, code, test.message)


def _as_tokens(programs: Sequence[str]) -> str:
    return " ".join(joined(tokens(each)) for each in programs)


def _names(code: str) -> frozenset[str]:
    return frozenset(each for each in _NAME.findall(code) if each not in FIXED_NAMES)


def _chosen(programs: Sequence[str]) -> frozenset[str]:
    """The names that programs bind."""
    found: set[str] = set()
    for tree in filter(None, map(tree_of, programs)):
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.arg):
                found.add(node.arg)
    return frozenset(found)


def _windows(programs: Sequence[str], size: int) -> frozenset[Window]:
    return frozenset().union(*(windows(telling(each), size) for each in programs))


def _renamed_windows(programs: Sequence[str]) -> frozenset[Window]:
    return frozenset().union(*(windows(renamed(telling(each)), RENAMED_RUN) for each in programs))


def _structural(runs: frozenset[Window]) -> frozenset[Window]:
    return frozenset(w for w in runs if sum(t in STRUCTURE for t in w) >= _STRUCTURAL)


def _lines(programs: Sequence[str], text: str) -> frozenset[Window]:
    lines = (tokens(line) for program in programs for line in program.split("\n"))
    return frozenset(
        line for line in lines if len(line) >= _SHORTEST_LINE and joined(line) not in text
    )


def _hidden(exercise: Exercise, text: str) -> frozenset[Window]:
    found: set[Window] = set()
    for fragment in _hidden_fragments(exercise):
        sequence = tokens(fragment)
        if len(sequence) >= _SHORTEST_LINE and joined(sequence) not in text:
            found.add(sequence)
    return frozenset(found)


def _hidden_fragments(exercise: Exercise) -> list[str]:
    fragments: list[str] = []
    for tree in _hidden_trees(exercise):
        fragments += [
            ast.unparse(node)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call | ast.List | ast.Tuple | ast.Dict | ast.Set)
        ]
    return fragments


def _hidden_words(exercise: Exercise, seen: str) -> frozenset[str]:
    constants = (
        node.value
        for tree in _hidden_trees(exercise)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
    )
    words = {str(value) for value in constants if _telling_constant(value)}
    return frozenset(word for word in words if word not in seen)


_LARGE = 1000
_LONG_TEXT = 4


def _telling_constant(value: object) -> bool:
    match value:
        case bool() | None:
            return False
        case int():
            return abs(value) >= _LARGE
        case float():
            return len(str(value).split(".")[-1]) > 1
        case str():
            return len(value.strip()) >= _LONG_TEXT
        case _:
            return False


def _hidden_trees(exercise: Exercise) -> list[ast.Module]:
    texts = [text for test in exercise.tests if not test.visible for text in texts_of(test)[:-1]]
    return [tree for tree in map(tree_of, texts) if tree is not None]
