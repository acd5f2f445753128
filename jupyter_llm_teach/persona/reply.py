"""An answer as a message of a chat: Markdown without HTML, and who wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import aclosing

from jupyter_llm_teach.persona.place import Found
from jupyter_llm_teach.teaching.wording import Wording
from jupyter_llm_teach.tutor.ask import Answered, AskEvent, Unanswered, ask
from jupyter_llm_teach.tutor.model import Waiting
from jupyter_llm_teach.tutor.tutor import Tutor

_CODE = re.compile(r"(```.*?```|~~~.*?~~~|`[^`\n]*`)", re.DOTALL)
_MARKS = re.compile(r"([\\`*_\[\]#|~])")


async def reply_to(tutor: Tutor, found: Found, client: str, tell: Callable[[str], None]) -> str:
    """The message that answers a question.

    Args:
        tutor: The ports.
        found: The learner's work and the question.
        client: The id of this request; the same id is answered once.
        tell: Is told what is waited for, in words.

    Raises:
        BadInputError: there is no question, or it is too long.
        JournalError: what happened can't be recorded.
    """
    wording = tutor.wording(found.work.language)
    last: AskEvent | None = None
    async with aclosing(ask(tutor, found.work, found.question, client)) as events:
        async for event in events:
            last = event
            if isinstance(event, Waiting):
                tell(wording.say(f"persona.{event.stage}", place=str(event.place)))
    match last:
        case Answered():
            title = _MARKS.sub(r"\\\1", " ".join(found.work.exercise.title.split()))
            footer = f"*{title} · {_writer(last, tutor, wording)}*"
            return without_html(f"{last.text}\n\n{footer}")
        case Unanswered(reason=reason, next=todo):
            return without_html(f"**{reason}**\n\n{todo}")
        case _:
            raise AssertionError("a question ends with an answer or a refusal")


def _writer(answer: Answered, tutor: Tutor, wording: Wording) -> str:
    if answer.source == "analysis":
        return wording.say("persona.by_analysis")
    model = answer.spent.model if answer.spent is not None else "AI"
    cards = [each.card for each in tutor.engines.offered("chat")]
    local = all(card.local for card in cards if model in (card.name, "AI"))
    where = "persona.by_model.local" if local else "persona.by_model.remote"
    return wording.say(where, model=_MARKS.sub(r"\\\1", model))


def without_html(markdown: str) -> str:
    """Markdown that a chat can't read tags or images from; code stays as it is."""
    parts = _CODE.split(markdown)
    prose = (part.replace("<", "&lt;").replace("![", "!\\[") for part in parts[::2])
    joined = [piece for pair in zip(prose, [*parts[1::2], ""], strict=True) for piece in pair]
    return "".join(joined)
