"""What a server of Ollama says of its models, as model cards."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from jupyter_llm_teach.engines.address import is_loopback
from jupyter_llm_teach.engines.ollama_names import is_in_the_cloud
from jupyter_llm_teach.engines.ollama_said import Shown
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.teaching.model_card import Architecture, ModelCard

if TYPE_CHECKING:
    from jupyter_llm_teach.engines.ollama_client import Listed

_SPDX: Final = {"apache-2.0": "Apache-2.0", "mit": "MIT", "bsd-3-clause": "BSD-3-Clause"}
_ARCHITECTURES: Final[tuple[Architecture, Architecture]] = ("dense", "mixture")
_BEGINNING: Final = 600  # characters in which a licence says its name
_LICENCES: Final = (
    (re.compile(r"apache license\s+version 2\.0"), "Apache-2.0"),
    (re.compile(r"\bmit license\b|permission is hereby granted, free of charge"), "MIT"),
    (re.compile(r"llama ([0-9.]+) (?:version|community)"), "Llama {} Community License"),
    (re.compile(r"gemma terms of use"), "Gemma Terms of Use"),
    (re.compile(r"qwen research license"), "Qwen Research License"),
    (re.compile(r"mistral ai non-production"), "Mistral AI Non-Production License"),
    (re.compile(r"mistral ai research license"), "Mistral AI Research License"),
    (re.compile(r"deepseek license agreement"), "DeepSeek License"),
)


def stub(spec: EngineSpec, model: str, url: str) -> ModelCard:
    """What is known of a model before its server was asked."""
    # Who names an operator says that the address leads elsewhere, through a tunnel for example.
    local = is_loopback(url) and not is_in_the_cloud(model) and not spec.operator
    return ModelCard(
        name=model,
        title=model,
        engine="ollama",
        local=local,
        parameters="",
        quantisation="",
        licence="",
        fills_in=True,
        operator="" if local else _operator(spec, model, ""),
        jurisdiction="" if local or is_in_the_cloud(model) else spec.jurisdiction,
        context=spec.context,
    )


def listed_card(spec: EngineSpec, listed: Listed, url: str) -> ModelCard:
    """What a list of models says of one."""
    known = replace(
        stub(spec, listed.model or "", url),
        parameters=listed.sizes[0],
        quantisation=listed.sizes[1],
        disk_bytes=int(listed.size) if listed.size and not listed.remote_host else None,
    )
    return _elsewhere(known, spec, listed.remote_host or "")


def shown_card(known: ModelCard, spec: EngineSpec, shown: Shown) -> ModelCard:
    """What is known of a model, with what the server said when it was asked for it."""
    known = replace(
        known,
        parameters=shown.parameters or known.parameters,
        quantisation=shown.quantisation or known.quantisation,
        licence=licence_of(shown),
        fills_in=may_fill_in(shown),
        architecture=_ARCHITECTURES[bool(shown.experts)] if shown.experts is not None else "",
        context=known.context or shown.context or shown.trained_context,
    )
    return _elsewhere(known, spec, shown.remote_host)


def may_fill_in(shown: Shown) -> bool:
    """Whether a model says that it can fill in the middle; early servers show its template."""
    if shown.capabilities is None:
        return shown.takes_suffix
    return "insert" in shown.capabilities


def licence_of(shown: Shown) -> str:
    """The name of a licence, SPDX where it has one; empty where we don't recognise it."""
    if shown.licence_name:
        return _SPDX.get(shown.licence_name.lower(), shown.licence_name)
    text = " ".join(shown.licence[:_BEGINNING].lower().split())
    for pattern, name in _LICENCES:
        if found := pattern.search(text):
            return name.format(*found.groups())
    return ""


def _elsewhere(known: ModelCard, spec: EngineSpec, remote_host: str) -> ModelCard:
    """The card of a model that the server only passes on to another one."""
    if not remote_host:
        return known
    operator = _operator(spec, known.name, remote_host)
    return replace(known, local=False, operator=operator, jurisdiction="", disk_bytes=None)


def _operator(spec: EngineSpec, model: str, remote_host: str) -> str:
    if remote_host:
        return re.sub(r"^https?://|[:/].*$", "", remote_host)
    return "ollama.com" if is_in_the_cloud(model) else spec.operator
