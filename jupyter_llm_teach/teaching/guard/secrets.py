"""Parts of a reference or of a hidden test in a conversation, told openly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.guard.known import LONG_RUN, RENAMED_RUN, RUN, Known
from jupyter_llm_teach.teaching.guard.shape import same_shape
from jupyter_llm_teach.teaching.guard.similarity import TOO_SIMILAR, given_away
from jupyter_llm_teach.teaching.guard.tokens import joined, placed, renamed, telling, tokens
from jupyter_llm_teach.teaching.guard.verdict import Finding

FENCE = re.compile(
    r"^[ \t]*(```|~~~)[^\n]*\n(.*?)(?:^[ \t]*\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL
)
SPAN = re.compile(r"(?<!`)(`{1,3})(?!`)([^`\n](?:[^`]|(?!\1)`)*?)\1")
_WORD = re.compile(r"[\w.]+")


def reference_runs(text: str, spoken: str, shown: Sequence[str], facts: Known) -> Iterator[Finding]:
    """Runs of a reference in the whole conversation, the reply's part of it new.

    Args:
        text: The reply.
        spoken: The same with signs for the words that stand for them.
        shown: Earlier replies, oldest first.
        facts: What the reference holds and the learner does not see.
    """
    if not facts.runs[RUN] and not facts.renamed_runs:
        return
    for start, end in _places(text, RUN, facts.runs[RUN]):
        yield Finding("reference_run", start, end)
        return
    earlier = "\n".join(shown)
    exact = ((earlier, text), (_spans(earlier), _spans(text)))
    loose = ((_prose(earlier), _prose(text)), (_spans(earlier), _spans(text)))
    if (
        _any(telling(spoken), RUN, facts.runs[RUN])
        or any(_same(*pair, facts) for pair in exact)
        or any(_alike(*pair, facts) for pair in loose)
    ):
        yield Finding("reference_run", 0, len(text))


def long_runs(text: str, facts: Known) -> Iterator[Finding]:
    """Runs of a reference that even the code of another problem can't share by chance."""
    for start, end in _places(text, LONG_RUN, facts.runs[LONG_RUN]):
        yield Finding("reference_run", start, end)


def runs_in_prose(text: str, facts: Known) -> Iterator[Finding]:
    """Shorter runs of a reference outside of blocks: the words beside code of another problem."""
    prose = FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for start, end in _places(prose, RUN, facts.runs[RUN]):
        yield Finding("reference_run", start, end)


def reference_lines(text: str, facts: Known) -> Iterator[Finding]:
    """Whole lines of a reference, as they are."""
    offset = 0
    for line in text.split("\n"):
        if facts.lines and tokens(line.strip(" `*>")) in facts.lines:
            yield Finding("reference_line", offset, offset + len(line))
        offset += len(line) + 1


def similar_code(
    text: str, exercise: Exercise, answer: str, shown: Sequence[str] = ()
) -> Iterator[Finding]:
    """Blocks of code that give most of a reference away under other names, or all of it.

    Blocks of earlier replies count as well, where this one adds to what they gave.
    """
    seen = f"{exercise.starter}\n{answer}"
    earlier = "\n".join(code for each in shown for code in _blocks(each))
    for match in FENCE.finditer(text):
        if any(_gives(match[2], earlier, each, seen) for each in exercise.references):
            yield Finding("too_similar", match.start(), match.end())
        elif any(_is_same(match[2], each, seen) for each in exercise.references):
            yield Finding("same_program", match.start(), match.end())


def _gives(code: str, earlier: str, reference: str, seen: str) -> bool:
    if given_away(code, reference, seen) >= TOO_SIMILAR:
        return True
    if not earlier:
        return False
    before = given_away(earlier, reference, seen)
    return max(before, TOO_SIMILAR) < given_away(f"{earlier}\n{code}", reference, seen)


def _is_same(code: str, reference: str, seen: str) -> bool:
    return same_shape(code, reference) and not same_shape(seen, reference)


def _blocks(text: str) -> Iterator[str]:
    return (match[2] for match in FENCE.finditer(text))


def hidden_tests(text: str, facts: Known) -> Iterator[Finding]:
    """Calls and telling values of hidden tests."""
    found = joined(tokens(text))
    if any(joined(each) in found for each in facts.hidden):
        yield Finding("hidden_test", 0, len(text))
    words = set(_WORD.findall(text))
    for word in facts.hidden_words:
        plain_word = _WORD.fullmatch(word) is not None
        quoted = any(f"{q}{word}{q}" in text for q in "'\"`")
        number = word[-1].isdigit() and word.lstrip("-") in words
        if quoted or number or (not plain_word and word in text):
            place = max(text.find(word.lstrip("-")), 0)
            yield Finding("hidden_test", place, place + len(word))


def _spans(text: str) -> str:
    blocks = [match[2] for match in FENCE.finditer(text)]
    return "\n".join([*blocks, *(match[2] for match in SPAN.finditer(FENCE.sub(" ", text)))])


def _prose(text: str) -> str:
    return SPAN.sub(" ", FENCE.sub(" ", text))


def _same(before: str, reply: str, facts: Known) -> bool:
    sequence = telling(before)[-(RUN - 1) :] + telling(reply)
    return _any(sequence, RUN, facts.runs[RUN])


def _alike(before: str, reply: str, facts: Known) -> bool:
    sequence = telling(before)[-(RENAMED_RUN - 1) :] + telling(reply)
    return _any(renamed(sequence), RENAMED_RUN, facts.renamed_runs)


def _places(text: str, size: int, runs: frozenset[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Where runs of tokens stand in a text."""
    found = placed(text) if runs else ()
    sequence = tuple(token for token, _, _ in found)
    for at in range(len(sequence) - size + 1):
        if sequence[at : at + size] in runs:
            yield found[at][1], found[at + size - 1][2]


def _any(sequence: tuple[str, ...], size: int, runs: frozenset[tuple[str, ...]]) -> bool:
    return any(sequence[i : i + size] in runs for i in range(len(sequence) - size + 1))
