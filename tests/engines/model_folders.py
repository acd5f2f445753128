"""Small models in HuggingFace's form, made for tests: their files are real, their weights are not.

`tiny` is a language model of one layer with random weights and the vocabulary of a real one.
"""

from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Mapping
from pathlib import Path
from random import Random
from types import MappingProxyType

_WIDTH, _INNER, _HEADS, _FEW = 8, 16, 2, 32
_NOTHING: Mapping[str, object] = MappingProxyType({})
# What a model may ask for, and does not get: it would break every reply.
_UNWANTED = {"eos_token_id": 2, "num_beams": 4, "stop_strings": ["e"], "max_time": 1e-9, "top_p": 9}
TEMPLATE = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}assistant:"
FILL_IN = ("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>")


def safetensors(path: Path, shapes: Mapping[str, tuple[int, ...]], kind: str = "F32") -> None:
    """A file of tensors with numbers near zero; the format: https://huggingface.co/docs/safetensors."""
    random, header, at = Random(0), dict[str, object](), 0  # noqa: S311 - no secret
    for name, shape in shapes.items():
        size = 4
        for each in shape:
            size *= each
        header[name] = {"dtype": kind, "shape": list(shape), "data_offsets": [at, at + size]}
        at += size
    head = json.dumps(header).encode()
    numbers = struct.pack("<1024f", *(random.gauss(0, 0.05) for _ in range(1024)))
    body = (numbers * (at // len(numbers) + 1))[:at]
    path.write_bytes(struct.pack("<Q", len(head)) + head + body)


def config(vocabulary: int, more: Mapping[str, object] = _NOTHING) -> dict[str, object]:
    """Of a Llama with one layer."""
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "hidden_size": _WIDTH,
        "intermediate_size": _INNER,
        "num_attention_heads": _HEADS,
        "num_key_value_heads": _HEADS,
        "num_hidden_layers": 1,
        "max_position_embeddings": 256,
        "vocab_size": vocabulary,
        "tie_word_embeddings": True,
        "bos_token_id": 1,
        "eos_token_id": 2,
        "dtype": "float32",
        **more,
    }


def shapes(vocabulary: int) -> dict[str, tuple[int, ...]]:
    """The tensors of that Llama."""
    square, layer = (_WIDTH, _WIDTH), "model.layers.0."
    return {
        "model.embed_tokens.weight": (vocabulary, _WIDTH),
        "model.norm.weight": (_WIDTH,),
        f"{layer}input_layernorm.weight": (_WIDTH,),
        f"{layer}post_attention_layernorm.weight": (_WIDTH,),
        f"{layer}mlp.up_proj.weight": (_INNER, _WIDTH),
        f"{layer}mlp.gate_proj.weight": (_INNER, _WIDTH),
        f"{layer}mlp.down_proj.weight": (_WIDTH, _INNER),
        **{f"{layer}self_attn.{each}_proj.weight": square for each in "qkvo"},
    }


def bare(folder: Path, more: Mapping[str, object] = _NOTHING) -> Path:
    """A folder whose files are whole, but whose vocabulary is nothing."""
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(config(_FEW, more)))
    (folder / "tokenizer.json").write_text("{}")
    safetensors(folder / "model.safetensors", shapes(_FEW))
    return folder


def tiny(folder: Path, real: Path, template: str = TEMPLATE) -> Path:
    """A model that `transformers` loads and that can fill in the middle, with nonsense."""
    folder.mkdir(parents=True)
    vocabulary = json.loads((real / "tokenizer.json").read_text())
    size = 1 + max(
        *vocabulary["model"]["vocab"].values(),
        *(each["id"] for each in vocabulary["added_tokens"]),
    )
    plain = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False}
    vocabulary["added_tokens"] += [
        {"id": size + number, "content": mark, "special": True, **plain}
        for number, mark in enumerate(FILL_IN)
    ]
    (folder / "tokenizer.json").write_text(json.dumps(vocabulary))
    shutil.copy(real / "tokenizer_config.json", folder)
    (folder / "chat_template.jinja").write_text(template)
    (folder / "generation_config.json").write_text(json.dumps(_UNWANTED))
    (folder / "config.json").write_text(json.dumps(config(size + len(FILL_IN))))
    safetensors(folder / "model.safetensors", shapes(size + len(FILL_IN)))
    return folder


def gguf(path: Path, facts: Mapping[str, str | int], shape: tuple[int, ...] = (4, 8)) -> Path:
    """A GGUF file with one tensor, facts, and a vocabulary of two words."""
    body = struct.pack("<4sIQQ", b"GGUF", 3, 1, len(facts) + 1)
    for key, value in facts.items():
        body += _text(key)
        if isinstance(value, str):
            body += struct.pack("<I", 8) + _text(value)
        else:
            body += struct.pack("<II", 4, value)
    body += _text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 2)
    body += _text("hello") + _text("<|fim_middle|>")
    body += _text("weight") + struct.pack("<I", len(shape))
    body += b"".join(struct.pack("<Q", each) for each in shape) + struct.pack("<IQ", 0, 0)
    path.write_bytes(body + bytes(1024))
    return path


def _text(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()
