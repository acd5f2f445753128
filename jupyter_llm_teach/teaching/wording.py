"""The words that help is made of, in one language: values that `prompts/` loads from text files."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass

from jupyter_llm_teach.teaching.policy import Language


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """A small problem, solved.

    Attributes:
        text: Markdown that tells the problem and how it is solved.
        code: Python that solves it and ends with a visible result.
    """

    text: str
    code: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Templates and worked examples in one language.

    Attributes:
        language: Of all its texts.
        templates: By key; placeholders are named in braces.
        examples: By the name of their concept.
    """

    language: Language
    templates: Mapping[str, str]
    examples: Mapping[str, tuple[WorkedExample, ...]]

    def say(self, key: str, /, **values: str) -> str:
        """The text of a key, with its placeholders filled in; values are never read as templates.

        Raises:
            KeyError: no such key, or a placeholder without a value.
        """
        return self.templates[key].format_map(values)

    def first(self, *keys: str) -> str:
        """The first of some keys that has a text; the last one must have one."""
        return next((key for key in keys if key in self.templates), keys[-1])


def placeholders(template: str) -> frozenset[str]:
    """The names in braces of a template."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)
