"""What statuses, headers and faults mean, as values."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest

from jupyter_llm_teach.engines.chat_events import delta_of
from jupyter_llm_teach.engines.refusals import busy, failure, refusal, seconds_until
from jupyter_llm_teach.errors import (
    DeadlineError,
    EngineBusyError,
    EngineRefusedError,
    EngineUnavailableError,
    ModelMissingError,
    PromptTooLongError,
    TeachError,
)

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("17", 17),
        ("0.5", 0.5),
        ("Tue, 24 Nov 2026 12:00:30 GMT", 30),
        ("Tue, 24 Nov 2026 12:00:30 -0000", 30),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0),
        ("999999", 3600),
        ("", None),
        ("soon", None),
        ("-5", None),
    ],
)
def test_a_busy_server_says_when_in_seconds_or_as_a_date(
    header: str, seconds: float | None
) -> None:
    assert seconds_until(header, NOON) == seconds


def test_a_busy_server_that_does_not_say_when_is_asked_again_in_a_moment() -> None:
    assert (busy("").retry_after, busy("").todo) == (None, "Try again in a moment.")


@pytest.mark.parametrize(
    ("status", "told", "kind"),
    [
        (400, {"error": {"code": "context_length_exceeded"}}, PromptTooLongError),
        (400, {"error": {"type": "exceed_context_size_error"}}, PromptTooLongError),
        (400, {"error": {"param": "model"}}, ModelMissingError),
        (404, {"error": {"code": "model_not_found"}}, ModelMissingError),
        (500, {"error": {"message": "context size exceeded"}}, PromptTooLongError),
        (500, {"error": {"type": "rate_limit_exceeded"}}, EngineBusyError),
        (500, {"error": "out of memory"}, EngineUnavailableError),
        (501, {"error": {"message": "no infill"}}, EngineRefusedError),
        (422, [{"error": {"message": "seed"}}], EngineRefusedError),
        (400, [], EngineRefusedError),
    ],
)
def test_what_a_server_tells_is_read(status: int, told: object, kind: type[TeachError]) -> None:
    assert type(refusal(status, json.dumps(told), {}, "m-1")) is kind


@pytest.mark.parametrize(
    ("told", "parameter"),
    [
        ({"param": "response_format.type"}, "response_format"),
        ({"message": "unknown field `stream_options`"}, "stream_options"),
        ({"message": "The request was stopped"}, ""),
    ],
)
def test_what_a_server_does_not_know_is_found(told: object, parameter: str) -> None:
    found = refusal(400, json.dumps({"error": told}), {}, "m-1")

    assert isinstance(found, EngineRefusedError)
    assert found.parameter == parameter


def test_a_fault_is_told_by_what_led_to_it() -> None:
    outer = OSError("All attempts failed")
    outer.__cause__ = TimeoutError()

    assert isinstance(failure(outer), DeadlineError)
    assert "does not answer" in failure(OSError()).message


def test_an_event_that_tells_an_error_is_one() -> None:
    with pytest.raises(EngineBusyError):
        delta_of({"error": {"type": "overloaded_error"}}, "m-1")
    with pytest.raises(EngineRefusedError):
        delta_of({"error": "no"}, "m-1")
