"""The values that led to an exception, as one plain sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jupyter_llm_teach.teaching.facts.fact import ErrorFact, NameFact
from jupyter_llm_teach.teaching.quoting import code_span
from jupyter_llm_teach.teaching.wording import Wording

_MOST = 3
_SHORT = 40
_FUNCTION = re.compile(r"function|(?:builtin_function_or_)?method")
_PLAIN = re.compile(r"\.\.\.|<.* object>")  # texts that say no more than the type does
_NO_VALUES = ("NameError", "UnboundLocalError", "NotImplementedError", "ModuleNotFoundError")


def values(error: ErrorFact, wording: Wording) -> list[str]:
    """What the names on the line stood for; nothing where no name of it is worth telling.

    Where a place that does not exist was asked for, of a list only its length is told.
    """
    told = [_value(each, error, wording) for each in error.names]
    known = [each for each in told if each][:_MOST]
    if not known or error.line is None or error.type in _NO_VALUES:
        return []
    line = str(error.line)
    return [wording.say("value.line", line=line, values=_joined(known, wording))]


def _value(fact: NameFact, error: ErrorFact, wording: Wording) -> str:
    name, text = code_span(fact.name), code_span(fact.text)
    if name is None or (fact.name == "self" and _PLAIN.fullmatch(fact.text)):
        return ""
    if _FUNCTION.fullmatch(fact.type):
        return wording.say("value.function", name=name)
    if fact.length is not None and (error.type == "IndexError" or len(fact.text) > _SHORT):
        key = {0: ".none", 1: ".one"}.get(fact.length, "")
        kind = "characters" if fact.type == "str" else "elements"
        return wording.say(f"value.{kind}{key}", name=name, count=str(fact.length))
    if text is None or len(fact.text) > _SHORT or _PLAIN.fullmatch(fact.text):
        kind_ = code_span(fact.type)
        return "" if kind_ is None else wording.say("value.type", name=name, type=kind_)
    return wording.say("value.is", name=name, value=text)


def _joined(parts: Sequence[str], wording: Wording) -> str:
    if len(parts) == 1:
        return parts[0]
    return wording.say("value.and", first=", ".join(parts[:-1]), last=parts[-1])
