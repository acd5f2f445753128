"""The files of a model in HuggingFace's form: whether they are whole, and what they say of it."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, Final

from jupyter_llm_teach.engines.gguf_header import GgufError, GgufHeader, gguf_header
from jupyter_llm_teach.errors import ModelCorruptError, ModelError, ModelMissingError

_ONE, _INDEX = "model.safetensors", "model.safetensors.index.json"
_TOKENIZERS: Final = ("tokenizer.json", "tokenizer.model", "vocab.json")
_PICKLES: Final = (".bin", ".pt", ".pth", ".ckpt", ".pkl")
_LONGEST_JSON: Final = 64 << 20
_LONGEST_README: Final = 1 << 16
_EXPERTS: Final = ("num_local_experts", "num_experts", "n_routed_experts")
_LABEL: Final = re.compile(r"[\dx.]{1,8}[KMBT]")
_LICENCE: Final = re.compile(r"^license:\s*[\"']?([\w.+-]{1,60})[\"']?\s*$", re.MULTILINE)
_SPDX: Final = {
    each.lower(): each
    for each in ("Apache-2.0", "MIT", "BSD-3-Clause", "GPL-3.0", "CC-BY-4.0", "CC-BY-NC-4.0")
}
_FILL_IN: Final = (b"<|fim_middle|>", b"<fim_middle>", "▁<MID>".encode(), "<｜fim▁end｜>".encode())  # noqa: RUF001
_KINDS: Final = {"F64": "FP64", "F32": "FP32", "F16": "FP16", "BF16": "BF16", "I8": "INT8"}


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """What the files say.

    Attributes:
        folder: Where they are.
        gguf: Name of the GGUF file; empty for safetensors.
        parameters: How many; 0 where it can't be told.
        cache_values: Numbers that the model remembers for each token.
        context: Tokens that it was trained for; None where it is not told.
        quantisation: Such as ``BF16``.
        licence: SPDX name where it has one; empty where the folder does not say.
        fills_in: Whether its vocabulary has the marks for it.
        experts: How many it is a mixture of; 0 where it is dense.
        label: How its makers call its size, such as ``0.5B``; empty where they do not.
        bytes: Of all that is read.
    """

    folder: Path
    gguf: str
    parameters: int
    cache_values: int
    context: int | None
    quantisation: str
    licence: str
    fills_in: bool
    experts: int
    label: str
    bytes: int


def model_files(path: Path, file: str = "") -> ModelFiles:
    """The files of a model.

    Args:
        path: A folder, or a GGUF file.
        file: Which GGUF file of a folder that has several.

    Raises:
        ModelMissingError: something is missing.
        ModelCorruptError: something is broken.
    """
    try:
        if path.is_file():
            return _gguf(path)
        if not path.is_dir():
            raise ModelMissingError(
                f"There is no model at {path}.", "Check the path in engines.toml."
            )
        chosen = _gguf_in(path, file)
        return _gguf(chosen) if chosen is not None else _safetensors(path)
    except OSError as error:
        raise ModelMissingError(
            f"The model at {path} can't be read.", "Check that you may read its files."
        ) from error


def _gguf_in(folder: Path, file: str) -> Path | None:
    if file:
        return folder / file
    if (folder / "config.json").exists():
        return None
    found = sorted(folder.glob("*.gguf"))
    if len(found) > 1:
        raise ModelMissingError(
            f"The folder {folder} holds several models.",
            f'Name one of them as the option "file", such as {found[0].name}.',
        )
    return found[0] if found else None


def _gguf(path: Path) -> ModelFiles:
    if not path.is_file():
        raise _missing(path.parent, path.name)
    try:
        header = gguf_header(path)
    except GgufError as error:
        raise _broken(path) from error
    licence = header.text("general.license")
    return ModelFiles(
        folder=path.parent,
        gguf=path.name,
        parameters=header.parameters,
        cache_values=_gguf_cache(header),
        context=header.number("*.context_length"),
        quantisation=header.quantisation,
        licence=_SPDX.get(licence.lower(), licence) or _licence(path.parent),
        fills_in=any(mark in header.tokens for mark in _FILL_IN),
        experts=header.number("*.expert_count") or 0,
        label=_label(header.text("general.size_label")),
        bytes=path.stat().st_size,
    )


def _gguf_cache(header: GgufHeader) -> int:
    layers = header.number("*.block_count") or 0
    heads = header.number("*.attention.head_count") or 1
    groups = header.number("*.attention.head_count_kv") or heads
    width = header.number("*.attention.key_length")
    width = width or (header.number("*.embedding_length") or 0) // heads
    return 2 * layers * groups * width


def _label(told: str) -> str:
    return told if _LABEL.fullmatch(told) else ""


def _safetensors(folder: Path) -> ModelFiles:
    config = _json(folder, "config.json")
    shards = list(_shards(folder))
    if not any((folder / name).exists() for name in _TOKENIZERS):
        raise _missing(folder, _TOKENIZERS[0])
    counts: dict[str, int] = {}
    for shard in shards:
        for kind, count in _tensors(shard):
            counts[kind] = counts.get(kind, 0) + count
    text = _table(config, "text_config") or config
    vocabulary = folder / _TOKENIZERS[0]
    return ModelFiles(
        folder=folder,
        gguf="",
        parameters=sum(counts.values()),
        cache_values=_cache(text),
        context=_whole(text, "max_position_embeddings") or None,
        quantisation=_quantisation(config, counts),
        licence=_licence(folder),
        fills_in=vocabulary.exists() and _has_marks(vocabulary),
        experts=max(_whole(text, key) for key in _EXPERTS),
        label="",
        bytes=sum(each.stat().st_size for each in shards),
    )


def _shards(folder: Path) -> Iterator[Path]:
    if (folder / _INDEX).exists():
        named = _table(_json(folder, _INDEX), "weight_map").values()
        names = sorted({each for each in named if isinstance(each, str)})
        if not names or any(Path(each).name != each for each in names):
            raise _broken(folder / _INDEX)  # nothing outside of the folder is ever read
    else:
        names = [_ONE]
    for name in names:
        if not (folder / name).is_file():
            raise _no_weights(folder, name)
        yield folder / name


def _no_weights(folder: Path, name: str) -> ModelError:
    if any(each.suffix in _PICKLES for each in folder.iterdir()):
        return ModelMissingError(
            f"The model in {folder} has its weights in files that can run programs (pickles).",
            "Use a version of it with .safetensors files, or a GGUF file.",
        )
    return _missing(folder, name)


def _tensors(path: Path) -> Iterator[tuple[str, int]]:
    """Kind and number of parameters of each tensor; the file must be as long as they say."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(8)
        (length,) = struct.unpack("<Q", start) if len(start) == 8 else (size,)  # noqa: PLR2004
        if length > min(size - len(start), _LONGEST_JSON):
            raise _broken(path)
        header = _decoded(file.read(length), path)
    last = 0
    for name, tensor in header.items():
        if name == "__metadata__":
            continue
        try:
            shape = [int(each) for each in tensor["shape"]]
            last = max(last, int(tensor["data_offsets"][1]))
            yield str(tensor["dtype"]), prod(shape)
        except (LookupError, TypeError, ValueError) as error:
            raise _broken(path) from error
    if len(start) + length + last != size:
        raise _broken(path)


def _cache(config: Mapping[str, Any]) -> int:
    heads = _whole(config, "num_attention_heads") or 1
    groups = _whole(config, "num_key_value_heads") or heads
    width = _whole(config, "head_dim") or _whole(config, "hidden_size") // heads
    return 2 * _whole(config, "num_hidden_layers") * groups * width


def _quantisation(config: Mapping[str, Any], counts: Mapping[str, int]) -> str:
    packed = _table(config, "quantization_config")
    if packed:
        bits = _whole(packed, "bits") or (4 if packed.get("load_in_4bit") else 8)
        return f"INT{bits} ({str(packed.get('quant_method', ''))[:20]})"
    most = max(counts, key=lambda kind: counts[kind], default="")
    return _KINDS.get(most, most[:10])


def _licence(folder: Path) -> str:
    """From the header of the README, as the Hub has it."""
    readme = folder / "README.md"
    if not readme.is_file():
        return ""
    with readme.open("rb") as file:
        text = file.read(_LONGEST_README).decode(errors="replace")
    _, *parts = text.split("---", 2)
    found = _LICENCE.search(parts[0]) if text.startswith("---") and parts else None
    return _SPDX.get(found[1].lower(), found[1]) if found is not None else ""


def _has_marks(vocabulary: Path) -> bool:
    content = vocabulary.read_bytes()
    return any(mark in content for mark in _FILL_IN)


def _json(folder: Path, name: str) -> Mapping[str, Any]:
    path = folder / name
    if not path.is_file():
        raise _missing(folder, name)
    if path.stat().st_size > _LONGEST_JSON:
        raise _broken(path)
    return _decoded(path.read_bytes(), path)


def _decoded(content: bytes, path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _broken(path) from error
    if not isinstance(found, dict):
        raise _broken(path)
    return found


def _table(config: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = config.get(key)
    return found if isinstance(found, dict) else {}


def _whole(config: Mapping[str, Any], key: str) -> int:
    found = config.get(key)
    return found if isinstance(found, int) and 0 < found < 1 << 40 else 0


def _missing(folder: Path, name: str) -> ModelMissingError:
    return ModelMissingError(
        f"The model in {folder} is not whole: {name} is missing.",
        "Fetch the whole folder again, or check the path in engines.toml.",
    )


def _broken(path: Path) -> ModelCorruptError:
    return ModelCorruptError(
        f"The file {path.name} of the model in {path.parent} is damaged.",
        "Fetch it again.",
    )
