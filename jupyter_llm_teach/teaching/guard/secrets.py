"""Parts of a reference or of a hidden test in a conversation, told openly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.guard.known import LONG_RUN, RENAMED_RUN, RUN, Known
from jupyter_llm_teach.teaching.guard.similarity import TOO_SIMILAR, given_away
from jupyter_llm_teach.teaching.guard.tokens import joined, renamed, telling, tokens
from jupyter_llm_teach.teaching.guard.verdict import Finding

FENCE = re.compile(
    r"^[ \t]*(```|~~~)[^\n]*\n(.*?)(?:^[ \t]*\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL
)
SPAN = re.compile(r"(?<!`)(`{1,3})(?!`)([^`\n](?:[^`]|(?!\1)`)*?)\1")
_DICTATED = (
    (r"\b(?:plus equals|plus égale?)\b", " += "),
    (r"\b(?:is set to|equals|gets|égale?|reçoit|vaut)\b", " = "),
    (r"\bplus\b", " + "),
    (r"\b(?:minus|moins)\b", " - "),
    (r"\b(?:times|fois)\b", " * "),
    (r"\b(?:divided by|divisé par)\b", " / "),
    (r"\b(?:open(?:ing)? (?:parenthesis|paren|bracket)|parenthèse ouvrante)\b", " ( "),
    (r"\b(?:clos(?:e|ing) (?:parenthesis|paren|bracket)|parenthèse fermante)\b", " ) "),
    (r"\b(?:open square bracket|crochet ouvrant)\b", " [ "),
    (r"\b(?:close square bracket|crochet fermant)\b", " ] "),
    (r"\b(?:underscore|tiret bas)\b", "_"),
    (r"\b(?:zero|zéro)\b", " 0 "),
    (r"\b(?:one|un)\b", " 1 "),
    (r"\b(?:colon|deux-points|dot|point|comma|virgule|and then|then|puis|new line)\b", " "),
)
_SPELLED = tuple((re.compile(pattern, re.IGNORECASE), sign) for pattern, sign in _DICTATED)
_WORD = re.compile(r"[\w.]+")


def reference_runs(text: str, shown: Sequence[str], facts: Known) -> Iterator[Finding]:
    """Runs of a reference in the whole conversation, the reply's part of it new."""
    if not facts.runs[RUN] and not facts.renamed_runs:
        return
    if _any(telling(dictated(text)), RUN, facts.runs[RUN]):
        yield Finding("reference_run", 0)
        return
    earlier = "\n".join(shown)
    exact = ((earlier, text), (_spans(earlier), _spans(text)))
    loose = ((_prose(earlier), _prose(text)), (_spans(earlier), _spans(text)))
    if any(_same(*pair, facts) for pair in exact) or any(_alike(*pair, facts) for pair in loose):
        yield Finding("reference_run", 0)


def long_runs(text: str, facts: Known) -> Iterator[Finding]:
    """Runs of a reference that even the code of another problem can't share by chance."""
    if _any(telling(text), LONG_RUN, facts.runs[LONG_RUN]):
        yield Finding("reference_run", 0)


def reference_lines(text: str, facts: Known) -> Iterator[Finding]:
    """Whole lines of a reference, as they are."""
    offset = 0
    for line in text.split("\n"):
        if facts.lines and tokens(line.strip(" `*>")) in facts.lines:
            yield Finding("reference_line", offset)
        offset += len(line) + 1


def similar_code(text: str, exercise: Exercise, answer: str) -> Iterator[Finding]:
    """Blocks of code that give most of a reference away under other names."""
    seen = f"{exercise.starter}\n{answer}"
    for match in FENCE.finditer(text):
        shares = (given_away(match[2], each, seen) for each in exercise.references)
        if max(shares, default=0.0) >= TOO_SIMILAR:
            yield Finding("too_similar", match.start())


def hidden_tests(text: str, facts: Known) -> Iterator[Finding]:
    """Calls and telling values of hidden tests."""
    found = joined(tokens(text))
    if any(joined(each) in found for each in facts.hidden):
        yield Finding("hidden_test", 0)
    words = set(_WORD.findall(text))
    for word in facts.hidden_words:
        plain_word = _WORD.fullmatch(word) is not None
        quoted = any(f"{q}{word}{q}" in text for q in "'\"`")
        number = word[-1].isdigit() and word.lstrip("-") in words
        if quoted or number or (not plain_word and word in text):
            yield Finding("hidden_test", 0)


def dictated(text: str) -> str:
    """Prose with the words that stand for signs replaced by the signs."""
    for pattern, sign in _SPELLED:
        text = pattern.sub(sign, text)
    return text


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


def _any(sequence: tuple[str, ...], size: int, runs: frozenset[tuple[str, ...]]) -> bool:
    return any(sequence[i : i + size] in runs for i in range(len(sequence) - size + 1))
