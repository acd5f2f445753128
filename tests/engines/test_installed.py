"""What a small system may lack."""

from __future__ import annotations

from jupyter_llm_teach.engines.installed import missing


def test_nothing_is_missing_where_the_engine_runs() -> None:
    assert missing() is None


def test_a_missing_program_says_how_to_get_it() -> None:
    found = missing("no_such_engine")

    assert found is not None
    assert found.todo == "Install it with `pip install no_such_engine`, then restart JupyterLab."


def test_a_missing_library_of_the_system_is_named_with_its_package() -> None:
    found = missing(libraries=(("libnosuch.so.1", "libnosuch1"),))

    assert found is not None
    assert "libnosuch.so.1, which is not installed" in found.message
    assert "sudo apt-get install libnosuch1" in found.todo
