"""What completions may give of a reference: never a line that decides, and never most of it.

A line at a time is meant for finishing what a learner has begun. So the line at the cursor may not
become a line of a reference, under whatever names; the cell may not become a reference, nor hold
most of one; and of what completions gave so far, all together may not be half of one. Where they
gave more than one line, or the one line that there is, the cell is run as well. What they gave is
known by marks of its lines, so that nobody has to keep what learners write.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jupyter_llm_teach.teaching.completion.cursor import Cursor, gives_most
from jupyter_llm_teach.teaching.exercise import Exercise, normalised
from jupyter_llm_teach.teaching.facts.constructs import construct_facts
from jupyter_llm_teach.teaching.guard.known import RUN, Window, known
from jupyter_llm_teach.teaching.guard.links import links
from jupyter_llm_teach.teaching.guard.secrets import hidden_tests
from jupyter_llm_teach.teaching.guard.shape import same_shape
from jupyter_llm_teach.teaching.guard.similarity import given_away
from jupyter_llm_teach.teaching.guard.tokens import STRUCTURE, renamed, telling, tokens

_HALF = 0.5
_COMMENT = re.compile(r"#[^'\"]*$")
_SHORTEST_LINE = 5
_SIMPLE = ("def ", "class ", "import ", "from ", "#", "@", '"""', "'''")


@dataclass(frozen=True, slots=True)
class Offer:
    """A completion that could be shown.

    Attributes:
        cursor: Where it would stand.
        text: What it would insert.
        given: The marks of the lines that earlier completions of this exercise brought.
    """

    cursor: Cursor
    text: str
    given: frozenset[str] = frozenset()

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that it writes or finishes, without their indentation."""
        written = self.cursor.line(self.text).split("\n")
        return tuple(each.strip() for each in written if each.strip())

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks of these lines."""
        return tuple(map(mark_of, self.lines))

    @property
    def all_given(self) -> tuple[str, ...]:
        """What completions brought of the cell as it would be."""
        standing = [line.strip() for line in self.cursor.completed(self.text).split("\n")]
        kept = [each for each in standing if each and mark_of(each) in self.given]
        return tuple(dict.fromkeys((*kept, *self.lines)))


def mark_of(line: str) -> str:
    """What tells a line of code again: the same for other spaces and another comment."""
    code = _COMMENT.sub("", line)
    return hashlib.sha256(" ".join(tokens(code)).encode()).hexdigest()[:16]


def brings_avoided(avoid: Sequence[str], answer: str, offer: Offer) -> bool:
    """Whether a completion uses what answers do without, and the learner does not use."""
    if not avoid:
        return False
    cursor = offer.cursor
    lines = (f"{each} pass" if each.endswith(":") else each for each in offer.lines)
    brought = _constructs((cursor.completed(offer.text), *lines), avoid)
    return bool(brought - _constructs((answer, cursor.cell, cursor.without_line), avoid))


def _constructs(programs: Iterable[str], avoid: Sequence[str]) -> set[str]:
    facts = (fact for each in programs for fact in construct_facts(each, avoid, ()))
    return {name for fact in facts for name in fact.names}


def gives_away(exercise: Exercise, answer: str, offer: Offer) -> bool:
    """Whether a completion tells too much, by its text and what was completed before."""
    cursor, text = offer.cursor, offer.text
    facts = known(exercise, answer)
    line = cursor.line(text)
    if any(True for _ in (*hidden_tests(line, facts), *links(line))):
        return True
    if _decides(exercise, offer) or _has_new_run(facts.runs[RUN], cursor, text):
        return True
    cell, completed = cursor.cell, cursor.completed(text)
    if gives_most(exercise, cell, completed):
        return True
    for reference in exercise.references:
        if same_shape(completed, reference) and not same_shape(cell, reference):
            return True
        given = "\n".join(offer.all_given)
        if given_away(given, reference, exercise.starter) > _HALF:
            return True
    return False


def must_be_run(offer: Offer) -> bool:
    """Whether completions brought more than a line of the cell, or the only line that it has."""
    if len(offer.all_given) > 1:
        return True
    others = offer.cursor.without_line.split("\n")
    return all(not each.strip() or each.strip().startswith(_SIMPLE) for each in others)


def _decides(exercise: Exercise, offer: Offer) -> bool:
    """Whether a line becomes one of a reference that neither the starter nor the cell has."""
    secret = _deciding(exercise)
    written = [form for form in map(_form, offer.lines) if form in secret]
    return bool(written) and not set(written) <= set(_decisive([offer.cursor.cell]))


@lru_cache(maxsize=64)
def _deciding(exercise: Exercise) -> frozenset[Window]:
    """The lines that decide of the references, without those of the starter."""
    return frozenset(_decisive(exercise.references)) - frozenset(_decisive([exercise.starter]))


def _decisive(programs: Sequence[str]) -> Iterator[Window]:
    for program in programs:
        for line in (*normalised(program).split("\n"), *program.split("\n")):
            found = tokens(line)
            if len(found) >= _SHORTEST_LINE and not STRUCTURE.isdisjoint(found):
                yield renamed(found)


def _form(line: str) -> Window:
    return renamed(tokens(normalised(line) if not line.endswith(":") else line))


def _has_new_run(runs: frozenset[Window], cursor: Cursor, text: str) -> bool:
    """Whether the line gets a run of a reference that it did not have."""
    before, after = telling(cursor.line("")), telling(cursor.line(text))
    found = {after[at : at + RUN] for at in range(len(after) - RUN + 1)}
    found -= {before[at : at + RUN] for at in range(len(before) - RUN + 1)}
    return not found.isdisjoint(runs)
