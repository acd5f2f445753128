"""How a conversation is handed to a chat template; hostile ones are tried with a real model."""

from __future__ import annotations

import resource
import signal

import pytest

from jupyter_llm_teach.engines.transformers_worker.template import TemplateError, Turns, rendered

TURNS = [("system", "Be brief."), ("user", "Hello."), ("assistant", "Hi."), ("user", "Bye.")]


class PlainTokenizer:
    """Writes turns as they are."""

    def apply_chat_template(self, turns: list[dict[str, str]], **_: object) -> str:
        return "|".join(f"{each['role']}={each['content']}" for each in turns)


class TokenizerWithoutInstructions(PlainTokenizer):
    """Refuses them, as Gemma's does."""

    def apply_chat_template(self, turns: list[dict[str, str]], **more: object) -> str:
        if turns[0]["role"] == "system":
            raise ValueError
        return super().apply_chat_template(turns, **more)


def test_a_conversation_is_written_turn_by_turn() -> None:
    written = "system=Be brief.|user=Hello.|assistant=Hi.|user=Bye."

    assert rendered(TURNS, PlainTokenizer()) == written


def test_instructions_go_to_the_question_where_a_template_knows_none() -> None:
    written = "user=Be brief.\n\nHello.|assistant=Hi.|user=Bye."

    assert rendered(TURNS, TokenizerWithoutInstructions()) == written


@pytest.mark.parametrize("turns", [[("system", "Be brief.")], TURNS[:1] * 2])
def test_instructions_alone_are_no_question(turns: Turns) -> None:
    with pytest.raises(TemplateError):
        rendered(turns, TokenizerWithoutInstructions())


def test_limits_end_with_the_template() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGALRM)
    rendered(TURNS, PlainTokenizer())

    assert (resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGALRM)) == before
