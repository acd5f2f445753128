"""What an engine of kind ``transformers`` can be told, and which model it is to run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.errors import ConfigurationError

_DEVICE: Final = re.compile(r"auto|cpu|mps|cuda(:\d{1,2})?")
_DTYPE: Final = re.compile(r"auto|float32|bfloat16|float16")
_PACKED: Final = re.compile(r"none|4bit")
_YES_OR_NO: Final = re.compile(r"true|false")
_SECONDS: Final = re.compile(r"\d{1,6}(\.\d{1,3})?")
_NUMBER: Final = re.compile(r"\d{1,3}")
_REVISION: Final = re.compile(r"[A-Za-z0-9][\w.-]{0,99}")
_FILE: Final = re.compile(r"[\w-][\w.+ -]{0,199}\.gguf")
# As the Hub has them; two dots or a slash too many would be a path.
_PART: Final = r"[A-Za-z0-9](?:[\w-]|\.(?!\.)){0,94}"
_REPOSITORY: Final = re.compile(rf"{_PART}/{_PART}(?<![.-])")

_FORMS: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    "device": (_DEVICE, "auto, cpu, mps, cuda or, for the second card, cuda:1"),
    "dtype": (_DTYPE, "auto, float32, bfloat16 or float16"),
    "quantisation": (_PACKED, "none or 4bit"),
    "file": (_FILE, "the name of a .gguf file in the model's folder"),
    "revision": (_REVISION, "a branch, a tag or a commit"),
    "offline": (_YES_OR_NO, "true or false"),
    "threads": (_NUMBER, "a whole number, 0 for all cores but one"),
    "idle_seconds": (_SECONDS, "a number of seconds"),
}


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A folder, or a GGUF file, on this machine."""

    path: Path


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model of the Hub of HuggingFace.

    Attributes:
        repository: Such as ``HuggingFaceTB/SmolLM2-135M-Instruct``.
        revision: A branch, a tag or a commit; empty for the newest.
    """

    repository: str
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """Options, read.

    Attributes:
        model: What to run.
        device: Where it computes.
        dtype: In which numbers.
        four_bit: Whether its weights are packed into 4 bits each.
        file: Which GGUF file of a folder that holds several; empty for the only one.
        offline: Whether the Hub is never asked, whatever the environment says.
        threads: That compute; 0 for all cores but one.
        idle_seconds: Without a request, its memory is given back after this.
    """

    model: LocalModel | HubModel
    device: str = "auto"
    dtype: str = "auto"
    four_bit: bool = False
    file: str = ""
    offline: bool = False
    threads: int = 0
    idle_seconds: float = 600.0


def options_of(spec: EngineSpec) -> Options:
    """The options of an engine.

    Raises:
        ConfigurationError: one of them is wrong, or its model can't be one.
    """
    options = dict(spec.options)
    for name, value in options.items():
        if name not in _FORMS:
            raise _wrong(spec, f"{name} is not known; there are {', '.join(_FORMS)}")
        pattern, allowed = _FORMS[name]
        if not pattern.fullmatch(value):
            raise _wrong(spec, f"{name} must be {allowed}")
    return Options(
        model=_model(spec, options.get("revision", "")),
        device=options.get("device", "auto"),
        dtype=options.get("dtype", "auto"),
        four_bit=options.get("quantisation") == "4bit",
        file=options.get("file", ""),
        offline=options.get("offline") == "true",
        threads=int(options.get("threads", "0")),
        idle_seconds=float(options.get("idle_seconds", "600")),
    )


def _model(spec: EngineSpec, revision: str) -> LocalModel | HubModel:
    name = spec.model
    if name.startswith(("/", "~")) or Path(name).is_absolute():
        return _local(spec, Path(name))
    if _REPOSITORY.fullmatch(name):
        return HubModel(name, revision)
    raise _wrong(
        spec,
        "model must be the full path of a folder or of a .gguf file, or a name of the Hub such as "
        f"HuggingFaceTB/SmolLM2-135M-Instruct, not {name[:60]!r}",
    )


def _local(spec: EngineSpec, path: Path) -> LocalModel:
    try:
        return LocalModel(path.expanduser())
    except RuntimeError as error:  # no such user
        raise _wrong(spec, f"model can't be {str(path)[:60]!r}") from error


def _wrong(spec: EngineSpec, problem: str) -> ConfigurationError:
    return ConfigurationError(
        f'Engine "{spec.name}": {problem}.',
        "Tell the administrator: correct engines.toml, and see docs/engines.md.",
    )
