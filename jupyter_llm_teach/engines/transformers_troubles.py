"""What the troubles of a worker mean, told so that a beginner understands."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from jupyter_llm_teach.engines import refusals
from jupyter_llm_teach.engines.transformers_order import NotLoaded, Trouble
from jupyter_llm_teach.errors import EngineUnavailableError, ModelCorruptError, TeachError

_PACKAGES: Final = ("torch", "transformers", "accelerate", "gguf", "llguidance")
_OTHER: Final = "Choose another model (`jupyter teach models list`)."
_SETTINGS: Final = "Tell the administrator: correct engines.toml, and see docs/engines.md."
_SENTENCES: Final[Mapping[Trouble, tuple[str, str]]] = {
    "gpu": ("The model {title} is to run on a graphics card that is not here.", _SETTINGS),
    "mps": ("The model {title} is to run on an Apple chip, which this machine lacks.", _SETTINGS),
    "bitsandbytes": (
        "The model {title} is to be packed into 4 bits, and the package for it is missing.",
        "Install it with `pip install bitsandbytes`.",
    ),
    "unknown_kind": (
        "The model {title} is of a kind that can't run here without programs of its own.",
        _OTHER,
    ),
    "packed": (
        "The weights of the model {title} are packed in a form that nothing here reads.",
        "Use another version of it, such as one with plain .safetensors files.",
    ),
    "template": (
        "The model {title} can't be asked: its chat template is broken, or does what it must not.",
        _OTHER,
    ),
    "no_template": (
        "The model {title} only continues texts: it was not made for conversations.",
        _OTHER,
    ),
    "memory": (
        "There was not enough memory to answer this question.",
        "Close other programs, or ask about a shorter cell.",
    ),
    "failed": ("The model could not work on this question.", "Ask again, or go on without it."),
}


def missing(packages: Sequence[str] = _PACKAGES) -> EngineUnavailableError | None:
    """What hinders this kind of engine on this machine; None where nothing does."""
    if sys.platform == "win32":
        return EngineUnavailableError(
            "Models of HuggingFace's transformers do not run on Windows here.",
            "Use an engine of another kind, such as ollama.",
        )
    lacking = [name for name in packages if importlib.util.find_spec(name) is None]
    if not lacking:
        return None
    return EngineUnavailableError(
        f"What runs models of HuggingFace's transformers is not installed ({lacking[0]}).",
        "Install it with `pip install 'jupyter_llm_teach[transformers]'`, then restart JupyterLab.",
    )


def not_loaded(told: NotLoaded, title: str) -> TeachError:
    """Why a model could not be loaded."""
    if told.trouble == "memory":
        return _too_large(told, title)
    if told.trouble == "broken":
        damaged = f"The files of the model {title} are damaged."
        return ModelCorruptError(damaged, "Fetch them again.")
    return refused(told.trouble, title)


def not_started(title: str, log: str) -> EngineUnavailableError:
    """The worker ended while it loaded a model, and could not say why."""
    return EngineUnavailableError(
        f"The model {title} can't be started on this machine.",
        f"Close other programs, or tell the administrator: the reason is in {log}.",
    )


def refused(trouble: Trouble, title: str) -> TeachError:
    """Why a request could not be answered."""
    match trouble:
        case "too_long":
            return refusals.too_long()
        case "no_fill_in":
            return refusals.no_completion(title)
        case "schema":
            return refusals.formless()
        case _:
            message, todo = _SENTENCES.get(trouble, _SENTENCES["failed"])
            return EngineUnavailableError(message.format(title=title), todo)


def _too_large(told: NotLoaded, title: str) -> EngineUnavailableError:
    needs = f"The model {title} does not fit into the memory of this machine"
    if told.needed_mb:
        needs += f": it needs {_gb(told.needed_mb)}, and {_gb(told.free_mb)} are free"
    return EngineUnavailableError(f"{needs}.", "Close other programs, or choose a smaller model.")


def _gb(mb: int) -> str:
    return f"{mb / 1024:.1f} GB"
