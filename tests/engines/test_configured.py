"""The file of engines: what it says, and what is said of everything that is wrong with it."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_llm_teach.engines.configured import EngineSettings, read_settings
from jupyter_llm_teach.engines.source import file_source, option_source
from jupyter_llm_teach.errors import ConfigurationError

SECRET = "sk-very-secret-0123456789"

WHOLE = """\
[engines.class]
kind = "openai"
model = "qwen2.5-coder-7b"
url = "https://llm.example/v1"
key_env = "CLASS_KEY"
operator = "University of Lyon"
jurisdiction = "FR"
context = 16384
parallel = 8

[engines.laptop]
kind = "ollama"
model = "qwen2.5-coder:1.5b"
options = { keep_alive = "10m", warm = true, retries = 2 }

[engines.embedded]
kind = "llamacpp"

[purposes]
completion = ["laptop", "embedded"]
phrasing = ["class", "embedded"]

[allow]
urls = ["https://llm.example/v1"]

[site]
region = "FR"
"""


def settings(
    folder: Path, text: str, environment: Mapping[str, str] | None = None
) -> EngineSettings:
    file = folder / "engines.toml"
    file.write_text(text, encoding="utf-8")
    return read_settings([file_source(file)], environment or {"CLASS_KEY": SECRET})


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        settings(folder, text)
    return caught.value.message


def test_a_file_says_which_engines_there_are(tmp_path: Path) -> None:
    found = settings(tmp_path, WHOLE)
    shared, laptop, embedded = found.specs

    assert (shared.name, shared.kind, shared.model) == ("class", "openai", "qwen2.5-coder-7b")
    assert shared.url == "https://llm.example/v1"
    assert shared.key.get_secret_value() == SECRET
    assert (shared.operator, shared.jurisdiction) == ("University of Lyon", "FR")
    assert (shared.context, shared.parallel) == (16384, 8)
    assert laptop.options == (("keep_alive", "10m"), ("warm", "true"), ("retries", "2"))
    assert (embedded.kind, embedded.context, embedded.parallel) == ("llamacpp", None, 2)
    assert found.region == "FR"


def test_a_purpose_has_its_engines_in_their_order(tmp_path: Path) -> None:
    found = settings(tmp_path, WHOLE)

    assert found.order("phrasing") == ("class", "embedded")
    assert found.order("completion") == ("laptop", "embedded")


def test_a_purpose_that_nobody_chose_for_has_all_engines(tmp_path: Path) -> None:
    assert settings(tmp_path, WHOLE).order("chat") == ("class", "laptop", "embedded")


def test_a_file_without_engines_is_one(tmp_path: Path) -> None:
    assert settings(tmp_path, "") == EngineSettings()


def test_a_key_comes_from_a_file_beside_that_only_its_owner_reads(tmp_path: Path) -> None:
    (tmp_path / "class.key").write_text(f"{SECRET}\n", encoding="utf-8")
    (tmp_path / "class.key").chmod(0o600)
    found = settings(tmp_path, WHOLE.replace('key_env = "CLASS_KEY"', 'key_file = "class.key"'))

    assert found.specs[0].key.get_secret_value() == SECRET


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    (tmp_path / "class.key").write_text(SECRET, encoding="utf-8")
    (tmp_path / "class.key").chmod(mode)
    told = refusal(tmp_path, WHOLE.replace('key_env = "CLASS_KEY"', 'key_file = "class.key"'))

    assert told == (
        'engines.toml, line 5: "key_file" names a file that others can read: '
        "run `chmod 600` on it, renew the key."
    )


WRONG = [
    ('kind = "ollama"', 'kind = "olama"', 12, 'Did you mean "ollama"?'),
    ('kind = "ollama"', 'url = "http://127.0.0.1:1"', 11, '"kind" is missing.'),
    ('kind = "ollama"', "kind = 7", 12, '"kind" can\'t be 7.'),
    ("parallel = 8", "paralel = 8", 9, 'Did you mean "parallel"?'),
    ("parallel = 8", "parallel = 0", 9, "a whole number from 1 to"),
    ("parallel = 8", "parallel = true", 9, "a whole number"),
    ("context = 16384", 'context = "large"', 8, "a whole number from 256"),
    ('jurisdiction = "FR"', 'jurisdiction = "France"', 7, "a country code"),
    ('operator = "University of Lyon"', "operator = 3", 6, "one line of text"),
    ('operator = "University of Lyon"', f'operator = "{"x" * 201}"', 6, "at most 200"),
    ('key_env = "CLASS_KEY"', 'key_env = "NOT_SET"', 5, "a variable that is not set"),
    ('key_env = "CLASS_KEY"', 'key_file = "absent"', 5, "names no file that is here"),
    ('key_env = "CLASS_KEY"', f'key = "{SECRET}"', 5, "a key must not stand here"),
    ('key_env = "CLASS_KEY"', 'key_env = "CLASS_KEY"\nkey_file = "x"', 6, "not both"),
    ('url = "https://llm.example/v1"', 'url = "https://evil.example/v1"', 4, "not allowed"),
    ('url = "https://llm.example/v1"', 'url = "http://llm.example/v1"', 4, "not allowed"),
    ('url = "https://llm.example/v1"', 'url = "llm"', 4, "must begin with http"),
    ('kind = "ollama"', 'kind = "huggingface"', 11, "https://router.huggingface.co is not allowed"),
    ('kind = "llamacpp"', 'kind = "llamacpp"\nurl = "http://127.0.0.1:1"', 18, 'kind "llamacpp"'),
    ("warm = true", "warm = [1]", 14, "must hold texts"),
    ("warm = true", '"We-Ird" = 1', 14, "no name of an option"),
    ("options = {", "options = 3 # {", 14, "must be a table"),
    ("[engines.laptop]", '[engines."no name"]', 11, "can't be a name"),
    ("[engines.laptop]", "[engines.none]", 11, "can't be a name"),
    ('["laptop", "embedded"]', '["lapdog", "embedded"]', 20, 'no engine is called "lapdog"'),
    ('["laptop", "embedded"]', "[]", 20, "names no engine"),
    ('["laptop", "embedded"]', '"laptop"', 20, "must be a list"),
    ('["laptop", "embedded"]', "[3]", 20, "must hold texts"),
    ("completion = [", "completoin = [", 20, 'Did you mean "completion"?'),
    ('urls = ["https://llm.example/v1"]', 'urls = ["llm"]', 24, "must begin with http"),
    ("urls = [", "addresses = [", 24, "The keys are"),
    ("[site]", "[sites]", 26, 'Did you mean "site"?'),
    ('region = "FR"', 'region = "france"', 27, "must be a code"),
    ('region = "FR"', 'county = "FR"', 27, "The keys are"),
    ("[site]\n", "[site\n", 26, "not valid TOML"),
    ('model = "qwen2.5-coder-7b"', 'kind = "openai"', 3, "set twice"),
]


@pytest.mark.parametrize(("right", "wrong", "line", "told"), WRONG)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, right: str, wrong: str, line: int, told: str
) -> None:
    assert right in WHOLE
    faults = refusal(tmp_path, WHOLE.replace(right, wrong, 1)).splitlines()
    first = next(each for each in faults if told in each)

    assert first.startswith(f"engines.toml, line {line}: ")


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = WHOLE.replace("parallel", "paralel").replace('"ollama"', '"olama"')

    assert len(refusal(tmp_path, text).splitlines()) == 2


@pytest.mark.parametrize("text", ["engines = 3", "[engines]\na = 3", "purposes = []", "allow = 1"])
def test_what_should_be_a_table_and_is_none_is_told(tmp_path: Path, text: str) -> None:
    assert "must be a table" in refusal(tmp_path, text)


def test_text_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "engines.toml").write_bytes(b'[site]\nregion = "\xff"\n')

    with pytest.raises(ConfigurationError, match="line 2: this is not UTF-8"):
        file_source(tmp_path / "engines.toml")


def test_a_file_that_is_not_there_or_far_too_large_is_told(tmp_path: Path) -> None:
    large = tmp_path / "engines.toml"
    large.write_bytes(b"#" * 1_000_001)

    with pytest.raises(ConfigurationError, match="can't be opened"):
        file_source(tmp_path / "absent.toml")
    with pytest.raises(ConfigurationError, match="larger than 1 MB"):
        file_source(large)


NAMES = {name: f"TeachApp.{name}" for name in ("engines", "purposes", "allow", "site")}


def test_options_say_the_same_and_go_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "engines.toml").write_text(WHOLE, encoding="utf-8")
    options = {
        "engines": {"laptop": {"kind": "llamacpp"}, "more": {"kind": "transformers"}},
        "purposes": {"phrasing": ["more"]},
        "site": {"region": "DE"},
    }
    sources = [
        file_source(tmp_path / "engines.toml"),
        option_source(options, NAMES, tmp_path),
    ]
    found = read_settings(sources, {"CLASS_KEY": SECRET})

    assert [each.name for each in found.specs] == ["class", "laptop", "embedded", "more"]
    assert found.specs[1].kind == "llamacpp"
    assert found.order("phrasing") == ("more",)
    assert found.order("completion") == ("laptop", "embedded")
    assert found.region == "DE"


def test_what_is_wrong_with_an_option_is_told_with_its_name(tmp_path: Path) -> None:
    options = {"engines": {"far": {"kind": "openai", "url": "https://llm.example"}}}

    with pytest.raises(ConfigurationError, match=r"^TeachApp\.engines: https://llm.example is not"):
        read_settings([option_source(options, NAMES, tmp_path)], {})


def test_a_password_in_an_allowed_address_is_not_repeated(tmp_path: Path) -> None:
    told = refusal(tmp_path, f'[allow]\nurls = ["https://ada:{SECRET}@llm.example"]\n')

    assert told.startswith("engines.toml, line 2: an address must hold no user")
    assert SECRET not in told


@pytest.mark.parametrize("content", [b"\xff\xfe", b"two\nlines", b"", b"caf\xc3\xa9"])
def test_a_file_that_holds_no_key_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "class.key").write_bytes(content)
    (tmp_path / "class.key").chmod(0o600)
    told = refusal(tmp_path, WHOLE.replace('key_env = "CLASS_KEY"', 'key_file = "class.key"'))

    assert told.endswith('"key_file" names a file that holds no key in one line of text.')


def test_an_option_whose_names_are_numbers_is_told_like_any_other(tmp_path: Path) -> None:
    options = {"engines": {3: {4: 5}}, "purposes": {6: []}}

    with pytest.raises(ConfigurationError, match=r'TeachApp\.engines: "kind" is missing'):
        read_settings([option_source(options, NAMES, tmp_path)], {})


def test_a_key_is_in_no_text_that_tells_of_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    spec = settings(tmp_path, WHOLE).specs[0]
    told = [repr(spec), str(spec), repr(settings(tmp_path, WHOLE)), repr(replace(spec, name="x"))]

    assert not any(SECRET in each for each in told)
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    "line",
    [
        f'key = "{SECRET}"',
        f'key_env = "{SECRET}"',
        f'key_env = ["{SECRET}"]',
        f'key_file = "{SECRET}"',
        f'key_file = {{ name = "{SECRET}" }}',
        f'url = "https://ada:{SECRET}@llm.example/v1"',
        f'url = "https://llm.example/v1?key={SECRET}"',
        f'options = {{ api_key = "{SECRET}" }}',
    ],
)
def test_a_key_that_stands_in_the_wrong_place_is_not_repeated(tmp_path: Path, line: str) -> None:
    key = line.partition(" ")[0]
    text = re.sub(rf"(?m)^{key} =.*$|^key_env =.*$", line, WHOLE, count=1)
    told = refusal(tmp_path, text)

    assert SECRET not in told
    assert "engines.toml, line" in told
