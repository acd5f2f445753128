"""What a model is asked for a free question: the facts, the last turns, the question.

Neither the reference nor hidden tests are read here. What others wrote, the learner's question and
code among it, stands between ``<<<`` and ``>>>``, as data. The parts come in the order in which
they change, so that an engine reads again only what is new since the last question.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from jupyter_llm_teach.teaching.asking.topic import Topic
from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.exercise import Compare
from jupyter_llm_teach.teaching.history import Exchange
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.prompt import Manner, Prompt, corrections, manner_lines
from jupyter_llm_teach.teaching.quoting import code_span, goal_of
from jupyter_llm_teach.teaching.summary import summary
from jupyter_llm_teach.teaching.wording import Wording

About = Literal["exercise", "python", "other"]

_TURNS = 3
_LONGEST_TURN = 200
_LONGEST_STATEMENT = 900
_MOST_LINES = 40
_MOST_TESTS = 3
_MOST_EARLIER = 15
_LONGEST_LINE = 100
_LETTERS_A_WORD = 6
_SHORTEST, _LONGEST = 20, 480
_LONGEST_SENTENCE = 110
_MAX_TOKENS = 130
# Names, numbers and calls may be quoted; there are no operators to write code with.
_LETTERS = "A-Za-zÀ-ÖØ-öø-ÿœ"
_SIGNS = f"{_LETTERS}0-9 ,':;`_()\\[\\]-"
_WORDS_ONLY = f"{_LETTERS} ,':;-"
# Up to the last end of a sentence: a reply that met its limit stops in the middle of one.
_WHOLE = re.compile(r".*[.?!…](?:\s?»|[\")])?(?=\s|$)")
_SENTENCE_END = re.compile(r"(?<=[.?!…])\s+")
_ABOUT: tuple[About, ...] = ("exercise", "python", "other")


@dataclass(frozen=True, slots=True)
class Question:
    """A free question.

    Attributes:
        text: In the learner's words.
        topic: What its words say that it is about.
        turns: Earlier questions on the exercise and what was shown for them, oldest first.
    """

    text: str
    topic: Topic
    turns: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model wrote.

    Attributes:
        text: Whole sentences, as many as the policy has words for.
        about: What the question is about in the model's eyes; None where it was not asked.
    """

    text: str
    about: About | None


def question_prompt(
    question: Question, case: Case, manner: Manner, wording: Wording, *, tighter: bool
) -> Prompt:
    """The prompt for a question.

    The model is asked what the question is about only where its words do not tell.

    Args:
        question: The question and the turns before it.
        case: The exercise, the answer and what may be known of it.
        manner: Tone, grade and length, and what was wrong with the last reply.
        wording: The language.
        tighter: After a reply that the guard refused: shorter, and words alone.
    """
    topic = question.topic
    rules = ["prompt.ask.system"]
    rules += [] if topic.is_known else ["prompt.ask.about"]
    rules.append("prompt.ask.point" if topic is Topic.RELATED else "prompt.ask.say")
    return Prompt(
        system="\n".join([*map(wording.say, rules), *manner_lines(manner, wording)]),
        user="\n".join(
            [*_facts(question, case, wording), *corrections(manner, wording, tighter=tighter)]
        ),
        schema=_schema(topic, manner.policy, wording, tighter=tighter),
        max_tokens=_MAX_TOKENS,
    )


def reply_of(reply_json: str, topic: Topic, policy: Policy, wording: Wording) -> Reply | None:
    """A model's reply; None where it does not follow the schema or holds no whole sentence.

    Of one about the learner's own work remain the sentences that point or ask, since an engine may
    not hold a model to its schema.
    """
    try:
        reply = json.loads(reply_json)
    except (ValueError, RecursionError):
        return None
    if not isinstance(reply, dict) or not isinstance(reply.get("answer"), str):
        return None
    about: About | None = next((each for each in _ABOUT if reply.get("about") == each), None)
    whole = _WHOLE.match(" ".join(reply["answer"].split()))
    sentences = [] if whole is None else _SENTENCE_END.split(whole.group().strip())
    sentences = [each for each in sentences if is_kept(each, topic, wording)]
    text = _within(sentences, policy.longest_hint)
    return Reply(text, about) if text or about == "other" else None


def is_kept(sentence: str, topic: Topic, wording: Wording) -> bool:
    """Whether a sentence of a reply is shown.

    One about the learner's own work points or asks, and did not meet its limit, which cuts it
    anywhere.
    """
    if topic is not Topic.RELATED:
        return True
    starts = (wording.say("prompt.ask.looks"), wording.say("prompt.ask.asks"))
    start = re.match(f"(?:{'|'.join(starts)}) ", sentence)
    return start is not None and len(sentence) - start.end() < _LONGEST_SENTENCE


def _within(sentences: Sequence[str], words: int) -> str:
    """As many sentences as fit into some words; the first one at least."""
    kept: list[str] = []
    for sentence in sentences:
        if kept and len(" ".join([*kept, sentence]).split()) > words:
            break
        kept.append(sentence)
    return " ".join(kept)


def _facts(question: Question, case: Case, wording: Wording) -> Iterator[str]:
    facts = case.shown
    task = case.exercise.statement.strip()[:_LONGEST_STATEMENT] or goal_of(case.exercise.title)
    yield wording.say("prompt.facts", goal=_data(task))
    tests = list(_tests(case))
    if tests:
        yield wording.say("prompt.ask.tests", tests="\n".join(tests))
    earlier = _lines("\n".join(case.answer.prelude), _MOST_EARLIER)
    if earlier:
        yield wording.say("prompt.ask.earlier", code=earlier)
    yield wording.say("prompt.ask.code", code=_lines(case.answer.code, _MOST_LINES))
    first = facts.first
    if first is not None and all(map(code_span, (first.call, first.expected, first.got))):
        values = {"call": first.call, "expected": first.expected, "got": first.got}
        told = {name: _data(value.strip()) for name, value in values.items()}
        yield wording.say("prompt.case", **told)
    yield wording.say("prompt.known", summary=_data(summary(facts, wording)))
    for turn in question.turns[-_TURNS:]:
        asked, shown = (_data(_short(each)) for each in (turn.question, turn.reply))
        yield wording.say("prompt.ask.turn", question=asked, reply=shown)
    yield wording.say("prompt.ask.question", question=_data(" ".join(question.text.split())))


def _tests(case: Case) -> Iterator[str]:
    checks = [test.check for test in case.visible_tests if isinstance(test.check, Compare)]
    for check in checks[:_MOST_TESTS]:
        call, expected = " ".join(check.expression.split()), " ".join(check.expected.split())
        if len(call) + len(expected) <= _LONGEST_LINE:
            yield f"{_data(call)} -> {_data(expected)}"


def _lines(code: str, most: int) -> str:
    lines = [_data(line[:_LONGEST_LINE]) for line in code.splitlines() if line.strip()]
    return "\n".join(lines[:most])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_TURN else f"{line[:_LONGEST_TURN].rsplit(' ', 1)[0]} …"


def _data(text: str) -> str:
    """Text of others, which can't end the quotation it stands in."""
    return text.replace("<<<", "<<").replace(">>>", ">>")


def _schema(topic: Topic, policy: Policy, wording: Wording, *, tighter: bool) -> str:
    signs = _WORDS_ONLY if tighter else _SIGNS
    longest = max(_SHORTEST * 2, min(policy.longest_hint * _LETTERS_A_WORD, _LONGEST))
    properties: dict[str, dict[str, object]] = {}
    if not topic.is_known:
        properties["about"] = {"enum": list(_ABOUT)}
    text: dict[str, object] = {"type": "string", "maxLength": longest + 1}
    if topic is Topic.RELATED:
        run = f" [{signs}]{{10,{_LONGEST_SENTENCE}}}[{_LETTERS}0-9`)\\]]"
        looks, asks = wording.say("prompt.ask.looks"), wording.say("prompt.ask.asks")
        one = f"(({looks}){run}[.]|({asks}){run}[?])"
        text["pattern"] = f"^{one}( {one}){{0,{0 if tighter else 1}}}$"
    else:
        most = longest // 2 if tighter else longest
        text["pattern"] = f"^[.?!{signs}]{{{_SHORTEST},{most}}}[.?!]$"
    properties["answer"] = text
    schema = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return json.dumps(schema, ensure_ascii=False)
