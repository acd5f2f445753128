from pathlib import Path

import pytest

from jupyter_llm_teach.courses.teach_toml import MOST_BYTES, read_course
from jupyter_llm_teach.errors import CourseUnreadableError
from jupyter_llm_teach.teaching.policy import CompletionMode, Policy
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.toml.lines import key_lines

FULL = """# Our course
[course]
id = "py"
title = "Python, first steps"
language = "fr"

[policy]
highest_rung = "outline"
new_attempt_between_hints = true
completion = false
"""


def course_with(folder: Path, text: str) -> Path:
    (folder / "teach.toml").write_text(text, encoding="utf-8")
    return folder


def problems_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(CourseUnreadableError) as error:
        read_course(course_with(folder, text))
    return error.value.message.split("\n")


def test_everything_that_a_file_says_is_taken(tmp_path: Path) -> None:
    course = read_course(course_with(tmp_path, FULL))

    assert (course.id, course.title, course.folder) == ("py", "Python, first steps", tmp_path)
    assert course.policy == Policy(
        highest_rung=Rung.OUTLINE,
        new_attempt_between_hints=True,
        completion=CompletionMode.OFF,
        language="fr",
    )


@pytest.mark.parametrize("text", ["", "# nothing\n", "[course]\n[policy]\n"])
def test_what_a_file_does_not_say_has_a_default(tmp_path: Path, text: str) -> None:
    course = read_course(course_with(tmp_path, text))

    assert (course.id, course.title, course.policy) == (tmp_path.name, tmp_path.name, Policy())


def test_a_course_needs_no_file(tmp_path: Path) -> None:
    assert read_course(tmp_path).id == tmp_path.name


def test_the_title_is_the_id_where_there_is_none(tmp_path: Path) -> None:
    assert read_course(course_with(tmp_path, 'course.id = "py"')).title == "py"


def test_the_language_of_help_may_differ_from_that_of_the_course(tmp_path: Path) -> None:
    text = 'course = { language = "fr" }\npolicy = { language = "en" }\n'

    assert read_course(course_with(tmp_path, text)).policy.language == "en"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            '[policy]\nhighest_rung = "hint"',
            (
                'teach.toml, line 2: "highest_rung" must be one of "orient", "question", '
                '"concept", "locate", "outline", "example", "solution", not "hint".'
            ),
        ),
        (
            "[policy]\n\nhighest_rungs = 3",
            (
                'teach.toml, line 3: we don\'t know "highest_rungs" in [policy]. '
                'Did you mean "highest_rung"?'
            ),
        ),
        (
            "\n[polisy]\n",
            'teach.toml, line 2: we don\'t know "polisy". Did you mean "policy"?',
        ),
        (
            "[x]\n",
            (
                'teach.toml, line 1: we don\'t know "x". The tables are "course", "policy", '
                '"presets", "assignments", "exercises", "groups", "students".'
            ),
        ),
        (
            '[policy]\ncompletion = "yes"',
            (
                'teach.toml, line 2: "completion" must be one of "off", "on_demand", "line", '
                '"block", or true or false, not "yes".'
            ),
        ),
        (
            "[policy]\ncompletion = 1",
            (
                'teach.toml, line 2: "completion" must be one of "off", "on_demand", "line", '
                '"block", or true or false, not 1.'
            ),
        ),
        (
            "policy.language = 'de'",
            (
                'teach.toml, line 1: "language" must be one of "en", "fr", not "de"; "learner" '
                "takes it back."
            ),
        ),
        (
            "[course]\nid = 2026-01-01",
            'teach.toml, line 2: "id" must be one line of text in quotes, not a date or time.',
        ),
        (
            "[course]\nid = ' '",
            'teach.toml, line 2: "id" must be one line of text in quotes, not " ".',
        ),
        ("policy = 3", 'teach.toml, line 1: "policy" must be a table, written [policy], not 3.'),
        (
            "[[policy]]\nx = 1",
            'teach.toml, line 1: "policy" must be a table, written [policy], not a list.',
        ),
    ],
)
def test_a_problem_is_told_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    assert problems_of(tmp_path, text) == [problem]


def test_all_problems_are_told_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = "[policy]\ncompletion = 0\nlanguage = 1\n[course]\ntitle = 2\nname = 3\n"

    lines = [each.split(":")[0] for each in problems_of(tmp_path, text)]

    assert lines == [f"teach.toml, line {number}" for number in (2, 3, 5, 6)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[policy]\ncompletion = yes\n", 2),
        ("[policy]\n\ncompletion\n", 3),
        ("[policy\n", 1),
        ("[policy]\ncompletion = true\ncompletion = false\n", 3),
        ("[policy]\n[course]\n[policy]\n", 3),
        ('x = """never ended\n\n', 2),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    (problem,) = problems_of(tmp_path, text)

    assert problem.startswith(f"teach.toml, line {line}: this is not valid TOML")


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    assert problems_of(tmp_path, "#" * (MOST_BYTES + 1)) == ["teach.toml is larger than 1 MB."]


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    assert "not valid TOML" in problems_of(tmp_path, "x = " + "[" * 20_000)[0]


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "teach.toml").write_bytes(b"\n# caf\xe9\n")

    with pytest.raises(CourseUnreadableError, match=r"line 2: this is not UTF-8"):
        read_course(tmp_path)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(CourseUnreadableError, match="no course folder gone"):
        read_course(tmp_path / "gone")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a = 1\nb = 2", [(("a",), 1), (("b",), 2)]),
        ("# c\n[t]\n\nk = 1 # d", [(("t",), 2), (("t", "k"), 4)]),
        ("[t.u]\nk = 1", [(("t", "u"), 1), (("t", "u", "k"), 2)]),
        ("\na.b.c = 1", [(("a",), 2), (("a", "b"), 2), (("a", "b", "c"), 2)]),
        ("\"a.b\" = 1\n'c d' = 2", [(("a.b",), 1), (("c d",), 2)]),
        (r'"\u00e9\t" = 1', [(("é\t",), 1)]),
        (
            "t = { k = 1, m = { n = 2 } }",
            [(("t",), 1), (("t", "k"), 1), (("t", "m"), 1), (("t", "m", "n"), 1)],
        ),
        ("l = [\n 1,\n { k = 2 }, # x\n]\nz = 1", [(("l",), 1), (("l", "k"), 3), (("z",), 5)]),
        ('s = """\n[no]\nk = 1\n"""\nz = 1', [(("s",), 1), (("z",), 5)]),
        ("s = '''\n[no]\n'''\nz = '# no'", [(("s",), 1), (("z",), 4)]),
        ('s = "a \\" ] # b"\nz = [["]"], []]\ny = 1', [(("s",), 1), (("z",), 2), (("y",), 3)]),
        (
            "[[t]]\nk = 1\n[[t]]\nk = 2",
            [(("t",), 1), (("t", "k"), 2), (("t",), 3), (("t", "k"), 4)],
        ),
        ("a = 1\n?\nb = 3", [(("a",), 1)]),
    ],
)
def test_every_key_has_its_line(text: str, lines: list[tuple[tuple[str, ...], int]]) -> None:
    assert list(key_lines(text)) == lines
