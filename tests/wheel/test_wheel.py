from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an empty environment with our wheel, where no Node is found."""
    home = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", str(home / "dist"), str(ROOT))
    run(sys.executable, "-m", "venv", str(home / "empty"))
    programs = home / "empty" / "bin"
    wheel = str(next((home / "dist").glob("*.whl")))
    run(str(programs / "python"), "-m", "pip", "install", "--quiet", wheel, path=programs)
    return programs


def run(*command: str, path: Path | None = None) -> str:
    """What a program prints, on both streams; fails when it fails."""
    environment = os.environ if path is None else os.environ | {"PATH": str(path)}
    done = subprocess.run(  # noqa: S603 - our own programs
        command,
        env=environment,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert done.returncode == 0, done.stdout
    return re.sub(r"\x1b\[\d+m", "", done.stdout)


@pytest.mark.timeout(600)
def test_the_wheel_enables_both_extensions(environment: Path) -> None:
    jupyter = str(environment / "jupyter")

    server = run(jupyter, "server", "extension", "list", path=environment)
    frontend = run(jupyter, "labextension", "list", path=environment)

    assert re.search(r"jupyter_llm_teach\s+enabled", server)
    assert re.search(r"jupyter_llm_teach\s.*OK", server)
    assert re.search(r"jupyter-llm-teach v\S+\s+enabled\s+OK", frontend)


@pytest.mark.timeout(600)
def test_the_command_of_the_wheel_answers(environment: Path) -> None:
    said = run(str(environment / "jupyter"), "teach", "doctor", "--json", path=environment)

    assert '"schema": 1' in said
