"""What every test of a command starts from: folders of its own, and a learner's wrong answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.sample import TOO_SHORT, answered, student_copy


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Jupyter's folders, away from those of whoever runs the tests; gives that of configuration."""
    for kind in ("DATA", "RUNTIME", "CONFIG"):
        monkeypatch.setenv(f"JUPYTER_{kind}_DIR", str(tmp_path / kind.lower()))
    return tmp_path / "config"


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A learner's notebook of the French course, with a loop that is one turn too short."""
    folder = student_copy("fr", tmp_path / "copy")
    return answered(folder, "moyenne_glissante", TOO_SHORT.format(name="moyenne_glissante"))
