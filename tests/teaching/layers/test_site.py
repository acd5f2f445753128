from __future__ import annotations

from jupyter_llm_teach.teaching.layers.layer import Layer, Lock, Place, Setting, Which
from jupyter_llm_teach.teaching.layers.resolve import resolve
from jupyter_llm_teach.teaching.layers.site import site_layer
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.rung import Rung

POLICY, LOCKS = Place("TeachApp.policy"), Place("TeachApp.policy_locks")


def test_the_site_has_rules_and_locks() -> None:
    layer = site_layer({"remote": False, "rungs": {"locate": {"attempts": 2}}}, ["remote"])

    assert layer == Layer(
        Which.SITE,
        settings=(
            Setting("remote", value=False, place=POLICY),
            Setting("rungs.locate.attempts", 2, POLICY),
        ),
        locks=(Lock("remote", LOCKS),),
        place=POLICY,
    )


def test_the_site_may_extend_a_preset() -> None:
    layer = site_layer({"extends": "socratic", "cool_down": 5}, [])

    assert isinstance(layer, Layer)
    resolved = resolve([layer])
    assert (resolved.policy.highest_rung, resolved.policy.cool_down) == (Rung.CONCEPT, 5)
    assert resolved.origin("highest_rung").place == Place("TeachApp.policy", preset="socratic")


def test_a_lock_alone_locks_the_default() -> None:
    layer = site_layer({}, ["remote"])
    course = Layer(Which.COURSE, settings=(Setting("remote", value=True, place=POLICY),))

    assert isinstance(layer, Layer)
    assert resolve([layer, course]).policy == Policy()


def test_all_that_is_wrong_is_told_with_its_option() -> None:
    found = site_layer({"remot": True, "ai": "no", "lock": ["ai"], "extends": "own"}, ["higest"])

    assert found == (
        'TeachApp.policy: we don\'t know "remot" in TeachApp.policy. Did you mean "remote"?',
        'TeachApp.policy: "ai" must be true or false, not "no".',
        (
            'TeachApp.policy_locks: "lock" names "higest", which is no key. '
            'Did you mean "highest_rung"?'
        ),
        'TeachApp.policy: "lock" belongs into TeachApp.policy_locks.',
        (
            'TeachApp.policy: "extends" names "own", no preset. '
            'The presets are "exam", "socratic", "guided", "practice", "open".'
        ),
    )
