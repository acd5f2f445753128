from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.sentences import finished_sentences


@pytest.mark.parametrize(
    ("partial", "expected"),
    [
        ("", ()),
        ('{"question": "How man', ()),
        ('{"question": "Look at it. How man', ("Look at it.",)),
        ('{"question": "Look at it. How many?"', ("Look at it.", "How many?")),
        ('{"idea": "One.", "in_this_exercise": "Two', ("One.",)),
        ('{"idea": "One.", "in_this_exercise": "Two"}', ("One.", "Two")),
        ('{"question": "Say \\"no\\". Then', ('Say "no".',)),
        ('{"question": "broken \\', ()),
        ('{"question": "an \\u00e9t\\u00e9!"}', ("an été!",)),
        ('{"question": "bad \\u12"}', ()),
    ],
)
def test_only_complete_sentences_are_given(partial: str, expected: tuple[str, ...]) -> None:
    assert finished_sentences(partial) == expected
