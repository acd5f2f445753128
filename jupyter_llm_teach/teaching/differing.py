"""A difference of values as one plain sentence."""

from __future__ import annotations

from jupyter_llm_teach.teaching.facts.fact import Difference, Kind
from jupyter_llm_teach.teaching.quoting import code_span
from jupyter_llm_teach.teaching.wording import Wording

# The text about a single element, by the kind in which it differs; some kinds share one, and for
# those that are not here it is enough to say where the element stands.
_INSIDE = {
    Kind.NOT_CALLED: "not_called",
    Kind.TEXT_OR_NUMBER: "text_or_number",
    Kind.CONTAINER: "container",
    Kind.ITERATOR: "type",
    Kind.WRAPPED: "type",
    Kind.TYPE: "type",
    Kind.SHARED_ROWS: "shared_rows",
    Kind.REVERSED: "order",
    Kind.ORDER: "order",
    Kind.REPEATED: "too_long",
    Kind.REPEATS_LOST: "too_short",
    Kind.TOO_SHORT: "too_short",
    Kind.TOO_LONG: "too_long",
    Kind.SWAPPED: "swapped",
    Kind.OFF_BY_ONE: "off_by_one",
    Kind.SIGN: "sign",
    Kind.CUT: "cut",
    Kind.LAST_DIGITS: "rounding",
    Kind.ROUNDING: "rounding",
    Kind.LETTER_CASE: "letter_case",
    Kind.LINE_END: "spaces",
    Kind.OUTER_SPACES: "spaces",
    Kind.SPACES: "spaces",
    Kind.OPPOSITE: "opposite",
}


def inside_keys() -> frozenset[str]:
    """The keys of the texts about single elements."""
    return frozenset(f"inside.{name}" for name in _INSIDE.values())


def difference_sentence(difference: Difference, wording: Wording) -> str:
    """How a value differs from the expected one, and where inside of it."""
    return " ".join([_sentence(difference, wording), *_inside(difference, wording)])


def _sentence(difference: Difference, wording: Wording) -> str:
    key = (code_span(difference.key) if difference.key else None) or ""
    count = abs((difference.expected_length or 0) - (difference.got_length or 0))
    variant = _variant(difference, key, count)
    return wording.say(
        f"difference.{difference.kind.value}{variant}",
        thing=wording.say(wording.first(f"thing.{difference.got_type}", "thing.other")),
        missing=str(count),
        extra=str(count),
        index=str(difference.index),
        key=key,
        got_type=code_span(difference.got_type) or "?",
        expected_type=code_span(difference.expected_type) or "?",
    )


def _inside(difference: Difference, wording: Wording) -> list[str]:
    """Where nested values differ, and how the two single values there do."""
    place = code_span(difference.place)
    if place is None or difference.inner is None:
        return []
    told = difference.kind is difference.inner
    nested = difference.place.count("[") > 1
    parts = [wording.say("difference.place", place=place)] if told or nested else []
    if not told and difference.inner in _INSIDE:
        parts.append(wording.say(f"inside.{_INSIDE[difference.inner]}"))
    return parts


def _variant(difference: Difference, key: str, count: int) -> str:
    match difference.kind:
        case Kind.TOO_SHORT | Kind.TOO_LONG:
            return _length_variant(difference, count)
        case Kind.ELEMENT if difference.index is None:
            return ".somewhere"
        case Kind.MISSING_KEY | Kind.EXTRA_KEY if not key:
            return ".some"
        case Kind.REVERSED | Kind.ORDER if difference.got_type == "str":
            return ".text"
        case _:
            return ""


def _length_variant(difference: Difference, count: int) -> str:
    if difference.got_type == "str":
        return ".text" if count > 1 else ".sign"
    if count != 1:
        return ""
    short = min(difference.expected_length or 0, difference.got_length or 0)
    if difference.index == short and short:
        return ".last"
    return ".first" if difference.place == "[0]" and short else ".one"
