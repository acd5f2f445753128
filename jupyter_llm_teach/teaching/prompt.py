"""What a model is asked: to phrase facts, never to find them.

A prompt holds the task's first sentence, the failing visible case, the difference in words, the
deterministic phrase and, to locate, the learner's own code. The reference and the hidden tests are
not read here. What others wrote stands between ``<<<`` and ``>>>``, as data.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.guard.bounds import bounds_of
from jupyter_llm_teach.teaching.locating import check, look_at, suspects
from jupyter_llm_teach.teaching.phrasing import phrase, summary, where
from jupyter_llm_teach.teaching.policy import Policy, Tone
from jupyter_llm_teach.teaching.quoting import code_span, goal_of
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.wording import Wording

_MOST_LINES = 24
_LONGEST_LINE = 100
# Words alone: no digits, backticks, brackets or operators, in a form llama.cpp's grammars read.
_LETTERS = "A-Za-zÀ-ÖØ-öø-ÿœ"
_WORDS_ONLY = f"[{_LETTERS} ,.?!':;-]{{20,150}}[.?]"
# Names, numbers and, in a question, calls may be quoted; there are no operators to write code with.
_NO_OPERATORS = {
    Rung.QUESTION: f"[{_LETTERS}0-9 ,.?!':;`_()\\[\\]-]{{20,270}}[?]",
    Rung.CONCEPT: f"[{_LETTERS}0-9 ,.?!':;`_-]{{20,230}}[.]",
    Rung.LOCATE: f"[{_LETTERS}0-9 ,.?!':;`_-]{{20,230}}[.?]",
}
# Where the policy lets a hint hold code, its operators too.
_OPERATORS = "+*/%<>=-]"
# Up to the last end of a sentence: a reply that met its limit stops in the middle of one.
_END = re.compile(r".*[.?!…](?:\s?»|[\")])?(?=\s|$)")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-ZÀ-Ý`])")
_LENGTHS = {
    Rung.QUESTION: {"question": 280},
    Rung.CONCEPT: {"idea": 300, "in_this_exercise": 240},
    Rung.LOCATE: {"check": 240},
}
# The schema alone keeps a reply shorter than this many words.
_LONG_ANYWAY = 100
_MAX_TOKENS = {Rung.QUESTION: 110, Rung.CONCEPT: 210, Rung.LOCATE: 110}


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question to a model.

    Attributes:
        system: How to answer.
        user: The facts to phrase.
        schema: JSON schema, as JSON text, of the reply.
        max_tokens: The longest reply.
    """

    system: str
    user: str
    schema: str
    max_tokens: int


@dataclass(frozen=True, slots=True)
class Manner:
    """How a model is to write.

    Attributes:
        policy: The tone, the school grade and the length that the instructor set.
        wrong: The rules that its last reply broke.
    """

    policy: Policy
    wrong: tuple[str, ...] = ()


_ANY_MANNER = Manner(Policy())
# What a model is told of a rule that it broke: never what it wrote, nor what it must not know.
_WRONG = {
    "not_the_schema": "whole",
    "cut_end": "whole",
    "debris": "whole",
    "repeated_sentence": "whole",
    "too_many_words": "plain",
    "too_hard_to_read": "plain",
    "wrong_language": "language",
    "unfounded_number": "facts",
    "unfounded_name": "facts",
    "no_such_line": "facts",
    "told_in_words": "steps",
}


def prompt_for(
    rung: Rung, case: Case, wording: Wording, manner: Manner = _ANY_MANNER, *, tighter: bool
) -> Prompt | None:
    """The prompt that lets a model phrase a rung.

    None for the rungs that no model phrases, and for `LOCATE` where no line is suspected.

    Args:
        rung: The step to phrase.
        case: What it is about.
        wording: The language.
        manner: Tone, grade and length, and what was wrong with the last reply.
        tighter: After a reply that the guard refused: shorter, and words alone.
    """
    if rung not in _LENGTHS or (rung is Rung.LOCATE and not suspects(case)):
        return None
    system = [wording.say("prompt.system"), wording.say(f"prompt.{rung.value}")]
    system += manner_lines(manner, wording)
    bounds = bounds_of(manner.policy, rung)
    widened = not tighter and bounds.allowance is not Allowance.NO_CODE
    if widened:
        lines = str(bounds.lines)
        system.append(wording.say(f"prompt.may.{bounds.allowance.value}", lines=lines))
    form = _WORDS_ONLY if tighter else _NO_OPERATORS[rung]
    return Prompt(
        system="\n".join(system),
        user="\n".join(
            [*_facts(rung, case, wording), *corrections(manner, wording, tighter=tighter)]
        ),
        schema=_schema(rung, case, wording, _with_operators(form) if widened else form),
        max_tokens=_MAX_TOKENS[rung],
    )


def manner_lines(manner: Manner, wording: Wording) -> list[str]:
    """What a prompt says of the manner."""
    policy = manner.policy
    said = []
    if policy.tone is not Tone.NEUTRAL:
        said.append(wording.say(f"prompt.tone.{policy.tone.value}"))
    if policy.reading_grade is not None:
        said.append(wording.say("prompt.grade", grade=str(policy.reading_grade)))
    if policy.longest_hint < _LONG_ANYWAY:
        said.append(wording.say("prompt.words", words=str(policy.longest_hint)))
    return said


def corrections(manner: Manner, wording: Wording, *, tighter: bool) -> list[str]:
    """What a second prompt says of the first reply.

    It comes last of all: an engine keeps what it has read, and then reads these lines alone.
    """
    wrong = [
        _WRONG.get(rule, "facts" if rule.startswith("contradicts") else "") for rule in manner.wrong
    ]
    keys = [f"wrong.{each}" for each in dict.fromkeys(wrong) if each]
    keys += ["tighter"] if tighter else []
    return [wording.say(f"prompt.{key}") for key in keys]


def reply_text(rung: Rung, reply_json: str, case: Case, wording: Wording) -> str | None:
    """The Markdown text of a model's reply; None where it does not follow the schema."""
    fields = _fields(rung, reply_json)
    if fields is None:
        return None
    texts, line = fields
    match rung:
        case Rung.QUESTION:
            return _questions(texts["question"])
        case Rung.CONCEPT:
            return "\n\n".join([texts["idea"], texts["in_this_exercise"], where(case, wording)])
        case _:
            return _place(texts["check"], line, case, wording)


def own_words(rung: Rung, reply_json: str) -> tuple[str, ...]:
    """The texts that a model wrote itself, up to the end of their last sentence."""
    fields = _fields(rung, reply_json)
    return () if fields is None else tuple(fields[0].values())


def _start(wording: Wording) -> str:
    """How a hint on a line begins, as a regular expression."""
    return f"{wording.say('prompt.locate.start')} "


def _place(check_text: str, line: object, case: Case, wording: Wording) -> str | None:
    """The line, quoted by us, and the first sentence of what to check there."""
    place = next((each for each in suspects(case) if each.line == line), None)
    if place is None or not re.match(_start(wording), check_text):
        return None
    return f"{look_at(place, wording)}\n\n{_SENTENCE_END.split(check_text)[0]}"


def _questions(text: str) -> str | None:
    """The first two sentences, where one of them asks something."""
    kept = " ".join(_SENTENCE_END.split(text)[:2])
    return kept if "?" in kept else None


def _facts(rung: Rung, case: Case, wording: Wording) -> list[str]:
    facts = case.shown
    goal = goal_of(case.exercise.statement)
    parts = [wording.say("prompt.facts", goal=_data(goal))] if goal else []
    if rung is Rung.CONCEPT:
        return [*parts, wording.say("prompt.material", material=_material(rung, case, wording))]
    first = facts.first
    if first is not None and all(map(code_span, (first.call, first.expected, first.got))):
        values = {"call": first.call, "expected": first.expected, "got": first.got}
        told = {name: _data(value.strip()) for name, value in values.items()}
        parts.append(wording.say("prompt.case", **told))
    if rung is Rung.LOCATE:
        parts.append(wording.say("prompt.code", code=_numbered(case)))
    parts.append(wording.say("prompt.known", summary=_data(summary(facts, wording))))
    material = _data(_material(rung, case, wording))
    parts.append(wording.say("prompt.material", material=material))
    return parts


def _material(rung: Rung, case: Case, wording: Wording) -> str:
    match rung:
        case Rung.CONCEPT:
            return wording.say(f"concept.{case.concept.value}.idea")
        case Rung.LOCATE:
            return check(case, wording)
        case _:
            return phrase(rung, case, wording)


def _numbered(case: Case) -> str:
    """The learner's code around the suspicious lines, each line with its number."""
    lines = case.answer.code.splitlines()
    centre = suspects(case)[0].line
    start = max(0, min(centre - _MOST_LINES // 2, len(lines) - _MOST_LINES))
    part = lines[start : start + _MOST_LINES]
    return "\n".join(
        f"{i}: {_data(line[:_LONGEST_LINE])}" for i, line in enumerate(part, start + 1)
    )


def _data(text: str) -> str:
    """Text of others, which can't end the quotation it stands in."""
    return text.replace("<<<", "<<").replace(">>>", ">>")


def _with_operators(form: str) -> str:
    """A form in which code may be quoted as well."""
    return form.replace("-]", _OPERATORS, 1)


def _schema(rung: Rung, case: Case, wording: Wording, form: str) -> str:
    properties: dict[str, dict[str, object]] = {}
    # A question about the line, never a claim about it: small models claim what is not so.
    start = _start(wording) if rung is Rung.LOCATE else ""
    if rung is Rung.LOCATE:
        # Analysis says which line; small models choose badly.
        properties["look_at_line"] = {"enum": [suspects(case)[0].line]}
    for name, longest in _LENGTHS[rung].items():
        field: dict[str, object] = {"type": "string"}
        field["pattern"] = f"^{start}{form}$"
        field["maxLength"] = longest
        properties[name] = field
    schema = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return json.dumps(schema, ensure_ascii=False)


def _fields(rung: Rung, reply_json: str) -> tuple[dict[str, str], object] | None:
    try:
        reply = json.loads(reply_json)
    except (ValueError, RecursionError):
        return None
    if rung not in _LENGTHS or not isinstance(reply, dict):
        return None
    texts: dict[str, str] = {}
    for name, longest in _LENGTHS[rung].items():
        text = reply.get(name)
        if not isinstance(text, str) or not 0 < len(text.strip()) <= longest:
            return None
        whole = _END.match(" ".join(text.split()))
        if whole is None:
            return None
        texts[name] = whole.group()
    return texts, reply.get("look_at_line")
