"""Why a finding matters, as a sentence for whoever reads the guard's report."""

from __future__ import annotations

from jupyter_llm_teach.teaching.guard.verdict import Finding
from jupyter_llm_teach.teaching.wording import Wording

_CODE = (
    "code_block",
    "inline_code",
    "operator",
    "statement",
    "call",
    "subscript",
    "assignment",
    "loop",
    "header",
    "comprehension",
    "keyword",
)
_OWN = (
    "other_language",
    "reference_run",
    "reference_line",
    "reference_name",
    "too_similar",
    "same_program",
    "hidden_test",
    "encoded",
    "fragment",
    "unreadable",
    "spelled",
    "link",
    "html",
    "avoided_construct",
    "told_in_words",
    "makes_a_test_pass",
    "not_tried",
    "too_much_code",
    "too_long",
)
_KEYS = {
    **dict.fromkeys(_CODE, "guard.code"),
    **{rule: f"guard.{rule}" for rule in _OWN},
    "image": "guard.link",
}
NOTE = "guard.note"
OTHER = "guard.other"


def guard_texts() -> frozenset[str]:
    """The keys of the texts that the guard needs in every language."""
    return frozenset([*_KEYS.values(), NOTE, OTHER])


def why(finding: Finding, wording: Wording) -> str:
    """What is wrong with the part that a finding names."""
    return wording.say(_KEYS.get(finding.rule, OTHER))
