"""A model of HuggingFace's `transformers`, loaded without running anything that came with it."""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from jupyter_llm_teach.engines.transformers_order import NotLoaded, Order, Trouble
from jupyter_llm_teach.engines.transformers_worker.hardware import hardware
from jupyter_llm_teach.engines.transformers_worker.placement import (
    NoPlace,
    Placement,
    Size,
    Wish,
    place,
)

# What marks prefix, suffix and middle for models that were trained to fill in.
_FILL_IN: Final = (
    ("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"),  # Qwen2.5-Coder, CodeGemma
    ("<fim_prefix>", "<fim_suffix>", "<fim_middle>"),  # StarCoder
    ("<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>"),  # noqa: RUF001 - DeepSeek-Coder's
    ("▁<PRE>", "▁<SUF>", "▁<MID>"),  # CodeLlama
)
_AFTER_CODE: Final = ("<|fim_pad|>", "<|file_sep|>", "<|repo_name|>", "<|endoftext|>", "▁<EOT>")
_SETTINGS: Final = {"top_k": (1, 1000), "top_p": (0.01, 1.0), "repetition_penalty": (1.0, 2.0)}


class LoadError(Exception):
    """The model can't be loaded.

    Attributes:
        told: What to tell the server.
    """

    def __init__(self, told: NotLoaded) -> None:
        super().__init__(told.trouble)
        self.told = told


@dataclass(frozen=True, slots=True)
class Model:
    """A model in memory.

    Attributes:
        network: What computes.
        tokenizer: Makes tokens of text.
        placement: Where it computes.
        context: Tokens of prompt and reply together.
        ends: Tokens that end a reply.
        code_ends: Tokens that end code between two texts.
        markers: Tokens before prefix, suffix and middle; empty where it can't fill in.
        marks: What its texts must not hold, such as the mark that ends a turn.
        sampling: What its makers recommend for choosing tokens.
        needed_mb: Memory that it takes.
    """

    network: Any
    tokenizer: Any
    placement: Placement
    context: int
    ends: tuple[int, ...]
    code_ends: tuple[int, ...]
    markers: tuple[int, ...]
    marks: re.Pattern[str]
    sampling: dict[str, float]
    needed_mb: int


def load(order: Order) -> Model:
    """The model of an order.

    Raises:
        LoadError: it does not fit into memory, or its files are no model that we can run.
    """
    placement = _placed(order)
    torch: Any = importlib.import_module("torch")
    torch.set_num_threads(order.threads or max(1, _cores() - 1))
    transformers: Any = importlib.import_module("transformers")
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    try:
        tokenizer = _tokenizer(transformers, order)
        network = _network(transformers, order, placement)
    except Exception as error:
        sys.stderr.write(f"loading failed: {type(error).__name__}: {str(error)[:500]}\n")
        raise LoadError(NotLoaded(_trouble(error))) from error
    ends, sampling = _ends(network, tokenizer), _sampling(network)
    # Its own would be asked for whatever we leave open: beams, stop strings, time limits.
    network.generation_config = transformers.GenerationConfig()
    markers = _markers(tokenizer, network)
    return Model(
        network,
        tokenizer,
        placement,
        order.context,
        ends,
        tuple({*ends, *markers, *_known(tokenizer, _AFTER_CODE)}),
        markers,
        _marks(tokenizer),
        sampling,
        placement.needed_mb(_size(order)),
    )


def _placed(order: Order) -> Placement:
    wish = Wish(order.device, order.dtype, order.four_bit)
    match place(wish, _size(order), hardware()):
        case NoPlace(trouble=trouble, needed_mb=needed, free_mb=free):
            raise LoadError(NotLoaded(trouble, needed, free))
        case Placement() as placement:
            return placement


def _size(order: Order) -> Size:
    return Size(order.parameters, order.cache_values * order.context)


def _tokenizer(transformers: Any, order: Order) -> Any:
    return transformers.AutoTokenizer.from_pretrained(
        order.folder,
        local_files_only=True,
        trust_remote_code=False,
        **({"gguf_file": order.gguf} if order.gguf else {}),
    )


def _network(transformers: Any, order: Order, placement: Placement) -> Any:
    torch: Any = importlib.import_module("torch")
    more: dict[str, Any] = {}
    if order.gguf:
        more = {"gguf_file": order.gguf, **_unpacked(transformers)}
    elif placement.four_bit:
        packing = transformers.BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_compute_dtype=getattr(torch, placement.dtype),
        )
        more = {"quantization_config": packing, "device_map": {"": placement.device}}
    network = transformers.AutoModelForCausalLM.from_pretrained(
        order.folder,
        dtype=getattr(torch, placement.dtype),
        local_files_only=True,
        trust_remote_code=False,
        use_safetensors=True,  # never a pickle
        **more,
    )
    return (network if placement.four_bit else network.to(placement.device)).eval()


def _unpacked(transformers: Any) -> dict[str, Any]:
    """How a GGUF file is read as ordinary weights; older releases do nothing else."""
    if not hasattr(transformers, "GgufConfig"):
        return {}
    return {"quantization_config": transformers.GgufConfig(dequantize=True)}


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return "memory"
    if isinstance(error, ImportError):
        return "packed"  # it asks for a package that unpacks its weights
    text = str(error)
    if "trust_remote_code" in text or "does not recognize this architecture" in text:
        return "unknown_kind"
    return "unknown_kind" if "Unrecognized" in text or "not supported" in text else "broken"


def _ends(network: Any, tokenizer: Any) -> tuple[int, ...]:
    told = (network.generation_config.eos_token_id, tokenizer.eos_token_id)
    lists = [each if isinstance(each, list) else [each] for each in told]
    return tuple(sorted({token for each in lists for token in each if token is not None}))


def _markers(tokenizer: Any, network: Any) -> tuple[int, ...]:
    for markers in _FILL_IN:
        known = _known(tokenizer, markers)
        if len(known) == len(markers) and max(known) < network.config.vocab_size:
            return known
    return ()


def _known(tokenizer: Any, texts: Sequence[str]) -> tuple[int, ...]:
    vocabulary = tokenizer.get_vocab()
    return tuple(vocabulary[each] for each in texts if each in vocabulary)


def _marks(tokenizer: Any) -> re.Pattern[str]:
    added = tokenizer.added_tokens_decoder.values()
    texts = {each.content for each in added if each.special and not each.content.isspace()}
    longest_first = sorted(texts - {""}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


def _sampling(network: Any) -> dict[str, float]:
    """Numbers that make sense: what else stands there is not for a model to say."""
    told = {name: getattr(network.generation_config, name, None) for name in _SETTINGS}
    return {
        name: value
        for name, value in told.items()
        if isinstance(value, (int, float)) and _SETTINGS[name][0] <= value <= _SETTINGS[name][1]
    }


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
