"""Reads the wording of help from the text files beside it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import MappingProxyType

from jupyter_llm_teach.errors import TeachError
from jupyter_llm_teach.teaching.concepts import Concept
from jupyter_llm_teach.teaching.keys import required_keys
from jupyter_llm_teach.teaching.policy import Language
from jupyter_llm_teach.teaching.wording import Wording, WorkedExample

_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class WordingIncompleteError(TeachError):
    """A wording file lacks a text that help needs."""

    code = "wording_incomplete"


@cache
def load_wording(language: Language) -> Wording:
    """All texts and worked examples in a language.

    Raises:
        WordingIncompleteError: a text or an example is missing; the message names it.
    """
    folder = Path(__file__).parent / language
    templates = {
        key: text
        for file in sorted(folder.glob("*.md"))
        for key, text in sections(file.read_text(encoding="utf-8")).items()
    }
    worked = {each.value: worked_examples(folder / "examples", each) for each in Concept}
    return complete(Wording(language, MappingProxyType(templates), MappingProxyType(worked)))


def complete(wording: Wording) -> Wording:
    """The wording itself.

    Raises:
        WordingIncompleteError: a required text or a worked example is missing.
    """
    missing = sorted(required_keys() - set(wording.templates))
    missing += [f"examples/{name}" for name, found in wording.examples.items() if not found]
    if missing:
        raise WordingIncompleteError(
            f"The wording in “{wording.language}” lacks: {', '.join(missing)}.",
            "Add the missing sections to the files in jupyter_llm_teach/prompts.",
        )
    return wording


def sections(text: str) -> dict[str, str]:
    """The texts below the second-level headings of a Markdown file, by heading."""
    parts = _SECTION.split(text)
    return {key.strip(): body.strip() for key, body in zip(parts[1::2], parts[2::2], strict=True)}


def worked_examples(folder: Path, concept: Concept) -> tuple[WorkedExample, ...]:
    """The worked examples of an idea in a folder of examples; none where it has no file."""
    file = folder / f"{concept.value}.md"
    if not file.is_file():
        return ()
    bodies = sections(file.read_text(encoding="utf-8")).values()
    return tuple(_example(body) for body in bodies)


def _example(body: str) -> WorkedExample:
    code = "".join(_CODE.findall(body))
    return WorkedExample(text=_CODE.sub("", body).strip(), code=code)
