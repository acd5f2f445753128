import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.courses.json_spans import Span, elements, layout_of, members, replaced

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)
INDENTS = st.sampled_from([None, 0, 1, 2, "\t"])


@given(st.dictionaries(st.text(), VALUES), INDENTS)
def test_every_member_is_found_where_it_stands(
    value: dict[str, object], indent: int | str | None
) -> None:
    text = json.dumps(value, indent=indent)

    found = {key: json.loads(text[span.start : span.end]) for key, span in members(text).items()}
    assert found == value


@given(st.lists(VALUES), INDENTS)
def test_every_element_is_found_where_it_stands(
    value: list[object], indent: int | str | None
) -> None:
    text = json.dumps(value, indent=indent)

    assert [json.loads(text[span.start : span.end]) for span in elements(text, 0)] == value


@pytest.mark.parametrize("text", ["[1]", "1", "{1: 2}", '{"a" 1}', '{"a"'])
def test_what_is_no_object_has_no_members(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|Expecting"):
        members(text)


def test_only_the_spans_are_replaced() -> None:
    assert replaced("abcdef", [(Span(4, 5), "E"), (Span(1, 3), "-")]) == "a-dEf"


def test_a_value_is_written_in_the_layout_of_its_text() -> None:
    text = '{\n  "é": [\n    1\n  ]\n}'

    assert layout_of(text).written([1, "ü"], 1) == '[\n    1,\n    "ü"\n  ]'


def test_escapes_stay_escapes_and_one_line_stays_one_line() -> None:
    layout = layout_of('{"a": "\\u00e9"}')

    assert layout.written(["é"], 3) == '["\\u00e9"]'
