from __future__ import annotations

import os
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.files_beside import FilesBeside, folder_of
from jupyter_llm_teach.teaching.named_files import NamedFiles


def put(folder: Path, *paths: str, content: bytes = b"1") -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def given(folder: Path, *files: str, modules: tuple[str, ...] = ()) -> list[str]:
    named = NamedFiles(files, ("data", "inner", "no\0folder"), modules)
    return sorted(each.path for each in FilesBeside().named(folder, named))


def test_data_files_are_given_where_they_lie(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "data/b.NPY", "data/c.txt", "other/d.csv")

    assert given(tmp_path, "a.csv", "data/b.NPY", "c.txt", "gone.csv") == [
        "a.csv",
        "data/b.NPY",
        "data/c.txt",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "solution.csv",
        "tests.json",
        "hidden_values.txt",
        "gradebook.db",
        "solutions/a.csv",
        ".teacher/a.csv",
        "data/.cache/a.csv",
        "submitted/a.csv",
        "a.ipynb",
        "a.py",
        "notes",
    ],
)
def test_what_may_hold_solutions_and_what_is_no_data_is_not_given(
    tmp_path: Path, path: str
) -> None:
    put(tmp_path, path)

    assert given(tmp_path, path) == []


def test_a_text_with_marks_of_a_solution_is_not_given(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "shapes.py", content=b"### BEGIN SOLUTION\nx\n### END SOLUTION\n")

    assert given(tmp_path, "a.txt", modules=("shapes",)) == []


def test_a_helper_module_is_given_with_what_it_names(tmp_path: Path) -> None:
    put(tmp_path, "shapes.py", content=b"import lines\nopen('sizes.csv')")
    put(tmp_path, "lines.py", content=b"import shapes")
    put(tmp_path, "sizes.csv", "solution.py", "numpy/__init__.py")

    assert given(tmp_path, modules=("shapes", "solution", "numpy")) == [
        "lines.py",
        "shapes.py",
        "sizes.csv",
    ]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "secret.csv", "course/real.csv")
    (tmp_path / "course" / "out.csv").symlink_to(tmp_path / "secret.csv")
    (tmp_path / "course" / "in.csv").symlink_to(tmp_path / "course" / "real.csv")
    (tmp_path / "course" / "data").symlink_to(tmp_path)
    (tmp_path / "course" / "loop.csv").symlink_to(tmp_path / "course" / "loop.csv")

    files = given(tmp_path / "course", "out.csv", "in.csv", "loop.csv", "secret.csv")

    assert files == ["in.csv"]


def test_what_is_not_a_regular_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()

    assert given(tmp_path, "pipe.csv", "folder.csv") == []


def test_a_file_of_more_than_five_megabytes_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, "large.csv", content=b"x" * 5_000_001)
    put(tmp_path, "most.csv", content=b"x" * 5_000_000)

    assert given(tmp_path, "large.csv", "most.csv") == ["most.csv"]


def test_what_is_more_than_twenty_megabytes_together_is_left_out(tmp_path: Path) -> None:
    names = [f"{number}.csv" for number in range(5)]
    put(tmp_path, *names, content=b"x" * 5_000_000)

    assert given(tmp_path, *names) == names[:4]


def test_no_more_than_twenty_files_are_given(tmp_path: Path) -> None:
    names = [f"{number}.csv" for number in range(30)]
    put(tmp_path, *names)

    assert len(given(tmp_path, *names)) == 20


def test_a_file_that_changed_is_read_again_and_another_one(tmp_path: Path) -> None:
    files, named = FilesBeside(), NamedFiles(("a.csv",))
    put(tmp_path, "a.csv", content=b"before")
    before = files.named(tmp_path, named)
    same = files.named(tmp_path, named)
    put(tmp_path, "a.csv", content=b"after it")
    after = files.named(tmp_path, named)

    assert before == same
    assert before[0].content is same[0].content
    assert before != after
    assert after[0].content == b"after it"


def test_what_was_read_is_not_kept_for_ever(tmp_path: Path) -> None:
    files = FilesBeside()
    names = [f"{number}.csv" for number in range(60)]
    put(tmp_path, *names)
    first = files.named(tmp_path, NamedFiles(("0.csv",)))
    for name in names:
        files.named(tmp_path, NamedFiles((name,)))

    assert files.named(tmp_path, NamedFiles(("0.csv",)))[0].content is not first[0].content


def test_a_teachers_folder_stands_for_the_one_that_students_have(tmp_path: Path) -> None:
    assert folder_of(tmp_path, "week 1/.teacher/a-corrige.ipynb") == tmp_path / "week 1"
    assert folder_of(tmp_path, "week 1/a.ipynb") == tmp_path / "week 1"
