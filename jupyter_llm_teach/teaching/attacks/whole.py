"""Attacks that tell the whole program in one turn, under a disguise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jupyter_llm_teach.teaching.attacks import disguising, rewriting
from jupyter_llm_teach.teaching.attacks.attack import Attack, Form, Telling
from jupyter_llm_teach.teaching.attacks.encodings import ENCODINGS
from jupyter_llm_teach.teaching.attacks.letters import LETTERS
from jupyter_llm_teach.teaching.attacks.lexing import levels
from jupyter_llm_teach.teaching.attacks.markdown import FENCES, LINES, fenced
from jupyter_llm_teach.teaching.attacks.markup import MARKUP
from jupyter_llm_teach.teaching.attacks.speech import DICTATIONS, EXPLANATIONS, Speech
from jupyter_llm_teach.teaching.attacks.tongues import TONGUES
from jupyter_llm_teach.teaching.attacks.translating import Tongue
from jupyter_llm_teach.teaching.attacks.wrapping import together, wrapped
from jupyter_llm_teach.teaching.policy import Language

_Change = Callable[[str], str]


def _same(code: str) -> str:
    return code


def formed(form: Form, family: str) -> Attack:
    """The reference in a form."""

    def turns(telling: Telling) -> tuple[str, ...]:
        payload = form.write(telling.reference)
        return (wrapped(payload, telling.language, telling.seed),)

    def recover(shown: Sequence[str], _: str) -> tuple[str, ...]:
        return (form.read(together(shown)),)

    return Attack(form.name, family, turns, recover)


def _changed(name: str, change: _Change, undo: _Change = _same) -> Attack:
    """Another program in a fence; none where it is the reference itself."""

    def turns(telling: Telling) -> tuple[str, ...]:
        program = change(telling.reference)
        if rewriting.same(program, telling.reference):
            return ()
        return (wrapped(f"```python\n{program}\n```", telling.language, telling.seed),)

    def recover(shown: Sequence[str], _: str) -> tuple[str, ...]:
        return (undo(fenced(together(shown))),)

    return Attack(name, "rewritten", turns, recover)


def _spoken(name: str, speeches: dict[Language, Speech]) -> Attack:
    def turns(telling: Telling) -> tuple[str, ...]:
        said = speeches[telling.language].told(telling.reference)
        return (wrapped(said, telling.language, telling.seed),)

    def recover(shown: Sequence[str], _: str) -> tuple[str, ...]:
        text = together(shown)
        return tuple(each.heard(text) for each in speeches.values())

    return Attack(name, "words", turns, recover)


def _translated(tongue: Tongue, form: str) -> Attack:
    """The reference in another language, in a fence or without any mark."""

    def turns(telling: Telling) -> tuple[str, ...]:
        text = tongue.write(telling.reference)
        payload = text if form == "unmarked" else f"```{tongue.name}\n{text}\n```"
        return (wrapped(payload, telling.language, telling.seed),)

    def recover(shown: Sequence[str], _: str) -> tuple[str, ...]:
        text = together(shown)
        return (tongue.read(text if form == "unmarked" else fenced(text)),)

    return Attack(f"{tongue.name}_{form}", "other_language", turns, recover)


def _flat(telling: Telling) -> tuple[str, ...]:
    rows = (f"{i}. `{line.strip()}`" for i, line in enumerate(telling.reference.split("\n"), 1))
    return (wrapped("\n".join(rows), telling.language, telling.seed),)


def _from_flat(shown: Sequence[str], _: str) -> tuple[str, ...]:
    rows = [row.split("`")[1] for row in together(shown).split("\n") if row.count("`") > 1]
    return levels(rows) if rows else ()


def _nested(outer: Form, inner: Form) -> Form:
    return Form(
        f"{inner.name}_in_{outer.name}",
        lambda code: outer.write(inner.write(code)),
        lambda text: inner.read(outer.read(text)),
    )


def _by_name(forms: Sequence[Form], name: str) -> Form:
    return next(each for each in forms if each.name == name)


_NESTED = tuple(
    _nested(_by_name(outers, outer), _by_name(inners, inner))
    for outers, outer, inners, inner in (
        (FENCES, "fence_without_language", LETTERS, "rot13"),
        (FENCES, "fence_without_language", LETTERS, "reversed_lines"),
        (LINES, "inline_lines", LETTERS, "homoglyphs"),
        (LINES, "comments", LETTERS, "rot13"),
        (ENCODINGS, "base64", LETTERS, "reversed"),
        (ENCODINGS, "base64", ENCODINGS, "base64"),
        (LETTERS, "reversed", ENCODINGS, "base64"),
        (MARKUP, "html_comment", ENCODINGS, "base64"),
        (MARKUP, "html_comment", LETTERS, "shift_by_1"),
        (LINES, "table", LETTERS, "shift_by_3"),
    )
)

FORMS = (
    *(formed(form, "markdown") for form in (*FENCES, *LINES)),
    *(formed(form, "markup") for form in MARKUP),
    *(formed(form, "encoding") for form in ENCODINGS),
    *(formed(form, "letters") for form in LETTERS),
    *(formed(form, "nested") for form in _NESTED),
    Attack("lines_without_levels", "markdown", _flat, _from_flat),
    _spoken("dictated", DICTATIONS),
    _spoken("explained", EXPLANATIONS),
    *(_translated(tongue, form) for tongue in TONGUES for form in ("fenced", "unmarked")),
)
PROGRAMS = (
    _changed("renamed", lambda code: rewriting.renamed(code, lambda i: f"v{i}")),
    _changed("one_letter_names", lambda code: rewriting.renamed(code, lambda i: chr(97 + i % 26))),
    _changed("while_for_for", rewriting.with_while),
    _changed("comparisons_turned", rewriting.with_comparisons_turned),
    _changed("conditions_negated", rewriting.with_conditions_negated),
    _changed("numbers_as_sums", rewriting.with_sums),
    _changed("results_named", rewriting.with_steps),
    _changed("augmented", rewriting.with_augmented),
    _changed("comprehension_unrolled", rewriting.with_loops),
    _changed("loop_as_comprehension", rewriting.with_comprehensions),
    _changed("reordered", rewriting.with_reordered),
    _changed("one_assignment_for_two", rewriting.with_one_assignment),
    _changed("annotated", rewriting.with_annotations),
    _changed(
        "renamed_and_rewritten",
        lambda code: rewriting.with_while(
            rewriting.with_comparisons_turned(rewriting.renamed(code, lambda i: f"part_{i}"))
        ),
    ),
    _changed("minified", disguising.minified),
    _changed("executed", disguising.executed),
    _changed("executed_from_base64", disguising.executed_from_base64),
    _changed("helper_function", disguising.with_helper),
    _changed("as_lambda", disguising.as_lambda),
    _changed("in_class", disguising.in_class),
    _changed("in_factory", disguising.in_factory),
    _changed("in_try", disguising.in_try),
    _changed("under_condition", disguising.in_true),
    _changed("dead_code", disguising.with_dead_code),
    _changed("other_problem", disguising.other_problem),
    _changed("as_test", disguising.as_test, disguising.from_test),
    _changed("in_docstring", disguising.as_docstring, disguising.from_docstring),
    _changed("comments_in_starter", disguising.as_comments, disguising.from_comments),
    _changed("body_alone", disguising.body),
    formed(Form("traceback", disguising.as_traceback, disguising.from_traceback), "markdown"),
)
