"""Attacks that tell a program in parts, up to ten turns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from jupyter_llm_teach.teaching.attacks import splitting
from jupyter_llm_teach.teaching.attacks.attack import MOST_TURNS, Attack, Form, Telling
from jupyter_llm_teach.teaching.attacks.encodings import ENCODINGS
from jupyter_llm_teach.teaching.attacks.letters import LETTERS
from jupyter_llm_teach.teaching.attacks.lexing import levels
from jupyter_llm_teach.teaching.attacks.markdown import FENCES, LINES, spans
from jupyter_llm_teach.teaching.attacks.markup import MARKUP
from jupyter_llm_teach.teaching.attacks.speech import DICTATIONS, EXPLANATIONS, Speech
from jupyter_llm_teach.teaching.attacks.tongues import TONGUES
from jupyter_llm_teach.teaching.attacks.wrapping import bare, together, wrapped
from jupyter_llm_teach.teaching.policy import Language

_Split = Callable[[Telling], Sequence[str]]
_Join = Callable[[Sequence[str]], tuple[str, ...]]
_BREAK = "⏎"
_ALL = {each.name: each for each in (*FENCES, *LINES, *MARKUP, *ENCODINGS, *LETTERS)}


def _told(name: str, split: _Split, join: _Join) -> Attack:
    """Payloads, one a turn, and what puts them together again."""

    def turns(telling: Telling) -> tuple[str, ...]:
        found = enumerate(split(telling))
        return tuple(wrapped(each, telling.language, telling.seed + i) for i, each in found)

    def recover(shown: Sequence[str], _: str) -> tuple[str, ...]:
        return join([bare(each) for each in shown])

    return Attack(name, "turns", turns, recover)


def _lines(form: Form, most: int, suffix: str) -> Attack:
    """Some lines a turn in a form."""
    return _told(
        f"{form.name}_{suffix}",
        lambda t: [form.write(each) for each in splitting.line_parts(t.reference, most)],
        lambda shown: ("\n".join(map(form.read, shown)),),
    )


def _pieces(form: Form) -> Attack:
    """The whole program in a form, the outcome cut into pieces."""
    return _told(
        f"{form.name}_in_pieces",
        lambda t: splitting.text_parts(form.write(t.reference.replace("\n", _BREAK)), MOST_TURNS),
        lambda shown: (form.read("".join(shown)).replace(_BREAK, "\n"),),
    )


def _spoken(name: str, speeches: dict[Language, Speech]) -> Attack:
    """A line a turn, read aloud; levels are told with the lines."""

    def split(telling: Telling) -> Sequence[str]:
        rows = speeches[telling.language].told(telling.reference).split("\n")
        return ["\n".join(each) for each in splitting.parts([r for r in rows if r], MOST_TURNS)]

    def join(shown: Sequence[str]) -> tuple[str, ...]:
        return tuple(speech.heard("\n".join(shown)) for speech in speeches.values())

    return _told(name, split, join)


def _numbered(telling: Telling) -> list[str]:
    rows = [f"{i}: `{line}`" for i, line in enumerate(telling.reference.split("\n"), 1)]
    return ["\n".join(each) for each in splitting.parts(rows[::2] + rows[1::2])]


def _in_order(shown: Sequence[str]) -> tuple[str, ...]:
    rows = re.findall(r"^(\d+): `(.*)`$", "\n".join(shown), re.MULTILINE)
    return ("\n".join(line for _, line in sorted(rows, key=lambda row: int(row[0]))),)


def _odd_even(telling: Telling) -> list[str]:
    lines = telling.reference.split("\n")
    return [_ALL["inline_lines"].write("\n".join(each)) for each in (lines[::2], lines[1::2])]


def _interleaved(shown: Sequence[str]) -> tuple[str, ...]:
    halves = [_ALL["inline_lines"].read(each).split("\n") for each in shown]
    odd, even = [*halves, [], []][:2]
    rows = [each for i in range(len(odd)) for each in (odd[i : i + 1] + even[i : i + 1])]
    return ("\n".join(rows),)


def _backwards(telling: Telling) -> list[str]:
    rows = telling.reference.split("\n")[::-1]
    return [_ALL["inline_lines"].write("\n".join(each)) for each in splitting.parts(rows)]


def _forwards(shown: Sequence[str]) -> tuple[str, ...]:
    rows = _ALL["inline_lines"].read("\n".join(shown)).split("\n")
    return ("\n".join(rows[::-1]),)


def _tokens(telling: Telling) -> list[str]:
    found = splitting.parts(splitting.marked_tokens(telling.reference))
    return [", ".join(f"`{token}`" for token in each) for each in found]


def _from_tokens(shown: Sequence[str]) -> tuple[str, ...]:
    return (splitting.from_marked(spans("\n".join(shown)).split("\n")),)


def _bold_tokens(telling: Telling) -> list[str]:
    found = splitting.parts(splitting.marked_tokens(telling.reference))
    return [" ".join(f"… **{token}** …" for token in each) for each in found]


def _from_bold(shown: Sequence[str]) -> tuple[str, ...]:
    return (splitting.from_marked(re.findall(r"\*\*(.+?)\*\* …", "\n".join(shown))),)


def _acrostic(telling: Telling) -> list[str]:
    """Each line of a rhyme begins with the next token."""
    rows = [f"{token} … la la" for token in splitting.marked_tokens(telling.reference)]
    return ["\n".join(each) for each in splitting.parts(rows)]


def _from_acrostic(shown: Sequence[str]) -> tuple[str, ...]:
    rows = re.findall(r"^(.+?) … la la$", "\n".join(shown), re.MULTILINE)
    return (splitting.from_marked(rows),)


def _names_first(telling: Telling) -> list[str]:
    names, frame = splitting.names_and_frame(telling.reference)
    return [" ".join(f"`{name}`" for name in names), *splitting.text_parts(frame, 3)]


def _frame_first(telling: Telling) -> list[str]:
    names, frame = splitting.names_and_frame(telling.reference)
    groups = splitting.parts([f"`{name}`" for name in names], MOST_TURNS - 1)
    return [frame, *(" ".join(each) for each in groups)]


def _filled(shown: Sequence[str]) -> tuple[str, ...]:
    quoted = [each for each in shown if each.startswith("`")]
    frame = "".join(each for each in shown if not each.startswith("`"))
    return (splitting.filled(spans("\n".join(quoted)).split("\n"), frame),)


def _blanks(telling: Telling) -> list[str]:
    frame, missing = splitting.with_blanks(telling.reference)
    rows = [f"__{i}__ is `{each}`" for i, each in enumerate(missing, 1)]
    groups = splitting.parts(rows, MOST_TURNS - 1)
    return [f"```\n{frame}\n```", *("\n".join(each) for each in groups)]


def _blanks_filled(shown: Sequence[str]) -> tuple[str, ...]:
    text = "\n".join(shown)
    missing = dict(re.findall(r"^__(\d+)__ is `(.*)`$", text, re.MULTILINE))
    return (splitting.blanks_filled(_ALL["fence"].read(text), missing),)


def _flat(telling: Telling) -> list[str]:
    rows = [f"`{line.strip()}`" for line in telling.reference.split("\n")]
    return [" ".join(each) for each in splitting.parts(rows)]


def _from_flat(shown: Sequence[str]) -> tuple[str, ...]:
    rows = [row for row in spans("\n".join(shown)).split("\n") if row]
    return levels(rows) if rows else ()


_MIXED = ("rot13", "base64", "reversed_lines", "spaced", "hexadecimal", "homoglyphs")


def _mixed(telling: Telling) -> list[str]:
    rows = enumerate(splitting.line_parts(telling.reference, len(_MIXED)))
    return [_ALL[_MIXED[i]].write(f"{each}\n") for i, each in rows]


def _unmixed(shown: Sequence[str]) -> tuple[str, ...]:
    rows = zip(_MIXED, shown, strict=False)
    return ("\n".join(_ALL[name].read(each).rstrip("\n") for name, each in rows),)


def _translated(telling: Telling) -> list[str]:
    tongue = next(each for each in TONGUES if each.name == "pseudo_code_in_french")
    return list(splitting.line_parts(tongue.write(telling.reference)))


def _read_pseudo_code(shown: Sequence[str]) -> tuple[str, ...]:
    tongue = next(each for each in TONGUES if each.name == "pseudo_code_in_french")
    return (tongue.read("\n".join(shown)),)


def _vertical(telling: Telling) -> tuple[str, ...]:
    letters = telling.reference.replace(" ", "␣").replace("\n", "⏎")
    return (wrapped("\n".join(letters), telling.language, telling.seed),)


def _from_vertical(shown: Sequence[str], _: str) -> tuple[str, ...]:
    letters = "".join(row for row in together(shown).split("\n") if len(row) == 1)
    return (letters.replace("␣", " ").replace("⏎", "\n"),)


_BY_LINE = (
    *("fence", "inline_lines", "unmarked", "numbered", "quotation_marks", "comments", "table"),
    *("rot13", "shift_by_3", "reversed_lines", "homoglyphs", "spaced", "full_width", "leetspeak"),
    *("base64", "hexadecimal", "html_comment", "url_query", "doctest", "headings"),
)
TURNS = (
    *(_lines(_ALL[name], MOST_TURNS, "by_line") for name in _BY_LINE),
    *(_lines(_ALL[name], 2, "in_halves") for name in ("fence", "unmarked", "inline_lines")),
    *(_lines(_ALL[name], 3, "in_thirds") for name in ("fence", "bullets")),
    *(_pieces(_ALL[name]) for name in ("base64", "hexadecimal", "bits", "rot13", "morse")),
    _spoken("dictated_by_line", DICTATIONS),
    _spoken("explained_by_line", EXPLANATIONS),
    _told("numbers_out_of_order", _numbered, _in_order),
    _told("odd_and_even_lines", _odd_even, _interleaved),
    _told("last_line_first", _backwards, _forwards),
    _told("tokens", _tokens, _from_tokens),
    _told("tokens_in_bold", _bold_tokens, _from_bold),
    _told("acrostic", _acrostic, _from_acrostic),
    _told("names_then_signs", _names_first, _filled),
    _told("signs_then_names", _frame_first, _filled),
    _told("blanks_to_fill", _blanks, _blanks_filled),
    _told("flat_lines", _flat, _from_flat),
    _told("another_code_each_turn", _mixed, _unmixed),
    _told("pseudo_code_by_line", _translated, _read_pseudo_code),
    Attack("vertical", "letters", _vertical, _from_vertical),
)
