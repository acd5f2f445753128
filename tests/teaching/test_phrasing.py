from __future__ import annotations

import re
from dataclasses import replace

import pytest

from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.concepts import Concept
from jupyter_llm_teach.teaching.exercise import Compare
from jupyter_llm_teach.teaching.facts.fact import Difference, Facts, FaultLine, Kind, State
from jupyter_llm_teach.teaching.guard.inspect import allowance_of, inspect
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.phrasing import phrase, summary
from jupyter_llm_teach.teaching.quoting import code_span, goal_of
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.wording import Wording
from tests.teaching.guard.cases import (
    ANSWER,
    CALL,
    EXERCISE,
    LINE,
    PASSED,
    TOO_SHORT,
    case,
    difference,
    error,
    failed,
    failing,
    hidden,
    stopped,
)

EN, FR = load_wording("en"), load_wording("fr")
NOT_RUN = Facts(State.NOT_RUN, ())
LONG = "running_mean(" + ", ".join(map(str, range(60))) + ")"


def sentence(facts: Facts) -> str:
    return summary(facts, EN)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (PASSED, "All tests pass (1 of 1)."),
        (NOT_RUN, EN.templates["summary.not_run"]),
        (
            replace(NOT_RUN, not_run="sandbox_unavailable"),
            EN.templates["summary.not_run.sandbox_unavailable"],
        ),
        (failed(failing(), unchanged=True), "Your cell is still as you received it."),
        (failed(), "This exercise has no tests that can be run."),
        (failed(failing(None, call="f(1) > 0")), "A test fails: this is not true yet: `f(1) > 0`."),
        (failed(failing(None, call=LONG)), "A test fails: this is not true yet: the failing test."),
        (failed(failing(None, message="No window.")), "The test says: No window."),
        (
            failed(failing(None, message="No window.", error=error("AssertionError"))),
            "The test says: No window.",
        ),
        (
            failed(failing(None, message="No window.", error=error("ZeroDivisionError"))),
            "Your code divides by zero.",
        ),
        (failed(hidden()), "A hidden test fails. The result is too short in that case."),
        (failed(hidden(found=None)), "A hidden test fails."),
        (
            failed(hidden(found=None, error=error("KeyError", "'secret'"))),
            "A hidden test fails. Your code asks for a key that is not there.",
        ),
    ],
)
def test_the_card_says_how_the_answer_stands(facts: Facts, expected: str) -> None:
    assert sentence(facts) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (TOO_SHORT, "The list is one element too short: the last one is missing."),
        (
            difference(Kind.TOO_SHORT, expected_length=2, got_length=1, index=0),
            "The list is one element too short.",
        ),
        (
            difference(Kind.TOO_SHORT, expected_length=4, got_length=1),
            "The list is too short: 3 elements are missing.",
        ),
        (
            difference(Kind.TOO_LONG, expected_length=2, got_length=3, index=2),
            "The list is one element too long: the last one should not be there.",
        ),
        (
            difference(Kind.TOO_LONG, got_type="str", expected_length=2, got_length=5),
            "The text is too long: it has 3 characters too many.",
        ),
        (
            difference(Kind.TYPE, got_type="str", expected_type="int"),
            "The result has the type `str`; the type `int` is expected.",
        ),
        (
            difference(Kind.ELEMENT, index=4),
            "The length is right, but the elements differ first at index 4 (Python counts from 0).",
        ),
        (
            difference(Kind.ELEMENT),
            "The length is right, but at least one element is wrong.",
        ),
        (difference(Kind.MISSING_KEY, key="'a'"), "The key `'a'` is missing."),
        (difference(Kind.MISSING_KEY), "A key is missing."),
        (difference(Kind.EXTRA_KEY, key="'a'"), "The key `'a'` should not be there."),
        (difference(Kind.EXTRA_KEY, key="\n"), "There is a key that should not be there."),
        (difference(Kind.SIGN), "The number has the right size, but the wrong sign."),
    ],
)
def test_a_difference_is_said_in_one_sentence(found: Difference, expected: str) -> None:
    assert sentence(failed(replace(failing(), difference=found))) == expected


@pytest.mark.parametrize(
    ("kind", "message", "expected"),
    [
        ("NameError", "name 'totl' is not defined", "the name `totl`"),
        ("NameError", "something else", "a name that it does not know"),
        ("NameError", "name 'a b' is not defined", "a name that it does not know"),
        ("AttributeError", "'list' object has no attribute 'push'", "for `push`"),
        ("KeyError", "'grade'", "the key `'grade'`"),
        ("KeyError", "\"['x'] not in index\"", "the key `\"['x'] not in index\"`"),
        ("KeyError", "not a literal", "a key that is not there"),
        ("KeyError", "'" + "x" * 200 + "'", "a key that is not there"),
        ("ModuleNotFoundError", "No module named 'nump'", "The module `nump`"),
        (
            "FileNotFoundError",
            "[Errno 2] No such file or directory: 'data/a b.csv'",
            "the file `data/a b.csv`",
        ),
        ("FileNotFoundError", "a.csv not found.", "the file `a.csv`"),
        ("FileNotFoundError", "'/tmp/a.csv'", "a file that does not exist"),
        ("FileNotFoundError", "/tmp/a.csv not found.", "a file that does not exist"),
        ("IndexError", "list index out of range", "at a place that does not exist"),
        ("PlayerLost", "x", "an error of the type `PlayerLost`"),
        ("no name at all", "x", "an error of the type `Exception`"),
    ],
)
def test_an_exception_is_told_with_the_learners_own_name(
    kind: str, message: str, expected: str
) -> None:
    assert expected in sentence(Facts(State.ERROR, (), error(kind, message)))


@pytest.mark.parametrize("cause", ["time", "memory", "exit", "input", "processes", "crash", "new"])
def test_a_stopped_run_says_why(cause: str) -> None:
    key = EN.first(f"stop.{cause}", "stop.other")
    assert sentence(Facts(State.ERROR, (), stopped(cause))) == EN.templates[key]


def words(rung: Rung, about: Case, wording: Wording = EN) -> str:
    return phrase(rung, about, wording)


def test_the_goal_quotes_the_task_and_the_failing_case() -> None:
    assert words(Rung.ORIENT, case(failed(failing(), failing(state=State.PASSED)))) == (
        "**What is asked:** Write `running_mean(xs, k)`: the means of all windows.\n\n"
        "**What happens:** `running_mean([1, 2, 3], 2)` should give `[1.5, 2.5]`, but your code"
        " gives `[1.5]`. The list is one element too short: the last one is missing.\n\n"
        "1 of 2 tests pass."
    )


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        (case(PASSED), "all tests pass"),
        (case(failed(failing(), unchanged=True)), "still as you received it"),
        (case(NOT_RUN), "The tests were not run"),
        (case(Facts(State.ERROR, (), error("SyntaxError"))), "Python can't read your code"),
        (case(failed(hidden())), "A hidden test fails."),
        (
            case(failed(failing(None, expected="", got="", error=error("IndexError")))),
            "**What happens** in `running_mean([1, 2, 3], 2)`: Your code asks",
        ),
        (
            case(failed(failing(got="x\ny"))),
            "**What happens:** The list is one element too short",
        ),
        (
            case(exercise=replace(EXERCISE, statement="## Title only")),
            "Read the task above your cell once more",
        ),
    ],
)
def test_the_goal_says_where_the_learner_stands(about: Case, expected: str) -> None:
    assert expected in words(Rung.ORIENT, about)


@pytest.mark.parametrize(
    ("about", "key"),
    [
        (case(), "question.too_short.windows"),
        (case(concept=Concept.COUNT), "question.too_short"),
        (case(failed(failing(None))), "question.check"),
        (case(failed(hidden())), "question.hidden"),
        (case(failed(failing(None, error=error("IndexError")))), "question.error.IndexError"),
        (case(failed(failing(None, error=error("AssertionError")))), "question.check"),
        (case(failed(hidden(found=None, error=error("IndexError")))), "question.error.IndexError"),
        (case(failed(failing(None, error=error("Weird")))), "question.error.other"),
        (case(failed(failing(None, error=stopped("time")))), "question.stop.time"),
        (case(Facts(State.ERROR, (), stopped("crash"))), "question.stop.other"),
        (case(Facts(State.ERROR, (), error("IndentationError"))), "question.error.SyntaxError"),
        (case(failed(unchanged=True)), "question.start.case"),
        (case(NOT_RUN), "question.start.case"),
        (case(failed()), "question.start.case"),
        (case(PASSED, exercise=replace(EXERCISE, tests=EXERCISE.tests[1:])), "question.start"),
    ],
)
def test_the_question_fits_the_way_the_test_fails(about: Case, key: str) -> None:
    pattern = re.escape(EN.templates[key])
    assert re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^\n]*", pattern), words(Rung.QUESTION, about))


def test_a_long_visible_case_is_no_start() -> None:
    test = replace(EXERCISE.tests[0], check=Compare(LONG, "[]"))
    about = case(NOT_RUN, exercise=replace(EXERCISE, tests=(test,)))
    assert words(Rung.QUESTION, about) == EN.templates["question.start"]


def test_the_question_uses_the_concrete_call() -> None:
    assert f"`{CALL}`" in words(Rung.QUESTION, case())


def test_the_idea_says_where_it_is_treated() -> None:
    text = words(Rung.CONCEPT, case())
    assert "In this course, look at the part “Loops”. Read “Lists”" in text


def test_an_exercise_without_a_section_names_the_documentation_alone() -> None:
    text = words(Rung.CONCEPT, case(exercise=replace(EXERCISE, section="")))
    assert "In this course" not in text


def test_a_place_is_quoted_with_what_to_check_there() -> None:
    assert words(Rung.LOCATE, case()) == (
        "Look at line 3 of your cell: `for i in range(len(xs) - k):`\n\n"
        "Check where the counting begins and ends here, and which element is left out."
    )


def test_at_most_three_lines_of_nearly_equal_suspicion_are_named() -> None:
    lines = [FaultLine(n, f"x{n}", 1.0 - n / 100, "spectrum") for n in range(1, 6)]
    text = words(Rung.LOCATE, case(failed(failing(), lines=tuple(lines))))
    assert text.count("- line") == 3


def test_a_line_that_is_much_less_suspicious_is_not_named() -> None:
    lines = (LINE, FaultLine(5, "return means", 0.3, "spectrum"))
    assert "return means" not in words(Rung.LOCATE, case(failed(failing(), lines=lines)))


def test_lines_too_long_to_quote_are_named_by_number() -> None:
    long = "x" * 200
    lines = (FaultLine(3, long, 1.0, "spectrum"), FaultLine(4, long, 1.0, "spectrum"))
    assert "- line 3\n- line 4" in words(Rung.LOCATE, case(failed(failing(), lines=lines)))
    one = words(Rung.LOCATE, case(failed(failing(), lines=lines[:1])))
    assert one.startswith("Look at line 3 of your cell.\n")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(State.ERROR, (), error("SyntaxError")), "Check brackets"),
        (Facts(State.ERROR, (), replace(stopped("time"), line=2)), "in each turn"),
        (failed(failing(None, error=error("OSError"))), "This is where Python stopped"),
        (failed(failing(None, error=error("AssertionError"))), "Write down the values"),
        (failed(hidden(), lines=(LINE,)), "which element is left out"),
        (failed(hidden(found=None, error=error("KeyError"))), "Check which key"),
        (failed(failing()), "The tests point to no single line. Follow `running_mean"),
        (Facts(State.ERROR, (), stopped("exit")), "The tests point to no single line"),
        (failed(), "Follow the failing test"),
        (failed(lines=(LINE,)), "Write down the values"),
    ],
)
def test_what_to_check_depends_on_the_failure(facts: Facts, expected: str) -> None:
    assert expected in words(Rung.LOCATE, case(facts))


def test_steps_end_with_the_failing_case_to_try() -> None:
    assert words(Rung.OUTLINE, case()).endswith(
        "Then try `running_mean([1, 2, 3], 2)`: it should give `[1.5, 2.5]`."
    )


def test_steps_end_with_a_visible_case_where_a_hidden_test_fails() -> None:
    assert words(Rung.OUTLINE, case(failed(hidden()))).endswith("it should give `[1.5, 2.5]`.")


def test_steps_without_any_visible_case_end_with_the_steps() -> None:
    about = case(failed(hidden()), exercise=replace(EXERCISE, tests=()))
    assert words(Rung.OUTLINE, about).endswith(EN.templates["outline.windows"])


def test_an_example_is_introduced_and_asks_to_be_compared() -> None:
    text = words(Rung.EXAMPLE, case())
    assert text.startswith(EN.templates["example.intro"])
    assert "```python\nheights" in text
    assert text.endswith(EN.templates["example.question"])


def test_without_a_safe_example_the_steps_stand_in() -> None:
    bare = replace(EN, examples={})
    text = words(Rung.EXAMPLE, case(), bare)
    assert text.startswith(EN.templates["example.none"])
    assert EN.templates["outline.windows"] in text


def test_the_solution_is_the_instructors() -> None:
    text = words(Rung.SOLUTION, case())
    assert text.endswith(f"```python\n{EXERCISE.references[0]}\n```")


def test_a_hint_about_a_hidden_test_tells_neither_call_nor_values() -> None:
    told = [words(rung, case(failed(hidden()))) for rung in list(Rung)[:-1]]
    assert not re.search(r"4, 8|9\.0|13\.0|h1", "\n".join(told))


ERRORS = {key.split(".")[1] for key in EN.templates if key.startswith("error.")}
CAUSES = {key.split(".")[1] for key in EN.templates if key.startswith("stop.")}
GRID = [
    *[failed(replace(failing(), difference=difference(k, key="'a'", index=3))) for k in Kind],
    *[failed(replace(hidden(), difference=difference(k))) for k in Kind],
    *[Facts(State.ERROR, (), error(name, "name 'x'")) for name in sorted(ERRORS)],
    *[failed(failing(None, error=error(name, "name 'x'"))) for name in sorted(ERRORS)],
    *[Facts(State.ERROR, (), stopped(name)) for name in sorted(CAUSES)],
    failed(failing(), unchanged=True),
    failed(failing(None, message="No window.")),
    NOT_RUN,
    PASSED,
]


@pytest.mark.parametrize("rung", Rung)
@pytest.mark.parametrize("concept", Concept)
@pytest.mark.parametrize("wording", [EN, FR], ids=["en", "fr"])
def test_every_phrase_passes_its_own_guard(rung: Rung, concept: Concept, wording: Wording) -> None:
    texts = [phrase(rung, case(facts, concept=concept), wording) for facts in GRID]
    verdicts = [inspect(text, EXERCISE, ANSWER, (), allowance_of(rung)) for text in texts]
    assert [v.findings for v in verdicts if v.ruling is not Ruling.CLEAN] == []


@pytest.mark.parametrize("rung", list(Rung)[:5])
@pytest.mark.parametrize("wording", [EN, FR], ids=["en", "fr"])
def test_a_hint_below_the_example_has_at_most_160_words(rung: Rung, wording: Wording) -> None:
    assert max(len(phrase(rung, case(facts), wording).split()) for facts in GRID) <= 160


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("# Title\n\nDo this. Then that.", "Do this."),
        ("Do `f(1.5)` now", "Do `f(1.5)` now"),
        ("```python\nx = 1\n```\n\nDo [this](http://x.org/a).", "Do this."),
        ("![i](x.png)\n\n<b>Do</b> it; see https://x.org/a", "Do it; see"),
        ("| a | b |\n| - | - |\n\nDo it!", "Do it!"),
        ("It depends:\n\n- on `n`;\n- on `k`.\n\nWrite `f(n)` for it. Go.", "Write `f(n)` for it."),
        ("It depends:\n\n- on this.", "- on this."),
        ("It depends:", "It depends:"),
        ("word " * 100, " ".join(["word"] * 48) + " …"),
        ("", ""),
    ],
)
def test_the_goal_of_of_a_statement(statement: str, expected: str) -> None:
    assert goal_of(statement) == expected


@pytest.mark.parametrize("text", ["", "a\nb", "`", "x" * 91])
def test_what_does_not_fit_a_line_is_not_quoted(text: str) -> None:
    assert code_span(text) is None
