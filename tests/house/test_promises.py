"""What the project says of itself is so."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import tomlkit

from tests.house.rules import error_codes
from tests.house.tree import PACKAGE, ROOT, sources

DECISIONS = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))
)
HEAVY = {
    "alembic",
    "httpx2",
    "huggingface_hub",
    "numpy",
    "ollama",
    "openai",
    "pandas",
    "sqlalchemy",
    "torch",
    "transformers",
    "xllamacpp",
}


def python_dependencies() -> list[str]:
    project = tomlkit.parse((ROOT / "pyproject.toml").read_text(encoding="utf-8")).unwrap()
    extras = project["project"]["optional-dependencies"].values()
    stated = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    return sorted({_name(each) for each in [*stated, *(one for extra in extras for one in extra)]})


def frontend_dependencies() -> list[str]:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    names = [*package.get("dependencies", {}), *package.get("devDependencies", {})]
    # JupyterLab's own packages are one decision.
    return sorted(
        {each.split("/")[0] if each.startswith(("@jupyter", "@lumino")) else each for each in names}
    )


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found is not None
    return found[0]


def modules_after(statement: str) -> set[str]:
    asked = f"{statement}; import sys; sys.stdout.write(' '.join(sys.modules))"
    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name.split(".")[0] for name in said.stdout.split()}


def test_every_error_has_a_code_of_its_own() -> None:
    codes = Counter(
        code for path in sources(PACKAGE, ".py") for code in error_codes(path.read_text())
    )

    assert codes["journal_error"] == 1
    assert {code: count for code, count in codes.items() if count > 1 or not code} == {}


def test_an_error_without_a_code_is_found() -> None:
    assert error_codes("class LostError(TeachError):\n    pass\n") == ("",)


@pytest.mark.parametrize("dependency", python_dependencies())
def test_every_python_dependency_has_its_reason(dependency: str) -> None:
    assert f"`{dependency}`" in DECISIONS


@pytest.mark.parametrize("dependency", frontend_dependencies())
def test_every_frontend_dependency_has_its_reason(dependency: str) -> None:
    assert f"`{dependency}`" in DECISIONS


def test_importing_the_package_brings_nothing_of_ours() -> None:
    asked = (
        "import jupyter_llm_teach, sys;"
        "assert [m for m in sys.modules if m.startswith('jupyter_llm_teach.')] == []"
    )

    assert modules_after(asked) & (HEAVY | {"jupyter_server", "pydantic"}) == set()


def test_the_server_extension_brings_nothing_heavy() -> None:
    assert modules_after("import jupyter_llm_teach.app") & HEAVY == set()


ALL_KINDS = """\
[engines.embedded]
kind = "llamacpp"
model = "smollm2-135m"
[engines.laptop]
kind = "ollama"
[engines.class]
kind = "openai"
[engines.endpoint]
kind = "huggingface"
url = "http://127.0.0.1:9"
[engines.folder]
kind = "transformers"
model = "/models/smollm2"
"""
BUILD = (
    "import asyncio, os; from pathlib import Path;"
    "os.environ.update({f'JUPYTER_{kind}_DIR': %r for kind in ('DATA', 'RUNTIME', 'CONFIG')});"
    "from jupyter_llm_teach.app import build_tutor, configured;"
    "tutor = asyncio.run(build_tutor(configured()));"
    "assert len(tutor.engines.offered('chat')) == 5"
)


def test_a_tutor_with_engines_of_every_kind_brings_no_client_of_theirs(tmp_path: Path) -> None:
    (tmp_path / "engines.toml").write_text(ALL_KINDS, encoding="utf-8")
    clients = HEAVY - {"alembic", "sqlalchemy"}

    assert modules_after(BUILD % str(tmp_path)) & clients == set()


def test_decisions_are_short() -> None:
    lengths = {
        path.name: len(path.read_text(encoding="utf-8").splitlines())
        for path in sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    }

    assert {name: count for name, count in lengths.items() if count >= 40} == {}
    assert lengths
