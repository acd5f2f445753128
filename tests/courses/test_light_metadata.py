import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.courses.light.metadata import teach_of, written
from jupyter_llm_teach.teaching.notebook import TeachBlock


def test_a_block_says_what_the_instructor_wrote() -> None:
    block = {"id": " mean ", "title": "The mean", "points": 2, "starter": "...", "hidden": True}

    assert teach_of({"teach": block}) == TeachBlock("mean", "The mean", 2.0, "...", hidden=True)


@pytest.mark.parametrize("metadata", [None, [], {}, {"tags": ["solution"]}, "teach"])
def test_a_cell_without_a_block_has_none(metadata: object) -> None:
    assert teach_of(metadata) is None


@pytest.mark.parametrize(
    ("block", "wrong"),
    [
        ({"points": "two"}, ("points",)),
        ({"points": True}, ("points",)),
        ({"points": -1}, ("points",)),
        ({"points": float("inf")}, ("points",)),
        ({"id": 7, "title": None}, ("id", "title")),
        ({"id": "x" * 201}, ("id",)),
        ({"starter": ["a"]}, ("starter",)),
        ({"hidden": "yes"}, ("hidden",)),
        ("mean", ("teach",)),
    ],
)
def test_what_has_a_wrong_type_is_named_and_counts_as_not_said(
    block: object, wrong: tuple[str, ...]
) -> None:
    assert teach_of({"teach": block}) == TeachBlock(wrong=wrong)


def test_the_rules_of_an_exercise_are_kept_as_they_are_written() -> None:
    rules = {"due": date(2026, 12, 1), "rungs": {"locate": {"attempts": 2}}}

    found = teach_of({"teach": {"policy": rules}})

    assert found is not None
    assert json.loads(found.policy) == {**rules, "due": "2026-12-01"}
    assert (found.unknown, found.wrong) == ((), ())


def test_rules_that_are_no_rules_are_named_and_not_forgotten() -> None:
    circle: dict[str, object] = {"ai": False}
    circle["rungs"] = circle

    assert teach_of({"teach": {"policy": 3}}) == TeachBlock(wrong=("policy",), policy="3")
    assert teach_of({"teach": {"policy": circle}}) == TeachBlock(wrong=("policy",), policy="null")


def test_keys_that_mean_nothing_are_named() -> None:
    assert teach_of({"teach": {"point": 2, "id": "a"}}) == TeachBlock("a", unknown=("point",))


def test_what_is_not_said_is_not_written() -> None:
    assert written(TeachBlock()) == {}
    assert written(TeachBlock("a", points=1.5)) == {"id": "a", "points": 1.5}
    assert written(TeachBlock(points=0.0, hidden=True)) == {"points": 0, "hidden": True}


BLOCKS = st.fixed_dictionaries(
    {},
    optional={
        "id": st.text(min_size=1, max_size=20).map(str.strip).filter(bool),
        "title": st.text(min_size=1, max_size=20).map(str.strip).filter(bool),
        "points": st.integers(0, 100) | st.sampled_from([0.5, 1.25]),
        "starter": st.text(min_size=1),
        "hidden": st.just(True),  # noqa: FBT003 - a value
    },
)


@given(BLOCKS)
def test_a_block_is_written_as_it_was_read(block: dict[str, Any]) -> None:
    read = teach_of({"teach": block})

    assert read is not None
    assert written(read) == block
