from __future__ import annotations

import pytest

from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.facts.fact import ErrorFact, FrameFact, NameFact, Origin
from jupyter_llm_teach.teaching.leading import values
from jupyter_llm_teach.teaching.summary import error_sentence

EN, FR = load_wording("en"), load_wording("fr")
_I = NameFact("i", "int", "5")
_XS = NameFact("numbers", "list", "[1, 2, 3, 4, 5]", 5)


def _told(*names: NameFact, kind: str = "IndexError", line: int | None = 4) -> list[str]:
    return values(ErrorFact(kind, "", line, "x = numbers[i]", names=names), EN)


def test_a_place_that_does_not_exist_is_told_with_the_length() -> None:
    assert _told(_I, _XS) == ["On line 4, `i` was `5` and `numbers` had 5 elements."]


def test_french_says_the_same() -> None:
    error = ErrorFact("IndexError", "", 4, "", names=(_I, _XS))

    assert values(error, FR) == ["À la ligne 4, `i` valait `5` et `numbers` avait 5 éléments."]


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        (_XS, "TypeError", "`numbers` was `[1, 2, 3, 4, 5]`"),
        (NameFact("t", "str", "''", 0), "IndexError", "`t` was an empty text"),
        (NameFact("t", "str", "'a'", 1), "IndexError", "`t` had one character"),
        (NameFact("t", "str", "'abc'", 3), "IndexError", "`t` had 3 characters"),
        (NameFact("d", "list", "[]", 0), "IndexError", "`d` was empty"),
        (NameFact("d", "list", "[7]", 1), "IndexError", "`d` had one element"),
        (NameFact("d", "dict", "{" + "1: 2, " * 20 + "}", 20), "KeyError", "`d` had 20 elements"),
        (NameFact("b", "Box", "..."), "TypeError", "`b` was a value of the type `Box`"),
        (NameFact("b", "Box", "<" + "b" * 50), "TypeError", "`b` was a value of the type `Box`"),
        (NameFact("b", "Box", "<Box object>"), "TypeError", "`b` was a value of the type `Box`"),
        (NameFact("b", "Box", "a\nb"), "TypeError", "`b` was a value of the type `Box`"),
        (NameFact("g", "function", "<function g>"), "TypeError", "`g` was a function itself, and"),
    ],
)
def test_a_value_is_told_by_what_helps(name: NameFact, kind: str, told: str) -> None:
    assert told in _told(name, kind=kind)[0]


def test_three_values_are_enough() -> None:
    names = [NameFact(letter, "int", "1") for letter in "abcd"]

    assert _told(*names) == ["On line 4, `a` was `1`, `b` was `1` and `c` was `1`."]


@pytest.mark.parametrize(
    "name",
    [
        NameFact("self", "Box", "<__main__.Box object>"),
        NameFact("x" * 99, "int", "1"),
        NameFact("b", "`", "..."),
        NameFact("`", "int", "1"),
    ],
)
def test_what_does_not_fit_into_a_sentence_is_left_out(name: NameFact) -> None:
    assert _told(name) == []


def test_without_a_line_or_where_a_name_is_the_trouble_no_value_helps() -> None:
    assert _told(_I, line=None) == []
    assert _told(_I, kind="NameError") == []


def test_the_values_follow_what_the_exception_means() -> None:
    error = ErrorFact("IndexError", "list index out of range", 4, "", names=(_I, _XS))

    assert error_sentence(error, EN) == (
        "Your code asks for an element at a place that does not exist (`IndexError`). "
        "On line 4, `i` was `5` and `numbers` had 5 elements."
    )


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("'int' object is not callable", "brackets behind a value of the type `int`"),
        ("'int' object is not subscriptable", "an element of a value of the type `int`"),
        ("'NoneType' object is not iterable", "goes through a value of the type `NoneType`"),
        ("cannot unpack non-iterable int object", "goes through a value of the type `int`"),
        ("unsupported operand type(s) for +: 'int' and 'str'", "go together: `int`, `str`."),
        ("'<' not supported between instances of 'int' and 'str'", "together: `int`, `str`."),
        ('can only concatenate str (not "int") to str', "together: `str`, `int`."),
        ("f() takes 1 positional argument but 2 were given", "The function `f` gets more or fewer"),
        ("f() missing 1 required positional argument: 'x'", "The function `f` gets more or fewer"),
        ("list indices must be integers or slices, not str", "that is no whole number"),
        ("'tuple' object does not support item assignment", "type `tuple`, which can't be changed"),
        ("something else", "Two values of types that do not go together"),
    ],
)
def test_a_type_error_is_told_by_its_message(message: str, sentence: str) -> None:
    assert sentence in error_sentence(ErrorFact("TypeError", message, 1, ""), EN)


@pytest.mark.parametrize(
    ("kind", "message", "sentence"),
    [
        ("NameError", "name 'f' is not defined", "The test asks for the name `f`, and no code"),
        ("AttributeError", "'Box' object has no attribute 'get'", "asks your result for `get`"),
        ("TypeError", "f() takes 0 positional arguments but 1 was given", "The test calls `f`"),
        ("TypeError", "'NoneType' object is not iterable", "it stopped with `TypeError`"),
        ("NameError", "", "it stopped with `NameError`"),
    ],
)
def test_what_ends_a_test_itself_is_not_blamed_on_the_learner(
    kind: str, message: str, sentence: str
) -> None:
    error = ErrorFact(kind, message, None, "", origin=Origin.TEST)

    assert sentence in error_sentence(error, EN)


def test_an_exception_inside_an_earlier_cell_says_so() -> None:
    inside = FrameFact("helper", 2, "return 1 / x", earlier=True)
    called = ErrorFact("ZeroDivisionError", "", 3, "", origin=Origin.EARLIER_CELL, frames=(inside,))
    alone = ErrorFact(
        "ZeroDivisionError",
        "",
        None,
        "",
        origin=Origin.EARLIER_CELL,
        frames=(FrameFact("", 1, "1 / 0", earlier=True),),
    )

    assert error_sentence(called, EN).endswith(
        "It happens in `helper`, which stands in an earlier cell and is called on line 3 of yours."
    )
    assert error_sentence(alone, EN).endswith(
        "It happens in some code, which stands in an earlier cell."
    )


def test_a_name_that_an_earlier_cell_owes_says_so() -> None:
    error = ErrorFact("NameError", "name 'data' is not defined", 1, "", origin=Origin.EARLIER_CELL)

    assert error_sentence(error, EN) == (
        "The name `data` should get its value in an earlier cell, but that cell stops with an "
        "error. Repair that cell first."
    )
