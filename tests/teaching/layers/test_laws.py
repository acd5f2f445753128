"""What holds for all layers of rules, whatever they say."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from jupyter_llm_teach.teaching.climbing.situation import Situation
from jupyter_llm_teach.teaching.ladder import Give, decide
from jupyter_llm_teach.teaching.layers.keys import KEYS, LOCKED_TOO, policy_of, values_of
from jupyter_llm_teach.teaching.layers.layer import Layer, Lock, Which, in_order
from jupyter_llm_teach.teaching.layers.resolve import resolve
from jupyter_llm_teach.teaching.policy import CompletionMode, Policy
from jupyter_llm_teach.teaching.rung import Rung
from tests.teaching.climbing.situations import SITUATIONS
from tests.teaching.layers.made import PLACE, layers, settings, values

FEW = ("highest_rung", "ai", "hints_per_day", "rungs.locate.attempts", "exams", "language", "avoid")
MODES = ("completion", *LOCKED_TOO["completion"])
LAYERS = st.lists(layers(FEW) | layers(), max_size=6)


def below(layer: Layer) -> st.SearchStrategy[list[Layer]]:
    """Layers that come after another one and set the same few keys."""
    later = list(Which)[list(Which).index(layer.which) + 1 :]
    return st.lists(
        st.builds(
            Layer,
            which=st.sampled_from(later),
            settings=st.lists(settings(FEW), max_size=6).map(tuple),
            locks=st.lists(st.sampled_from(FEW), max_size=2).map(
                lambda keys: tuple(Lock(key, PLACE) for key in keys)
            ),
        ),
        max_size=4,
    )


@given(data=st.data(), above=layers(FEW), key=st.sampled_from(FEW))
def test_a_lock_is_never_widened_below(data: st.DataObject, above: Layer, key: str) -> None:
    assume(above.which is not Which.STUDENT)
    locked = replace(above, locks=(*above.locks, Lock(key, PLACE)))
    others = data.draw(below(above))

    before, after = resolve([locked]), resolve([locked, *others])

    assert KEYS[key].within(after.origin(key).value, before.origin(key).value)
    assert after.origin(key).locked_by == locked


@given(above=layers(MODES), others=st.lists(layers(MODES), max_size=4))
def test_what_locks_completion_locks_it_everywhere(above: Layer, others: list[Layer]) -> None:
    locked = replace(above, which=Which.SITE, locks=(Lock("completion", PLACE),))
    theirs = [each for each in others if each.which is not Which.SITE]

    before, after = resolve([locked]).policy, resolve([locked, *theirs]).policy

    order = list(CompletionMode)
    for exercise, passed in ((False, False), (True, False), (True, True)):
        allowed = [
            policy.completes(exercise=each, passed=there)
            for policy in (before,)
            for each, there in ((False, False), (True, False), (True, True))
        ]
        found = after.completes(exercise=exercise, passed=passed)
        assert order.index(found) <= max(order.index(each) for each in allowed)


@given(found=LAYERS)
def test_the_order_in_which_layers_are_given_does_not_matter(found: list[Layer]) -> None:
    # Of two layers of one kind, the order is the instructor's.
    kinds = {each.which: each for each in found}
    one, other = list(kinds.values()), list(reversed(kinds.values()))

    assert resolve(one) == resolve(other) == resolve(one)


@given(found=LAYERS)
def test_every_value_says_truly_where_it_comes_from(found: list[Layer]) -> None:
    for origin in resolve(found).origins:
        if origin.layer is None:
            assert origin.value == KEYS[origin.key].default
        else:
            said = [each for each in origin.layer.settings if each.key == origin.key]
            assert origin.value in [each.value for each in said]
            assert origin.place in [each.place for each in said]


@given(found=LAYERS)
def test_without_locks_the_last_one_that_says_something_counts(found: list[Layer]) -> None:
    free = in_order(replace(each, locks=()) for each in found)
    said = {each.key: each.value for layer in free for each in layer.settings}

    resolved = resolve(free)

    assert resolved.refused == ()
    assert resolved.policy == policy_of({**values_of(Policy()), **said})


@given(found=LAYERS)
def test_what_is_refused_would_have_widened_a_locked_key(found: list[Layer]) -> None:
    for refused in resolve(found).refused:
        assert refused.locked_by is not refused.layer
        assert any(
            refused.setting.key in (lock.key, *LOCKED_TOO.get(lock.key, ()))
            for lock in refused.locked_by.locks
        )


@given(found=LAYERS)
def test_a_policy_and_the_values_of_all_keys_say_the_same(found: list[Layer]) -> None:
    resolved = resolve(found)

    assert {each.key: each.value for each in resolved.origins} == values_of(resolved.policy)
    assert resolve((), resolved.policy).policy == resolved.policy


# Whether a rung is released to a stuck learner depends on which rung is the next one, and that on
# the rules for all of them.
LADDER_KEYS = [each for each in KEYS if each != "stuck_minutes"]


@given(data=st.data(), situation=SITUATIONS, asked=st.sampled_from(list(Rung)))
def test_a_narrower_value_of_any_key_never_shows_more(
    data: st.DataObject, situation: Situation, asked: Rung
) -> None:
    key = data.draw(st.sampled_from(LADDER_KEYS))
    held = {**values_of(situation.policy), "stuck_minutes": None}
    wide, narrow = data.draw(values(key)), data.draw(values(key))
    assume(KEYS[key].within(narrow, wide))

    strict = decide(replace(situation, policy=policy_of({**held, key: narrow})), asked)
    loose = decide(replace(situation, policy=policy_of({**held, key: wide})), asked)

    assert not isinstance(strict, Give) or isinstance(loose, Give)


@given(data=st.data(), key=st.sampled_from(list(KEYS)))
@hypothesis_settings(max_examples=600)
def test_allowing_at_most_as_much_is_an_order(data: st.DataObject, key: str) -> None:
    one, two, three = (data.draw(values(key)) for _ in range(3))
    within = KEYS[key].within

    assert within(one, one)
    assert not (within(one, two) and within(two, three)) or within(one, three)


def test_layers_count_from_the_site_to_the_student_and_folders_before_their_notebooks() -> None:
    folder, notebook = Layer(Which.ASSIGNMENT, "a"), Layer(Which.ASSIGNMENT, "a/b.ipynb")
    every = [notebook, folder, *(Layer(which) for which in reversed(Which))]

    ordered = in_order(every)

    ranks = [list(Which).index(each.which) for each in ordered]
    assert all(one <= other for one, other in pairwise(ranks))
    assert ordered.index(folder) < ordered.index(notebook)
