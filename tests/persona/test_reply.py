from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.engines.scripted import ScriptedEngine
from jupyter_llm_teach.persona.place import Attached, Found, Said, place_of
from jupyter_llm_teach.persona.reply import reply_to, without_html
from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.policy import Policy, Questions
from jupyter_llm_teach.tutor.one_engine import OneEngine
from jupyter_llm_teach.tutor.tutor import Tutor

pytestmark = pytest.mark.anyio
GOOD = '{"answer": "Look at the last window. Which values does it hold?"}'


def found(tutor: Tutor, root: Path, question: str = "Why does it stop too early?") -> Found:
    said = Said(f"running_mean {question}", (Attached("02-strings-and-lists.ipynb"),))
    place = place_of(tutor, said, root, load_wording("en"))
    assert isinstance(place, Found)
    return place


async def test_an_answer_says_who_wrote_it(tutor: Tutor, root: Path) -> None:
    told: list[str] = []

    reply = await reply_to(tutor, found(tutor, root), "1", told.append)

    assert "one element too short" in reply
    assert reply.endswith("from analysis, no AI*")
    assert told == ["is running the tests…"]


async def test_a_models_answer_is_labelled(tutor: Tutor, root: Path) -> None:
    speaking = replace(tutor, engines=OneEngine(ScriptedEngine([GOOD])))
    told: list[str] = []

    reply = await reply_to(speaking, found(tutor, root), "1", told.append)

    assert reply.startswith("Look at the last window.")
    assert reply.endswith("AI: scripted, on this machine; it can be wrong*")
    assert told == ["is running the tests…", "is writing…"]


async def test_a_model_elsewhere_is_named_so(tutor: Tutor, root: Path) -> None:
    card = replace(ScriptedEngine([]).card(), local=False)
    speaking = replace(tutor, engines=OneEngine(ScriptedEngine([GOOD], card)))
    place = found(tutor, root)
    allowed = replace(place, work=replace(place.work, policy=Policy(remote=True)))

    reply = await reply_to(speaking, allowed, "1", lambda _: None)

    assert "outside of this machine" in reply


async def test_a_closed_door_says_why_and_what_to_do(tutor: Tutor, root: Path) -> None:
    place = found(tutor, root)
    off = replace(place, work=replace(place.work, policy=Policy(questions=Questions.OFF)))

    reply = await reply_to(tutor, off, "1", lambda _: None)

    assert reply.startswith("**Free questions are switched off")
    assert "The steps of the help ladder" in reply


def test_prose_holds_no_tags_and_no_images_and_code_stays() -> None:
    text = "<b>x</b> ![a](http://x) `a < b` and\n```python\nif a < b:\n```\n<script>"

    assert without_html(text) == (
        "&lt;b>x&lt;/b> !\\[a](http://x) `a < b` and\n```python\nif a < b:\n```\n&lt;script>"
    )


@given(st.text(alphabet="<>!`[]ab\n~", max_size=60))
def test_outside_of_code_no_sign_opens_a_tag(text: str) -> None:
    kept = without_html(text)

    assert kept.replace("&lt;", "<").replace("!\\[", "![") == text
