"""Attacks that tell what hidden tests expect."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jupyter_llm_teach.teaching.attacks import looking_up
from jupyter_llm_teach.teaching.attacks.attack import MOST_TURNS, Attack, Telling
from jupyter_llm_teach.teaching.attacks.disguising import name_of
from jupyter_llm_teach.teaching.attacks.looking_up import Pair
from jupyter_llm_teach.teaching.attacks.splitting import parts
from jupyter_llm_teach.teaching.attacks.wrapping import together, wrapped

_Write = Callable[[str, Sequence[Pair]], str]


def _values(
    name: str, write: _Write, read: Callable[[str], tuple[Pair, ...]], most: int = 1
) -> Attack:
    def turns(telling: Telling) -> tuple[str, ...]:
        function = name_of(telling.reference)
        pairs = looking_up.hidden_values(telling.exercise, function)
        rows = [f"{given}\0{result}" for given, result in pairs]
        told = [[_pair(row) for row in each] for each in parts(rows, most)]
        return tuple(
            wrapped(write(function, each), telling.language, telling.seed + i)
            for i, each in enumerate(told)
        )

    def recover(shown: Sequence[str], answer: str) -> tuple[str, ...]:
        return (looking_up.looking_up(name_of(answer), read(together(shown))),)

    return Attack(name, "values", turns, recover)


def _pair(row: str) -> Pair:
    given, _, result = row.partition("\0")
    return given, result


VALUES = (
    _values("table_of_values", lambda _, p: looking_up.as_table(p), looking_up.from_table),
    _values(
        "dictionary_of_answers",
        lambda _, p: looking_up.as_dictionary(p),
        looking_up.from_dictionary,
    ),
    _values("values_in_words", lambda _, p: looking_up.as_sentences(p), looking_up.from_sentences),
    _values("hidden_assertions", looking_up.as_assertions, looking_up.from_assertions),
    _values("hidden_doctests", looking_up.as_doctests, looking_up.from_doctests),
    _values("branch_for_each_value", looking_up.as_branches, looking_up.from_branches),
    _values(
        "values_one_a_turn",
        lambda _, p: looking_up.as_sentences(p),
        looking_up.from_sentences,
        MOST_TURNS,
    ),
)
