"""What to tell people of a model in HuggingFace's form."""

from __future__ import annotations

from jupyter_llm_teach.engines.model_files import ModelFiles
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.engines.transformers_options import HubModel, LocalModel, Options
from jupyter_llm_teach.engines.transformers_order import Loaded
from jupyter_llm_teach.engines.transformers_worker.placement import Placement, Size
from jupyter_llm_teach.teaching.model_card import ModelCard

_CONTEXT = 4096


def name_of(options: Options) -> str:
    """The model's name, for people; of a folder only the last part."""
    match options.model:
        case HubModel(repository=repository):
            return repository
        case LocalModel(path=path):
            return path.name.removesuffix(".gguf")


def context_of(spec: EngineSpec, files: ModelFiles) -> int:
    """Tokens that prompt and reply may have together: never more than it was trained for."""
    wanted = spec.context or _CONTEXT
    return min(wanted, files.context or wanted)


def stub(options: Options) -> ModelCard:
    """What is known before the files were looked at."""
    name = name_of(options)
    return ModelCard(
        name=name,
        title=name.rpartition("/")[2],
        engine="transformers",
        local=True,
        parameters="",
        quantisation="",
        licence="",
        fills_in=True,  # unless its files say otherwise, which are looked at when it is asked
    )


def card(spec: EngineSpec, options: Options, files: ModelFiles, loaded: Loaded | None) -> ModelCard:
    """What its files say, and the worker once it has loaded the model."""
    known = stub(options)
    context = context_of(spec, files)
    return ModelCard(
        name=known.name,
        title=known.title,
        engine=known.engine,
        local=True,
        parameters=files.label or _count(files.parameters),
        quantisation="INT4"
        if loaded is not None and loaded.dtype == "int4"
        else files.quantisation,
        licence=files.licence,
        fills_in=files.fills_in if loaded is None else loaded.fills_in,
        context=context,
        disk_bytes=files.bytes,
        architecture="mixture" if files.experts > 1 else "dense",
        memory_mb=_memory_mb(options, files, context) if loaded is None else loaded.needed_mb,
    )


def _quantisation(files: ModelFiles, loaded: Loaded | None) -> str:
    packed = loaded is not None and loaded.dtype == "int4"
    return "INT4" if packed else files.quantisation


def _memory_mb(options: Options, files: ModelFiles, context: int) -> int:
    dtype = "float32" if options.dtype == "auto" else options.dtype
    size = Size(files.parameters, files.cache_values * context)
    return Placement("cpu", dtype, options.four_bit, 0).needed_mb(size)


def _count(parameters: int) -> str:
    """As people write it: ``135M``, ``1.5B``."""
    if parameters >= 1_000_000_000:  # noqa: PLR2004
        return f"{parameters / 1e9:.1f}".removesuffix(".0") + "B"
    return f"{parameters / 1e6:.0f}M" if parameters else ""
