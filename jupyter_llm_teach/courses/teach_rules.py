"""Where the answers of other learners lie, as `teach.toml` names the folder."""

from __future__ import annotations

from pathlib import PurePosixPath

from jupyter_llm_teach.courses.tree import is_left_out


def answers_folder(value: object) -> tuple[str, str]:
    """The folder of accepted answers, relative to the course, and what is wrong with it."""
    path = PurePosixPath(value) if isinstance(value, str) else PurePosixPath()
    if not path.parts or path.is_absolute() or ".." in path.parts:
        return "", "must be the name of a folder inside the course, in quotes"
    if not is_left_out(path.parts[0]):
        return "", (
            'must be a folder that holds no exercises of the course: "submitted", "autograded", '
            "or one whose name begins with a dot"
        )
    return path.as_posix(), ""
