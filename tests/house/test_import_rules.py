"""Each rule on imports holds in our tree, and bites in a tree that breaks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.tree import ROOT, lint_imports, made

DIRECTION = "One direction"
SERVER = "The server knows no adapter"
COMMANDS = "Commands get adapters from app"
PERSONA = "The persona gets adapters from app"
WIRE = "Only the server and app speak to the browser"
TEACHING = "Teaching does no I/O"
INSIDE = "What runs inside the sandbox needs the standard library alone"
CIRCLES = "No circles"


def test_our_tree_keeps_every_rule() -> None:
    said = lint_imports(ROOT)

    assert " 0 broken" in said.stdout, said.stdout + said.stderr
    assert said.returncode == 0


def test_a_tree_of_empty_parts_keeps_every_rule(tmp_path: Path) -> None:
    said = lint_imports(made(tmp_path))

    assert " 0 broken" in said.stdout, said.stdout + said.stderr
    assert said.returncode == 0


@pytest.mark.parametrize(
    ("place", "imported", "rule"),
    [
        ("teaching__ladder", "jupyter_llm_teach.ports", DIRECTION),
        ("errors__tree", "jupyter_llm_teach.teaching", DIRECTION),
        ("ports__journal", "jupyter_llm_teach.storage", DIRECTION),
        ("tutor__hint", "jupyter_llm_teach.server", DIRECTION),
        ("tutor__hint", "jupyter_llm_teach.engines", DIRECTION),
        ("storage__journal", "jupyter_llm_teach.courses", DIRECTION),
        ("engines__llamacpp", "jupyter_llm_teach.sandbox", DIRECTION),
        ("sandbox__landlock", "jupyter_llm_teach.tutor", DIRECTION),
        ("server__handlers", "jupyter_llm_teach.app", DIRECTION),
        ("app__settings", "jupyter_llm_teach.cli", DIRECTION),
        ("server__handlers", "jupyter_llm_teach.storage", SERVER),
        ("server__handlers", "jupyter_llm_teach.courses", SERVER),
        ("cli__hint", "jupyter_llm_teach.storage", COMMANDS),
        ("cli__hint", "jupyter_llm_teach.engines", COMMANDS),
        ("persona__teach", "jupyter_llm_teach.storage", PERSONA),
        ("app__settings", "jupyter_llm_teach.persona", DIRECTION),
        ("tutor__hint", "jupyter_llm_teach.wire", WIRE),
        ("engines__llamacpp", "jupyter_llm_teach.wire", WIRE),
        ("cli__hint", "jupyter_llm_teach.wire", WIRE),
        ("teaching__ladder", "os", TEACHING),
        ("teaching__ladder", "pathlib", TEACHING),
        ("teaching__ladder", "time", TEACHING),
        ("teaching__ladder", "random", TEACHING),
        ("teaching__ladder", "logging", TEACHING),
        ("teaching__ladder", "asyncio", TEACHING),
        ("teaching__ladder", "pydantic", TEACHING),
        ("sandbox__inside__worker", "jupyter_llm_teach.errors", INSIDE),
    ],
)
def test_an_import_against_the_rules_is_found(
    tmp_path: Path, place: str, imported: str, rule: str
) -> None:
    said = lint_imports(made(tmp_path, **{place: f"import {imported}"}))

    assert f"{rule} BROKEN" in said.stdout, said.stdout + said.stderr
    assert said.returncode == 1


def test_a_part_without_a_place_is_found(tmp_path: Path) -> None:
    said = lint_imports(made(tmp_path, utils__text="import re"))

    assert f"{DIRECTION} BROKEN" in said.stdout, said.stdout + said.stderr
    assert "utils" in said.stdout


def test_modules_that_import_each_other_are_found(tmp_path: Path) -> None:
    tree = made(
        tmp_path,
        teaching__ladder="import jupyter_llm_teach.teaching.policy",
        teaching__policy="import jupyter_llm_teach.teaching.ladder",
    )
    said = lint_imports(tree)

    assert f"{CIRCLES} BROKEN" in said.stdout, said.stdout + said.stderr
    assert said.returncode == 1


def test_a_deferred_import_counts_as_well(tmp_path: Path) -> None:
    said = lint_imports(made(tmp_path, teaching__ladder="def now():\n    import time"))

    assert f"{TEACHING} BROKEN" in said.stdout, said.stdout + said.stderr
