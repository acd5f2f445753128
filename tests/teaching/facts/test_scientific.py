from __future__ import annotations

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import pytest

from jupyter_llm_teach.teaching.exercise import Runs
from jupyter_llm_teach.teaching.facts.fact import Difference, Kind, State
from jupyter_llm_teach.teaching.facts.scientific import said
from jupyter_llm_teach.teaching.run import Raised
from tests.teaching.facts.builders import check, only_fact

_SERIES = pd.Series([1, 2])
_TABLE = pd.DataFrame({"a": [1, 2]})


@pytest.mark.parametrize(
    ("got", "kind"),
    [
        (pd.Series([1, 3]), Kind.ELEMENT),
        (pd.Series([1]), Kind.SHAPE),
        (pd.Series([1.0, 2.0]), Kind.ELEMENT_TYPE),
        (pd.Series([1, 2], index=[1, 2]), Kind.LABELS),
        (pd.Series([1, 2], name="a"), Kind.LABELS),
    ],
)
def test_what_pandas_says_of_a_column(got: pd.Series, kind: Kind) -> None:
    with pytest.raises(AssertionError) as caught:
        pd.testing.assert_series_equal(got, _SERIES)

    assert said(str(caught.value)) == Difference(kind, "", "", confidence=0.9)


@pytest.mark.parametrize(
    ("got", "kind"),
    [
        (pd.DataFrame({"a": [1, 3]}), Kind.ELEMENT),
        (pd.DataFrame({"a": [1, 2], "b": [1, 2]}), Kind.SHAPE),
        (pd.DataFrame({"b": [1, 2]}), Kind.LABELS),
        (pd.DataFrame({"a": [1.0, 2.0]}), Kind.ELEMENT_TYPE),
    ],
)
def test_what_pandas_says_of_a_table(got: pd.DataFrame, kind: Kind) -> None:
    with pytest.raises(AssertionError) as caught:
        pd.testing.assert_frame_equal(got, _TABLE)

    assert said(str(caught.value)) == Difference(kind, "", "", confidence=0.9)


@pytest.mark.parametrize(
    ("got", "kind"), [([1, 3], Kind.ELEMENT), ([[1, 2], [1, 2], [1, 2]], Kind.SHAPE)]
)
def test_what_numpy_says(got: list[object], kind: Kind) -> None:
    for assertion in (np.testing.assert_array_equal, np.testing.assert_allclose):
        with pytest.raises(AssertionError) as caught:
            assertion(np.array(got), np.array([1, 2]))

        assert said(str(caught.value)) == Difference(kind, "", "", confidence=0.9)


def test_other_messages_say_nothing() -> None:
    assert said("f(1) must be 2") is None


def test_the_librarys_message_is_not_shown() -> None:
    raised = Raised("AssertionError", "Series length are different\n\n[left]: 3", None)

    fact = only_fact(check(Runs("assert_series_equal(f(), x)")), raised)

    assert (fact.state, fact.message) == (State.FAILED, "")
    assert fact.difference is not None
    assert fact.difference.kind is Kind.SHAPE
