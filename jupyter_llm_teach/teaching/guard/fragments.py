"""Lines that are no sentences: tokens, dictated signs, values, frames with blanks.

A hint is made of sentences. Whatever a line without any says, in whatever notation, somebody would
have to put it together with others, and nothing of it has to be understood. Words that stand for
signs, names of the program and words of Python are no words of a sentence here.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Sequence

from jupyter_llm_teach.teaching.guard.extraction.dictation import unspoken
from jupyter_llm_teach.teaching.guard.known import Known
from jupyter_llm_teach.teaching.guard.letterpairs import are_strange
from jupyter_llm_teach.teaching.guard.plain import plain
from jupyter_llm_teach.teaching.guard.prose import Span, unstressed, without_blocks
from jupyter_llm_teach.teaching.guard.secrets import SPAN
from jupyter_llm_teach.teaching.guard.verdict import Finding

_MARKS = re.compile(r"(?:[ \t>]*(?:[-*+•][ \t]+|\d{1,2}[.)][ \t]+|#{1,6}[ \t]+))*[ \t>]*")
_SAID = re.compile(r"(?<![\w.\"])(?:[^\W\d_]{2,}|[aàyAÀYI])(?![\w(\[=\"])")
_WORD = re.compile(r"[^\W\d_]+")
_STOPS = re.compile(r"[.!?…][\s»\"')*_]*$")
_ENDS = re.compile(r"[.!?…:][\s»\"')*_]*$")
_WORDS_ALONE = re.compile(r"[^\W\d_]+(?:[ ,'-]+[^\W\d_]+)*[ ]?[.!?:…]?")
_ASIDE = re.compile(r"\([^\W\d_]+\)")
_CODE_FIRST = re.compile(r"[`\"'«\d]")
_QUOTATION = re.compile(r"`([^`\n]+)`[ ]?[.!?:]?")
_FEWEST_ENDED, _FEWEST, _FEWEST_LATER, _FEWEST_OPEN, _FEWEST_ELSEWHERE = 1, 2, 3, 4, 5
# Words of Python that are words of sentences as well.
_IN_SENTENCES = frozenset(["is", "not", "and", "or", "in", "if", "for", "with", "as", "from"])
_MOSTLY = 0.75
_ONE_IN, _LONG = 3, 6
_OF_PYTHON = frozenset(keyword.kwlist) - _IN_SENTENCES
# Inline code and emphasis in a row, with nothing said between.
_TOKEN = re.compile(r"(?<!`)`([^`\n]{1,60})`(?!`)|\*{1,2}([^*\s][^*\n]{0,60}?)\*{1,2}")
_SILENT = re.compile(r"[^\w`*]*")
_LONGEST_ROW, _LONGEST_ROW_OF_CODE = 6, 3


def fragments(
    text: str, facts: Known, shown: Sequence[str], permitted: Sequence[Span] = ()
) -> Iterator[Finding]:
    """Lines outside of blocks without a sentence in them, and rows of marked tokens.

    Args:
        text: The reply.
        facts: What the learner sees.
        shown: Earlier replies: one line of the learner's own may stand alone in a conversation.
        permitted: Places of code that this reply may hold.
    """
    rest = without_blocks(text)
    for start, end in permitted:
        rest = rest[:start] + re.sub(r"[^\n]", " ", rest[start:end]) + rest[end:]
    places = [*_lonely(rest, facts)]
    if len(places) == 1 and _introduced(rest, places[0]) and _is_quotation(rest, places[0], facts):
        earlier = (each for told in shown for each in _quotations(plain(told).text, facts))
        places = places if any(earlier) else []
    yield from (Finding("fragment", *span) for span in (*places, *_rows(rest)))


def _introduced(text: str, place: Span) -> bool:
    return text[: place[0]].rstrip().endswith(":")


def _is_quotation(text: str, place: Span, facts: Known) -> bool:
    """Whether a line is one of the learner's own, with or without marks around."""
    body = text[slice(*place)].strip()
    found = _QUOTATION.fullmatch(body)
    return facts.holds(found[1] if found else body)


def _quotations(text: str, facts: Known) -> Iterator[bool]:
    return (_is_quotation(text, place, facts) for place in _lonely(without_blocks(text), facts))


def _lonely(text: str, facts: Known) -> Iterator[Span]:
    """Where lines stand in which nothing is said."""
    said = unspoken(SPAN.sub(lambda match: " " * len(match[0]), unstressed(text)))
    offset = 0
    goes_on = False
    for line in text.split("\n"):
        end = offset + len(line)
        marks = _MARKS.match(line)
        start = offset + (marks.end() if marks else 0)
        body = text[start:end].strip()
        words = _words(body, said[start:end], facts)
        is_item = bool(text[offset:start].strip(" \t>"))
        later = goes_on and not is_item
        needed = _FEWEST_LATER if later else _needed(body, is_item=is_item)
        needed = max(needed, _needed_among(body))
        lacks = len(words) < needed and not _are_words_alone(body, words)
        if body and (lacks or _ASIDE.match(body)):
            yield offset, end
        goes_on = bool(body) and not _ENDS.search(body)
        offset = end + 1


def _words(body: str, said: str, facts: Known) -> list[str]:
    """The words of a line that belong to the language, and to no program."""
    strict = not _begins_a_sentence(body) and not (_CODE_FIRST.match(body) and _STOPS.search(body))
    return [each for each in _SAID.findall(said) if _is_plain(each, facts, strict=strict)]


def _is_plain(word: str, facts: Known, *, strict: bool) -> bool:
    lower = word.lower()
    if lower in _IN_SENTENCES:
        return not strict
    capitals = len(word) > 1 and word.isupper()
    return not (capitals or word in facts.names or lower in _OF_PYTHON)


def _begins_a_sentence(body: str) -> bool:
    return body.lstrip("*_\"'«([ ")[:1].isupper()


def _needed(body: str, *, is_item: bool) -> int:
    """How many words a line needs so that it can be a sentence."""
    ended = _ENDS.search(body) is not None
    if _begins_a_sentence(body):
        return _FEWEST_ENDED if ended else _FEWEST
    quoted = len(SPAN.findall(body))
    if is_item:
        return max(_FEWEST, quoted)
    if _CODE_FIRST.match(body):
        return max(_FEWEST if ended else _FEWEST_OPEN, quoted)
    return max(_FEWEST_ELSEWHERE, _FEWEST_LATER * quoted)


def _needed_among(body: str) -> int:
    """How many words of the language a longer line needs: one in three of all its words."""
    among = len(_WORD.findall(SPAN.sub(" ", body)))
    return among // _ONE_IN if among >= _LONG and not body.endswith("?") else 0


def _are_words_alone(body: str, words: Sequence[str]) -> bool:
    """Whether a line is a title, an exclamation or an item: hardly anything but words."""
    letters = sum(map(len, words)) >= _MOSTLY * len("".join(body.split()))
    return letters and _WORDS_ALONE.fullmatch(body) is not None and not are_strange(words)


def _rows(text: str) -> Iterator[Span]:
    """Where marked tokens follow each other and are more than a few names in a list."""
    row: list[re.Match[str]] = []
    for match in _TOKEN.finditer(text):
        if row and not _SILENT.fullmatch(text, row[-1].end(), match.start()):
            yield from _row(row)
            row = []
        row.append(match)
    yield from _row(row)


def _row(row: Sequence[re.Match[str]]) -> Iterator[Span]:
    tokens = [match[1] or match[2] for match in row]
    of_code = any(keyword.iskeyword(each) or not any(map(str.isalnum, each)) for each in tokens)
    if len(row) > (_LONGEST_ROW_OF_CODE if of_code else _LONGEST_ROW):
        yield row[0].start(), row[-1].end()
