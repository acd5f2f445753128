from __future__ import annotations

import pytest

from jupyter_llm_teach.engines.address import Address, address_in, is_allowed, is_loopback


def at(url: str) -> Address:
    found = address_in(url)
    assert isinstance(found, Address)
    return found


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:11434", "http://localhost/v1", "http://[::1]:8000", "http://127.9.9.9"],
)
def test_this_machine_is_known_by_its_addresses(url: str) -> None:
    assert is_loopback(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://0.0.0.0:8000",
        "http://10.0.0.1",
        "http://2130706433",
        "https://llm.example/v1",
    ],
)
def test_what_only_looks_like_this_machine_is_not(url: str) -> None:
    assert not is_loopback(url)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("ftp://llm.example", "must begin with"),
        ("llm.example/v1", "must begin with"),
        ("https://ada:secret@llm.example", "key_env"),
        ("https://llm.example/v1?key=1", "without ?"),
        ("https://llm.example/v1#x", "without ?"),
        ("https://", "no address"),
        ("https://llm.example:99999", "no address"),
        ("https://llm.example/v1/../admin", "no address"),
        ("https://llm.example/v1/%2e%2e/admin", "no address"),
        ("https://llm.exa mple", "no address"),
        ("https://llm.example\\evil", "no address"),
        ("https://llm.example/" + "a" * 600, "no address"),
    ],
)
def test_a_text_that_is_no_address_is_told_so(url: str, problem: str) -> None:
    found = address_in(url)

    assert isinstance(found, str)
    assert problem in found
    assert not is_loopback(url)


def test_an_address_below_an_allowed_one_is_allowed() -> None:
    allowed = [at("https://llm.example/v1")]

    assert is_allowed(at("https://llm.example/v1"), allowed)
    assert is_allowed(at("https://LLM.example:443/v1/chat/"), allowed)


@pytest.mark.parametrize(
    "url",
    [
        "https://llm.example/v2",
        "https://llm.example/v10",
        "https://llm.example",
        "http://llm.example/v1",
        "https://llm.example:8443/v1",
        "https://llm.example.evil.example/v1",
        "https://evil.example/llm.example/v1",
    ],
)
def test_another_server_path_port_or_scheme_is_not(url: str) -> None:
    assert not is_allowed(at(url), [at("https://llm.example/v1")])


def test_this_machine_is_always_allowed() -> None:
    assert is_allowed(at("http://127.0.0.1:8000/v1"), [])
