"""Our code keeps the house rules, and each rule bites."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.house import rules
from tests.house.rules import Rule
from tests.house.tree import FRONTEND, PACKAGE, ROOT, STYLES, sources, tracked

PYTHON = sources(PACKAGE, ".py")
TYPESCRIPT = sources(FRONTEND, ".ts", ".tsx")
CSS = sources(STYLES, ".css")
# Generated, or text that other programs wrote; and this folder, which shows what is forbidden.
_NOT_OURS = (
    "package-lock.json",
    "tests/house/",
    ".ipynb",
    ".png",
    ".lock",
    ".svg",
    ".woff2",
    ".gen.ts",
)


def broken(files: Iterable[Path], rule: Rule, *but: Path) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line}"
        for path in files
        if path not in but
        for line in rule(path.read_text(encoding="utf-8"))
    ]


def ours() -> list[Path]:
    return [
        path
        for path in tracked()
        if not any(each in path.relative_to(ROOT).as_posix() for each in _NOT_OURS)
    ]


def ruff(source: str) -> subprocess.CompletedProcess[str]:
    place = str(PACKAGE / "tutor" / "hint.py")
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--stdin-filename", place, "-"],
        input=source,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_only_app_reads_the_environment() -> None:
    assert broken(PYTHON, rules.environment_reads, PACKAGE / "app.py") == []


def test_no_import_hides_from_the_layers() -> None:
    # The handlers load the answers of their own part at the first request.
    assert broken(PYTHON, rules.unseen_imports, PACKAGE / "server" / "handlers.py") == []


def test_teaching_never_asks_the_time() -> None:
    assert broken(sources(PACKAGE / "teaching", ".py"), rules.clock_reads) == []


def test_teaching_never_opens_a_file() -> None:
    assert broken(sources(PACKAGE / "teaching", ".py"), rules.file_access) == []


def test_nothing_is_printed() -> None:
    assert broken(PYTHON, rules.prints) == []


def test_no_file_is_too_long() -> None:
    code = [path for path in ours() if path.suffix in {".py", ".ts", ".tsx", ".css", ".mjs"}]

    assert broken(code, rules.beyond_the_longest) == []


def test_only_the_client_talks_to_the_server() -> None:
    assert broken(TYPESCRIPT, rules.requests_made, FRONTEND / "client.ts") == []


def test_only_one_file_touches_cells() -> None:
    assert broken(TYPESCRIPT, rules.cell_access, FRONTEND / "notebook.ts") == []


def test_text_never_becomes_html() -> None:
    assert broken(TYPESCRIPT, rules.raw_html) == []


def test_every_colour_is_the_theme_s() -> None:
    assert broken(CSS, rules.colour_literals) == []


def test_no_file_names_a_place_on_one_machine() -> None:
    assert broken(ours(), rules.machine_places) == []


def test_locked_packages_come_from_the_public_registry() -> None:
    locks = [path for path in tracked() if path.name == "package-lock.json"]

    assert broken(locks, rules.locked_elsewhere) == []


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (rules.environment_reads, "import os\nhome = os.environ['HOME']\n"),
        (rules.environment_reads, "import os\nhome = os.getenv('HOME')\n"),
        (rules.environment_reads, "\nfrom os import environ\n"),
        (rules.unseen_imports, "\nimport_module('jupyter_llm_teach.storage')\n"),
        (rules.unseen_imports, "\nimportlib.import_module('jupyter_llm_teach.app')\n"),
        (rules.clock_reads, "import datetime\nnow = datetime.datetime.now()\n"),
        (rules.clock_reads, "from datetime import date\nday = date.today()\n"),
        (rules.file_access, "\nopen('notes.txt')\n"),
        (rules.prints, "\nprint('hello')\n"),
        (rules.requests_made, "\nawait fetch(url);"),
        (rules.requests_made, "\nnew EventSource(url);"),
        (rules.requests_made, "\nServerConnection.makeRequest(url, {}, settings);"),
        (rules.cell_access, "\nimport { Cell } from '@jupyterlab/cells';"),
        (rules.cell_access, "\ncell.model.sharedModel.setSource('x');"),
        (rules.raw_html, "\nnode.innerHTML = text;"),
        (rules.raw_html, "\n<p dangerouslySetInnerHTML={{ __html: text }} />"),
        (rules.colour_literals, ".a {\n  color: #FFF;\n}"),
        (rules.colour_literals, ".a {\n  border: 1px solid rgb(0 0 0);\n}"),
        (rules.colour_literals, ".a {\n  background: white;\n}"),
        (rules.machine_places, "\ncd /home/gwen/course"),
        (rules.machine_places, "\npip install --index-url https://example.org/simple x"),
        (rules.machine_places, "\nsee http://packages.example.internal/x"),
        (rules.locked_elsewhere, '{\n"resolved": "https://mirror.example.org/react.tgz"}'),
    ],
)
def test_a_line_against_the_rules_is_found(rule: Rule, source: str) -> None:
    assert rule(source) == (2,)


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (rules.environment_reads, "import os\nprocess = os.getpid()\nenvironment = {}\n"),
        (rules.clock_reads, "def due(now: datetime) -> bool:\n    return now > LIMIT\n"),
        (rules.prints, "def printed(text):\n    return text\n"),
        (rules.colour_literals, ".a {\n  color: var(--jp-ui-font-color1); /* not #fff */\n}"),
        (rules.colour_literals, ".a { background: transparent; white-space: pre-wrap; }"),
        (rules.machine_places, "Your home folder, such as ~/courses or /home/ada/courses."),
    ],
)
def test_a_line_within_the_rules_is_left_alone(rule: Rule, source: str) -> None:
    assert rule(source) == ()


def test_a_file_of_four_hundred_lines_is_the_longest() -> None:
    assert rules.beyond_the_longest("x\n" * 400) == ()
    assert rules.beyond_the_longest("x\n" * 401) == (401,)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("from . import work\n", "TID252"),
        ("from ..teaching import rung\n", "TID252"),
        ("print('hello')\n", "T201"),
        ("try:\n    x = 1\nexcept Exception:\n    pass\n", "BLE001"),
        ("def f(a, b, c, d, e, g):\n    return a\n", "PLR0913"),
        ("x = eval('1')\n", "S307"),
    ],
)
def test_the_linter_refuses_what_the_style_forbids(source: str, code: str) -> None:
    said = ruff(source)

    assert code in said.stdout
    assert said.returncode == 1
