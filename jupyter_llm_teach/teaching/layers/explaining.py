"""What a student gets under some rules, and why, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from jupyter_llm_teach.teaching.allowance import held
from jupyter_llm_teach.teaching.layers.keys import RUNGS
from jupyter_llm_teach.teaching.layers.resolve import Origin, Resolved
from jupyter_llm_teach.teaching.permission import NoModel, no_help
from jupyter_llm_teach.teaching.policy import Cost
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.withholding import when
from jupyter_llm_teach.teaching.wording import Wording


@dataclass(frozen=True, slots=True)
class Explained:
    """A sentence, and the settings that it follows from.

    Attributes:
        about: A rung, or the name of a key.
        text: The sentences.
        why: The origins that are no defaults.
        state: Of a rung: ``open``, ``conditional`` or ``closed``; empty of anything else.
    """

    about: str
    text: str
    why: tuple[Origin, ...] = ()
    state: str = ""


def explained(resolved: Resolved, wording: Wording, now: datetime) -> tuple[Explained, ...]:
    """What a student gets: whether there is help, each rung, and everything else.

    Args:
        resolved: The rules in force.
        wording: The language.
        now: The time that is asked about, in the zone that times are told in.
    """
    case = _Case(resolved, wording, now)
    off = no_help(resolved.policy, now)
    rungs = (_rung(case, rung, off) for rung in Rung)
    return (_help(case, off), *rungs, *(each for part in _PARTS for each in part(case)))


@dataclass(frozen=True, slots=True)
class _Case:
    resolved: Resolved
    wording: Wording
    now: datetime

    def say(self, key: str, /, **values: str) -> str:
        return self.wording.say(f"policy.{key}", **values)

    def why(self, *keys: str) -> tuple[Origin, ...]:
        found = (self.resolved.origin(key) for key in keys)
        return tuple(each for each in found if each.layer is not None)

    def one(self, about: str, key: str, /, *more: str, **values: str) -> Explained:
        return Explained(about, self.say(key, **values), self.why(about, *more))

    def when(self, at: datetime) -> str:
        local = at.astimezone(self.now.tzinfo)
        if at > self.now:
            return when(at, self.now, self.wording)
        return f"{local:%Y-%m-%d %H:%M}"


def _help(case: _Case, off: NoModel | None) -> Explained:
    match off:
        case NoModel.AI_OFF:
            return case.one("ai", "help.off")
        case NoModel.EXAM:
            return case.one("exams", "help.exam")
        case _:
            return case.one("ai", "help.on")


def _rung(case: _Case, rung: Rung, off: NoModel | None) -> Explained:
    policy = case.resolved.policy
    label = case.wording.say(f"rung.{rung.value}")
    if off is not None:
        why = case.why("exams" if off is NoModel.EXAM else "ai")
        return Explained(rung.value, case.say("rung.off", rung=label), why, "closed")
    if rung > policy.highest_rung and rung is not Rung.ORIENT:
        top = case.wording.say(f"rung.{policy.highest_rung.value}")
        text = case.say("rung.closed", rung=label, top=top)
        return Explained(rung.value, text, case.why("highest_rung"), "closed")
    needs = list(_needs(case, rung))
    sentences = [
        case.say("rung.needs", rung=label, needs=_joined(case, [each for _, each in needs]))
        if needs
        else case.say("rung.open", rung=label)
    ]
    sentences += _contents(case, rung)
    keys = [*(key for key, _ in needs), *_rung_keys(rung, "cost", "contains", "lines")]
    state = "conditional" if needs else "open"
    if policy.rule_of(rung).after_due and (policy.due is None or policy.due > case.now):
        state = "closed"
    return Explained(
        rung.value, " ".join(sentences), case.why(*dict.fromkeys(["highest_rung", *keys])), state
    )


def _rung_keys(rung: Rung, *names: str) -> list[str]:
    return [f"{RUNGS}.{rung.value}.{name}" for name in names]


def _needs(case: _Case, rung: Rung) -> Iterator[tuple[str, str]]:
    """What a rung asks for, as parts of a sentence, with the key that says so."""
    policy, rule = case.resolved.policy, case.resolved.policy.rule_of(rung)
    attempts, minutes = _rung_keys(rung, "attempts", "minutes")
    if rule.attempts:
        one = ".one" if rule.attempts == 1 else ""
        yield attempts, case.say(f"need.attempts{one}", count=str(rule.attempts))
    if rule.minutes:
        yield minutes, case.say("need.minutes", count=f"{rule.minutes:g}")
    if rule.new_attempt or (policy.new_attempt_between_hints and rung is not Rung.ORIENT):
        own = _rung_keys(rung, "new_attempt")[0]
        key = own if rule.new_attempt else "new_attempt_between_hints"
        yield key, case.say("need.new_attempt")
    for name in ("test_run", "reflection", "after_passing"):
        if getattr(rule, name):
            yield _rung_keys(rung, name)[0], case.say(f"need.{name}")
    if rule.after_due:
        key = _rung_keys(rung, "after_due")[0]
        if policy.due is None:
            yield key, case.say("need.after_due.never")
        else:
            yield key, case.say("need.after_due", when=case.when(policy.due))


def _contents(case: _Case, rung: Rung) -> Iterator[str]:
    rule = case.resolved.policy.rule_of(rung)
    if rule.contains is not None:
        holds = held(rung, rule.contains)
        yield case.say(f"contains.{holds.value}", lines=str(rule.lines))
    if rule.cost != Cost():
        unit = "percent" if rule.cost.percent else "points"
        yield case.say(f"cost.{unit}", amount=f"{rule.cost.amount:g}")


def _hints(case: _Case) -> Iterator[Explained]:
    policy = case.resolved.policy
    if policy.cool_down:
        yield case.one("cool_down", "cool_down", count=f"{policy.cool_down:g}")
    if policy.hints_per_day is not None:
        yield case.one("hints_per_day", "hints_per_day", count=str(policy.hints_per_day))
    if policy.stuck_minutes is not None:
        yield case.one("stuck_minutes", "stuck", count=f"{policy.stuck_minutes:g}")
    if policy.instructor:
        yield case.one("instructor", "instructor", who=policy.instructor)


def _completion(case: _Case) -> Iterator[Explained]:
    policy = case.resolved.policy
    # Help that is off is told at the head; completion is off with it.
    if no_help(policy, case.now) is not None:
        return
    outside = policy.completes(exercise=False, passed=False)
    inside = policy.completes(exercise=True, passed=False)
    after = policy.completes(exercise=True, passed=True)
    keys = ("completion_in_exercises", "completion_after_passing")
    modes = [case.say(f"completion.{each.value}") for each in (outside, inside, after)]
    if outside is inside is after:
        yield case.one("completion", "completion.everywhere", *keys, mode=modes[0])
        return
    yield Explained(
        "completion",
        case.say("completion.differs", outside=modes[0], inside=modes[1], after=modes[2]),
        case.why("completion", *keys),
    )


def _conversation(case: _Case) -> Iterator[Explained]:
    policy = case.resolved.policy
    if no_help(policy, case.now) is not None:
        return
    yield case.one("error_help", f"error_help.{policy.error_help.value}")
    yield case.one("questions", f"questions.{policy.questions.value}")
    if policy.questions.value != "off":
        yield case.one("off_topic", f"off_topic.{policy.off_topic.value}")


def _words(case: _Case) -> Iterator[Explained]:
    policy = case.resolved.policy
    language = policy.language or "learner"
    yield case.one("language", f"language.{language}")
    yield case.one("tone", f"tone.{policy.tone.value}")
    yield case.one("longest_hint", "longest_hint", count=str(policy.longest_hint))
    if policy.reading_grade is not None:
        yield case.one("reading_grade", "reading_grade", grade=str(policy.reading_grade))


def _constructs(case: _Case) -> Iterator[Explained]:
    for key in ("avoid", "require"):
        names: tuple[str, ...] = getattr(case.resolved.policy, key)
        if names:
            yield case.one(key, key, names=", ".join(names))


def _models(case: _Case) -> Iterator[Explained]:
    policy = case.resolved.policy
    yield case.one("remote", "remote.yes" if policy.remote else "remote.no")
    for key in ("engines", "models"):
        names: tuple[str, ...] | None = getattr(policy, key)
        if names is not None:
            every = ", ".join(names)
            yield case.one(key, key, names=every) if names else case.one(key, f"{key}.none")
    if policy.tokens_per_day is not None:
        yield case.one("tokens_per_day", "tokens_per_day", count=str(policy.tokens_per_day))
    if policy.watt_hours_per_day is not None:
        amount = f"{policy.watt_hours_per_day:g}"
        yield case.one("watt_hours_per_day", "watt_hours_per_day", amount=amount)


def _times(case: _Case) -> Iterator[Explained]:
    policy = case.resolved.policy
    if policy.due is not None:
        key = "due.to_come" if policy.due > case.now else "due.past"
        yield case.one("due", key, when=case.when(policy.due))
    for exam in policy.exams:
        start, end = (
            f"{each.astimezone(case.now.tzinfo):%Y-%m-%d %H:%M}" for each in (exam.start, exam.end)
        )
        yield case.one("exams", "exam.times", start=start, end=end)


_PARTS: tuple[Callable[[_Case], Iterator[Explained]], ...] = (
    _hints,
    _completion,
    _conversation,
    _words,
    _constructs,
    _models,
    _times,
)


def _joined(case: _Case, parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return case.say("and", first=", ".join(parts[:-1]), last=parts[-1])
